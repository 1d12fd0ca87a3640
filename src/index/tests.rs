//! The index on small files.

use super::*;

fn scan(path: &str, text: &str) -> FileIndex {
    FileIndex::scan(FileId(0), &Source::new(path, text))
}

/// `name/arity`, with `+` for further arguments and `!` for internal linkage.
fn functions(text: &str) -> Vec<String> {
    let found = scan("a.cpp", text).functions;
    let mark = |on: bool, mark: &'static str| if on { mark } else { "" };
    found.iter().map(|f| format!("{}/{}{}{}", f.name, f.arity, mark(f.variadic, "+"), mark(f.internal, "!"))).collect()
}

#[test]
fn function_headers_of_every_style_are_recognised() {
    for (header, expected) in [
        ("int f(void)", "f/0"),
        ("f()", "f/0"),
        ("static DWORD WINAPI f(HKEY h, ...)", "f/1+!"),
        ("BOOL APIENTRY DllMain(HMODULE m, DWORD r, LPVOID x)", "DllMain/3"),
        ("STDMETHODIMP Settings::Load(BSTR s)", "Settings::Load/1"),
        ("STDMETHODIMP_(ULONG) Settings_Release(ISettings *This)", "Settings_Release/1"),
        ("HRESULT STDMETHODCALLTYPE f(int (*callback)(int, int), int b[3])", "f/2"),
        ("EXTERN_C __declspec(dllexport) int __cdecl f(int a)", "f/1"),
        ("static __attribute__((noinline)) void f(int a) __attribute__((cold))", "f/1!"),
        ("void f(int x) GUARDED_BY(lock)", "f/1"),
        ("DEFINE_GUID(a, b)\nint f(int x)", "f/1"),
        ("int f(a, b) int a; char *b;", "f/2"),
        ("START_TEST(registry)", "START_TEST(registry)/0"),
        ("A::A(int x) : B(x), c{1}, d(2)", "A::A/1"),
        ("A::~A() noexcept", "A::~A/0"),
        ("bool A::operator==(const A &o) const", "A::operator==/1"),
        ("auto f(int x) -> std::vector<int>", "f/1"),
        ("template <typename T, class U = X<int>> T f(std::map<T, U> m, T t)", "f/2"),
        ("struct s *f(struct t *a)", "f/1"),
        ("enum e f(enum e a)", "f/1"),
    ] {
        assert_eq!(
            functions(&format!("int before; {header} {{ if (x) {{ g(); }} }} int after(int a) {{ }}")),
            [expected, "after/1"],
            "{header}"
        );
    }
}

#[test]
fn what_is_no_function_is_not_taken_for_one() {
    let text = "int f(int a); typedef int (*fn)(int); int a[] = { g(1) }; struct s { int x; } v = { 1 }; enum { A = sizeof(int) };\n\
        class C : public D { int m() { return 1; } int n(); }; namespace { int hidden() { } } extern \"C\" { int shown() { } }\n\
        auto l = [](int a) { return a; }(1); MACRO(x, y); int (*table[])(void) = { f, g };";
    assert_eq!(functions(text), ["C::m/0", "hidden/0!", "shown/0"]);
}

#[test]
fn bodies_end_where_they_end_whatever_ifs_are_in_them() {
    let names = |text: &str| scan("a.c", text).functions.iter().map(|f| f.name.to_string()).collect::<Vec<_>>();
    assert_eq!(names("int f(void) {\n#ifdef A\n if (x) {\n#else\n if (y) {\n#endif\n } }\nint g(void) { }"), ["f", "g"]);
    assert_eq!(names("int f(void) {\n#ifdef A\n if (x) {\n#endif\n k();\n#ifdef A\n }\n#endif\n }\nint g(void) { }"), ["f", "g"]);
    assert_eq!(names("#ifdef A\nint f(int x) {\n#else\nint f(void) {\n#endif\n k(); }\nint g(void) { }"), ["f", "g"]);
    assert_eq!(names("#ifdef A\nint f(int x)\n#else\nint f(void)\n#endif\n{ k(); }\nint g(void) { }"), ["f", "g"]);
    assert_eq!(names("#ifdef _WIN32\nint f(void) { }\n#else\nint unix_only(void) { }\n#endif\n#if 0\nint dead(void) { }\n#endif"), ["f"]);
    assert_eq!(names("#ifdef A\nint f(void) { }\n#else\nint f(void) { k(); }\n#endif"), ["f", "f"]);
    // a brace too few: the next `}` in the first column ends it
    assert_eq!(names("int f(void)\n{\n if (x) {\n}\nint g(void)\n{\n}\n"), ["f", "g"]);
}

