//! The API tables against an independent list, against themselves, and with mistakes in them.

use hivelint::models::{self, ArgIs, Context, Function, Models, Out, Root, RootFrom, Success};
use std::collections::BTreeSet;

fn tables() -> Models {
    models::builtin().unwrap_or_else(|e| panic!("{e}"))
}

/// What hands out a handle, written down independently of the tables: name, root, sub-key, out, success, releaser.
/// `AW` stands for both spellings; `oa` is OBJECT_ATTRIBUTES; `flags` is decided by a flag argument.
const HANDLES: &str = "
RegOpenKeyAW                          0     1 2 zero RegCloseKey
RegOpenKeyExAW                        0     1 4 zero RegCloseKey
RegOpenKeyTransactedAW                0     1 4 zero RegCloseKey
RegCreateKeyAW                        0     1 2 zero RegCloseKey
RegCreateKeyExAW                      0     1 7 zero RegCloseKey
RegCreateKeyTransactedAW              0     1 7 zero RegCloseKey
RegConnectRegistryAW                  1     - 2 zero RegCloseKey
RegConnectRegistryExAW                1     - 3 zero RegCloseKey
RegOpenCurrentUser                    HKCU  - 1 zero RegCloseKey
RegOpenUserClassesRoot                HKCR  - 3 zero RegCloseKey
RegLoadAppKeyAW                       other 0 1 zero RegCloseKey
SHRegOpenUSKeyAW                      flags 0 3 zero SHRegCloseUSKey
SHRegCreateUSKeyAW                    flags 0 3 zero SHRegCloseUSKey
SHRegDuplicateHKey                    0     - ret nonzero RegCloseKey
SHOpenRegStreamAW                     0     1 ret nonzero Release
SHOpenRegStream2AW                    0     1 ret nonzero Release
OpenRegStream                         0     1 ret nonzero Release
SHCreatePropertyBagOnRegKey           0     1 4 notnegative Release
ICreatePropBagOnRegKey_Create         1     2 6 notnegative Release
AssocQueryKeyAW                       HKCR  2 4 notnegative RegCloseKey
IQueryAssociations_GetKey             HKCR  3 4 notnegative RegCloseKey
SHGetAssocKeys                        HKCR  - 1 nonzero RegCloseKey
PowerOpenUserPowerKey                 HKCU  - 0 zero RegCloseKey
IEGetWriteableLowHKCU                 HKCU  - 0 notnegative RegCloseKey
IERegCreateKeyEx                      HKCU  0 6 notnegative RegCloseKey
GetAppContainerRegistryLocation       HKCU  - 1 notnegative RegCloseKey
LoadUserProfileAW                     HKCU  - 1.hProfile nonzero UnloadUserProfile
CertOpenStore                         flags 4 ret nonzero CertCloseStore
CertOpenSystemStoreAW                 HKCU  1 ret nonzero CertCloseStore
CryptAcquireContextAW                 flags 1 0 nonzero CryptReleaseContext
NtOpenKey                             oa2   - 0 notnegative NtClose
ZwOpenKey                             oa2   - 0 notnegative NtClose
NtOpenKeyEx                           oa2   - 0 notnegative NtClose
ZwOpenKeyEx                           oa2   - 0 notnegative NtClose
NtOpenKeyTransacted                   oa2   - 0 notnegative NtClose
ZwOpenKeyTransacted                   oa2   - 0 notnegative NtClose
NtOpenKeyTransactedEx                 oa2   - 0 notnegative NtClose
ZwOpenKeyTransactedEx                 oa2   - 0 notnegative NtClose
NtCreateKey                           oa2   - 0 notnegative NtClose
ZwCreateKey                           oa2   - 0 notnegative NtClose
NtCreateKeyTransacted                 oa2   - 0 notnegative NtClose
ZwCreateKeyTransacted                 oa2   - 0 notnegative NtClose
RtlpNtOpenKey                         oa2   - 0 notnegative NtClose
RtlOpenCurrentUser                    HKCU  - 1 notnegative NtClose
SetupDiOpenDevRegKey                  other - ret notinvalid RegCloseKey
SetupDiOpenClassRegKey                other - ret notinvalid RegCloseKey
SetupDiOpenClassRegKeyExAW            other - ret notinvalid RegCloseKey
SetupDiCreateDevRegKeyAW              other - ret notinvalid RegCloseKey
SetupDiOpenDeviceInterfaceRegKey      other - ret notinvalid RegCloseKey
SetupDiCreateDeviceInterfaceRegKeyAW  other - ret notinvalid RegCloseKey
CM_Open_Class_KeyAW                   other - 4 zero RegCloseKey
CM_Open_DevNode_Key                   other - 4 zero RegCloseKey
CM_Open_Device_Interface_KeyAW        other - 3 zero RegCloseKey
PowerOpenSystemPowerKey               other - 0 zero RegCloseKey
GetServiceRegistryStateKey            other - 3 zero RegCloseKey
registry::Hive::create 0 1 ret nonzero RegCloseKey
registry::Hive::open 0 1 ret nonzero RegCloseKey
registry::RegKey::create 0 1 ret nonzero RegCloseKey
registry::RegKey::open 0 1 ret nonzero RegCloseKey
registry::RegKey::open_current_user HKCU - ret nonzero RegCloseKey
windows_registry::Key::create 0 1 ret nonzero RegCloseKey
windows_registry::Key::open 0 1 ret nonzero RegCloseKey
windows_registry::OpenOptions::open 0 1 ret nonzero RegCloseKey
winreg::RegKey::connect_registry 1 - ret nonzero RegCloseKey
winreg::RegKey::create_subkey 0 1 ret nonzero RegCloseKey
winreg::RegKey::create_subkey_transacted 0 1 ret nonzero RegCloseKey
winreg::RegKey::create_subkey_transacted_with_flags 0 1 ret nonzero RegCloseKey
winreg::RegKey::create_subkey_transacted_with_options_flags 0 1 ret nonzero RegCloseKey
winreg::RegKey::create_subkey_with_flags 0 1 ret nonzero RegCloseKey
winreg::RegKey::create_subkey_with_options_flags 0 1 ret nonzero RegCloseKey
winreg::RegKey::load_app_key other 0 ret nonzero RegCloseKey
winreg::RegKey::load_app_key_with_flags other 0 ret nonzero RegCloseKey
winreg::RegKey::open_subkey 0 1 ret nonzero RegCloseKey
winreg::RegKey::open_subkey_transacted 0 1 ret nonzero RegCloseKey
winreg::RegKey::open_subkey_transacted_with_flags 0 1 ret nonzero RegCloseKey
winreg::RegKey::open_subkey_transacted_with_options_flags 0 1 ret nonzero RegCloseKey
winreg::RegKey::open_subkey_with_flags 0 1 ret nonzero RegCloseKey
winreg::RegKey::open_subkey_with_options_flags 0 1 ret nonzero RegCloseKey";

