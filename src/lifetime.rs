//! What becomes of every opened handle: the hinge between the solver and everything that reads its result.

use crate::models::{Kind, Root};
use crate::source::{FileId, Span};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a handle's life is, the worst of all paths. The order is the order of precedence.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Closed before the function returns, on every path.
    Scoped,
    /// Can't be decided from what was seen.
    Unknown,
    /// Ownership goes to the caller.
    Caller,
    /// Ends up in a member: open as long as the object lives.
    Object,
    /// Ends up in a global, a static, a thread-local.
    Process,
    /// On some path its last name dies or is overwritten while it is open.
    Leaked,
}

impl Class {
    /// The name used in all output.
    pub fn name(self) -> &'static str {
        match self {
            Class::Scoped => "scoped",
            Class::Unknown => "unknown",
            Class::Caller => "caller",
            Class::Object => "object",
            Class::Process => "process",
            Class::Leaked => "leaked",
        }
    }
}

/// How a handle's last name went while it was open.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndKind {
    /// A `return` statement.
    Return,
    /// The end of the function or scope.
    End,
    /// A `throw`.
    Throw,
    /// Rust's `?`.
    QuestionMark,
    /// A jump out of the scope.
    Goto,
    /// The last place that held it got another value.
    Overwrite,
    /// The place that holds it is written again, unseen, when this function runs the next time.
    OverwriteNextCall,
    /// Given away by `Detach`, `release()`.
    Detach,
    /// `mem::forget` and its like.
    Forget,
}

impl EndKind {
    /// The name used in all output.
    pub fn name(self) -> &'static str {
        match self {
            EndKind::Return => "return",
            EndKind::End => "end",
            EndKind::Throw => "throw",
            EndKind::QuestionMark => "question-mark",
            EndKind::Goto => "goto",
            EndKind::Overwrite => "overwrite",
            EndKind::OverwriteNextCall => "overwrite-next-call",
            EndKind::Detach => "detach",
            EndKind::Forget => "forget",
        }
    }
}

/// Where a function runs, as far as the code that was given shows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub enum Runs {
    /// Nothing shows it: it counts as code of the server.
    #[default]
    Unreached,
    /// In the server: what `DllGetClassObject` or its like leads to.
    Server,
    /// Only at registration, in a process of its own: what `DllRegisterServer` or its like leads to.
    Registration,
    /// Only in a program that ends by itself: what its `main` leads to.
    Program,
    /// In a test: the path says so.
    Test,
}

impl Runs {
    /// The name used in all output.
    pub fn name(self) -> &'static str {
        match self {
            Runs::Unreached => "unreached",
            Runs::Server => "server",
            Runs::Registration => "registration",
            Runs::Program => "program",
            Runs::Test => "test",
        }
    }
}

/// How an open came to be known.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub enum Seen {
    /// The code that opens was read.
    #[default]
    Call,
    /// A binary imports the function; no code that was read calls it.
    Import,
}

impl Seen {
    /// The name used in all output.
    pub fn name(self) -> &'static str {
        match self {
            Seen::Call => "call",
            Seen::Import => "import",
        }
    }
}

/// One step of the path that shows a finding.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Step {
    /// Where.
    pub span: Span,
    /// What happens there, in plain words, e.g. `opened here`, `` `status != 0` is true here ``.
    pub text: String,
}

/// One way a handle was left open.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct LeakExit {
    /// The statement or brace.
    pub span: Span,
    /// How.
    pub kind: EndKind,
    /// From the open to here; the first step is the open, the last this exit.
    pub steps: Vec<Step>,
}

/// A call that uses what somebody keeps: it fails once that is dead.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct KeyUse {
    /// The name at the call.
    pub span: Span,
    /// The function it is in.
    pub function: Arc<str>,
    /// What is called.
    pub api: Arc<str>,
}

/// Who keeps the handle after the function returned.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Holder {
    /// `member`, `static`, `local`, `parameter`, `return`, `shared` (it became a value that COM+ keeps).
    pub kind: &'static str,
    /// The type, where known.
    pub ty: Option<String>,
    /// The member or the static.
    pub member: Option<String>,
    /// The functions that close it.
    pub closed_by: Vec<String>,
    /// What the type is derived from.
    pub bases: Vec<String>,
    /// An object of the type is a variable at file scope.
    pub is_static: bool,
    /// The calls that use it, sorted by place.
    pub uses: Vec<KeyUse>,
}

