//! `hivelint-match/1`: the keys of an event, and who can have left them open.

use super::{Open, Remark, Report, Stats, Use, opened, pretty, remarks, used};
use crate::event::{Candidate, Explained};
use serde::Serialize;

/// The keys of an event.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Matches<'a> {
    /// Which document this is; fields may be added, none is renamed or taken away.
    #[cfg_attr(test, schemars(extend("enum" = ["hivelint-match/1"])))]
    schema: &'static str,
    keys: Vec<Key<'a>>,
    stats: Stats,
    notices: Vec<Remark<'a>>,
}

/// A key of the event.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Key<'a> {
    /// As the event names it.
    key: String,
    sid: &'a str,
    hive: &'static str,
    subkey: &'a str,
    /// How many handles were open.
    handles: usize,
    process: Process<'a>,
    /// Who can have left it open.
    owner: &'static str,
    /// The likeliest first.
    candidates: Vec<Match<'a>>,
    /// What makes the process keep the root open.
    predefined_uses: Vec<Use<'a>>,
}

/// The process of the event.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Process<'a> {
    id: u64,
    path: &'a str,
}

/// An open that can have left it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Match<'a> {
    fit: &'static str,
    /// In words.
    reasons: &'a [String],
    /// Rules that report it.
    rules: Vec<&'a str>,
    open: Open<'a>,
}

/// Every key with its candidates.
pub fn matches(report: &Report, keys: &[Explained]) -> String {
    let ids = report.open_ids();
    pretty(&Matches {
        schema: "hivelint-match/1",
        keys: keys.iter().map(|key| one(report, &ids, key)).collect(),
        stats: report.stats,
        notices: remarks(report.notices),
    })
}

fn one<'a>(report: &Report<'a>, ids: &[String], key: &'a Explained<'a>) -> Key<'a> {
    let read = &key.opened;
    let matched = |c: &'a Candidate| Match {
        fit: c.fit.name(),
        reasons: &c.reasons,
        rules: c.rules.iter().map(|rule| &**rule).collect(),
        open: opened(report, &report.solution.lifetimes[c.open], ids[c.open].clone()),
    };
    Key {
        key: read.key(),
        sid: &read.sid,
        hive: read.hive.name(),
        subkey: &read.path,
        handles: read.handles,
        process: Process { id: read.process.id, path: &read.process.path },
        owner: key.owner.name(),
        candidates: key.candidates.iter().map(matched).collect(),
        predefined_uses: key.cache.iter().map(|use_| used(report, use_)).collect(),
    }
}
