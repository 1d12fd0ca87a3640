//! Reads `rules/apis/*.toml` and says what is wrong with a table: file, line, the words at fault and what to do.

use super::{ApiId, Function, MacroMeaning, Models};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// A data file that can't be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DataError {
    /// The file, as given.
    pub file: String,
    /// Its text.
    pub text: String,
    /// The bytes at fault.
    pub span: Range<usize>,
    /// Line of their first, from 1.
    pub line: u32,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl DataError {
    /// An error about these bytes of a file.
    pub fn new(file: &str, text: &str, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> DataError {
        let line = text.bytes().take(span.start).filter(|b| *b == b'\n').count() as u32 + 1;
        DataError { file: file.to_owned(), text: text.to_owned(), span, line, message: message.into(), help: help.into() }
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}; {}", self.file, self.line, self.message, self.help)
    }
}

impl std::error::Error for DataError {}

/// Reads one TOML data file into its type.
pub(crate) fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, DataError> {
    parse_with(file, text, "correct the entry; the tables that come with hivelint, in rules/, show the form")
}

/// The same; `otherwise` is the advice where there is none that fits better.
pub(crate) fn parse_with<T: DeserializeOwned>(file: &str, text: &str, otherwise: &str) -> Result<T, DataError> {
    toml::from_str(text).map_err(|e| {
        // toml's message can have a second line that repeats the keys; the first says it all.
        let message = e.message().lines().next().unwrap_or_default().to_owned();
        let help = remedy(&message).unwrap_or_else(|| otherwise.to_owned());
        DataError::new(file, text, e.span().unwrap_or(0..0), message, help)
    })
}

/// What to do about an error that serde or the TOML parser reports.
fn remedy(message: &str) -> Option<String> {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let first = quoted.next().unwrap_or_default();
    let known: Vec<&str> = quoted.collect();
    if message.starts_with("unknown field") || message.starts_with("unknown variant") {
        return Some(match nearest(first, &known) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("known here: {}", known.join(", ")),
        });
    }
    if message.contains("datetime") {
        return Some("write a day without quotes, as in `expires = 2027-06-30`".to_owned());
    }
    message.starts_with("missing field").then(|| format!("add `{first} = …` to this entry"))
}

/// The known word that needs the fewest edits, if those are few for its length.
pub(crate) fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    known.iter().map(|k| (edits(word, k), *k)).filter(|(n, k)| *n < k.len() && *n <= (k.len() / 3).max(2)).min().map(|(_, k)| k)
}

/// How many insertions, deletions and replacements make one word the other.
fn edits(a: &str, b: &str) -> usize {
    // A word longer than any field's name is not a typo of one; this also bounds the work.
    if a.len() > 64 {
        return usize::MAX;
    }
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    function: Vec<toml::Spanned<Function>>,
    #[serde(default)]
    never_zero: Vec<String>,
    #[serde(default)]
    always_negative: Vec<String>,
    #[serde(default)]
    constants: BTreeMap<toml::Spanned<String>, i64>,
    #[serde(default)]
    macros: BTreeMap<toml::Spanned<String>, MacroMeaning>,
    #[serde(default)]
    published_in: Vec<String>,
}

macro_rules! tables {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("../../rules/apis/", $name)))),*] };
}

/// The tables that are compiled in, as `(file name, text)`; a test holds this list against the folder.
const BUILTIN: &[(&str, &str)] = tables![
    "c-runtime.toml",
    "com.toml",
    "constants.toml",
    "crypto.toml",
    "devices.toml",
    "macros.toml",
    "native.toml",
    "profile.toml",
    "registry.toml",
    "rust.toml",
    "shell.toml",
    "windows.toml",
];

/// The names of the files that [`builtin`] reads.
pub fn builtin_files() -> impl Iterator<Item = &'static str> {
    BUILTIN.iter().map(|(name, _)| *name)
}

/// The tables that come with hivelint.
pub fn builtin() -> Result<Models, DataError> {
    load(BUILTIN)
}

/// Reads tables given as `(file name, text)`.
pub fn load(files: &[(&str, &str)]) -> Result<Models, DataError> {
    Ok(load_located(files)?.0)
}