/// What releases a handle: name and argument.
const RELEASES: [(&str, u8); 9] = [
    ("RegCloseKey", 0),
    ("SHRegCloseUSKey", 0),
    ("UnloadUserProfile", 1),
    ("CertCloseStore", 0),
    ("CryptReleaseContext", 0),
    ("NtClose", 0),
    ("ZwClose", 0),
    ("CloseHandle", 0),
    ("Release", 0),
];

/// What uses a root without handing out a handle: names with the argument that holds the root.
const USES: &str = "0 RegGetValueAW RegSetKeyValueAW RegDeleteKeyValueAW RegDeleteTreeAW RegDeleteKeyAW RegDeleteKeyExAW
0 RegDeleteKeyTransactedAW RegDeleteValueAW RegQueryValueAW RegQueryValueExAW RegSetValueAW RegSetValueExAW RegEnumKeyAW
0 RegEnumKeyExAW RegEnumValueAW RegQueryInfoKeyAW RegQueryMultipleValuesAW RegCopyTreeAW RegRenameKey RegSaveKeyAW RegSaveKeyExAW
0 RegRestoreKeyAW RegReplaceKeyAW RegGetKeySecurity RegSetKeySecurity RegLoadMUIStringAW RegEnableReflectionKey
0 RegDisableReflectionKey RegQueryReflectionKey RegFlushKey RegNotifyChangeKeyValue RegOverridePredefKey RegLoadKeyAW RegUnLoadKeyAW
0 SHGetValueAW SHSetValueAW SHDeleteKeyAW SHDeleteEmptyKeyAW SHDeleteValueAW SHCopyKeyAW SHEnumKeyExAW SHEnumValueAW
0 SHQueryInfoKeyAW SHQueryValueExAW SHRegGetValueAW SHRegSetValue SHRegGetPathAW SHRegSetPathAW SHRegGetIntW
HKCU SHRegGetUSValueAW SHRegSetUSValueAW SHRegGetBoolUSValueAW SHRegGetValueFromHKCUHKLM";

