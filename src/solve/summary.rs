//! What a call of a function does, in terms of its parameters, globals and what they point at.
//!
//! Terms are private to one function's analysis; a summary holds trees instead, which the caller's analysis turns into its own
//! terms. A [`Case`] is one way the function can end: under which conditions, with what closed, opened, written and returned.

use super::choice::Choice;
use super::range::Range;
use super::state::State;
use super::term::{Loc, LocBase, LocId, Res, Term, TermId, Terms};
use crate::flow::{BinOp, Global, Name, Proj, UnOp};
use crate::models::{Kind, Root};
use crate::source::Span;

/// A value, seen from outside.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Out {
    Const(i64),
    Str(Name),
    Function(Name),
    Addr(OutLoc),
    Input(OutLoc),
    /// Index into [`Summary::exports`].
    Handle(u32),
    Heap(u32),
    /// Unknown; equal numbers are equal values.
    Fresh(u32),
    /// Unknown, but one of these.
    Met(u32, Vec<Out>),
    Un(UnOp, Box<Out>),
    Bin(BinOp, Box<Out>, Box<Out>),
    OneOf(Vec<Out>),
}

impl Out {
    /// Whether it can be a predefined key of the user's.
    fn is_user_root(&self) -> bool {
        match self {
            Out::Const(value) => Root::is_user_value(*value),
            Out::OneOf(all) | Out::Met(_, all) => all.iter().any(Out::is_user_root),
            _ => false,
        }
    }

    /// Whether callers know what it is computed from.
    fn is_computed(&self) -> bool {
        match self {
            Out::Const(_) | Out::Str(_) | Out::Function(_) => true,
            Out::Input(from) => from.is_told(),
            Out::Un(_, a) => a.is_computed(),
            Out::Bin(_, a, b) => a.is_computed() && b.is_computed(),
            Out::OneOf(all) => all.iter().all(Out::is_computed),
            Out::Addr(_) | Out::Handle(_) | Out::Heap(_) | Out::Fresh(_) | Out::Met(..) => false,
        }
    }

    /// Whether something that a caller has is part of it.
    fn has_input(&self) -> bool {
        match self {
            Out::Input(_) => true,
            Out::Un(_, a) => a.has_input(),
            Out::Bin(_, a, b) => a.has_input() || b.has_input(),
            Out::OneOf(all) => all.iter().any(Out::has_input),
            _ => false,
        }
    }
}

/// A location, seen from outside.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct OutLoc {
    pub(super) base: OutBase,
    pub(super) path: Vec<Proj>,
}

impl OutLoc {
    /// The parameter that points at the object which it lies in.
    pub(super) fn behind(&self) -> Option<usize> {
        let OutBase::Obj(out) = &self.base else { return None };
        match &**out {
            Out::Input(OutLoc { base: OutBase::Param(n), path }) if path.is_empty() => Some(*n as usize),
            _ => None,
        }
    }

    /// Whether it is a parameter, or what one points at: no member of what it points at.
    pub(super) fn is_parameter(&self) -> bool {
        match &self.base {
            OutBase::Param(_) => self.path.is_empty(),
            OutBase::Obj(pointer) => self.path.is_empty() && matches!(&**pointer, Out::Input(inner) if inner.is_parameter()),
            OutBase::Global(_) | OutBase::Returned => false,
        }
    }

    /// Whether it lies behind a pointer that the function came by on its way, as one goes through a list.
    pub(super) fn is_found(&self) -> bool {
        let OutBase::Obj(pointer) = &self.base else { return false };
        match &**pointer {
            Out::Input(from) => from.is_found(),
            Out::Fresh(_) | Out::Met(..) | Out::Bin(..) => true,
            _ => false,
        }
    }

    /// Whether it is a parameter's value, or a member of the object that a method is called on: a status or a handle, no text.
    fn is_told(&self) -> bool {
        match self.base {
            OutBase::Param(_) => self.path.is_empty(),
            _ => self.behind() == Some(0) && matches!(self.path.as_slice(), [Proj::Field(_)]),
        }
    }

