//! A verdict as the page shows it.

use super::super::{Report, clean};
use super::prose::Prose;
use crate::predict::{Ground, Reason, Verdict};
use std::collections::BTreeMap;

/// More keys than this are folded.
const MOST_KEYS: usize = 30;

pub(super) struct VerdictView<'a> {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) component: String,
    pub(super) condition: Prose,
    pub(super) assumed: Vec<Prose>,
    pub(super) keys: Vec<KeyView>,
    pub(super) more_keys: Vec<KeyView>,
    /// How many are not even folded.
    pub(super) unlisted_keys: usize,
    pub(super) failing: Vec<CallView>,
    pub(super) unlisted_calls: usize,
    pub(super) steps: Vec<StepView<'a>>,
    pub(super) events: Vec<EventView>,
    pub(super) remedies: Vec<RemedyView<'a>>,
}

pub(super) struct KeyView {
    pub(super) name: String,
    pub(super) holder: Prose,
    pub(super) doubt: Option<Prose>,
    /// The finding about it.
    pub(super) href: Option<String>,
}

pub(super) struct CallView {
    pub(super) api: String,
    pub(super) function: String,
    pub(super) place: String,
    pub(super) own: bool,
}

pub(super) struct StepView<'a> {
    pub(super) text: Prose,
    pub(super) ground: String,
    pub(super) url: Option<&'a str>,
}

pub(super) struct EventView {
    pub(super) id: u32,
    pub(super) log: String,
    pub(super) source: String,
    pub(super) text: String,
    pub(super) unlisted_lines: usize,
    pub(super) remark: Prose,
}

pub(super) struct RemedyView<'a> {
    pub(super) does: &'a str,
    pub(super) price: &'a str,
}

impl<'a> VerdictView<'a> {
    /// `of_open` says which finding is about an open; no list gets longer than `most`.
    pub(super) fn of(report: &Report<'a>, verdict: &'a Verdict<'a>, of_open: &BTreeMap<usize, &str>, most: usize) -> VerdictView<'a> {
        let keys = verdict.keys.iter().take(most).map(|k| KeyView {
            name: clean(&k.name),
            holder: Prose::of(&k.holder),
            doubt: k.doubt.as_deref().map(Prose::of),
            href: of_open.get(&k.open).map(|id| (*id).to_owned()),
        });
        let failing = verdict.failing.iter().take(most).map(|c| CallView {
            api: clean(&c.api),
            function: clean(&c.function),
            place: report.place_in_words(c.span),
            own: c.open.is_some(),
        });
        let events = verdict.events.iter().map(|e| EventView {
            id: e.id,
            log: clean(&e.log),
            source: clean(&e.source),
            text: clean(&e.text.lines().take(most).collect::<Vec<_>>().join("\n")),
            unlisted_lines: e.text.lines().count().saturating_sub(most),
            remark: Prose::of(&e.remark),
        });
        let mut keys: Vec<KeyView> = keys.collect();
        let more_keys = keys.split_off(keys.len().min(MOST_KEYS));
        VerdictView {
            id: verdict.outcome.id(),
            title: verdict.outcome.title(),
            component: clean(&report.components.all()[verdict.component].name),
            condition: Prose::of(&verdict.condition),
            assumed: verdict.assumed.iter().map(|a| Prose::of(a)).collect(),
            keys,
            more_keys,
            unlisted_keys: verdict.keys.len().saturating_sub(most),
            failing: failing.collect(),
            unlisted_calls: verdict.failing.len().saturating_sub(most),
            steps: verdict.steps.iter().map(|s| step(report, s)).collect(),
            events: events.collect(),
            remedies: verdict.remedies.iter().map(|r| RemedyView { does: &r.does, price: &r.price }).collect(),
        }
    }
}

fn step<'a>(report: &Report<'a>, step: &'a Reason) -> StepView<'a> {
    let (ground, url) = match &step.ground {
        Ground::Code(None) => ("seen in the code".to_owned(), None),
        Ground::Code(Some(rule)) => (format!("seen in the code: {rule}"), None),
        Ground::Configuration => ("hivelint.toml".to_owned(), None),
        Ground::Document(basis, id) => {
            let document = report.facts.and_then(|f| f.document(id));
            let title = document.map_or(id.as_str(), |d| d.title.as_str());
            (format!("{}: {title}", basis.name()), document.map(|d| d.url.as_str()))
        }
    };
    StepView { text: Prose::of(&step.text), ground, url }
}
