//! One finding as the page shows it.

use super::super::excerpt::Excerpts;
use super::super::{Report, clean, diff};
use super::prose::Prose;
use super::timeline::Timeline;
use crate::judge::{Change, Finding, SuppressedBy};
use crate::lifetime::Step;
use crate::source::Span;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// More steps than this are not shown in the code; they are in the list.
const MOST_IN_CODE: usize = 40;

pub(super) struct FindingView {
    pub(super) id: String,
    /// Only what is open, where, and the path as a list.
    pub(super) short: bool,
    pub(super) rule: String,
    pub(super) level: &'static str,
    /// The level, `allowed` or `known`.
    pub(super) filter: &'static str,
    pub(super) path: String,
    pub(super) place: String,
    /// The numbers of its components.
    pub(super) components: String,
    pub(super) what: Prose,
    pub(super) consequence: Prose,
    /// How long COM+ lets the key stay open.
    pub(super) stays: Option<Prose>,
    pub(super) confidence: &'static str,
    pub(super) assumptions: Vec<Prose>,
    pub(super) function: String,
    pub(super) suppressed: Option<String>,
    pub(super) timeline: Option<Timeline>,
    pub(super) excerpts: Vec<FileView>,
    pub(super) steps: Vec<StepView>,
    pub(super) also: Vec<String>,
    pub(super) event_lines: Vec<String>,
    pub(super) fix: Prose,
    pub(super) change: Option<ChangeView>,
}

impl FindingView {
    /// Without picture, code and advice: a page with these of thousands of findings takes a browser longer than people wait.
    pub(super) fn short(report: &Report, finding: &Finding, id: &str) -> FindingView {
        let bare = Finding { steps: Vec::new(), stays: None, fix: String::new(), change: None, open: None, ..finding.clone() };
        let whole = FindingView::of(report, &bare, id, &EventLines::default());
        let step = |step: &Step| {
            let place = report.place_in_words(step.span);
            let in_file = place.strip_prefix(&*whole.path).and_then(|rest| rest.strip_prefix(':'));
            StepView { text: Prose::of(&step.text), place: in_file.unwrap_or(&place).to_owned() }
        };
        let steps = finding.steps.iter().map(step).collect();
        FindingView { short: true, timeline: None, excerpts: Vec::new(), steps, ..whole }
    }
}

/// A change as a diff.
pub(super) struct ChangeView {
    pub(super) tried: bool,
    pub(super) unless: Prose,
    pub(super) hunks: Vec<HunkView>,
}

pub(super) struct HunkView {
    pub(super) path: String,
    pub(super) lines: Vec<DiffLine>,
}

pub(super) struct DiffLine {
    pub(super) class: &'static str,
    pub(super) number: usize,
    pub(super) sign: char,
    pub(super) text: String,
}

pub(super) struct StepView {
    pub(super) text: Prose,
    pub(super) place: String,
}

pub(super) struct FileView {
    pub(super) path: String,
    pub(super) lines: Vec<LineView>,
}

pub(super) struct LineView {
    /// Lines above it are left out.
    pub(super) gap: bool,
    pub(super) number: usize,
    pub(super) pieces: Vec<Piece>,
    pub(super) notes: Vec<Note>,
}

/// A part of a line; `class` says how it is marked.
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) class: &'static str,
}

/// What happens in a line, with the step's number in the list.
pub(super) struct Note {
    pub(super) number: usize,
    pub(super) text: Prose,
}

impl FindingView {
    pub(super) fn of(report: &Report, finding: &Finding, id: &str, events: &EventLines) -> FindingView {
        let (what, consequence) = finding.message.split_once("; ").unwrap_or((&finding.message, ""));
        let components: Vec<String> = report.components.of_file(finding.span.file).iter().map(usize::to_string).collect();
        FindingView {
            id: id.to_owned(),
            short: false,
            rule: finding.rule.to_string(),
            level: finding.level.name(),
            filter: match &finding.suppressed {
                Some(suppressed) if suppressed.by == SuppressedBy::Baseline => "known",
                Some(_) => "allowed",
                None => finding.level.name(),
            },
            path: clean(report.region(finding.span).path),
            place: report.place_in_words(finding.span),
            components: components.join(" "),
            what: Prose::of(what),
            consequence: Prose::of(&sentence(consequence)),
            stays: finding.stays.as_ref().filter(|s| !s.obvious).map(|s| Prose::of(&sentence(&s.says))),
            confidence: finding.confidence.name(),
            assumptions: finding.assumptions.iter().map(|a| Prose::of(a)).collect(),
            function: clean(&finding.function),
            suppressed: finding.suppressed.as_ref().map(|s| clean(&sentence(&format!("{}: {}", s.by.words(), s.reason)))),
            timeline: Timeline::of(report, finding),
            excerpts: excerpts(report, finding),
            steps: finding.steps.iter().map(|s| StepView { text: Prose::of(&s.text), place: report.place_in_words(s.span) }).collect(),
            also: finding.also.iter().map(|e| report.place_in_words(e.span)).collect(),
            event_lines: events.take(finding.open),
            fix: Prose::of(&finding.fix),
            change: finding.change.as_ref().map(|c| ChangeView::of(report, c)),
        }
    }
}