    /// Whether a caller can tell what lies here.
    pub(super) fn is_from_parameter(&self) -> bool {
        match &self.base {
            OutBase::Param(_) => true,
            OutBase::Global(_) | OutBase::Returned => false,
            OutBase::Obj(pointer) => match &**pointer {
                Out::Input(inner) | Out::Addr(inner) => inner.is_from_parameter(),
                Out::Bin(_, a, _) => matches!(&**a, Out::Input(inner) if inner.is_from_parameter()),
                _ => false,
            },
        }
    }
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum OutBase {
    Param(u32),
    Global(Global),
    Obj(Box<Out>),
    /// The returned value.
    Returned,
}

/// Where a key comes from.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Leaf {
    Root(Root),
    /// Flags choose it.
    Choice(Box<Choice>),
    Input(OutLoc),
    Unknown,
}

/// What is known of a sub-key's name.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum SubKey {
    Known(Name),
    Input(OutLoc),
    Unknown,
}

/// A root with the path below it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Origin {
    pub(super) leaf: Leaf,
    pub(super) subkey: SubKey,
}

impl Origin {
    pub(super) fn unknown() -> Origin {
        Origin { leaf: Leaf::Unknown, subkey: SubKey::Unknown }
    }

    /// The key itself.
    pub(super) fn of(leaf: Leaf) -> Origin {
        Origin { leaf, subkey: SubKey::Known("".into()) }
    }

    /// The origins of the keys so named below these: a full native path says it all, also where there is no key to be below.
    pub(super) fn all_below(mut keys: Vec<Origin>, names: &[SubKey]) -> Vec<Origin> {
        if keys.is_empty() && names.iter().any(|name| matches!(name, SubKey::Input(_))) {
            keys.push(Origin::of(Leaf::Unknown));
        }
        let mut all: Vec<Origin> = names.iter().filter_map(Origin::of_native).collect();
        let relative = || names.iter().filter(|name| Origin::of_native(name).is_none());
        all.extend(keys.iter().flat_map(|key| relative().map(|name| key.below(name))));
        all
    }

    fn of_native(name: &SubKey) -> Option<Origin> {
        let SubKey::Known(text) = name else { return None };
        native_path(text).map(|(root, rest)| Origin { leaf: Leaf::Root(root), subkey: SubKey::Known(rest) })
    }

    /// The caller's place that holds the full path of a key, which may be its name only.
    pub(super) fn named_by(&self) -> Option<&OutLoc> {
        match self {
            Origin { leaf: Leaf::Unknown, subkey: SubKey::Input(name) } => Some(name),
            _ => None,
        }
    }

    /// The origin of a key below this one.
    pub(super) fn below(&self, subkey: &SubKey) -> Origin {
        let joined = match (&self.subkey, subkey) {
            (SubKey::Known(a), SubKey::Known(b)) => SubKey::Known(join_keys(a, b)),
            (SubKey::Known(a), SubKey::Input(b)) if a.is_empty() => SubKey::Input(b.clone()),
            (SubKey::Input(a), SubKey::Known(b)) if b.is_empty() => SubKey::Input(a.clone()),
            _ => SubKey::Unknown,
        };
        Origin { leaf: self.leaf.clone(), subkey: joined }
    }
}

/// A native path's root and the rest.
pub(super) fn native_path(path: &str) -> Option<(Root, Name)> {
    let lower = path.to_ascii_lowercase();
    let roots = [("\\registry\\user", Root::Hku), ("\\registry\\machine", Root::Hklm)];
    let (prefix, root) = roots.into_iter().find(|(prefix, _)| lower.starts_with(prefix))?;
    let rest = path[prefix.len()..].trim_start_matches('\\');
    Some((root, rest.into()))
}

/// The path of a key below another key.
pub(super) fn join_keys(a: &str, b: &str) -> Name {
    let (a, b) = (a.trim_end_matches('\\'), b.trim_start_matches('\\'));
    if a.is_empty() || b.is_empty() { format!("{a}{b}").into() } else { format!("{a}\\{b}").into() }
}

/// A handle that leaves the function open.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Export {
    pub(super) api: Name,
    pub(super) kind: Kind,
    pub(super) origins: Vec<Origin>,
    /// It lies in a member of an object, not in the caller's hand.
    pub(super) in_object: bool,
    /// The object is another binary's.
    pub(super) elsewhere: bool,
    /// A value owns it.
    pub(super) owned: bool,
    /// Code that was not seen can come to it, too.
    pub(super) escaped: bool,
}

