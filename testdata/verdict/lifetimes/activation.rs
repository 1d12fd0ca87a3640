//# identity = "specific-user"
//= verdict: may-break
//= says: if an object is activated at that time
use std::cell::RefCell;
use windows::Win32::System::ComponentServices::*;
use windows_registry::{CURRENT_USER, Key};

#[implement(IObjectControl)]
struct Orders {
    key: RefCell<Option<Key>>,
}

impl IObjectControl_Impl for Orders_Impl {
    fn Activate(&self) -> Result<()> {
        *self.key.borrow_mut() = Some(CURRENT_USER.open("Software\\Contoso")?); //~ note user-key-in-object activation
        Ok(())
    }

    fn Deactivate(&self) {
        self.key.borrow_mut().take();
    }

    fn CanBePooled(&self) -> BOOL {
        FALSE
    }
}
