//! The front-end on small functions, by their dumps.

use super::*;
use crate::flow::{Event, Flow, dump};
use crate::index::FileIndex;
use crate::models::builtin;
use crate::source::Source;

struct Run {
    index: Index,
    models: Models,
}

impl Run {
    fn of(files: &[(&str, &str)]) -> Run {
        let sources: Vec<Source> = files.iter().map(|(path, text)| Source::new(*path, *text)).collect();
        let scanned = sources.iter().enumerate().map(|(i, s)| FileIndex::scan(FileId(i as u32), s)).collect();
        let mut index = Index::new(&sources);
        index.extend(scanned, Vec::new(), &sources);
        Run { index, models: builtin().expect("tables that load") }
    }

    fn lower_all(&self) -> Vec<Lowered> {
        self.index.all_functions().map(|f| lower(&self.index, f, &self.models)).collect()
    }

    /// The only function of the files.
    fn lower(&self) -> Lowered {
        let mut all = self.lower_all();
        assert_eq!(all.len(), 1, "one function is expected");
        all.remove(0)
    }
}

/// One function's flow, a block a line: `0: a = 1; f(a) -> 1`.
fn compact(flow: &Flow, models: &Models) -> String {
    let mut out = String::new();
    for line in dump(flow, models).lines().skip(1) {
        match line.strip_prefix('b').and_then(|l| l.strip_suffix(':')) {
            Some(number) => out.push_str(&format!("\n{number}: ")),
            None => out.push_str(&format!("{}; ", line.trim())),
        }
    }
    out.trim().lines().map(|l| l.trim_end_matches([' ', ';'])).collect::<Vec<_>>().join("\n")
}

/// Holds the flow of `text`'s only function, which must have been read in full, against `expected`.
#[track_caller]
fn check(text: &str, expected: &str) {
    let run = Run::of(&[("a.c", text)]);
    let lowered = run.lower();
    assert_eq!((lowered.notices, lowered.regions_skipped), (vec![], 0), "{text}");
    check_flow(&lowered.flow, &run.models, expected);
}

#[track_caller]
fn check_flow(flow: &Flow, models: &Models, expected: &str) {
    let found = compact(flow, models);
    let expected = expected.trim().lines().map(str::trim).collect::<Vec<_>>().join("\n");
    assert!(found == expected, "expected:\n{expected}\nfound:\n{found}\n");
}

#[test]
fn conditions_become_branches_and_calls_events_in_order() {
    check(
        r#"int f(int a, int b) { if (a && (b || !g(a))) return 1; return a ? h(b) : 0; }"#,
        r#"
        0: if a -> b3 else b1
        1: if a -> b5 else b6
        2: return 1
        3: if b -> b2 else b4
        4: %2 = g(a); if %2 -> b1 else b2
        5: %4 = h(b); %3 = %4; -> b7
        6: %3 = 0; -> b7
        7: return %3
        "#,
    );
    check(
        r#"int f(int a) { int x = a == 1 && g(); return !x; }"#,
        r#"
        0: declare x; if (a == 1) -> b4 else b2
        1: %2 = 1; -> b3
        2: %2 = 0; -> b3
        3: x = %2; return !x
        4: %3 = g(); if %3 -> b1 else b2
        "#,
    );
    check(
        r#"void f(int r, int h) { if ((r = g(&h)) != 0 || h == 0) k(); }"#,
        r#"
        0: %2 = g(&h); r = %2; if (r != 0) -> b2 else b3
        1: return (end)
        2: k(); -> b1
        3: if (h == 0) -> b2 else b1
        "#,
    );
    check(
        r#"void f(int a) { a && g(); a ? g() : h(); (void)a, k(a); }"#,
        r#"
        0: if a -> b1 else b2
        1: g(); -> b2
        2: if a -> b3 else b4
        3: g(); -> b5
        4: h(); -> b5
        5: k(a); return (end)
        "#,
    );
    check(
        r#"int f(int a) { return g() ?: a; }"#,
        r#"
        0: %2 = g(); if %2 -> b1 else b2
        1: %1 = %2; -> b3
        2: %1 = a; -> b3
        3: return %1
        "#,
    );
}

