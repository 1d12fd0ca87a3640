//! Functions that the tool does not see.

use standin::choose;

pub fn log_error(_: &str) {}
pub fn trace(_: &str) {}
pub fn update_counter(_: u32) {}

pub fn is_feature_enabled(_: u32) -> bool {
    choose(2) == 1
}

pub fn is_remote_session() -> bool {
    choose(2) == 1
}

pub fn check_value(_: u32) -> bool {
    choose(2) == 1
}

pub fn retry_count() -> u32 {
    choose(3)
}

pub fn read_policy() -> std::io::Result<u32> {
    if choose(2) == 1 { Err(std::io::Error::from_raw_os_error(5)) } else { Ok(100 * choose(2)) }
}

pub fn apply_theme() -> windows::core::Result<u32> {
    if choose(2) == 1 { Err(windows::core::Error(5)) } else { Ok(100 * choose(2)) }
}

pub fn convert_path() -> Result<u32, u32> {
    if choose(2) == 1 { Err(5) } else { Ok(100 * choose(2)) }
}

pub fn load_language() -> windows_registry::Result<u32> {
    if choose(2) == 1 { Err(windows_registry::Error(5)) } else { Ok(100 * choose(2)) }
}

pub fn find_setting(_: &str) -> Option<u32> {
    if choose(2) == 1 { None } else { Some(100 * choose(2)) }
}
