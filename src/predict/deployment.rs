//! What becomes of the hive while the process lives, by how the component is deployed.

use super::{Ground, Reason};
use crate::component::Component;
use crate::config::{Activation, Deployment, Identity};
use crate::windows::{Basis, Facts, Fate, Guard, Host, HostKind};

/// The deployment, as far as it decides.
pub(super) struct Situation<'f> {
    /// What becomes of the hive.
    pub(super) fate: Fate,
    /// When it is unloaded, to follow "It breaks when"; where it is not, to follow "It does not break".
    pub(super) when: String,
    /// What keeps it loaded.
    pub(super) guards: Vec<&'f Guard>,
    /// What kind of process a library application runs in.
    pub(super) host: Option<HostKind>,
    /// The program that holds the keys.
    pub(super) process: String,
    /// What was taken for granted.
    pub(super) assumed: Vec<String>,
    /// The reasoning so far.
    pub(super) steps: Vec<Reason>,
}

impl Situation<'_> {
    /// Whether the hive of the process's own account can go while the process lives.
    pub(super) fn is_unloaded(&self) -> bool {
        matches!(self.fate, Fate::Unloads | Fate::MayUnload)
    }

    /// Whether event 1530 is logged although nothing breaks.
    pub(super) fn is_logged(&self) -> bool {
        self.is_unloaded() || self.guards.first().is_some_and(|g| g.id == "disable-force-unload")
    }
}

pub(super) fn of<'f>(component: &Component, facts: &'f Facts) -> Situation<'f> {
    let deployment = &component.deployment;
    let mut situation = Situation {
        fate: Fate::Unloads,
        when: String::new(),
        guards: Vec::new(),
        host: None,
        process: "dllhost.exe".to_owned(),
        assumed: Vec::new(),
        steps: Vec::new(),
    };
    if !component.declared && !component.is_marked() {
        situation.assumed.push("it is part of a COM+ component at all; nothing in it says so".to_owned());
    }
    if *deployment == Deployment::default() {
        situation.assumed.push(NOTHING_SAID.to_owned());
    }
    situation.place(deployment, facts);
    situation.identity(deployment, facts);
    if situation.is_unloaded() {
        situation.guards(deployment, facts);
    }
    if situation.is_unloaded() {
        situation.process_life(deployment);
    }
    situation
}

const NOTHING_SAID: &str = "it is a COM+ server application that runs under a user account of its own, which is where this failure occurs; a hivelint.toml (`hivelint init`) can say otherwise";

impl<'f> Situation<'f> {
    fn step(&mut self, text: impl Into<String>, ground: Ground) {
        self.steps.push(Reason { text: text.into(), ground });
    }

    /// Which process the code runs in.
    fn place(&mut self, deployment: &Deployment, facts: &'f Facts) {
        if deployment.activation != Some(Activation::Library) {
            return;
        }
        let Some(exe) = &deployment.host else {
            self.assumed.push("the program that the library application runs in goes on running when its user logs off".to_owned());
            self.process = "<host program>".to_owned();
            self.step(
                "It is a library application: its code runs in its client's process, under the client's account.",
                Ground::Configuration,
            );
            return;
        };
        self.process.clone_from(exe);
        let host: Option<&Host> = facts.host(exe);
        self.host = host.map(|h| h.kind);
        let says = host.map_or_else(|| format!("{exe}, and under its account"), |h| h.says.clone());
        self.step(format!("It is a library application: its code runs in {says}."), Ground::Configuration);
    }

    /// Whose hive it is.
    fn identity(&mut self, deployment: &Deployment, facts: &'f Facts) {
        if self.host == Some(HostKind::Session) {
            self.fate = Fate::Ends;
            self.when = "in this way: its process ends when the user logs off".to_owned();
            let text = format!("{} ends with the user's session, before the hive is unloaded.", self.process);
            self.step(text, Ground::Document(Basis::Documented, "log-off".to_owned()));
            return;
        }
        let identity = deployment.identity.unwrap_or(Identity::SpecificUser);
        if deployment.identity.is_none() && *deployment != Deployment::default() {
            self.assumed.push("the process runs under a user account of its own; hivelint.toml does not name its identity".to_owned());
        }
        let Some(fact) = facts.identity(identity.name()) else { return };
        self.fate = fact.fate;
        self.when = match fact.fate {
            Fate::Ends => "in this way: its process ends with the session".to_owned(),
            _ => fact.when.clone(),
        };
        if self.fate == Fate::Unloads && self.host == Some(HostKind::Iis) && deployment.load_user_profile.is_none() {
            self.assumed.push(
                "loadUserProfile of the application pool is false; Microsoft's pages do not agree on what it is by default".to_owned(),
            );
        }
        self.step(fact.says.clone(), Ground::Document(fact.basis, fact.source.clone()));
    }

    /// What keeps the hive loaded although the account logs off.
    fn guards(&mut self, deployment: &Deployment, facts: &'f Facts) {
        let forces = deployment.windows.as_deref().and_then(|v| facts.forces(v)).unwrap_or(true);
        let there = [
            ("nt-service", deployment.nt_service == Some(true)),
            ("load-user-profile", deployment.load_user_profile == Some(true)),
            ("no-forced-unload", !forces),
            ("disable-force-unload", deployment.disable_force_unload == Some(true)),
        ];
        let guards = there.iter().filter(|(_, is)| *is).filter_map(|(id, _)| facts.guard(id));
        self.guards = guards.collect();
        for guard in self.guards.clone() {
            self.step(guard.says.clone(), Ground::Document(guard.basis, guard.source.clone()));
        }
        let Some(first) = self.guards.first() else { return };
        self.fate = Fate::Stays;
        self.when.clone_from(&first.when);
        if deployment.roaming_profile == Some(true) {
            let text = "The account has a roaming profile: as long as the hive stays loaded, the profile is not brought up to date.";
            self.step(text, Ground::Configuration);
        }
    }

    /// Whether the process is there at the log-off.
    fn process_life(&mut self, deployment: &Deployment) {
        if self.host.is_some() || deployment.activation == Some(Activation::Library) {
            return;
        }
        let (text, ground) = if deployment.run_forever == Some(true) {
            ("The application is left running when idle, so its process meets every log-off.", Ground::Configuration)
        } else {
            let text = "COM+ ends a server process that has had nothing to do for a while (three minutes, unless set otherwise). A process that is in use, or left running when idle, meets the log-off.";
            (text, Ground::Document(Basis::Documented, "applications".to_owned()))
        };
        self.step(text, ground);
        let text = "At the log-off Windows unloads the hive. If a key of it is still open, it logs event 1530 and unloads the hive by force: each such key is dead from then on.";
        self.step(text, Ground::Document(Basis::Documented, "log-off".to_owned()));
    }
}