#[test]
fn a_value_read_before_a_write_keeps_its_value() {
    check(
        r#"void f(int h) { int x = h++; int y = --h; g(h, h = 0); x = y = 3; x += y; }"#,
        r#"
        0: declare x; %2 = h; h = (h + 1); x = %2; declare y; h = (h + -1); y = h; %4 = h; h = 0; g(%4, 0); y = 3; x = 3; x = (x + y); return (end)
        "#,
    );
    check(
        r#"void f(int *p, int *q) { *p++ = *q++; }"#,
        r#"
        0: %2 = q; q = (q + 1); %3 = *%2; %4 = p; p = (p + 1); *%4 = %3; return (end)
        "#,
    );
}

#[test]
fn loops_end_scopes_on_every_way_out() {
    check(
        r#"void f(int n) { for (int i = 0; i < n; i++) { int h = g(i); if (h == 1) continue; if (h == 2) break; k(h); } }"#,
        r#"
        0: declare i; i = 0; -> b1
        1: if (i < n) -> b2 else b4
        2: declare h; %3 = g(i); h = %3; if (h == 1) -> b6 else b5
        3: i = (i + 1); -> b1
        4: end i (end); return (end)
        5: if (h == 2) -> b8 else b7
        6: end h (jump); -> b3
        7: k(h); end h (end); -> b3
        8: end h (jump); -> b4
        "#,
    );
    check(
        r#"void f(void) { do { int h = g(); if (h) break; } while (0); while (1) { if (g()) return; } }"#,
        r#"
        0: declare h; %1 = g(); h = %1; if h -> b2 else b1
        1: end h (end); -> b3
        2: end h (jump); -> b3
        3: %2 = g(); if %2 -> b4 else b3
        4: return
        "#,
    );
}

#[test]
fn switches_fall_through() {
    check(
        r#"void f(int a) { switch (g(a)) { case 1: case 2: k(1); case 3 ... 5: k(3); break; default: k(0); } }"#,
        r#"
        0: %1 = g(a); if (%1 == 1) -> b2 else b5
        1: return (end)
        2: k(1); -> b3
        3: k(3); -> b1
        4: k(0); -> b1
        5: if (%1 == 2) -> b2 else b6
        6: if (%1 >= 3) -> b7 else b4
        7: if (%1 <= 5) -> b3 else b4
        "#,
    );
    check(
        r#"void f(int a) { switch (a) { case 0: do { k(0); case 1: k(1); } while (--a); } }"#,
        r#"
        0: %1 = a; if (%1 == 0) -> b2 else b4
        1: return (end)
        2: k(0); -> b3
        3: k(1); a = (a + -1); if a -> b2 else b1
        4: if (%1 == 1) -> b3 else b1
        "#,
    );
    check(
        r#"
void f(int a) { switch (a) { case 1: k(1); break;
#ifdef X
 case 2: k(2); break;
#endif
 } }
"#,
        r#"
        0: %1 = a; if (%1 == 1) -> b2 else b4
        1: return (end)
        2: k(1); -> b1
        3: k(2); -> b1
        4: if (%1 == 2) -> b5 else b1
        5: if global #defined X -> b3 else b1
        "#,
    );
}

#[test]
fn gotos_end_the_scopes_they_leave() {
    check(
        r#"void f(int a) { again: { int x = a; { int y = x; if (y) goto again; if (x) goto out; } } out: k(); }"#,
        r#"
        0: -> b1
        1: declare x; x = a; declare y; y = x; if y -> b3 else b2
        2: if x -> b5 else b4
        3: end y, x (jump); -> b1
        4: end y (end); end x (end); -> b6
        5: end y, x (jump); -> b6
        6: k(); return (end)
        "#,
    );
}

#[test]
fn finally_runs_on_every_way_out_of_a_try() {
    check(
        r#"int f(int a) { __try { if (a == 1) return g(a); if (a == 2) __leave; if (a == 3) goto out; k(a); } __finally { c(); } return 0; out: return 1; }"#,
        r#"
        0: if (a == 1) -> b3 else b2
        1: c(); return 0
        2: if (a == 2) -> b1 else b4
        3: %1 = g(a); c(); return %1
        4: if (a == 3) -> b6 else b5
        5: k(a); -> b1
        6: c(); return 1
        "#,
    );
    check(
        r#"void f(void) { __try { g(); } __except (filter()) { k(); } }"#,
        r#"
        0: if ? -> b1 else b2
        1: g(); -> b3
        2: filter(); k(); -> b3
        3: return (end)
        "#,
    );
    check(
        r#"void f(int a) { __TRY { g(); } __EXCEPT_PAGE_FAULT { k(); } __ENDTRY return; }"#,
        r#"
        0: if ? -> b1 else b2
        1: g(); -> b3
        2: k(); -> b3
        3: return
        "#,
    );
}

