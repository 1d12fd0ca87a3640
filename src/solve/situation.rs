//! For whom the thread acts, and what the process's predefined keys stand for: what calls change beside handles.

use super::calls::Call;
use super::engine::Engine;
use super::record::Record;
use super::state::{State, StepKind};
use super::term::{LocBase, Term, TermId};
use super::{Program, retry};
use crate::flow::{Callee, Event, Flow, Name};
use crate::lifetime::{Misuse, MisuseKind, RootRestored, Runs, Step};
use crate::models::{ApiId, Context, Function, Kind, Root};
use crate::source::Span;
use std::collections::BTreeSet;

/// Rights that let a key be changed: KEY_SET_VALUE, KEY_CREATE_SUB_KEY, DELETE, WRITE_DAC, WRITE_OWNER, MAXIMUM_ALLOWED, GENERIC_ALL
/// and GENERIC_WRITE.
const WRITING: i64 = 0x2 | 0x4 | 0x000d_0000 | 0x0200_0000 | 0x1000_0000 | 0x4000_0000;

/// What a path has changed so far.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Situation {
    /// Where the thread began to act for somebody else.
    pub(super) impersonating: Option<Span>,
    /// Predefined keys that stand for another key, and where that began; sorted.
    pub(super) overridden: Vec<(Root, Span)>,
}

