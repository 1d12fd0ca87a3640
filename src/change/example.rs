//! Examples where no edit of a few lines is the whole change: what a line of this code could be instead.

use super::code::Code;
use super::part::Parts;
use crate::judge::{Edit, Finding};
use crate::lifetime::{Class, Lifetime};

/// So many places are shown.
const MOST: usize = 3;

/// For uses of a predefined key: the same below HKEY_LOCAL_MACHINE.
pub(super) fn machine_root(code: &Code<'_>, finding: &Finding) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for step in finding.steps.iter().filter(|s| s.span.file == code.file) {
        let Some(name) = code.token_at(step.span.start) else { continue };
        let [root, subkey, ..] = code.arguments(name)[..] else { continue };
        let Some(text) = code.text.get(subkey.0 as usize..subkey.1 as usize) else { continue };
        let root_text = &code.text[root.0 as usize..root.1 as usize];
        let Some(quote) = text.find('"').filter(|_| text.ends_with('"')) else { continue };
        let at = subkey.0 + quote as u32 + 1;
        match root_text {
            "HKEY_CURRENT_USER" if is_own(&text[quote + 1..]) => {}
            "HKEY_CLASSES_ROOT" if !text.contains("R\"") => edits.push(code.edit(at, at, "Software\\\\Classes\\\\")),
            _ => continue,
        }
        edits.push(code.edit(root.0, root.1, "HKEY_LOCAL_MACHINE"));
        if edits.iter().filter(|e| e.text == "HKEY_LOCAL_MACHINE").count() == MOST {
            break;
        }
    }
    edits.sort();
    edits.dedup();
    Some(edits).filter(|e| !e.is_empty())
}

/// Whether a sub-key of a user can be a component's own: what Windows keeps for each user is not found elsewhere.
fn is_own(subkey: &str) -> bool {
    let mut parts = subkey.split('\\').filter(|p| !p.is_empty()).map(str::to_ascii_lowercase);
    let own = |vendor: &str| !matches!(vendor, "microsoft" | "policies" | "wow6432node" | "\"");
    parts.next().is_some_and(|p| p == "software") && parts.next().is_some_and(|vendor| own(&vendor))
}

/// For a key that is kept: its values read and written by calls that keep no key, or closed when the object is deactivated.
pub(super) fn not_kept(code: &Code<'_>, parts: &Parts<'_>, life: &Lifetime, closer: &str) -> Option<Vec<Edit>> {
    let by_path = || {
        let (root, subkey) = opened(code, life)?;
        let uses = life.holder.iter().flat_map(|h| &h.uses).filter(|u| u.span.file == code.file);
        let mut edits: Vec<Edit> = uses.filter_map(|u| by_path(code, u.span.start, root, subkey)).flatten().take(MOST * 2).collect();
        edits.sort();
        edits.dedup();
        Some(edits).filter(|e| !e.is_empty())
    };
    by_path().or_else(|| deactivated(code, parts, life, closer).filter(|_| life.class == Class::Object))
}

/// The root and the sub-key as the open names them, if other functions can name them so, too.
fn opened<'a>(code: &Code<'a>, life: &Lifetime) -> Option<(&'a str, &'a str)> {
    let [root, subkey, ..] = code.arguments(code.token_at(life.name.start)?)[..] else { return None };
    let text = |(start, end): (u32, u32)| &code.text[start as usize..end as usize];
    let (root, subkey) = (text(root), text(subkey));
    let is_constant = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    let is_literal = subkey.ends_with('"') || subkey.ends_with("\")") || is_constant(subkey);
    (root.starts_with("HKEY_") && is_literal && !subkey.contains('\n')).then_some((root, subkey))
}

fn by_path(code: &Code<'_>, at: u32, root: &str, subkey: &str) -> Option<Vec<Edit>> {
    let name = code.token_at(at)?;
    let written = code.text_of(name);
    let wide = written.strip_suffix('W').map(|w| (w, "W")).or_else(|| written.strip_suffix('A').map(|w| (w, "A"))).unwrap_or((written, ""));
    let arguments = code.arguments(name);
    let handle = *arguments.first()?;
    let renamed = |new: &str| code.edit(code.tokens[name].start, code.tokens[name].end, format!("{new}{}", wide.1));
    let root_and_key = code.edit(handle.0, handle.1, format!("{root}, {subkey}"));
    match (wide.0, arguments.len()) {
        ("RegGetValue", 7) => {
            let below = arguments[1];
            let is_null = matches!(code.text.get(below.0 as usize..below.1 as usize)?, "NULL" | "nullptr");
            is_null.then(|| vec![code.edit(handle.0, below.1, format!("{root}, {subkey}"))])
        }
        ("RegQueryValueEx", 6) => {
            let reserved = arguments[2];
            Some(vec![renamed("RegGetValue"), root_and_key, code.edit(reserved.0, reserved.1, "RRF_RT_ANY")])
        }
        ("RegSetValueEx", 6) => {
            let gone = code.edit(arguments[1].1, arguments[2].1, "");
            Some(vec![renamed("RegSetKeyValue"), root_and_key, gone])
        }
        ("RegDeleteValue", 2) => Some(vec![renamed("RegDeleteKeyValue"), root_and_key]),
        _ => None,
    }
}

/// A close at the end of `Deactivate`.
fn deactivated(code: &Code<'_>, parts: &Parts<'_>, life: &Lifetime, closer: &str) -> Option<Vec<Edit>> {
    let handle = life.handle.as_deref()?;
    let base = handle.split(|c: char| !c.is_alphanumeric() && c != '_').find(|w| !w.is_empty())?;
    let class = life.holder.as_ref()?.ty.as_deref();
    let body = parts.named(code, |name| {
        let is_it = name.first().is_some_and(|n| *n == "Deactivate" || n.ends_with("_Deactivate"));
        is_it && (name.len() < 2 || class.is_none_or(|c| name.contains(&c)))
    })?;
    let function = code.function(code.tokens[body.start].end)?;
    let knows = handle == base || function.head.clone().any(|i| code.text_of(i) == base);
    let null = if code.is_cplusplus { "nullptr" } else { "NULL" };
    knows.then(|| code.at_end(&function, 0, &format!("if ({handle}) {{ {closer}({handle}); {handle} = {null}; }}")))
}
