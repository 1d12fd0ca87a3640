//! Published classes that own keys, as short C++ that says what their methods do.

/// One library's classes.
#[derive(Clone, Copy, Debug)]
pub struct Published {
    /// A name for the file.
    pub path: &'static str,
    /// The declarations.
    pub text: &'static str,
    /// What tells that the library is used.
    pub signs: &'static [&'static str],
    /// Its classes, and functions that hand out objects of them.
    pub names: &'static [&'static str],
}

/// All of them.
pub fn published_types() -> &'static [Published] {
    &[
        Published { path: "types/atl.hpp", text: include_str!("../../rules/types/atl.hpp"), signs: &["CRegKey"], names: &["CRegKey"] },
        Published {
            path: "types/chromium.hpp",
            text: include_str!("../../rules/types/chromium.hpp"),
            signs: &["base::win::RegKey", "base/win/registry.h"],
            names: &["RegKey"],
        },
        Published { path: "types/mfc.hpp", text: include_str!("../../rules/types/mfc.hpp"), signs: MFC, names: MFC },
        Published { path: "types/qt.hpp", text: include_str!("../../rules/types/qt.hpp"), signs: &["QSettings"], names: &["QSettings"] },
        Published { path: "types/wil.hpp", text: include_str!("../../rules/types/wil.hpp"), signs: WIL, names: WIL },
    ]
}

const MFC: &[&str] = &["CSettingsStore", "GetAppRegistryKey", "GetSectionKey"];
const WIL: &[&str] = &[
    "unique_hkey",
    "shared_hkey",
    "open_unique_key",
    "create_unique_key",
    "open_shared_key",
    "create_shared_key",
    "unique_registry_watcher",
    "unique_registry_watcher_nothrow",
    "make_registry_watcher",
    "make_registry_watcher_nothrow",
    "unique_hcertstore",
    "unique_hcryptprov",
    "CoImpersonateClient",
    "CoImpersonateClient_failfast",
    "impersonate_token",
    "unique_coreverttoself_call",
    "unique_token_reverter",
];
