//! Classes: which one a name means, what it is made of, which function a method's name means.

use super::{FunctionRef, Index, Range, StructDef};
use crate::flow::Name;
use crate::source::FileId;
use crate::token::Lexer;
use rustc_hash::FxHashSet;

/// A class, by the place of its file in the index and its own in the file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ClassRef {
    pub(super) file: usize,
    pub(super) at: usize,
}

/// Classes made of more classes than this are looked at only so far.
const MOST_PARTS: usize = 200;

/// Types of the handles that a class can be there to own.
const HANDLE_TYPES: &[&str] = &["HKEY", "HANDLE", "HUSKEY", "HCERTSTORE", "HCRYPTPROV"];

/// Bases of bases and names for names are followed this far.
const DEEPEST: u32 = 8;

/// The words of a type as written that may name a class, the arguments of templates left out.
pub fn type_words(ty: &str) -> impl DoubleEndedIterator<Item = &str> {
    let mut depth = 0i32;
    let outside = move |c: char| {
        depth += i32::from(c == '<') - i32::from(c == '>');
        !(c.is_alphanumeric() || c == '_' || c == ':') || depth > 0
    };
    let is_word = |w: &&str| {
        !w.is_empty()
            && !matches!(
                *w,
                "const" | "volatile" | "struct" | "class" | "static" | "inline" | "extern" | "virtual" | "typename" | "mutable"
            )
    };
    ty.split(outside).filter(is_word)
}

/// The template argument at a position of a type as written.
pub fn template_argument(ty: &str, number: usize) -> Option<&str> {
    let open = ty.find('<')?;
    let (mut depth, mut from, mut at) = (0i32, open + 1, 0);
    for (i, c) in ty.char_indices().skip_while(|(i, _)| *i <= open) {
        let ends = depth == 0 && matches!(c, ',' | '>');
        if ends && at == number {
            return Some(ty[from..i].trim());
        }
        if ends {
            (at, from) = (at + 1, i + 1);
        }
        depth += i32::from(matches!(c, '<' | '(')) - i32::from(matches!(c, '>' | ')'));
        if depth < 0 {
            return None;
        }
    }
    None
}

/// Class templates that behave like the pointer they hold, and whether they delete what it points at.
fn smart_pointer(word: &str) -> Option<bool> {
    match last_part(word) {
        "unique_ptr" | "shared_ptr" | "scoped_ptr" | "auto_ptr" | "CAutoPtr" | "QScopedPointer" | "QSharedPointer" => Some(true),
        "CComPtr" | "CComQIPtr" | "ComPtr" | "com_ptr" | "com_ptr_nothrow" | "com_ptr_failfast" | "scoped_refptr" | "weak_ptr" => {
            Some(false)
        }
        _ => None,
    }
}

/// Whether a type as written is a pointer that deletes what it points at when it dies.
fn is_deleting_pointer(ty: &str) -> bool {
    let after = ty.rfind('>').map_or("", |end| &ty[end..]);
    !after.contains(['*', '&']) && ty.contains('<') && type_words(ty).any(|w| smart_pointer(w) == Some(true))
}

/// Which argument of a class template is what its objects hold, for those that hold any number of objects.
fn element_argument(word: &str) -> Option<usize> {
    match last_part(word) {
        "vector" | "list" | "deque" | "forward_list" | "array" | "set" | "unordered_set" | "stack" | "queue" | "QList" | "QVector" => {
            Some(0)
        }
        "map" | "multimap" | "unordered_map" => Some(1),
        _ => None,
    }
}

/// Whether a text does nothing with a member but set it, compare it, and use it as the first argument of harmless functions.
fn only_uses(text: &str, member: &str, closes_nothing: &dyn Fn(&str) -> bool) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(member).all(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + member.len()..]);
        if before.ends_with(is_word) || after.starts_with(is_word) {
            return true;
        }
        let (before, after) = (before.trim_end(), after.trim_start());
        let before = before.strip_suffix("this->").unwrap_or(before).trim_end();
        let initialises = before.ends_with([',', ':']) && after.starts_with(['(', '{']);
        let used = before.strip_suffix('(').is_some_and(|call| closes_nothing(call.rsplit(|c| !is_word(c)).next().unwrap_or("")));
        initialises || used || after.starts_with('=') || after.starts_with("!=")
    })
}

