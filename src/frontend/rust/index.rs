//! What the Rust files of a run define: functions, types with their fields, which types close what they hold when they are
//! dropped, statics, constants. Only what can be sent between threads is kept: a function is parsed again to be lowered.

use super::parse::{self, Skipped};
use super::types::{Reader, Ty, Uses};
use crate::flow::Name;
use crate::index::FunctionRef;
use crate::models::Models;
use crate::source::{FileId, Notice, Source};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use rustc_hash::{FxHashMap, FxHashSet};
use std::hash::BuildHasher;
use std::ops::Range;
use syn::parse::{Parse, ParseStream};
use syn::visit::Visit;

/// A larger file is not read: nobody writes it by hand.
const LARGEST_FILE: usize = 4 << 20;

/// A function that is longer is not looked into for what it makes of a status.
const LONGEST_CONVERTER: usize = 700;

/// What a function is, without its body.
#[derive(Clone, Debug)]
pub(super) struct FnDef {
    /// With its type: `Orders::load`.
    pub(super) name: Name,
    pub(super) name_span: Range<u32>,
    /// From its attributes to the closing brace; of a static the initialiser.
    pub(super) range: Range<u32>,
    pub(super) is_static: bool,
    /// With `self`.
    pub(super) params: Vec<Ty>,
    pub(super) has_self: bool,
    pub(super) ret: Ty,
    pub(super) self_ty: Option<Ty>,
    /// Its text, if it is short and may say what a status means.
    pub(super) converts: Option<Box<str>>,
    /// Hashes of the words in it, sorted.
    words: Vec<u64>,
}

/// A struct's or variant's fields; those of a tuple have numbers for names.
#[derive(Clone, Debug, Default)]
pub(super) struct StructDef {
    pub(super) fields: Vec<(Name, Ty)>,
    /// Of an enum.
    pub(super) variants: Vec<Name>,
}

/// What one file defines.
#[derive(Clone, Debug, Default)]
pub(super) struct RustFile {
    pub(super) uses: Uses,
    pub(super) functions: Vec<FnDef>,
    pub(super) structs: FxHashMap<Name, StructDef>,
    /// Types with an `impl Drop`, and the words of it.
    drops: FxHashMap<Name, Vec<u64>>,
    pub(super) statics: FxHashMap<Name, Ty>,
    /// Initialisers of constants, as text.
    pub(super) consts: FxHashMap<Name, String>,
    /// Parameters and body of every arm of a macro, as text.
    pub(super) macros: FxHashMap<Name, Vec<(String, String)>>,
    pub(super) notices: Vec<Notice>,
    pub(super) bytes_skipped: u32,
    /// Hashes of the words in its imports.
    imports: Vec<u64>,
}

/// The Rust part of a run's index.
#[derive(Default, Debug)]
pub struct RustIndex {
    pub(super) files: FxHashMap<FileId, RustFile>,
    by_name: FxHashMap<Name, Vec<FunctionRef>>,
    closing: FxHashSet<Name>,
    /// Types with an `impl Drop`.
    dropping: FxHashSet<Name>,
    pub(super) crates: Vec<String>,
    paths: FxHashMap<FileId, Name>,
}

/// What scanning one file gave.
pub struct Scanned(FileId, Name, RustFile);

pub(super) fn hash(word: &str) -> u64 {
    rustc_hash::FxBuildHasher.hash_one(word)
}

/// Scans one file.
pub fn scan(file: FileId, source: &Source, crates: &[String]) -> Scanned {
    let text = &*source.text;
    let mut found = RustFile::default();
    let mut skipped = Vec::new();
    if text.len() > LARGEST_FILE {
        skipped.push(Skipped { range: 0..text.len(), why: "not read: the file is too large".to_owned() });
    } else {
        // imports first: they say what the types of the others mean
        parse::items(text, &mut Vec::new(), &mut |item, _| Imports(&mut found.uses).visit_item(&item));
        parse::items(text, &mut skipped, &mut |item, base| Scanner { found: &mut found, crates, base, prefix: None }.item(&item));
    }
    let paths = found.uses.names.values().chain(&found.uses.globs);
    found.imports = paths.flat_map(|p| p.split("::")).map(hash).collect();
    for Skipped { range, why } in skipped {
        let line = source.position(range.start as u32).line;
        found.bytes_skipped += (range.end - range.start.min(range.end)) as u32;
        found.notices.push(Notice { path: source.path.to_string(), line: Some(line), message: why });
    }
    Scanned(file, source.path.clone(), found)
}