/// Something a function gets from its callers that is part of what its sites open.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Need {
    pub(super) loc: OutLoc,
    /// Whose key it is depends on it; otherwise it is only a part of the key's name.
    pub(super) decides: bool,
    /// It is a number whose bits choose a root.
    pub(super) is_number: bool,
}

/// A value from outside that a case closes.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Closing {
    pub(super) value: Out,
    pub(super) api: Name,
    pub(super) kinds: Vec<Kind>,
}

/// One way a call can go.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Case {
    pub(super) conditions: Vec<(Out, Range)>,
    pub(super) closed: Vec<Closing>,
    pub(super) passed: Vec<Out>,
    pub(super) writes: Vec<(OutLoc, Out, Range)>,
    pub(super) returns: Option<(Out, Range)>,
    /// The thread acts for somebody else afterwards.
    pub(super) impersonates: bool,
}

impl Case {
    /// Whether all that it does is to give, or to store, what it computes from what it is given: `bool worked(LONG status)`, or what
    /// a class around a status says of it.
    pub(super) fn only_computes(&self) -> bool {
        let is_pure = self.writes.is_empty();
        let computed = |value: &Out| is_pure && value.is_computed() && (value.has_input() || !self.conditions.is_empty());
        let stores = !self.writes.is_empty() && self.writes.iter().all(|(_, value, _)| value.is_computed());
        self.conditions.iter().all(|(of, _)| of.is_computed()) && self.returns.as_ref().map_or(stores, |(value, _)| computed(value))
    }
}

/// What calls of a function do.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Summary {
    /// Empty if the function never returns.
    pub(super) cases: Vec<Case>,
    pub(super) exports: Vec<Export>,
    /// Values from outside that it uses as keys.
    pub(super) uses: Vec<Out>,
    /// What it must be told of its parameters to say what its sites open.
    pub(super) needs: Vec<Need>,
    /// Pointers whose targets unseen code may change.
    pub(super) escapes: Vec<Out>,
    /// Values from outside that a value owns afterwards (`true`), or no more.
    pub(super) owners: Vec<(Out, bool)>,
    /// Its exploration was cut short: callers can't rely on any of this.
    pub(super) incomplete: bool,
}

impl Summary {
    /// Whether callers that were not looked at yet must be: they become open sites, or say what is opened here. A caller that
    /// only closes or uses a key has it from a function that is looked at anyway.
    pub(super) fn has_effect(&self) -> bool {
        !self.exports.is_empty() || self.needs.iter().any(|n| n.decides)
    }

    /// Whether it closes what a caller hands it.
    pub(super) fn closes(&self) -> bool {
        let is_handed = |c: &Closing| matches!(&c.value, Out::Input(loc) if loc.is_parameter());
        self.cases.iter().flat_map(|case| &case.closed).any(is_handed)
    }

    /// Whether callers get a user's predefined key from it.
    pub(super) fn gives_user_root(&self) -> bool {
        let values = |case: &'_ Case| case.returns.iter().map(|r| &r.0).chain(case.writes.iter().map(|w| &w.1)).any(Out::is_user_root);
        self.cases.iter().any(values)
    }
}

/// Turns a function's terms into trees.
pub(super) struct Exporter<'a> {
    pub(super) terms: &'a Terms,
    pub(super) params: &'a [crate::flow::LocalId],
    /// The resources that leave, by position.
    pub(super) exports: &'a [Res],
}

/// A function that writes more places than this is remembered by the first of them, and by all that hold handles or what
/// callers gave, or lead to objects made here: first come the places that callers can name.
const MAX_WRITES: usize = 24;
/// Deeper trees are cut off as unknown values.
const MAX_TREE: u32 = 12;

