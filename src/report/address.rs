//! Places in a binary for people: what they share stands once above them, then one line a step.

use super::Report;
use crate::lifetime::Step;
use crate::source::{Span, file_name};

/// A place in a binary, as far as it is known.
struct Place<'a> {
    file: &'a str,
    rva: Option<u32>,
    function: Option<&'a str>,
    /// Path and line of the source.
    source: Option<(&'a str, u32)>,
}

impl<'a> Report<'a> {
    fn place(&self, span: Span) -> Option<Place<'a>> {
        let source = self.source(span);
        let addresses = source.binary.as_ref()?;
        let is_code = !addresses.imports.contains(&span.start);
        Some(Place {
            file: self.binary_name(source),
            rva: is_code.then_some(addresses.rva(span.start)),
            function: addresses.function(span.start).filter(|_| is_code),
            source: addresses.lines.get(&span.start).map(|l| (&*l.path, l.line)),
        })
    }

    /// The steps of a path through a binary; none if the place is in source text.
    pub(super) fn path_in_binary(&self, at: Span, steps: &[&Step]) -> Option<String> {
        let mut rows: Vec<(Place<'a>, &str)> = Vec::new();
        let own = self.place(at)?;
        if !steps.iter().any(|step| step.span.start == at.start) {
            rows.push((self.place(at)?, ""));
        }
        for step in steps {
            let Some(place) = self.place(step.span) else { continue };
            // several instructions of one line say the same
            let is_said =
                rows.last().is_some_and(|(last, text)| *text == step.text && place.source.is_some() && last.source == place.source);
            if !is_said {
                rows.push((place, &step.text));
            }
        }
        let one_function = rows.iter().all(|(place, _)| place.function == own.function);
        let one_source = rows.iter().all(|(place, _)| place.source.map(|s| s.0) == own.source.map(|s| s.0));
        let mut header = format!("in {}", own.file);
        if let (true, Some(function)) = (one_function, own.function) {
            header.push_str(&format!(", {function}"));
        }
        if let (true, Some((path, _))) = (one_source, own.source) {
            header.push_str(&format!(" ({path})"));
        }
        let columns = rows.iter().map(|(place, text)| {
            let line = match place.source {
                Some((_, line)) if one_source => format!("line {line}"),
                Some((path, line)) => format!("{}:{line}", file_name(path)),
                None => String::new(),
            };
            let function = place.function.filter(|_| !one_function).unwrap_or_default().to_owned();
            let file = if place.file == own.file { "" } else { place.file };
            [place.rva.map(|rva| format!("{file}+{rva:#x}")).unwrap_or_default(), line, function, (*text).to_owned()]
        });
        Some(table(header, &columns.collect::<Vec<_>>()))
    }
}

/// Columns below each other, those left out that are empty everywhere.
fn table(mut text: String, rows: &[[String; 4]]) -> String {
    const WIDEST: usize = 48;
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0).min(WIDEST);
    let widths: Vec<usize> = (0..4).map(width).collect();
    for row in rows {
        let cells = row.iter().zip(&widths).filter(|(_, width)| **width > 0).map(|(cell, width)| format!("  {cell:width$}"));
        let line: String = cells.collect();
        if !line.trim().is_empty() {
            text.push_str(&format!("\n{}", line.trim_end()));
        }
    }
    text
}
