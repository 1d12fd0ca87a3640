//! What a PE file takes from other DLLs, and what it gives to them.

use super::image::{Directory, Image};
use rustc_hash::FxHashMap;

/// One imported function.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Import<'a> {
    /// The DLL as written.
    pub(super) dll: &'a str,
    pub(super) name: ImportName<'a>,
    /// The address of the pointer that the loader fills in.
    pub(super) slot: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ImportName<'a> {
    Name(&'a str),
    /// Nothing says what function this is.
    Ordinal(u16),
}

/// DLLs of Windows, whose functions take their arguments off the stack; without `.dll`.
const OF_WINDOWS: [&str; 30] = [
    "advapi32",
    "comctl32",
    "comdlg32",
    "crypt32",
    "dbghelp",
    "gdi32",
    "imm32",
    "iphlpapi",
    "kernel32",
    "kernelbase",
    "mpr",
    "netapi32",
    "ntdll",
    "ole32",
    "oleaut32",
    "psapi",
    "rpcrt4",
    "secur32",
    "setupapi",
    "shell32",
    "shlwapi",
    "urlmon",
    "user32",
    "userenv",
    "version",
    "winhttp",
    "wininet",
    "winmm",
    "ws2_32",
    "wtsapi32",
];

impl Import<'_> {
    /// Whether it is a C function of a DLL that is none of Windows': those leave the stack to their caller.
    pub(super) fn is_plain_c(&self) -> bool {
        let dll = self.dll.to_ascii_lowercase();
        let dll = dll.strip_suffix(".dll").unwrap_or(&dll);
        let is_of_windows = OF_WINDOWS.contains(&dll) || dll.starts_with("api-ms-win-") || dll.starts_with("ext-ms-");
        matches!(self.name, ImportName::Name(name) if !name.starts_with('?') && !name.contains('@')) && !is_of_windows
    }

    /// Whether the DLL is a C runtime, whose functions leave the stack to their caller.
    pub(super) fn is_c_runtime(&self) -> bool {
        let dll = self.dll.to_ascii_lowercase();
        ["msvcr", "msvcp", "ucrtbase", "vcruntime", "api-ms-win-crt-", "crtdll", "cygwin", "libgcc", "libstdc++"]
            .iter()
            .any(|p| dll.starts_with(p))
    }
}

/// All imports, the normal ones first.
#[derive(Clone, Default, Debug)]
pub(super) struct Imports<'a> {
    all: Vec<Import<'a>>,
    by_slot: FxHashMap<u32, usize>,
}

/// Tables longer than this are not read on: no linker writes them.
const MOST_DLLS: u32 = 4096;
const MOST_NAMES: u32 = 65_536;

impl<'a> Imports<'a> {
    pub(super) fn of(image: &Image<'a>) -> Imports<'a> {
        let mut imports = Imports::default();
        imports.read_normal(image);
        imports.read_delayed(image);
        imports
    }

    fn read_normal(&mut self, image: &Image<'a>) {
        let Some((table, _)) = image.directory(Directory::Imports) else { return };
        for at in (0..MOST_DLLS).map_while(|i| table.checked_add(20 * i)) {
            let field = |offset: u32| at.checked_add(offset).and_then(|rva| image.u32(rva));
            let (Some(names), Some(dll), Some(slots)) = (field(0), field(12), field(16)) else { return };
            if slots == 0 {
                return;
            }
            let dll = image.name_at(dll).unwrap_or("");
            // Without a table of names of its own (old linkers) the pointers themselves name the functions.
            let names = if names == 0 || image.u32(names).is_none() { slots } else { names };
            self.read_names(image, dll, names, slots, 0);
        }
    }

    /// Delay imports; the first version of the descriptor holds absolute addresses.
    fn read_delayed(&mut self, image: &Image<'a>) {
        let Some((table, _)) = image.directory(Directory::DelayImports) else { return };
        for at in (0..MOST_DLLS).map_while(|i| table.checked_add(32 * i)) {
            let field = |offset: u32| at.checked_add(offset).and_then(|rva| image.u32(rva));
            let (Some(attributes), Some(dll), Some(slots), Some(names)) = (field(0), field(4), field(12), field(16)) else { return };
            if slots == 0 {
                return;
            }
            let base = if attributes & 1 == 1 { 0 } else { image.base as u32 };
            let dll = image.name_at(dll.wrapping_sub(base)).unwrap_or("");
            self.read_names(image, dll, names.wrapping_sub(base), slots.wrapping_sub(base), u64::from(base));
        }
    }

    fn read_names(&mut self, image: &Image<'a>, dll: &'a str, names: u32, slots: u32, base: u64) {
        let size = image.word_size();
        for i in 0..MOST_NAMES {
            let (Some(at), Some(slot)) = (names.checked_add(i * size), slots.checked_add(i * size)) else { return };
            let entry = match image.word(at) {
                None | Some(0) => return,
                Some(entry) => entry,
            };
            let by_ordinal = entry >> (size * 8 - 1) == 1;
            let name = if by_ordinal {
                ImportName::Ordinal(entry as u16)
            } else {
                let hint = entry.wrapping_sub(base) as u32;
                match hint.checked_add(2).and_then(|rva| image.name_at(rva)) {
                    Some(name) if !name.is_empty() => ImportName::Name(name),
                    _ => continue,
                }
            };
            if self.all.len() >= MOST_NAMES as usize {
                return;
            }
            self.by_slot.entry(slot).or_insert(self.all.len());
            self.all.push(Import { dll, name, slot });
        }
    }

    pub(super) fn all(&self) -> &[Import<'a>] {
        &self.all
    }

    pub(super) fn get(&self, index: u32) -> Option<&Import<'a>> {
        self.all.get(index as usize)
    }