impl RustIndex {
    /// An empty index.
    pub fn new(models: &Models) -> RustIndex {
        let mut crates: Vec<String> = models.names().filter_map(|(n, _)| n.split_once("::")).map(|(first, _)| first.to_owned()).collect();
        crates.retain(|c| c.starts_with(char::is_lowercase) && c != "std");
        crates.sort_unstable();
        crates.dedup();
        // its functions are those of the other tables
        crates.push("windows_sys".to_owned());
        RustIndex { crates, ..RustIndex::default() }
    }

    /// The crates whose paths the models know.
    pub fn crates(&self) -> &[String] {
        &self.crates
    }

    /// Adds files; gives what could not be read, with its number of bytes.
    pub fn extend(&mut self, scanned: Vec<Scanned>, models: &Models) -> (Vec<Notice>, usize) {
        let mut notices = Vec::new();
        let mut bytes = 0;
        for Scanned(file, path, mut found) in scanned {
            notices.append(&mut found.notices);
            bytes += found.bytes_skipped as usize;
            for (index, function) in (0..).zip(&found.functions) {
                self.by_name.entry(function.name.clone()).or_default().push(FunctionRef { file, index });
            }
            self.paths.insert(file, path);
            self.files.insert(file, found);
        }
        self.find_closing(models);
        (notices, bytes)
    }

    /// A type closes what it holds if its `drop`, or a function of the same file that it mentions, closes something.
    fn find_closing(&mut self, models: &Models) {
        let releasers: FxHashSet<u64> = models.names().filter(|(_, id)| models.get(*id).releases.is_some()).map(|(n, _)| hash(n)).collect();
        let closes = |words: &[u64]| words.iter().any(|w| releasers.contains(w));
        self.closing.clear();
        for file in self.files.values() {
            self.dropping.extend(file.drops.keys().cloned());
            for (name, words) in &file.drops {
                let helper = |f: &FnDef| {
                    let bare = f.name.rsplit("::").next().unwrap_or(&f.name);
                    bare != "drop" && words.binary_search(&hash(bare)).is_ok() && closes(&f.words)
                };
                if closes(words) || file.functions.iter().any(helper) {
                    self.closing.insert(name.clone());
                }
            }
        }
    }

    pub(super) fn is_dropped(&self, ty: &str) -> bool {
        self.dropping.contains(ty)
    }

    pub(super) fn closes_when_dropped(&self, ty: &str) -> bool {
        self.closing.contains(ty)
    }

    /// All functions, by place.
    pub fn functions(&self) -> Vec<FunctionRef> {
        let mut all: Vec<FunctionRef> =
            self.files.iter().flat_map(|(file, f)| (0..f.functions.len() as u32).map(|index| FunctionRef { file: *file, index })).collect();
        all.sort_unstable();
        all
    }

    pub(super) fn function(&self, f: FunctionRef) -> &FnDef {
        &self.files[&f.file].functions[f.index as usize]
    }

    /// Whether the function, or its file's imports, mention one of the names.
    pub fn matters(&self, f: FunctionRef, names: &FxHashSet<u64>) -> bool {
        self.files[&f.file].imports.iter().any(|w| names.contains(w)) || self.function(f).words.iter().any(|w| names.contains(w))
    }

    /// A function's name without its type.
    pub fn bare_name(&self, f: FunctionRef) -> &str {
        let name = &self.function(f).name;
        name.rsplit("::").next().unwrap_or(name)
    }

    /// Hashes of the words in a function.
    pub fn words(&self, f: FunctionRef) -> &[u64] {
        &self.function(f).words
    }

