//! Uses of cached user roots by component; a directory stands for one.

use super::identity::{Place, is_built_from};
use crate::lifetime::{PredefinedUse, Solution};
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet};

/// A use of a cached root, and what was built from it.
#[derive(Clone)]
pub(super) struct Site<'a> {
    pub(super) use_: &'a PredefinedUse,
    pub(super) built: Vec<&'a PredefinedUse>,
}

/// All uses, sources first. What is in a DLL counts where its source is, if that was given.
pub(super) fn by_component<'a>(solution: &'a Solution, sources: &'a [Source]) -> BTreeMap<&'a str, Vec<Site<'a>>> {
    let given: BTreeSet<&str> = sources.iter().filter(|s| s.binary.is_none()).map(|s| &*s.path).collect();
    let mut components: BTreeMap<&str, Vec<Site>> = BTreeMap::new();
    let mut built = Vec::new();
    for use_ in solution.predefined_uses.iter().filter(|u| u.root.is_cached_user_root()) {
        let path = &*sources[use_.span.file.0 as usize].path;
        let source = Place::of(use_.span, sources);
        if source.path != path && given.contains(source.path) {
            built.push((source, use_));
        } else {
            components.entry(folder(path)).or_default().push(Site { use_, built: Vec::new() });
        }
    }
    for (source, use_) in built {
        let sites = components.entry(folder(source.path)).or_default();
        let of_source = |site: &&mut Site| Place::of(site.use_.span, sources).path == source.path;
        match sites.iter_mut().filter(of_source).find(|site| is_built_from(site.use_, use_)) {
            Some(site) => site.built.push(use_),
            None => sites.push(Site { use_, built: Vec::new() }),
        }
    }
    components.values_mut().for_each(|sites| {
        sites.sort_by_key(|site| (sources[site.use_.span.file.0 as usize].binary.is_some(), Place::of(site.use_.span, sources)))
    });
    components
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