fn spellings(name: &str) -> Vec<String> {
    match name.strip_suffix("AW") {
        Some(bare) => ["", "A", "W"].map(|suffix| format!("{bare}{suffix}")).to_vec(),
        None => vec![name.to_owned()],
    }
}

fn describe(f: &Function) -> String {
    let a = f.acquires.as_ref().unwrap_or_else(|| panic!("{} hands out nothing", f.name));
    let root = match &a.root {
        RootFrom::Arg(n) => n.to_string(),
        RootFrom::Fixed(root) => root.name().to_owned(),
        RootFrom::Flags { .. } => "flags".to_owned(),
        RootFrom::ObjectAttributes { object_attributes } => format!("oa{object_attributes}"),
    };
    let out = match &a.out {
        Out::Arg(n) => n.to_string(),
        Out::Field { arg, field, .. } => format!("{arg}.{field}"),
        Out::Return(_) => "ret".to_owned(),
    };
    let success = match a.success {
        Success::Zero => "zero",
        Success::NotNegative => "notnegative",
        Success::NonZero => "nonzero",
        Success::NotInvalid => "notinvalid",
    };
    format!("{root} {} {out} {success} {}", a.subkey.map_or("-".to_owned(), |s| s.to_string()), a.releasers[0])
}

#[test]
fn every_function_of_the_independent_list_is_modelled_just_so() {
    let models = tables();
    let mut listed = BTreeSet::new();
    for line in HANDLES.lines().filter(|l| !l.is_empty()) {
        let (name, expected) = line.split_once(' ').expect("name and facts");
        let expected = expected.split_whitespace().collect::<Vec<_>>().join(" ");
        for spelling in spellings(name) {
            let known = if spelling.contains("::") { models.path(&spelling) } else { models.api(&spelling) };
            let id = known.unwrap_or_else(|| panic!("{spelling} is not modelled"));
            assert_eq!(describe(models.get(id)), expected, "{spelling}");
            listed.insert(spelling);
        }
    }
    let modelled: BTreeSet<String> =
        models.names().filter(|(_, id)| models.get(*id).acquires.is_some()).map(|(n, _)| n.to_owned()).collect();
    assert_eq!(modelled, listed, "an opener stands in the tables but not in this list");
    for (name, arg) in RELEASES {
        let release = models.api(name).and_then(|id| models.get(id).releases.as_ref()).unwrap_or_else(|| panic!("{name} releases nothing"));
        assert_eq!(release.arg, arg, "{name}");
    }
    for line in USES.lines() {
        let (root, names) = line.split_once(' ').expect("root and names");
        for spelling in names.split(' ').flat_map(spellings) {
            let id = models.api(&spelling).unwrap_or_else(|| panic!("{spelling} is not modelled"));
            let f = models.get(id);
            match root {
                "HKCU" => assert_eq!(f.uses_root, Some(Root::Hkcu), "{spelling}"),
                _ => assert_eq!(f.uses.first(), Some(&0), "{spelling}"),
            }
        }
    }
}

