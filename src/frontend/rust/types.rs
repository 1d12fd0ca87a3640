//! Types as far as they matter: who dereferences, who is a status, whose method is called.

use crate::flow::Name;
use crate::models::Success;
use rustc_hash::FxHashMap;

/// A type, as far as it is known.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) enum Ty {
    #[default]
    Unknown,
    /// A path, shortened to what names it here, with its arguments.
    Named(Name, Vec<Ty>),
    /// A reference or a raw pointer.
    Ref(Box<Ty>),
    Tuple(Vec<Ty>),
    /// An array, a slice, a vector.
    List(Box<Ty>),
    /// What a function of the Windows API returns; as a `Result` it carries the handle if `true`.
    Status(Success, bool),
}

impl Ty {
    pub(super) fn named(name: &str) -> Ty {
        Ty::Named(name.into(), Vec::new())
    }

    pub(super) fn result(of: Ty) -> Ty {
        Ty::Named("Result".into(), vec![of])
    }

    pub(super) fn option(of: Ty) -> Ty {
        Ty::Named("Option".into(), vec![of])
    }

    pub(super) fn is(&self, name: &str) -> bool {
        matches!(self, Ty::Named(n, _) if &**n == name)
    }

    /// The name without references and what stands for the value inside.
    pub(super) fn name(&self) -> Option<&Name> {
        match self.inner() {
            Ty::Named(name, _) => Some(name),
            _ => None,
        }
    }

    /// Without references, boxes, locks and cells: what a method call reaches.
    pub(super) fn inner(&self) -> &Ty {
        match self {
            Ty::Ref(of) => of.inner(),
            Ty::Named(name, args) if is_transparent(name) && !args.is_empty() => args[0].inner(),
            other => other,
        }
    }

    /// The first type argument.
    pub(super) fn argument(&self, i: usize) -> Ty {
        match self {
            Ty::Named(_, args) => args.get(i).cloned().unwrap_or_default(),
            _ => Ty::Unknown,
        }
    }

    /// What indexing or iterating gives.
    pub(super) fn element(&self) -> Ty {
        match self {
            Ty::List(of) => (**of).clone(),
            Ty::Ref(of) => of.element(),
            Ty::Named(name, args) if matches!(&**name, "Vec" | "VecDeque" | "HashSet" | "BTreeSet") => {
                args.first().cloned().unwrap_or_default()
            }
            _ => Ty::Unknown,
        }
    }

    /// A raw handle: a number that anybody may copy.
    pub(super) fn is_raw_handle(&self) -> bool {
        let name = match self {
            Ty::Named(name, _) => &**name,
            Ty::Ref(of) => return of.is_raw_handle(),
            _ => return false,
        };
        matches!(name.rsplit("::").next(), Some("HKEY" | "HANDLE" | "HUSKEY" | "HCERTSTORE" | "isize" | "usize"))
    }
}

/// Wrappers that stand for the value inside.
pub(super) fn is_transparent(name: &str) -> bool {
    matches!(
        name,
        "Box"
            | "Rc"
            | "Arc"
            | "Mutex"
            | "RwLock"
            | "RefCell"
            | "Cell"
            | "UnsafeCell"
            | "Pin"
            | "Cow"
            | "ManuallyDrop"
            | "ReentrantMutex"
            | "MutexGuard"
            | "RwLockReadGuard"
            | "RwLockWriteGuard"
            | "Ref"
            | "RefMut"
            | "LazyLock"
            | "Lazy"
            | "LazyCell"
            | "Owned"
            | "windows::Owned"
            | "ScopeGuard"
            | "MaybeUninit"
            | "NonNull"
            | "AgileReference"
    )
}

/// What a file imports.
#[derive(Clone, Default, Debug)]
pub(super) struct Uses {
    /// Name here → full path.
    pub(super) names: FxHashMap<String, String>,
    /// `use path::*`
    pub(super) globs: Vec<String>,
}

impl Uses {
    pub(super) fn add(&mut self, before: &str, tree: &syn::UseTree) {
        let join = |name: &syn::Ident| if before.is_empty() { name.to_string() } else { format!("{before}::{name}") };
        match tree {
            syn::UseTree::Path(path) => self.add(&join(&path.ident), &path.tree),
            syn::UseTree::Name(name) if name.ident == "self" => {
                let last = before.rsplit("::").next().unwrap_or(before);
                self.names.insert(last.to_owned(), before.to_owned());
            }
            syn::UseTree::Name(name) => {
                self.names.insert(name.ident.to_string(), join(&name.ident));
            }
            syn::UseTree::Rename(name) => {
                self.names.insert(name.rename.to_string(), join(&name.ident));
            }
            syn::UseTree::Glob(_) => self.globs.push(before.to_owned()),
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.add(before, item)),
        }
    }
}

