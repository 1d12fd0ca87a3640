//! PE files: DLLs and programs, x86 and x86-64.
//!
//! [`Binary::read`] maps the file ([`image`]) and finds functions ([`functions`]) and leads ([`scan`]) without decoding. A function
//! that is worth it is decoded into blocks ([`body`]), run on symbols ([`machine`], [`step`], [`calls`], [`flags`]) and written
//! down as a flow ([`lower`]), which reads like that of the source: registers, stack slots and absolute addresses are its
//! variables, `p->field_8` is memory eight bytes after what a pointer points at, and a call of an imported function that the
//! models know carries the model's id.
//!
//! Places in a binary are relative virtual addresses: a [`Span`](crate::source::Span) runs from an instruction's first byte to its end.

use crate::flow::{Base, Expr, Global, Proj};
use crate::frontend::Lowered;
use crate::models::{ApiId, Models};
use crate::source::FileId;
use debug::{DebugInfo, Variables};
use dynamic::Dynamic;
use functions::Functions;
use image::Image;
use imports::{Export, ImportName, Imports};
use lower::{Context, LinkedFunction, Signature};
use rustc_hash::{FxHashMap, FxHashSet};
use scan::Scan;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

mod body;
mod calls;
pub mod debug;
mod dynamic;
pub mod evidence;
mod flags;
mod functions;
mod handlers;
mod hybrid;
mod image;
mod imports;
pub mod link;
mod lower;
mod machine;
pub mod managed;
mod mapped;
mod paths;
mod pointers;
mod scan;
mod step;
mod tables;
mod text;
mod tidy;
mod unread;
mod value;
mod wide;

pub use image::Machine;
pub use managed::{Managed, Runtime};
pub use unread::UncalledOpen;
pub use value::distance;

/// Whether bytes are those of a PDB.
pub fn is_pdb(bytes: &[u8]) -> bool {
    bytes.starts_with(b"Microsoft C/C++ MSF 7.00\r\n")
}

/// The headers as the readers of debug information want them.
pub fn headers(bytes: &[u8]) -> Option<goblin::pe::PE<'_>> {
    let mut options = goblin::pe::options::ParseOptions::default().with_parse_mode(goblin::options::ParseMode::Permissive);
    options = options.with_parse_imports(false).with_parse_resources(false).with_parse_tls_data(false);
    options.parse_attribute_certificates = false;
    goblin::pe::PE::parse_with_opts(bytes, &options).ok()
}

/// Whether bytes are those of a PE file (or of something that says so).
pub fn is_pe(bytes: &[u8]) -> bool {
    bytes.starts_with(b"MZ")
}

/// Stretches of code by the function that they are reached from, and how many instructions were decoded.
type Reached = (FxHashMap<u32, Vec<(u32, u32)>>, usize);

/// A PE file that was mapped and searched for leads.
pub struct Binary<'a> {
    image: Image<'a>,
    imports: Imports<'a>,
    functions: Functions,
    scan: Scan,
    /// The modelled function that each import is.
    apis: Vec<Option<ApiId>>,
    /// Addresses and names of exports.
    names: FxHashMap<u32, String>,
    by_name: FxHashMap<String, Vec<u32>>,
    models: &'a Models,
    file: FileId,
    /// Where exported functions begin.
    exported: FxHashSet<u32>,
    /// Functions that debug information says are methods of an object.
    methods: FxHashSet<u32>,
    /// Functions of other given files that imports are.
    linked: BTreeMap<u32, link::Place>,
    dynamic: Mutex<Dynamic>,
    /// Stretches of code by the function that they are reached from, and how many instructions were decoded for that.
    reached: Mutex<Reached>,
    /// The data hold names of modelled functions, and something asks for functions by name.
    asks: bool,
}

