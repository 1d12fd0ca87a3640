//# identity = "specific-user"
//= verdict: breaks-at-log-off
//= says: a class factory keeps it
use std::cell::RefCell;
use windows::Win32::System::Com::*;
use windows_registry::{CURRENT_USER, Key};

#[implement(IClassFactory)]
struct Maker {
    key: RefCell<Option<Key>>,
}

impl IClassFactory_Impl for Maker_Impl {
    fn CreateInstance(&self, outer: Ref<IUnknown>, iid: *const GUID, object: *mut *mut c_void) -> Result<()> {
        *self.key.borrow_mut() = Some(CURRENT_USER.open("Software\\Contoso")?); //~ error user-key-in-object class-factory
        Ok(())
    }
}