/// Whether a type as written has one of the words.
fn mentions(ty: &str, is_it: impl Fn(&str) -> bool) -> bool {
    ty.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(is_it)
}

/// The names of the classes that a file defines, without having read it.
pub fn defined_classes(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let is_word = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
    let starts = memchr::memmem::find_iter(bytes, b"class ").map(|i| i + 6);
    let structs = memchr::memmem::find_iter(bytes, b"struct ").map(|i| i + 7);
    starts.chain(structs).filter_map(move |from| {
        let head = &bytes[from..bytes.len().min(from + LONGEST_CLASS_HEADER)];
        let end = head.iter().enumerate().position(|(i, b)| match b {
            b':' => head.get(i + 1) != Some(&b':') && (i == 0 || head[i - 1] != b':'),
            b'{' | b';' | b'(' | b')' | b'=' | b'*' | b'&' | b',' | b'>' | b'#' => true,
            _ => false,
        })?;
        if !matches!(head[end], b':' | b'{') {
            return None;
        }
        head[..end].split(|b| !is_word(b)).rfind(|w| !w.is_empty() && *w != b"final")
    })
}

/// What stands between `class` and its `:` or `{` is not longer.
const LONGEST_CLASS_HEADER: usize = 200;

/// The last part of a qualified name.
fn last_part(name: &str) -> &str {
    name.rsplit("::").next().unwrap_or(name)
}

/// What stands before the last part of a qualified name, without what stands before that.
fn qualifier(name: &str) -> Option<&str> {
    name.rsplit("::").nth(1).filter(|q| !q.is_empty())
}

impl Index {
    /// Says from which file on the files of a run describe published libraries and are not the user's.
    pub fn set_published(&mut self, first: FileId) {
        self.published = Some(first);
    }

    /// The names of the members of published classes.
    pub fn published_members(&self) -> FxHashSet<Name> {
        let published = self.files.iter().filter(|f| self.is_published(f.file));
        published.flat_map(|f| &f.structs).flat_map(|s| &s.fields).map(|f| f.name.clone()).collect()
    }

    /// Whether a file describes a published library and is not the user's.
    pub fn is_published(&self, file: FileId) -> bool {
        self.published.is_some_and(|first| file >= first)
    }

    /// The class that a name means in a file: one that is declared in the class before the last `::`, if there is one; the
    /// nearest; of several equally near the first.
    pub fn class(&self, name: &str, from: FileId) -> Option<ClassRef> {
        let all = self.structs.get(last_part(name))?;
        let outer = qualifier(name).map(last_part);
        let is_elsewhere = |c: &ClassRef| outer.is_some() && self.class_def(*c).outer.as_deref() != outer;
        all.iter().copied().min_by_key(|c| (is_elsewhere(c), self.distance(from, self.class_file(*c)), *c))
    }

    /// Whether any file defines a class of this name or calls a type so.
    pub fn has_class(&self, name: &str) -> bool {
        self.structs.contains_key(name) || self.types.contains_key(name)
    }

    /// What is known of a class.
    pub fn class_def(&self, class: ClassRef) -> &StructDef {
        &self.files[class.file].structs[class.at]
    }

    /// The file that defines a class.
    pub fn class_file(&self, class: ClassRef) -> FileId {
        self.files[class.file].file
    }

    /// The type that `typedef` or `using` gave this name.
    pub fn type_alias(&self, name: &str) -> Option<&Name> {
        self.types.get(last_part(name))
    }

    /// The type as written of a pointer that deletes, if a type is one or another name for one.
    pub fn deleting_pointer(&self, ty: &str) -> Option<Name> {
        if is_deleting_pointer(ty) {
            return Some(ty.into());
        }
        let name = ty.strip_prefix("const ").unwrap_or(ty);
        if name.contains([' ', '<', '*', '&']) {
            return None;
        }
        self.type_alias(name).filter(|ty| is_deleting_pointer(ty)).cloned()
    }

    /// The classes that a class is derived from.
    pub fn bases(&self, class: ClassRef) -> Vec<ClassRef> {
        let from = self.class_file(class);
        let base = |name: &Name| type_words(name).rev().find_map(|w| self.class(w, from)).filter(|b| *b != class);
        self.class_def(class).bases.iter().filter_map(base).collect()
    }

