//! Which files make up a component: what `hivelint.toml` says, else one component for each DLL and for each directory of sources.
//!
//! Sources that show no mark of COM belong to the nearest directory above that does; if there is none, their own directory stands
//! for a component. Having no marks shows nothing: any COM server can be put into a COM+ application.

use crate::config::pattern::{Pattern, naming};
use crate::config::{Config, Declared, Deployment};
use crate::models::{FoundMark, Strength};
use crate::source::{FileId, Notice, Source, folder, ignores_case, is_drive_path};
use std::collections::{BTreeMap, BTreeSet};

/// What was seen of files besides their code.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Seen {
    /// Marks of COM and COM+, the strongest first.
    pub marks: BTreeMap<FileId, Vec<FoundMark>>,
    /// Binaries whose code can't be read, and why not.
    pub unread: BTreeMap<FileId, String>,
    /// Those among them that show nothing of COM and of the registry: they count where the component is known by other means.
    pub aside: BTreeSet<FileId>,
    /// Scripts and registration files: no code of a component, and none by themselves.
    pub scripts: BTreeSet<FileId>,
}

/// A configuration and what its paths are relative to.
#[derive(Clone, PartialEq, Debug)]
pub struct Located {
    /// What it says.
    pub config: Config,
    /// Its path for people.
    pub path: String,
    /// The directory that it is in, absolute, with `/` between parts.
    pub base: String,
    /// The directory that the run's relative paths start from, absolute.
    pub here: String,
}

/// One component.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Component {
    /// The declared name, the DLL's path or the directory.
    pub name: String,
    /// It is named in the configuration.
    pub declared: bool,
    /// Its files, in order.
    pub files: Vec<FileId>,
    /// Its classes.
    pub clsids: Vec<String>,
    /// How it is deployed, as far as the configuration says.
    pub deployment: Deployment,
    /// Marks of COM and COM+, the strongest first, none twice.
    pub marks: Vec<FoundMark>,
    /// Its binaries whose code can't be read, and why not.
    pub unread: Vec<(FileId, String)>,
}

/// All components of a run.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Components {
    all: Vec<Component>,
    /// Which of them each file belongs to.
    of_file: Vec<Vec<usize>>,
    /// What the configuration names in vain.
    pub notices: Vec<Notice>,
}

/// How much a mark has to tell for its directory to be a component.
const ENOUGH: Strength = Strength::Medium;

impl Components {
    /// Sorts the files of a run into components: those of the configuration first, in its order.
    pub fn of(sources: &[Source], seen: &Seen, located: Option<&Located>) -> Components {
        let mut components = Components { of_file: vec![Vec::new(); sources.len()], ..Components::default() };
        for declared in located.map_or(&[][..], |l| &l.config.components) {
            components.declare(declared, sources, located);
        }
        let mut others: BTreeMap<&str, Vec<FileId>> = BTreeMap::new();
        let marked = marked(&seen.marks, |file| directory_of(sources, file));
        let undeclared = (0..sources.len()).filter(|i| components.of_file[*i].is_empty()).map(|i| FileId(i as u32));
        for file in undeclared.filter(|f| !seen.scripts.contains(f)) {
            let is_binary = sources[file.0 as usize].binary.is_some();
            let name = if is_binary { &*sources[file.0 as usize].path } else { home_of(directory_of(sources, file), &marked) };
            others.entry(name).or_default().push(file);
        }
        for (name, files) in others {
            let name = if name.is_empty() { "." } else { name };
            components.add(Component { name: name.to_owned(), files, ..Component::default() });
        }
        for component in &mut components.all {
            component.look_at(seen);
        }
        components
    }

    /// One component for each directory and DLL, nothing known of any.
    pub fn by_directory(sources: &[Source]) -> Components {
        Components::of(sources, &Seen::default(), None)
    }

    /// All, the declared ones first.
    pub fn all(&self) -> &[Component] {
        &self.all
    }

    /// Those that a file belongs to, by their indexes.
    pub fn of_file(&self, file: FileId) -> &[usize] {
        self.of_file.get(file.0 as usize).map_or(&[], Vec::as_slice)
    }

    fn declare(&mut self, declared: &Declared, sources: &[Source], located: Option<&Located>) {
        let belongs = |source: &&Source| {
            let patterns = if source.binary.is_some() { &declared.binaries } else { &declared.sources };
            located.and_then(|l| l.relative(&source.path)).is_some_and(|path| naming(patterns, &path).is_some())
        };
        let files: Vec<FileId> = (0..).map(FileId).zip(sources).filter(|(_, s)| belongs(s)).map(|(f, _)| f).collect();
        if files.is_empty() {
            let message =
                format!("no file that was read belongs to the component `{}`; its paths are relative to this file", declared.name);
            self.notices.push(Notice { path: located.map(|l| l.path.clone()).unwrap_or_default(), line: None, message });
            return;
        }
        self.add(Component {
            name: declared.name.clone(),
            declared: true,
            files,
            clsids: declared.clsids.clone(),
            deployment: declared.deployment.clone(),
            ..Component::default()
        });
    }