#[test]
fn entries_are_consistent() {
    let models = tables();
    for (_, f) in models.functions() {
        let name = &f.name;
        for dll in &f.dlls {
            assert!(dll.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{name}: {dll}");
            assert!(!dll.ends_with(".dll"), "{name}: {dll}");
        }
        assert!(f.context_if.is_none() || f.context.is_some(), "{name}: a condition of nothing");
        assert!(f.zeroes_if.is_none() || f.zeroes.is_some(), "{name}: a condition of nothing");
        if let Some(params) = f.params {
            assert!(f.highest_argument().is_none_or(|a| a < params), "{name}");
        }
        let does = f.acquires.is_some()
            || f.releases.is_some()
            || f.highest_argument().is_some()
            || f.uses_root.is_some()
            || f.noreturn
            || f.allocates
            || f.reads_only
            || f.context.is_some();
        assert!(does, "{name}: the entry says nothing");
        let Some(acquire) = &f.acquires else { continue };
        assert!(f.params.is_some(), "{name}: an opener has a fixed number of arguments");
        assert!(!acquire.releasers.is_empty(), "{name}");
        for (i, releaser) in acquire.releasers.iter().enumerate() {
            let id = models.api(releaser).unwrap_or_else(|| panic!("{name}: nothing is called {releaser}"));
            let release = models.get(id).releases.as_ref().unwrap_or_else(|| panic!("{name}: {releaser} releases nothing"));
            assert!(i > 0 || release.kinds.contains(&acquire.kind), "{name}: {releaser} does not release a {}", acquire.kind);
            assert!(models.may_release(acquire, id), "{name}: {releaser}");
        }
    }
}

#[test]
fn wrong_closers_are_told_from_right_ones() {
    let models = tables();
    let may = |opener: &str, closer: &str| {
        let opener = models.get(models.api(opener).expect(opener)).acquires.as_ref().expect(opener);
        models.may_release(opener, models.api(closer).expect(closer))
    };
    for (opener, closer) in [
        ("RegOpenKeyExW", "RegCloseKey"),
        ("NtOpenKey", "ZwClose"),
        ("NtOpenKey", "CloseHandle"),
        ("SHOpenRegStream", "IStream_Release"),
        ("LoadUserProfileW", "UnloadUserProfile"),
        ("CertOpenStore", "CertCloseStore"),
    ] {
        assert!(may(opener, closer), "{closer} after {opener} is right");
    }
    for (opener, closer) in [
        ("RegOpenKeyExW", "CloseHandle"),
        ("SHRegOpenUSKeyW", "RegCloseKey"),
        ("LoadUserProfileW", "RegCloseKey"),
        ("CertOpenStore", "CloseHandle"),
        ("CryptAcquireContextW", "CertCloseStore"),
        ("RegOpenKeyExW", "SHRegCloseUSKey"),
    ] {
        assert!(!may(opener, closer), "{closer} after {opener} is wrong");
    }
}

#[test]
fn the_compiled_in_list_is_the_folder_and_every_file_is_sorted() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/apis");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .expect(folder)
        .map(|e| e.expect("entry").file_name().into_string().expect("name"))
        .filter(|n| n.ends_with(".toml"))
        .collect();
    files.sort();
    assert_eq!(models::builtin_files().collect::<Vec<_>>(), files);
    for file in files {
        let text = std::fs::read_to_string(format!("{folder}/{file}")).expect("text");
        let table: toml::Table = text.parse().expect("TOML");
        let names: Vec<&str> = table
            .get("function")
            .and_then(|f| f.as_array())
            .map(|all| all.iter().filter_map(|f| f.get("name")?.as_str()).collect())
            .unwrap_or_default();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        assert_eq!(names, sorted, "{file}: keep the functions in order, so that nobody adds one twice");
    }
}

#[test]
fn constants_have_the_values_of_the_headers() {
    let models = tables();
    for (name, value) in [
        ("HKEY_CLASSES_ROOT", 0x8000_0000),
        ("HKEY_CURRENT_USER", 0x8000_0001),
        ("HKEY_CURRENT_USER_LOCAL_SETTINGS", 0x8000_0007),
        ("ERROR_KEY_DELETED", 1018),
        ("ERROR_NO_MORE_ITEMS", 259),
        ("S_FALSE", 1),
        ("E_FAIL", -2147467259),
        ("E_OUTOFMEMORY", -2147024882),
        ("STATUS_OBJECT_NAME_NOT_FOUND", -1073741772),
        ("STATUS_KEY_DELETED", -1073741444),
        ("INVALID_HANDLE_VALUE", -1),
        ("KEY_READ", 0x20019),
        ("KEY_ALL_ACCESS", 0xF003F),
        ("CERT_SYSTEM_STORE_CURRENT_USER", 0x10000),
        ("CRYPT_VERIFYCONTEXT", 0xF000_0000),
        ("INFINITE", 0xFFFF_FFFF),
    ] {
        assert_eq!(models.constant(name), Some(value), "{name}");
    }
    let failures = models.constants().filter(|(n, _)| n.starts_with("E_") || n.starts_with("REGDB_E_"));
    assert!(failures.into_iter().all(|(_, v)| v < 0), "a failed HRESULT is negative");
    let roots = models.constants().filter(|(n, v)| n.starts_with("HKEY_") && Root::of_value(*v).is_none()).count();
    assert_eq!(roots, 0, "every HKEY_ constant stands for a root");
}