/// One open site and everything known of the handle it gives.
#[derive(Clone, PartialEq, Debug)]
pub struct Lifetime {
    /// The function it is in.
    pub function: Arc<str>,
    /// The modelled function that opens, as written at its call.
    pub api: Arc<str>,
    /// The function of one's own (or the macro) that was called here to open, where `api` is not called here itself.
    pub via: Option<Arc<str>>,
    /// The whole call.
    pub span: Span,
    /// The name at the call.
    pub name: Span,
    /// What is open.
    pub kind: Kind,
    /// Every root it can be below, most user-like first, never empty.
    pub roots: Vec<Root>,
    /// Whether the key can be the user's; `None` if that is not known.
    pub per_user: Option<bool>,
    /// The sub-key below `roots`, where constant; parts from enclosing keys included.
    pub subkey: Option<String>,
    /// The place the handle goes to, as written.
    pub handle: Option<String>,
    /// The worst of all paths.
    pub class: Class,
    /// A class that is there to own a handle keeps it in itself: who owns the object decides, and is listed where it opens.
    pub in_wrapper: bool,
    /// Why it is `unknown`.
    pub doubt: Option<String>,
    /// Who holds it, if somebody does.
    pub holder: Option<Holder>,
    /// Waits without end that it stays open across.
    pub held_across: Vec<Step>,
    /// The calls in this function that use or close it, sorted by place.
    pub touched: Vec<Span>,
    /// All ways it was left open, sorted by place.
    pub exits: Vec<LeakExit>,
    /// The names of the callers that fill in the root, if it comes from a parameter.
    pub callers: Vec<Arc<str>>,
    /// Where the function runs.
    pub runs: Runs,
    /// Whether a call was seen, or only that the function is imported.
    pub seen: Seen,
    /// The published library that the function was linked in from.
    pub library: Option<&'static str>,
    /// Exception handlers of the function close keys and were not followed.
    pub unread_handlers: bool,
}

/// A wrong use of a handle.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MisuseKind {
    /// Closed although it is closed already.
    DoubleClose,
    /// Used although it is closed.
    UseAfterClose,
    /// Closed by a function for another kind of handle.
    WrongCloser,
    /// A predefined root is closed.
    ClosePredefined,
    /// The place is written while it holds the last name of an open handle.
    Overwrite,
    /// A predefined key of a user is used while the thread acts for somebody else.
    UnderImpersonation,
    /// The cache of predefined keys is switched off after it was filled.
    CacheOffLate,
    /// The cache of predefined keys is switched off for `HKEY_CURRENT_USER` only.
    CacheOffForUserOnly,
    /// A predefined key of a user is used, or its cache switched off, in `DllMain`.
    InDllMain,
    /// A predefined key is made to stand for another, for good.
    OverrideKept,
    /// A loop that opens a key again for as long as it is told that the key is deleted.
    EndlessRetry,
    /// The thread's user's key is opened while the thread acts for somebody whose profile nobody loads.
    UnloadedUser,
}

/// A wrong use, with the path that shows it.
#[derive(Clone, PartialEq, Debug)]
pub struct Misuse {
    /// What is wrong.
    pub kind: MisuseKind,
    /// The function it is in.
    pub function: Arc<str>,
    /// The call or assignment at fault.
    pub span: Span,
    /// The open the handle came from: index into [`Solution::lifetimes`].
    pub open: Option<usize>,
    /// The function called wrongly, or that closes.
    pub api: Option<Arc<str>>,
    /// Roots of the key, as in [`Lifetime::roots`].
    pub roots: Vec<Root>,
    /// Whether the key can be the user's.
    pub per_user: Option<bool>,
    /// From the open to here.
    pub steps: Vec<Step>,
    /// Where the function runs.
    pub runs: Runs,
    /// The published library that the function was linked in from.
    pub library: Option<&'static str>,
}

/// A use of a predefined per-user root: it fills the process-wide cache even if no handle comes back.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct PredefinedUse {
    /// The name at the call.
    pub span: Span,
    /// The function it is in.
    pub function: Arc<str>,
    /// What is called.
    pub api: Arc<str>,
    /// The root.
    pub root: Root,
    /// Where the function runs.
    pub runs: Runs,
    /// The published library that the function was linked in from.
    pub library: Option<&'static str>,
}