/// So many lines are shown around a change.
const AROUND_CHANGE: usize = 2;

impl ChangeView {
    fn of(report: &Report, change: &Change) -> ChangeView {
        let line = |line: diff::Line| {
            let class = match line.fate {
                diff::Fate::Stays => "",
                diff::Fate::Goes => "minus",
                diff::Fate::Comes => "plus",
            };
            DiffLine { class, number: line.number, sign: line.fate.sign(), text: line.text }
        };
        let hunk = |hunk: diff::Hunk| HunkView { path: clean(hunk.path), lines: hunk.lines.into_iter().map(line).collect() };
        let hunks = report.hunks(change, AROUND_CHANGE).into_iter().map(hunk).collect();
        ChangeView { tried: change.tried, unless: Prose::of(&change.unless), hunks }
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).chain(['.']).collect()).unwrap_or_default()
}

/// The lines that the finding and its steps touch, file by file; of binaries there are none.
fn excerpts(report: &Report, finding: &Finding) -> Vec<FileView> {
    let is_text = |span: Span| report.source(span).binary.is_none();
    let steps = finding.steps.iter().enumerate().filter(|(_, s)| is_text(s.span)).take(MOST_IN_CODE);
    let steps: Vec<(usize, &Step)> = steps.map(|(i, s)| (i + 1, s)).collect();
    let mut spans: Vec<Span> = Vec::new();
    spans.extend(Some(finding.span).filter(|s| is_text(*s)));
    let own = spans.len();
    spans.extend(steps.iter().map(|(_, s)| s.span));
    let (excerpts, places) = Excerpts::of(report.sources, &spans);
    let rows = excerpts.rows(&places);
    let files = rows.into_iter().map(|(path, rows)| {
        let mut before = None;
        let lines = rows.into_iter().map(|row| {
            let gap = before.is_some_and(|n: usize| n + 1 < row.number);
            before = Some(row.number);
            let notes = row.marks.iter().filter_map(|(_, i)| steps.get(i.checked_sub(own)?));
            let notes = notes.map(|(number, step)| Note { number: *number, text: Prose::of(&step.text) }).collect();
            LineView { gap, number: row.number, pieces: pieces(row.text, &row.marks, own), notes }
        });
        FileView { path, lines: lines.collect() }
    });
    files.collect()
}

/// A line cut where a mark begins or ends. The finding's own place shows through the steps'.
fn pieces(text: &str, marks: &[(Range<usize>, usize)], own: usize) -> Vec<Piece> {
    let mut cuts: Vec<usize> = marks.iter().flat_map(|(range, _)| [range.start, range.end]).chain([0, text.len()]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let piece = |cut: &[usize]| {
        let of = |mine: bool| marks.iter().any(|(r, i)| (*i < own) == mine && r.start <= cut[0] && cut[1] <= r.end);
        let class = if of(true) {
            "own"
        } else if of(false) {
            "step"
        } else {
            ""
        };
        Piece { text: text.get(cut[0]..cut[1]).unwrap_or_default().to_owned(), class }
    };
    cuts.windows(2).map(piece).collect()
}

/// Lines of predicted events, by the open whose key they name.
#[derive(Default)]
pub(super) struct EventLines(FxHashMap<usize, Vec<String>>);

impl EventLines {
    /// A verdict on thousands of keys has an event of thousands of lines, so they are looked through once.
    pub(super) fn of(report: &Report) -> EventLines {
        let unload = report.facts.map(|facts| facts.events.unload.id);
        let mut found = EventLines::default();
        for verdict in report.verdicts {
            let all = verdict.events.iter().filter(|e| Some(e.id) == unload).flat_map(|e| e.text.lines());
            let by_path: FxHashMap<&str, &str> = all.filter_map(|line| Some((path_in(line)?, line))).collect();
            for key in &verdict.keys {
                let line = key.path.as_ref().and_then(|(_, path)| by_path.get(path.as_str()));
                let lines = found.0.entry(key.open).or_default();
                lines.extend(line.map(|line| clean(line)).filter(|line| !lines.contains(line)));
            }
        }
        found
    }

    fn take(&self, open: Option<usize>) -> Vec<String> {
        open.and_then(|i| self.0.get(&i)).cloned().unwrap_or_default()
    }
}

/// `\Software\Contoso` of `… has opened key \REGISTRY\USER\<SID>\Software\Contoso`
fn path_in(line: &str) -> Option<&str> {
    let (_, below) = line.rsplit_once("\\<SID>")?;
    let path = below.strip_prefix("_CLASSES").unwrap_or(below);
    Some(path).filter(|path| !path.is_empty())
}
