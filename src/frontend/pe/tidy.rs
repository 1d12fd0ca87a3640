//! Takes out of a flow what nobody reads: arguments that were stored for a call and are its arguments already.

use crate::flow::{Base, Block, Callee, Event, Expr, Place, Proj, Terminator};

/// Removes assignments to locals that are never read; says which locals are left.
pub(super) fn remove_unread<'b>(blocks: impl Iterator<Item = &'b mut Block>, locals: usize) -> Vec<bool> {
    let mut blocks: Vec<&mut Block> = blocks.collect();
    let mut read = vec![false; locals];
    loop {
        let mut now = vec![false; locals];
        blocks.iter().for_each(|b| mark_block(b, &mut now));
        let settled = now == read;
        for block in &mut blocks {
            block.events.retain(|e| match e {
                Event::Assign { place: Place { base: Base::Local(l), .. }, .. } => now[l.0 as usize],
                Event::Points { pointer, .. } => {
                    let mut is_known = true;
                    pointer.each_place(&mut |p| is_known &= !matches!(p.base, Base::Local(l) if !now[l.0 as usize]));
                    is_known
                }
                _ => true,
            });
        }
        read = now;
        if settled {
            break;
        }
    }
    // a result that nobody reads is still a place
    for block in &blocks {
        for event in &block.events {
            if let Event::Call { result: Some(Place { base: Base::Local(l), .. }), .. } = event {
                read[l.0 as usize] = true;
            }
        }
    }
    read
}

fn mark_block(block: &Block, read: &mut [bool]) {
    for event in &block.events {
        match event {
            Event::Assign { place, value, .. } => {
                mark_target(place, read);
                mark_expr(value, read);
            }
            Event::Call { args, result, callee, .. } => {
                args.iter().for_each(|a| mark_expr(a, read));
                result.iter().for_each(|p| mark_target(p, read));
                if let Callee::Pointer(e) = callee {
                    mark_expr(e, read);
                }
            }
            Event::Havoc(place) => mark_place(place, read),
            Event::Declare(_) | Event::EndScope { .. } | Event::Points { .. } => {}
        }
    }
    match &block.end {
        Terminator::Branch { cond, .. } => mark_expr(cond, read),
        Terminator::Return { value: Some(value), .. } => mark_expr(value, read),
        _ => {}
    }
}

/// What a store reads: the pointers on the way.
fn mark_target(place: &Place, read: &mut [bool]) {
    if place.path.contains(&Proj::Deref) {
        mark_place(place, read);
    }
}

fn mark_place(place: &Place, read: &mut [bool]) {
    if let Base::Local(l) = place.base {
        read[l.0 as usize] = true;
    }
}

fn mark_expr(e: &Expr, read: &mut [bool]) {
    match e {
        Expr::Place(p) | Expr::AddrOf(p) => mark_place(p, read),
        Expr::Unary(_, a) => mark_expr(a, read),
        Expr::Binary(_, a, b) => {
            mark_expr(a, read);
            mark_expr(b, read);
        }
        Expr::Const(_) | Expr::Str(_) | Expr::Function(_) | Expr::Unknown => {}
    }
}
