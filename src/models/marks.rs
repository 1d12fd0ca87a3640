//! What tells COM+ components and linked-in libraries, as data: `rules/marks/pe.toml` for DLLs, `rules/marks/source.toml` for sources.

use super::load::{DataError, parse};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const FILE: &str = "marks/pe.toml";

/// All marks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marks {
    /// Of COM and COM+.
    #[serde(rename = "mark", default)]
    pub marks: Vec<Mark>,
    /// Libraries that are linked into other people's DLLs.
    #[serde(rename = "library", default)]
    pub libraries: Vec<Library>,
    /// Tools that compress or encrypt code.
    #[serde(rename = "packer", default)]
    pub packers: Vec<Packer>,
    /// Members of .NET types.
    #[serde(default)]
    pub managed: Vec<ManagedType>,
    /// .NET types whose mention is a mark.
    #[serde(rename = "managed-mark", default)]
    pub managed_marks: Vec<ManagedMark>,
    /// What Visual Basic's run-time library has.
    #[serde(rename = "visual-basic")]
    pub visual_basic: VisualBasic,
}

/// How much a mark tells.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// Made for COM+.
    Strong,
    /// A COM server, which can be put into a COM+ application.
    Medium,
    /// Uses COM.
    Weak,
}

/// One mark: exactly one of its kinds is set.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// A function that the DLL exports.
    pub export: Option<String>,
    /// A DLL that it imports from, in lower case.
    pub import: Option<String>,
    /// If only some of that DLL's functions count: which.
    #[serde(default)]
    pub functions: Vec<String>,
    /// An interface, by its GUID.
    pub interface: Option<String>,
    /// A class, by its GUID.
    pub class: Option<String>,
    /// An attribute in a type library, by its GUID.
    pub attribute: Option<String>,
    /// A type of resource.
    pub resource: Option<String>,
    /// The GUID, as people write it, without braces.
    pub guid: Option<String>,
    /// How much it tells.
    pub strength: Strength,
    /// What it tells, to follow the mark's name.
    pub says: String,
}

/// A word in sources that is a mark.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// The word.
    pub word: String,
    /// Words of which one must stand close behind it.
    #[serde(default)]
    pub followed_by: Vec<String>,
    /// How much it tells.
    pub strength: Strength,
    /// What it tells, to follow the word.
    pub says: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    mark: Vec<Word>,
}

/// A mark that a file has.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct FoundMark {
    /// How much it tells.
    pub strength: Strength,
    /// Its name.
    pub mark: String,
    /// Where it was found and what it tells.
    pub text: String,
}

/// A published library.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Library {
    /// Its name.
    pub name: String,
    /// Ends of names of libraries and object files, in lower case.
    #[serde(default)]
    pub modules: Vec<String>,
    /// Beginnings of its functions' names.
    #[serde(default)]
    pub functions: Vec<String>,
    /// Parts of its sources' paths, in lower case.
    #[serde(default)]
    pub paths: Vec<String>,
}

/// A tool that compresses or encrypts code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packer {
    /// Its name.
    pub name: String,
    /// What it calls its sections.
    pub sections: Vec<String>,
}

/// Some members of a .NET type.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManagedType {
    /// The type's full name.
    #[serde(rename = "type")]
    pub name: String,
    /// The members' names; none if it is the type itself that tells.
    pub members: Vec<String>,
    /// What they are for.
    pub what: ManagedUse,
}

/// A .NET type whose mention is a mark.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManagedMark {
    /// The type's full name; one that ends in a dot stands for all types of that namespace.
    #[serde(rename = "type")]
    pub name: String,
    /// It is an attribute that counts only where its argument is `true`.
    #[serde(default)]
    pub if_true: bool,
    /// It counts only in an assembly that does not mention this type.
    pub unless: Option<String>,
    /// How much it tells.
    pub strength: Strength,
    /// What it tells, to follow the type's name.
    pub says: String,
}

impl ManagedMark {
    /// Whether a type of this name is meant.
    pub fn is_named(&self, name: &str) -> bool {
        if self.name.ends_with('.') { name.starts_with(&self.name) } else { self.name == name }
    }
}

/// What a .NET member does with the registry.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ManagedUse {
    /// Hands out a root that is the user's.
    Root,
    /// Hands out another root.
    Machine,
    /// Opens a root that is given as a number or a handle.
    OpenRoot,
    /// Opens a key below another.
    Open,
    /// Reads or writes a value by its full path, and keeps nothing open.
    ByPath,
    /// Closes a key.
    Close,
    /// Makes a class a COM+ component.
    Component,
}

