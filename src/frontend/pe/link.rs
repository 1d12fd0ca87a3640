//! Files that are given together: which function of another file an import is.
//!
//! An import is found by name or by number in the exports of a given file of that name, through forwarders and jumps; what the
//! models know stays the model's. Of several files with the name the nearest one counts, as the loader looks beside the
//! importing file first.

use super::calls::{Target, resolve};
use super::debug::DebugInfo;
use super::imports::{Export, Exported, Import, ImportName, exports};
use super::lower::{LinkedFunction, Signature};
use super::{AcceptedDlls, Binary, Function, locked};
use crate::models::{ApiId, Models};
use crate::source::FileId;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Mutex;

/// A function of one of the files: index of the file, and address.
pub type Place = (usize, u32);

/// Forwarders and jumps that lead to further ones are followed so far.
const LONGEST_CHAIN: usize = 8;

/// Files whose imports of each other are known.
pub struct Binaries<'a> {
    all: Vec<Binary<'a>>,
    /// Which imports a function is: index of the file, and of the import.
    importers: BTreeMap<Place, Vec<(usize, u32)>>,
    /// How functions are called that others import.
    signatures: Mutex<FxHashMap<Place, Option<Signature>>>,
}

impl<'a> Binaries<'a> {
    /// Looks for every import in the other files. `paths` are those of the files; the second part is what can't be told, by file.
    pub fn link(all: Vec<Binary<'a>>, paths: &[&str], models: &Models) -> (Binaries<'a>, Vec<(usize, String)>) {
        let mut linker = Linker::of(&all, paths, models);
        let mut links = Vec::new();
        for (n, binary) in all.iter().enumerate() {
            for (i, import) in binary.imports.all().iter().enumerate().filter(|(i, _)| binary.apis[*i].is_none()) {
                links.push((n, i as u32, linker.follow(n, import)));
            }
        }
        let notices = linker.notices.into_iter().collect();
        let mut binaries = Binaries { all, importers: BTreeMap::new(), signatures: Mutex::default() };
        for (n, i, found) in links {
            binaries.all[n].imports.set(i, found.dll, found.name);
            binaries.all[n].apis[i as usize] = found.api;
            if let Some(place) = found.place {
                binaries.all[n].linked.insert(i, place);
                binaries.importers.entry(place).or_default().push((n, i));
            }
        }
        (binaries, notices)
    }

    /// The files.
    pub fn all(&self) -> &[Binary<'a>] {
        &self.all
    }

    /// The files, to discover what is in them.
    pub fn all_mut(&mut self) -> &mut [Binary<'a>] {
        &mut self.all
    }

    /// The file with an id.
    pub fn index_of(&self, file: FileId) -> Option<usize> {
        self.all.binary_search_by_key(&file, |b| b.file).ok()
    }

    /// Files whose functions a file imports.
    pub fn exporters_for(&self, n: usize) -> BTreeSet<usize> {
        self.all[n].linked.values().map(|place| place.0).collect()
    }

    /// Imports that are this function: index of the file, and of the import.
    pub fn imports_of(&self, place: Place) -> &[(usize, u32)] {
        self.importers.get(&place).map_or(&[], Vec::as_slice)
    }

    /// Functions that a file may mean by its names: its own, and those that it imports.
    pub fn named(&self, n: usize, names: &BTreeSet<&str>) -> Vec<Place> {
        let binary = &self.all[n];
        // a jump to an import that goes by the import's name is no function of its own
        let is_own = |rva: &u32| matches!(resolve(&binary.image, &binary.imports, *rva), Target::Function(_));
        let own = names.iter().flat_map(|name| binary.named(name)).filter(is_own).map(|rva| (n, rva));
        let linked = binary.linked.values().copied().filter(|(other, rva)| names.contains(self.all[*other].name_of(*rva).as_str()));
        own.chain(linked).collect()
    }

    /// Lowers functions of a file, in the order given. This file and those that it imports from have to be discovered.
    pub fn lower(&self, n: usize, functions: &[u32], debug: &DebugInfo<'_>) -> Vec<Function> {
        let known: RefCell<FxHashMap<u32, Rc<LinkedFunction>>> = RefCell::default();
        let linked = |import: u32| -> Option<Rc<LinkedFunction>> {
            let place = *self.all[n].linked.get(&import)?;
            if let Some(known) = known.borrow().get(&import) {
                return Some(known.clone());
            }
            let other = &self.all[place.0];
            let signature = self.signature(place);
            let function = Rc::new(LinkedFunction { name: other.name_of(place.1), file: other.file, rva: place.1, signature });
            known.borrow_mut().insert(import, function.clone());
            Some(function)
        };
        self.all[n].lower(functions, debug, &linked)
    }

    fn signature(&self, place: Place) -> Option<Signature> {
        if let Some(known) = locked(&self.signatures).get(&place) {
            return known.clone();
        }
        let signature = self.all[place.0].signature(place.1);
        locked(&self.signatures).insert(place, signature.clone());
        signature
    }
}

/// What an import was found to be.
struct Found<'a> {
    dll: &'a str,
    name: ImportName<'a>,
    api: Option<ApiId>,
    place: Option<Place>,
}

