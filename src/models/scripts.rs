//! What tells of a script or a registration file that it sets a value: `rules/marks/scripts.toml`.

use super::{DataError, parse};
use serde::Deserialize;
use std::sync::LazyLock;

const FILE: &str = "marks/scripts.toml";

/// How a file says which key a value is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// In the statement that sets the value, or further up.
    #[default]
    Statements,
    /// `[KEY]` above its values.
    Reg,
    /// Keys in braces of their parents, as ATL's registrar reads them.
    Rgs,
}

/// One kind of script.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// Endings of its files, lower case.
    pub endings: Vec<String>,
    /// What people call it, to follow "this".
    pub called: String,
    /// How it is built.
    #[serde(default)]
    pub form: Form,
    /// What a comment up to the end of the line begins with, lower case.
    #[serde(default)]
    pub comments: Vec<String>,
    /// What a longer comment begins and ends with.
    #[serde(default)]
    pub blocks: Vec<(String, String)>,
    /// A statement sets something if it has one of these, lower case.
    #[serde(default)]
    pub sets: Vec<String>,
    /// It sets 0 if it has one of these, lower case, without quotation marks.
    #[serde(default)]
    pub zero: Vec<String>,
    /// A line that ends so goes on in the next.
    #[serde(default)]
    pub continues: Vec<String>,
    /// A statement is a tag, over as many lines as it takes.
    #[serde(default)]
    pub tags: bool,
}

/// All kinds, and what is looked for in them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scripts {
    /// A script is read if it has one of these words, in whatever case.
    pub words: Vec<String>,
    /// The values that are of interest.
    pub values: Vec<String>,
    /// The kinds.
    pub script: Vec<Script>,
}

impl Scripts {
    /// The kind of a file of this name.
    pub fn of(&self, path: &str) -> Option<&Script> {
        let (_, ending) = path.rsplit(['/', '\\']).next()?.rsplit_once('.')?;
        self.script.iter().find(|s| s.endings.iter().any(|e| e.eq_ignore_ascii_case(ending)))
    }

    /// Whether a text of a script is worth reading.
    pub fn has_word(&self, bytes: &[u8]) -> bool {
        self.words.iter().any(|word| has(bytes, word.as_bytes()))
    }
}

/// Whether the word stands there, in whatever case.
fn has(bytes: &[u8], word: &[u8]) -> bool {
    let Some(first) = word.first() else { return false };
    let mut places = memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), bytes);
    places.any(|at| bytes.get(at..at + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word)))
}

/// The kinds that come with hivelint.
pub fn scripts() -> Result<&'static Scripts, &'static DataError> {
    static SCRIPTS: LazyLock<Result<Scripts, DataError>> = LazyLock::new(|| parse(FILE, include_str!("../../rules/marks/scripts.toml")));
    SCRIPTS.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kinds_are_sound() {
        let all = scripts().unwrap();
        let mut endings: Vec<&String> = all.script.iter().flat_map(|s| &s.endings).collect();
        assert!(endings.len() > 10);
        endings.sort_unstable();
        assert!(endings.windows(2).all(|pair| pair[0] != pair[1]), "an ending is described twice");
        let lower = all.script.iter().flat_map(|s| s.endings.iter().chain(&s.comments).chain(&s.sets).chain(&s.zero));
        assert!(lower.clone().all(|word| *word == word.to_lowercase()));
        assert!(all.script.iter().all(|s| s.form != Form::Statements || !s.sets.is_empty()));
        assert!(all.values.iter().all(|v| all.has_word(v.as_bytes())));
    }

    #[test]
    fn a_kind_goes_by_the_ending() {
        let all = scripts().unwrap();
        assert_eq!(all.of("deploy/Setup.PS1").map(|s| s.called.as_str()), Some("PowerShell script"));
        assert_eq!(all.of("deploy/reg"), None);
        assert_eq!(all.of("a.c"), None);
        assert!(all.has_word(b"reg add x /v disableforceunload"));
        assert!(!all.has_word(b"reg add x /v disableforce"));
    }
}