#[test]
fn places_are_access_paths() {
    check(
        r#"struct s { int keys[3]; struct s *next; }; void f(struct s *p, int **pp, int i) { int a[4]; a[0] = 1; *a = 2; a[2] = 3; a[i] = 4; p->keys[1] = (*p).next->keys[i]; p[1].next = &p[0]; **pp = *&i; g(a, &a[1], p->keys, *(pp + 1)); }"#,
        r#"
        0: declare a; a = 1; a = 2; a[2] = 3; a[i] = 4; (*p).keys[1] = (*(*p).next).keys[i]; (*p)[1].next = p; **pp = i; g(&a, &a[1], &(*p).keys, (*pp)[1]); return (end)
        "#,
    );
    check(
        r#"void f(void) { int m[2][3]; m[0][0] = 1; m[1][2] = 2; g(m[1]); }"#,
        r#"
        0: declare m; m = 1; m[1][2] = 2; g(&m[1]); return (end)
        "#,
    );
}

#[test]
fn initialisers_zero_first_and_then_assign() {
    check(
        r#"
struct pair { int a, b; int c[2]; };
void f(int x) { struct pair p = { 1, x, { 2, 3 } }, q = { .b = x }; int v[3] = { 0, x }; int z[2] = { [1] = 5 }; struct unseen u = { x, 0 }; struct unseen w = { 0 }; }
"#,
        r#"
        0: declare p; p = 0; p.a = 1; p.b = x; p.c = 0; p.c = 2; p.c[1] = 3; declare q; q = 0; q.b = x; declare v; v = 0; v[1] = x; declare z; z = 0; z[1] = 5; declare u; u = 0; havoc u; declare w; w = 0; return (end)
        "#,
    );
    check(
        r#"void f(void) { static int calls = 3; const char name[] = "a" "b"; calls++; g(name, &(struct pair){ 1 }); }"#,
        r#"
        0: declare name; name = "ab"; static f::calls = (static f::calls + 1); %1 = 0; %1 = 1; g(&name, &%1); return (end)
        "#,
    );
}

#[test]
fn declarations_are_told_from_expressions() {
    check(
        r#"void f(int b) { HKEY a, *p = &a; a * b; DWORD (WINAPI *fn)(HKEY) = g; unsigned long x; struct s t, *u; const WCHAR *w = L"x"; T **v = 0, y; fn(a); (*fn)(a); }"#,
        r#"
        0: declare a; declare p; p = &a; declare b'2; declare fn; fn = global g; declare x; declare t; declare u; declare w; w = "x"; declare v; v = 0; declare y; *(fn)(a); *(fn)(a); return (end)
        "#,
    );
    check(
        r#"void f(HKEY h, int x) { x = (DWORD)-1; x = (x) - 1; x = (int)h + (LONG_PTR)(h); h = (HKEY)(ULONG_PTR)0x80000001; x = sizeof(g(h)); x = sizeof x; g((char *)h, (x)); }"#,
        r#"
        0: x = -1; x = (x - 1); x = (h + h); h = 0x80000001; x = ?; x = ?; g(h, x); return (end)
        "#,
    );
}

#[test]
fn macros_are_expanded_with_their_arguments() {
    check(
        r#"
#define CHECK(e) do { if ((e) != ERROR_SUCCESS) goto done; } while (0)
void f(HKEY h) { CHECK(g(h)); k(); done: RegCloseKey(h); }
"#,
        r#"
        0: %1 = g(h); if (%1 != 0) -> b2 else b1
        1: k(); -> b2
        2: api RegCloseKey(h); return (end)
        "#,
    );
    check(
        r#"
#define STR(x) #x
#define XSTR(x) STR(x)
#define KEY Soft ware
#define JOIN(a, b) a ## b
void f(void) { g(STR(a "b\n"), XSTR(KEY)); JOIN(Reg, CloseKey)(h); JOIN(, x)(); }
"#,
        r#"
        0: g("a \"b\\n\"", "Soft ware"); api RegCloseKey(global h); x(); return (end)
        "#,
    );
    check(
        r#"
#define LOG(fmt, ...) g(fmt, ## __VA_ARGS__)
#define TWO(a, ...) h(a __VA_OPT__(, k(__VA_ARGS__)))
#define ALL(args...) g(args)
void f(void) { LOG("a"); LOG("b", 1, 2); TWO(1); TWO(2, 3); ALL(4, 5); }
"#,
        r#"
        0: g("a"); g("b", 1, 2); h(1); %0 = k(3); h(2, %0); g(4, 5); return (end)
        "#,
    );
    check(
        r#"
#define SELF SELF
#define A(x) B(x)
#define B(x) A(x) + 1
#define EMPTY()
#define CALL g EMPTY() (1)
#define F(x) ((x) + 1)
void f(void) { int SELF = A(2); CALL; SELF = F(F(3)); SELF = F; }
"#,
        r#"
        0: declare SELF; %1 = A(2); SELF = (%1 + 1); g(1); SELF = 5; SELF = global F; return (end)
        "#,
    );
}

