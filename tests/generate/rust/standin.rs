//! What the stand-in crates share: a table of handles, chance, and a look at memory that tells who still holds a handle.
//!
//! A handle is a number that no program makes by itself. When a function has been run, every word of the statics, of the objects
//! it was given and of what it returned is compared with the open handles, and pointers into the heap are followed.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::UnsafeCell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};

// ---- memory ----

/// Stands before every block; links are inverted, so that the look at the statics does not find them.
#[repr(C)]
struct Head {
    previous: usize,
    next: usize,
    size: usize,
}

struct Heap;

static mut FIRST: usize = !0;
const HEAD: usize = 64;

#[global_allocator]
static HEAP: Heap = Heap;

unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        unsafe {
            let whole = Layout::from_size_align_unchecked(layout.size() + HEAD, layout.align().max(16));
            assert!(layout.align() <= HEAD);
            let head = System.alloc_zeroed(whole) as *mut Head;
            *head = Head { previous: !0, next: FIRST, size: layout.size() };
            if FIRST != !0 {
                (*((!FIRST) as *mut Head)).previous = !(head as usize);
            }
            FIRST = !(head as usize);
            (head as *mut u8).add(HEAD)
        }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        unsafe {
            let head = at.sub(HEAD) as *mut Head;
            let Head { previous, next, .. } = *head;
            if previous == !0 {
                FIRST = next;
            } else {
                (*((!previous) as *mut Head)).next = next;
            }
            if next != !0 {
                (*((!next) as *mut Head)).previous = previous;
            }
            let whole = Layout::from_size_align_unchecked(layout.size() + HEAD, layout.align().max(16));
            std::ptr::write_bytes(at, 0, layout.size());
            late(head as *mut u8, whole);
        }
    }
}

/// The blocks freed last, kept from being used again: somebody may still have their addresses.
static mut FREED: usize = 0;
static mut NEXT_FREED: usize = 0;
const KEPT_FREE: usize = 1 << 16;

unsafe fn late(block: *mut u8, layout: Layout) {
    unsafe {
        let ring = Layout::array::<(*mut u8, Option<Layout>)>(KEPT_FREE).expect("it fits");
        if FREED == 0 {
            FREED = !(System.alloc_zeroed(ring) as usize);
        }
        let slot = ((!FREED) as *mut (*mut u8, Option<Layout>)).add(NEXT_FREED % KEPT_FREE);
        NEXT_FREED += 1;
        if let (old, Some(layout)) = *slot {
            System.dealloc(old, layout);
        }
        *slot = (block, Some(layout));
    }
}

fn blocks() -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    unsafe {
        let mut at = FIRST;
        while at != !0 {
            let head = (!at) as *const Head;
            all.push((head as usize + HEAD, (*head).size));
            at = (*head).next;
        }
    }
    all.sort_unstable();
    all
}

/// Indices of the handles that this memory leads to.
fn held(ranges: &[(usize, usize)]) -> Vec<usize> {
    let blocks = blocks();
    let mut seen = vec![false; blocks.len()];
    let mut found = Vec::new();
    let mut queue = ranges.to_vec();
    while let Some((start, size)) = queue.pop() {
        let mut at = start.next_multiple_of(8);
        while at + 8 <= start + size {
            let word = unsafe { std::ptr::read_volatile(at as *const usize) };
            at += 8;
            if let Some(index) = index(word) {
                found.push(index);
                continue;
            }
            let after = blocks.partition_point(|b| b.0 <= word);
            if after > 0 && word < blocks[after - 1].0 + blocks[after - 1].1.max(1) && !std::mem::replace(&mut seen[after - 1], true) {
                queue.push(blocks[after - 1]);
            }
        }
    }
    found
}

unsafe extern "C" {
    static __data_start: u8;
    static _end: u8;
}

fn statics() -> (usize, usize) {
    let (start, end) = (&raw const __data_start as usize, &raw const _end as usize);
    (start, end - start)
}

// ---- handles ----

const FIRST_HANDLE: usize = 0x7e57_0000_0000;
const STEP: usize = 0x40;

