//! Prints a file twice in one go: as a developer would write it, and with a hook at every open, close, exit and scope end for
//! the native run. Both have the same lines.

use crate::program::{File, Function, OPENS, Style, UNSEEN, WATCHED, is_key_pointer};
use crate::syntax::{Kind, Stmt, Token, body, tokens};
use std::fmt::Write as _;

/// A call that hands out a key.
#[derive(Clone, Debug)]
pub struct Site {
    /// Line of the name, from 1.
    pub line: usize,
    /// Column of the name, from 1.
    pub column: usize,
    /// Index of the function it is in.
    pub function: usize,
    /// What is called.
    pub callee: String,
    /// The callee is a function of the file.
    pub via: bool,
    /// The place it goes to, as written.
    pub handle: String,
}

/// A file in both forms.
pub struct Rendered {
    /// For the tool.
    pub plain: String,
    /// For gcc.
    pub native: String,
    /// In order of their places.
    pub sites: Vec<Site>,
    /// The line each function begins on.
    pub starts: Vec<usize>,
}

/// Prints a file.
pub fn render(file: &File) -> Rendered {
    let mut out = Out {
        file,
        style: file.style,
        plain: String::new(),
        native: String::new(),
        line: 1,
        sites: Vec::new(),
        starts: Vec::new(),
        function: 0,
        tries: Vec::new(),
        next_try: 0,
    };
    out.prelude();
    for index in 0..file.functions.len() {
        out.function = index;
        out.function(&file.functions[index]);
    }
    Rendered { plain: out.plain, native: out.native, sites: out.sites, starts: out.starts }
}

struct Out<'a> {
    file: &'a File,
    style: Style,
    plain: String,
    native: String,
    line: usize,
    sites: Vec<Site>,
    starts: Vec<usize>,
    function: usize,
    tries: Vec<usize>,
    next_try: usize,
}

const END_OF_SCOPE: &str = " __attribute__((cleanup(h_end)))";