#[test]
fn names_that_the_models_know_are_not_expanded() {
    check(
        r#"
#define RegCloseKey(h) mine(h)
#define FAILED(x) 0
#define HKEY_CURRENT_USER 5
void f(HKEY h) { if (FAILED(g())) RegCloseKey(HKEY_CURRENT_USER); }
"#,
        r#"
        0: %1 = g(); if (%1 < 0) -> b2 else b1
        1: return (end)
        2: api RegCloseKey(0x80000001); -> b1
        "#,
    );
    check(
        r#"
#define ROOT HKEY_CURRENT_USER
void f(void) { g(ROOT);
#define LATE 2
 g(LATE); }
"#,
        r#"
        0: g(0x80000001); g(2); return (end)
        "#,
    );
}

#[test]
fn known_conditions_are_decided_and_others_branch() {
    check(
        r#"
void f(void) {
#ifdef _WIN32
 a();
#else
 b();
#endif
#if 0
 c();
#elif defined(X) && _MSC_VER > 1000
 d();
#elif FOO > 2
 e();
#else
 g();
#endif
#ifndef X
 h();
#endif
}
"#,
        r#"
        0: a(); if global #defined X -> b3 else b2
        1: if global #defined X -> b6 else b7
        2: if (global #if FOO > 2) -> b5 else b4
        3: d(); -> b1
        4: g(); -> b1
        5: e(); -> b1
        6: return (end)
        7: h(); -> b6
        "#,
    );
    check(
        r#"
void f(int x) {
#ifdef X
 HKEY h = a();
#else
 HKEY h = b();
#endif
 k(h); }
"#,
        r#"
        0: if global #defined X -> b3 else b2
        1: k(h); return (end)
        2: declare h; %3 = b(); h = %3; -> b1
        3: declare h; %2 = a(); h = %2; -> b1
        "#,
    );
    check(
        r#"
#define HAVE 1
void f(void) {
#if HAVE
 a();
#else
 b();
#endif
}
"#,
        r#"
        0: a(); return (end)
        "#,
    );
}

#[test]
fn conditions_that_split_statements_make_variants() {
    check(
        r#"
void f(int x) {
#ifdef A
 if (x) {
#else
 if (!x) {
#endif
 k(); }
 g(1
#ifdef A
 , 2
#endif
 );
}
"#,
        r#"
        0: if global #defined A -> b1 else b2
        1: if x -> b4 else b3
        2: if x -> b5 else b6
        3: g(1, 2); return (end)
        4: k(); -> b3
        5: g(1); return (end)
        6: k(); -> b5
        "#,
    );
}

#[test]
fn unknown_macros_and_extensions() {
    check(
        r#"
void f(int a) { LIST_FOR_EACH(a, list) { k(a); } TRACE("x") FOO(1)
 k(); __asm { mov eax, 1 } asm("nop"); BEGIN { k(); } if (__builtin_expect(a, 0)) k(); }
"#,
        r#"
        0: -> b1
        1: LIST_FOR_EACH(a, global list); havoc a; if ? -> b2 else b3
        2: k(a); -> b1
        3: TRACE("x"); FOO(1); k(); k(); if a -> b5 else b4
        4: return (end)
        5: k(); -> b4
        "#,
    );
    check(
        r#"int f(int a) { int r = ({ int t = a; g(t); t + 1; }); return _Generic(a, int: 1, default: 2) + r; }"#,
        r#"
        0: declare r; declare t; t = a; g(t); %3 = (t + 1); end t (end); r = %3; return (? + r)
        "#,
    );
}

/// The text of every call's name and of the whole call.
fn call_texts(text: &str) -> Vec<(String, String)> {
    let run = Run::of(&[("a.c", text)]);
    let piece = |span: crate::source::Span| text[span.start as usize..span.end as usize].to_owned();
    let flow = run.lower().flow;
    let events = flow.blocks.iter().flat_map(|b| &b.events);
    let calls = events.filter_map(|e| match e {
        Event::Call { span, name, .. } => Some((piece(*name), piece(*span))),
        _ => None,
    });
    calls.collect()
}

#[test]
fn calls_are_placed_where_they_are_written() {
    let pairs = |text: &str| call_texts(text).into_iter().map(|(a, b)| format!("{a} | {b}")).collect::<Vec<_>>();
    assert_eq!(pairs("void f(void) { x = g (1,\n h(2)); p->t->m(3); }"), ["h | h(2)", "g | g (1,\n h(2))", "m | p->t->m(3)"]);
    // out of a macro's body: the macro's call; out of its arguments: their own place
    assert_eq!(pairs("#define OPEN(k) g(k, 1)\nvoid f(void) { OPEN(h(2)); }"), ["h | h(2)", "OPEN | OPEN(h(2))"]);
    assert_eq!(pairs("#define NOW g()\n#define TWICE NOW; NOW\nvoid f(void) { TWICE; }"), ["TWICE | TWICE", "TWICE | TWICE"]);
    assert_eq!(pairs("#define TRY(e) if (e) return\nvoid f(void) { TRY(g(1)); }"), ["g | g(1)"]);
}

#[test]
fn of_a_macro_with_several_meanings_the_arm_that_matters_is_taken() {
    let text = "#ifdef A\n#define CLOSE(h)\n#else\n#define CLOSE(h) RegCloseKey(h)\n#endif\nvoid f(HKEY h) { CLOSE(h); }";
    let run = Run::of(&[("a.c", text)]);
    let lowered = run.lower();
    check_flow(&lowered.flow, &run.models, "0: api RegCloseKey(h); return (end)");
    assert_eq!(lowered.notices.len(), 1);
    assert_eq!(lowered.notices[0].line, Some(6));
    // different headers, equally far: nothing tells which one holds
    let one = ("x/a.h", "#define CLOSE(h) RegCloseKey(h)");
    let other = ("y/a.h", "#define CLOSE(h)");
    let run = Run::of(&[("a.c", "void f(HKEY h) { CLOSE(h); }"), one, other]);
    let lowered = run.lower();
    check_flow(&lowered.flow, &run.models, "0: CLOSE(h); return (end)");
    assert_eq!(lowered.notices.len(), 1);
    // equal in effect, or of no importance: nothing to say
    let text = "#ifdef A\n#define LOG(x) puts(x)\n#else\n#define LOG(x)\n#endif\nvoid f(void) { LOG(1); }";
    assert_eq!(Run::of(&[("a.c", text)]).lower().notices, []);
}

#[test]
fn the_nearest_definition_of_a_macro_is_taken() {
    let run = Run::of(&[
        ("src/a.c", "#include \"k.h\"\nvoid f(void) { K; L; }\n#define L later()"),
        ("inc/k.h", "#define K far()"),
        ("src/k.h", "#define K near()"),
        ("other/l.h", "#define L elsewhere()"),
    ]);
    check_flow(&run.lower().flow, &run.models, "0: near(); elsewhere(); return (end)");
}

#[test]
fn conditions_beyond_the_bound_are_taken_as_true() {
    let split = |name: &str| format!("\n#ifdef {name}\n , 1\n#endif\n");
    let text = format!("void f(void) {{ g(0{}{}{}{}); }}", split("A"), split("B"), split("C"), split("D"));
    let lowered = Run::of(&[("a.c", &text)]).lower();
    let calls: Vec<usize> =
        lowered.flow.blocks.iter().flat_map(|b| &b.events).map(|e| if let Event::Call { args, .. } = e { args.len() } else { 0 }).collect();
    let mut sorted = calls.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [2, 3, 3, 3, 4, 4, 4, 5]);
    assert_eq!((lowered.limits_hit, lowered.notices.len()), (1, 1));
}

#[test]
fn what_can_not_be_read_is_skipped_and_told() {
    let text = "void f(HKEY h) {\n g();\n x = @ 3 $ ) ];\n if (a @ b) k();\n RegCloseKey(h);\n}\n";
    let run = Run::of(&[("a.c", text)]);
    let lowered = run.lower();
    check_flow(
        &lowered.flow,
        &run.models,
        "0: g(); if ? -> 2 else 1\n1: api RegCloseKey(h); return (end)\n2: k(); -> 1"
            .replace("-> ", "-> b")
            .replace("else ", "else b")
            .as_str(),
    );
    assert_eq!(lowered.regions_skipped, 2);
    assert_eq!(lowered.bytes_skipped as usize, "x = @ 3 $ ) ];".len() + "a @ b".len());
    assert_eq!(lowered.notices.iter().map(|n| n.line).collect::<Vec<_>>(), [Some(3), Some(4)]);
}

#[test]
fn cplusplus_does_not_get_in_the_way() {
    let text = "void C::f(HKEY &out, const std::wstring &n) {\n\
        HKEY &h = out; auto x = [&](int a) { return a; };\n\
        try { h = static_cast<HKEY>(g<int>(n)); if (!h) throw 1; } catch (const E &e) { k(e.what()); } catch (...) { throw; }\n\
        for (auto &s : list) use(s);\n\
        std::unique_ptr<Foo> p(new Foo(1)); if (auto r = g(); r != 0) k(r); obj.close();\n}";
    let run = Run::of(&[("a.cpp", text)]);
    let lowered = run.lower();
    assert_eq!((&*lowered.flow.name, lowered.notices), ("C::f", vec![]));
    check_flow(
        &lowered.flow,
        &run.models,
        "0: declare h; h = out; if ? -> b1 else b2
        1: %3 = g(*n); *h = %3; if *h -> b5 else b2
        2: if ? -> b4 else b3
        3: global #thrown = 1; return (throw)
        4: declare e; %5 = what(e); k(%5); end e (end); -> b5
        5: if ? -> b6 else b7
        6: declare s; havoc s; use(*s); end s (end); -> b5
        7: declare p; %8 = api operator new(?); if %8 -> b8 else b9
        8: Foo::Foo(%8, 1); p = %8; declare r; %10 = g(); r = %10; if (r != 0) -> b11 else b10
        9: unreachable
        10: end r (end); close(&global obj); if p -> b12 else b13
        11: k(r); -> b10
        12: api operator delete(p); -> b13
        13: return (end)",
    );
}

#[test]
fn initial_values_of_what_outlives_calls() {
    let text = "#define USER HKEY_CURRENT_USER\nstruct row { HKEY root; const char *path; };\n\
        static const HKEY roots[] = { USER, HKEY_LOCAL_MACHINE };\nHKEY plain = USER, other;\n\
        static const struct row rows[2] = { { USER, \"a\" }, { .path = \"b\" } };\n\
        void f(void) { static const int depth = 1 + 2; int local = 4; }";
    let run = Run::of(&[("a.c", text)]);
    let mut found: Vec<String> = Vec::new();
    for (place, value, constant) in initialisers(&run.index, FileId(0), &run.models) {
        let flow = Flow {
            blocks: vec![crate::flow::Block {
                events: vec![Event::Assign { place, value, span: crate::source::Span { file: FileId(0), start: 0, end: 0 } }],
                end: crate::flow::Terminator::Unreachable,
            }],
            ..run.lower().flow
        };
        found.push(format!("{}{}", if constant { "const " } else { "" }, compact(&flow, &run.models)));
    }
    let shown: Vec<String> = found.iter().map(|f| f.replace("0: ", "").replace("; unreachable", "")).collect();
    assert_eq!(
        shown,
        [
            "const static roots = 0",
            "const static roots = 0x80000001",
            "const static roots[1] = 0x80000002",
            "global plain = 0x80000001",
            "const static rows = 0",
            "const static rows = 0",
            "const static rows.root = 0x80000001",
            "const static rows.path = \"a\"",
            "const static rows[1] = 0",
            "const static rows[1].path = \"b\"",
            "const static f::depth = 3",
        ]
    );
}

#[test]
fn nesting_and_length_have_bounds() {
    let many = 100_000;
    for (open, close) in
        [("{", "}"), ("(", ")"), ("if (a) ", ""), ("a + ", ""), ("!", ""), ("x = ", ""), ("({", "})"), ("f(", ""), ("(int)", "")]
    {
        let text = format!("void f(void) {{ g(); {}1;{} }}", open.repeat(many), close.repeat(many));
        let run = Run::of(&[("a.c", &text)]);
        let lowered = run.lower();
        assert!(compact(&lowered.flow, &run.models).starts_with("0: g()"), "{open}");
        assert!(lowered.regions_skipped > 0 && !lowered.notices.is_empty(), "{open}");
    }
    let bomb: String = (1..40).map(|i| format!("#define M{i} M{} M{}\n", i - 1, i - 1)).collect();
    let lowered = Run::of(&[("a.c", &format!("#define M0 g();\n{bomb}void f(void) {{ M39 }}"))]).lower();
    assert_eq!(lowered.limits_hit, 1);
}
