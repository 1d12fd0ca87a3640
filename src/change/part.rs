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
                let mut words =
                    Lexer::plain(code.text, token.start, token.end).filter(|t| t.kind == Kind::Ident).map(|t| t.text(code.text));
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

    /// The function around a place.
    pub(super) fn at(&self, code: &Code<'a>, at: u32) -> Option<usize> {
        let token = code.token_at(at)?;
        self.bodies.iter().position(|(body, _)| body.contains(&token))
    }

    /// The functions that are called so.
    pub(super) fn called(&self, names: &FxHashSet<&str>) -> Vec<usize> {
        (0..self.bodies.len()).filter(|i| self.bodies[*i].1.first().is_some_and(|n| names.contains(n))).collect()
    }

    /// The body of the first function whose name is such.
    pub(super) fn named(&self, code: &Code<'a>, is_it: impl Fn(&[&str]) -> bool) -> Option<Range<usize>> {
        let body = self.bodies.iter().find(|(_, name)| is_it(name)).map(|(body, _)| body.clone())?;
        (body.end <= code.tokens.len()).then_some(body)
    }

    /// The names of all functions and macros.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.bodies.iter().filter_map(|(_, name)| name.first().copied()).chain(self.macros.keys().copied())
    }

    /// The text with the bodies blanked that these functions do not lead to, every byte in its place; and the words of the others.
    pub(super) fn from(&self, code: &Code<'a>, first: &[usize]) -> Option<(String, FxHashSet<&'a str>)> {
        let mut kept = vec![false; self.bodies.len()];
        let mut words: FxHashSet<&'a str> = FxHashSet::default();
        let mut bodies = self.inline.clone();
        bodies.extend(first);
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
        Some((String::from_utf8(text).ok()?, words))
    }
}