impl Engine<'_> {
    /// What a function changes beside memory and handles. Some changes can fail: then both ways are followed.
    pub(super) fn api_context(&mut self, state: &mut State, api: &Function, name: &Name, call: &Call<'_>, args: &[TermId]) {
        let access = api.follows_thread.and_then(|arg| self.terms.range(state, *args.get(usize::from(arg))?).constant());
        if access.is_some_and(|a| a & WRITING != 0) && state.situation.impersonating.is_some() {
            self.misuse(state, MisuseKind::UnloadedUser, call.span, None, Some(name.clone()), Some(Root::Hkcu));
        }
        match api.context {
            Some(Context::Wait) if self.holds(state, api.context_if, args) => {
                self.wait(state, api, call);
                self.renew_closed(state, call);
            }
            Some(Context::Revert) => state.situation.impersonating = None,
            Some(Context::DisableUserCache | Context::DisableCache) => {
                if state.used_before {
                    self.misuse(state, MisuseKind::CacheOffLate, call.span, None, Some(name.clone()), None);
                }
                if api.context == Some(Context::DisableUserCache) {
                    self.misuse(state, MisuseKind::CacheOffForUserOnly, call.span, None, Some(name.clone()), None);
                }
                self.record.cache_calls.insert((call.span, name.clone()));
            }
            _ => {}
        }
    }

    fn wait(&mut self, state: &State, api: &Function, call: &Call<'_>) {
        let thread = self.flow.threads.iter().filter(|t| t.contains(call.span)).max_by_key(|t| t.start);
        for (res, status) in &state.res {
            let site = &mut self.record.sites[res.site as usize];
            if status.is_open() && thread.is_none_or(|t| t.contains(site.span)) {
                let text = format!("`{}` waits here, without end, while the key is open", api.name);
                site.held_across.insert(Step { span: call.span, text });
            }
        }
    }

    /// While this thread waits, others may put new keys where those of callers were closed.
    fn renew_closed(&mut self, state: &mut State, call: &Call<'_>) {
        for input in state.closed_inputs.clone() {
            let Term::Input(loc) = *self.terms.get(input) else { continue };
            let is_shared = !matches!(self.terms.loc_of(loc).base, LocBase::Local(_));
            if is_shared && self.terms.read(state, loc) == input {
                let value = self.fresh(state, call.point, loc.0 + 1);
                state.set(loc, value);
            }
        }
    }

    /// Whether a call changes the situation only if it succeeds.
    pub(super) fn changes_if_successful(&self, state: &State, api: &Function, args: &[TermId]) -> bool {
        let takes_back = api.reverts_if.is_some() && self.holds(state, api.reverts_if, args);
        matches!(api.context, Some(Context::Impersonate | Context::Override)) && !takes_back
    }

    /// The two ways that such a call can end.
    pub(super) fn change(&mut self, mut state: State, api: &Function, call: &Call<'_>, args: &[TermId], next: &mut Vec<State>) {
        if let Some(success) = api.context_success {
            let mut failed = state.clone();
            let value = self.outcome(&mut failed, success, false, call.point);
            self.set_result(&mut failed, call, value);
            next.push(failed);
            let value = self.outcome(&mut state, success, true, call.point);
            self.set_result(&mut state, call, value);
        } else {
            let value = self.fresh(&mut state, call.point, 0);
            self.set_result(&mut state, call, value);
        }
        match (api.context, args.first().and_then(|root| self.root_value(*root))) {
            (Some(Context::Impersonate), _) => {
                state.situation.impersonating = Some(call.span);
                state.step(call.name, StepKind::Impersonated);
            }
            (_, Some(root)) if root.is_cached_user_root() => {
                let overridden = &mut state.situation.overridden;
                if let Err(i) = overridden.binary_search_by_key(&root, |o| o.0) {
                    overridden.insert(i, (root, call.span));
                    state.step(call.name, StepKind::Overridden);
                }
            }
            _ => {}
        }
        next.push(state);
    }

    /// A call takes back what it, or its like, changed.
    pub(super) fn take_back(&mut self, state: &mut State, api: &Function, span: Span, args: &[TermId]) {
        if !self.holds(state, api.reverts_if, args) || api.reverts_if.is_none() {
            return;
        }
        state.situation.impersonating = state.situation.impersonating.filter(|_| api.context != Some(Context::Impersonate));
        if let (Some(Context::Override), Some(root)) = (api.context, args.first().and_then(|root| self.root_value(*root))) {
            state.situation.overridden.retain(|o| o.0 != root);
            self.record.restored.insert((root, span));
        }
    }

    /// A function of the tree, or one that was not seen, may do the reverting.
    pub(super) fn may_revert(&self, state: &mut State, name: &str, candidates: &[usize]) {
        let reverts = |flow: &Flow| {
            let events = flow.blocks.iter().flat_map(|b| &b.events);
            let mut apis = events.filter_map(|e| match e {
                Event::Call { callee: Callee::Api(api), .. } => Some(self.models.get(*api)),
                _ => None,
            });
            apis.any(|api| api.context == Some(Context::Revert) || api.reverts_if.is_some())
        };
        // the constructor of a guard that reverts does not
        let (class, last) = name.rsplit_once("::").unwrap_or(("", name));
        let is_constructor = class.rsplit("::").next() == Some(last);
        let says_so = || !is_constructor && last.to_ascii_lowercase().contains("revert");
        if state.situation.impersonating.is_some() && (says_so() || candidates.iter().any(|c| reverts(&self.program.flows[*c]))) {
            state.situation.impersonating = None;
        }
    }

    pub(super) fn note_use(&mut self, state: &mut State, call: &Call<'_>, name: &Name, root: Root) {
        if !root.is_cached_user_root() {
            return;
        }
        self.record.uses.insert((call.name, name.clone(), root));
        state.used_before = true;
        if state.situation.impersonating.is_some() {
            self.misuse(state, MisuseKind::UnderImpersonation, call.span, None, Some(name.clone()), Some(root));
        }
    }

    /// A path ends: what is changed now stays so.
    pub(super) fn leave_situation(&mut self, state: &State, span: Span) {
        for (root, since) in &state.situation.overridden {
            if self.record.left_overridden.iter().any(|l| l.0 == *since) {
                continue;
            }
            let text = format!("{} still stands for the other key when control leaves here", root.name());
            let steps = self.record.steps(state.trace.as_deref(), None, span, text);
            self.record.left_overridden.push((*since, *root, steps));
        }
    }
}

