//! Paths with `*` and `**` in them, relative to the configuration.

use super::Reading;
use crate::models::DataError;
use toml::Spanned;

pub use glob::Pattern;

const FORMS: &str = "`*` stands for part of a name, `**` for any directories, `[ab]` for one of two letters";

/// The pattern that names the path, or a directory above it. The path is relative, with `/` between parts.
pub fn naming<'p>(patterns: &'p [Pattern], path: &str) -> Option<&'p Pattern> {
    let options = glob::MatchOptions { case_sensitive: false, require_literal_separator: true, require_literal_leading_dot: false };
    let above = path.match_indices('/').map(|(i, _)| &path[..i]);
    let parts: Vec<&str> = std::iter::once(path).chain(above).collect();
    patterns.iter().find(|p| p.as_str() == "." || parts.iter().any(|part| p.matches_with(part, options)))
}

impl Reading<'_> {
    pub(super) fn patterns(&self, written: &[Spanned<String>]) -> Result<Vec<Pattern>, DataError> {
        written.iter().map(|p| self.pattern(p)).collect()
    }

    /// `\\` may be between parts, too. A directory stands for all below it, with `/**` behind it or without.
    pub(super) fn pattern(&self, written: &Spanned<String>) -> Result<Pattern, DataError> {
        let text = written.get_ref().replace('\\', "/");
        let is_absolute = text.starts_with('/') || text.as_bytes().get(1) == Some(&b':');
        if is_absolute || text.split('/').any(|part| part == "..") {
            let message = format!("`{text}` does not lie below the directory of this file");
            return self.wrong(written.span(), message, "write the path relative to this file, as in \"third_party\"");
        }
        let mut text = text.as_str();
        while let Some(rest) = text.strip_prefix("./") {
            text = rest.trim_start_matches('/');
        }
        text = text.trim_end_matches('/');
        text = text.strip_suffix("/**").filter(|directory| !directory.is_empty()).unwrap_or(text);
        if text.is_empty() {
            let help = "name a directory, a file or a pattern; `.` is all below this file";
            return self.wrong(written.span(), "the path is empty", help);
        }
        Pattern::new(text).or_else(|why| self.wrong(written.span(), format!("`{text}` is no pattern: {}", why.msg), FORMS))
    }
}
