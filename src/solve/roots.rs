//! Roots and sub-keys, filled in from the callers once every function is explored.

use super::Program;
use super::choice::Bits;
use super::record::{Record, Site};
use super::summary::{Leaf, Origin, Out, OutBase, OutLoc, SubKey, Summary, join_keys, native_path};
use super::tables::is_element;
use crate::flow::{Base, Event, Expr, FIRST_MEMBER, Flow, Name, Place, Proj};
use crate::lifetime::{Class, Holder, Lifetime, Runs, Seen};
use crate::models::Root;
use crate::source::FileId;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// What a key is below, after the callers were asked.
pub(super) struct Known {
    pub(super) roots: Vec<Root>,
    pub(super) per_user: Option<bool>,
    pub(super) subkey: Option<String>,
    pub(super) callers: BTreeSet<usize>,
    /// Members of unknown content that decide it, and the file that uses them: whoever fills these is worth looking at.
    pub(super) sought: BTreeSet<(FileId, Name)>,
    /// Functions that fill members with what their callers give: these are worth looking at, too.
    pub(super) fillers: BTreeSet<usize>,
}

/// Who calls whom with what.
pub(super) struct Filling<'a> {
    program: &'a Program<'a>,
    calls: BTreeMap<usize, Vec<(usize, &'a super::record::CallRecord)>>,
    /// Class and member: what its methods leave open there.
    members: BTreeMap<(&'a str, &'a str), Vec<(usize, &'a Origin)>>,
    /// File and member: what functions of the file leave in it, in whichever object.
    members_of_file: FxHashMap<(FileId, &'a str), Vec<(usize, &'a Origin)>>,
    /// The members that places are in each function, as debug information tells.
    typed: Vec<&'a FxHashMap<OutLoc, Name>>,
    /// What functions leave in globals.
    globals: FxHashMap<&'a OutLoc, Vec<(usize, &'a Origin)>>,
}

/// How many alternatives of one key are told apart.
const MAX_ALTERNATIVES: usize = 16;
/// Through how many calls and stores a key is followed back.
const DEEPEST: u32 = 60;

/// Roots with what is known of the sub-key below them.
type Alternatives = Vec<(Root, Option<Name>)>;

/// What one question has asked so far: every place of every function is asked once.
#[derive(Default)]
pub(super) struct Asked {
    /// `None` while the answer is looked for.
    roots: FxHashMap<(usize, OutLoc), Option<Alternatives>>,
    subkeys: FxHashMap<(usize, OutLoc), Vec<Option<Name>>>,
    /// As `roots`.
    pub(super) numbers: FxHashMap<(usize, OutLoc), Option<Vec<Bits>>>,
    /// The functions that told a root.
    pub(super) callers: BTreeSet<usize>,
    /// Members that nobody was seen to fill, and the file that uses them.
    sought: BTreeSet<(FileId, Name)>,
    /// The functions that fill members with what their callers give.
    fillers: BTreeSet<usize>,
    pub(super) depth: u32,
}

impl Asked {
    pub(super) fn is_too_deep(&self) -> bool {
        self.depth > DEEPEST
    }
}

/// Whether a root is not known, or not yet.
fn is_open(root: Root) -> bool {
    matches!(root, Root::Param | Root::Unknown)
}

