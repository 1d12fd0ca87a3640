//! Who holds an open handle when the function returns.

use super::engine::Engine;
use super::record::Site;
use super::state::{State, Status};
use super::summary::{Exporter, Leaf, Origin, OutLoc, SubKey};
use super::term::{FAILED, Loc, LocBase, LocId, Res, Term, TermId};
use crate::flow::{Base, Expr, FIRST_MEMBER, Place, Proj, UnOp};
use crate::lifetime::{Class, EndKind, Holder};
use crate::models::{Acquire, Out, Root, RootFrom};
use crate::source::Span;

impl Site {
    /// Somebody holds the handle after the function returned.
    pub(super) fn kept(&mut self, class: Class, kind: &'static str, member: Option<String>) {
        self.classes.insert(class);
        if self.holder.as_ref().is_none_or(|(worst, _)| *worst < class) {
            self.holder = Some((class, Holder { kind, member, ..Holder::default() }));
        }
    }
}

impl Engine<'_> {
    /// The function ends on this path: every open handle goes to whoever still names it.
    pub(super) fn leave(&mut self, state: &mut State, span: Span, kind: EndKind) {
        self.note_kept_closed(state);
        let open: Vec<(Res, Status)> = state.res.iter().filter(|(_, s)| s.is_open()).copied().collect();
        for (res, _) in open {
            let holders = state.holders(&self.terms, res);
            let best = holders.iter().filter_map(|l| self.keeper(state, *l, 0).map(|k| (k, *l))).max_by_key(|(k, _)| k.0);
            match best {
                None => self.leaked(state, res, span, kind),
                Some(((Class::Unknown, _), loc)) => {
                    // whoever made the pointer may tell whose memory that is
                    if let LocBase::Obj(pointer) = self.terms.loc_of(loc).base {
                        self.want_makers(pointer);
                    }
                    self.record.sites[res.site as usize].note_doubt("it is stored through a pointer whose target was not seen");
                    state.set_status(res, None);
                }
                Some(((class, who), loc)) => {
                    let member = self.loc_text(loc);
                    self.record.sites[res.site as usize].kept(class, who, Some(member));
                }
            }
        }
        self.note_stored(state);
        let terms = &self.terms;
        let returned = self.returned;
        state.forget_where(|l| matches!(terms.loc_of(l).base, LocBase::Local(_)) && !terms.is_within(l, returned));
    }

    fn note_kept_closed(&mut self, state: &State) {
        for (res, _) in state.res.iter().filter(|(_, status)| !status.is_open()) {
            if state.holders(&self.terms, *res).into_iter().any(|l| self.keeper(state, l, 0).is_some()) {
                self.record.kept_closed.insert(self.record.sites[res.site as usize].name);
            }
        }
    }

    /// What globals and members are left with is what other functions find there.
    fn note_stored(&mut self, state: &State) {
        let all: Vec<(LocId, TermId)> = state.entries().collect();
        all.into_iter().for_each(|(loc, value)| self.note_left(state, loc, value));
    }

    /// Other functions may find this value in a place that outlives the function, if it is a global or a member.
    pub(super) fn note_left(&mut self, state: &State, loc: LocId, value: TermId) {
        if matches!(self.terms.loc_of(loc).base, LocBase::Local(_)) {
            return;
        }
        let any_met = self.terms.met(value).unwrap_or_default();
        let may_be = |told: &dyn Fn(TermId) -> bool| told(value) || any_met.iter().any(|one| told(*one));
        let is_key = may_be(&|value| {
            self.terms.mentions_handle(value) || self.duplicates.contains_key(&value) || self.predefined(state, value).is_some()
        });
        let is_given = || may_be(&|value| self.terms.is_given(value, &self.flow.params));
        match &self.terms.loc_of(loc).base {
            LocBase::Global(_) if is_key => {
                let Some(place) = self.out_loc(loc) else { return };
                for origin in self.origins_of(state, value) {
                    note(&mut self.record.stored, place.clone(), origin);
                }
            }
            LocBase::Obj(_) if is_key || is_given() => {
                let named = || self.program.member_in(&self.terms.loc_of(loc).path).cloned();
                let Some(member) = (if self.flow.by_words { self.typed_member(loc).map(|m| m.key) } else { named() }) else { return };
                for origin in self.origins_of(state, value) {
                    note(&mut self.record.members, member.clone(), origin);
                }
            }
            _ => {}
        }
    }

    /// Whose a location is once the function has returned; `None` if it is gone.
    fn keeper(&self, state: &State, loc: LocId, depth: u32) -> Option<(Class, &'static str)> {
        let Loc { base, path } = self.terms.loc_of(loc);
        if loc == self.returned {
            return Some((Class::Caller, "return"));
        }
        match base {
            LocBase::Local(_) if self.terms.is_within(loc, self.returned) => {
                let member = path.iter().any(|p| matches!(p, Proj::Field(_)));
                Some(if member { (Class::Object, "member") } else { (Class::Caller, "return") })
            }
            LocBase::Local(_) => None,
            LocBase::Global(_) => Some((Class::Process, "static")),
            LocBase::Obj(pointer) => {
                let is_member = path.iter().any(|p| matches!(p, Proj::Field(_))) || self.typed_member(loc).is_some();
                self.object_keeper(state, *pointer, is_member, depth)
            }
        }
    }

    fn object_keeper(&self, state: &State, pointer: TermId, member: bool, depth: u32) -> Option<(Class, &'static str)> {
        if depth > 6 {
            return Some((Class::Unknown, "member"));
        }
        let object = if member { Some((Class::Object, "member")) } else { Some((Class::Unknown, "member")) };
        match self.terms.get(pointer) {
            Term::Input(from) => {
                let from = self.terms.loc_of(*from);
                match &from.base {
                    LocBase::Local(local) if self.flow.is_object(*local) => Some((Class::Object, "member")),
                    LocBase::Local(local) if from.path.is_empty() && (!member || self.gives_owner(*local)) => {
                        Some((Class::Caller, "parameter"))
                    }
                    LocBase::Local(_) => Some((Class::Object, "member")),
                    LocBase::Global(_) => Some((Class::Process, "static")),
                    LocBase::Obj(_) => Some((Class::Object, "member")),
                }
            }
            Term::Bin(_, a, _) | Term::Part(a, _) => self.object_keeper(state, *a, member, depth + 1),
            Term::Heap { .. } => {
                let keepers =
                    state.entries().filter(|(_, v)| self.leads_to(*v, pointer)).filter_map(|(l, _)| self.keeper(state, l, depth + 1));
                keepers
                    .map(|(class, who)| if class == Class::Process { (class, who) } else { (Class::Object, "member") })
                    .max_by_key(|k| k.0)
            }
            // Nothing lives behind NULL.
            Term::Const(0) => None,
            Term::OneOf(all) => all.iter().filter_map(|t| self.object_keeper(state, *t, member, depth + 1)).max_by_key(|k| k.0),
            _ => object,
        }
    }

    /// Whether callers can come to an open handle by what they know: what lies in an object that was put into a list is the list's.
    pub(super) fn is_in_reach(&self, state: &State, res: Res) -> bool {
        state.holders(&self.terms, res).into_iter().any(|loc| match self.terms.loc_of(loc).base {
            LocBase::Obj(pointer) => self.leads_from_callers(state, pointer, 0),
            LocBase::Local(_) | LocBase::Global(_) => true,
        })
    }

    fn leads_from_callers(&self, state: &State, pointer: TermId, depth: u32) -> bool {
        const FARTHEST: u32 = 2;
        match self.terms.get(pointer) {
            Term::Input(from) => match self.terms.loc_of(*from).base {
                LocBase::Local(_) | LocBase::Global(_) => true,
                LocBase::Obj(outer) => self.leads_from_callers(state, outer, depth),
            },
            Term::Heap { .. } | Term::Fresh { .. } | Term::Joined(..) if depth < FARTHEST => {
                let mut holders = state.entries().filter(|(_, v)| self.leads_to(*v, pointer));
                holders.any(|(loc, _)| match self.terms.loc_of(loc).base {
                    LocBase::Local(_) => self.terms.is_within(loc, self.returned),
                    LocBase::Global(_) => true,
                    LocBase::Obj(outer) => self.leads_from_callers(state, outer, depth + 1),
                })
            }
            Term::Bin(_, a, _) | Term::Part(a, _) => self.leads_from_callers(state, *a, depth),
            Term::OneOf(all) => all.iter().any(|t| self.leads_from_callers(state, *t, depth)),
            _ => false,
        }
    }

    /// Whether a parameter leads to an object that counts as the handle itself, or to the one that is returned.
    fn gives_owner(&self, local: crate::flow::LocalId) -> bool {
        self.flow.locals.get(local.0 as usize).is_some_and(|l| l.owner && &*l.name != "this" || &*l.name == "return")
    }

    fn leads_to(&self, value: TermId, object: TermId) -> bool {
        value == object
            || match self.terms.get(value) {
                Term::Addr(loc) => self.terms.loc_of(*loc).base == LocBase::Obj(object),
                Term::OneOf(all) => all.iter().any(|t| self.leads_to(*t, object)),
                Term::Bin(_, a, _) => self.leads_to(*a, object),
                _ => false,
            }
    }

    // ---- where a key comes from ----

    pub(super) fn out_loc(&self, loc: LocId) -> Option<OutLoc> {
        Exporter { terms: &self.terms, params: &self.flow.params, exports: &[] }.loc(loc)
    }

    /// What a key is below: nothing if it is no key, below which nothing can be opened.
    pub(super) fn origins_of(&mut self, state: &State, term: TermId) -> Vec<Origin> {
        let mut found = Vec::new();
        self.add_origins(state, term, &mut found, &mut Vec::new());
        found
    }

    fn add_origins(&mut self, state: &State, term: TermId, found: &mut Vec<Origin>, asked: &mut Vec<TermId>) {
        if asked.contains(&term) || self.terms.is_no_key(term, &self.flow.params) {
            return;
        }
        asked.push(term);
        match self.terms.get(term).clone() {
            Term::Handle(res) => found.extend(self.record.sites[res.site as usize].origins.iter().cloned()),
            Term::OneOf(all) => all.iter().for_each(|t| self.add_origins(state, *t, found, asked)),
            Term::Un(UnOp::Borrowed, a) => self.add_origins(state, a, found, asked),
            other => {
                let place = match other {
                    Term::Input(loc) => Some(loc),
                    // what unseen code left there is what functions leave there
                    Term::Fresh { part, .. } => self.shared_place(part),
                    _ => None,
                };
                match (self.predefined(state, term), place) {
                    (Some(roots), _) => found.extend(roots.into_iter().map(|root| Origin::of(Leaf::Root(root)))),
                    (None, Some(loc)) => found.push(self.out_loc(loc).map_or_else(Origin::unknown, |loc| Origin::of(Leaf::Input(loc)))),
                    (None, None) => match self.duplicates.get(&term).cloned().or_else(|| self.terms.met(term)) {
                        Some(all) => all.iter().for_each(|t| self.add_origins(state, *t, found, asked)),
                        None => found.push(Origin::unknown()),
                    },
                }
            }
        }
    }

    /// The predefined keys that a number can be, if it can be nothing else: a comparison told so, or it was computed from a flag.
    fn predefined(&self, state: &State, number: TermId) -> Option<Vec<Root>> {
        const MOST: i64 = 8;
        let range = self.terms.range(state, number);
        let width = range.hi.checked_sub(range.lo).filter(|width| (0..MOST).contains(width))?;
        (0..=width).map(|i| range.lo + i).filter(|v| range.contains(*v)).map(Root::of_value).collect()
    }

    pub(super) fn acquired_origins(
        &mut self,
        state: &mut State,
        acquire: &Acquire,
        subkey: Option<TermId>,
        args: &[TermId],
    ) -> Vec<Origin> {
        let fixed = |root| vec![Origin::of(Leaf::Root(root))];
        let roots = match &acquire.root {
            RootFrom::Arg(i) => {
                let Some(key) = args.get(*i as usize) else { return vec![Origin::unknown()] };
                self.want_makers(*key);
                self.origins_of(state, *key)
            }
            RootFrom::Fixed(root) => fixed(*root),
            RootFrom::Flags { flags, .. } => match args.get(*flags as usize) {
                Some(flags) => self.chosen(state, *flags, &acquire.root),
                None => vec![Origin::unknown()],
            },
            RootFrom::ObjectAttributes { object_attributes } => {
                let Some(pointer) = args.get(*object_attributes as usize) else { return vec![Origin::unknown()] };
                return self.native_origins(state, *pointer);
            }
        };
        let subkeys = self.subkey_of(state, subkey);
        roots.iter().flat_map(|r| subkeys.iter().map(|s| r.below(s))).collect()
    }

    /// `OBJECT_ATTRIBUTES`: a directory handle and a name, or a full native path.
    fn native_origins(&mut self, state: &mut State, pointer: TermId) -> Vec<Origin> {
        let attributes = self.terms.pointee(pointer);
        let directory = self.member(attributes, "RootDirectory");
        let directory = self.read(state, directory);
        let name = self.member(attributes, "ObjectName");
        let name = self.read(state, name);
        let string = self.terms.pointee(name);
        let buffer = self.member(string, "Buffer");
        let buffer = self.read(state, buffer);
        let names = self.subkey_of(state, Some(buffer));
        self.want_makers(directory);
        self.keys_below(state, directory, &names)
    }

    /// The origins of the keys so named below this one, which may be NULL: a name that callers know may be a full path.
    pub(super) fn keys_below(&mut self, state: &State, key: TermId, names: &[SubKey]) -> Vec<Origin> {
        let keys = self.origins_of(state, key);
        // nothing is opened below what a failing open left; what a handle is below may not be known yet
        if keys.is_empty() && matches!(self.terms.get(key), Term::Fresh { part: FAILED, .. } | Term::Handle(_)) {
            return Vec::new();
        }
        Origin::all_below(keys, names)
    }

    // ---- texts ----

    pub(super) fn out_text(&self, acquire: &Acquire, call: &super::calls::Call<'_>) -> Option<String> {
        let argument = match &acquire.out {
            Out::Arg(i) => call.args.get(*i as usize)?,
            Out::Field { arg, field, .. } => {
                return self.target_text(call.args.get(*arg as usize)?).map(|t| format!("{t}.{field}"));
            }
            Out::Return(_) => return call.result.and_then(|p| self.place_text(p)),
        };
        self.target_text(argument)
    }

    pub(super) fn target_text(&self, pointer: &Expr) -> Option<String> {
        match pointer {
            Expr::AddrOf(place) => self.place_text(place),
            Expr::Place(place) => self.place_text(place).map(|t| format!("*{t}")),
            _ => None,
        }
    }

    /// A place as a C programmer writes it; `None` for temporaries.
    pub(super) fn place_text(&self, place: &Place) -> Option<String> {
        let mut text = match &place.base {
            Base::Local(l) => self.flow.locals.get(l.0 as usize)?.name.to_string(),
            Base::Global(g) => g.name.rsplit("::").next().unwrap_or(&g.name).to_owned(),
        };
        if text.is_empty() {
            return None;
        }
        let mut pointer = false;
        for step in &place.path {
            match step {
                Proj::Deref if pointer => text = format!("*{text}"),
                Proj::Deref => pointer = true,
                Proj::Field(f) => {
                    text = format!("{text}{}{f}", if std::mem::take(&mut pointer) { "->" } else { "." });
                }
                Proj::Index(_) | Proj::At(_) => {
                    pointer = false;
                    text = match step {
                        Proj::Index(Some(i)) => format!("{text}[{i}]"),
                        Proj::At(local) => format!("{text}[{}]", self.flow.locals[local.0 as usize].name),
                        _ => format!("{text}[…]"),
                    };
                }
            }
        }
        Some(if pointer { format!("*{text}") } else { text })
    }

    /// The name of a place that outlives the call.
    pub(super) fn loc_text(&self, loc: LocId) -> String {
        let Loc { base, path } = self.terms.loc_of(loc);
        let member = self.program.member_in(path).map(|f| f.to_string());
        match (base, member) {
            (LocBase::Global(g), None) => g.name.rsplit("::").next().unwrap_or(&g.name).to_owned(),
            (LocBase::Global(g), Some(m)) => format!("{}.{m}", g.name),
            (_, Some(m)) => m,
            (LocBase::Obj(_), None) if self.typed_member(loc).is_some() => FIRST_MEMBER.to_owned(),
            (LocBase::Obj(t), None) => match self.terms.get(*t) {
                Term::Input(l) => match self.terms.loc_of(*l).base {
                    LocBase::Local(local) if self.flow.is_object(local) => FIRST_MEMBER.to_owned(),
                    _ => self.loc_text(*l),
                },
                _ => String::new(),
            },
            (LocBase::Local(l), None) => self.flow.locals.get(l.0 as usize).map(|l| l.name.to_string()).unwrap_or_default(),
        }
    }
}

/// Notes what a place is left with; eight alternatives are enough for any reader.
fn note<P: PartialEq>(stored: &mut Vec<(P, Origin)>, place: P, origin: Origin) {
    let known = stored.iter().filter(|(at, _)| *at == place);
    if known.clone().count() < 8 && !known.clone().any(|(_, o)| *o == origin) {
        stored.push((place, origin));
    }
}
