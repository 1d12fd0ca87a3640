//! DLLs: what their headers, data and debug information say.

pub mod debug;
pub mod evidence;
mod mapped;