/// A function that was lowered.
pub struct Function {
    /// Where it begins.
    pub rva: u32,
    /// Its flow.
    pub lowered: Lowered,
    /// Calls of modelled functions: where, and the name as imported.
    pub calls: Vec<(u32, String)>,
    /// What could not be followed.
    pub gaps: Vec<(u32, &'static str)>,
    /// Its stack pointer could not be followed: what it keeps where is not known.
    pub lost_stack: bool,
    /// Where its code is: begin and end of each stretch.
    pub code: Vec<(u32, u32)>,
}

/// Predefined keys in the image, one after the other.
pub struct Table {
    /// The first of them.
    pub global: Global,
    /// Whether they can't change.
    pub is_constant: bool,
    /// The keys, by the number of their element.
    pub keys: Vec<(Vec<Proj>, Expr)>,
}

impl<'a> Binary<'a> {
    /// Maps a file and reads what it imports.
    pub fn read(bytes: &'a [u8], file: FileId, models: &'a Models) -> Result<Binary<'a>, String> {
        let image = Image::of(bytes)?;
        let imports = Imports::of(&image);
        let accepted = AcceptedDlls::of(models);
        let apis: Vec<Option<ApiId>> = imports.all().iter().map(|i| accepted.api(i, models)).collect();
        let asks = imports.named("GetProcAddress").next().is_some() && dynamic::has_names(&image, models);
        let (functions, scan, names) = (Functions::default(), Scan::default(), FxHashMap::default());
        Ok(Binary {
            image,
            imports,
            functions,
            scan,
            apis,
            names,
            by_name: FxHashMap::default(),
            models,
            file,
            exported: FxHashSet::default(),
            methods: FxHashSet::default(),
            linked: BTreeMap::new(),
            dynamic: Mutex::default(),
            reached: Mutex::default(),
            asks,
        })
    }

    /// Whether its code can be read and calls something modelled.
    pub fn is_worth_reading(&self) -> bool {
        matches!(self.image.machine, Machine::X86 | Machine::X64) && self.slots().next().is_some()
    }

