//! Published classes that own keys, as short C++ that says what their methods do.

/// One library's classes.
#[derive(Clone, Copy, Debug)]
pub struct Published {
    /// A name for the file.
    pub path: &'static str,
    /// The declarations.
    pub text: &'static str,
    /// Words that tell that the library is used.
    pub words: &'static [&'static str],
}

/// All of them.
pub fn published_types() -> &'static [Published] {
    &[
        Published { path: "types/atl.hpp", text: include_str!("../../rules/types/atl.hpp"), words: &["CRegKey"] },
        Published {
            path: "types/wil.hpp",
            text: include_str!("../../rules/types/wil.hpp"),
            words: &["unique_hkey", "shared_hkey", "open_unique_key", "create_unique_key", "open_shared_key", "create_shared_key"],
        },
    ]
}
