use super::*;

const KNOWN: Known = Known {
    windows: &["server-2003", "server-2022"],
    rules: &["cached-user-root", "leaked-machine-key", "leaked-user-key", "user-key-in-static"],
};

fn read(text: &str) -> Result<Config, DataError> {
    let catalogue = "Name = Contoso Pricing\nIdentity = CONTOSO\\svc-pricing\nActivation = 1\nRunForever = True\nServiceName =\n";
    let file = |path: &str| if path == "pricing.txt" { Ok(catalogue.to_owned()) } else { Err("it does not exist".to_owned()) };
    Config::read("hivelint.toml", text, KNOWN, &file)
}

fn one(text: &str) -> Declared {
    read(text).unwrap_or_else(|e| panic!("{e}\n{text}")).components.remove(0)
}

#[test]
fn a_component_and_its_deployment_are_read() {
    let component = one(r#"
[[component]]
name = "Contoso.Pricing"
sources = ["src", "include/*.h"]
binaries = ['out\pricing.dll']
clsids = ["8f3c5a71-6c0b-4d3e-9a55-2b7f0c1d4e90"]
catalogue = "pricing.txt"
[component.deployment]
identity = "network-service"
pooling = true
windows = "server-2022"
"#);
    assert_eq!(component.clsids, ["{8F3C5A71-6C0B-4D3E-9A55-2B7F0C1D4E90}"]);
    assert!(component.binaries[0].matches("out/pricing.dll"));
    let deployment = component.deployment;
    // the file itself goes before the catalogue
    assert_eq!(deployment.identity, Some(Identity::NetworkService));
    assert_eq!((deployment.activation, deployment.run_forever), (Some(Activation::Server), Some(true)));
    assert_eq!((deployment.nt_service, deployment.pooling, deployment.jit), (Some(false), Some(true), None));
    assert_eq!(read("").unwrap(), Config::default());
}

/// What is wrong, at which words of which line, and what to do: every mistake has all three.
#[test]
fn mistakes_are_shown_where_they_are() {
    let entry = "[[component]]\nname = \"a\"\nsources = [\"src\"]\n";
    let deployed = |line: &str| format!("{entry}[component.deployment]\n{line}\n");
    let allowed = |line: &str| format!("[[allow]]\npath = \"a\"\nreason = \"r\"\n{line}\n");
    for (text, line, at, message, help) in [
        ("[[component]]\nsources = [\"src\"]\n".to_owned(), 1, "", "missing field `name`", "add `name"),
        ("[[componet]]\nname = \"a\"\n".to_owned(), 1, "componet", "unknown field `componet`", "did you mean `component`?"),
        (format!("{entry}source = [\"x\"]\n"), 4, "source", "unknown field `source`", "did you mean `sources`?"),
        (format!("{entry}clsids = [\"{{8F3C}}\"]\n"), 4, "\"{8F3C}\"", "`{8F3C}` is no CLSID", "write it as"),
        (format!("{entry}binaries = [\"a***\"]\n"), 4, "\"a***\"", "`a***` is no pattern", "`*` stands for"),
        (format!("{entry}{entry}"), 5, "\"a\"", "two components are called `a`", "a name of its own"),
        ("[[component]]\nname = \"a\"\n".to_owned(), 1, "[[component]]", "nothing says what `a` is made of", "add `sources"),
        ("[[component]]\nname = \" \"\nsources = [\".\"]\n".to_owned(), 2, "\" \"", "empty name", "COM+ application"),
        (format!("{entry}catalogue = \"no.txt\"\n"), 4, "\"no.txt\"", "can't read the catalogue export `no.txt`", "relative"),
        (deployed("identity = \"specific-usr\""), 5, "\"specific-usr\"", "unknown variant `specific-usr`", "did you mean `specific-user`?"),
        (deployed("pooling = 1"), 5, "1", "invalid type: integer `1`, expected a boolean", "hivelint init"),
        (deployed("windows = \"server-2099\""), 5, "server-2099", "no version of Windows", "server-2003, server-2022"),
        (deployed("host = \"w3wp.exe\""), 5, "host", "`host` is for a library application", "activation"),
        ("exclude = [\"a***\"]\n".to_owned(), 1, "\"a***\"", "`a***` is no pattern", "`*` stands for"),
        ("exclude = ['\\\\server\\share']\n".to_owned(), 1, "", "`//server/share` does not lie below", "relative to this file"),
        ("exclude = ['C:\\vendor']\n".to_owned(), 1, "'C:\\vendor'", "`C:/vendor` does not lie below", "relative to this file"),
        ("exclude = [\"../a\"]\n".to_owned(), 1, "\"../a\"", "does not lie below", "relative to this file"),
        ("exclude = [\"./\"]\n".to_owned(), 1, "\"./\"", "the path is empty", "`.` is all below"),
        (
            "[levels]\n\n[[path]]\nglobs = [\"a\"]\nexclude = []\n".to_owned(),
            5,
            "exclude",
            "unknown field `exclude`",
            "above the first line",
        ),
        ("[rules]\nleaked-user-key = \"off\"\n".to_owned(), 1, "[rules]", "expected a string", "said below `[levels]`"),
        ("exclud = []\n".to_owned(), 1, "exclud", "unknown field `exclud`", "did you mean `exclude`?"),
        ("baseline = \"\"\n".to_owned(), 1, "\"\"", "the path is empty", "hivelint baseline"),
        ("[levels]\nleaked-user-kye = \"off\"\n".to_owned(), 2, "leaked-user-kye", "no rule", "did you mean `leaked-user-key`?"),
        ("[levels]\nnonsense = \"off\"\n".to_owned(), 2, "nonsense", "no rule `nonsense`", "`hivelint rules` lists"),
        ("[levels]\nleaked-user-key = \"fatal\"\n".to_owned(), 2, "", "unknown variant `fatal`", "known here: off, note"),
        ("[[path]]\nglobs = [\"a\"]\n".to_owned(), 1, "", "missing field `levels`", "add `levels"),
        ("[[path]]\nglobs = [\"/a\"]\nlevels = {}\n".to_owned(), 2, "\"/a\"", "does not lie below", "relative to this file"),
        ("[[allow]]\nrule = \"leaked-user-key\"\n".to_owned(), 1, "", "missing field `reason`", "add `reason"),
        ("[[allow]]\nrule = \"closed\"\nreason = \"r\"\n".to_owned(), 2, "\"closed\"", "no rule `closed`", "`hivelint rules`"),
        ("[[allow]]\nreason = \"r\"\n".to_owned(), 1, "[[allow]]", "nothing says what is allowed", "`fingerprint`"),
        ("[[allow]]\npath = \"a\"\nreason = \" \"\n".to_owned(), 3, "\" \"", "the reason is empty", "say why"),
        ("[[allow]]\nfunction = \"\"\nreason = \"r\"\n".to_owned(), 2, "\"\"", "nothing between the quotes", "take the line out"),
        ("[[allow]]\nfingerprint = \"1\"\nreason = \"r\"\n".to_owned(), 2, "\"1\"", "`1` is no fingerprint", "--format json"),
        (allowed("expires = \"2027-06-30\""), 4, "\"2027-06-30\"", "datetime", "without quotes"),
        (allowed("expires = 2027-06-30T10:00:00"), 4, "2027-06-30T10:00:00", "is no day", "the day alone"),
        (deployed("load-user-profile = true"), 5, "load-user-profile", "IIS application pool", "activation"),
    ] {
        let error = read(&text).err().unwrap_or_else(|| panic!("read without an error:\n{text}"));
        assert!(error.message.contains(message), "{error}\n{text}");
        assert!(error.help.contains(help), "{error}\n{text}");
        assert_eq!((error.file.as_str(), error.line), ("hivelint.toml", line), "{error}\n{text}");
        assert!(at.is_empty() || &text[error.span.clone()] == at, "{error}: at `{}`", &text[error.span.clone()]);
    }
}

#[test]
fn patterns_name_files_and_all_below_directories_whatever_is_between_their_parts() {
    let config = read("exclude = ['a\\b', \"./c/**\", \"**/gen/*.c\", \"D/\", \"e*\"]\n").unwrap_or_else(|e| panic!("{e}"));
    let named = |path: &str| pattern::naming(&config.exclude, path).is_some();
    for path in ["a/b", "a/b/c.c", "A/B/c.c", "c/x.c", "c/x/y.c", "gen/x.c", "x/gen/y.c", "d/x.c", "elf/x.c"] {
        assert!(named(path), "{path}");
    }
    for path in ["a", "a/c.c", "b/a/b", "cc/x.c", "x/c/x.c", "gen/x.h", "gen/x/y.c", "x/e.c"] {
        assert!(!named(path), "{path}");
    }
}

#[test]
fn the_last_entry_that_names_a_path_decides_its_levels() {
    let text = "[levels]\nleaked-user-key = \"note\"\n[[path]]\nglobs = [\"a\"]\nlevels = { leaked-user-key = \"off\" }\n\
                [[path]]\nglobs = [\"a/b\"]\nlevels = { leaked-user-key = \"error\" }\n\
                [[path]]\nglobs = [\"**\"]\nlevels = { cached-user-root = \"off\" }\n";
    let config = read(text).unwrap_or_else(|e| panic!("{e}"));
    let of = |rule: &str, path: &str| config.level(rule, &[path.to_owned()]);
    assert_eq!(of("leaked-user-key", "x.c"), Some(Setting::Note));
    assert_eq!(of("leaked-user-key", "a/x.c"), Some(Setting::Off));
    assert_eq!(of("leaked-user-key", "a/b/x.c"), Some(Setting::Error));
    assert_eq!((of("cached-user-root", "a/b/x.c"), of("user-key-in-static", "a/b/x.c")), (Some(Setting::Off), None));
}

#[test]
fn the_schema_for_editors_is_that_of_the_types() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/config/schema.json");
    let mut generated = serde_json::to_string_pretty(&schemars::schema_for!(File)).unwrap();
    generated.push('\n');
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(path, &generated).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == generated, "src/config/schema.json is not current; UPDATE_SCHEMA=1 writes it");
    let schema: serde_json::Value = serde_json::from_str(&kept).unwrap();
    assert_eq!(schema["additionalProperties"], false);
    let identities: Vec<&str> =
        schema["$defs"]["Identity"]["oneOf"].as_array().unwrap().iter().filter_map(|v| v["const"].as_str()).collect();
    assert_eq!(identities, Identity::ALL.map(Identity::name));
}