    /// Whether others than those that mention it can run it: by an interface, or when a value is first asked for.
    pub fn runs_unmentioned(&self, f: FunctionRef) -> bool {
        self.function(f).has_self || self.function(f).is_static
    }

    /// Hashes of the words in macros and constants, which stand wherever these are used.
    pub fn words_of_no_function(&self) -> FxHashSet<u64> {
        let texts = self.files.values().flat_map(|f| f.macros.values().flatten().map(|m| &m.1).chain(f.consts.values()));
        texts.flat_map(|text| text.split(|c: char| !(c.is_alphanumeric() || c == '_'))).map(hash).collect()
    }

    /// The names by which other files reach a function: its type, or itself.
    pub fn outward_name(name: &str) -> &str {
        name.split("::").next().unwrap_or(name)
    }

    /// Hash of a word, as the index keeps the words of a function.
    pub fn word(name: &str) -> u64 {
        hash(name)
    }

    /// The definitions that a name at a call can mean: those of the same file, else those nearest in the tree.
    pub fn resolve(&self, name: &str, from: FileId, args: usize) -> Vec<FunctionRef> {
        let Some(all) = self.by_name.get(name) else { return Vec::new() };
        let fits = |f: &&FunctionRef| self.function(**f).params.len() == args && !self.function(**f).is_static;
        self.nearest(all.iter().filter(fits).copied().collect(), from, |f| f.file)
    }

    /// The nearest of several things, by their files.
    fn nearest<T: Copy>(&self, all: Vec<T>, from: FileId, file: impl Fn(&T) -> FileId) -> Vec<T> {
        let here = self.paths.get(&from).cloned().unwrap_or_default();
        let common = |t: &T| {
            let there = self.paths.get(&file(t)).cloned().unwrap_or_default();
            if file(t) == from { usize::MAX } else { there.split('/').zip(here.split('/')).take_while(|(a, b)| a == b).count() }
        };
        let best = all.iter().map(common).max();
        all.into_iter().filter(|t| Some(common(t)) == best).collect()
    }

    /// The signature of the function that a name means, if all candidates have the same.
    pub(super) fn signature(&self, name: &str, from: FileId, args: Option<usize>) -> Option<&FnDef> {
        let all = self.by_name.get(name)?;
        let fits = |f: &&FunctionRef| args.is_none_or(|n| self.function(**f).params.len() == n) && !self.function(**f).is_static;
        self.nearest(all.iter().filter(fits).copied().collect(), from, |f| f.file).first().map(|f| self.function(*f))
    }

    /// The text of the one short function that a name means, and its file.
    pub(super) fn converter(&self, name: &str, from: FileId, args: usize) -> Option<(FileId, &str)> {
        let [only] = self.resolve(name, from, args)[..] else { return None };
        self.function(only).converts.as_deref().map(|text| (only.file, text))
    }

