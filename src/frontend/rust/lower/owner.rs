//! Raw handles in values whose `drop` closes them: there they are owned, elsewhere they are numbers.

use super::{Lowerer, Val};
use crate::flow::{Base, Callee, Event, Expr as Value, Place};
use crate::source::Span;

impl Lowerer<'_> {
    /// A handle that a value of this type now holds is closed with it.
    pub(super) fn adopt_if_closing(&mut self, ty: &str, held: Place, span: Span) {
        if self.index.closes_when_dropped(ty) {
            self.change_owner("windows::Owned::new", held, span);
        }
    }

    fn change_owner(&mut self, by: &str, held: Place, span: Span) {
        if let Some(api) = self.models.path(by) {
            self.emit(Event::Call { callee: Callee::Api(api), args: vec![Value::Place(held)], result: None, span, name: span });
        }
    }

    /// The type of a local variable that closes its members, if `e` names a raw one of them.
    pub(super) fn closing_owner(&mut self, e: &syn::Expr) -> Option<String> {
        let syn::Expr::Field(f) = e else { return None };
        let syn::Expr::Path(_) = &*f.base else { return None };
        let base = self.value(&f.base);
        let (Value::Place(place), crate::frontend::rust::types::Ty::Named(name, _)) = (&base.x, &base.ty) else { return None };
        let own = matches!(place.base, Base::Local(_)) && self.index.closes_when_dropped(name);
        let name = name.to_string();
        (own && self.value(e).ty.is_raw_handle()).then_some(name)
    }

    /// `guard.key = key;`: the old handle is only a number, the new one is closed by the guard.
    pub(super) fn store_in_owner(&mut self, owner: &str, to: Place, value: Val, span: Span) {
        self.change_owner("std::mem::forget", to.clone(), span);
        self.store(to.clone(), value, span);
        self.adopt_if_closing(owner, to, span);
    }
}
