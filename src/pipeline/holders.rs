//! Who keeps a key, and which calls use what is kept: read off the flows by the name of the member or the variable.
//!
//! The solver says that a member holds an open key when its function returns. Which other functions use that member is plain to
//! see in their flows; which object it is, is not, so two objects of one type count as one.

use super::Run;
use crate::flow::{Base, Callee, Event, Expr, Flow, LocalId, Name, Place, Proj, Terminator};
use crate::lifetime::{Class, Holder, KeyUse, Lifetime, Solution};
use crate::models::{ApiId, Models};
use crate::source::{FileId, Span};
use crate::windows::facts;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// The name of an API as a call spells it.
type Named<'a> = dyn Fn(Span, ApiId) -> Name + 'a;

/// A place that a function mentions and that outlives it.
struct Mention<'f> {
    flow: &'f Flow,
    /// The type of the object, for a member.
    owner: Option<String>,
    what: What<'f>,
}

enum What<'f> {
    /// A call is given it, or where it is.
    Given { callee: &'f Callee, name: Span, by_address: bool },
    /// It gets another value.
    Assigned,
    /// The function returns it.
    Returned,
}

impl Run<'_> {
    /// Fills in the holders: their types, what these are derived from, and the calls that use what they keep.
    pub(super) fn note_holders(&self, solution: &mut Solution) {
        let spelled = |name: Span, api: ApiId| -> Name {
            let text = &self.sources[name.file.0 as usize].text;
            let written = text.get(name.start as usize..name.end as usize).unwrap_or_default();
            if self.models.api(written) == Some(api) { written.into() } else { self.models.get(api).name.as_str().into() }
        };
        self.add_initialisers(solution);
        self.note_shared(solution);
        note_uses(&self.flows, self.models, &spelled, &self.index.published_members(), &mut solution.lifetimes);
        let objects = self.object_types();
        for life in solution.lifetimes.iter_mut().filter(|l| l.class == Class::Object) {
            let file = life.name.file;
            let Some(holder) = &mut life.holder else { continue };
            let Some(ty) = holder.ty.clone() else { continue };
            holder.is_static = objects.contains(&ty);
            holder.bases = self.bases_of(&ty, file);
        }
    }

    /// Variables at file scope that are filled by a function which hands out a key: `static HKEY settings = OpenSettings();`.
    fn add_initialisers(&self, solution: &mut Solution) {
        let handed_out =
            solution.lifetimes.iter().filter(|l| l.class == Class::Caller && l.holder.as_ref().is_some_and(|h| h.kind == "return"));
        let makers: FxHashMap<&str, &Lifetime> = handed_out.map(|l| (l.function.rsplit("::").next().unwrap_or(&l.function), l)).collect();
        let mut new = Vec::new();
        for file in self.index.files().iter().filter(|f| !makers.is_empty() && (f.file.0 as usize) < self.own) {
            let text = self.index.text(file.file);
            for variable in &file.variables {
                let Some(init) = variable.init.and_then(|i| text.get(i.start as usize..i.end as usize).map(|t| (i.start, t))) else {
                    continue;
                };
                let Some((maker, at)) = called_in(init.1).find_map(|(word, at)| makers.get(word).map(|m| (*m, at))) else { continue };
                let name = Span { file: file.file, start: init.0 + at, end: init.0 + at + maker.function.len() as u32 };
                let holder = Holder { kind: "static", member: Some(variable.name.to_string()), is_static: true, ..Holder::default() };
                new.push(Lifetime {
                    function: variable.name.clone(),
                    via: Some(maker.function.clone()),
                    span: name,
                    name,
                    handle: Some(variable.name.to_string()),
                    class: Class::Process,
                    holder: Some(holder),
                    ..maker.clone()
                });
            }
        }
        if !new.is_empty() {
            solution.lifetimes.extend(new);
            solution.sort();
        }
    }

    /// Keys that become the value of something which COM+ keeps for the process, as a number: `HandleToLong(key)`.
    fn note_shared(&self, solution: &mut Solution) {
        let Ok(facts) = facts() else { return };
        for life in solution.lifetimes.iter_mut().filter(|l| matches!(l.class, Class::Unknown | Class::Leaked) && l.holder.is_none()) {
            let flow = self.flows.iter().find(|f| f.name == life.function && f.file == life.name.file);
            let (Some(flow), Some(handle)) = (flow, &life.handle) else { continue };
            let kept = facts.lifetimes.iter().filter(|l| !l.given_to.is_empty() && gives(flow, handle, &l.given_to));
            let keeper = kept.flat_map(|l| &l.holders).find(|ty| flow.locals.iter().any(|l| l.ty.contains(ty.as_str())));
            life.holder = keeper.map(|ty| Holder { kind: "shared", ty: Some(ty.clone()), ..Holder::default() });
        }
    }

    fn bases_of(&self, ty: &str, from: FileId) -> Vec<String> {
        if self.is_rust(from) {
            return traits_of(ty, &self.sources[from.0 as usize].text);
        }
        let Some(class) = self.index.class(ty, from) else { return Vec::new() };
        let lineage = self.index.lineage(class);
        let names: BTreeSet<String> = lineage.into_iter().flat_map(|c| &self.index.class_def(c).bases).map(ToString::to_string).collect();
        names.into_iter().collect()
    }

    /// The types of the objects that are variables at file scope.
    fn object_types(&self) -> FxHashSet<String> {
        let all = self.index.files().iter().filter(|f| !self.index.is_published(f.file));
        let types = all.flat_map(|f| f.variables.iter().map(|v| self.index.text(f.file).get(v.ty.start as usize..v.ty.end as usize)));
        types.flatten().filter(|ty| !ty.contains('*')).filter_map(bare_type).collect()
    }
}

