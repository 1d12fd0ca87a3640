//! Stands in for `scopeguard`.

use std::ops::{Deref, DerefMut};

pub struct ScopeGuard<T, F: FnOnce(T)>(Option<(T, F)>);

pub fn guard<T, F: FnOnce(T)>(value: T, close: F) -> ScopeGuard<T, F> {
    ScopeGuard(Some((value, close)))
}

impl<T, F: FnOnce(T)> ScopeGuard<T, F> {
    pub fn into_inner(mut guard: Self) -> T {
        guard.0.take().expect("not closed yet").0
    }
}

impl<T, F: FnOnce(T)> Drop for ScopeGuard<T, F> {
    fn drop(&mut self) {
        if let Some((value, close)) = self.0.take() {
            close(value);
        }
    }
}

impl<T, F: FnOnce(T)> Deref for ScopeGuard<T, F> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0.as_ref().expect("not closed yet").0
    }
}

impl<T, F: FnOnce(T)> DerefMut for ScopeGuard<T, F> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0.as_mut().expect("not closed yet").0
    }
}

#[macro_export]
macro_rules! defer {
    ($($code:tt)*) => {
        let _guard = $crate::guard((), |()| { $($code)* });
    };
}
