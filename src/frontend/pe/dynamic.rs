//! Functions whose address is asked for by name at run time.
//!
//! What `GetProcAddress` gives for a constant name is as good as an import; stored in a global it is one for everybody who
//! calls through that global. Functions that ask are lowered first, so that the others know.

use super::image::Image;
use crate::models::{ApiId, Models};
use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

/// The functions that were asked for, numbered after the imports, and the globals that hold them.
#[derive(Default, Debug)]
pub(super) struct Dynamic {
    names: Vec<String>,
    /// By the global's address; `None` if different functions are stored there.
    globals: FxHashMap<u32, Option<u32>>,
}

impl Dynamic {
    /// The number of a function; `imports` is how many there are.
    pub(super) fn number(&mut self, name: &str, imports: usize) -> u32 {
        let at = self.names.iter().position(|n| n == name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        (imports + at) as u32
    }

    pub(super) fn name(&self, number: u32, imports: usize) -> Option<&str> {
        self.names.get((number as usize).checked_sub(imports)?).map(String::as_str)
    }

    /// A global gets a value: a function, or (`None`) something else that is not nothing.
    pub(super) fn store(&mut self, global: u32, function: Option<u32>) {
        let held = self.globals.entry(global).or_insert(function);
        if *held != function {
            *held = None;
        }
    }

    /// The globals that hold one function each.
    pub(super) fn globals(&self) -> impl Iterator<Item = u32> + '_ {
        self.globals.iter().filter(|(_, held)| held.is_some()).map(|(rva, _)| *rva)
    }

    pub(super) fn held(&self, global: u32) -> Option<u32> {
        self.globals.get(&global).copied().flatten()
    }
}

/// Whether the data hold the name of a function that opens keys.
pub(super) fn has_names(image: &Image<'_>, models: &Models) -> bool {
    let names = models.names().filter(|(name, id): &(&str, ApiId)| {
        let function = models.get(*id);
        !name.contains(':') && !function.dlls.is_empty() && (function.acquires.is_some() || function.releases.is_some())
    });
    let patterns: Vec<Vec<u8>> = names.map(|(name, _)| [b"\0", name.as_bytes(), b"\0"].concat()).collect();
    let Ok(finder) = AhoCorasick::new(patterns) else { return false };
    image.sections.iter().filter(|s| !s.executable && !s.discardable).any(|s| finder.is_match(image.content(s)))
}
