//! Prints a flow for people (`hivelint dump`).

use super::{Base, BinOp, Callee, Event, ExitKind, Expr, Flow, Inside, LocalId, Place, Proj, Terminator, UnOp};
use crate::models::Models;
use std::fmt::{self, Write};

/// The flow as text, one event a line. Locals of the same name are numbered, temporaries are `%n`.
pub fn dump(flow: &Flow, models: &Models) -> String {
    let printer = Printer { flow, models };
    let mut out = String::new();
    // writing to a string never fails
    let _ = printer.flow(&mut out);
    out
}

struct Printer<'a> {
    flow: &'a Flow,
    models: &'a Models,
}

impl Printer<'_> {
    fn flow(&self, out: &mut String) -> fmt::Result {
        let params: Vec<String> = self.flow.params.iter().map(|p| self.local(*p)).collect();
        let more = if self.flow.variadic { ", ..." } else { "" };
        let internal = if self.flow.internal { "static " } else { "" };
        writeln!(out, "{internal}{}({}{more})", self.flow.name, params.join(", "))?;
        for (i, block) in self.flow.blocks.iter().enumerate() {
            writeln!(out, "b{i}:")?;
            for event in &block.events {
                writeln!(out, "  {}", self.event(event))?;
            }
            writeln!(out, "  {}", self.end(&block.end))?;
        }
        Ok(())
    }

    fn event(&self, event: &Event) -> String {
        match event {
            Event::Assign { place, value, .. } => format!("{} = {}", self.place(place), self.expr(value)),
            Event::Call { callee, args, result, .. } => {
                let args: Vec<String> = args.iter().map(|a| self.expr(a)).collect();
                let result = result.as_ref().map_or_else(String::new, |r| format!("{} = ", self.place(r)));
                let name = match callee {
                    Callee::Api(id) => format!("api {}", self.models.get(*id).name),
                    Callee::Named(name) | Callee::Exact(name, ..) => name.to_string(),
                    Callee::Pointer(e) => format!("*({})", self.expr(e)),
                };
                format!("{result}{name}({})", args.join(", "))
            }
            Event::Declare(id) => format!("declare {}", self.local(*id)),
            Event::EndScope { locals, kind, .. } => {
                let locals: Vec<String> = locals.iter().map(|l| self.local(*l)).collect();
                format!("end {} ({})", locals.join(", "), exit(*kind))
            }
            Event::Havoc(place) => format!("havoc {}", self.place(place)),
            Event::Points { pointer, target: Inside { structure, by } } => match by {
                0 => format!("points {}: {}", self.expr(pointer), structure.name),
                by => format!("points {}: {}{by:+}", self.expr(pointer), structure.name),
            },
        }
    }

    fn end(&self, end: &Terminator) -> String {
        match end {
            Terminator::Goto(to) => format!("-> b{}", to.0),
            Terminator::Branch { cond, then, otherwise, .. } => format!("if {} -> b{} else b{}", self.expr(cond), then.0, otherwise.0),
            Terminator::Return { value, kind, .. } => {
                let value = value.as_ref().map_or_else(String::new, |v| format!(" {}", self.expr(v)));
                match kind {
                    ExitKind::Return => format!("return{value}"),
                    other => format!("return{value} ({})", exit(*other)),
                }
            }
            Terminator::Unreachable => "unreachable".to_owned(),
        }
    }

    fn local(&self, id: LocalId) -> String {
        let at = id.0 as usize;
        let Some(local) = self.flow.locals.get(at) else { return format!("?{at}") };
        if local.name.is_empty() {
            return format!("%{at}");
        }
        let before = self.flow.locals[..at].iter().filter(|l| l.name == local.name).count();
        if before == 0 { local.name.to_string() } else { format!("{}'{}", local.name, before + 1) }
    }

    fn place(&self, place: &Place) -> String {
        let mut text = match &place.base {
            Base::Local(id) => self.local(*id),
            Base::Global(global) => match global.file {
                Some(_) => format!("static {}", global.name),
                None => format!("global {}", global.name),
            },
        };
        for step in &place.path {
            match step {
                Proj::Deref => text = format!("*{text}"),
                Proj::Field(name) => {
                    text = if text.starts_with('*') { format!("({text}).{name}") } else { format!("{text}.{name}") };
                }
                Proj::Index(_) | Proj::At(_) => {
                    let index = match step {
                        Proj::Index(Some(i)) => i.to_string(),
                        Proj::At(local) => self.local(*local),
                        _ => "?".to_owned(),
                    };
                    text = if text.starts_with('*') { format!("({text})[{index}]") } else { format!("{text}[{index}]") };
                }
            }
        }
        text
    }

    fn expr(&self, e: &Expr) -> String {
        match e {
            Expr::Const(v) if *v > 0xffff => format!("{v:#x}"),
            Expr::Const(v) => v.to_string(),
            Expr::Str(s) => format!("{s:?}"),
            Expr::Function(name) => format!("function {name}"),
            Expr::Place(place) => self.place(place),
            Expr::AddrOf(place) => format!("&{}", self.place(place)),
            Expr::Unary(op, a) => match op {
                UnOp::Neg => format!("-{}", self.expr(a)),
                UnOp::Not => format!("!{}", self.expr(a)),
                UnOp::BitNot => format!("~{}", self.expr(a)),
                UnOp::HresultFromWin32 => format!("hresult({})", self.expr(a)),
                UnOp::Borrowed => format!("borrowed({})", self.expr(a)),
                UnOp::Win32FromStatus => format!("win32({})", self.expr(a)),
            },
            Expr::Binary(op, a, b) => format!("({} {} {})", self.expr(a), operator(*op), self.expr(b)),
            Expr::Unknown => "?".to_owned(),
        }
    }
}

fn exit(kind: ExitKind) -> &'static str {
    match kind {
        ExitKind::Return => "return",
        ExitKind::End => "end",
        ExitKind::Goto => "jump",
        ExitKind::Throw => "throw",
        ExitKind::QuestionMark => "?",
    }
}

fn operator(op: BinOp) -> &'static str {
    match op {
        BinOp::Add => "+",
        BinOp::Sub => "-",
        BinOp::Mul => "*",
        BinOp::Div => "/",
        BinOp::Rem => "%",
        BinOp::Shl => "<<",
        BinOp::Shr => ">>",
        BinOp::And => "&",
        BinOp::Or => "|",
        BinOp::Xor => "^",
        BinOp::Eq => "==",
        BinOp::Ne => "!=",
        BinOp::Lt => "<",
        BinOp::Le => "<=",
        BinOp::Gt => ">",
        BinOp::Ge => ">=",
    }
}
