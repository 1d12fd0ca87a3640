//! Functions that the compiler inlined. What such a function opens and hands out is listed as in the source: in the function,
//! as its caller's, and at the call, with what becomes of it there.

use crate::frontend::pe::debug::Frame;
use crate::lifetime::{Class, Lifetime, Solution};
use crate::source::{Addresses, FileId, SourceLine, Span};
use std::collections::BTreeMap;

/// Tells the opens of functions that were inlined from those of the functions around them. `frames` says which functions code
/// belongs to, innermost first.
pub(super) fn unfold(solution: &mut Solution, addresses: &mut BTreeMap<FileId, Addresses>, frames: &dyn Fn(FileId, u32) -> Vec<Frame>) {
    let around: Vec<Vec<Frame>> = solution.lifetimes.iter().map(|life| frames(life.name.file, life.name.start)).collect();
    let mut touched_for: BTreeMap<Span, Vec<&str>> = BTreeMap::new();
    for (life, around) in solution.lifetimes.iter().zip(&around) {
        let opener = around.first().map(|frame| frame.function.as_str());
        life.touched.iter().for_each(|call| touched_for.entry(*call).or_default().extend(opener));
    }
    let mut handed_on = Vec::new();
    for (life, around) in solution.lifetimes.iter_mut().zip(&around) {
        if around.len() < 2 {
            continue;
        }
        let mut calls: Vec<Vec<Frame>> = Vec::new();
        for call in &life.touched {
            let call_frames = frames(call.file, call.start);
            // Compilers make one of the same code in several inlined functions: that it is another's, or nobody's, tells nothing.
            if call_frames.first().is_some_and(|frame| !touched_for[call].contains(&frame.function.as_str())) {
                calls.push(call_frames);
            }
        }
        // Where nothing uses it outside, nothing shows that the inlined function was to hand it out.
        let holds = |depth: usize| calls.iter().all(|call| is_inside(around, depth, call));
        let depth = (0..around.len()).find(|depth| holds(*depth)).unwrap_or(around.len() - 1);
        if depth == 0 {
            let exits = life.exits.iter().map(|exit| frames(exit.span.file, exit.span.start));
            if exits.into_iter().all(|exit| is_inside(around, 0, &exit)) {
                life.function = around[0].function.as_str().into();
            }
            continue;
        }
        let known = addresses.entry(life.name.file).or_default();
        for (level, frame) in around.iter().enumerate().take(depth) {
            let row = Lifetime {
                class: Class::Caller,
                exits: Vec::new(),
                touched: Vec::new(),
                holder: None,
                held_across: Vec::new(),
                ..life.clone()
            };
            handed_on.push(at_level(row, around, level, frame, known));
        }
        *life = at_level(life.clone(), around, depth, &around[depth], known);
    }
    solution.extend(Solution { lifetimes: handed_on, ..Solution::default() });
}

/// The open as the function at this level sees it: its own, or one by calling the next inner one.
fn at_level(life: Lifetime, around: &[Frame], level: usize, frame: &Frame, addresses: &mut Addresses) -> Lifetime {
    let function = frame.function.as_str().into();
    let Some(inner) = level.checked_sub(1) else { return Lifetime { function, ..life } };
    let (path, line, column) = frame.at.clone();
    let place = addresses.note_call(life.name.start, SourceLine { path: path.replace('\\', "/").into(), line, column });
    let at = |span: Span| Span { start: place, end: place, ..span };
    Lifetime { function, via: Some(around[inner].function.as_str().into()), span: at(life.span), name: at(life.name), ..life }
}

/// Whether code with the frames `code` lies in the same copy of the function at this level as the code with the frames `around`.
fn is_inside(around: &[Frame], level: usize, code: &[Frame]) -> bool {
    let outer = &around[level + 1..];
    code.len() > outer.len() && {
        let (inner, rest) = code.split_at(code.len() - outer.len());
        rest == outer && inner.last().is_some_and(|frame| frame.function == around[level].function)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(all: &[(&str, u32)]) -> Vec<Frame> {
        all.iter().map(|(function, line)| Frame { function: (*function).to_owned(), at: ("a.c".to_owned(), *line, None) }).collect()
    }

    #[test]
    fn a_copy_is_told_from_another_copy_of_the_same_function() {
        let open = frames(&[("OpenSettings", 3), ("Read", 20), ("DllMain", 90)]);
        assert!(is_inside(&open, 0, &frames(&[("OpenSettings", 5), ("Read", 20), ("DllMain", 90)])));
        assert!(is_inside(&open, 0, &frames(&[("Log", 1), ("OpenSettings", 6), ("Read", 20), ("DllMain", 90)])));
        assert!(!is_inside(&open, 0, &frames(&[("OpenSettings", 5), ("Read", 30), ("DllMain", 90)])));
        assert!(!is_inside(&open, 0, &frames(&[("Read", 22), ("DllMain", 90)])));
        assert!(is_inside(&open, 1, &frames(&[("Read", 22), ("DllMain", 90)])));
        assert!(is_inside(&open, 2, &frames(&[("DllMain", 91)])));
    }
}
