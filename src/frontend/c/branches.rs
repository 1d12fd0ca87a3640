//! `#if` inside of functions.
//!
//! A condition that is known is resolved at once. One that stays open becomes a branch where its arms are whole statements.
//! Where an arm splits a statement, the function is read once for every combination of the conditions concerned.

use super::expand::Tok;
use crate::index::{Condition, Directive, Index, Range, directive, is_error};
use crate::source::FileId;
use crate::token::{Kind, Lexer, Token};
use rustc_hash::FxHashMap;

/// A part of an `#if` that stays open.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Arm {
    If(Condition),
    Elif(Condition),
    Else,
    Endif,
}

/// Conditions that split statements are told apart up to this number, so that there are at most 8 variants.
pub(super) const MOST_ATOMS: usize = 3;

/// More `#if`s than this in one function are not looked at one by one.
const MOST_GROUPS: usize = 500;

struct Part {
    /// The directive's place in the tokens.
    at: usize,
    condition: Condition,
}

struct Group {
    parts: Vec<Part>,
    end: usize,
}

/// A function's tokens with their `#if`s understood.
pub(super) struct Body<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    groups: Vec<Group>,
    /// For every directive: its group and which part of it; the number of parts for the `#endif`.
    places: FxHashMap<usize, (usize, usize)>,
    /// The open conditions that split statements.
    pub(super) atoms: Vec<Condition>,
    /// The places of the conditions in `atoms`.
    numbers: FxHashMap<Condition, usize>,
    /// There were more of them than can be told apart.
    pub(super) too_many: bool,
}