    /// A class and those that it is derived from, nearest first.
    pub fn lineage(&self, class: ClassRef) -> Vec<ClassRef> {
        let mut all = vec![class];
        let mut next = 0;
        for _ in 0..DEEPEST {
            let until = all.len();
            for i in next..until {
                for base in self.bases(all[i]) {
                    if !all.contains(&base) {
                        all.push(base);
                    }
                }
            }
            next = until;
        }
        all
    }

    /// The classes derived from this one, directly or not.
    fn derived(&self, class: ClassRef) -> Vec<ClassRef> {
        let mut all = vec![class];
        let mut next = 0;
        while let Some(base) = all.get(next).copied() {
            next += 1;
            let names = &self.class_def(base).names;
            let candidates = names.iter().filter_map(|n| self.derived.get(n)).flatten().copied();
            let new: Vec<ClassRef> = candidates.filter(|d| !all.contains(d) && self.bases(*d).contains(&base)).collect();
            all.extend(new.into_iter().take(MOST_PARTS.saturating_sub(all.len())));
        }
        all.split_off(1)
    }

    /// The classes derived from this one that themselves have a handle, or something that owns one, as a member.
    pub fn derived_holders(&self, class: ClassRef) -> Vec<ClassRef> {
        let holds = |derived: &ClassRef| {
            let file = self.class_file(*derived);
            let owner = |f: &super::Field| self.class_in_type(&f.ty, file).is_some_and(|(c, stars)| stars == 0 && self.is_owner(c));
            self.class_def(*derived).fields.iter().any(|f| is_handle(f) || owner(f))
        };
        self.derived(class).into_iter().filter(holds).collect()
    }

    /// The definitions of a method in the classes derived from this one.
    pub fn overriding(&self, class: ClassRef, name: &str, arity: usize) -> Vec<FunctionRef> {
        let derived = self.derived(class);
        derived.into_iter().flat_map(|d| self.methods(d, name)).filter(|f| self.function(*f).arity as usize == arity).collect()
    }

    /// The definitions of a method in the class itself.
    pub fn methods(&self, class: ClassRef, name: &str) -> Vec<FunctionRef> {
        let mut found: Vec<FunctionRef> = self.functions_named(name).iter().copied().filter(|f| self.class_of(*f) == Some(class)).collect();
        found.sort();
        found
    }

    /// The class that a function is a method of.
    pub fn class_of(&self, function: FunctionRef) -> Option<ClassRef> {
        let (owner, _) = self.function(function).name.rsplit_once("::").filter(|(owner, _)| !owner.is_empty())?;
        self.class(owner, function.file)
    }

    /// Whether a function is a method of a class that names another, perhaps one that was not seen, among its bases.
    pub fn is_method_below(&self, function: FunctionRef, base: &str) -> bool {
        let lineage = self.class_of(function).map_or_else(Vec::new, |class| self.lineage(class));
        lineage.into_iter().any(|c| self.class_def(c).bases.iter().any(|b| type_words(b).any(|w| last_part(w) == base)))
    }

    /// The class whose object a method gets: not that of a static one.
    pub fn this_class(&self, function: FunctionRef) -> Option<ClassRef> {
        let definition = self.function(function);
        let class = self.class_of(function)?;
        let name = last_part(&definition.name);
        let mut declared = self.class_def(class).methods.iter().filter(|m| &*m.name == name && m.arity == definition.arity);
        let is_static = declared.clone().next().is_some() && declared.all(|m| m.is_static);
        (!is_static).then_some(class)
    }

    /// How many parameters a function has that are not written: `this`, and the place for an object that it returns.
    pub fn hidden_parameters(&self, function: FunctionRef) -> usize {
        usize::from(self.this_class(function).is_some()) + usize::from(self.returned_class(function).is_some())
    }

