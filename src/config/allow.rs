//! Findings that the configuration allows: for binaries and for others' code, where no comment can be written.

use super::Reading;
use super::pattern::{Pattern, naming};
use crate::models::DataError;
use serde::Deserialize;
use std::ops::Range;
use toml::Spanned;
pub use toml::value::Date;
use toml::value::Datetime;

/// What is allowed: a finding to which all that is given applies. Something is given.
#[derive(Clone, PartialEq, Debug)]
pub struct Allowed {
    /// The rule.
    pub rule: Option<String>,
    /// The finding's fingerprint.
    pub fingerprint: Option<String>,
    /// The function that it is in.
    pub function: Option<String>,
    /// The file that it is in, or a directory above.
    pub path: Option<Pattern>,
    /// Why.
    pub reason: String,
    /// The last day on which it is allowed.
    pub expires: Option<Date>,
    /// The entry's head in the file.
    pub span: Range<usize>,
}

impl Allowed {
    /// Whether a file goes by a path that this is about.
    pub fn is_about(&self, paths: &[String]) -> bool {
        let pattern = self.path.as_slice();
        pattern.is_empty() || paths.iter().any(|path| naming(pattern, path).is_some())
    }

    /// Whether the last day is over. Without a calendar nothing is.
    pub fn is_expired(&self, today: Option<Date>) -> bool {
        is_over(self.expires, today)
    }

    /// `the rule `a` in `third_party``
    pub fn words(&self) -> String {
        let rule = self.rule.as_ref().map_or("what is found".to_owned(), |rule| format!("the rule `{rule}`"));
        let function = self.function.as_ref().map(|name| format!(" in the function `{name}`"));
        let path = self.path.as_ref().map(|path| format!(" in `{path}`"));
        let fingerprint = self.fingerprint.as_ref().map(|print| format!(" with the fingerprint {print}"));
        [Some(rule), fingerprint, function, path].into_iter().flatten().collect()
    }
}

/// A day as it is written in a file, without a time.
pub fn day(file: &str, text: &str, written: &Spanned<Datetime>) -> Result<Date, DataError> {
    match written.get_ref() {
        Datetime { date: Some(date), time: None, .. } => Ok(*date),
        other => {
            let help = "write the day alone, as in `expires = 2027-06-30`";
            Err(DataError::new(file, text, written.span(), format!("`{other}` is no day"), help))
        }
    }
}

/// Whether a last day is over.
pub fn is_over(expires: Option<Date>, today: Option<Date>) -> bool {
    expires.zip(today).is_some_and(|(last, today)| last < today)
}

/// A finding that is allowed. All that is given must apply to it; one of `fingerprint`, `function`, `path` and `rule` is needed.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, schemars(rename = "Allow"))]
pub(super) struct Entry {
    /// The id of the rule.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    rule: Option<Spanned<String>>,
    /// The finding's fingerprint, from the JSON, the SARIF or a baseline.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    fingerprint: Option<Spanned<String>>,
    /// The function that it is in, with its class or without.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    function: Option<Spanned<String>>,
    /// The file that it is in: a directory, a file, or a pattern with `*` and `**`, relative to this file.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    path: Option<Spanned<String>>,
    /// Why it is allowed.
    #[cfg_attr(test, schemars(with = "String"))]
    reason: Spanned<String>,
    /// The last day on which it is allowed, a date without quotes: 2027-06-30
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    expires: Option<Spanned<Datetime>>,
}

impl Reading<'_> {
    pub(super) fn allowed(&self, entry: Spanned<Entry>) -> Result<Allowed, DataError> {
        let start = entry.span().start;
        let head = start..self.text[start..].find('\n').map_or(self.text.len(), |end| start + end);
        let entry = entry.into_inner();
        if entry.reason.get_ref().trim().is_empty() {
            return self.wrong(entry.reason.span(), "the reason is empty", "say why this may stay, for whoever reads it next");
        }
        let given = [&entry.rule, &entry.fingerprint, &entry.function, &entry.path];
        if given.iter().all(|g| g.is_none()) {
            let help = "add one or more of `rule`, `path`, `function` and `fingerprint`";
            return self.wrong(head, "nothing says what is allowed", help);
        }
        if let Some(empty) = given.into_iter().flatten().find(|g| g.get_ref().trim().is_empty()) {
            return self.wrong(empty.span(), "there is nothing between the quotes", "name what is allowed, or take the line out");
        }
        Ok(Allowed {
            rule: entry.rule.as_ref().map(|rule| self.rule(rule)).transpose()?,
            fingerprint: entry.fingerprint.as_ref().map(|print| self.fingerprint(print)).transpose()?,
            function: entry.function.map(Spanned::into_inner),
            path: entry.path.as_ref().map(|path| self.pattern(path)).transpose()?,
            reason: entry.reason.into_inner().trim().to_owned(),
            expires: entry.expires.as_ref().map(|date| day(self.file, self.text, date)).transpose()?,
            span: head,
        })
    }

    fn fingerprint(&self, written: &Spanned<String>) -> Result<String, DataError> {
        let print = written.get_ref().to_ascii_lowercase();
        if print.len() == 16 && print.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(print);
        }
        let help = "a fingerprint has 16 hexadecimal digits; `hivelint check --format json` shows those of all findings";
        self.wrong(written.span(), format!("`{}` is no fingerprint", written.get_ref()), help)
    }
}