struct Handle {
    open: bool,
    /// Bits: HKCU, HKCR, HKU, a parameter's, HKLM.
    roots: u32,
    /// Where it was opened: by an API, then by the functions that handed it on.
    sites: Vec<Place>,
    passed: bool,
}

/// File, line, column, and whether it is a call of the program's own function.
type Place = (&'static str, u32, u32, bool);

#[derive(Default)]
struct Seen {
    classes: u32,
    roots: u32,
    direct_roots: u32,
    passed: bool,
    closed: bool,
}

#[derive(Default)]
struct World {
    handles: Vec<Handle>,
    /// Handles from here on are of this run.
    run: usize,
    calls: Vec<(Place, usize)>,
    choices: Vec<(u32, u32)>,
    next_choice: usize,
    chance: Option<u64>,
    sites: BTreeMap<Place, Seen>,
    file: &'static str,
    lines: (u32, u32),
    objects: Vec<(usize, usize)>,
    outs: Vec<(usize, usize)>,
    kept: Vec<(usize, usize)>,
}

struct OneThread(UnsafeCell<Option<World>>);
unsafe impl Sync for OneThread {}
static WORLD: OneThread = OneThread(UnsafeCell::new(None));

/// Programs are run on one thread.
fn world() -> &'static mut World {
    unsafe { (*WORLD.0.get()).get_or_insert_with(World::default) }
}

fn index(handle: usize) -> Option<usize> {
    let offset = handle.checked_sub(FIRST_HANDLE)?;
    (offset % STEP == 0 && offset / STEP < world().handles.len()).then_some(offset / STEP)
}

pub const PREDEFINED: usize = 0x8000_0000;

fn roots_of(parent: usize) -> u32 {
    match parent.wrapping_sub(PREDEFINED) {
        0 => 2,
        1 => 1,
        2 => 16,
        3 => 4,
        _ => index(parent).map_or(0, |i| world().handles[i].roots),
    }
}

fn new_handle(roots: u32, sites: Vec<Place>) -> usize {
    let w = world();
    w.handles.push(Handle { open: true, roots, sites, passed: false });
    FIRST_HANDLE + STEP * (w.handles.len() - 1)
}

/// An open of the registry below `parent`.
#[track_caller]
pub fn open(parent: usize) -> Result<usize, u32> {
    let at = Location::caller();
    if choose(2) == 1 {
        return Err(2);
    }
    let place = (at.file(), at.line(), at.column(), false);
    Ok(new_handle(roots_of(parent), vec![place]))
}

/// A close; no program here closes twice.
pub fn close(handle: usize) {
    let Some(i) = index(handle) else { return };
    assert!(world().handles[i].open, "closed twice");
    world().handles[i].open = false;
}

/// A use.
pub fn status(handle: usize) -> u32 {
    if let Some(i) = index(handle) {
        assert!(world().handles[i].open, "used after it was closed");
    }
    2 * choose(2)
}

/// Code that is not in the program was handed this.
pub fn passed(handle: usize) {
    if let Some(i) = index(handle) {
        world().handles[i].passed = true;
    }
}

/// A handle that the function under test was given.
pub fn given() -> usize {
    new_handle(8, Vec::new())
}

/// While it lives, the function that it stands in hands on the handles that are open at its end.
pub struct Via(());

pub fn via(at: &'static Location<'static>) -> Via {
    let place = (at.file(), at.line(), at.column(), true);
    let first = world().handles.len();
    world().calls.push((place, first));
    Via(())
}

impl Drop for Via {
    fn drop(&mut self) {
        let w = world();
        let (place, first) = w.calls.pop().expect("a call");
        if std::thread::panicking() {
            return;
        }
        let stored = held(&[&[statics()], w.kept.as_slice()].concat());
        for i in first..w.handles.len() {
            if w.handles[i].open && !stored.contains(&i) {
                w.handles[i].sites.push(place);
            }
        }
    }
}

// ---- chance ----

