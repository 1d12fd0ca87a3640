//# identity = "specific-user"
//= verdict: breaks-at-log-off
use windows_registry::{CURRENT_USER, Key};

thread_local! {
    static SETTINGS: Key = CURRENT_USER.open("Software\\Contoso").unwrap(); //~ error user-key-in-static static
}

pub fn timeout() -> windows_registry::Result<u32> {
    SETTINGS.with(|key| key.get_u32("Timeout"))
}
