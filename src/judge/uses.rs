//! Uses of cached user roots by component.

use super::identity::{Place, is_built_from};
use crate::component::Components;
use crate::lifetime::{PredefinedUse, Solution};
use crate::source::{FileId, Source};
use std::collections::BTreeMap;

/// A use of a cached root, and what was built from it.
#[derive(Clone)]
pub(super) struct Site<'a> {
    pub(super) use_: &'a PredefinedUse,
    pub(super) built: Vec<&'a PredefinedUse>,
}

/// All uses, sources first. What is in a DLL counts where its source is, if that was given.
pub(super) fn by_component<'a>(solution: &'a Solution, sources: &'a [Source], components: &Components) -> BTreeMap<usize, Vec<Site<'a>>> {
    let given: BTreeMap<&str, FileId> =
        (0..).map(FileId).zip(sources).filter(|(_, s)| s.binary.is_none()).map(|(f, s)| (&*s.path, f)).collect();
    let mut sites: BTreeMap<usize, Vec<Site>> = BTreeMap::new();
    let mut built = Vec::new();
    for use_ in solution.predefined_uses.iter().filter(|u| u.root.is_cached_user_root()) {
        let path = &*sources[use_.span.file.0 as usize].path;
        let source = Place::of(use_.span, sources);
        match given.get(source.path) {
            Some(file) if source.path != path => built.push((*file, source, use_)),
            _ => {
                components.of_file(use_.span.file).iter().for_each(|c| sites.entry(*c).or_default().push(Site { use_, built: Vec::new() }))
            }
        }
    }
    for (file, source, use_) in built {
        for component in components.of_file(file) {
            let sites = sites.entry(*component).or_default();
            let of_source = |site: &&mut Site| Place::of(site.use_.span, sources).path == source.path;
            match sites.iter_mut().filter(of_source).find(|site| is_built_from(site.use_, use_)) {
                Some(site) => site.built.push(use_),
                None => sites.push(Site { use_, built: Vec::new() }),
            }
        }
    }
    sites.values_mut().for_each(|sites| {
        sites.sort_by_key(|site| (sources[site.use_.span.file.0 as usize].binary.is_some(), Place::of(site.use_.span, sources)))
    });
    sites
}
