//! The words of a finding: fills a rule's templates with what is known of the lifetime or misuse.

use super::rule::Style;
use super::{Confidence, Finding, Rule};
use crate::component::Component;
use crate::config::allow::Allowed;
use crate::lifetime::{Class, EndKind, Lifetime, Misuse, PredefinedUse, Write};
use crate::models::{Kind, Models, Root};
use crate::source::{Source, Span};
use std::sync::Arc;

/// Every field that a template may name.
pub(super) const FIELDS: &[&str] = &[
    "a_kind",
    "allow",
    "api",
    "apis",
    "closed_by",
    "closer",
    "component",
    "end",
    "expires",
    "function",
    "handle",
    "holder",
    "key",
    "kind",
    "root",
    "rule",
    "sites",
    "unknown_rule",
    "value",
    "waits",
    "where",
    "why",
    "writer",
];

/// The first `{field}` of a template that does not exist, braces included.
pub(super) fn unknown_field(template: &str) -> Option<String> {
    pieces(template).find_map(|piece| match piece {
        Piece::Field(name) if !FIELDS.contains(&name) => Some(format!("{{{name}}}")),
        _ => None,
    })
}

enum Piece<'a> {
    Text(&'a str),
    Field(&'a str),
}

/// A template's parts. A brace without its partner is text.
fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some(after) = rest.strip_prefix('{')
            && let Some((name, tail)) = after.split_once('}')
        {
            rest = tail;
            return Some(Piece::Field(name));
        }
        let skip = usize::from(rest.starts_with('{'));
        let end = rest[skip..].find('{').map_or(rest.len(), |i| i + skip);
        let (text, tail) = rest.split_at(end);
        rest = tail;
        Some(Piece::Text(text))
    })
}

/// What the fields stand for. A field that does not apply is empty.
#[derive(Default)]
pub(super) struct Fields {
    values: Vec<(&'static str, String)>,
    /// Rules can have advice of its own for it.
    style: Style,
}

impl Fields {
    fn set(mut self, name: &'static str, value: impl Into<String>) -> Fields {
        debug_assert!(FIELDS.contains(&name));
        self.values.push((name, value.into()));
        self
    }

    fn at(self, span: Span, sources: &[Source]) -> Fields {
        Fields { style: Style::of(&sources[span.file.0 as usize]), ..self }
    }

    fn fill(&self, template: &str) -> String {
        pieces(template)
            .map(|piece| match piece {
                Piece::Text(text) => text,
                Piece::Field(name) => self.values.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v.as_str()),
            })
            .collect::<String>()
            .trim()
            .to_owned()
    }

    /// A finding with all that a rule alone says; the caller adds the rest.
    pub(super) fn finding(&self, rule: &Rule, span: Span, function: Arc<str>) -> Finding {
        Finding {
            rule: rule.id.as_str().into(),
            level: rule.level,
            confidence: Confidence::High,
            assumptions: Vec::new(),
            message: self.fill(&rule.message),
            span,
            function,
            open: None,
            lifetime: None,
            fingerprint: String::new(),
            also: Vec::new(),
            steps: Vec::new(),
            stays: None,
            fix: self.fill(rule.fix.advice_in(self.style)),
            change: None,
            suppressed: None,
            known: None,
        }
    }

    pub(super) fn of_lifetime(life: &Lifetime, sources: &[Source], models: &Models) -> Fields {
        Fields::of_open(life, models)
            .set("function", &*life.function)
            .set("end", ends(life, sources))
            .set("holder", holder(life))
            .set("closed_by", closed_by(life))
            .set("waits", waits(life, sources))
            .at(life.span, sources)
    }

    pub(super) fn of_misuse(misuse: &Misuse, open: Option<&Lifetime>, sources: &[Source], models: &Models) -> Fields {
        let fields = match open {
            Some(life) => Fields::of_open(life, models).set("end", ends(life, sources)),
            None => Fields::default().set("handle", "the handle").set("a_kind", "a key").set("closer", "RegCloseKey"),
        };
        // The misused function, not the one that opened: the first value of a name counts, so the open's own must go.
        let values = fields.values.into_iter().filter(|(name, _)| !matches!(*name, "api" | "root")).collect();
        let root = if misuse.roots.is_empty() { "a predefined key".to_owned() } else { roots(&misuse.roots) };
        let fields = Fields { values, style: Style::Plain }.at(misuse.span, sources);
        fields.set("api", misuse.api.as_deref().unwrap_or("this code")).set("root", root).set("function", &*misuse.function)
    }

