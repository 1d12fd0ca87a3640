//! Which published library a function was linked in from.
pub(super) fn of_module(_module: &str) -> Option<&'static str> {
    None
}
pub(super) fn of_function(_name: &str) -> Option<&'static str> {
    None
}
pub(super) fn of_path(_path: &str) -> Option<&'static str> {
    None
}
