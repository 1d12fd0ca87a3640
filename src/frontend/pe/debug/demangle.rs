//! Names as people write them: `?Load@Orders@@QEAAJXZ` and `_ZN6Orders4LoadEv` are `Orders::Load`.

use super::Method;
use msvc_demangler::{DemangleFlags, Type};

/// No name that people wrote is longer; a longer one is shown as it is, so that none can cost more than it is worth.
const LONGEST: usize = 1024;

/// What demanglers make of a longer name, one nested part a letter, can be too deep for the stack of an ordinary thread.
const SHALLOW: usize = 128;

/// Runs a demangler where the stack is deep enough for it.
fn deep<T: Send>(name: &str, demangle: impl FnOnce() -> T + Send) -> T {
    if name.len() > SHALLOW { crate::frontend::rust::threads().install(demangle) } else { demangle() }
}

pub(super) fn is_mangled(name: &str) -> bool {
    name.starts_with('?') || name.starts_with("_Z")
}

/// What compilers add to the name of a copy or a part that they made of a function.
const CLONES: &[&str] = &[".cold", ".constprop.", ".isra.", ".llvm.", ".lto_priv.", ".part."];

/// The name without parameters, return type and decoration.
pub(super) fn shown(name: &str) -> String {
    let clone = CLONES.iter().filter_map(|suffix| name.find(suffix)).min().filter(|at| *at > 0);
    let name = &name[..clone.unwrap_or(name.len())];
    let plain = if name.len() > LONGEST {
        None
    } else if name.starts_with('?') {
        deep(name, || msvc_demangler::demangle(name, DemangleFlags::NAME_ONLY).ok())
    } else if name.starts_with("_Z") {
        deep(name, || itanium(name))
    } else {
        None
    };
    plain.filter(|text| !text.is_empty()).unwrap_or_else(|| name.to_owned())
}

fn itanium(name: &str) -> Option<String> {
    let options = cpp_demangle::DemangleOptions::new().no_params().no_return_type();
    cpp_demangle::Symbol::new(name).ok()?.demangle_with_options(&options).ok()
}

/// What the mangled name tells; that of gcc does not keep classes and namespaces apart.
pub(super) fn method(mangled: &str) -> Method {
    if !mangled.starts_with('?') || mangled.len() > LONGEST {
        return Method::Unknown;
    }
    deep(mangled, || match msvc_demangler::parse(mangled).map(|parsed| parsed.symbol_type) {
        Ok(Type::MemberFunction(class, ..)) if class.contains(msvc_demangler::FuncClass::STATIC) => Method::No,
        Ok(Type::MemberFunction(..)) => Method::Yes,
        Ok(Type::NonMemberFunction(..)) => Method::No,
        _ => Method::Unknown,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_without_what_only_linkers_need() {
        assert_eq!(shown("?Load@Orders@@QEAAJPEB_W@Z"), "Orders::Load");
        assert_eq!(shown("??1Orders@@UEAA@XZ"), "Orders::~Orders");
        assert_eq!(shown("_ZN6Orders4LoadEPKw"), "Orders::Load");
        assert_eq!(shown("_ZN12_GLOBAL__N_14openEv"), "(anonymous namespace)::open");
        assert_eq!(shown("_ZN6Orders4LoadEPKw.part.0.cold"), "Orders::Load");
        assert_eq!(shown("open_below.constprop.0"), "open_below");
        assert_eq!(shown("DllGetClassObject"), "DllGetClassObject");
        assert_eq!(shown("?"), "?");
        assert_eq!(shown("_Z"), "_Z");
    }

    #[test]
    fn names_of_msvc_tell_methods() {
        assert_eq!(method("?Load@Orders@@QEAAJPEB_W@Z"), Method::Yes);
        assert_eq!(method("?Make@Orders@@SAPEAV1@XZ"), Method::No);
        assert_eq!(method("?Open@@YAJXZ"), Method::No);
        assert_eq!(method("_ZN6Orders4LoadEPKw"), Method::Unknown);
    }

    #[test]
    fn no_name_overflows_the_stack() {
        for piece in ["PEA", "?$A@", "V?$", "AEBQ6"] {
            let name = format!("?x@@3{}", piece.repeat(LONGEST));
            shown(&name[..LONGEST]);
            shown(&name);
        }
        for piece in ["P", "I", "N", "St", "FivE"] {
            let name = format!("_Z1x{}", piece.repeat(LONGEST));
            shown(&name[..LONGEST]);
        }
    }
}