/// The words of an expression that a bracket follows, with their places.
fn called_in(text: &str) -> impl Iterator<Item = (&str, u32)> {
    let brackets = text.match_indices('(').map(|(at, _)| text[..at].trim_end());
    brackets.filter_map(|before| {
        let word = before.rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).next().filter(|w| !w.is_empty())?;
        Some((word, (before.len() - word.len()) as u32))
    })
}

/// Whether a function gives what it derives from a local to one of these functions.
fn gives(flow: &Flow, local: &str, to: &[String]) -> bool {
    let mut derived: FxHashSet<LocalId> =
        (0..).map(LocalId).zip(&flow.locals).filter(|(_, l)| *l.name == *local).map(|(id, _)| id).collect();
    let base = |place: &Place| match place.base {
        Base::Local(local) => Some(local),
        Base::Global(_) => None,
    };
    let is_made_of = |value: &Expr, derived: &FxHashSet<LocalId>| {
        let mut found = false;
        value.each_place(&mut |p| found |= base(p).is_some_and(|l| derived.contains(&l)));
        found
    };
    // what is derived from what is derived: in the order of the text, once more for what a loop brings back
    for _ in 0..2 {
        for event in flow.blocks.iter().flat_map(|b| &b.events) {
            let (mentions, target) = match event {
                Event::Assign { place, value, .. } => (is_made_of(value, &derived), base(place)),
                Event::Call { callee, args, result, .. } => {
                    let given = args.iter().any(|a| is_made_of(a, &derived));
                    if given && to.iter().any(|t| is_called(callee, t)) {
                        return true;
                    }
                    (given, result.as_ref().and_then(base))
                }
                _ => continue,
            };
            derived.extend(target.filter(|_| mentions));
        }
    }
    false
}

/// Whether a call is one of a method: `p->M(…)`, or in C `p->lpVtbl->M(p, …)` and `IInterface_M(p, …)`.
fn is_called(callee: &Callee, method: &str) -> bool {
    match callee {
        Callee::Named(name) | Callee::Exact(name, ..) => {
            let last = name.rsplit("::").next().unwrap_or(name);
            last == method || last.strip_suffix(method).is_some_and(|interface| interface.starts_with('I') && interface.ends_with('_'))
        }
        Callee::Pointer(Expr::Place(place)) => {
            let last = place.path.iter().rfind(|p| !matches!(p, Proj::Deref));
            matches!(last, Some(Proj::Field(name)) if **name == *method)
        }
        Callee::Pointer(_) | Callee::Api(_) => false,
    }
}

