//! A wrong use of a handle: another function's name, a close less, a close at another place.

use super::code::{Code, Function};
use crate::judge::{self, Edit, Finding};
use crate::lifetime::{Lifetime, MisuseKind, Step};
use crate::models::{Kind, Models};
use crate::source::Span;
use crate::token::Kind as Token;

/// Everything that may help, what changes the least first.
pub(super) fn proposals(code: &Code<'_>, kind: MisuseKind, finding: &Finding, open: Option<&Lifetime>, models: &Models) -> Vec<Vec<Edit>> {
    let Some(function) = code.function(finding.span.start) else { return Vec::new() };
    let at = Site { code, function: &function, finding };
    let found = match kind {
        MisuseKind::WrongCloser => open.map(|life| at.right_closer(life, models)).unwrap_or_default(),
        MisuseKind::DoubleClose => at.one_close(),
        MisuseKind::UseAfterClose => at.close_later(),
        MisuseKind::ClosePredefined => vec![at.without(finding.span)],
        MisuseKind::CacheOffForUserOnly => vec![at.renamed("RegDisablePredefinedCacheEx")],
        MisuseKind::UnderImpersonation => vec![at.current_user()],
        _ => Vec::new(),
    };
    found.into_iter().flatten().collect()
}

struct Site<'s, 'a> {
    code: &'s Code<'a>,
    function: &'s Function,
    finding: &'s Finding,
}

impl Site<'_, '_> {
    /// The function called gets another name.
    fn renamed(&self, name: &str) -> Option<Vec<Edit>> {
        let token = self.code.tokens[self.code.token_at(self.finding.span.start)?];
        (token.kind == Token::Ident).then(|| vec![self.code.edit(token.start, token.end, name)])
    }

    fn right_closer(&self, life: &Lifetime, models: &Models) -> Vec<Option<Vec<Edit>>> {
        let closer = judge::closer(life, models);
        let more = match life.kind {
            Kind::Key | Kind::Huskey => None,
            Kind::Store | Kind::Provider => Some(", 0"),
            Kind::Stream | Kind::Profile => return Vec::new(),
        };
        let mut edits = self.renamed(&closer);
        if let (Some(edits), Some(more)) = (&mut edits, more) {
            let end = self.finding.span.end.saturating_sub(1);
            edits.push(self.code.edit(end, end, more));
        }
        vec![edits]
    }

    /// One of the two closes goes, or the first leaves NULL behind and the second looks at that.
    fn one_close(&self) -> Vec<Option<Vec<Edit>>> {
        let second = self.finding.span;
        let Some(first) = self.closed_before() else { return vec![self.without(second)] };
        vec![self.without(second), self.without(first), self.emptied(first, second)]
    }

    fn emptied(&self, first: Span, second: Span) -> Option<Vec<Edit>> {
        let (code, function) = (self.code, self.function);
        let handle = code.only_argument(first)?;
        let null = if code.is_cplusplus { "nullptr" } else { "NULL" };
        let mut edits = code.after(function, self.stmt(first)?, &format!("{handle} = {null};"))?;
        let start = code.tokens[function.stmts[self.stmt(second)?].tokens.start].start;
        edits.push(code.edit(start, start, format!("if ({handle}) ")));
        Some(sorted(edits))
    }

    /// The close moves behind the use.
    fn close_later(&self) -> Vec<Option<Vec<Edit>>> {
        let (code, function) = (self.code, self.function);
        let later = || {
            let first = self.closed_before()?;
            let line = code.text.get(first.start as usize..first.end as usize)?;
            let mut edits = self.without(first)?;
            edits.extend(code.after(function, self.stmt(self.finding.span)?, &format!("{line};"))?);
            Some(sorted(edits))
        };
        vec![later()]
    }

    /// `status = f(HKEY_CURRENT_USER, …);` with the caller's own key in its place.
    fn current_user(&self) -> Option<Vec<Edit>> {
        let (code, function) = (self.code, self.function);
        let stmt = self.stmt(self.finding.span)?;
        let it = &function.stmts[stmt];
        let root = it.tokens.clone().find(|i| code.text_of(*i) == "HKEY_CURRENT_USER")?;
        let is_statement = code.tokens[it.tokens.start].start == self.finding.span.start
            || code.tokens.get(it.tokens.start + 1)?.kind == Token::Eq
                && code.tokens.get(it.tokens.start + 2)?.start == self.finding.span.start;
        let is_taken = function.tokens().any(|i| code.text_of(i) == "user");
        if !is_statement || is_taken || it.block.is_none() || !code.is_first_on_line(code.tokens[it.tokens.start].start) {
            return None;
        }
        let (first, last) = (code.tokens[it.tokens.start], code.tokens[it.tokens.end - 1]);
        let (newline, indent) = (code.line_end(), code.indent(first.start));
        let assigns = code.tokens[it.tokens.start + 1].kind == Token::Eq;
        let status = code.text_of(it.tokens.start);
        let open = "RegOpenCurrentUser(KEY_READ, &user)";
        let test = if assigns {
            format!("{status} = {open};{newline}{indent}    if ({status} == ERROR_SUCCESS) {{")
        } else {
            format!("if ({open} == ERROR_SUCCESS) {{")
        };
        let head = format!("{{{newline}{indent}    HKEY user;{newline}{indent}    {test}{newline}{indent}        ");
        let tail = format!("{newline}{indent}        RegCloseKey(user);{newline}{indent}    }}{newline}{indent}}}");
        let root = code.tokens[root];
        Some(vec![code.edit(first.start, first.start, head), code.edit(root.start, root.end, "user"), code.edit(last.end, last.end, tail)])
    }

    fn without(&self, call: Span) -> Option<Vec<Edit>> {
        let stmt = self.stmt(call)?;
        let tokens = &self.function.stmts[stmt].tokens;
        // nothing but the call
        let alone = self.code.tokens[tokens.start].start == call.start && self.code.tokens[tokens.end - 1].start == call.end;
        if alone { Some(vec![self.code.without(self.function, stmt)?]) } else { None }
    }

    fn stmt(&self, call: Span) -> Option<usize> {
        self.function.stmt_at(self.code.token_at(call.start)?)
    }

    /// Where the handle was closed on the path that is shown.
    fn closed_before(&self) -> Option<Span> {
        let (_, before) = self.finding.steps.split_last()?;
        let is_close = |step: &&Step| step.text.ends_with("closed here") && step.span.file == self.finding.span.file;
        before.iter().rev().find(is_close).map(|step| step.span)
    }
}

fn sorted(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort();
    edits
}
