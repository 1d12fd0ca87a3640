//! One pass over the code bytes, without decoding: who refers to which import, and who calls whom.
//!
//! A displacement that happens to lead to an import's pointer, or a byte that looks like a call, may be part of something else;
//! whoever follows a lead decodes the function around it and finds out.

use super::image::Image;
use rustc_hash::FxHashSet;

/// What the code bytes refer to, sorted.
#[derive(Default, Debug)]
pub(super) struct Scan {
    /// `(import slot, where)`: places whose displacement or address leads to a pointer of interest.
    pub(super) references: Vec<(u32, u32)>,
    /// `(target, where)`: what looks like a direct call.
    pub(super) calls: Vec<(u32, u32)>,
    /// `(target, where)`: what looks like a jump to the start of a piece of code that has unwind data of its own.
    pub(super) jumps: Vec<(u32, u32)>,
}

/// More leads than this in one file are noise.
const MOST: usize = 4_000_000;

impl Scan {
    /// `pieces` are the starts of code that has unwind data.
    pub(super) fn of(image: &Image<'_>, slots: &FxHashSet<u32>, pieces: &FxHashSet<u32>) -> Scan {
        let mut scan = Scan::default();
        let (lo, hi) = (slots.iter().min().copied().unwrap_or(0), slots.iter().max().copied().unwrap_or(0));
        for section in image.sections.iter().filter(|s| s.executable) {
            let code = image.content(section);
            let near = |target: u32| target.wrapping_sub(section.rva) < section.size || image.is_code(target);
            for (i, window) in code.windows(4).enumerate() {
                let at = section.rva.wrapping_add(i as u32);
                let value = u32::from_le_bytes([window[0], window[1], window[2], window[3]]);
                let slot = if image.is_64 { at.wrapping_add(4).wrapping_add(value) } else { value.wrapping_sub(image.base as u32) };
                if slot.wrapping_sub(lo) <= hi - lo && slots.contains(&slot) && scan.references.len() < MOST && image.is_code(at) {
                    scan.references.push((slot, at));
                }
                let before = i.checked_sub(1).map(|b| code[b]);
                let target = at.wrapping_add(4).wrapping_add(value);
                match before {
                    // `E8` with a small number behind it is the offset of a stack slot more often than a call
                    Some(0xe8) if value.wrapping_add(16) > 32 && near(target) && scan.calls.len() < MOST && image.is_code(at) => {
                        scan.calls.push((target, at.wrapping_sub(1)))
                    }
                    Some(0xe9 | 0x80..=0x8f) if pieces.contains(&target) && scan.jumps.len() < MOST => {
                        scan.jumps.push((target, at.wrapping_sub(1)))
                    }
                    _ => {}
                }
            }
        }
        scan.references.sort_unstable();
        scan.calls.sort_unstable();
        scan.jumps.sort_unstable();
        scan
    }

    fn to(all: &[(u32, u32)], target: u32) -> impl Iterator<Item = u32> + '_ {
        let first = all.partition_point(|(t, _)| *t < target);
        all[first..].iter().take_while(move |(t, _)| *t == target).map(|(_, at)| *at)
    }

    /// Where a function may be called.
    pub(super) fn calls_of(&self, target: u32) -> impl Iterator<Item = u32> + '_ {
        Scan::to(&self.calls, target)
    }

    /// Where a piece of code may be jumped to.
    pub(super) fn jumps_to(&self, target: u32) -> impl Iterator<Item = u32> + '_ {
        Scan::to(&self.jumps, target)
    }
}