/// The interfaces that a Rust type implements, as the `windows` crate writes it: `impl IObjectControl_Impl for Orders_Impl`.
fn traits_of(ty: &str, text: &str) -> Vec<String> {
    let written = format!("_Impl for {ty}");
    let found = text.match_indices(&written).filter_map(|(at, _)| text[..at].rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).next());
    found.map(str::to_owned).collect()
}

/// Fills in the types of holders and the calls that use what they keep.
pub(super) fn note_uses(flows: &[Flow], models: &Models, named: &Named<'_>, inner: &FxHashSet<Name>, lifetimes: &mut [Lifetime]) {
    let kept = |l: &Lifetime| matches!(l.class, Class::Object | Class::Process) && !l.in_wrapper;
    let wanted: FxHashSet<String> =
        lifetimes.iter().filter(|l| kept(l)).filter_map(|l| member_of(l.holder.as_ref()?)).map(str::to_owned).collect();
    if wanted.is_empty() {
        return;
    }
    let mentions = mentions(flows, inner, &wanted);
    let users = users(flows, models);
    let mut found = Finder { flows, models, named, users, mentions };
    for life in lifetimes.iter_mut().filter(|l| kept(l)) {
        let (function, file, class) = (life.function.clone(), life.name.file, life.class);
        let owns = models.path(&life.api).and_then(|a| models.get(a).acquires.as_ref()).is_some_and(|a| a.owned);
        if let Some(holder) = &mut life.holder {
            found.fill_in(holder, &function, file, class, owns);
        }
    }
}

struct Finder<'f> {
    flows: &'f [Flow],
    models: &'f Models,
    named: &'f Named<'f>,
    /// Functions of one's own that use a key which they are given.
    users: FxHashSet<&'f str>,
    mentions: FxHashMap<String, Vec<Mention<'f>>>,
}

impl Finder<'_> {
    fn fill_in(&mut self, holder: &mut Holder, function: &str, file: FileId, class: Class, owns: bool) {
        let Some(member) = member_of(holder).map(str::to_owned) else { return };
        let Some(all) = self.mentions.get(&member) else { return };
        if class == Class::Object && holder.ty.is_none() {
            let home = all.iter().filter(|m| *m.flow.name == *function && m.flow.file == file);
            holder.ty = home.filter_map(|m| m.owner.clone()).next();
        }
        let is_it = |m: &&Mention<'_>| match (&holder.ty, &m.owner) {
            (Some(ty), Some(owner)) => ty == owner,
            _ => m.flow.file == file,
        };
        let mut uses = BTreeSet::new();
        for mention in all.iter().filter(is_it) {
            match mention.what {
                // what is opened into it does not use it
                What::Given { callee: Callee::Api(id), by_address: true, .. } if self.models.get(*id).acquires.is_some() => {}
                What::Given { callee, name, .. } => uses.extend(self.use_at(mention.flow, callee, name)),
                // an owning value closes what it held when another one takes its place
                What::Assigned if owns && *mention.flow.name != *function => {
                    holder.closed_by.push(mention.flow.name.to_string());
                }
                What::Assigned => {}
                What::Returned => uses.extend(self.uses_through(&mention.flow.name)),
            }
        }
        holder.closed_by.sort();
        holder.closed_by.dedup();
        holder.uses = uses.into_iter().collect();
    }

    /// A call that uses a key it is given, as opposed to opening or closing one.
    fn use_at(&self, flow: &Flow, callee: &Callee, name: Span) -> Option<KeyUse> {
        let api: Name = match callee {
            Callee::Api(id) => {
                let function = self.models.get(*id);
                let uses = !function.uses.is_empty() || function.acquires.is_some() && function.releases.is_none();
                uses.then(|| (self.named)(name, *id))?
            }
            Callee::Named(called) | Callee::Exact(called, ..) => self.users.contains(&**called).then(|| called.clone())?,
            Callee::Pointer(_) => return None,
        };
        Some(KeyUse { span: name, function: flow.name.clone(), api })
    }

    /// Calls that use what a function hands out.
    fn uses_through(&self, accessor: &str) -> Vec<KeyUse> {
        self.flows.iter().flat_map(|flow| self.uses_of_result(flow, accessor)).collect()
    }

    fn uses_of_result(&self, flow: &Flow, accessor: &str) -> Vec<KeyUse> {
        let mut holds: FxHashSet<&Place> = FxHashSet::default();
        let events = || flow.blocks.iter().flat_map(|b| &b.events);
        for event in events() {
            match event {
                Event::Call { callee: Callee::Named(name) | Callee::Exact(name, ..), result: Some(result), .. } if **name == *accessor => {
                    holds.insert(result);
                }
                Event::Assign { place, value: Expr::Place(from), .. } if holds.contains(from) => {
                    holds.insert(place);
                }
                _ => {}
            }
        }
        let given = |args: &[Expr]| args.iter().any(|a| matches!(a, Expr::Place(p) if holds.contains(p)));
        let uses = events().filter_map(|event| match event {
            Event::Call { callee, args, name, .. } if given(args) => self.use_at(flow, callee, *name),
            _ => None,
        });
        uses.collect()
    }
}

