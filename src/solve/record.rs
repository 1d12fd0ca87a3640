//! What the exploration of one function noted down: sites with every end of their handles, misuses, uses and calls.

use super::state::{StepKind, Trace};
use super::summary::{Need, Origin, Out, OutLoc, SubKey};
use crate::flow::{Callee, Name};
use crate::lifetime::{Class, EndKind, Holder, LeakExit, MisuseKind, Step};
use crate::models::{Kind, Models, Root};
use crate::source::{FileId, Span};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// One open site under exploration.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) api: Name,
    pub(super) via: Option<Name>,
    pub(super) kind: Kind,
    pub(super) span: Span,
    pub(super) name: Span,
    pub(super) handle: Option<String>,
    pub(super) origins: Vec<Origin>,
    /// A callee left it in an object.
    pub(super) in_object: bool,
    /// The object is another binary's.
    pub(super) elsewhere: bool,
    /// A path reaches it.
    pub(super) reached: bool,
    /// Some path closes it here.
    pub(super) closed: bool,
    /// The calls that use or close it.
    pub(super) touched: BTreeSet<Span>,
    /// Classes other than leaked that some path ends in.
    pub(super) classes: BTreeSet<Class>,
    pub(super) holder: Option<(Class, Holder)>,
    pub(super) doubt: Option<String>,
    pub(super) exits: BTreeMap<(Span, EndKind), Vec<Step>>,
    /// Exits on paths that gave the handle to unseen code: leaks only if the function closes it elsewhere.
    pub(super) passed_exits: BTreeMap<(Span, EndKind), Vec<Step>>,
    pub(super) held_across: BTreeSet<Step>,
}

impl Site {
    pub(super) fn note_origin(&mut self, origin: Origin) {
        // A root that is known on one path says more than "unknown" on another; eight alternatives are enough for any reader, but
        // of more than eight every root counts.
        let is_new =
            if self.origins.len() < 8 { !self.origins.contains(&origin) } else { !self.origins.iter().any(|o| o.leaf == origin.leaf) };
        if is_new && self.origins.len() < 16 {
            self.origins.push(origin);
        }
    }

    pub(super) fn note_doubt(&mut self, why: &str) {
        self.classes.insert(Class::Unknown);
        self.doubt.get_or_insert_with(|| why.to_owned());
    }

    /// The worst of all ends, and the exits that count.
    pub(super) fn verdict(&self) -> (Class, Vec<LeakExit>) {
        let mut exits = self.exits.clone();
        if self.closed {
            for (key, steps) in &self.passed_exits {
                exits.entry(*key).or_insert_with(|| steps.clone());
            }
        }
        let leaks = exits.keys().any(|(_, kind)| *kind != EndKind::OverwriteNextCall);
        let kept = self.classes.iter().max().copied().unwrap_or(Class::Scoped);
        let class = if leaks {
            Class::Leaked
        } else if !self.reached || (kept < Class::Unknown && !self.closed && !self.passed_exits.is_empty()) {
            Class::Unknown
        } else {
            kept
        };
        let exits = exits
            .into_iter()
            .filter(|((_, kind), _)| *kind != EndKind::OverwriteNextCall || matches!(class, Class::Process | Class::Object))
            .map(|((span, kind), steps)| LeakExit { span, kind, steps })
            .collect();
        (class, exits)
    }
}

/// A misuse under exploration, by where and what.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) site: Option<u32>,
    pub(super) api: Option<Name>,
    pub(super) root: Option<Root>,
    pub(super) steps: Vec<Step>,
}

/// A key that is made or a value that is set.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) api: Name,
    pub(super) origins: Vec<Origin>,
    pub(super) value: Option<Name>,
}

/// A call of a function of the tree: what it fills into the callee's parameters.
#[derive(Debug)]
pub(super) struct CallRecord {
    pub(super) callee: usize,
    pub(super) fills: Vec<Fill>,
}

/// What a call gives for one need of its callee: as a key, and as a key's name.
#[derive(Debug)]
pub(super) struct Fill {
    pub(super) need: Need,
    pub(super) origins: Vec<Origin>,
    pub(super) subkeys: Vec<SubKey>,
    /// Where the need is one of a number.
    pub(super) number: Option<Out>,
}

/// A function that is called: by its name and the number of arguments, or one and no other.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Called {
    pub(super) name: Name,
    pub(super) exact: Option<(FileId, u32)>,
    pub(super) args: usize,
}

impl Called {
    pub(super) fn of(callee: &Callee, args: usize) -> Option<Called> {
        match callee {
            Callee::Named(name) => Some(Called { name: name.clone(), exact: None, args }),
            Callee::Exact(name, file, index) => Some(Called { name: name.clone(), exact: Some((*file, *index)), args }),
            Callee::Api(_) | Callee::Pointer(_) => None,
        }
    }

    pub(super) fn callee(&self) -> Callee {
        match self.exact {
            Some((file, index)) => Callee::Exact(self.name.clone(), file, index),
            None => Callee::Named(self.name.clone()),
        }
    }
}