struct Linker<'l, 'a> {
    all: &'l [Binary<'a>],
    paths: &'l [&'l str],
    models: &'l Models,
    accepted: AcceptedDlls<'l>,
    /// Files by name, in lower case.
    by_name: FxHashMap<String, Vec<usize>>,
    /// Exports of the files that somebody imports from.
    exports: FxHashMap<usize, Exports<'a>>,
    notices: BTreeSet<(usize, String)>,
}

#[derive(Default)]
struct Exports<'a> {
    by_name: FxHashMap<&'a str, Exported<'a>>,
    by_number: FxHashMap<u32, Exported<'a>>,
}

impl<'a> Exports<'a> {
    fn of(binary: &Binary<'a>) -> Exports<'a> {
        let mut all = Exports::default();
        for export in exports(&binary.image) {
            if let Some(name) = export.name {
                all.by_name.entry(name).or_insert_with(|| export.clone());
            }
            all.by_number.entry(export.ordinal).or_insert(export);
        }
        all
    }

    fn get(&self, name: ImportName<'_>) -> Option<&Exported<'a>> {
        match name {
            ImportName::Name(name) => self.by_name.get(name),
            ImportName::Ordinal(number) => self.by_number.get(&u32::from(number)),
        }
    }
}

impl<'l, 'a> Linker<'l, 'a> {
    fn of(all: &'l [Binary<'a>], paths: &'l [&'l str], models: &'l Models) -> Linker<'l, 'a> {
        let mut by_name: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (n, path) in paths.iter().enumerate() {
            by_name.entry(parts(path).next_back().unwrap_or_default().to_ascii_lowercase()).or_default().push(n);
        }
        let accepted = AcceptedDlls::of(models);
        Linker { all, paths, models, accepted, by_name, exports: FxHashMap::default(), notices: BTreeSet::new() }
    }

    /// What an import of a file is in the end.
    fn follow(&mut self, importer: usize, import: &Import<'a>) -> Found<'a> {
        let mut found = Found { dll: import.dll, name: import.name, api: None, place: None };
        let mut from = importer;
        for _ in 0..LONGEST_CHAIN {
            found.api = self.accepted.api(&Import { dll: found.dll, name: found.name, slot: import.slot }, self.models);
            let next = if found.api.is_some() { None } else { self.file_of(importer, from, found.dll) };
            let Some(next) = next else { break };
            let exports = self.exports.entry(next).or_insert_with(|| Exports::of(&self.all[next]));
            let Some(export) = exports.get(found.name) else { break };
            if let Some(name) = export.name {
                found.name = ImportName::Name(name);
                // a file that has a function of this name has its own version of what is published
                found.api = self.models.api(name).filter(|_| !name.contains(':'));
            }
            from = next;
            let other = &self.all[next];
            match export.target {
                Export::Forward(to) => {
                    let Some((dll, name)) = to.rsplit_once('.') else { break };
                    found.dll = dll;
                    let number = name.strip_prefix('#').and_then(|n| n.parse().ok());
                    found.name = number.map_or(ImportName::Name(name), ImportName::Ordinal);
                }
                Export::Own(rva) => {
                    let target = if other.image.is_code(rva) { resolve(&other.image, &other.imports, rva) } else { Target::Nothing };
                    match target {
                        Target::Function(rva) => {
                            found.place = Some((next, rva)).filter(|_| found.api.is_none());
                            break;
                        }
                        Target::Import(further) => {
                            let Some(further) = other.imports.get(further) else { break };
                            (found.dll, found.name) = (further.dll, further.name);
                        }
                        Target::Pointer(_) | Target::Nothing => break,
                    }
                }
            }
        }
        found
    }

    /// The given file that a name in the imports of `from` means: the nearest of those for the same processor.
    fn file_of(&mut self, importer: usize, from: usize, dll: &str) -> Option<usize> {
        let name = dll.to_ascii_lowercase();
        let named = self.by_name.get(&name).or_else(|| self.by_name.get(&format!("{name}.dll")))?;
        let machine = self.all[from].image.machine;
        let fitting: Vec<usize> = named.iter().copied().filter(|n| self.all[*n].image.machine == machine).collect();
        let nearest = fitting.iter().map(|n| distance(self.paths[from], self.paths[*n])).min()?;
        let all: Vec<usize> = fitting.into_iter().filter(|n| distance(self.paths[from], self.paths[*n]) == nearest).collect();
        let (first, rest) = all.split_first()?;
        if rest.iter().any(|n| !self.all[*n].image.is_copy_of(&self.all[*first].image)) {
            let paths: Vec<&str> = all.iter().map(|n| self.paths[*n]).collect();
            let message = format!(
                "it imports from `{dll}`, and several files of that name are equally near: {}; which one it gets is not known, so what \
                 these functions do is not known; give the one that ships with it",
                paths.join(", ")
            );
            self.notices.insert((importer, message));
            return None;
        }
        Some(*first)
    }
}

fn parts(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.split(['/', '\\'])
}

/// How many folders lie between two files.
fn distance(from: &str, to: &str) -> usize {
    let folders = |path| parts(path).collect::<Vec<_>>();
    let (a, b) = (folders(from), folders(to));
    let (a, b) = (&a[..a.len() - 1], &b[..b.len() - 1]);
    let shared = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    a.len() + b.len() - 2 * shared
}