    /// The class of a type as written, and through how many pointers.
    pub fn class_in_type(&self, ty: &str, from: FileId) -> Option<(ClassRef, usize)> {
        let (mut ty, mut stars) = (ty, 0);
        for _ in 0..DEEPEST {
            let after = ty.rfind('>').map_or(ty, |end| &ty[end..]);
            stars += after.matches(['*', '^']).count();
            let words: Vec<&str> = type_words(ty).collect();
            if let (true, Some(pointee)) = (words.iter().any(|w| smart_pointer(w).is_some()), template_argument(ty, 0)) {
                stars += 1;
                ty = pointee;
                continue;
            }
            if let (true, Some(held)) = (words.iter().any(|w| last_part(w) == "optional"), template_argument(ty, 0)) {
                ty = held;
                continue;
            }
            if let Some(found) = words.iter().rev().find_map(|w| self.class(w, from)) {
                return Some((found, stars));
            }
            ty = words.iter().rev().find_map(|w| self.type_alias(w))?;
        }
        None
    }

    /// The class of the objects that a container of this type as written holds.
    pub fn element_class(&self, ty: &str, from: FileId) -> Option<ClassRef> {
        let after = ty.rfind('>').map_or(ty, |end| &ty[end..]);
        let argument = type_words(ty).find_map(element_argument).filter(|_| !after.contains('*'))?;
        self.class_in_type(template_argument(ty, argument)?, from).filter(|(_, stars)| *stars == 0).map(|(class, _)| class)
    }

    /// The type of a function's value as written.
    pub fn return_type(&self, function: FunctionRef) -> &str {
        let definition = self.function(function);
        self.text(function.file).get(definition.span.start as usize..definition.name_span.start as usize).unwrap_or("")
    }

    /// The class of the object that a function returns by value, if such objects have a destructor to run.
    pub fn returned_class(&self, function: FunctionRef) -> Option<ClassRef> {
        if self.file(function.file).is_some_and(|f| f.is_plain_c()) {
            return None;
        }
        let ty = self.return_type(function);
        if ty.trim().is_empty() || ty.trim_end().ends_with(['*', '&']) {
            return None;
        }
        let (class, stars) = self.class_in_type(ty, function.file)?;
        (stars == 0 && self.owns(class)).then_some(class)
    }

    /// Whether objects of a class have something to do when they die: they, or a part of them, have a destructor.
    pub fn owns(&self, class: ClassRef) -> bool {
        let mut parts = vec![class];
        let mut next = 0;
        while let Some(class) = parts.get(next).copied() {
            next += 1;
            let (definition, from) = (self.class_def(class), self.class_file(class));
            let destroys = definition.methods.iter().any(|m| m.name.starts_with('~'));
            if destroys || definition.fields.iter().any(|f| self.deleting_pointer(&f.ty).is_some()) {
                return true;
            }
            let of_field = |f: &super::Field| {
                let itself = self.class_in_type(&f.ty, from).filter(|(_, stars)| *stars == 0).map(|(c, _)| c);
                itself.or_else(|| self.element_class(&f.ty, from))
            };
            for part in definition.fields.iter().filter_map(of_field).chain(self.bases(class)) {
                if !parts.contains(&part) && parts.len() < MOST_PARTS {
                    parts.push(part);
                }
            }
        }
        false
    }

    /// Whether the destructor of a class calls what a member holds, as that of a scope guard does.
    pub fn runs_member_at_end(&self, class: ClassRef) -> bool {
        let definition = self.class_def(class);
        let destructors = definition.names.iter().flat_map(|name| self.methods(class, &format!("~{name}")));
        destructors.into_iter().any(|destructor| {
            let (text, body) = (self.text(destructor.file), self.function(destructor).body);
            let words: Vec<&str> = Lexer::plain(text, body.start, body.end).map(|t| t.text(text)).collect();
            words.windows(2).any(|w| w[1] == "(" && definition.fields.iter().any(|f| &*f.name == w[0]))
        })
    }