#[test]
fn conditions_compare_as_the_machine_does() {
    let infinite = ArgIs { arg: 1, value: 0xFFFF_FFFF };
    assert!(infinite.matches(-1) && infinite.matches(0xFFFF_FFFF));
    assert!(!infinite.matches(0) && !infinite.matches(5000) && !infinite.matches(0x1_FFFF_FFFF));
    let models = tables();
    let wait = models.get(models.api("WaitForSingleObject").expect("modelled"));
    assert_eq!((wait.context, wait.context_if), (Some(Context::Wait), Some(infinite)));
}

#[test]
fn seeds_do_not_drag_in_every_file_that_closes_something() {
    let models = tables();
    let seeds = models.seeds();
    for name in ["RegOpenKeyExW", "RegCloseKey", "NtOpenKey", "HKEY_CURRENT_USER", "RegGetValueA", "SHRegGetUSValueW", "CertOpenStore"] {
        assert!(seeds.binary_search(&name).is_ok(), "{name} makes a file worth reading");
    }
    for name in ["CloseHandle", "Release", "NtClose", "memset", "GetMessage", "E_FAIL"] {
        assert!(seeds.binary_search(&name).is_err(), "{name} alone says nothing of the registry");
    }
}

/// A table with one mistake; `^^^` marks the words that the error must point at.
fn mistake(marked: &str) -> (models::DataError, String) {
    let (text, expected): (Vec<&str>, Vec<&str>) = marked.lines().partition(|l| !l.trim_start().starts_with('^'));
    let row = marked.lines().position(|l| l.trim_start().starts_with('^')).expect("a marked line");
    let line = text[row - 1];
    let column = expected[0].find('^').expect("mark");
    let words = line[column..(column + expected[0].trim().len()).min(line.len())].to_owned();
    let text = text.join("\n");
    let error = models::load(&[("extra.toml", &text)]).expect_err("a mistake");
    assert_eq!(error.file, "extra.toml");
    assert_eq!(error.line as usize, row, "{error}");
    assert_eq!(error.text[error.span.clone()], words, "{error}");
    (error, words)
}

#[test]
fn mistakes_are_shown_with_file_line_words_and_remedy() {
    let (e, _) = mistake("[[function]]\nname = \"Open\"\nparms = 3\n^^^^^");
    assert_eq!(e.help, "did you mean `params`?");
    assert_eq!(e.to_string().split(": ").next(), Some("extra.toml:3"));

    let (e, _) = mistake("[[function]]\nname = \"Close\"\nreleases = { arg = 0, kinds = [\"kye\"] }\n                               ^^^^^");
    assert_eq!(e.help, "did you mean `key`?");

    let (e, _) = mistake(
        "[[function]]\nname = \"Open\"\nacquires = { kind = \"key\", root = \"HKXX\", out = 1, success = \"zero\", releasers = [\"RegCloseKey\"] }\n                                  ^^^^^^",
    );
    assert!(e.message.contains("a root's name in quotes"), "{e}");

    let (e, _) = mistake("[constants]\nA = 1\nB = 2\nA = 3\n^");
    assert!(e.message.contains("duplicate key"), "{e}");

    let (e, _) = mistake("[[function]]\n^^^^^^^^^^^^\nparams = 3");
    assert_eq!(e.help, "add `name = …` to this entry");
}

