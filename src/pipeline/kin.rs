//! The other files of the components that the named files belong to. They are read whole, but looked into only where that can
//! change what is said: one finding lists all uses of a component's predefined keys, and what the named files call, what calls
//! them and what shares a variable with them tells what becomes of their keys.

use super::context::Named;
use super::known::Found;
use super::{Run, marks};
use crate::component;
use crate::flow::{Base, Expr, Flow};
use crate::index::{FunctionRef, Wanted};
use crate::models::{Context, Function, Kind, Models, Root};
use crate::solve::{self, Solved};
use crate::source::{FileId, Input, folder};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// A component of more files is not read whole for the sake of one of them.
const MOST_KIN: usize = 200;

/// What is asked of the C functions in the other files of the components.
pub(super) struct Asked {
    /// Names of a user's predefined keys, and of what uses one or tells what that does: who mentions one may use one.
    roots: BTreeSet<String>,
    /// Names of what the named files share with others: who mentions one is explored.
    shared: BTreeSet<String>,
    /// Functions that only their own file can call and that call into the named files.
    inside: BTreeMap<FileId, BTreeSet<String>>,
    /// The functions that are explored, because they tell what becomes of the named files' keys.
    whole: FxHashSet<FunctionRef>,
    /// Those that only may use a user's predefined key.
    slight: FxHashSet<FunctionRef>,
    /// Those of them that mention one: they may hand it on without a call of the tables.
    using: Vec<FunctionRef>,
}

impl Asked {
    pub(super) fn of(models: &Models) -> Asked {
        let constants = models.constants().filter(|(_, value)| Root::is_user_value(*value)).map(|(name, _)| name);
        let tells = |f: &Function| {
            let turns = matches!(f.context, Some(Context::DisableCache | Context::DisableUserCache | Context::Override));
            turns || f.uses_root.is_some() || f.acquires.as_ref().is_some_and(|a| a.kind == Kind::Profile)
        };
        let functions = models.names().filter(|(_, id)| tells(models.get(*id))).map(|(name, _)| name);
        let roots = constants.chain(functions).map(str::to_owned).collect();
        let (whole, slight) = (FxHashSet::default(), FxHashSet::default());
        Asked { roots, shared: BTreeSet::new(), inside: BTreeMap::new(), whole, slight, using: Vec::new() }
    }
}

/// The files of the same components as the named ones, those in the same folders included.
pub(super) fn of(files: &[Input], named: &Named, known: &Found) -> Vec<bool> {
    let folders: BTreeSet<&str> = named.paths.iter().map(|path| folder(path)).collect();
    let marks = marks::around(files, known, &folders);
    let marked = component::marked(&marks, |file| folder(&files[file.0 as usize].path));
    let homes: BTreeSet<&str> = folders.iter().map(|f| component::home_of(f, &marked)).collect();
    let of_component = |path: &str| named.kin.contains(path) || homes.contains(component::home_of(folder(path), &marked));
    let all: Vec<bool> = files.iter().map(|file| of_component(&file.path)).collect();
    if all.iter().filter(|kin| **kin).count() <= MOST_KIN {
        return all;
    }
    files.iter().map(|file| folders.contains(folder(&file.path))).collect()
}