    /// The one method of that name that says what a status means.
    pub(super) fn converting_method(&self, method: &str, args: usize) -> Option<&Name> {
        let fits = |f: &FunctionRef| {
            let function = self.function(*f);
            function.has_self && function.converts.is_some() && function.params.len() == args
        };
        let is_it = |name: &&Name| name.rsplit_once("::").is_some_and(|(_, bare)| bare == method);
        let mut found = self.by_name.iter().filter(|(name, all)| is_it(name) && all.iter().any(fits)).map(|(name, _)| name);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// Something that a file defines, looked for in the file itself and then in all others.
    pub(super) fn find<'s, T>(&'s self, from: FileId, get: impl Fn(&'s RustFile) -> Option<T>) -> Option<(FileId, T)> {
        if let Some(found) = self.files.get(&from).and_then(&get) {
            return Some((from, found));
        }
        let mut all: Vec<FileId> = self.files.iter().filter(|(_, f)| get(f).is_some()).map(|(id, _)| *id).collect();
        all.sort_unstable();
        let near = self.nearest(all, from, |f| *f);
        let id = *near.first()?;
        get(&self.files[&id]).map(|found| (id, found))
    }

    pub(super) fn structure(&self, name: &str, from: FileId) -> Option<&StructDef> {
        self.find(from, |f| f.structs.get(name)).map(|(_, s)| s)
    }
}

/// `&self`, `&mut self`, `self: &Self`
pub(super) fn by_reference(receiver: &syn::Receiver) -> bool {
    match &receiver.kind {
        syn::ReceiverKind::Reference(..) => true,
        syn::ReceiverKind::Typed(_, ty) => matches!(**ty, syn::Type::Reference(_)),
        _ => false,
    }
}

/// Whether `#[cfg(…)]` keeps an item on Windows, outside of tests.
pub(super) fn is_alive(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().filter(|a| a.path().is_ident("cfg")).all(|a| a.parse_args::<syn::Meta>().map_or(true, |m| holds(&m) != Some(false)))
}

/// Whether a `cfg` predicate holds on Windows; `None` if that depends on other things.
pub(super) fn holds(meta: &syn::Meta) -> Option<bool> {
    let all = |list: &syn::MetaList| {
        let parts = list.parse_args_with(syn::punctuated::Punctuated::<syn::Meta, syn::Token![,]>::parse_terminated);
        parts.map(|p| p.iter().map(holds).collect::<Vec<_>>()).unwrap_or_default()
    };
    match meta {
        syn::Meta::Path(p) if p.is_ident("windows") => Some(true),
        syn::Meta::Path(p) if p.is_ident("unix") || p.is_ident("test") || p.is_ident("doctest") || p.is_ident("loom") => Some(false),
        syn::Meta::NameValue(nv) => {
            let value = match &nv.value {
                syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(s), .. }) => s.value(),
                _ => return None,
            };
            let key = nv.path.get_ident()?.to_string();
            match key.as_str() {
                "target_os" | "target_family" => Some(value == "windows"),
                "target_vendor" if value == "apple" => Some(false),
                _ => None,
            }
        }
        syn::Meta::List(list) if list.path.is_ident("not") => all(list).first().copied().flatten().map(|b| !b),
        syn::Meta::List(list) if list.path.is_ident("all") => {
            let parts = all(list);
            if parts.contains(&Some(false)) { Some(false) } else { parts.iter().all(|p| *p == Some(true)).then_some(true) }
        }
        syn::Meta::List(list) if list.path.is_ident("any") => {
            let parts = all(list);
            if parts.contains(&Some(true)) { Some(true) } else { parts.iter().all(|p| *p == Some(false)).then_some(false) }
        }
        _ => None,
    }
}

struct Imports<'a>(&'a mut Uses);

impl<'ast> Visit<'ast> for Imports<'_> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if is_alive(&item.attrs) {
            self.0.add("", &item.tree);
        }
    }
}

/// `static ref NAME: Type = value;` inside a macro.
pub(super) struct MacroStatic {
    pub(super) name: syn::Ident,
    pub(super) ty: syn::Type,
    pub(super) value: syn::Expr,
}

impl Parse for MacroStatic {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(syn::Attribute::parse_outer)?;
        input.parse::<syn::Visibility>()?;
        input.parse::<syn::Token![static]>()?;
        input.parse::<Option<syn::Token![ref]>>()?;
        let name = input.parse()?;
        input.parse::<syn::Token![:]>()?;
        let ty = input.parse()?;
        input.parse::<syn::Token![=]>()?;
        let value = input.parse()?;
        input.parse::<Option<syn::Token![;]>>()?;
        Ok(MacroStatic { name, ty, value })
    }
}

struct MacroStatics(Vec<MacroStatic>);

impl Parse for MacroStatics {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut all = Vec::new();
        while !input.is_empty() {
            all.push(input.parse()?);
        }
        Ok(MacroStatics(all))
    }
}

struct Scanner<'a> {
    found: &'a mut RustFile,
    crates: &'a [String],
    base: usize,
    /// The type whose `impl` or `trait` this is.
    prefix: Option<Ty>,
}

