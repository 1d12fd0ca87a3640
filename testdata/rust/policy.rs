//! Values that are set, and classes that are registered, from Rust.

use windows_registry::{CURRENT_USER, LOCAL_MACHINE, Result};

pub fn keep_hives() -> Result<()> {
    let system = LOCAL_MACHINE.create("Software\\Policies\\Microsoft\\Windows\\System")?; //= scoped
    system.set_u32("DisableForceUnload", 1) //~ force-unload-policy-set
}

pub fn in_vain() -> Result<()> {
    let system = LOCAL_MACHINE.create("Software\\Wow6432Node\\Policies\\Microsoft\\Windows\\System")?; //= scoped
    system.set_u32("DisableForceUnload", 1) //~ force-unload-policy-misplaced
}

pub fn take_back() -> Result<()> {
    let system = LOCAL_MACHINE.create("Software\\Policies\\Microsoft\\Windows\\System")?; //= scoped
    system.set_u32("DisableForceUnload", 0)
}

pub fn is_kept() -> Result<u32> {
    LOCAL_MACHINE.open("Software\\Policies\\Microsoft\\Windows\\System")?.get_u32("DisableForceUnload") //= scoped
}
