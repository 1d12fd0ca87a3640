//! Scripts and registration files: they are no code of the component, but what they set decides what happens to it.

use super::Analysis;
use crate::frontend::script;
use crate::lifetime::Write;
use crate::models::scripts;
use crate::source::{Input, Notice, Source, decode};

/// Takes the scripts out of the list; their places in it stay. Where their kinds are said to be unsound, a test fails; here there
/// are none.
pub(super) fn take(files: &mut [Input]) -> Vec<super::Taken> {
    let Ok(kinds) = scripts() else { return Vec::new() };
    super::take(files, |file| file.size() > 0 && kinds.of(&file.path).is_some())
}

/// Puts what scripts write to what code does.
pub(super) fn add(analysis: &mut Analysis, taken: Vec<super::Taken>) {
    let Ok(kinds) = scripts() else { return };
    for (file, path, bytes) in taken {
        analysis.stats.bytes += bytes.len();
        analysis.seen.scripts.insert(file);
        let Some(text) = decode(&bytes) else {
            let message = "not read: it is binary, not the text of a script".to_owned();
            analysis.notices.push(Notice { path, line: None, message });
            continue;
        };
        let Some(kind) = kinds.of(&path) else { continue };
        let found = script::read(file, &text, kind, kinds).into_iter().map(|written| Write {
            span: written.span,
            function: "".into(),
            api: kind.called.as_str().into(),
            keys: vec![(written.key.0, written.key.1.map(Into::into))],
            value: written.value.map(Into::into),
            runs: Default::default(),
            library: None,
        });
        analysis.solution.writes.extend(found);
        analysis.sources[file.0 as usize] = Source::new(path, text);
    }
    analysis.solution.writes.sort();
    analysis.notices.sort();
}