impl<'a> Body<'a> {
    pub(super) fn read(index: &'a Index, file: FileId, range: Range) -> Body<'a> {
        let text = index.text(file);
        let tokens: Vec<Token> = Lexer::new(text, range.start, range.end).collect();
        let mut body = Body {
            text,
            tokens,
            groups: Vec::new(),
            places: FxHashMap::default(),
            atoms: Vec::new(),
            numbers: FxHashMap::default(),
            too_many: false,
        };
        body.find_groups(index, file);
        body.find_atoms();
        body
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    fn find_groups(&mut self, index: &Index, file: FileId) {
        let Some(facts) = index.file(file) else { return };
        let mut open: Vec<usize> = Vec::new();
        for at in 0..self.tokens.len() {
            let token = self.tokens[at];
            if token.kind != Kind::Directive {
                continue;
            }
            let condition = match directive(file, self.text, token) {
                Directive::If(range) | Directive::Elif(range) => facts.condition(self.text, range, token.start),
                Directive::Ifdef(name, wanted) | Directive::Elifdef(name, wanted) => facts.defined(self.text, name, wanted, token.start),
                Directive::Else | Directive::Endif => Condition::Known(1),
                _ => continue,
            };
            match directive(file, self.text, token) {
                Directive::If(_) | Directive::Ifdef(..) => {
                    open.push(self.groups.len());
                    self.groups.push(Group { parts: Vec::new(), end: self.tokens.len() });
                }
                Directive::Endif => {
                    if let Some(group) = open.pop() {
                        self.groups[group].end = at;
                        self.places.insert(at, (group, self.groups[group].parts.len()));
                    }
                    continue;
                }
                // the arm before it began outside of the function: this one was not chosen
                _ if open.is_empty() => {
                    open.push(self.groups.len());
                    self.groups.push(Group { parts: vec![Part { at, condition: Condition::Known(1) }], end: self.tokens.len() });
                }
                _ => {}
            }
            if let Some(group) = open.last() {
                self.places.insert(at, (*group, self.groups[*group].parts.len()));
                self.groups[*group].parts.push(Part { at, condition });
            }
        }
        let (text, tokens) = (self.text, &self.tokens);
        let fails = |part: &Part| tokens.get(part.at + 1).is_some_and(|t| is_error(text, *t));
        let has_choice = |group: &&mut Group| group.parts.len() > 1 && !group.parts.iter().any(fails);
        for part in self.groups.iter_mut().filter(has_choice).flat_map(|g| &mut g.parts) {
            part.condition = part.condition.at_64_bits();
        }
    }

    /// Finds the groups whose arms are not whole statements, and their conditions.
    fn find_atoms(&mut self) {
        let (mut atoms, mut numbers) = (Vec::new(), FxHashMap::default());
        let inside = self.bracket_depths();
        let mut examined = 0;
        for (group, inside) in inside.into_iter().enumerate() {
            if self.groups[group].parts.iter().all(|p| p.condition.holds().is_some()) {
                continue;
            }
            examined += 1;
            let whole = !inside && examined <= MOST_GROUPS && self.is_whole(group);
            if !whole {
                self.groups[group].parts.iter().for_each(|p| p.condition.atoms(&mut atoms, &mut numbers));
            }
        }
        self.too_many = atoms.len() > MOST_ATOMS;
        self.atoms = atoms;
        self.numbers = numbers;
    }

    /// For every group whether it begins inside of round or square brackets.
    fn bracket_depths(&self) -> Vec<bool> {
        let mut inside = vec![false; self.groups.len()];
        let mut depth = 0i32;
        for (at, token) in self.tokens.iter().enumerate() {
            match token.kind {
                Kind::LParen | Kind::LBracket => depth += 1,
                Kind::RParen | Kind::RBracket => depth -= 1,
                // resynchronise: brackets don't reach over statements
                Kind::LBrace | Kind::RBrace => depth = 0,
                Kind::Directive => {
                    if let Some((group, 0)) = self.places.get(&at) {
                        inside[*group] = depth > 0;
                    }
                }
                _ => {}
            }
        }
        inside
    }

    fn is_whole(&self, group: usize) -> bool {
        let Group { parts, end, .. } = &self.groups[group];
        let ends_statement = |t: &Token| matches!(t.kind, Kind::Semi | Kind::LBrace | Kind::RBrace | Kind::Colon);
        let plain = |t: &&Token| t.kind != Kind::Directive;
        let before = self.tokens[..parts[0].at].iter().rev().find(plain);
        let after = self.tokens[(*end + 1).min(self.tokens.len())..].iter().find(plain);
        if !before.is_some_and(ends_statement) || after.is_some_and(|t| t.text(self.text) == "else") {
            return false;
        }
        let starts = parts.iter().map(|p| p.at);
        let ends = parts.iter().skip(1).map(|p| p.at).chain([*end]);
        starts.zip(ends).all(|(from, to)| {
            let arm = &self.tokens[from + 1..to];
            let (Some(first), Some(last)) = (arm.iter().find(plain), arm.iter().rev().find(plain)) else { return true };
            let mut depth = 0i32;
            let mut lowest = 0;
            for token in arm {
                depth += match token.kind {
                    Kind::LParen | Kind::LBrace | Kind::LBracket => 1,
                    Kind::RParen | Kind::RBrace | Kind::RBracket => -1,
                    _ => 0,
                };
                lowest = lowest.min(depth);
            }
            depth == 0 && lowest == 0 && ends_statement(last) && last.kind != Kind::LBrace && first.text(self.text) != "else"
        })
    }

    /// The tokens for one choice of the conditions in [`Body::atoms`]; those beyond `choice` are taken as true.
    pub(super) fn variant(&self, choice: &[bool]) -> Vec<Tok<'a>> {
        struct Open {
            group: usize,
            /// An arm is in the output without a directive of its own: the group is decided.
            decided: bool,
            /// `#if` was written.
            written: bool,
        }
        let assume = |atom: &Condition| self.numbers.get(atom).map(|i| choice.get(*i).copied().unwrap_or(true));
        let mut out = Vec::with_capacity(self.tokens.len());
        let mut stack: Vec<Open> = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            let token = self.tokens[at];
            let Some(&(group, part)) = self.places.get(&at) else {
                at += 1;
                if token.kind != Kind::Directive {
                    out.push(Tok::of(self.text, token));
                }
                continue;
            };
            let Group { parts, end, .. } = &self.groups[group];
            if part == parts.len() {
                if stack.pop().is_some_and(|o| o.written) {
                    out.push(Tok::directive(self.text, token, Arm::Endif));
                }
                at += 1;
                continue;
            }
            if stack.last().is_none_or(|o| o.group != group) {
                stack.push(Open { group, decided: self.parts_before(group, at), written: false });
            }
            let Some(open) = stack.last_mut() else { break };
            let condition = parts[part].condition.assume(&assume);
            let next = parts.get(part + 1).map_or(*end, |p| p.at);
            if open.decided || condition.holds() == Some(false) {
                at = next;
                continue;
            }
            at += 1;
            match condition.holds() {
                Some(_) => {
                    open.decided = true;
                    if open.written {
                        out.push(Tok::directive(self.text, token, Arm::Else));
                    }
                }
                None if open.written => out.push(Tok::directive(self.text, token, Arm::Elif(condition))),
                None => {
                    open.written = true;
                    out.push(Tok::directive(self.text, token, Arm::If(condition)));
                }
            }
        }
        out
    }

    /// Whether the arms of a group began before the function did.
    fn parts_before(&self, group: usize, at: usize) -> bool {
        let parts = &self.groups[group].parts;
        parts.len() > 1 && parts[0].at == at && parts[1].at == at
    }
}

impl Condition {
    /// The parts of it that stay open, each once.
    fn atoms(&self, out: &mut Vec<Condition>, numbers: &mut FxHashMap<Condition, usize>) {
        match self {
            Condition::Known(_) => {}
            Condition::Not(c) => c.atoms(out, numbers),
            Condition::And(a, b) | Condition::Or(a, b) => {
                a.atoms(out, numbers);
                b.atoms(out, numbers);
            }
            Condition::Open(_) | Condition::Binary(..) => {
                numbers.entry(self.clone()).or_insert_with(|| {
                    out.push(self.clone());
                    out.len() - 1
                });
            }
        }
    }
}