impl Scanner<'_> {
    fn item(&mut self, item: &syn::Item) {
        match item {
            syn::Item::Fn(f) if is_alive(&f.attrs) => self.function(&f.sig, f, Some(&f.block)),
            syn::Item::Impl(i) if is_alive(&i.attrs) => self.implementation(i),
            syn::Item::Trait(t) if is_alive(&t.attrs) => {
                let name = t.ident.to_string();
                self.prefix = Some(Ty::named(&name));
                for item in &t.items {
                    if let syn::TraitItem::Fn(f) = item {
                        self.function(&f.sig, f, f.default.as_ref());
                    }
                }
                self.prefix = None;
            }
            syn::Item::Mod(m) if is_alive(&m.attrs) => m.content.iter().flat_map(|c| &c.1).for_each(|i| self.item(i)),
            syn::Item::Struct(s) => {
                let definition = self.fields(&s.fields);
                self.found.structs.insert(s.ident.to_string().as_str().into(), definition);
            }
            syn::Item::Enum(e) => {
                let variants = e.variants.iter().map(|v| v.ident.to_string().as_str().into()).collect();
                self.found.structs.insert(e.ident.to_string().as_str().into(), StructDef { variants, ..StructDef::default() });
            }
            syn::Item::Static(s) if is_alive(&s.attrs) => self.static_item(&s.ident, &s.ty, &s.expr),
            syn::Item::Const(c) => self.constant(&c.ident.to_string(), &c.expr),
            syn::Item::Macro(m) => self.macro_item(m),
            _ => {}
        }
    }

    fn reader(&self) -> Reader<'_> {
        Reader { uses: &self.found.uses, crates: self.crates, self_ty: self.prefix.as_ref() }
    }

    fn implementation(&mut self, i: &syn::ItemImpl) {
        self.prefix = None;
        let own = self.reader().ty(&i.self_ty);
        let name: Name = own.name().cloned().unwrap_or_else(|| "?".into());
        // `impl IOrders_Impl for Orders_Impl`: windows' name for the object around `Orders`
        let own = match name.strip_suffix("_Impl") {
            Some(inner) => Ty::named(inner),
            None => own,
        };
        self.prefix = Some(own);
        let is_drop = i.trait_.as_ref().is_some_and(|(path, ..)| path.is_ident("Drop"));
        for item in &i.items {
            match item {
                syn::ImplItem::Fn(f) if is_alive(&f.attrs) => {
                    self.function(&f.sig, f, Some(&f.block));
                    if is_drop {
                        self.found.drops.insert(name.clone(), words(f.block.to_token_stream()));
                    }
                }
                syn::ImplItem::Const(c) => {
                    self.constant(&format!("{name}::{}", c.ident), &c.expr);
                }
                _ => {}
            }
        }
        self.prefix = None;
    }

    fn function(&mut self, sig: &syn::Signature, whole: &(impl ToTokens + syn::spanned::Spanned), body: Option<&syn::Block>) {
        if body.is_none() {
            return;
        }
        let reader = self.reader();
        let param = |input: &syn::FnArg| match input {
            syn::FnArg::Typed(t) => reader.ty(&t.ty),
            syn::FnArg::Receiver(r) => {
                let own = self.prefix.clone().unwrap_or_default();
                if by_reference(r) { Ty::Ref(Box::new(own)) } else { own }
            }
        };
        let params: Vec<Ty> = sig.inputs.iter().map(param).collect();
        let ret = match &sig.output {
            syn::ReturnType::Type(_, ty) => reader.ty(ty),
            syn::ReturnType::Default => Ty::Tuple(Vec::new()),
        };
        let bare = sig.ident.to_string();
        let name = match self.prefix.as_ref().and_then(Ty::name) {
            Some(own) => format!("{own}::{bare}"),
            None => bare,
        };
        let status = |ty: &Ty| {
            let bare = ty.name().and_then(|n| n.rsplit("::").next());
            matches!(bare, Some("u32" | "i32" | "WIN32_ERROR" | "LSTATUS" | "LONG" | "DWORD" | "HRESULT"))
        };
        let may_convert = sig.asyncness.is_none() && params.len() <= 3 && params.iter().any(status) && ret != Ty::Tuple(Vec::new());
        let text = may_convert.then(|| whole.to_token_stream().to_string());
        let converts = text.filter(|t| t.len() <= LONGEST_CONVERTER).map(String::into_boxed_str);
        let definition = FnDef {
            name: name.as_str().into(),
            name_span: parse::range(&sig.ident, self.base),
            range: parse::range(whole, self.base),
            is_static: false,
            params,
            has_self: sig.receiver().is_some(),
            ret,
            self_ty: self.prefix.clone(),
            converts,
            words: words(whole.to_token_stream()),
        };
        self.found.functions.push(definition);
        // functions and statics inside of it
        for statement in body.iter().flat_map(|b| &b.stmts) {
            if let syn::Stmt::Item(item) = statement {
                let outer = self.prefix.take();
                self.item(item);
                self.prefix = outer;
            }
            if let syn::Stmt::Macro(m) = statement {
                self.macro_statics(&m.mac);
            }
        }
    }

    fn fields(&self, fields: &syn::Fields) -> StructDef {
        let reader = self.reader();
        let named = |(i, f): (usize, &syn::Field)| {
            let name = f.ident.as_ref().map_or_else(|| i.to_string(), ToString::to_string);
            (Name::from(name.as_str()), reader.ty(&f.ty))
        };
        StructDef { fields: fields.iter().enumerate().map(named).collect(), variants: Vec::new() }
    }

    fn static_item(&mut self, ident: &syn::Ident, ty: &syn::Type, value: &syn::Expr) {
        let ty = self.reader().ty(ty);
        let name: Name = ident.to_string().as_str().into();
        self.found.statics.insert(name.clone(), ty.clone());
        let definition = FnDef {
            name,
            name_span: parse::range(ident, self.base),
            range: parse::range(value, self.base),
            is_static: true,
            params: Vec::new(),
            has_self: false,
            ret: ty,
            self_ty: None,
            converts: None,
            words: words(value.to_token_stream()),
        };
        self.found.functions.push(definition);
    }

    fn constant(&mut self, name: &str, value: &syn::Expr) {
        self.found.consts.insert(name.into(), value.to_token_stream().to_string());
    }

    fn macro_item(&mut self, item: &syn::ItemMacro) {
        self.macro_statics(&item.mac);
        if let (true, Some(name)) = (item.mac.path.is_ident("macro_rules"), &item.ident) {
            self.found.macros.insert(name.to_string().as_str().into(), arms(item.mac.tokens.clone()));
        }
    }

    fn macro_statics(&mut self, mac: &syn::Macro) {
        let name = mac.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
        if matches!(name.as_str(), "lazy_static" | "thread_local")
            && let Ok(MacroStatics(all)) = syn::parse2(mac.tokens.clone())
        {
            all.iter().for_each(|s| self.static_item(&s.name, &s.ty, &s.value));
        }
    }
}

/// `(params) => { body };` of all arms.
fn arms(tokens: TokenStream) -> Vec<(String, String)> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let arm = |arm: &[TokenTree]| match arm {
        [TokenTree::Group(params), TokenTree::Punct(_), TokenTree::Punct(_), TokenTree::Group(body), ..] => {
            Some((params.stream().to_string(), body.stream().to_string()))
        }
        _ => None,
    };
    tokens.split(|t| matches!(t, TokenTree::Punct(mark) if mark.as_char() == ';')).filter_map(arm).collect()
}

fn words(tokens: TokenStream) -> Vec<u64> {
    let mut found = Vec::new();
    let mut stack = vec![tokens.into_iter()];
    while let Some(rest) = stack.last_mut() {
        match rest.next() {
            Some(TokenTree::Ident(word)) => found.push(hash(&word.to_string())),
            Some(TokenTree::Group(group)) => stack.push(group.stream().into_iter()),
            Some(_) => {}
            None => {
                stack.pop();
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