impl Out<'_> {
    fn both(&mut self, text: &str) {
        self.plain.push_str(text);
        self.native.push_str(text);
        self.line += text.matches('\n').count();
    }

    /// For the native form only.
    fn hook(&mut self, text: &str) {
        debug_assert!(!text.contains('\n'));
        self.native.push_str(text);
    }

    fn plain_only(&mut self, text: &str) {
        self.plain.push_str(text);
    }

    fn start(&mut self, depth: usize) {
        let indent = self.style.indent.repeat(depth);
        self.both(&indent);
    }

    fn width(&self) -> usize {
        self.plain.chars().rev().take_while(|c| *c != '\n').map(|c| if c == '\t' { 4 } else { 1 }).sum()
    }

    fn prelude(&mut self) {
        let file = self.file;
        self.both(&format!("/*\n * {}\n */\n", file.title));
        for header in ["#include <windows.h>", "#include <stdlib.h>"] {
            self.plain_only(header);
            self.both("\n");
        }
        self.both("\n");
        for line in &file.defines {
            self.both(&format!("{line}\n"));
        }
        for m in &file.macros {
            self.plain_only(&format!("#define {}({}) {}", m.name, m.params, m.text));
            self.hook(&format!("#define h_{}(site, line, {}) h_{}", m.name, m.params, m.text.replacen('(', "(site, line, ", 1)));
            self.both("\n");
        }
        let used: String = file.functions.iter().map(|f| f.body.as_str()).collect();
        let used = tokens(&used);
        for (_, prototype) in UNSEEN.iter().filter(|(name, _)| used.iter().any(|t| t.text == *name)) {
            self.both(&format!("{prototype}\n"));
        }
        self.both("\n");
        for (_, text) in &file.structs {
            self.both(&format!("{text}\n\n"));
        }
        for text in &file.globals {
            self.both(&format!("{text}\n"));
        }
    }

    fn function(&mut self, f: &Function) {
        self.starts.push(self.line);
        self.both("\n");
        if !f.comment.is_empty() {
            self.both(&format!("{}\n", f.comment));
        }
        let lead = [f.storage, f.ret.as_str(), f.convention].iter().filter(|s| !s.is_empty()).copied().collect::<Vec<_>>().join(" ");
        let gap = if lead.ends_with('*') { "" } else { " " };
        self.both(&format!("{lead}{gap}{}(", f.name));
        self.hook("int _site, int _line");
        if f.params.is_empty() {
            self.plain_only("void");
        }
        for (i, (ty, name)) in f.params.iter().enumerate() {
            let gap = if ty.ends_with('*') { "" } else { " " };
            if i > 0 {
                self.plain_only(", ");
            }
            self.hook(", ");
            self.both(&format!("{ty}{gap}{name}"));
        }
        self.both(if self.style.allman { ")\n{" } else { ") {" });
        self.hook(&format!(" int _frame __attribute__((cleanup(h_leave))) = h_enter({}, _site, _line);", self.function));
        for (ty, name) in &f.params {
            self.hook(&self.parameter(ty, name));
        }
        if f.ret != "void" {
            self.hook(&format!(" {} _rv;", f.ret));
        }
        self.both("\n");
        self.statements(&body(&f.body), 1);
        let line = self.line;
        self.hook(&format!("h_exit({line}, K_END); "));
        self.both("}\n");
    }

    fn parameter(&self, ty: &str, name: &str) -> String {
        let pointee = ty.trim_end_matches('*').trim();
        if ty == "HKEY" {
            format!(" h_value(&{name});")
        } else if is_key_pointer(ty) {
            let count = if name.starts_with("ah") { 8 } else { 1 };
            format!(" h_target({name}, {count} * sizeof *{name}, C_CALLER);")
        } else if self.is_struct(pointee) {
            format!(" h_target({name}, sizeof *{name}, C_OBJECT);")
        } else {
            String::new()
        }
    }

    fn is_struct(&self, name: &str) -> bool {
        self.file.structs.iter().any(|(n, _)| n == name)
    }

    fn statements(&mut self, all: &[Stmt], depth: usize) {
        for stmt in all {
            self.statement(stmt, depth);
        }
    }

    fn statement(&mut self, stmt: &Stmt, depth: usize) {
        match stmt {
            Stmt::Blank => self.both("\n"),
            Stmt::Line(token) => {
                self.start(if token.kind == Kind::Directive { 0 } else { depth });
                self.both(&token.text);
                self.both("\n");
            }
            Stmt::Label(name) => self.both(&format!("{name}:\n")),
            Stmt::Case(words) => {
                self.start(depth - 1);
                self.tokens(words, depth);
                self.both(":");
                self.hook(" ;");
                self.both("\n");
            }
            Stmt::Simple(all) => self.simple(all, depth),
            Stmt::Return(value) => self.ret(value, depth),
            Stmt::Jump(words) => self.jump(words, depth),
            Stmt::Block(all) => {
                self.start(depth);
                self.both("{\n");
                self.close_block(all, depth);
                self.both("\n");
            }
            Stmt::If(..) => {
                self.start(depth);
                self.branch(stmt, depth);
            }
            Stmt::Loop(word, head, inner) => {
                self.start(depth);
                self.loop_head(word, head, depth);
                self.controlled(inner, depth);
                self.both("\n");
            }
            Stmt::Do(inner, cond) => {
                self.start(depth);
                self.both("do");
                self.controlled(inner, depth);
                self.both(if self.style.allman { "\n" } else { " " });
                if self.style.allman {
                    self.start(depth);
                }
                self.both("while (");
                self.condition(cond, depth);
                self.both(");\n");
            }
            Stmt::Try(inner, finally) => self.try_finally(inner, finally, depth),
        }
    }

    /// The statements of a block whose `{` is printed, and its `}`.
    fn close_block(&mut self, all: &[Stmt], depth: usize) {
        self.statements(all, depth + 1);
        self.start(depth);
        let line = self.line;
        self.hook(&format!("h_exit({line}, K_END); "));
        self.both("}");
    }

    fn open_brace(&mut self, depth: usize) {
        if self.style.allman {
            self.both("\n");
            self.start(depth);
            self.both("{\n");
        } else {
            self.both(" {\n");
        }
    }

    /// The body of an `if` or a loop, without the line end after it.
    fn controlled(&mut self, stmt: &Stmt, depth: usize) {
        if let Stmt::Block(all) = stmt {
            self.open_brace(depth);
            self.close_block(all, depth);
            return;
        }
        self.hook(" {");
        self.both("\n");
        self.statement(stmt, depth + 1);
        for text in [&mut self.plain, &mut self.native] {
            let trimmed = text.trim_end_matches('\n').len();
            text.truncate(trimmed);
        }
        self.line -= 1;
        self.hook(" }");
    }

    fn branch(&mut self, stmt: &Stmt, depth: usize) {
        let Stmt::If(cond, then, otherwise) = stmt else { unreachable!("only called for `if`") };
        self.both("if (");
        self.condition(cond, depth);
        self.both(")");
        self.controlled(then, depth);
        let Some(otherwise) = otherwise else { return self.both("\n") };
        if self.style.allman || !matches!(**then, Stmt::Block(_)) {
            self.both("\n");
            self.start(depth);
            self.both("else");
        } else {
            self.both(" else");
        }
        if matches!(**otherwise, Stmt::If(..)) {
            self.both(" ");
            self.branch(otherwise, depth);
        } else {
            self.controlled(otherwise, depth);
            self.both("\n");
        }
    }

    fn condition(&mut self, cond: &[Token], depth: usize) {
        let line = self.line;
        self.hook(&format!("h_line({line}), ("));
        if cond.is_empty() {
            self.hook("1");
        }
        self.tokens(cond, depth);
        self.hook(")");
    }

    fn loop_head(&mut self, word: &str, head: &[Token], depth: usize) {
        self.both(&format!("{word} ("));
        if word == "for" {
            let parts: Vec<&[Token]> = head.split(|t| t.text == ";").collect();
            self.tokens(parts[0], depth);
            self.both(if parts[1].is_empty() { ";" } else { "; " });
            self.condition(parts[1], depth);
            self.both(if parts[2].is_empty() { ";" } else { "; " });
            self.tokens(parts[2], depth);
        } else {
            self.condition(head, depth);
        }
        self.both(")");
    }

    fn try_finally(&mut self, inner: &[Stmt], finally: &[Stmt], depth: usize) {
        self.next_try += 1;
        let id = self.next_try;
        self.start(depth);
        self.hook(&format!("{{ int _seh{id} = 0; "));
        self.plain_only("__try");
        self.open_brace(depth);
        self.tries.push(id);
        self.close_block(inner, depth);
        self.tries.pop();
        self.both("\n");
        self.start(depth);
        self.hook(&format!("_fin{id}: ;"));
        self.plain_only("__finally");
        self.open_brace(depth);
        self.close_block(finally, depth);
        let again = match self.tries.last() {
            Some(outer) => format!("{{ _seh{outer} = _seh{id}; goto _fin{outer}; }}"),
            None if self.file.functions[self.function].ret == "void" => "return;".into(),
            None => "return _rv;".into(),
        };
        self.hook(&format!(" if (_seh{id}) {{ h_exit(_seh{id}, K_RETURN); {again} }} }}"));
        self.both("\n");
    }

    fn ret(&mut self, value: &[Token], depth: usize) {
        self.start(depth);
        let line = self.line;
        let ret = &self.file.functions[self.function].ret;
        let gap = if value.is_empty() { "" } else { " " };
        self.hook(&format!("{{ h_exit({line}, K_RETURN); "));
        if let Some(id) = self.tries.last().copied() {
            self.plain_only(&format!("return{gap}"));
            self.hook(if value.is_empty() { "" } else { "_rv = " });
            self.tokens(value, depth);
            self.both(";");
            self.hook(&format!(" _seh{id} = {line}; goto _fin{id}; }}"));
        } else if ret == "HKEY" || ret.ends_with('*') {
            self.both("return ");
            self.hook(&format!("({ret})h_ret((void *)("));
            self.tokens(value, depth);
            self.hook("))");
            self.both(";");
            self.hook(" }");
        } else {
            self.both(&format!("return{gap}"));
            self.tokens(value, depth);
            self.both(";");
            self.hook(" }");
        }
        self.both("\n");
    }

    fn jump(&mut self, words: &[Token], depth: usize) {
        self.start(depth);
        let line = self.line;
        self.hook(&format!("{{ h_exit({line}, K_GOTO); "));
        if words[0].text == "__leave" {
            let id = self.tries.last().expect("a shape uses __leave outside of __try");
            self.hook(&format!("goto _fin{id}"));
            self.plain_only("__leave");
        } else {
            self.tokens(words, depth);
        }
        self.both(";");
        self.hook(" }");
        self.both("\n");
    }

    fn simple(&mut self, all: &[Token], depth: usize) {
        self.start(depth);
        let line = self.line;
        let declared = self.declared(all);
        self.hook(&format!("h_line({line}); "));
        let marks = if all.first().is_some_and(|t| t.text == "static") { Vec::new() } else { declared.iter().map(|d| d.after).collect() };
        self.tokens_marked(all, depth, &marks);
        self.both(";");
        for place in &declared {
            let name = &place.name;
            if all[0].text == "static" {
                self.hook(&format!(" h_static(&{name}, sizeof {name});"));
            } else {
                self.hook(&format!(" h_local(&{name}, sizeof {name}, {});", i32::from(place.set)));
            }
        }
        self.both("\n");
    }

    /// The places that a declaration declares, if the native run has to know them.
    fn declared(&self, all: &[Token]) -> Vec<Declared> {
        let is_static = all.first().is_some_and(|t| t.text == "static");
        let at = usize::from(is_static);
        let Some(ty) = all.get(at).filter(|t| t.kind == Kind::Word) else { return Vec::new() };
        if !all.get(at + 1).is_some_and(|t| t.kind == Kind::Word || t.text == "*") {
            return Vec::new();
        }
        let tracked = is_static || matches!(ty.text.as_str(), "HKEY" | "PHKEY" | "HUSKEY") || self.is_struct(&ty.text);
        if !tracked {
            return Vec::new();
        }
        let mut places = Vec::new();
        let mut depth = 0;
        let mut wants_name = true;
        for (i, token) in all.iter().enumerate().skip(at + 1) {
            match token.text.as_str() {
                "(" | "{" => depth += 1,
                ")" | "}" => depth -= 1,
                "," if depth == 0 => wants_name = true,
                "[" if depth == 0 && !wants_name => {}
                "]" if depth == 0 => {
                    let last: &mut Declared = places.last_mut().expect("a name before its bounds");
                    if !last.set {
                        last.after = i;
                    }
                }
                "=" if depth == 0 => places.last_mut().expect("a name before its value").set = true,
                _ if wants_name && token.kind == Kind::Word => {
                    places.push(Declared { name: token.text.clone(), after: i, set: false });
                    wants_name = false;
                }
                _ => {}
            }
        }
        places
    }

    fn tokens(&mut self, all: &[Token], depth: usize) {
        self.tokens_marked(all, depth, &[]);
    }

    /// Prints tokens, wrapped where the line gets too long; after those in `marks` the attribute that tells of the scope's end.
    fn tokens_marked(&mut self, all: &[Token], depth: usize, marks: &[usize]) {
        for (i, token) in all.iter().enumerate() {
            let follows_comma = i > 0 && matches!(all[i - 1].text.as_str(), "," | "&&" | "||");
            let ahead: usize = all[i..].iter().take_while(|t| t.text != ",").map(|t| t.text.len() + 1).sum();
            if follows_comma && self.width() + ahead.min(30) > self.style.width {
                self.both("\n");
                self.start(depth + 2);
            } else if token.spaced && i > 0 {
                self.both(" ");
            }
            self.token(all, i);
            if marks.contains(&i) {
                self.hook(END_OF_SCOPE);
            }
        }
    }

    fn token(&mut self, all: &[Token], i: usize) {
        let text = all[i].text.as_str();
        let called = all[i].kind == Kind::Word && all.get(i + 1).is_some_and(|t| t.text == "(");
        if i > 0 && all[i].text == "(" && all[i - 1].kind == Kind::Word {
            self.both("(");
            let extra = self.extra_arguments(all, i - 1);
            self.hook(&extra);
        } else if called && (self.opens(text).is_some() || WATCHED.contains(&text)) {
            self.note_site(all, i);
            self.plain_only(text);
            self.hook(&format!("h_{text}"));
        } else {
            if called {
                self.note_site(all, i);
            }
            self.both(text);
        }
    }

    /// What the native form passes first to the function called at `i`.
    fn extra_arguments(&self, all: &[Token], i: usize) -> String {
        let name = all[i].text.as_str();
        let empty = all.get(i + 2).is_some_and(|t| t.text == ")");
        let line = self.line;
        let own = self.file.functions.iter().find(|f| f.name == name);
        let mut extra = String::new();
        if self.opens(name).is_some() || own.is_some_and(|f| f.hands_back) {
            let _ = write!(extra, "{}, {line}", self.sites.len() - 1);
        } else if own.is_some() {
            let _ = write!(extra, "-1, {line}");
        } else if WATCHED.contains(&name) {
            let _ = write!(extra, "{line}");
        }
        if !extra.is_empty() && !empty {
            extra.push_str(", ");
        }
        extra
    }

    /// Where a function or macro that opens puts the handle: the argument's position.
    fn opens(&self, name: &str) -> Option<usize> {
        let published = OPENS.iter().find(|(n, _)| *n == name).map(|(_, out)| *out);
        published.or_else(|| self.file.macros.iter().find(|m| m.name == name).map(|m| m.out))
    }

    fn note_site(&mut self, all: &[Token], i: usize) {
        let name = all[i].text.as_str();
        let own = self.file.functions.iter().find(|f| f.name == name && f.hands_back);
        let position = match (self.opens(name), own) {
            (Some(out), _) => Some(out),
            (None, Some(f)) => f.out_param(),
            (None, None) => return,
        };
        let handle = match position {
            Some(out) => argument(all, i + 1, out),
            None => all[..i].iter().rposition(|t| t.text == "=").map_or_else(String::new, |e| target(&all[..e])),
        };
        let column = self.plain.chars().rev().take_while(|c| *c != '\n').count() + 1;
        let via = own.is_some() || self.file.macros.iter().any(|m| m.name == name);
        self.sites.push(Site { line: self.line, column, function: self.function, callee: name.into(), via, handle });
    }
}

struct Declared {
    name: String,
    /// The last token of the declarator.
    after: usize,
    /// It has an initialiser.
    set: bool,
}

/// The place that the argument at `position` points at, as written.
fn argument(all: &[Token], paren: usize, position: usize) -> String {
    let mut depth = 0;
    let mut count = 0;
    let mut text = String::new();
    for token in &all[paren..] {
        depth += i32::from(token.text == "(") - i32::from(token.text == ")");
        if depth == 0 {
            break;
        }
        if depth == 1 && token.text == "," {
            count += 1;
        } else if count == position && !(depth == 1 && token.text == "(") {
            text.push_str(&token.text);
        }
    }
    match text.strip_prefix('&') {
        Some(place) => place.into(),
        None => format!("*{text}"),
    }
}

/// The place before an `=`.
fn target(all: &[Token]) -> String {
    let from = all.iter().rposition(|t| matches!(t.text.as_str(), "(" | "," | "&&" | "||")).map_or(0, |i| i + 1);
    let words: Vec<&str> = all[from..].iter().map(|t| t.text.as_str()).collect();
    match words.as_slice() {
        ["HKEY", rest @ ..] => rest.concat(),
        rest => rest.concat(),
    }
}
