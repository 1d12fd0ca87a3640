//! What DLLs tell of themselves: marks of COM+, version information, what managed code refers to; and whether the DLLs of
//! `testdata/pe` were built from the sources beside them.

use goblin::pe::PE;
use hivelint::frontend::pe::evidence::Evidence;
use hivelint::frontend::pe::managed::{Managed, Runtime};
use hivelint::models::{ManagedUse, Strength};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pe")
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(folder().join("bin").join(name)).unwrap()
}

#[test]
fn a_component_has_all_its_marks() {
    let bytes = fixture("component-gcc-x64-O2.dll");
    let (evidence, notices) = Evidence::read(&bytes, &PE::parse(&bytes).unwrap());
    assert!(notices.is_empty(), "{notices:?}");
    let marks: Vec<(Strength, &str)> = evidence.marks.iter().map(|found| (found.strength, found.mark.as_str())).collect();
    let expected = [
        (Strength::Strong, "IObjectControl"),
        (Strength::Strong, "comsvcs.dll"),
        (Strength::Medium, "DllGetClassObject"),
        (Strength::Medium, "REGISTRY"),
        (Strength::Medium, "TYPELIB"),
    ];
    assert_eq!(marks, expected);
    assert!(evidence.marks[1].text.starts_with("SafeRef is imported from it: "), "{:?}", evidence.marks[1]);
    let version = evidence.version;
    assert_eq!((version.description.as_str(), version.product.as_str()), ("Orders of Contoso", "Contoso Orders"));
    assert_eq!((version.file_version.as_str(), version.product_version.as_str()), ("1.2.3.4", "1.2"));
    assert_eq!(version.company, "Contoso");
}

#[test]
fn a_dll_without_marks_has_none() {
    let bytes = fixture("keys-clang-x64-O2.dll");
    let pe = PE::parse(&bytes).unwrap();
    let (evidence, notices) = Evidence::read(&bytes, &pe);
    assert!(notices.is_empty() && evidence.marks.is_empty() && evidence.strength().is_none(), "{evidence:?} {notices:?}");
    assert_eq!(evidence.version.product, "");
    assert_eq!(Managed::read(&bytes, &pe), (None, Vec::new()));
}

#[test]
fn an_assembly_tells_what_it_refers_to() {
    let bytes = fixture("managed.dll");
    let (managed, notices) = Managed::read(&bytes, &PE::parse(&bytes).unwrap());
    assert!(notices.is_empty(), "{notices:?}");
    let managed = managed.unwrap();
    assert_eq!(managed.runtime, Runtime::Clr("v4.0.30319".to_owned()));
    let uses = [
        (ManagedUse::Root, "Microsoft.Win32.Registry.CurrentUser"),
        (ManagedUse::Open, "Microsoft.Win32.RegistryKey.OpenSubKey"),
        (ManagedUse::Close, "Microsoft.Win32.RegistryKey.Close"),
    ];
    assert_eq!(managed.uses, uses.map(|(what, name)| (what, name.to_owned())));
    assert_eq!(managed.components, ["Contoso.Orders"]);
}

fn managed_marks(name: &str) -> Vec<String> {
    let bytes = std::fs::read(format!("{}/testdata/managed/{name}.dll", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let (managed, notices) = Managed::read(&bytes, &PE::parse(&bytes).unwrap());
    assert!(notices.is_empty(), "{notices:?}");
    let managed = managed.unwrap();
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    managed.marks.iter().map(|m| last(&m.mark)).chain(managed.components).collect()
}

#[test]
fn an_assembly_tells_whether_com_can_make_its_classes() {
    assert_eq!(managed_marks("serviced"), ["ServicedComponent", "Contoso.Discounts", "Contoso.Prices"]);
    assert_eq!(managed_marks("visible"), ["ComVisibleAttribute"]);
    assert_eq!(managed_marks("named"), ["ProgIdAttribute"]);
    // what every assembly has: a GUID, and that it is not visible
    assert_eq!(managed_marks("helper"), Vec::<String>::new());
}

#[test]
fn resources_that_contain_themselves_end() {
    let whole = fixture("component-gcc-x64-O2.dll");
    let pe = PE::parse(&whole).unwrap();
    let section = pe.sections.iter().find(|s| s.name().is_ok_and(|name| name == ".rsrc")).unwrap();
    let start = section.pointer_to_raw_data as usize;
    let mut cyclic = whole.clone();
    // Every entry of the root leads back to the root.
    let count = usize::from(cyclic[start + 12]) + usize::from(cyclic[start + 14]);
    for entry in 0..count {
        cyclic[start + 16 + entry * 8 + 4..][..4].copy_from_slice(&0x8000_0000u32.to_le_bytes());
    }
    let options = goblin::pe::options::ParseOptions::default().with_parse_mode(goblin::options::ParseMode::Permissive);
    let pe = PE::parse_with_opts(&cyclic, &options.with_parse_resources(false)).unwrap();
    let (evidence, _) = Evidence::read(&cyclic, &pe);
    assert_eq!(evidence.version.product, "");
    assert!(evidence.marks.iter().any(|found| found.mark == "TYPELIB"));
}

/// Every file of `testdata/pe`, by its path in it.
fn files(below: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(below).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.insert(path.strip_prefix(folder()).unwrap().to_str().unwrap().replace('\\', "/"));
        }
    }
}

#[test]
fn the_dlls_were_built_from_the_sources_beside_them() {
    let manifest = fs::read_to_string(folder().join("manifest.txt")).unwrap();
    let mut listed = BTreeSet::from(["manifest.txt".to_owned()]);
    let mut stale = Vec::new();
    for line in manifest.lines().filter(|line| !line.starts_with('#')) {
        let (sum, name) = line.split_once("  ").unwrap();
        let its: String = Sha256::digest(fs::read(folder().join(name)).unwrap_or_default()).iter().map(|b| format!("{b:02x}")).collect();
        if its != sum {
            stale.push(name);
        }
        listed.insert(name.to_owned());
    }
    assert!(stale.is_empty(), "changed or missing since build.sh was run: {stale:?}; run testdata/pe/build.sh");
    let mut found = BTreeSet::new();
    files(&folder(), &mut found);
    assert_eq!(found, listed, "files that build.sh does not know, or that are missing");
}