/// Everything noted in one function.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) sites: Vec<Site>,
    pub(super) site_ids: FxHashMap<(Span, Name, u32), u32>,
    pub(super) misuses: BTreeMap<(Span, MisuseKind), Wrong>,
    pub(super) uses: BTreeSet<(Span, Name, Root)>,
    /// It was only glanced at, and its callers may tell what it opens.
    pub(super) asks: bool,
    /// By the call.
    pub(super) writes: BTreeMap<Span, Written>,
    /// Calls that close something which on some path is not open, or not known to be.
    pub(super) idle_closes: BTreeSet<Span>,
    /// Opens whose handle is still named by what outlives the function although it is closed.
    pub(super) kept_closed: BTreeSet<Span>,
    /// Calls that switch the cache of predefined keys off.
    pub(super) cache_calls: BTreeSet<(Span, Name)>,
    /// Calls that make a predefined key stand for another, some path after which ends so.
    pub(super) left_overridden: Vec<(Span, Root, Vec<Step>)>,
    /// Predefined keys that some path makes stand for themselves again, and the call.
    pub(super) restored: BTreeSet<(Root, Span)>,
    pub(super) calls: Vec<CallRecord>,
    /// Keys that it leaves in globals: where, and what they are below.
    pub(super) stored: Vec<(OutLoc, Origin)>,
    /// Keys that it leaves in members of objects: the member, and what they are below.
    pub(super) members: Vec<(Name, Origin)>,
    /// The members that places are which it may read, as debug information tells.
    pub(super) typed: FxHashMap<OutLoc, Name>,
    /// Names of unseen functions that got a key or its address: worth looking for.
    pub(super) wanted: BTreeSet<(Name, usize)>,
    /// Functions that made keys whose root is asked for …
    pub(super) makers: BTreeSet<Called>,
    /// … and those that made what this one hands out.
    pub(super) made_by: BTreeSet<Called>,
    pub(super) limit_hit: bool,
    pub(super) unresolved: BTreeSet<Span>,
}

impl Record {
    /// The misuses that are worth a word each: a call that closes again what it uses before is told once, and of several calls of
    /// one function of the tree that do the same to the same handle the first, which leads to the others.
    pub(super) fn telling_misuses(&self, models: &Models) -> Vec<(Span, MisuseKind, &Wrong, Vec<Step>)> {
        let mut found: Vec<(Span, MisuseKind, &Wrong, Vec<Step>)> = Vec::new();
        for ((span, kind), wrong) in &self.misuses {
            let again = self.misuses.get(&(*span, MisuseKind::DoubleClose)).is_some_and(|w| w.site == wrong.site);
            if *kind == MisuseKind::UseAfterClose && again {
                continue;
            }
            let is_same = |(_, other, first, _): &&mut (Span, MisuseKind, &Wrong, Vec<Step>)| {
                let closed = matches!(kind, MisuseKind::DoubleClose | MisuseKind::UseAfterClose);
                let by_own = wrong.api.as_ref().is_some_and(|name| models.api(name).is_none());
                closed && by_own && other == kind && first.site == wrong.site && first.api == wrong.api
            };
            match found.iter_mut().find(is_same) {
                Some((.., steps)) => {
                    let text = if *kind == MisuseKind::DoubleClose { "also closed again here" } else { "also used here" };
                    steps.push(Step { span: *span, text: text.to_owned() });
                }
                None => found.push((*span, *kind, wrong, wrong.steps.clone())),
            }
        }
        found
    }

    /// The path from a site's open to here, as steps.
    pub(super) fn steps(&self, trace: Option<&Trace>, site: Option<u32>, end: Span, text: String) -> Vec<Step> {
        let mut steps = vec![Step { span: end, text }];
        let mut at = trace;
        while let Some(node) = at {
            let step = match node.kind {
                StepKind::Opened(s) => format!("{} opened here", self.handle_name(s)),
                StepKind::OpenFailed(s) => format!("{} fails to open here", self.handle_name(s)),
                StepKind::Impersonated => "from here on the thread acts for its caller".to_owned(),
                StepKind::Overridden => "from here on the predefined key stands for another key".to_owned(),
                StepKind::Branch(true) => "this condition is true".to_owned(),
                StepKind::Branch(false) => "this condition is false".to_owned(),
                StepKind::Deleted => "the key was deleted: its handle is dead, and has to be closed all the same".to_owned(),
                StepKind::Closed(s) => format!("{} closed here", self.handle_name(s)),
            };
            steps.push(Step { span: node.span, text: step });
            if matches!(node.kind, StepKind::Opened(s) if Some(s) == site) {
                break;
            }
            at = node.before.as_deref();
        }
        steps.reverse();
        steps.dedup();
        steps
    }

    pub(super) fn handle_name(&self, site: u32) -> String {
        let site = &self.sites[site as usize];
        match &site.handle {
            Some(name) => format!("`{name}`"),
            None => format!("the {}", site.kind),
        }
    }
}
