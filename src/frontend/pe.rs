//! DLLs: what their headers, data and debug information say.

pub mod debug;
mod mapped;