    /// Of every use of one component; there is at least one.
    pub(super) fn of_uses(uses: &[&PredefinedUse], component: &Component) -> Fields {
        let mut all: Vec<Root> = uses.iter().map(|u| u.root).collect();
        all.sort_unstable();
        all.dedup();
        let sites = match uses.len() {
            1 => "once".to_owned(),
            n => format!("at {n} places"),
        };
        let component =
            if component.declared { format!("the component `{}`", clean(&component.name)) } else { "this component".to_owned() };
        let fields = Fields::default().set("root", roots(&all)).set("sites", sites).set("component", component);
        fields.set("api", &*uses[0].api).set("function", &*uses[0].function)
    }

    /// Of functions that are imported and called where nothing can be read; there is at least one.
    pub(super) fn of_unread(apis: &[&str], why: &str) -> Fields {
        let mut names: Vec<&str> = apis.to_vec();
        names.sort_unstable();
        names.dedup();
        Fields::default().set("apis", clean(&names.join(", "))).set("api", clean(names[0])).set("why", clean(why))
    }

    /// Of what one function writes, or one place of a script; there is at least one.
    pub(super) fn of_writes(writes: &[&Write], (root, path): &(Root, Option<Arc<str>>), sources: &[Source]) -> Fields {
        let first = writes[0];
        let key = match (root, path.as_deref().filter(|p| !p.is_empty())) {
            (Root::Param | Root::Unknown, Some(path)) => clean(path),
            (Root::Param | Root::Unknown, None) => "a key that the code does not tell".to_owned(),
            (root, Some(path)) => format!("{}\\{}", root.name(), clean(path)),
            (root, None) => root.name().to_owned(),
        };
        let api = clean(&first.api);
        let writer = if first.function.is_empty() { format!("this {api}") } else { format!("{api} in `{}`", clean(&first.function)) };
        let fields = Fields::default().set("key", key).set("value", clean(first.value.as_deref().unwrap_or_default()));
        fields.set("writer", writer).set("api", api).set("function", &*first.function).at(first.span, sources)
    }

    pub(super) fn of_allow(rule: &str, known: bool) -> Fields {
        let unknown = if known { "" } else { " (there is no rule of that name; `hivelint rules` lists them)" };
        let rule = clean(rule);
        Fields::default().set("allow", format!("this comment allows `{rule}`")).set("rule", rule).set("unknown_rule", unknown)
    }

    pub(super) fn of_entry(entry: &Allowed) -> Fields {
        let expires = entry.expires.map(|date| date.to_string()).unwrap_or_default();
        let allow = format!("this entry allows {}", clean(&entry.words()));
        Fields::default().set("allow", allow).set("rule", clean(entry.rule.as_deref().unwrap_or_default())).set("expires", expires)
    }

    fn of_open(life: &Lifetime, models: &Models) -> Fields {
        let kind = kind_word(life.kind);
        let a_kind = format!("{} {kind}", if kind.starts_with(['o', 'H']) { "an" } else { "a" });
        let handle = life.handle.as_ref().map_or_else(|| format!("the {kind}"), |h| format!("`{}`", clean(h)));
        Fields::default()
            .set("handle", handle)
            .set("kind", kind)
            .set("a_kind", a_kind)
            .set("api", &*life.api)
            .set("root", roots(&life.roots))
            .set("where", location(life))
            .set("closer", closer(life, models))
    }
}

/// How the handle was left, for `also … here`.
pub(super) fn end_word(kind: EndKind) -> &'static str {
    match kind {
        EndKind::Overwrite => "overwritten while open",
        EndKind::OverwriteNextCall => "overwritten while open at the next call",
        EndKind::Detach => "given away for ever",
        EndKind::Forget => "forgotten",
        EndKind::Return | EndKind::End | EndKind::Throw | EndKind::QuestionMark | EndKind::Goto => "left open",
    }
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Key => "key",
        Kind::Huskey => "HUSKEY",
        Kind::Stream => "object on a key",
        Kind::Profile => "profile handle",
        Kind::Store => "certificate store",
        Kind::Provider => "cryptographic provider",
    }
}