    /// Whether a function is short and mentions what throws: then calls of it are looked at for that.
    pub fn may_throw<'n>(&self, function: FunctionRef, throwers: impl Iterator<Item = &'n str>) -> bool {
        const LONGEST: u32 = 4000;
        let body = self.function(function).body;
        let text = self.text(function.file).get(body.start as usize..body.end as usize).unwrap_or("");
        body.end - body.start <= LONGEST && std::iter::once("throw").chain(throwers).any(|word| text.contains(word))
    }

    /// Whether a class is there to own a handle: it counts as the handle itself.
    pub fn is_owner(&self, class: ClassRef) -> bool {
        const MOST_MEMBERS: usize = 4;
        let lineage = self.lineage(class);
        let fields = || lineage.iter().flat_map(|c| &self.class_def(*c).fields);
        let is_handle = |f: &super::Field| mentions(&f.ty, |word| HANDLE_TYPES.contains(&word));
        self.owns(class) && fields().count() <= MOST_MEMBERS && fields().any(is_handle)
    }

    /// Whether an owner of a key only uses the key in another of its members: no method closes that one or gives it to anything
    /// that could.
    pub fn borrows(&self, class: ClassRef, member: &str, closes_nothing: &dyn Fn(&str) -> bool) -> bool {
        let definition = self.class_def(class);
        let is_key = |f: &&super::Field| f.dimensions == 0 && &*f.ty == "HKEY";
        let keys = || definition.fields.iter().filter(is_key);
        if keys().count() < 2 || !keys().any(|f| &*f.name == member) || !self.is_owner(class) {
            return false;
        }
        definition.methods.iter().all(|method| {
            let bodies = self.methods(class, &method.name);
            let harmless = |f: &FunctionRef| {
                let function = self.function(*f);
                let text = self.text(f.file).get(function.params.end as usize + 1..function.body.end as usize).unwrap_or("");
                only_uses(text, member, closes_nothing)
            };
            !bodies.is_empty() && bodies.iter().all(harmless)
        })
    }

    /// Whether a class or one that it is derived from has a handle as a member.
    pub fn holds_handle(&self, class: ClassRef) -> bool {
        self.lineage(class).into_iter().any(|c| self.class_def(c).fields.iter().any(is_handle))
    }

    /// Names that lead to objects of some classes: members and variables of that type, classes derived from it, other names for it.
    pub fn names_leading_to(&self, classes: &FxHashSet<&str>) -> Vec<&str> {
        if classes.is_empty() {
            return Vec::new();
        }
        let is_it = |ty: &str| mentions(ty, |word| classes.contains(word));
        let mut found: Vec<&str> = Vec::new();
        for file in &self.files {
            for definition in &file.structs {
                let members = definition.fields.iter().chain(&definition.statics).filter(|f| is_it(&f.ty)).map(|f| &*f.name);
                found.extend(members);
                if definition.bases.iter().any(|b| is_it(b)) {
                    found.extend(definition.names.iter().map(|n| &**n));
                }
            }
            let text = self.text(file.file);
            let variables = file.variables.iter().filter(|v| is_it(&text[v.ty.start as usize..v.ty.end as usize]));
            found.extend(variables.map(|v| &*v.name));
            found.extend(file.types.iter().filter(|(_, ty)| is_it(ty)).map(|(name, _)| &**name));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Words in what a class is made of that may be classes, too.
    pub fn classes_in(&self, class: ClassRef) -> Vec<&str> {
        let definition = self.class_def(class);
        let types = definition.fields.iter().map(|f| &*f.ty).chain(definition.bases.iter().map(|b| &**b));
        types.flat_map(|ty| ty.split(|c: char| !(c.is_alphanumeric() || c == '_'))).filter(|w| !w.is_empty()).collect()
    }

    /// All classes of a name.
    pub fn classes_named(&self, name: &str) -> &[ClassRef] {
        self.structs.get(name).map_or(&[], Vec::as_slice)
    }

    /// What stands between a constructor's parameters and its body, from the `:` on.
    pub fn member_initialisers(&self, function: FunctionRef) -> Option<Range> {
        let definition = self.function(function);
        let name = last_part(&definition.name);
        (qualifier(&definition.name)? == name).then_some(Range { start: definition.params.end + 1, end: definition.body.start })
    }

    /// Whether the name at a call can mean a definition: `ns::f` means an `f` of a namespace that is not part of its name.
    pub(super) fn qualifiers_agree(&self, called: &str, defined: &str) -> bool {
        match (qualifier(called), qualifier(defined)) {
            (None, _) => true,
            (Some(a), Some(b)) => a == b,
            (Some(a), None) => !self.structs.contains_key(a),
        }
    }
}

/// Whether a member's type names a handle.
fn is_handle(field: &super::Field) -> bool {
    HANDLE_TYPES.iter().chain(&["hkey"]).any(|t| field.ty.contains(t))
}