#[test]
fn a_catalogue_export_is_read_as_text_and_as_xml() {
    let text = "Name = Other\nIdentity = Interactive User\n\nName: Contoso Pricing\nIdentity: nt authority\\networkservice\nActivation: 0\n\
                ServiceName: pricing\n\nCLSID : {8F3C5A71-6C0B-4D3E-9A55-2B7F0C1D4E90}\nObjectPoolingEnabled : True\nJustInTimeActivation : True\n\n\
                CLSID : {00000000-6C0B-4D3E-9A55-2B7F0C1D4E90}\nJustInTimeActivation : False\n";
    let xml = r#"<?xml version="1.0"?>
<Catalog><Application Name="Other"><Property Name="Identity" Value="Interactive User"/></Application>
<Application><Name>Contoso Pricing</Name><Identity>nt authority\networkservice</Identity><Activation>0</Activation><ServiceName>pricing</ServiceName>
<Component CLSID="{8F3C5A71-6C0B-4D3E-9A55-2B7F0C1D4E90}" ObjectPoolingEnabled="True"><Property Name="JustInTimeActivation">1</Property></Component>
<Component CLSID="{00000000-6C0B-4D3E-9A55-2B7F0C1D4E90}" JustInTimeActivation="False"/>
</Application></Catalog>"#;
    let ours = ["{8F3C5A71-6C0B-4D3E-9A55-2B7F0C1D4E90}".to_owned()];
    let expected = Deployment {
        identity: Some(Identity::NetworkService),
        activation: Some(Activation::Library),
        nt_service: Some(true),
        pooling: Some(true),
        jit: Some(true),
        ..Deployment::default()
    };
    for export in [text, xml] {
        assert_eq!(catalogue::read("a", export, "contoso pricing", &ours).unwrap_or_else(|e| panic!("{e}")), expected, "{export}");
    }
}

