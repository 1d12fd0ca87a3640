//! What to write instead in a finding's own code, as data. [`crate::change`] makes it.

use crate::source::Span;

/// A piece of a file and what to put in its place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Edit {
    /// What to replace; empty for an insertion.
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// What to write instead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The replacements, by place; none touches another.
    pub edits: Vec<Edit>,
    /// With the replacements made, hivelint did not report this finding any more, nor any other. Else they are an example:
    /// a person has to decide, or to do more than they show.
    pub tried: bool,
    /// When it is wrong, in words.
    pub unless: String,
}

impl Change {
    /// A text with those of the replacements made that are about its file. A replacement that does not fit in the text is left out.
    pub fn applied(edits: &[Edit], file: crate::source::FileId, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 64);
        let mut at = 0;
        for edit in edits.iter().filter(|e| e.span.file == file) {
            let (start, end) = (edit.span.start as usize, edit.span.end as usize);
            if let Some(kept) = text.get(at..start).filter(|_| text.is_char_boundary(end.min(text.len())) && start <= end) {
                out.push_str(kept);
                out.push_str(&edit.text);
                at = end;
            }
        }
        out.push_str(&text[at.min(text.len())..]);
        out
    }
}