/// A key that is made or a value that is set, by code or by a script.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Write {
    /// The call, or the place in the script.
    pub span: Span,
    /// The function it is in; empty for a script.
    pub function: Arc<str>,
    /// What is called, or what the script is.
    pub api: Arc<str>,
    /// Every key that it can be, the sub-key where it is known; never empty.
    pub keys: Vec<(Root, Option<Arc<str>>)>,
    /// The name of the value, if one is set whose name is known.
    pub value: Option<Arc<str>>,
    /// Where the function runs.
    pub runs: Runs,
    /// The published library that the function was linked in from.
    pub library: Option<&'static str>,
}

/// A file whose code can't be read, or not all of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct UnreadCode {
    /// The file.
    pub file: FileId,
    /// Why, to follow "not read".
    pub why: String,
    /// Nothing in it points to COM or to the registry: told only where the component is known to be one by other means.
    pub aside: bool,
}

/// Files that a check is about, in the middle of others, and who calls into them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Crossing {
    /// The files.
    pub files: BTreeSet<FileId>,
    /// Functions of other files that call a function of these, by file and name.
    pub callers: BTreeSet<(FileId, Arc<str>)>,
    /// Functions of these files.
    pub functions: BTreeSet<Arc<str>>,
}

/// All that the solver found out.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Solution {
    /// One per open site, sorted by place.
    pub lifetimes: Vec<Lifetime>,
    /// Sorted by place.
    pub misuses: Vec<Misuse>,
    /// Sorted by place.
    pub predefined_uses: Vec<PredefinedUse>,
    /// Sorted by place.
    pub writes: Vec<Write>,
    /// Sorted by file.
    pub unread: Vec<UnreadCode>,
    /// Calls that close something which on some path is not open, or not known to be; sorted. That is no fault in itself.
    pub idle_closes: Vec<Span>,
    /// Opens whose handle is still named, on some path, by what outlives the function although it is closed; sorted.
    pub kept_closed: Vec<Span>,
    /// Calls that switch the cache of predefined keys off; sorted. In a component that makes one these follow the thread, as they should.
    pub cache_switched_off: Vec<Span>,
    /// Calls that load a user's profile; sorted.
    pub profiles_loaded: Vec<Span>,
    /// Calls that make a predefined key stand for itself again; sorted. The pair of a function that overrides one can be another.
    pub roots_restored: Vec<RootRestored>,
    /// Functions that were not followed on all paths, because there are too many, and where their names stand; sorted.
    pub cut_short: Vec<(Arc<str>, Span)>,
}

/// A call that makes a predefined key stand for itself again.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct RootRestored {
    /// The call.
    pub span: Span,
    /// The function it is in.
    pub function: Arc<str>,
    /// The root.
    pub root: Root,
}

impl Solution {
    /// Puts what was found elsewhere to this, sorted by place.
    pub fn extend(&mut self, other: Solution) {
        let shift = self.lifetimes.len();
        self.lifetimes.extend(other.lifetimes);
        self.misuses.extend(other.misuses.into_iter().map(|m| Misuse { open: m.open.map(|o| o + shift), ..m }));
        self.predefined_uses.extend(other.predefined_uses);
        self.writes.extend(other.writes);
        self.unread.extend(other.unread);
        self.idle_closes.extend(other.idle_closes);
        self.kept_closed.extend(other.kept_closed);
        self.cache_switched_off.extend(other.cache_switched_off);
        self.profiles_loaded.extend(other.profiles_loaded);
        self.roots_restored.extend(other.roots_restored);
        self.cut_short.extend(other.cut_short);
        self.sort();
    }

    /// Sorts everything by place.
    pub fn sort(&mut self) {
        let mut order: Vec<usize> = (0..self.lifetimes.len()).collect();
        order.sort_by_key(|i| self.lifetimes[*i].name);
        let mut place = vec![0; order.len()];
        order.iter().enumerate().for_each(|(to, from)| place[*from] = to);
        self.misuses.iter_mut().filter_map(|m| m.open.as_mut()).for_each(|open| *open = place[*open]);
        self.lifetimes.sort_by_key(|l| l.name);
        self.misuses.sort_by_key(|m| (m.span, m.kind));
        self.predefined_uses.sort();
        self.writes.sort();
        self.unread.sort();
        self.idle_closes.sort_unstable();
        self.kept_closed.sort_unstable();
        self.cache_switched_off.sort_unstable();
        self.profiles_loaded.sort_unstable();
        self.roots_restored.sort();
        self.cut_short.sort();
    }
}