#[test]
fn a_faulty_catalogue_export_is_shown() {
    for (text, line, message) in [
        ("", 1, "there is no COM+ application in it"),
        ("Name = A\nIdentity = x\n\nName = B\nIdentity = y\n", 1, "it holds 2 applications and none is called `Contoso`"),
        ("Name = A\nActivation = 7\n", 2, "`7` is no value that `activation` can have"),
        ("Name = A\nIdentity = x\nRunForever = perhaps\n", 3, "`perhaps` is no value"),
        ("<a>\n<b></a>", 2, "it is not well-formed XML"),
    ] {
        let error = catalogue::read("export", text, "Contoso", &[]).expect_err(text);
        assert!(error.message.contains(message) && error.line == line && !error.help.is_empty(), "{error}\n{text}");
    }
}

#[test]
fn any_bytes_are_a_legal_export() {
    for text in ["=", ":\n=\n", "<", "<a/>", "<a b='c'/>", "é = ö\nIdentity", "Identity=\u{0}", "<a>&b;</a>", "\u{feff}Identity = x"] {
        let _ = catalogue::read("export", text, "x", &[]);
    }
    for deep in ["<a>".repeat(300_000), format!("{}{}", "<a>".repeat(50_000), "</a>".repeat(50_000))] {
        assert!(catalogue::read("export", &deep, "x", &[]).is_err());
    }
    for deep in [format!("component = {}", "[".repeat(100_000)), format!("{} = 1", "a.".repeat(100_000) + "b")] {
        assert!(read(&deep).is_err());
    }
}

