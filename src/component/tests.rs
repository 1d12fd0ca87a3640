use super::*;
use crate::config::Known;
use crate::source::Addresses;

fn sources(paths: &[&str]) -> Vec<Source> {
    let source = |p: &&str| if p.ends_with(".dll") { Source::of_binary(*p, Addresses::default()) } else { Source::new(*p, "") };
    paths.iter().map(source).collect()
}

fn mark(strength: Strength) -> Vec<FoundMark> {
    vec![FoundMark { strength, mark: "IObjectControl".to_owned(), text: "a mark".to_owned() }]
}

/// `name: files`, a line a component.
fn shown(sources: &[Source], components: &Components) -> String {
    let files = |c: &Component| c.files.iter().map(|f| &*sources[f.0 as usize].path).collect::<Vec<_>>().join(" ");
    components.all().iter().map(|c| format!("{}: {}\n", c.name, files(c))).collect()
}

#[test]
fn without_a_configuration_dlls_and_marked_directories_are_components() {
    let sources = sources(&["a.c", "bin/p.dll", "p/com/o.cpp", "p/com/util/u.cpp", "p/core/c.c", "p/r/x.c"]);
    let strong = |file| (FileId(file), mark(Strength::Strong));
    let seen = Seen { marks: BTreeMap::from([strong(2), (FileId(5), mark(Strength::Weak))]), ..Seen::default() };
    let expected = ".: a.c\nbin/p.dll: bin/p.dll\np/com: p/com/o.cpp p/com/util/u.cpp\np/core: p/core/c.c\np/r: p/r/x.c\n";
    let components = Components::of(&sources, &seen, None);
    assert_eq!(shown(&sources, &components), expected);
    assert!(components.all()[2].is_marked() && !components.all()[4].is_marked());
}

fn located(config: &str, base: &str, here: &str) -> Located {
    let config = Config::read("hivelint.toml", config, Known::default(), &|_| Err(String::new())).unwrap_or_else(|e| panic!("{e}"));
    Located { config, path: "hivelint.toml".to_owned(), base: base.to_owned(), here: here.to_owned() }
}

#[test]
fn a_configuration_says_what_belongs_together() {
    let sources = sources(&["../inc/p.h", "/w/p/Src/a.cpp", "b.c", "out/x64/p.dll", "sub/../src/c.c"]);
    let config = "[[component]]\nname = \"Pricing\"\nsources = [\"src\", \"inc/*.h\"]\nbinaries = [\"**/p.dll\"]\n\
                  [[component]]\nname = \"Shared\"\nsources = [\"inc\"]\n[[component]]\nname = \"None\"\nsources = [\"nowhere\"]\n";
    let components = Components::of(&sources, &Seen::default(), Some(&located(config, "/w/p", "/w/p/tools")));
    // `b.c` is in /w/p/tools, and so is the DLL
    let expected = "Pricing: ../inc/p.h /w/p/Src/a.cpp out/x64/p.dll\nShared: ../inc/p.h\n.: b.c\nsub/../src: sub/../src/c.c\n";
    assert_eq!(shown(&sources, &components), expected);
    assert_eq!(components.of_file(FileId(0)), [0, 1]);
    assert!(components.notices[0].message.contains("`None`"), "{:?}", components.notices);
}

#[test]
fn paths_are_found_below_the_configuration_however_they_are_written() {
    for (path, here, base, expected) in [
        ("a.c", "/w/p/sub", "/w/p", Some("sub/a.c")),
        ("../x/./a.c", "/w/p/sub", "/w/p", Some("x/a.c")),
        ("../../a.c", "/w/p/sub", "/w/p", None),
        ("/w/pq/a.c", "/", "/w/p", None),
        ("C:/w/P/a.c", "c:/", "c:/w/p", Some("a.c")),
        ("src\\a.c", "C:\\w", "c:\\W", Some("src/a.c")),
        ("//server/share/p/a.c", "C:/", "\\\\server\\share\\p", Some("a.c")),
        ("/w/ü/a.c", "/", "/w/u", None),
    ] {
        assert_eq!(relative(path, here, base).as_deref(), expected, "{path} from {here} below {base}");
    }
}

#[test]
fn a_dot_names_everything_below_the_file() {
    let sources = sources(&["a.c", "sub/b.c", "../c.c"]);
    let config = "[[component]]\nname = \"All\"\nsources = [\".\"]\n";
    let components = Components::of(&sources, &Seen::default(), Some(&located(config, "/w/p", "/w/p")));
    assert_eq!(shown(&sources, &components), "All: a.c sub/b.c\n..: ../c.c\n");
}

#[test]
fn on_windows_case_does_not_count_and_shares_have_a_server() {
    let config = "[[component]]\nname = \"Pricing\"\nsources = ['src\\core', '.\\inc\\*.h']\n";
    for (base, here, absolute) in [
        ("C:/Work/P", "C:/Work/P", "c:/work/p/SRC/core/a.cpp"),
        ("//Server/Share/P", "//Server/Share/P", "//server/share/p/src/core/a.cpp"),
        ("//Server/Share/P", "C:/elsewhere", "//SERVER/share/./x/../p/src/core/a.cpp"),
    ] {
        let sources = sources(&[absolute, "/Server/Share/P/src/core/b.cpp", "D:/work/p/src/core/c.cpp"]);
        let components = Components::of(&sources, &Seen::default(), Some(&located(config, base, here)));
        assert!(shown(&sources, &components).starts_with(&format!("Pricing: {absolute}\n")), "{}", shown(&sources, &components));
    }
}