/// What a whole function, or what `DllMain` leads to, shows.
pub(super) fn add_misuses(program: &Program<'_>, records: &[&Record], callees: &[Vec<usize>], found: &mut Vec<Misuse>) {
    for (f, record) in records.iter().enumerate() {
        let misuse = |kind, span, api: Option<&Name>, root: Option<Root>, steps| Misuse {
            kind,
            function: program.flows[f].name.clone(),
            span,
            open: None,
            api: api.cloned(),
            roots: root.into_iter().collect(),
            per_user: Some(true),
            steps,
            runs: Runs::default(),
            library: None,
        };
        for endless in retry::endless(program, &program.flows[f]) {
            let api = (program.spelled)(endless.opened, endless.api);
            let steps = vec![
                Step { span: endless.opened, text: "the key is opened again here".to_owned() },
                Step { span: endless.asked, text: "as long as it is deleted, control goes round again here".to_owned() },
            ];
            found.push(misuse(MisuseKind::EndlessRetry, endless.asked, Some(&api), None, steps));
        }
        for (span, root, steps) in &record.left_overridden {
            // with no key to give, the very call restores it
            if !record.restored.contains(&(*root, *span)) {
                found.push(misuse(MisuseKind::OverrideKept, *span, None, Some(*root), steps.clone()));
            }
        }
    }
    for f in led_to_by_dll_main(program, callees) {
        let used = records[f].uses.iter().map(|(span, api, root)| (*span, api, Some(*root)));
        let switched = records[f].cache_calls.iter().map(|(span, api)| (*span, api, None));
        let all: Vec<(Span, &Name, Option<Root>)> = used.chain(switched).collect();
        let Some((span, api, _)) = all.first().copied() else { continue };
        found.push(Misuse {
            kind: MisuseKind::InDllMain,
            function: program.flows[f].name.clone(),
            span,
            open: None,
            api: Some(api.clone()),
            roots: all.iter().filter_map(|u| u.2).collect::<BTreeSet<_>>().into_iter().collect(),
            per_user: Some(true),
            steps: all.iter().map(|(span, api, _)| Step { span: *span, text: format!("`{api}` runs inside DllMain here") }).collect(),
            runs: Runs::default(),
            library: None,
        });
    }
}

/// Calls that make a predefined key stand for itself again.
pub(super) fn roots_restored<'r>(flow: &'r Flow, record: &'r Record) -> impl Iterator<Item = RootRestored> + 'r {
    record.restored.iter().map(|(root, span)| RootRestored { span: *span, function: flow.name.clone(), root: *root })
}

/// Calls that load a user's profile.
pub(super) fn profiles_loaded<'f>(program: &'f Program<'_>, flow: &'f Flow) -> impl Iterator<Item = Span> + 'f {
    let loads = |api: ApiId| program.models.get(api).acquires.as_ref().is_some_and(|a| a.kind == Kind::Profile);
    flow.blocks.iter().flat_map(|b| &b.events).filter_map(move |event| match event {
        Event::Call { callee: Callee::Api(api), span, .. } if loads(*api) => Some(*span),
        _ => None,
    })
}

/// Whether Windows calls a function of this name when it loads the DLL.
pub fn is_dll_main(name: &str) -> bool {
    matches!(name, "DllEntryPoint" | "DllMain" | "_DllMainCRTStartup")
}

/// Functions that run inside `DllMain`, itself included.
fn led_to_by_dll_main(program: &Program<'_>, callees: &[Vec<usize>]) -> BTreeSet<usize> {
    let mut waiting: Vec<usize> = (0..program.flows.len()).filter(|f| is_dll_main(&program.flows[*f].name)).collect();
    let mut inside = BTreeSet::new();
    while let Some(f) = waiting.pop() {
        // a function whose address is taken, as for a new thread, is called from elsewhere
        if inside.insert(f) {
            waiting.extend(callees[f].iter().copied().filter(|c| calls(program, f, *c)));
        }
    }
    inside
}

fn calls(program: &Program<'_>, caller: usize, callee: usize) -> bool {
    let flow = &program.flows[caller];
    let mut events = flow.blocks.iter().flat_map(|b| &b.events);
    events.any(|event| match event {
        Event::Call { callee: called, args, .. } => (program.resolve)(called, flow.file, args.len()).contains(&callee),
        _ => false,
    })
}