/// Reads types and paths as a file means them.
pub(super) struct Reader<'a> {
    pub(super) uses: &'a Uses,
    /// The crates whose paths the models know.
    pub(super) crates: &'a [String],
    pub(super) self_ty: Option<&'a Ty>,
}

impl Reader<'_> {
    /// A path in the form in which the models and the index know it: `winreg::RegKey::predef`, `Orders::load`, `drop`.
    pub(super) fn path(&self, segments: &[String]) -> String {
        let Some(first) = segments.first() else { return String::new() };
        let mut full: Vec<String> = Vec::new();
        match (first.as_str(), self.self_ty.and_then(Ty::name)) {
            ("Self", Some(own)) => full.push(own.to_string()),
            _ => match self.uses.names.get(first) {
                Some(path) => full.extend(path.split("::").map(str::to_owned)),
                None => full.push(first.clone()),
            },
        }
        full.extend(segments[1..].iter().cloned());
        let known = |s: &String| self.crates.iter().any(|c| c == s);
        let own = matches!(full[0].as_str(), "crate" | "self" | "super");
        if let Some(at) = full.iter().position(known).filter(|_| !own) {
            let in_crate = &full[at..];
            // modules between the crate and the item say nothing
            let from = in_crate.iter().skip(1).position(|s| s.starts_with(char::is_uppercase)).map_or(in_crate.len().max(1) - 1, |i| i + 1);
            return [&in_crate[..1], &in_crate[from.min(in_crate.len())..]].concat().join("::");
        }
        if let Some(found) = self.through_glob(&full) {
            return found;
        }
        let upper = full.iter().rposition(|s| s.starts_with(char::is_uppercase) && Some(s) != full.last());
        let from = upper.unwrap_or(full.len() - 1);
        full[from..].join("::")
    }

    /// `use winreg::*; … RegKey`
    fn through_glob(&self, full: &[String]) -> Option<String> {
        let first = full.first()?;
        if !first.starts_with(char::is_uppercase) {
            return None;
        }
        let found = |glob: &String| {
            let of = glob.split("::").find(|s| self.crates.iter().any(|c| c == s))?;
            let known: &[&str] = match of {
                "windows_registry" => &["Key", "OpenOptions", "CURRENT_USER", "LOCAL_MACHINE", "CLASSES_ROOT", "USERS", "CURRENT_CONFIG"],
                "registry" => &["RegKey", "Hive"],
                "winreg" => &["RegKey", "HKCU", "HKLM", "HKCR", "HKU", "HKCC"],
                _ => &[],
            };
            known.contains(&first.as_str()).then(|| format!("{of}::{}", full.join("::")))
        };
        self.uses.globs.iter().find_map(found)
    }

    pub(super) fn of_path(&self, path: &syn::Path) -> String {
        let segments: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        self.path(&segments)
    }

    pub(super) fn ty(&self, ty: &syn::Type) -> Ty {
        match ty {
            syn::Type::Reference(r) => Ty::Ref(Box::new(self.ty(&r.elem))),
            syn::Type::Ptr(p) => Ty::Ref(Box::new(self.ty(&p.elem))),
            syn::Type::Paren(p) => self.ty(&p.elem),
            syn::Type::Group(g) => self.ty(&g.elem),
            syn::Type::Tuple(t) => Ty::Tuple(t.elems.iter().map(|e| self.ty(e)).collect()),
            syn::Type::Array(a) => Ty::List(Box::new(self.ty(&a.elem))),
            syn::Type::Slice(s) => Ty::List(Box::new(self.ty(&s.elem))),
            syn::Type::Path(p) => self.path_type(&p.path),
            syn::Type::Never(_) => Ty::named("!"),
            _ => Ty::Unknown,
        }
    }

    fn path_type(&self, path: &syn::Path) -> Ty {
        let Some(last) = path.segments.last() else { return Ty::Unknown };
        if let (true, Some(own)) = (path.is_ident("Self"), self.self_ty) {
            return own.clone();
        }
        let args: Vec<Ty> = match &last.arguments {
            syn::PathArguments::AngleBracketed(a) => a
                .args
                .iter()
                .filter_map(|a| match a {
                    syn::GenericArgument::Type(t) => Some(self.ty(t)),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        let name = last.ident.to_string();
        // every crate has an alias of its own: io::Result, windows::core::Result, ResultType
        if name.ends_with("Result") || name.starts_with("Result") {
            return Ty::Named("Result".into(), if args.is_empty() { vec![Ty::Unknown] } else { args });
        }
        let full = self.of_path(path);
        let short = if full.contains("::") && !self.crates.iter().any(|c| full.starts_with(&format!("{c}::"))) { name } else { full };
        Ty::Named(short.as_str().into(), args)
    }
}
