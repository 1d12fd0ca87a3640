//! `hivelint-match/1`: the keys of an event, and who can have left them open.

use super::{Open, Remark, Report, Stats, Use, opened, pretty, remarks, used};
use crate::event::{Candidate, Explained};
use serde::Serialize;

#[derive(Serialize)]
struct Matches<'a> {
    schema: &'static str,
    keys: Vec<Key<'a>>,
    stats: Stats,
    notices: Vec<Remark<'a>>,
}

#[derive(Serialize)]
struct Key<'a> {
    key: String,
    sid: &'a str,
    hive: &'static str,
    subkey: &'a str,
    handles: usize,
    process: Process<'a>,
    owner: &'static str,
    candidates: Vec<Match<'a>>,
    predefined_uses: Vec<Use<'a>>,
}

#[derive(Serialize)]
struct Process<'a> {
    id: u64,
    path: &'a str,
}

#[derive(Serialize)]
struct Match<'a> {
    fit: &'static str,
    reasons: &'a [String],
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