/// One of so many ways to go on.
pub fn choose(n: u32) -> u32 {
    let w = world();
    let at = w.next_choice;
    w.next_choice += 1;
    if at >= 40 {
        return 0;
    }
    if let Some(chance) = &mut w.chance {
        *chance = chance.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        return ((*chance >> 33) as u32) % n;
    }
    if at == w.choices.len() {
        w.choices.push((0, n));
    }
    w.choices[at].0
}

/// The next sequence of choices; `false` if there is none.
fn next_choices() -> bool {
    let w = world();
    while let Some((chosen, of)) = w.choices.pop() {
        if chosen + 1 < of {
            w.choices.push((chosen + 1, of));
            return true;
        }
    }
    false
}

// ---- runs ----

/// Runs a function of the lines `lines` of `file` in every way, or at random where there are too many.
pub fn run(file: &'static str, lines: (u32, u32), mut body: impl FnMut()) {
    let w = world();
    (w.file, w.lines, w.chance) = (file, lines, None);
    w.choices.clear();
    for i in 0..4000 {
        if i == 2000 {
            world().chance = Some(u64::from(lines.0));
        }
        let w = world();
        (w.next_choice, w.run) = (0, w.handles.len());
        w.calls.clear();
        w.objects.clear();
        w.outs.clear();
        w.kept.clear();
        // a run that panics tells nothing
        if let Err(panic) = catch_unwind(AssertUnwindSafe(&mut body)) {
            for text in ["closed twice", "used after it was closed"] {
                let says = panic.downcast_ref::<&str>().is_some_and(|t| *t == text);
                assert!(!says, "{file}: {text} in line {}", lines.0);
            }
        }
        if world().chance.is_none() && !next_choices() {
            break;
        }
    }
}

/// What the function under test was given and may keep handles in.
pub fn object<T: ?Sized>(at: &T) {
    world().objects.push((at as *const T as *const u8 as usize, size_of_val(at)));
}

/// A variable of the caller that the function under test may write to.
pub fn out<T>(at: &T) {
    world().outs.push((at as *const T as usize, size_of::<T>()));
}

/// A static that is not among the others.
pub fn kept<T>(at: &T) {
    world().kept.push((at as *const T as usize, size_of::<T>()));
}

/// The function has returned this.
pub fn end<T>(returned: &T, in_object: bool) {
    let w = world();
    let process = held(&[&[statics()], w.kept.as_slice()].concat());
    let object = held(&w.objects);
    let caller = held(&[&[(returned as *const T as usize, size_of::<T>())], w.outs.as_slice()].concat());
    for i in w.run..w.handles.len() {
        let handle = &w.handles[i];
        let class = if !handle.open {
            1
        } else if process.contains(&i) {
            8
        } else if object.contains(&i) || in_object && caller.contains(&i) {
            4
        } else if caller.contains(&i) {
            2
        } else {
            16
        };
        for place in &handle.sites {
            let inside = place.0 == w.file && w.lines.0 <= place.1 && place.1 <= w.lines.1;
            let seen = w.sites.entry(*place).or_default();
            if !inside {
                seen.roots |= handle.roots;
                continue;
            }
            seen.classes |= class;
            seen.direct_roots |= handle.roots;
            seen.passed |= handle.passed;
            seen.closed |= !handle.open;
        }
    }
}

/// Runs a future to its end.
pub fn block_on<F: std::future::Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

/// Runs what a thread would, at once.
pub fn spawn<T>(body: impl FnOnce() -> T) -> Joined<T> {
    Joined(body())
}

pub struct Joined<T>(T);

impl<T> Joined<T> {
    pub fn join(self) -> Result<T, ()> {
        Ok(self.0)
    }
}

/// Prints what was seen of every site.
pub fn report() {
    for ((file, line, column, via), s) in &world().sites {
        let (via, passed, closed) = (u32::from(*via), u32::from(s.passed), u32::from(s.closed));
        println!("SITE {file} {line} {column} {via} {} {} {} {passed} {closed}", s.classes, s.roots, s.direct_roots);
    }
}