#[test]
fn a_draft_can_be_read_and_holds_what_the_project_files_say() {
    let files = [
        ("pricing/pricing.vcxproj", "<Project><ConfigurationType>DynamicLibrary</ConfigurationType></Project>"),
        ("pricing/tool.vcxproj", "<Project><ConfigurationType>Application</ConfigurationType></Project>"),
        ("pricing/idl/pricing.idl", "[ uuid(8F3C5A71-6C0B-4D3E-9A55-2B7F0C1D4E90), version(1.0) ] coclass Pricing { };"),
        ("pricing/res/p.rgs", "HKCR\n{\n  ForceRemove {51D2E0C4-7B19-4C46-8E0F-6A3D9C825B17} = s 'Pricing'\n}\n"),
        ("CMakeLists.txt", "add_library(orders SHARED a.cpp)\nadd_library(inner STATIC b.cpp)\n"),
        ("history/Cargo.toml", "[package]\nname = \"price-history\"\n[lib]\ncrate-type = [\"cdylib\"]\n"),
        ("old/old.def", "LIBRARY \"old\"\nEXPORTS\n  DllGetClassObject PRIVATE\n"),
    ];
    let files: Vec<(String, String)> = files.iter().map(|(p, t)| ((*p).to_owned(), (*t).to_owned())).collect();
    let text = draft::draft(&files);
    let config = read(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let names: Vec<&str> = config.components.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["orders", "price_history", "old", "pricing"]);
    let pricing = &config.components[3];
    assert_eq!(pricing.clsids.len(), 2, "{text}");
    assert!(pricing.sources[0].matches("pricing") && pricing.binaries[0].matches("out/x64/pricing.dll"));
    // every key of the deployment is there, commented out; uncommented, all of them are known
    let uncommented: String = draft::draft(&[]).lines().map(|l| format!("{}\n", uncomment(l))).collect();
    let uncommented = uncommented.replace("activation = \"server\"", "activation = \"library\"").replace("application.txt", "pricing.txt");
    let whole = read(&uncommented).unwrap_or_else(|e| panic!("{e}\n{uncommented}"));
    assert_eq!((whole.exclude.len(), whole.levels.len(), whole.paths.len(), whole.allows.len()), (2, 2, 1, 1), "{uncommented}");
    assert!(whole.baseline.is_some());
    let all = one(&uncommented).deployment;
    let schema = serde_json::to_value(schemars::schema_for!(Deployment)).unwrap();
    for key in schema["properties"].as_object().unwrap().keys() {
        assert!(uncommented.lines().any(|l| l.starts_with(&format!("{key} = "))), "`{key}` is not in the draft");
    }
    assert_eq!(all.host.as_deref(), Some("w3wp.exe"));
}

/// `# key = value   # remark` as a setting.
fn uncomment(line: &str) -> &str {
    let is_setting = |l: &&str| l.starts_with('[') || l.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '));
    let setting = line.strip_prefix("# ").filter(is_setting);
    setting.unwrap_or(line)
}