/// The function to close it with, from the table of the function that opened it.
pub fn closer(life: &Lifetime, models: &Models) -> String {
    let acquire = models.api(&life.api).and_then(|id| models.get(id).acquires.as_ref());
    let by_kind = match life.kind {
        Kind::Key => "RegCloseKey",
        Kind::Huskey => "SHRegCloseUSKey",
        Kind::Stream => "Release",
        Kind::Profile => "UnloadUserProfile",
        Kind::Store => "CertCloseStore",
        Kind::Provider => "CryptReleaseContext",
    };
    acquire.and_then(|a| a.releasers.first()).map_or(by_kind, String::as_str).to_owned()
}

fn roots(all: &[Root]) -> String {
    let words: Vec<&str> = all
        .iter()
        .map(|root| match root {
            Root::Param => "a root that a caller passes",
            Root::Unknown => "an unknown root",
            Root::Other => "no predefined root",
            known => known.name(),
        })
        .collect();
    words.join(" or ")
}

/// ` (HKCU\Software\Contoso)`, as far as it is known.
fn location(life: &Lifetime) -> String {
    let below = life.subkey.as_deref().filter(|s| !s.is_empty()).map(clean);
    match (life.roots.as_slice(), below) {
        ([Root::Other | Root::Unknown], None) => String::new(),
        ([Root::Other | Root::Unknown], Some(below)) => format!(" ({below})"),
        ([Root::Param], Some(below)) => format!(" ({below} below a root that a caller passes)"),
        ([root], Some(below)) if *root != Root::Param => format!(" ({}\\{below})", root.name()),
        (all, Some(below)) => format!(" ({below} below {})", roots(all)),
        (all, None) => format!(" ({})", roots(all)),
    }
}

/// `when `Load` returns in line 20`, and how many more ways there are.
fn ends(life: &Lifetime, sources: &[Source]) -> String {
    let Some(first) = life.exits.first() else { return String::new() };
    let source = &sources[first.span.file.0 as usize];
    let line = source.words_for(first.span.start);
    let place = format!("{} {line}", if line.starts_with("line") { "in" } else { "at" });
    let function = clean(&life.function);
    let words = match first.kind {
        EndKind::Return => format!("when `{function}` returns {place}"),
        EndKind::End => format!("when its scope ends {place}"),
        EndKind::Throw => format!("when an exception leaves {place}"),
        EndKind::QuestionMark => format!("when `?` leaves `{function}` {place}"),
        EndKind::Goto => format!("when control leaves its scope {place}"),
        EndKind::Overwrite => format!("when {line} puts another value in its place"),
        EndKind::OverwriteNextCall => format!("when `{function}` runs again and {line} puts another value in its place"),
        EndKind::Detach => format!("when {line} gives it away"),
        EndKind::Forget => format!("when {line} forgets it"),
    };
    match life.exits.len() - 1 {
        0 => words,
        1 => format!("{words} (and in one more way)"),
        more => format!("{words} (and in {more} more ways)"),
    }
}

/// `in line 20`, where it waits while the key is open, and at how many more places.
fn waits(life: &Lifetime, sources: &[Source]) -> String {
    let Some(first) = life.held_across.first() else { return String::new() };
    let line = sources[first.span.file.0 as usize].words_for(first.span.start);
    let place = format!("{} {line}", if line.starts_with("line") { "in" } else { "at" });
    match life.held_across.len() - 1 {
        0 => place,
        1 => format!("{place} (and in one more)"),
        more => format!("{place} (and in {more} more)"),
    }
}

/// `the member `m_key` of `Orders``, `` `g_key` ``.
fn holder(life: &Lifetime) -> String {
    let holder = life.holder.as_ref();
    let name = holder.and_then(|h| h.member.as_deref()).or(life.handle.as_deref()).map(clean);
    let of = holder.and_then(|h| h.ty.as_deref()).map(|ty| format!(" of `{}`", clean(ty))).unwrap_or_default();
    match (life.class, name) {
        (Class::Object, Some(name)) => format!("the member `{name}`{of}"),
        (Class::Object, None) => "an object".to_owned(),
        (_, Some(name)) => format!("`{name}`{of}"),
        (_, None) => "a static place".to_owned(),
    }
}

fn closed_by(life: &Lifetime) -> String {
    match life.holder.as_ref().map(|h| h.closed_by.as_slice()) {
        Some([one]) => format!("only `{}` closes it", clean(one)),
        Some([first, .., last]) => format!("`{}` … `{}` close it", clean(first), clean(last)),
        _ => "nothing that was seen closes it".to_owned(),
    }
}

/// Text from the code, on one line and without control characters.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