    /// What an import really is, if it was found out.
    pub(super) fn set(&mut self, index: u32, dll: &'a str, name: ImportName<'a>) {
        if let Some(import) = self.all.get_mut(index as usize) {
            (import.dll, import.name) = (dll, name);
        }
    }

    /// The import of this name.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = u32> + '_ {
        let name = name.to_owned();
        let same = move |i: &Import<'_>| matches!(i.name, ImportName::Name(n) if n == name);
        self.all.iter().enumerate().filter(move |(_, i)| same(i)).map(|(n, _)| n as u32)
    }

    /// The import whose pointer lies at this address.
    pub(super) fn at_slot(&self, slot: u32) -> Option<u32> {
        self.by_slot.get(&slot).map(|i| *i as u32)
    }
}

/// What a DLL exports under one name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Export<'a> {
    /// A function or variable of its own.
    Own(u32),
    /// `OTHER.Name`: another DLL's.
    Forward(&'a str),
}

/// One thing that a DLL exports.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Exported<'a> {
    /// `None` if it has a number only.
    pub(super) name: Option<&'a str>,
    pub(super) ordinal: u32,
    pub(super) target: Export<'a>,
}

impl<'a> Exported<'a> {
    /// Its name, or `#` and its number.
    pub(super) fn shown(&self) -> std::borrow::Cow<'a, str> {
        self.name.map_or_else(|| format!("#{}", self.ordinal).into(), Into::into)
    }
}

/// All exports; what has several names is there once for each.
pub(super) fn exports<'a>(image: &Image<'a>) -> Vec<Exported<'a>> {
    let mut all = Vec::new();
    let Some((table, size)) = image.directory(Directory::Exports) else { return all };
    let field = |offset: u32| table.checked_add(offset).and_then(|rva| image.u32(rva));
    let (Some(first), Some(count), Some(named), Some(addresses)) = (field(16), field(20), field(24), field(28)) else { return all };
    let (names, ordinals) = (field(32).unwrap_or(0), field(36).unwrap_or(0));
    let mut names_of: FxHashMap<u32, Vec<&str>> = FxHashMap::default();
    for i in 0..named.min(MOST_NAMES) {
        let at = |table: u32, width: u32| table.checked_add(i * width);
        let name = at(names, 4).and_then(|rva| image.u32(rva)).and_then(|rva| image.name_at(rva));
        let index = at(ordinals, 2).and_then(|rva| image.u16(rva));
        if let (Some(name), Some(index)) = (name, index) {
            names_of.entry(u32::from(index)).or_default().push(name);
        }
    }
    for i in 0..count.min(MOST_NAMES) {
        let Some(rva) = addresses.checked_add(4 * i).and_then(|at| image.u32(at)) else { break };
        if rva == 0 {
            continue;
        }
        let inside = rva.checked_sub(table).is_some_and(|offset| offset < size);
        let target = if inside { image.name_at(rva).map(Export::Forward) } else { Some(Export::Own(rva)) };
        let Some(target) = target else { continue };
        let ordinal = first.wrapping_add(i);
        let names = names_of.remove(&i).map_or_else(|| vec![None], |names| names.into_iter().map(Some).collect());
        all.extend(names.into_iter().map(|name| Exported { name, ordinal, target: target.clone() }));
    }
    all
}