/// The tables that come with hivelint and others, which are held to more: a user's typo must not stay without an effect.
pub fn with_own(own: &[(&str, &str)]) -> Result<Models, DataError> {
    let files = [BUILTIN, own].concat();
    let (models, places) = load_located(&files)?;
    for ((_, function), (file, span)) in models.functions().zip(places).filter(|(_, (file, _))| *file >= BUILTIN.len()) {
        let (name, text) = files[file];
        check(&models, function).map_err(|(message, help)| DataError::new(name, text, span, message, help))?;
    }
    Ok(models)
}

/// Where a function is described: the index of the file, and the bytes.
type Place = (usize, Range<usize>);

/// Reads tables, and where each function is described.
fn load_located(files: &[(&str, &str)]) -> Result<(Models, Vec<Place>), DataError> {
    let mut models = Models::default();
    let mut places = Vec::new();
    for (i, (name, text)) in files.iter().enumerate() {
        let parsed: File = parse(name, text)?;
        for function in parsed.function {
            let span = function.span();
            places.push((i, span.clone()));
            add(&mut models, function.into_inner()).map_err(|(message, help)| DataError::new(name, text, span, message, help))?;
        }
        models.never_zero.extend(parsed.never_zero);
        models.always_negative.extend(parsed.always_negative);
        models.published_in.extend(parsed.published_in);
        for (constant, value) in parsed.constants {
            let span = constant.span();
            if models.constants.insert(constant.into_inner(), value).is_some() {
                return Err(twice(name, text, span));
            }
        }
        for (word, meaning) in parsed.macros {
            let span = word.span();
            if models.macros.insert(word.into_inner(), meaning).is_some() {
                return Err(twice(name, text, span));
            }
        }
    }
    Ok((models, places))
}

/// What is wrong with an entry besides its form, and what to do.
fn check(models: &Models, function: &Function) -> Result<(), (String, String)> {
    let name = &function.name;
    let odd = |c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.+".contains(c));
    if let Some(dll) = function.dlls.iter().find(|dll| dll.contains(odd) || dll.ends_with(".dll")) {
        let plain = dll.to_ascii_lowercase();
        let help = format!("write `{}`: lower case, without the ending", plain.strip_suffix(".dll").unwrap_or(&plain));
        return Err((format!("`{dll}` is not how a library is named here"), help));
    }
    let Some(acquire) = &function.acquires else { return Ok(()) };
    if function.params.is_none() {
        return Err((format!("`{name}` hands out a handle, but the number of its arguments is missing"), "add `params = …`".to_owned()));
    }
    if acquire.releasers.is_empty() {
        return Err((format!("nothing releases what `{name}` hands out"), "name at least one function in `releasers`".to_owned()));
    }
    for releaser in &acquire.releasers {
        let known = models.api(releaser).map(|id| models.get(id));
        if known.is_none_or(|r| r.releases.is_none()) {
            let help =
                format!("describe it: [[function]], name = \"{releaser}\", releases = {{ arg = 0, kinds = [\"{}\"] }}", acquire.kind);
            return Err((format!("`{name}` is released by `{releaser}`, but no table says that this releases anything"), help));
        }
    }
    Ok(())
}

fn twice(file: &str, text: &str, span: Range<usize>) -> DataError {
    let word = text.get(span.clone()).unwrap_or_default().to_owned();
    DataError::new(
        file,
        text,
        span,
        format!("`{word}` is described twice"),
        "keep one of the two entries; what comes with hivelint can't be replaced",
    )
}

fn add(models: &mut Models, function: Function) -> Result<(), (String, String)> {
    let id = ApiId(models.functions.len() as u32);
    let mut spellings = vec![function.name.clone()];
    if function.ansi_wide {
        spellings.extend(["A", "W"].map(|suffix| format!("{}{suffix}", function.name)));
    }
    spellings.extend(function.aliases.iter().cloned());
    if let (Some(params), Some(arg)) = (function.params, function.highest_argument())
        && arg >= params
    {
        return Err((
            format!("`{}` takes {params} arguments, but argument {arg} is named", function.name),
            "arguments count from 0; correct the index or `params`".to_owned(),
        ));
    }
    for name in spellings {
        if models.by_name.insert(name.clone(), id).is_some() {
            return Err((
                format!("`{name}` is described twice"),
                "keep one of the two entries; what comes with hivelint can't be replaced".to_owned(),
            ));
        }
    }
    models.functions.push(function);
    Ok(())
}
