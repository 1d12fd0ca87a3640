//! The solver on hand-built flows: locals are 0 `status`, 1 `key`, 2 `other`, 3 `flag` (a parameter), 4 `out` (a parameter).

use super::*;
use crate::flow::{Base, BinOp, Block, BlockId, ExitKind, Local, LocalId, Place, Terminator};
use crate::lifetime::{EndKind, MisuseKind};
use crate::models::builtin;

fn span(at: u32) -> Span {
    Span { file: FileId(0), start: at, end: at + 1 }
}

fn local(i: u32) -> Place {
    Place::local(LocalId(i))
}

fn value(i: u32) -> Expr {
    Expr::Place(local(i))
}

fn call(models: &Models, name: &str, at: u32, args: Vec<Expr>, result: Option<Place>) -> Event {
    let callee = models.api(name).map_or_else(|| Callee::Named(name.into()), Callee::Api);
    Event::Call { callee, args, result, span: span(at), name: span(at) }
}

/// `status = RegOpenKeyExW(HKEY_CURRENT_USER, L"Software", 0, 1, &place)`
fn open(models: &Models, at: u32, place: Place) -> Event {
    let args = vec![Expr::Const(0x8000_0001), Expr::Str("Software".into()), Expr::Const(0), Expr::Const(1), Expr::AddrOf(place)];
    call(models, "RegOpenKeyExW", at, args, Some(local(0)))
}

fn close(models: &Models, at: u32, key: u32) -> Event {
    call(models, "RegCloseKey", at, vec![value(key)], None)
}

fn ret(at: u32) -> Terminator {
    Terminator::Return { value: Some(value(0)), span: span(at), kind: ExitKind::Return }
}

fn branch(cond: Expr, then: u32, otherwise: u32) -> Terminator {
    Terminator::Branch { cond, then: BlockId(then), otherwise: BlockId(otherwise), span: span(999) }
}

fn flow(blocks: Vec<(Vec<Event>, Terminator)>) -> Flow {
    let names = ["status", "key", "other", "flag", "out"];
    Flow {
        name: "f".into(),
        file: FileId(0),
        name_span: span(0),
        span: span(0),
        internal: false,
        variadic: false,
        by_words: false,
        params: vec![LocalId(3), LocalId(4)],
        locals: names.iter().map(|n| Local { name: (*n).into(), ty: "".into(), array: false, owner: false }).collect(),
        blocks: blocks.into_iter().map(|(events, end)| Block { events, end }).collect(),
        threads: Vec::new(),
    }
}

fn solved(models: &Models, flow: Flow) -> Solution {
    let none = FxHashMap::default();
    solve(
        &Program {
            member_of: &|_, _, _| None,
            flows: &[flow],
            models,
            constants: &none,
            initial: &none,
            resolve: &|_, _, _| Vec::new(),
            inner: &Default::default(),
            knows: &|_, _| true,
            slight: &|_| false,
            spelled: &|_, api| models.get(api).name.as_str().into(),
        },
        &mut Memory::default(),
    )
    .solution
}

fn one(models: &Models, blocks: Vec<(Vec<Event>, Terminator)>) -> Lifetime {
    let solution = solved(models, flow(blocks));
    assert_eq!(solution.lifetimes.len(), 1, "{solution:#?}");
    solution.lifetimes[0].clone()
}

#[test]
fn a_failed_open_owes_no_close_and_a_successful_one_does() {
    let models = builtin().unwrap();
    let leak = one(
        &models,
        vec![
            (vec![open(&models, 10, local(1))], branch(value(0), 1, 2)),
            (vec![], ret(20)),
            (vec![], branch(value(3), 3, 4)),
            (vec![], ret(30)),
            (vec![close(&models, 40, 1)], ret(41)),
        ],
    );
    assert_eq!(leak.class, Class::Leaked);
    assert_eq!(leak.exits.iter().map(|e| (e.span.start, e.kind)).collect::<Vec<_>>(), [(30, EndKind::Return)]);
    assert_eq!((leak.per_user, leak.subkey.as_deref()), (Some(true), Some("Software")));
    assert!(leak.exits[0].steps.iter().any(|s| s.text.contains("opened here")));
}

#[test]
fn the_same_flag_tested_twice_goes_the_same_way() {
    let models = builtin().unwrap();
    let blocks = vec![
        (vec![], branch(value(3), 1, 2)),
        (vec![open(&models, 10, local(1))], branch(value(0), 5, 2)),
        (vec![], branch(value(3), 3, 4)),
        (vec![close(&models, 30, 1)], Terminator::Goto(BlockId(4))),
        (vec![], ret(40)),
        (vec![], ret(50)),
    ];
    assert_eq!(one(&models, blocks).class, Class::Scoped);
}