impl Run<'_> {
    /// Whether a function is looked into only if the named files need it: those of C in the other files of their components.
    pub(super) fn is_asked_for(&self, function: FunctionRef) -> bool {
        let i = function.file.0 as usize;
        let Some(context) = self.context.as_ref().filter(|_| i < self.own) else { return false };
        !context.named[i] && context.is_kin(i) && self.index.file(function.file).is_some_and(|f| f.is_plain_c())
    }

    /// Whether a function is to be looked into, as far as the component decides that.
    pub(super) fn is_needed(&self, function: FunctionRef) -> bool {
        let chosen = |asked: &Asked| asked.whole.contains(&function) || asked.slight.contains(&function);
        !self.is_asked_for(function) || self.context.as_ref().is_none_or(|c| chosen(&c.asked))
    }

    /// Whether only the uses of predefined keys are asked of a flow.
    pub(super) fn is_slight(&self, flow: usize) -> bool {
        let asked = self.context.as_ref().map(|c| &c.asked);
        asked.is_some_and(|a| self.functions.get(flow).is_some_and(|f| a.slight.contains(f)))
    }

    /// The functions of the component that may use a user's predefined key and were not looked into.
    pub(super) fn users_in_component(&self) -> Vec<FunctionRef> {
        let using = self.context.as_ref().map(|c| c.asked.using.as_slice()).unwrap_or_default();
        using.iter().copied().filter(|f| !self.by_ref.contains_key(f)).collect()
    }

    /// Chooses the functions of the component that are needed.
    pub(super) fn choose_in_component(&mut self) {
        let Some(context) = &self.context else { return };
        let asked = &context.asked;
        let initial = self.constants.iter().chain(&self.initial).filter(|(_, values)| values.iter().any(|(_, value)| is_user_root(value)));
        let roots = self.index.wanted(asked.roots.iter().map(String::as_str).chain(initial.map(|(global, _)| &*global.name)));
        let shared = self.index.wanted(asked.shared.iter().chain(&context.upward).map(String::as_str));
        let of_file = |(file, names): (&FileId, &BTreeSet<String>)| (*file, self.index.wanted_in(*file, names.iter().map(String::as_str)));
        let inside: BTreeMap<FileId, Wanted> = asked.inside.iter().map(of_file).collect();
        let is_named = |f: &FunctionRef| (f.file.0 as usize) < self.own && context.named[f.file.0 as usize];
        let is_shared =
            |f: &FunctionRef| self.index.mentions(*f, &shared) || inside.get(&f.file).is_some_and(|names| self.index.mentions(*f, names));
        let uses = |f: &FunctionRef| self.index.mentions(*f, &roots) || solve::is_dll_main(&self.index.function(*f).name);
        let (named, others): (Vec<FunctionRef>, Vec<FunctionRef>) =
            self.index.all_functions().filter(|f| is_named(f) || self.is_asked_for(*f)).partition(is_named);
        let sharing = others.par_iter().copied().filter(is_shared);
        let whole = self.called_in_component(named.into_iter().chain(sharing.collect::<Vec<_>>()).collect());
        let using: Vec<FunctionRef> = others.into_par_iter().filter(uses).collect();
        let mut slight = self.called_in_component(using.clone());
        slight.retain(|f| !whole.contains(f));
        let asked = &mut self.context.as_mut().expect("it is there").asked;
        (asked.whole, asked.slight, asked.using) = (whole, slight, using);
    }

    /// These functions, and those of the component that they lead to.
    fn called_in_component(&self, mut waiting: Vec<FunctionRef>) -> FxHashSet<FunctionRef> {
        let mut found: FxHashSet<FunctionRef> = waiting.iter().copied().collect();
        while let Some(function) = waiting.pop() {
            let called = self.index.identifiers(function).into_iter().flat_map(|name| self.index.functions_named(name));
            let visible = |f: &&FunctionRef| !self.index.function(**f).internal || f.file == function.file;
            for callee in called.filter(|f| self.is_asked_for(**f)).filter(visible) {
                if found.insert(*callee) {
                    waiting.push(*callee);
                }
            }
        }
        found
    }

    /// What the last round showed to be shared with the named files, or handed on to others.
    pub(super) fn ask_component(&mut self, solved: &Solved) {
        let Some(mut context) = self.context.take() else { return };
        let bare = |flow: &Flow| flow.name.rsplit("::").next().unwrap_or(&flow.name).to_owned();
        let is_named = |file: FileId| context.named.get(file.0 as usize).is_some_and(|named| *named);
        let upward = self.index.wanted(context.upward.iter().map(String::as_str));
        for i in &solved.effective {
            let flow = &self.flows[*i];
            if flow.internal && self.is_c_function_mentioning(*i, &upward) {
                context.asked.inside.entry(flow.file).or_default().insert(bare(flow));
            }
        }
        context.asked.roots.extend(solved.giving_roots.iter().map(|i| bare(&self.flows[*i])));
        let shared = &mut context.asked.shared;
        for flow in self.flows.iter().filter(|flow| is_named(flow.file)) {
            let globals = flow.places().filter_map(|place| match &place.base {
                Base::Global(global) => global.file.is_none().then_some(&global.name),
                Base::Local(_) => None,
            });
            // a name that nothing declares is a constant which was not seen
            shared.extend(globals.filter(|name| self.index.variable(name, flow.file).is_some()).map(|name| name.to_string()));
        }
        let kept = solved.solution.lifetimes.iter().filter(|l| is_named(l.name.file)).filter_map(|l| l.holder.as_ref()?.member.as_deref());
        shared.extend(kept.flat_map(|member| member.rsplit('.').next()).map(str::to_owned));
        self.context = Some(context);
    }

    fn is_c_function_mentioning(&self, flow: usize, names: &Wanted) -> bool {
        !self.is_rust(self.flows[flow].file) && self.index.mentions(self.functions[flow], names)
    }
}

fn is_user_root(value: &Expr) -> bool {
    matches!(value, Expr::Const(value) if Root::is_user_value(*value))
}