    fn add(&mut self, component: Component) {
        for file in &component.files {
            self.of_file[file.0 as usize].push(self.all.len());
        }
        self.all.push(component);
    }
}

impl Component {
    fn look_at(&mut self, seen: &Seen) {
        let marks: BTreeSet<FoundMark> = self.files.iter().filter_map(|f| seen.marks.get(f)).flatten().cloned().collect();
        let mut names = BTreeSet::new();
        self.marks = marks.into_iter().filter(|m| names.insert(m.mark.clone())).collect();
        let is_known = self.declared || self.is_marked();
        let counted = self.files.iter().filter(|f| is_known || !seen.aside.contains(f));
        self.unread = counted.filter_map(|f| seen.unread.get(f).map(|why| (*f, why.clone()))).collect();
    }

    /// Whether it shows this mark.
    pub fn has_mark(&self, name: &str) -> bool {
        self.marks.iter().any(|m| m.mark == name || m.text.starts_with(&format!("{name} is imported")))
    }

    /// Whether its objects are pooled: what the configuration says, else what the code says of itself.
    pub fn is_pooled(&self) -> bool {
        self.deployment.pooling.unwrap_or_else(|| self.has_mark("CanBePooled"))
    }

    /// Whether it shows that it is a COM server.
    pub fn is_marked(&self) -> bool {
        self.marks.first().is_some_and(|m| m.strength <= ENOUGH)
    }
}

impl Located {
    /// A path of the run as the configuration would write it; `None` for one outside of its directory.
    pub fn relative(&self, path: &str) -> Option<String> {
        relative(path, &self.here, &self.base)
    }

    /// What of `exclude` leaves a file out. What names the place where the search began is no reason: the user named that place.
    pub fn excluding(&self, path: &str, began: Option<&str>) -> Option<&Pattern> {
        if self.config.exclude.is_empty() {
            return None;
        }
        let (path, began) = (self.relative(path)?, began.and_then(|place| self.relative(place)));
        let names = |pattern: &Pattern, path: &str| naming(std::slice::from_ref(pattern), path).is_some();
        self.config.exclude.iter().find(|p| names(p, &path) && !began.as_deref().is_some_and(|place| names(p, place)))
    }

    /// The files that belong to the same components as some of them.
    pub fn kin<'p>(&self, some: &BTreeSet<String>, all: impl Iterator<Item = &'p str>) -> BTreeSet<String> {
        let belongs = |c: &Declared, path: &str| self.relative(path).is_some_and(|path| naming(&c.sources, &path).is_some());
        let touched = |c: &&Declared| some.iter().any(|path| belongs(c, path));
        let touched: Vec<&Declared> = self.config.components.iter().filter(touched).collect();
        all.filter(|path| touched.iter().any(|c| belongs(c, path))).map(str::to_owned).collect()
    }

    /// Whether a component names a file as one of its binaries.
    pub fn is_binary_of_component(&self, path: &str) -> bool {
        let named = |path: String| self.config.components.iter().any(|c| naming(&c.binaries, &path).is_some());
        self.config.components.iter().any(|c| !c.binaries.is_empty()) && self.relative(path).is_some_and(named)
    }
}

/// A path of a run, which is relative to `here` or absolute, as one relative to `base`; `None` if it does not lie below.
pub fn relative(path: &str, here: &str, base: &str) -> Option<String> {
    let is_absolute = path.starts_with(['/', '\\']) || is_drive_path(path);
    let whole = if is_absolute { path.to_owned() } else { format!("{here}/{path}") };
    let (whole, base) = (normal(&whole), normal(base));
    let base = base.trim_end_matches('/');
    let above = match whole.get(..base.len())? {
        above if ignores_case(base) => (above.to_lowercase() == base.to_lowercase()).then_some(above),
        above => (above == base).then_some(above),
    }?;
    whole[above.len()..].strip_prefix('/').map(str::to_owned)
}

/// A path without `.` and `..`.
fn normal(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." if parts.last().is_some_and(|p| !p.is_empty() && *p != "..") => {
                parts.pop();
            }
            "" if parts.iter().any(|p| !p.is_empty()) => {}
            // of a share, `//server`, both stay
            "" if parts.len() > 1 => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn directory_of(sources: &[Source], file: FileId) -> &str {
    folder(&sources[file.0 as usize].path)
}

/// The directories whose files show that they are a component, given the directory of each file.
pub fn marked<'p>(marks: &BTreeMap<FileId, Vec<FoundMark>>, directory: impl Fn(FileId) -> &'p str) -> BTreeSet<&'p str> {
    marks.iter().filter(|(_, m)| m.iter().any(|m| m.strength <= ENOUGH)).map(|(f, _)| directory(*f)).collect()
}

/// The nearest directory that shows marks, from this one upwards; else this one.
pub fn home_of<'p>(directory: &'p str, marked: &BTreeSet<&str>) -> &'p str {
    let mut at = directory;
    loop {
        if marked.contains(at) {
            return at;
        }
        match at.rsplit_once('/') {
            Some((above, _)) => at = above,
            None if !at.is_empty() && marked.contains("") => return "",
            None => return directory,
        }
    }
}

#[cfg(test)]
mod tests;