#[test]
fn a_loop_that_reopens_without_closing_overwrites() {
    let models = builtin().unwrap();
    let blocks = vec![
        (vec![], Terminator::Goto(BlockId(1))),
        (vec![open(&models, 10, local(1))], branch(value(0), 3, 2)),
        (vec![], branch(Expr::Unknown, 1, 4)),
        (vec![], ret(30)),
        (vec![close(&models, 40, 1)], ret(41)),
    ];
    let lifetime = one(&models, blocks);
    assert_eq!(lifetime.class, Class::Leaked);
    let kinds: Vec<_> = lifetime.exits.iter().map(|e| (e.span.start, e.kind)).collect();
    assert_eq!(kinds, [(10, EndKind::Overwrite), (30, EndKind::Return)]);
}

#[test]
fn handles_go_to_the_caller_to_statics_and_to_objects() {
    let models = builtin().unwrap();
    let to = |place: Place| vec![(vec![open(&models, 10, place)], ret(20))];
    let out = local(4).then(Proj::Deref);
    assert_eq!(one(&models, to(out.clone())).class, Class::Caller);
    assert_eq!(one(&models, to(out.then(Proj::Field("key".into())))).class, Class::Object);
    let global = Place { base: Base::Global(Global { file: None, name: "g_key".into() }), path: vec![] };
    let kept = one(&models, to(global));
    assert_eq!((kept.class, kept.holder.unwrap().member.as_deref()), (Class::Process, Some("g_key")));
}

#[test]
fn closing_twice_and_using_after_closing_are_misuses() {
    let models = builtin().unwrap();
    let delete = call(&models, "RegDeleteValueW", 25, vec![value(1), Expr::Str("v".into())], None);
    let blocks = vec![
        (vec![open(&models, 10, local(1))], branch(value(0), 2, 1)),
        (vec![close(&models, 20, 1), delete, close(&models, 30, 1)], ret(40)),
        (vec![], ret(50)),
    ];
    let solution = solved(&models, flow(blocks));
    let found: Vec<_> = solution.misuses.iter().map(|m| (m.span.start, m.kind)).collect();
    assert_eq!(found, [(25, MisuseKind::UseAfterClose), (30, MisuseKind::DoubleClose)]);
    assert_eq!(solution.lifetimes[0].class, Class::Scoped);
}

#[test]
fn a_key_given_to_unseen_code_only_is_unknown() {
    let models = builtin().unwrap();
    let blocks = vec![(vec![open(&models, 10, local(1)), call(&models, "Remember", 15, vec![value(1)], None)], ret(20))];
    assert_eq!(one(&models, blocks).class, Class::Unknown);
}

#[test]
fn accumulated_status_is_zero_only_if_every_part_is() {
    let models = builtin().unwrap();
    let or = Expr::Binary(BinOp::Or, Box::new(value(2)), Box::new(value(0)));
    let blocks = vec![
        (
            vec![
                Event::Assign { place: local(2), value: Expr::Const(0), span: span(5) },
                open(&models, 10, local(1)),
                Event::Assign { place: local(2), value: or, span: span(12) },
            ],
            branch(Expr::Binary(BinOp::Eq, Box::new(value(2)), Box::new(Expr::Const(0))), 1, 2),
        ),
        (vec![close(&models, 20, 1)], ret(21)),
        (vec![], ret(30)),
    ];
    assert_eq!(one(&models, blocks).class, Class::Scoped);
}

/// Eight times, one way does something that the other one does not; then the key is closed.
fn eight_ways(models: &Models, one_way: impl Fn(u32) -> Vec<Event>) -> Flow {
    let mut blocks = vec![(vec![open(models, 10, local(1))], branch(value(0), 1, 2)), (vec![], ret(20))];
    for n in 0..8 {
        let next = 2 * n + 4;
        blocks.push((vec![], branch(Expr::Unknown, next - 1, next)));
        blocks.push((one_way(n), Terminator::Goto(BlockId(next))));
    }
    blocks.push((vec![close(models, 90, 1)], ret(91)));
    let mut flow = flow(blocks);
    flow.by_words = true;
    flow.locals.extend((0..8).map(|_| Local { name: "".into(), ty: "".into(), array: false, owner: false }));
    flow
}

#[test]
fn copies_that_nothing_reads_keep_no_ways_apart() {
    let models = builtin().unwrap();
    let copy = |n| vec![Event::Assign { place: local(5 + n), value: value(1), span: span(30 + n) }];
    let solution = solved(&models, eight_ways(&models, copy));
    assert_eq!(solution.lifetimes[0].class, Class::Scoped);
}

#[test]
fn what_was_closed_where_no_place_leads_any_more_keeps_no_ways_apart() {
    let models = builtin().unwrap();
    let walk = |n| {
        let found = Event::Assign { place: local(5 + n), value: Expr::Unknown, span: span(30 + n) };
        let inside = Expr::Place(local(5 + n).then(Proj::Deref).then(Proj::Field("key".into())));
        vec![found, call(&models, "RegCloseKey", 50 + n, vec![inside], None)]
    };
    let solution = solved(&models, eight_ways(&models, walk));
    assert_eq!(solution.lifetimes[0].class, Class::Scoped);
}
