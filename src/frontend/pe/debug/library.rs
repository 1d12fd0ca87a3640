//! Which published library a function was linked in from.

use crate::models::{Library, marks};

fn find(is_of: impl Fn(&Library) -> bool) -> Option<&'static str> {
    marks().ok()?.libraries.iter().find(|library| is_of(library)).map(|library| library.name.as_str())
}

/// By library and object file, as a PDB names them.
pub(super) fn of_module(module: &str) -> Option<&'static str> {
    let module = module.to_lowercase();
    let is_file = |word: &str, end: &str| word.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with(['\\', '/']));
    find(|library| library.modules.iter().any(|end| module.split_whitespace().any(|word| is_file(word, end))))
}

/// By the function's name.
pub(super) fn of_function(name: &str) -> Option<&'static str> {
    find(|library| library.functions.iter().any(|start| name.starts_with(start)))
}

/// By the path of the source.
pub(super) fn of_path(path: &str) -> Option<&'static str> {
    let path = path.to_lowercase().replace('\\', "/");
    find(|library| library.paths.iter().any(|part| path.contains(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_are_known_by_file_function_and_path() {
        assert_eq!(of_module(r"C:\VC\lib\x64\LIBCMT.lib D:\a\_work\1\s\dll_dllmain.obj"), Some("CRT"));
        assert_eq!(of_module(r"C:\src\mylibcmt.lib C:\src\a.obj"), None);
        assert_eq!(of_function("ATL::CRegKey::Open"), Some("ATL"));
        assert_eq!(of_function("Orders::Open"), None);
        assert_eq!(of_path(r"C:\Program Files\VC\Tools\MSVC\14.40\atlmfc\include\atlbase.h"), Some("ATL"));
        assert_eq!(of_path("/src/orders.cpp"), None);
    }
}