impl<'a> Filling<'a> {
    pub(super) fn new(program: &'a Program<'a>, records: &[&'a Record]) -> Filling<'a> {
        let mut calls: BTreeMap<usize, Vec<_>> = BTreeMap::new();
        let mut members: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut members_of_file: FxHashMap<_, Vec<_>> = FxHashMap::default();
        let mut globals: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for (caller, record) in records.iter().enumerate() {
            for call in &record.calls {
                calls.entry(call.callee).or_default().push((caller, call));
            }
            for (place, origin) in &record.stored {
                globals.entry(place).or_default().push((caller, origin));
            }
            for (member, origin) in &record.members {
                members_of_file.entry((program.flows[caller].file, &**member)).or_default().push((caller, origin));
            }
            for site in &record.sites {
                if let (Some((Class::Object, holder)), Some(class)) = (&site.holder, class_of(&program.flows[caller].name))
                    && let Some(member) = &holder.member
                {
                    members.entry((class, member.as_str())).or_default().extend(site.origins.iter().map(|o| (caller, o)));
                }
            }
        }
        let typed = records.iter().map(|r| &r.typed).collect();
        Filling { program, calls, members, members_of_file, typed, globals }
    }

    /// Every root and sub-key that an origin in function `f` can mean.
    pub(super) fn resolve(&self, f: usize, origin: &Origin, asked: &mut Asked) -> Alternatives {
        let subkeys = match &origin.subkey {
            SubKey::Known(s) => vec![Some(s.clone())],
            SubKey::Unknown => vec![None],
            SubKey::Input(loc) => self.resolve_subkey(f, loc, asked),
        };
        let roots = match &origin.leaf {
            Leaf::Root(root) => vec![(*root, Some("".into()))],
            Leaf::Choice(choice) => self.chosen(f, choice, asked).into_iter().map(|root| (root, Some("".into()))).collect(),
            // a full path that only callers know
            Leaf::Unknown if origin.named_by().is_some_and(OutLoc::is_from_parameter) && !self.calls.contains_key(&f) => {
                vec![(Root::Param, None)]
            }
            Leaf::Unknown => vec![(Root::Unknown, None)],
            Leaf::Input(loc) => self.resolve_root(f, loc, asked),
        };
        let mut all = Vec::new();
        for below in &subkeys {
            // a full native path says it all
            let joined = |(root, above): &(Root, Option<Name>)| match (above, below) {
                (Some(a), Some(b)) => (*root, Some(join_keys(a, b))),
                _ => (*root, None),
            };
            let keys: Alternatives = match below.as_ref().and_then(|b| native_path(b)) {
                Some((root, rest)) => vec![(root, Some(rest))],
                None => roots.iter().map(joined).collect(),
            };
            for found in keys {
                if !all.contains(&found) && all.len() < MAX_ALTERNATIVES {
                    all.push(found);
                }
            }
        }
        all
    }

    fn resolve_root(&self, f: usize, loc: &OutLoc, asked: &mut Asked) -> Alternatives {
        let is_parameter = loc.is_parameter() && !loc.behind().is_some_and(|n| self.is_structure(f, n));
        let nobody = vec![(if is_parameter { Root::Param } else { Root::Unknown }, None)];
        if asked.is_too_deep() {
            return nobody;
        }
        let here = (f, loc.clone());
        match asked.roots.get(&here) {
            Some(Some(known)) => return known.clone(),
            // it is being asked: what it adds to itself it has
            Some(None) => return Vec::new(),
            None => {}
        }
        asked.roots.insert(here.clone(), None);
        asked.depth += 1;
        let (mut all, is_told) = self.told(f, loc, asked);
        asked.depth -= 1;
        all.sort();
        all.dedup();
        all.truncate(MAX_ALTERNATIVES);
        if all.is_empty() && (!is_told || asked.depth == 0) {
            all = nobody;
        }
        asked.roots.insert(here, Some(all.clone()));
        all
    }

    /// What callers, globals and members tell of a place, and whether any of them does.
    fn told(&self, f: usize, loc: &OutLoc, asked: &mut Asked) -> (Alternatives, bool) {
        let mut all = Alternatives::new();
        let mut is_told = false;
        for value in self.initial(loc) {
            if let Expr::Const(root) = value {
                all.extend(Root::of_value(*root).map(|root| (root, Some("".into()))));
            }
        }
        let mut add = |all: &mut Alternatives, function: usize, origin: &Origin, asked: &mut Asked| {
            is_told = true;
            let found = self.resolve(function, origin, asked);
            let is_known = found.iter().any(|(root, _)| !is_open(*root));
            all.extend(found);
            is_known
        };
        for (function, origin) in self.globals.get(loc).into_iter().flatten() {
            add(&mut all, *function, origin, asked);
        }
        for (caller, call) in self.calls.get(&f).into_iter().flatten() {
            for origin in call.fills.iter().filter(|f| f.need.loc == *loc).flat_map(|f| &f.origins) {
                if add(&mut all, *caller, origin, asked) {
                    asked.callers.insert(*caller);
                }
            }
        }
        // what the other methods of the class open it below
        let (flow, is_all_open) = (&self.program.flows[f], |all: &Alternatives| all.iter().all(|(root, _)| is_open(*root)));
        let member = self.program.member_at(f, loc);
        let by_class = class_of(&flow.name).zip(member).filter(|_| is_all_open(&all)).and_then(|name| self.members.get(&name));
        for (method, origin) in by_class.into_iter().flatten() {
            add(&mut all, *method, origin, asked);
        }
        let member = if flow.by_words { self.typed[f].get(loc).map(|m| &**m) } else { member };
        let is_unknown = all.iter().any(|(root, _)| *root == Root::Unknown);
        let by_file = member.filter(|_| is_unknown || is_all_open(&all)).and_then(|member| self.members_of_file.get(&(flow.file, member)));
        let mut left = Alternatives::new();
        for (function, origin) in by_file.into_iter().flatten() {
            add(&mut left, *function, origin, asked);
            if matches!(&origin.leaf, Leaf::Input(given) if given.is_from_parameter()) {
                asked.fillers.insert(*function);
            }
        }
        // callers that don't know what they give say less than those who fill the member
        if left.iter().any(|(root, _)| !is_open(*root)) {
            all.retain(|(root, _)| *root != Root::Unknown);
        }
        all.append(&mut left);
        // what it only says of itself tells nobody
        if let Some(member) = member.filter(|_| !is_told || all.is_empty()) {
            asked.sought.insert((flow.file, member.into()));
        }
        (all, is_told)
    }

    /// The numbers that callers of a function give for a need of it.
    pub(super) fn given_numbers(&self, f: usize, place: &OutLoc) -> impl Iterator<Item = (usize, &Out)> {
        let calls = self.calls.get(&f).into_iter().flatten();
        calls.flat_map(move |(caller, call)| {
            call.fills.iter().filter(move |fill| fill.need.loc == *place).filter_map(move |fill| Some((*caller, fill.number.as_ref()?)))
        })
    }

    /// What a global that is not constant begins with: of an array, all its elements.
    fn initial(&self, loc: &OutLoc) -> Vec<&'a Expr> {
        let OutBase::Global(global) = &loc.base else { return Vec::new() };
        let values = self.program.initial.get(global).into_iter().flatten();
        values.filter(|(at, _)| is_element(at, &loc.path)).map(|(_, value)| value).collect()
    }

    /// Whether machine code shows that a parameter points at more than a key: it goes to further members of it.
    fn is_structure(&self, f: usize, param: usize) -> bool {
        let flow = &self.program.flows[f];
        let Some(local) = flow.params.get(param).filter(|_| flow.by_words) else { return false };
        // other names of the same pointer
        let mut names = vec![*local];
        for event in flow.blocks.iter().flat_map(|b| &b.events) {
            if let Event::Assign {
                place: Place { base: Base::Local(to), path },
                value: Expr::Place(Place { base: Base::Local(from), path: whole }),
                ..
            } = event
                && path.is_empty()
                && whole.is_empty()
                && names.contains(from)
                && !names.contains(to)
            {
                names.push(*to);
            }
        }
        let is_name = |base: &Base| matches!(base, Base::Local(l) if names.contains(l));
        flow.places().any(|p| is_name(&p.base) && matches!(p.path.as_slice(), [Proj::Deref, Proj::Field(_), ..]))
    }

    fn resolve_subkey(&self, f: usize, loc: &OutLoc, asked: &mut Asked) -> Vec<Option<Name>> {
        let here = (f, loc.clone());
        if asked.is_too_deep() {
            return vec![None];
        }
        // while it is being asked, what it is to itself is not known
        if let Some(known) = asked.subkeys.get(&here) {
            return known.clone();
        }
        asked.subkeys.insert(here.clone(), vec![None]);
        asked.depth += 1;
        let texts = self.initial(loc).into_iter().map(|value| match value {
            Expr::Str(text) => Some(text.clone()),
            _ => None,
        });
        let mut all: Vec<Option<Name>> = texts.collect();
        for (caller, call) in self.calls.get(&f).into_iter().flatten() {
            for subkey in call.fills.iter().filter(|f| f.need.loc == *loc).flat_map(|f| &f.subkeys) {
                match subkey {
                    SubKey::Known(s) => all.push(Some(s.clone())),
                    SubKey::Input(up) => all.extend(self.resolve_subkey(*caller, up, asked)),
                    SubKey::Unknown => all.push(None),
                }
            }
        }
        asked.depth -= 1;
        all.sort();
        all.dedup();
        all.truncate(MAX_ALTERNATIVES);
        if all.is_empty() {
            all.push(None);
        }
        asked.subkeys.insert(here, all.clone());
        all
    }

    pub(super) fn roots(&self, f: usize, origins: &[Origin]) -> Known {
        let mut asked = Asked::default();
        let mut all = Alternatives::new();
        for origin in origins {
            all.extend(self.resolve(f, origin, &mut asked));
        }
        if all.is_empty() {
            all.push((Root::Unknown, None));
        }
        all.sort();
        all.dedup();
        let verdicts: Vec<Option<bool>> = all.iter().map(|(root, subkey)| per_user(*root, subkey.as_deref())).collect();
        let per_user = if verdicts.contains(&Some(true)) {
            Some(true)
        } else if verdicts.contains(&None) {
            None
        } else {
            Some(false)
        };
        let mut roots: Vec<Root> = all.iter().map(|a| a.0).collect();
        roots.dedup();
        let first = roots[0];
        let mut subkeys: Vec<Option<Name>> = all.iter().filter(|a| a.0 == first).map(|a| a.1.clone()).collect();
        subkeys.dedup();
        let subkey = match subkeys.as_slice() {
            [Some(one)] if !one.is_empty() => Some(one.to_string()),
            _ => None,
        };
        Known { roots, per_user, subkey, callers: asked.callers, sought: asked.sought, fillers: asked.fillers }
    }

    pub(super) fn lifetime(&self, f: usize, site: &Site, known: Known, closers: &Closers) -> Lifetime {
        let (flow, program) = (&self.program.flows[f], self.program);
        let (class, exits) = site.verdict();
        let mut holder = site.holder.as_ref().filter(|(c, _)| *c == class).map(|(_, h)| h.clone());
        if let Some(holder) = &mut holder
            && let Some(member) = &holder.member
        {
            holder.closed_by = closers.get(member).map(|all| closing_near(flow, all, program)).unwrap_or_default();
        }
        let doubt = (class == Class::Unknown).then(|| {
            site.doubt.clone().unwrap_or_else(|| {
                if site.reached {
                    "it is given to code that was not seen, and closed nowhere in this function"
                } else {
                    "no path that was followed reaches it"
                }
                .to_owned()
            })
        });
        Lifetime {
            function: flow.name.clone(),
            api: site.api.clone(),
            via: site.via.clone(),
            span: site.span,
            name: site.name,
            kind: site.kind,
            roots: known.roots,
            per_user: known.per_user,
            subkey: known.subkey,
            handle: site.handle.clone(),
            class,
            in_wrapper: class == Class::Object
                && (flow.is_method_of_owner() || flow.by_words && closes_itself(flow, holder.as_ref()))
                && site.origins.iter().all(|o| matches!(o.leaf, Leaf::Input(_))),
            doubt,
            holder,
            held_across: site.held_across.iter().cloned().collect(),
            touched: site.touched.iter().copied().collect(),
            exits,
            callers: known.callers.iter().map(|c| program.flows[*c].name.clone()).collect(),
            runs: Runs::default(),
            seen: Seen::Call,
            library: None,
            unread_handlers: false,
        }
    }

    /// Whether a call that hands back a key is an open site of its own.
    pub(super) fn handed_back(&self, site: &Site, lifetime: &Lifetime) -> bool {
        !site.in_object
            || opens_through_another_class(site, lifetime)
            || matches!(lifetime.class, Class::Leaked | Class::Scoped | Class::Caller | Class::Process)
            || (lifetime.class == Class::Unknown && site.reached)
            || lifetime.holder.as_ref().is_some_and(|h| h.kind != "member")
    }
}

fn class_of(name: &str) -> Option<&str> {
    name.rsplit_once("::").map(|(class, _)| class)
}

/// Whether the destructor of the class closes what its method opened. Machine code does not tell what else the class is for.
fn closes_itself(flow: &Flow, holder: Option<&Holder>) -> bool {
    let class = class_of(&flow.name);
    let is_destructor = |f: &String| class.is_some() && class_of(f) == class && f.contains("::~");
    holder.is_some_and(|h| h.closed_by.iter().any(is_destructor))
}

/// An object of another class keeps the key: this call is where it was told to.
fn opens_through_another_class(site: &Site, lifetime: &Lifetime) -> bool {
    let through = site.via.as_ref().and_then(|via| class_of(via));
    through.is_some() && through != class_of(&lifetime.function)
}

/// Whether a key below this root can be the user's; `None` if that can't be told.
fn per_user(root: Root, subkey: Option<&str>) -> Option<bool> {
    match root {
        Root::Hkcu | Root::HkcuLocal | Root::Hkcr => Some(true),
        Root::Hklm | Root::Hkcc | Root::Hkpd | Root::Other => Some(false),
        Root::Param | Root::Unknown => None,
        Root::Hku => match subkey?.trim_start_matches('\\').split('\\').next() {
            None | Some("") => Some(false),
            Some(sid) if sid.eq_ignore_ascii_case(".DEFAULT") => Some(false),
            Some(sid) => {
                let sid = sid.to_ascii_uppercase();
                let account = sid.trim_end_matches("_CLASSES");
                account.starts_with("S-1-").then_some(!matches!(account, "S-1-5-18" | "S-1-5-19" | "S-1-5-20"))
            }
        },
    }
}

/// Names of members and statics, and the functions (their flows' indexes) that close what they hold.
pub(super) type Closers = BTreeMap<String, BTreeSet<usize>>;

/// The names of those that can mean the member which a function of `flow` fills: of its class or file, if there are any, those of
/// other classes last; else all but the methods of other classes that own handles.
fn closing_near(flow: &Flow, closing: &BTreeSet<usize>, program: &Program<'_>) -> Vec<String> {
    let own = class_of(&flow.name);
    let all = || closing.iter().map(|f| &program.flows[*f]).filter(|f| (program.knows)(flow.file, f.file));
    let near: Vec<&Flow> = all().filter(|f| f.file == flow.file || own.is_some() && class_of(&f.name) == own).collect();
    let is_elsewhere = |f: &&&Flow| own.is_some() && class_of(&f.name).is_some_and(|class| Some(class) != own);
    let (elsewhere, here): (Vec<&Flow>, Vec<&Flow>) = near.iter().partition(is_elsewhere);
    let chosen = match (here.is_empty(), elsewhere.is_empty()) {
        (false, _) => here,
        (true, false) => elsewhere,
        (true, true) => all().filter(|f| !f.is_method_of_owner()).collect(),
    };
    let names: BTreeSet<String> = chosen.into_iter().map(|f| f.name.to_string()).collect();
    names.into_iter().collect()
}

pub(super) fn closers(program: &Program<'_>, records: &[&Record], summaries: &[Option<Summary>]) -> Closers {
    let mut closers = Closers::new();
    for (f, summary) in summaries.iter().enumerate() {
        for closing in summary.iter().flat_map(|s| &s.cases).flat_map(|c| &c.closed) {
            let Out::Input(loc) = &closing.value else { continue };
            let is_first = || records.get(f).is_some_and(|r| r.typed.contains_key(loc));
            let member = program.member_at(f, loc).or_else(|| is_first().then_some(FIRST_MEMBER)).map(str::to_owned);
            let name = match (&loc.base, member) {
                (_, Some(member)) => member,
                (OutBase::Global(g), None) => g.name.rsplit("::").next().unwrap_or(&g.name).to_owned(),
                _ => continue,
            };
            closers.entry(name).or_default().insert(f);
        }
    }
    closers
}
