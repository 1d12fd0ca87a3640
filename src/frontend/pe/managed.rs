//! Assemblies for .NET and DLLs of Visual Basic 6: their code is not read, but what they refer to tells something.
//!
//! All of it holds for the assembly as a whole: that it refers to `RegistryKey.OpenSubKey`, not where it calls it, nor with which
//! root. `using` closes a key through `System.IDisposable`, which says nothing of keys, so an assembly that never refers to
//! `RegistryKey.Close` can close all of its keys.

mod metadata;
mod visual_basic;

use super::mapped::Mapped;
use crate::models::{FoundMark, ManagedUse, marks};
use goblin::pe::PE;

/// What runs the code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Runtime {
    /// .NET, with the version that the assembly asks for.
    Clr(String),
    /// Visual Basic 6 or 5, with its run-time library.
    VisualBasic(String),
}

/// What an assembly refers to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Managed {
    /// What runs it.
    pub runtime: Runtime,
    /// Members that handle the registry: what they do, and their full names; sorted.
    pub uses: Vec<(ManagedUse, String)>,
    /// Classes that are COM+ components, by their full names.
    pub components: Vec<String>,
    /// What shows that COM or COM+ can make its classes; sorted.
    pub marks: Vec<FoundMark>,
    /// Registry functions that Visual Basic code declares itself, as `library!function`.
    pub declared: Vec<String>,
}

impl Managed {
    fn nothing(runtime: Runtime) -> Managed {
        Managed { runtime, uses: Vec::new(), components: Vec::new(), marks: Vec::new(), declared: Vec::new() }
    }

    /// What a DLL refers to, if it is managed or Visual Basic's; the second part says what could not be read.
    ///
    /// Visual Basic is known by its run-time library, so `pe` has to be read with its imports.
    pub fn read(bytes: &[u8], pe: &PE) -> (Option<Managed>, Vec<String>) {
        let marks = match marks() {
            Ok(marks) => marks,
            Err(error) => return (None, vec![error.to_string()]),
        };
        let mapped = Mapped::new(bytes, pe);
        let directories = pe.header.optional_header.map(|header| header.data_directories);
        let clr = directories.as_ref().and_then(|d| d.get_clr_runtime_header()).filter(|d| d.virtual_address != 0);
        let Some(clr) = clr else {
            return (visual_basic::read(bytes, pe, &mapped, &marks.visual_basic), Vec::new());
        };
        match metadata::read(&mapped, clr.virtual_address, marks) {
            Some(managed) => (Some(managed), Vec::new()),
            None => {
                let why = "the assembly's metadata can't be read; what it refers to is not known".to_owned();
                (Some(Managed::nothing(Runtime::Clr(String::new()))), vec![why])
            }
        }
    }
}
