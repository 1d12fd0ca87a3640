//! What the native run needs beside the program: a note at functions that hand keys on, and drivers at the end.

use super::{Source, lines};
use quote::ToTokens;
use std::fmt::Write as _;
use syn::spanned::Spanned;

/// The native text, and where it has more than the plain one.
pub struct Edited {
    pub text: String,
    /// Line, byte column in the plain text from 1, how many bytes were put in.
    inserted: Vec<(usize, usize, usize)>,
}

impl Edited {
    /// The column before anything was put in.
    pub fn plain_column(&self, line: usize, column: usize) -> usize {
        let mut plain = column;
        for (_, at, length) in self.inserted.iter().filter(|(l, ..)| *l == line) {
            if plain >= at + length {
                plain -= length;
            }
        }
        plain
    }
}

struct Editor<'a> {
    source: &'a Source,
    keys: Vec<String>,
    objects: Vec<String>,
    /// Line, column from 1, text.
    insertions: Vec<(usize, usize, String)>,
    drivers: String,
}

pub fn edit(source: &Source, plain: &str) -> Result<Edited, String> {
    let file = syn::parse_file(plain).map_err(|e| e.to_string())?;
    let mut editor = Editor { source, keys: Vec::new(), objects: Vec::new(), insertions: Vec::new(), drivers: String::new() };
    editor.keys = ["HKEY", "RegKey", "Key"].map(String::from).to_vec();
    for item in &file.items {
        match item {
            syn::Item::Struct(s) => {
                editor.keys.push(s.ident.to_string());
                if matches!(s.fields, syn::Fields::Named(_)) {
                    editor.objects.push(s.ident.to_string());
                }
            }
            syn::Item::Enum(e) => editor.keys.push(e.ident.to_string()),
            _ => {}
        }
    }
    for item in &file.items {
        match item {
            syn::Item::Fn(f) => editor.function(&f.vis, &f.sig, &f.block, None),
            syn::Item::Impl(i) if i.trait_.is_none() => {
                let of = i.self_ty.to_token_stream().to_string();
                for item in &i.items {
                    if let syn::ImplItem::Fn(f) = item {
                        editor.function(&f.vis, &f.sig, &f.block, Some(&of));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(editor.finish(plain))
}

impl Editor<'_> {
    fn function(&mut self, vis: &syn::Visibility, sig: &syn::Signature, block: &syn::Block, of: Option<&str>) {
        let ret = sig.output.to_token_stream().to_string();
        let outs = sig.inputs.iter().any(|i| i.to_token_stream().to_string().contains("& mut HKEY"));
        let hands_on = !ret.contains('&') && self.keys.iter().any(|k| ret.split(' ').any(|w| w == k || w == "Self")) || outs;
        if hands_on && sig.asyncness.is_none() {
            let start = if let syn::Visibility::Inherited = vis { sig.span().start() } else { vis.span().start() };
            self.insertions.push((start.line, start.column + 1, "#[track_caller] ".into()));
            let (open, close) = (block.brace_token.span.open().end(), block.brace_token.span.close().start());
            let note = format!(" let h_via = standin::via(std::panic::Location::caller()); (move || {ret} {{");
            self.insertions.push((open.line, open.column + 1, note));
            self.insertions.push((close.line, close.column + 1, "})() ".into()));
        }
        let (first, last) = (sig.span().start().line, lines(block).1);
        self.drive(sig, of, (first, last), &ret);
    }

    /// Runs of one function.
    fn drive(&mut self, sig: &syn::Signature, of: Option<&str>, (first, last): (usize, usize), ret: &str) {
        let mut setup = String::new();
        let mut arguments = Vec::new();
        for (i, input) in sig.inputs.iter().enumerate() {
            let ty = match input {
                syn::FnArg::Receiver(r) => {
                    let of = of.unwrap_or_default();
                    if matches!(r.kind, syn::ReceiverKind::Reference(..)) { format!("& mut {of}") } else { of.into() }
                }
                syn::FnArg::Typed(t) => t.ty.to_token_stream().to_string(),
            };
            arguments.push(self.argument(&mut setup, i, &ty));
        }
        let path = of.map_or(String::new(), |of| format!("{of}::"));
        let call = format!("{path}{}({})", sig.ident, arguments.join(", "));
        let call = if sig.asyncness.is_some() { format!("standin::block_on({call})") } else { call };
        let in_object = self.objects.iter().any(|o| ret.split(' ').any(|w| w == o || w == "Self"));
        let _ = writeln!(self.drivers, "    standin::run(file!(), ({first}, {last}), || {{ {setup}");
        for name in &self.source.kept {
            let _ = writeln!(self.drivers, "        {name}.with(|cell| standin::kept(cell));");
        }
        let _ = writeln!(self.drivers, "        #[allow(unused_unsafe)]\n        let returned = unsafe {{ {call} }};");
        let _ = writeln!(self.drivers, "        standin::end(&returned, {in_object});\n    }});");
    }

    fn argument(&self, setup: &mut String, i: usize, ty: &str) -> String {
        let bare = ty.trim_start_matches("& mut ").trim_start_matches("& ");
        let fresh = self.source.fresh.iter().find(|(name, _)| name == bare);
        if let Some((_, value)) = fresh {
            let _ = write!(setup, "let mut a{i} = {value}; ");
            if !ty.starts_with('&') {
                return format!("a{i}");
            }
            let _ = write!(setup, "standin::object(&a{i}); ");
            return format!("&mut a{i}");
        }
        match ty {
            "& str" => "\"Name\"".into(),
            "PCWSTR" => "w!(\"Name\")".into(),
            "WIN32_ERROR" => "WIN32_ERROR(2 * standin::choose(2))".into(),
            "* const u16" => "std::ptr::null()".into(),
            "bool" => "standin::choose(2) == 1".into(),
            "u32" => "standin::choose(3)".into(),
            "usize" => "standin::choose(3) as usize".into(),
            "& [& str]" => "&[\"A\", \"B\"][..standin::choose(3) as usize]".into(),
            _ if bare == "HKEY" && ty.starts_with("& mut") => {
                let _ = write!(setup, "let mut a{i}: HKEY = unsafe {{ std::mem::zeroed() }}; standin::out(&a{i}); ");
                format!("&mut a{i}")
            }
            "HKEY" => "unsafe { std::mem::transmute::<usize, HKEY>(standin::given()) }".into(),
            "& RegKey" | "& Key" => {
                let _ = write!(setup, "let a{i} = {bare}::given(); ");
                format!("&a{i}")
            }
            "RegKey" | "Key" => format!("{bare}::given()"),
            "Option < Key >" | "Option < RegKey >" => format!("Some({}::given())", bare.replace("Option < ", "").replace(" >", "")),
            other => panic!("no value for `{other}`"),
        }
    }

    fn finish(mut self, plain: &str) -> Edited {
        self.insertions.sort();
        let mut lines: Vec<String> = plain.lines().map(String::from).collect();
        for (line, column, text) in self.insertions.iter().rev() {
            lines[line - 1].insert_str(column - 1, text);
        }
        // one after the other: who holds what is looked at when the function returns
        for line in &mut lines {
            if let Some(column) = line.find("std::thread::spawn(") {
                line.replace_range(column..column + 11, "standin");
            }
        }
        let text = format!("{}\npub fn h_drive() {{\n{}}}\n", lines.join("\n"), self.drivers);
        let inserted = self.insertions.iter().map(|(line, column, text)| (*line, *column, text.len())).collect();
        Edited { text, inserted }
    }
}