#[test]
fn variables_structs_and_constants_are_noted() {
    let text = "static HKEY cache, *list[4]; const char *name = \"x\"; static const HKEY roots[2][3] = { { 0 } }; extern int shared;\n\
         BOOL (WINAPI *hook)(HKEY); typedef struct tag { HKEY key, keys[4]; struct { int inner; }; union { int x; } u; } S, *PS;\n\
         typedef struct late LATE; struct late { int z; }; enum { A, B = 5, C, D = B | 0x10, E = (A, UNSEEN) };";
    let found = scan("a.c", text);
    let variables: Vec<String> =
        found.variables.iter().map(|v| format!("{} {} {} {}", v.name, v.internal, v.constant, v.dimensions)).collect();
    assert_eq!(
        variables,
        [
            "cache true false 0",
            "list true false 1",
            "name false false 0",
            "roots true true 2",
            "shared false false 0",
            "hook false false 0"
        ]
    );
    let mut constants: Vec<(&str, i64)> = found.constants.iter().map(|(n, v)| (&**n, *v)).collect();
    constants.sort_unstable();
    assert_eq!(constants, [("A", 0), ("B", 5), ("C", 6), ("D", 0x15)]);
    let index = joined(vec![found], &[Source::new("a.c", text)]);
    let names =
        |name: &str| index.fields(name, FileId(0)).map(|f| f.iter().map(|f| format!("{}{}", f.name, f.dimensions)).collect::<Vec<_>>());
    let expected = ["key0", "keys1", "inner0", "u0"].map(str::to_owned).to_vec();
    assert_eq!((names("tag"), names("S"), names("PS")), (Some(expected.clone()), Some(expected), None));
    assert_eq!(names("LATE"), Some(vec!["z0".to_owned()]));
    assert_eq!(
        (
            index.field_dimensions(None, "keys", FileId(0)),
            index.field_dimensions(Some("tag"), "key", FileId(0)),
            index.field_dimensions(None, "none", FileId(0))
        ),
        (1, 0, 0)
    );
}

fn tree(files: &[(&str, &str)]) -> Index {
    let sources: Vec<Source> = files.iter().map(|(path, text)| Source::new(*path, *text)).collect();
    let scanned = sources.iter().enumerate().map(|(i, s)| FileIndex::scan(FileId(i as u32), s)).collect();
    joined(scanned, &sources)
}

fn joined(files: Vec<FileIndex>, sources: &[Source]) -> Index {
    let mut index = Index::new(sources);
    index.extend(files, Vec::new(), sources);
    index
}

#[test]
fn a_name_means_the_nearest_definition() {
    let index = tree(&[
        ("app/a.c", "#include \"../lib/x.h\"\nvoid own(void) {}"),
        ("app/b.c", "void own(void) {} void mate(int a) {} void mate(int a, int b) {} static void secret(void) {}"),
        ("lib/x.h", "#include \"deep.h\"\nstatic inline void helper(void) {}"),
        ("lib/deep.h", "static inline void helper(void) {} static inline void deep(void) {}"),
        ("far/c.c", "void far(void) {} void mate(int a) {} void twice(void) {}"),
        ("away/d.c", "void twice(void) {}"),
    ]);
    let paths = |name: &str, args: usize| {
        let found = index.resolve_function(name, FileId(0), args);
        found.iter().map(|f| index.source(f.file).path.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(paths("own", 0), ["app/a.c"]);
    assert_eq!(paths("mate", 2), ["app/b.c"]);
    assert_eq!(paths("helper", 0), ["lib/x.h"]);
    assert_eq!(paths("deep", 0), ["lib/deep.h"]);
    assert_eq!(paths("secret", 0), [""; 0]);
    assert_eq!(paths("far", 0), ["far/c.c"]);
    assert_eq!(paths("twice", 0), ["far/c.c", "away/d.c"]);
}

#[test]
fn mentions_go_through_macros() {
    let index = tree(&[("a.c", "#define A B\n#define B(x) RegCloseKey(x)\n#define C C\nvoid f(void) { A(1); C; }\nvoid g(void) { }")]);
    let all: Vec<FunctionRef> = index.all_functions().collect();
    let closes = |index: &Index| index.wanted(["RegCloseKey"].into_iter());
    assert_eq!(all.iter().map(|f| index.mentions(*f, &closes(&index))).collect::<Vec<_>>(), [true, false]);
    assert_eq!(index.identifiers(all[0]), ["A", "B", "C", "RegCloseKey", "f", "void", "x"]);
    assert_eq!(index.header_macros_leading_to(&closes(&index)), [""; 0]);
    let header = tree(&[("a.h", "#define A B\n#define B(x) RegCloseKey(x)\n"), ("a.c", "#define D RegCloseKey")]);
    assert_eq!(header.header_macros_leading_to(&closes(&header)), ["B"]);
}

#[test]
fn scanning_takes_linear_time_and_never_fails() {
    for unit in [
        "{",
        "}",
        "(",
        ")",
        "f(){}",
        "f(a)b;",
        ";",
        "x={}",
        "namespace{",
        "struct{",
        "enum{a,",
        "\n#if A\n",
        "\n#if A\n}\n#else\n",
        "\n#define A A\n",
        "f(",
        "template<",
    ] {
        let text = unit.repeat(50_000);
        let started = std::time::Instant::now();
        scan("a.c", &text);
        assert!(started.elapsed().as_secs() < 5, "{unit:?} took {:?}", started.elapsed());
    }
}
