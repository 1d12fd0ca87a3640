//! The two files that hold a user's part of the registry, and which of them a key is in.

use super::Root;

/// Which file of the user's registry.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Hive {
    /// The user's own part.
    User,
    /// The classes that are registered for the user.
    Classes,
}

impl Hive {
    /// The name used in all output.
    pub fn name(self) -> &'static str {
        match self {
            Hive::User => "user",
            Hive::Classes => "user-classes",
        }
    }

    /// The hive that a user's root is in.
    pub fn of(root: Root) -> Hive {
        if matches!(root, Root::Hkcr | Root::HkcuLocal) { Hive::Classes } else { Hive::User }
    }

    /// The hive of a key and its path in it; `None` where the root is no user's, or its place in the hive is not documented.
    pub fn of_key(root: Root, subkey: &str) -> Option<(Hive, &str)> {
        let subkey = subkey.trim_matches('\\');
        match root {
            Root::Hkcr => Some((Hive::Classes, subkey)),
            Root::Hkcu => Some(match below_classes(subkey) {
                Some(rest) => (Hive::Classes, rest),
                None => (Hive::User, subkey),
            }),
            Root::Hku => {
                let (sid, rest) = subkey.split_once('\\').unwrap_or((subkey, ""));
                Some((if sid.to_ascii_lowercase().ends_with("_classes") { Hive::Classes } else { Hive::User }, rest))
            }
            _ => None,
        }
    }
}

/// What comes behind `Software\Classes`, which is a hive of its own.
fn below_classes(subkey: &str) -> Option<&str> {
    const CLASSES: &str = "software\\classes";
    let rest = subkey.get(..CLASSES.len()).filter(|head| head.eq_ignore_ascii_case(CLASSES)).map(|_| &subkey[CLASSES.len()..])?;
    (rest.is_empty() || rest.starts_with('\\')).then(|| rest.trim_start_matches('\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_the_user_are_a_hive_of_their_own() {
        assert_eq!(Hive::of_key(Root::Hkcu, "Software\\Contoso"), Some((Hive::User, "Software\\Contoso")));
        assert_eq!(Hive::of_key(Root::Hkcu, "SOFTWARE\\Classes\\CLSID\\"), Some((Hive::Classes, "CLSID")));
        assert_eq!(Hive::of_key(Root::Hkcu, "Software\\ClassesOfMine"), Some((Hive::User, "Software\\ClassesOfMine")));
        assert_eq!(Hive::of_key(Root::Hkcr, "CLSID"), Some((Hive::Classes, "CLSID")));
        assert_eq!(Hive::of_key(Root::Hku, "S-1-5-21-1_Classes\\CLSID"), Some((Hive::Classes, "CLSID")));
        assert_eq!(Hive::of_key(Root::Hklm, "Software"), None);
    }
}