    /// The pointers to functions that open, use or close keys, and to the one that finds such functions by name.
    fn slots(&self) -> impl Iterator<Item = u32> + '_ {
        let all = self.imports.all().iter().zip(&self.apis);
        let modelled = all.filter(|(_, api)| api.is_some_and(|a| self.models.get(a).is_seed())).map(|(i, _)| i.slot);
        modelled.chain(self.finders().filter_map(|n| self.imports.get(n)).map(|i| i.slot))
    }

    /// Imports that find functions by name, if there are names to ask for.
    fn finders(&self) -> impl Iterator<Item = u32> + '_ {
        self.imports.named("GetProcAddress").filter(|_| self.asks)
    }

    /// Finds functions and leads to modelled functions.
    pub fn discover(&mut self, debug: &DebugInfo<'_>) {
        let linked = self.linked.keys().filter_map(|n| self.imports.get(*n)).map(|i| i.slot);
        let slots: FxHashSet<u32> = self.slots().chain(linked).collect();
        let exports = imports::exports(&self.image);
        self.functions = Functions::with_unwind_data(&self.image);
        self.scan = Scan::of(&self.image, &slots, &self.functions.piece_starts());
        let named = debug.functions();
        self.functions.add_starts(&self.image, &self.scan, &exports, named);
        for export in exports {
            if let Export::Own(rva) = export.target {
                self.exported.insert(rva);
                self.names.entry(rva).or_insert_with(|| export.shown().into_owned());
            }
        }
        self.names.extend(named.iter().map(|(rva, _, name)| (*rva, name.clone())));
        for (rva, name) in &self.names {
            self.by_name.entry(name.clone()).or_default().push(*rva);
        }
        self.methods = named.iter().map(|f| f.0).filter(|rva| debug.method_at(*rva) == debug::Method::Yes).collect();
    }

    /// What it refers to if its code is .NET's or Visual Basic's, which is not read; the second part says what could not be read.
    pub fn managed(&self, bytes: &[u8]) -> (Option<Managed>, Vec<String>) {
        let visual_basic = self.imports.all().iter().any(|i| i.dll.to_ascii_lowercase().starts_with("msvbvm"));
        let parsed = if visual_basic { goblin::pe::PE::parse(bytes).ok() } else { headers(bytes) };
        match parsed {
            Some(parsed) if visual_basic || self.image.directory(image::Directory::Clr).is_some() => Managed::read(bytes, &parsed),
            _ => (None, Vec::new()),
        }
    }

    /// For which processor the code is.
    pub fn machine(&self) -> Machine {
        self.image.machine
    }

    /// How many functions were found.
    pub fn functions_found(&self) -> usize {
        self.functions.all()
    }

    /// The names of imported functions that open, use or close keys.
    pub fn modelled_imports(&self) -> Vec<&'a str> {
        let all = self.imports.all().iter().zip(&self.apis).filter(|(_, api)| api.is_some_and(|a| self.models.get(a).is_seed()));
        let names: BTreeSet<&str> = all
            .filter_map(|(i, _)| match i.name {
                ImportName::Name(name) => Some(name),
                ImportName::Ordinal(_) => None,
            })
            .collect();
        names.into_iter().collect()
    }

    /// DLLs with registry functions that are imported by number only.
    pub fn unnamed_imports(&self) -> Vec<(&'a str, u16)> {
        let of_interest = |dll: &str| {
            let dll = dll.to_ascii_lowercase();
            ["advapi32", "shlwapi", "kernelbase", "ntdll"].contains(&dll.trim_end_matches(".dll"))
        };
        let all = self.imports.all().iter().filter(|i| of_interest(i.dll));
        all.filter_map(|i| match i.name {
            ImportName::Ordinal(n) => Some((i.dll, n)),
            ImportName::Name(_) => None,
        })
        .collect()
    }

    /// Functions that refer to a modelled import, sorted.
    pub fn seeds(&self) -> Vec<u32> {
        let finders: FxHashSet<u32> = self.finders().filter_map(|n| self.imports.get(n)).map(|i| i.slot).collect();
        let modelled: FxHashSet<u32> = self.slots().filter(|slot| !finders.contains(slot)).collect();
        let all = self.scan.references.iter();
        self.referring(all.filter(|(slot, _)| modelled.contains(slot)).map(|(_, at)| *at))
    }

    /// Functions that refer to an import, sorted.
    pub fn users_of(&self, import: u32) -> Vec<u32> {
        let slot = self.imports.get(import).map(|i| i.slot);
        let all = self.scan.references.iter();
        self.referring(all.filter(|(s, _)| Some(*s) == slot).map(|(_, at)| *at))
    }

    /// Functions that ask for others by name, sorted: they are lowered first.
    pub fn askers(&self) -> Vec<u32> {
        let finders: FxHashSet<u32> = self.finders().filter_map(|n| self.imports.get(n)).map(|i| i.slot).collect();
        let all = self.scan.references.iter();
        self.referring(all.filter(|(slot, _)| finders.contains(slot)).map(|(_, at)| *at))
    }

    /// Functions that call through globals which hold functions that were asked for, sorted.
    pub fn users_of_asked(&self) -> Vec<u32> {
        let globals: FxHashSet<u32> = locked(&self.dynamic).globals().collect();
        self.users_of_globals(&globals)
    }

    /// Functions that refer to what lies at these addresses, sorted.
    pub fn users_of_globals(&self, globals: &FxHashSet<u32>) -> Vec<u32> {
        if globals.is_empty() {
            return Vec::new();
        }
        let scan = Scan::of(&self.image, globals, &FxHashSet::default());
        self.referring(scan.references.iter().map(|(_, at)| *at))
    }

    fn referring(&self, places: impl Iterator<Item = u32>) -> Vec<u32> {
        let places: BTreeSet<u32> = places.collect();
        let mut all: BTreeSet<u32> = BTreeSet::new();
        for at in places {
            // a thunk is no function of its own: who calls it is
            let thunk = self.thunk_at(at);
            let sites: Vec<u32> = match thunk {
                Some(thunk) => self.scan.calls_of(thunk).collect(),
                None => vec![at],
            };
            all.extend(sites.iter().filter_map(|site| self.owner(*site)));
        }
        all.into_iter().collect()
    }

    /// Where `jmp [import]` begins that is no part of another function.
    fn thunk_at(&self, reference: u32) -> Option<u32> {
        let start = reference.checked_sub(2)?;
        let code = self.image.bytes_at(start)?;
        if !code.starts_with(&[0xff, 0x25]) {
            return None;
        }
        let longer = start.checked_sub(4).filter(|s| self.image.bytes_at(*s).is_some_and(|b| b.starts_with(&[0xf3, 0x0f, 0x1e])));
        let start = longer.unwrap_or(start);
        let alone = self.functions.is_start(start) || self.functions.begins_piece(start) || !self.functions.has_unwind_data(start);
        let called = self.scan.calls_of(start).next().is_some();
        let uncalled = alone && (self.image.is_64 || self.is_among_thunks(start));
        (called || uncalled || self.functions.is_start(start)).then_some(start)
    }

    /// Whether a jump through an import stands where linkers put those that nobody calls: behind padding, or in a row of them.
    fn is_among_thunks(&self, start: u32) -> bool {
        const LENGTH: u32 = 6;
        let jumps_to_import = |at: u32| {
            let code = self.image.bytes_at(at).and_then(|b| b.first_chunk::<6>());
            code.is_some_and(|b| {
                let operand = u32::from_le_bytes([b[2], b[3], b[4], b[5]]);
                let slot = if self.image.is_64 {
                    at.wrapping_add(LENGTH).wrapping_add(operand)
                } else {
                    operand.wrapping_sub(self.image.base as u32)
                };
                b[..2] == [0xff, 0x25] && self.imports.at_slot(slot).is_some()
            })
        };
        let before = start.checked_sub(1).and_then(|at| self.image.bytes_at(at)).and_then(|b| b.first());
        before == Some(&0xcc) || [start.wrapping_sub(LENGTH), start.wrapping_add(LENGTH)].into_iter().any(jumps_to_import)
    }

    /// The function that an address belongs to: the nearest candidate whose code really reaches it.
    fn owner(&self, rva: u32) -> Option<u32> {
        let candidates = self.functions.owners(rva, &self.scan);
        if self.functions.has_unwind_data(rva) {
            return candidates.first().copied();
        }
        let covers = |start: &u32| self.covers(*start, rva);
        candidates.into_iter().find(covers).or_else(|| self.functions.unknown_starts(&self.image, rva).find(covers))
    }

    /// Whether code that begins at one address reaches another. So much of the file is decoded for this, and no more.
    fn covers(&self, start: u32, rva: u32) -> bool {
        const MOST_DECODED: usize = 20_000_000;
        let mut reached = locked(&self.reached);
        if !reached.0.contains_key(&start) {
            if reached.1 > MOST_DECODED {
                return false;
            }
            let body = body::read(&self.image, &self.functions, start, &|_| false);
            reached.1 += body.code.len();
            reached.0.insert(start, body.stretches());
        }
        let stretches = &reached.0[&start];
        stretches[..stretches.partition_point(|(begin, _)| *begin <= rva)].last().is_some_and(|(_, end)| rva < *end)
    }

    /// Functions that may call this one.
    pub fn callers(&self, rva: u32) -> Vec<u32> {
        let owners: BTreeSet<u32> = self.scan.calls_of(rva).filter_map(|site| self.owner(site)).collect();
        owners.into_iter().collect()
    }

    /// Functions of this name.
    pub fn named(&self, name: &str) -> Vec<u32> {
        if let Some(all) = self.by_name.get(name) {
            return all.clone();
        }
        let rva = name.strip_prefix("sub_").and_then(|hex| u32::from_str_radix(hex, 16).ok());
        rva.into_iter().collect()
    }

    fn name_of(&self, rva: u32) -> String {
        self.names.get(&rva).cloned().unwrap_or_else(|| format!("sub_{rva:x}"))
    }

    /// The tables of predefined keys that these functions read an element of.
    pub fn tables(&self, functions: &[Function]) -> Vec<Table> {
        let read = functions.iter().flat_map(|f| f.lowered.flow.places()).filter_map(|place| match (&place.base, place.path.as_slice()) {
            (Base::Global(global), [Proj::Index(None)]) => Some(global),
            _ => None,
        });
        let globals: BTreeSet<&Global> = read.filter(|global| global.file == Some(self.file)).collect();
        let rva = |global: &Global| u32::from_str_radix(global.name.strip_prefix("data_")?, 16).ok();
        let found = globals.into_iter().filter_map(|global| Some((global, self.image.table_of_roots(rva(global)?))));
        let found: Vec<(&Global, Vec<(u32, i64)>)> = found.filter(|(_, keys)| !keys.is_empty()).collect();
        // what code goes to by itself is no further element, but the next variable
        let inside: FxHashSet<u32> = found.iter().flat_map(|(_, keys)| &keys[1..]).map(|(at, _)| *at).collect();
        if found.is_empty() {
            return Vec::new();
        }
        let begins: FxHashSet<u32> =
            Scan::of(&self.image, &inside, &FxHashSet::default()).references.into_iter().map(|(target, _)| target).collect();
        let table = |(global, keys): (&Global, Vec<(u32, i64)>)| {
            let is_constant = self.image.is_constant(keys[0].0);
            let keys = keys.into_iter().take_while(|(at, _)| !begins.contains(at)).enumerate();
            let keys = keys.map(|(i, (_, key))| (vec![Proj::Index(Some(i as i64))], Expr::Const(key))).collect();
            Table { global: global.clone(), is_constant, keys }
        };
        found.into_iter().map(table).collect()
    }

    /// Lowers functions, in the order given; `linked` knows the functions of other files.
    fn lower(&self, all: &[u32], debug: &DebugInfo<'_>, linked: &dyn Fn(u32) -> Option<Rc<LinkedFunction>>) -> Vec<Function> {
        let dynamic = RefCell::new(std::mem::take(&mut *locked(&self.dynamic)));
        let lowered = self.with_context(&dynamic, &|rva| debug.variables_in(rva), linked, |context| {
            all.iter()
                .filter_map(|rva| {
                    let prepared = context.prepare(*rva)?;
                    let lower::Written { lowered, calls, lost_stack } = prepared.lower(context, *rva);
                    let (mut gaps, code) = (prepared.gaps().to_vec(), prepared.code());
                    if lost_stack {
                        gaps.push((*rva, "its stack pointer can't be followed"));
                    }
                    Some(Function { rva: *rva, lowered, calls, gaps, lost_stack, code })
                })
                .collect()
        });
        *locked(&self.dynamic) = dynamic.into_inner();
        lowered
    }

    /// How a function is called, for callers in other files.
    fn signature(&self, rva: u32) -> Option<Signature> {
        self.with_context(&RefCell::default(), &|_| Variables::default(), &|_| None, |context| context.signature(rva))
    }

    fn with_context<T>(
        &self,
        dynamic: &RefCell<Dynamic>,
        variables: &dyn Fn(u32) -> Variables,
        linked: &dyn Fn(u32) -> Option<Rc<LinkedFunction>>,
        run: impl FnOnce(&Context<'_>) -> T,
    ) -> T {
        let name = |rva: u32| self.name_of(rva);
        let method = |rva: u32| self.methods.contains(&rva);
        run(&Context {
            image: &self.image,
            imports: &self.imports,
            functions: &self.functions,
            models: self.models,
            file: self.file,
            apis: &self.apis,
            name: &name,
            method: &method,
            variables,
            prepared: RefCell::default(),
            dynamic,
            linked,
            conventions: RefCell::default(),
            depth: std::cell::Cell::new(lower::DEPTH),
        })
    }
}

/// What a lock guards; a thread that panicked leaves nothing half done in it.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Which DLLs a modelled function may come from.
struct AcceptedDlls<'m> {
    all: FxHashSet<&'m str>,
}

impl<'m> AcceptedDlls<'m> {
    fn of(models: &'m Models) -> AcceptedDlls<'m> {
        AcceptedDlls { all: models.functions().flat_map(|(_, f)| f.dlls.iter().map(String::as_str)).collect() }
    }

    /// The modelled function that an import is: by its name, from any DLL that exports such functions. API sets change their
    /// numbers from one Windows to the next.
    fn api(&self, import: &imports::Import<'_>, models: &Models) -> Option<ApiId> {
        let ImportName::Name(name) = import.name else { return None };
        let api = models.api(name)?;
        let dll = import.dll.to_ascii_lowercase();
        let dll = dll.strip_suffix(".dll").unwrap_or(&dll);
        let is_set = dll.starts_with("api-ms-win-") || dll.starts_with("ext-ms-win-");
        (models.get(api).dlls.is_empty() || is_set || self.all.contains(dll)).then_some(api)
    }
}