/// The functions of the tree that call a modelled function which uses a key.
fn users<'f>(flows: &'f [Flow], models: &Models) -> FxHashSet<&'f str> {
    let uses = |event: &Event| matches!(event, Event::Call { callee: Callee::Api(id), .. } if !models.get(*id).uses.is_empty());
    let using = flows.iter().filter(|f| f.blocks.iter().flat_map(|b| &b.events).any(uses));
    using.map(|f| &*f.name).collect()
}

/// The member or the variable: of `g_layout.m_key` the member.
fn member_of(holder: &Holder) -> Option<&str> {
    let name = holder.member.as_deref()?;
    name.rsplit('.').next().filter(|n| !n.is_empty())
}

fn mentions<'f>(flows: &'f [Flow], inner: &FxHashSet<Name>, wanted: &FxHashSet<String>) -> FxHashMap<String, Vec<Mention<'f>>> {
    let mut found: FxHashMap<String, Vec<Mention<'f>>> = FxHashMap::default();
    for flow in flows {
        let mut note = |place: &'f Place, what: What<'f>| {
            let name = name_of(place, inner).filter(|n| wanted.contains(*n));
            if let Some(name) = name {
                found.entry(name.to_owned()).or_default().push(Mention { flow, owner: owner_of(flow, place), what });
            }
        };
        for block in &flow.blocks {
            for event in &block.events {
                match event {
                    Event::Call { callee, args, name, .. } => {
                        for argument in args {
                            let (Expr::Place(place) | Expr::AddrOf(place)) = argument else { continue };
                            let by_address = matches!(argument, Expr::AddrOf(_));
                            note(place, What::Given { callee, name: *name, by_address });
                        }
                    }
                    Event::Assign { place, .. } => {
                        note(place, What::Assigned);
                    }
                    _ => {}
                }
            }
            if let Terminator::Return { value: Some(Expr::Place(place)), .. } = &block.end {
                note(place, What::Returned);
            }
        }
    }
    found
}

/// The last member of a place that people know, or the variable itself.
fn name_of<'p>(place: &'p Place, inner: &FxHashSet<Name>) -> Option<&'p str> {
    let fields = || {
        place.path.iter().rev().filter_map(|p| match p {
            Proj::Field(name) => Some(name),
            _ => None,
        })
    };
    let member = fields().find(|f| !inner.contains(*f)).or_else(|| fields().next());
    match (&place.base, member) {
        (_, Some(member)) => Some(member),
        (Base::Global(global), None) => Some(global.name.rsplit("::").next().unwrap_or(&global.name)),
        (Base::Local(_), None) => None,
    }
}

/// The type of the object that a member is of.
fn owner_of(flow: &Flow, place: &Place) -> Option<String> {
    let Base::Local(local) = place.base else { return None };
    let local = flow.locals.get(local.0 as usize)?;
    if matches!(&*local.name, "this" | "self")
        && let Some((class, _)) = flow.name.rsplit_once("::")
    {
        return Some(class.rsplit("::").next().unwrap_or(class).to_owned());
    }
    bare_type(&local.ty)
}

/// `const struct Orders *` → `Orders`
fn bare_type(ty: &str) -> Option<String> {
    let words = ty.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty());
    let mut known =
        words.filter(|w| !matches!(*w, "const" | "struct" | "class" | "static" | "volatile" | "mut" | "unsigned" | "extern" | "inline"));
    known.next_back().map(str::to_owned)
}