#[test]
fn one_name_described_twice_is_an_error_across_files() {
    let one = "[[function]]\nname = \"Open\"\nansi_wide = true\n";
    let two = "# another\n\n[[function]]\nname = \"OpenW\"\n";
    let error = models::load(&[("one.toml", one), ("two.toml", two)]).expect_err("a duplicate");
    assert_eq!((error.file.as_str(), error.line), ("two.toml", 3));
    assert_eq!(error.message, "`OpenW` is described twice");
    let error = models::load(&[("one.toml", "[constants]\nA = 1\n"), ("two.toml", "[constants]\nA = 1\n")]).expect_err("a duplicate");
    assert_eq!((error.file.as_str(), error.line, error.message.as_str()), ("two.toml", 2, "`A` is described twice"));
}

#[test]
fn tables_of_ones_own_go_with_the_others_and_are_held_to_more() {
    let table = "[[function]]\nname = \"ContosoOpen\"\nparams = 2\ndlls = [\"contoso\"]\n\
                 acquires = { kind = \"key\", root = \"HKCU\", subkey = 0, out = 1, success = \"zero\", releasers = [\"RegCloseKey\"] }\n";
    let models = models::with_own(&[("own.toml", table)]).unwrap_or_else(|e| panic!("{e}"));
    let id = models.api("ContosoOpen").expect("it is known");
    assert_eq!(models.get(id).acquires.as_ref().map(|a| &a.root), Some(&RootFrom::Fixed(Root::Hkcu)));
    assert!(models.api("RegOpenKeyExW").is_some() && models.seeds().contains(&"ContosoOpen"));

    let wrong = |from: &str, to: &str| {
        let error = models::with_own(&[("good.toml", ""), ("own.toml", &table.replace(from, to))]).expect_err("a mistake");
        assert_eq!((error.file.as_str(), error.line), ("own.toml", 1), "{error}");
        format!("{}; {}", error.message, error.help)
    };
    assert!(wrong("\"contoso\"", "\"Contoso.DLL\"").ends_with("write `contoso`: lower case, without the ending"));
    assert!(wrong("params = 2\n", "").contains("add `params"));
    assert!(wrong("[\"RegCloseKey\"]", "[]").contains("`releasers`"));
    assert!(wrong("[\"RegCloseKey\"]", "[\"ContosoClose\"]").contains("describe it: [[function]], name = \"ContosoClose\""));
    assert!(wrong("[\"RegCloseKey\"]", "[\"RegFlushKey\"]").contains("no table says that this releases anything"));
    assert!(wrong("ContosoOpen", "RegOpenKeyExW").contains("what comes with hivelint can't be replaced"));
}

#[test]
fn an_argument_that_does_not_exist_is_an_error() {
    let text = "[[function]]\nname = \"Use\"\nparams = 2\nuses = [2]\n";
    let error = models::load(&[("one.toml", text)]).expect_err("a wrong index");
    assert_eq!((error.line, error.message.as_str()), (1, "`Use` takes 2 arguments, but argument 2 is named"));
}

#[test]
fn testdata_meets_every_entry_closed_and_leaked() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/apis");
    let mut code = String::new();
    for entry in std::fs::read_dir(folder).expect(folder) {
        code += &std::fs::read_to_string(entry.expect("entry").path()).expect("text");
    }
    let words: BTreeSet<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let is_called = |line: &str, name: &str| {
        line.match_indices(name)
            .any(|(i, _)| !line[..i].ends_with(|c: char| c.is_alphanumeric() || c == '_') && line[i + name.len()..].starts_with('('))
    };
    let models = tables();
    // what closes itself has its own files in testdata/rust
    let owned = |f: &Function| f.acquires.as_ref().is_some_and(|a| a.owned);
    for (id, f) in models.functions().filter(|(_, f)| (f.acquires.is_some() || f.releases.is_some()) && !owned(f)) {
        let names: Vec<&str> = models.names().filter(|(_, i)| *i == id).map(|(n, _)| n).collect();
        assert!(names.iter().any(|n| words.contains(n)), "{}: testdata/apis does not meet it", f.name);
        if f.acquires.is_none() {
            continue;
        }
        let lines = || code.lines().filter(|line| names.iter().any(|n| is_called(line, n)));
        let is_left_open = |line: &str| line.contains("//~ leaked") || line.contains("//~ user-profile-never-unloaded");
        assert!(lines().any(is_left_open), "{}: no call whose handle is leaked", f.name);
        assert!(lines().any(|line| !line.contains("//~")), "{}: no call whose handle is released", f.name);
    }
}
