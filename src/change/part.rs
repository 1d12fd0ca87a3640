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
    /// What variables outside of all braces begin with, from the `=` on, and their names.
    values: Vec<(Range<usize>, &'a str)>,
    macros: FxHashMap<&'a str, FxHashSet<&'a str>>,
}

impl<'a> Parts<'a> {
    pub(super) fn of(code: &Code<'a>) -> Parts<'a> {
        let mut parts = Parts { text: code.text, bodies: Vec::new(), inline: Vec::new(), values: Vec::new(), macros: FxHashMap::default() };
        let (mut at, mut brackets) = (0, 0usize);
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
                Kind::LParen => brackets += 1,
                Kind::RParen => brackets = brackets.saturating_sub(1),
                Kind::Eq if classes.is_empty() && brackets == 0 => {
                    let end = code.end_of_value(at);
                    if let Some(name) = code.name_before(at) {
                        parts.values.push((at..end, name));
                    }
                    at = end;
                    continue;
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

    /// The text without the bodies that these functions do not lead to and without what variables begin with that they do not name.
    pub(super) fn from(&self, code: &Code<'a>, first: &[usize]) -> Reach<'a> {
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
        let inside = |body: &Range<usize>| (code.tokens[body.start].end, code.tokens[body.end - 1].start);
        let whole = |value: &Range<usize>| (code.tokens[value.start].start, code.tokens[value.end - 1].end);
        let bodies = self.bodies.iter().zip(&kept).filter(|(_, kept)| !**kept).map(|((body, _), _)| inside(body));
        let values = self.values.iter().filter(|(_, name)| !words.contains(name)).map(|(value, _)| whole(value));
        let mut gaps: Vec<(u32, u32)> = bodies.chain(values).filter(|(from, to)| from < to).collect();
        gaps.sort_unstable();
        let bodies = self.bodies.iter().zip(kept).map(|((body, _), kept)| (code.tokens[body.end - 1].end, kept)).collect();
        Reach { part: Part::of(self.text, gaps), words, bodies }
    }
}

/// What some functions lead to in their file.
pub(super) struct Reach<'a> {
    pub(super) part: Part,
    /// The words of the functions.
    pub(super) words: FxHashSet<&'a str>,
    /// Where the bodies of the file end, and whether they are there.
    bodies: Vec<(u32, bool)>,
}

impl Reach<'_> {
    /// Whether the body is there of the function whose name stands at a place.
    pub(super) fn has_body(&self, name: u32) -> bool {
        self.bodies.iter().find(|(end, _)| *end > name).is_some_and(|(_, kept)| *kept)
    }
}

/// What is left of a text, and what was left out of it.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) text: String,
    /// Where something is missing: from here to there in the whole text.
    gaps: Vec<(u32, u32)>,
}

impl Part {
    /// A text with nothing left out.
    pub(super) fn whole(text: String) -> Part {
        Part { text, gaps: Vec::new() }
    }

    /// Gaps by place, none in another.
    fn of(whole: &str, gaps: Vec<(u32, u32)>) -> Part {
        let ends = std::iter::once(0).chain(gaps.iter().map(|gap| gap.1 as usize));
        let starts = gaps.iter().map(|gap| gap.0 as usize).chain(std::iter::once(whole.len()));
        Part { text: ends.zip(starts).filter_map(|(from, to)| whole.get(from..to)).collect(), gaps }
    }

    /// Where in the part a place of the whole text is.
    pub(super) fn place(&self, at: u32) -> u32 {
        let missing = |gap: &(u32, u32)| gap.1.min(at) - gap.0;
        at - self.gaps.iter().take_while(|gap| gap.0 < at).map(missing).sum::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Source};

    /// What is left of a text with what one function leads to.
    fn left(text: &str, function: &str) -> String {
        let source = Source::new("a.c", text);
        let code = Code::of(&source, FileId(0));
        let parts = Parts::of(&code);
        let reach = parts.from(&code, &parts.called(&FxHashSet::from_iter([function])));
        let part = &reach.part;
        for (at, _) in text.char_indices().filter(|(at, _)| !part.gaps.iter().any(|gap| gap.0 <= *at as u32 && (*at as u32) < gap.1)) {
            assert_eq!(part.text.as_bytes()[part.place(at as u32) as usize], text.as_bytes()[at], "at {at} of {text}");
        }
        for (at, _) in text.match_indices("(void)") {
            let rest = &part.text[part.place(at as u32) as usize..];
            assert_eq!(reach.has_body(at as u32), !rest.starts_with("(void) {}"), "at {at} of {text}");
        }
        reach.part.text
    }

    #[test]
    fn what_a_function_does_not_lead_to_is_left_out() {
        let text = "int a = 1, b[] = { 2, f() };\nint g(void) { return a; }\nint h(void) { return g() + 3; }\nint i(void) { return 4; }\n";
        assert_eq!(left(text, "h"), "int a = 1, b[] ;\nint g(void) { return a; }\nint h(void) { return g() + 3; }\nint i(void) {}\n");
        assert_eq!(left(text, "i"), "int a , b[] ;\nint g(void) {}\nint h(void) {}\nint i(void) { return 4; }\n");
        assert_eq!(
            left("enum { A = 1 };\nvoid f(int a = 2);\nint i(void) { return 4; }\n", "i"),
            "enum { A = 1 };\nvoid f(int a = 2);\nint i(void) { return 4; }\n"
        );
    }
}
