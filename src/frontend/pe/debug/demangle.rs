//! Names as people write them: `?Load@Orders@@QEAAJXZ` and `_ZN6Orders4LoadEv` are `Orders::Load`.

use super::Method;
use msvc_demangler::{CallingConv, DemangleFlags, Type};

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

/// How a function of 32-bit code takes its arguments, as far as its decorated name tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in super::super) struct Convention {
    /// `ecx` holds the object.
    pub(in super::super) has_this: bool,
    /// Bytes of arguments on the stack.
    pub(in super::super) given: Option<i32>,
    /// Bytes that it takes off the stack when it returns.
    pub(in super::super) popped: i32,
}

/// What a decorated name tells of how to call the function.
pub(in super::super) fn convention(name: &str) -> Option<Convention> {
    if !name.starts_with('?') {
        let bytes = name.strip_prefix('_')?.rsplit_once('@')?.1.parse().ok().filter(|bytes| (0..=1024).contains(bytes))?;
        return Some(Convention { has_this: false, given: Some(bytes), popped: bytes });
    }
    if name.len() > LONGEST {
        return None;
    }
    deep(name, || match msvc_demangler::parse(name).ok()?.symbol_type {
        Type::MemberFunction(_, how, params, _, result) => convention_of(&how, &params.types, &result, true),
        Type::NonMemberFunction(how, params, _, result) => convention_of(&how, &params.types, &result, false),
        _ => None,
    })
}

fn convention_of(how: &CallingConv, params: &[Type<'_>], result: &Type<'_>, is_member: bool) -> Option<Convention> {
    // an object is returned through a pointer that comes first; a small one of a plain function may come in registers
    let hidden = match result {
        Type::Struct(..) | Type::Class(..) | Type::Union(..) => is_member.then_some(4),
        _ => Some(0),
    };
    let given = params.iter().map(width).sum::<Option<i32>>().zip(hidden).map(|(bytes, hidden)| bytes + hidden);
    match how {
        CallingConv::Cdecl => Some(Convention { has_this: false, given, popped: 0 }),
        CallingConv::Thiscall | CallingConv::Stdcall => Some(Convention { has_this: *how == CallingConv::Thiscall, given, popped: given? }),
        _ => None,
    }
}

/// How much of the stack a parameter takes; `None` if its type's name does not tell.
fn width(of: &Type<'_>) -> Option<i32> {
    match of {
        Type::Void(_) => Some(0),
        Type::Struct(..) | Type::Class(..) | Type::Union(..) | Type::Alias(..) | Type::VarArgs | Type::MemberFunctionPointer(..) => None,
        Type::Int64(_) | Type::Uint64(_) | Type::Double(_) | Type::Ldouble(_) => Some(8),
        Type::Int128(_) | Type::Uint128(_) => Some(16),
        _ => Some(4),
    }
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

    #[test]
    fn decorated_names_tell_how_arguments_are_passed() {
        let cases = [
            ("?utf16@QString@@QBEPBGXZ", Some((true, Some(0), 0))),
            ("?toLatin1@QString@@QHAE?AVQByteArray@@XZ", Some((true, Some(4), 4))),
            ("?setValue@QSettings@@QAEXABVQString@@ABVQVariant@@@Z", Some((true, Some(8), 8))),
            ("?seek@QFile@@UAE_N_J@Z", Some((true, Some(8), 8))),
            ("?fromUtf8@QString@@SA?AV1@PBDH@Z", Some((false, Some(12), 0))),
            ("?debug@QMessageLogger@@QBAXPBDZZ", Some((false, None, 0))),
            ("?add@Sum@@QAEXVPart@@@Z", None),
            ("_Open@12", Some((false, Some(12), 12))),
            ("RegCloseKey", None),
        ];
        for (name, expected) in cases {
            assert_eq!(convention(name).map(|c| (c.has_this, c.given, c.popped)), expected, "{name}");
        }
    }
}