impl Exporter<'_> {
    pub(super) fn value(&self, id: TermId) -> Out {
        match self.terms.keys_met(id, self.params) {
            Some(all) => Out::Met(id.0, all.iter().map(|t| self.value_at(*t, 1)).collect()),
            None => self.value_at(id, 0),
        }
    }

    fn value_at(&self, id: TermId, depth: u32) -> Out {
        let unknown = Out::Fresh(id.0);
        if depth > MAX_TREE {
            return unknown;
        }
        let below = |t: &TermId| self.value_at(*t, depth + 1);
        match self.terms.get(id) {
            Term::Const(v) => Out::Const(*v),
            Term::Str(s) => Out::Str(s.clone()),
            Term::Function(name) => Out::Function(name.clone()),
            Term::Addr(loc) => self.loc_at(*loc, depth + 1).map_or(unknown, Out::Addr),
            Term::Input(loc) => self.loc_at(*loc, depth + 1).map_or(unknown, Out::Input),
            Term::Handle(res) => self.exports.iter().position(|r| r == res).map_or(unknown, |i| Out::Handle(i as u32)),
            Term::Heap { .. } => Out::Heap(id.0),
            Term::Un(op, a) => Out::Un(*op, Box::new(below(a))),
            Term::Bin(op, a, b) => Out::Bin(*op, Box::new(below(a)), Box::new(below(b))),
            Term::OneOf(all) => Out::OneOf(all.iter().map(below).collect()),
            Term::Part(..) | Term::Joined(..) | Term::Fresh { .. } => unknown,
        }
    }

    pub(super) fn loc(&self, id: LocId) -> Option<OutLoc> {
        self.loc_at(id, 0)
    }

    fn loc_at(&self, id: LocId, depth: u32) -> Option<OutLoc> {
        let Loc { base, path } = self.terms.loc_of(id);
        let base = match base {
            LocBase::Local(l) => OutBase::Param(self.params.iter().position(|p| p == l)? as u32),
            LocBase::Global(g) => OutBase::Global(g.clone()),
            LocBase::Obj(t) => OutBase::Obj(Box::new(self.value_at(*t, depth + 1))),
        };
        Some(OutLoc { base, path: path.clone() })
    }

    /// A place that a caller can reach.
    fn target(&self, id: LocId, returned: LocId) -> Option<OutLoc> {
        let (loc, whole) = (self.terms.loc_of(id), self.terms.loc_of(returned));
        if loc.base == whole.base { Some(OutLoc { base: OutBase::Returned, path: loc.path.clone() }) } else { self.loc(id) }
    }

    /// A state at the function's end as a case. Its locals are gone already but for the returned value's location.
    pub(super) fn case(&self, state: &State, returned: LocId, closings: &[(TermId, Name, Vec<Kind>, Span)]) -> Case {
        let mut case = Case { impersonates: state.situation.impersonating.is_some(), ..Case::default() };
        for (term, range) in state.facts() {
            let out = self.value(term);
            if from_outside(&out) {
                case.conditions.push((out, range.clone()));
            }
        }
        for input in &state.closed_inputs {
            let (api, kinds) = closings.iter().find(|c| c.0 == *input).map_or_else(Default::default, |c| (c.1.clone(), c.2.clone()));
            case.closed.push(Closing { value: self.value(*input), api, kinds });
        }
        case.passed = state.passed_inputs.iter().map(|t| self.value(*t)).filter(from_outside).collect();
        let mut writes = Vec::new();
        for (loc, value) in state.entries() {
            if loc == returned {
                case.returns = Some((self.value(value), self.terms.range(state, value)));
            } else if let Some(target) = self.target(loc, returned).filter(|t| !matches!(t.base, OutBase::Param(_))) {
                writes.push((target, value));
            }
        }
        writes.sort_by_key(|(target, _)| matches!(&target.base, OutBase::Obj(pointer) if !from_outside(pointer)));
        for (n, (target, value)) in writes.into_iter().enumerate() {
            // what a parameter was given may be a caller's handle
            let may_lead_to_handle =
                self.terms.mentions_handle(value) || self.terms.leads_to_object(value) || self.terms.is_given(value, self.params);
            if n < MAX_WRITES || may_lead_to_handle {
                case.writes.push((target, self.value(value), self.terms.range(state, value)));
            }
        }
        case
    }
}

/// Whether the value is built from nothing but what the caller knows.
pub(super) fn from_outside(out: &Out) -> bool {
    match out {
        Out::Const(_) | Out::Str(_) | Out::Function(_) | Out::Input(_) | Out::Addr(_) => true,
        Out::Un(_, a) => from_outside(a),
        Out::Bin(_, a, b) => from_outside(a) && from_outside(b),
        Out::OneOf(all) => all.iter().all(from_outside),
        Out::Handle(_) | Out::Heap(_) | Out::Fresh(_) | Out::Met(..) => false,
    }
}
