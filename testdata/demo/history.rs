//! The Rust part of Contoso.Pricing: remembers which lists were shown.

use windows_registry::{CURRENT_USER, Key, Result};

thread_local! {
    /// Opened once for each thread: every call after the user's log-off fails, although `Key` closes itself.
    static HISTORY: Key = CURRENT_USER.create("Software\\Contoso\\Pricing\\History").expect("a key of one's own");
}

pub fn remember(list: &str) -> Result<()> {
    HISTORY.with(|history| history.set_string("Last", list))
}

pub fn is_enabled() -> bool {
    CURRENT_USER
        .open("Software\\Contoso\\Pricing")
        .and_then(|key| key.get_u32("History"))
        .is_ok_and(|enabled| enabled != 0)
}
