//! A file cut down to what one function can lead to: a trial need not look at the rest.

use super::code::Code;
use crate::token::{Kind, Lexer};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// The functions and macros of a file, and the words that they use.
pub(super) struct Parts<'a> {
    text: &'a str,
    /// Tokens of bodies, braces included, and the words of what they are called.
    bodies: Vec<(Range<usize>, Vec<&'a str>)>,
    /// Those of them that stand inside of a class: what they are called does not tell who calls them.
    inline: Vec<usize>,
    macros: FxHashMap<&'a str, FxHashSet<&'a str>>,
}

impl<'a> Parts<'a> {
    pub(super) fn of(code: &Code<'a>) -> Parts<'a> {
        let mut parts = Parts { text: code.text, bodies: Vec::new(), inline: Vec::new(), macros: FxHashMap::default() };
        let mut at = 0;
        let mut classes: Vec<bool> = Vec::new();
        while at < code.tokens.len() {
            let token = code.tokens[at];
            if token.kind == Kind::LBrace && code.is_body(at) {
                let end = code.after_brackets(at);
                if classes.contains(&true) {
                    parts.inline.push(parts.bodies.len());
                }
                parts.bodies.push((at..end, code.called(at)));
                at = end;
                continue;
            }
            match token.kind {
                Kind::LBrace => classes.push(code.is_class(at)),
                Kind::RBrace => {
                    classes.pop();
                }
                _ => {}
            }
            if token.kind == Kind::Directive {
                let mut words = Lexer::plain(code.text, token.start, token.end).filter(|t| t.kind == Kind::Ident).map(|t| t.text(code.text));
                if words.next() == Some("define")
                    && let Some(name) = words.next()
                {
                    parts.macros.entry(name).or_default().extend(words);
                }
            }
            at += 1;
        }
        parts
    }

    /// The text with the bodies blanked that the function around a place does not lead to; every byte keeps its place.
    pub(super) fn around(&self, code: &Code<'a>, at: u32) -> Option<String> {
        let token = code.token_at(at)?;
        let first = self.bodies.iter().position(|(body, _)| body.contains(&token))?;
        let mut kept = vec![false; self.bodies.len()];
        let mut words: FxHashSet<&str> = FxHashSet::default();
        let mut bodies = self.inline.clone();
        bodies.push(first);
        bodies.iter().for_each(|body| kept[*body] = true);
        while let Some(body) = bodies.pop() {
            let (range, name) = &self.bodies[body];
            // members that a constructor or method shares with others of its class
            let mut new: Vec<&str> = name.clone();
            new.extend(range.clone().filter(|i| code.tokens[*i].kind == Kind::Ident).map(|i| code.text_of(i)));
            while let Some(word) = new.pop() {
                if words.insert(word)
                    && let Some(further) = self.macros.get(word)
                {
                    new.extend(further);
                }
            }
            for (i, (_, name)) in self.bodies.iter().enumerate() {
                if !kept[i] && name.iter().any(|n| words.contains(n)) {
                    kept[i] = true;
                    bodies.push(i);
                }
            }
        }
        let mut text = self.text.as_bytes().to_vec();
        for (body, _) in self.bodies.iter().zip(&kept).filter(|(_, kept)| !**kept).map(|(b, _)| b) {
            let (open, close) = (code.tokens[body.start].end as usize, code.tokens[body.end - 1].start as usize);
            text[open..close.max(open)].fill(b' ');
        }
        String::from_utf8(text).ok()
    }
}