/// What Visual Basic's run-time library has.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisualBasic {
    /// The library's DLLs, in lower case.
    pub runtimes: Vec<String>,
    /// Imported names of the functions that keep settings in the user's hive, and their names in the language.
    pub settings: BTreeMap<String, String>,
    /// How names of registry functions begin that programs declare.
    pub declared: Vec<String>,
}

impl Mark {
    /// What the mark is called.
    pub fn name(&self) -> &str {
        let names = [&self.export, &self.import, &self.interface, &self.class, &self.attribute, &self.resource];
        names.into_iter().flatten().next().map_or("", String::as_str)
    }

    /// The GUID as it stands in memory.
    pub fn guid_bytes(&self) -> Option<[u8; 16]> {
        guid_bytes(self.guid.as_deref()?)
    }

    fn fault(&self) -> Option<String> {
        let kinds = [&self.export, &self.import, &self.interface, &self.class, &self.attribute, &self.resource];
        if kinds.into_iter().flatten().count() != 1 {
            return Some(format!("a mark is one of export, import, interface, class, attribute and resource; `{}` is not", self.says));
        }
        let wants_guid = self.interface.is_some() || self.class.is_some() || self.attribute.is_some();
        (wants_guid != self.guid_bytes().is_some()).then(|| format!("`{}` has no GUID that can be read, or should have none", self.name()))
    }
}

/// A GUID as it stands in memory: its first three fields are numbers.
fn guid_bytes(text: &str) -> Option<[u8; 16]> {
    let hex: Vec<u8> = text.bytes().filter(|b| *b != b'-').collect();
    if text.len() != 36 || hex.len() != 32 {
        return None;
    }
    let mut bytes = [0; 16];
    for (byte, pair) in bytes.iter_mut().zip(hex.as_chunks::<2>().0) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    bytes[..4].reverse();
    bytes[4..6].reverse();
    bytes[6..8].reverse();
    Some(bytes)
}

/// The marks that come with hivelint.
pub fn marks() -> Result<&'static Marks, &'static DataError> {
    static MARKS: LazyLock<Result<Marks, DataError>> = LazyLock::new(|| {
        let text = include_str!("../../rules/marks/pe.toml");
        let marks: Marks = parse(FILE, text)?;
        match marks.marks.iter().find_map(Mark::fault) {
            Some(fault) => Err(DataError::new(FILE, text, 0..0, fault, "correct the entry")),
            None => Ok(marks),
        }
    });
    MARKS.as_ref()
}

/// The words that are marks of sources.
pub fn source_marks() -> Result<&'static [Word], &'static DataError> {
    static WORDS: LazyLock<Result<Words, DataError>> =
        LazyLock::new(|| parse("marks/source.toml", include_str!("../../rules/marks/source.toml")));
    WORDS.as_ref().map(|words| words.mark.as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_are_sound() {
        let marks = marks().unwrap();
        assert!(marks.marks.iter().filter(|mark| mark.guid.is_some()).count() > 30);
        for library in &marks.libraries {
            let lower = library.modules.iter().chain(&library.paths);
            assert!(lower.clone().all(|text| *text == text.to_lowercase()), "{library:?}");
        }
        let mut guids: Vec<_> = marks.marks.iter().filter_map(Mark::guid_bytes).collect();
        guids.sort_unstable();
        assert!(guids.windows(2).all(|pair| pair[0] != pair[1]), "a GUID is described twice");
    }

    #[test]
    fn no_word_is_described_twice() {
        let mut words: Vec<&str> = source_marks().unwrap().iter().map(|w| w.word.as_str()).collect();
        assert!(words.len() > 25);
        words.sort_unstable();
        assert!(words.windows(2).all(|pair| pair[0] != pair[1]), "a word is described twice");
    }

    #[test]
    fn guids_are_laid_out_as_in_memory() {
        let bytes = guid_bytes("51372AEC-CAE7-11CF-BE81-00AA00A2FA25").unwrap();
        let expected = [0xEC, 0x2A, 0x37, 0x51, 0xE7, 0xCA, 0xCF, 0x11, 0xBE, 0x81, 0x00, 0xAA, 0x00, 0xA2, 0xFA, 0x25];
        assert_eq!(bytes, expected);
        assert_eq!(guid_bytes("51372AEC"), None);
        assert_eq!(guid_bytes("51372AEC-CAE7-11CF-BE81-00AA00A2FA2é"), None);
    }
}
