//! Servers that refuse to run as root, where we are root: they run as `nobody`, with just enough capability to reach a
//! repository that lies below a closed directory.

use crate::error::Prerequisite;
use crate::{Error, Result};
use nix::unistd::{Uid, User};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// The user they run as then, `nobody`.
pub(crate) struct Unprivileged {
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    setpriv: PathBuf,
}

impl Unprivileged {
    /// It, if we are root.
    pub(crate) fn if_root() -> Result<Option<Self>> {
        if !Uid::effective().is_root() {
            return Ok(None);
        }
        let missing =
            |hint: &str| Error::Missing { prerequisite: Prerequisite::Setpriv, name: "setpriv", hint: hint.to_owned() };
        let setpriv = crate::tools::on_path("setpriv").ok_or_else(|| {
            missing("Postgres and PgBouncer refuse root; install util-linux or run as an ordinary user")
        })?;
        let nobody = User::from_name("nobody").ok().flatten();
        let nobody =
            nobody.ok_or_else(|| missing("Postgres and PgBouncer refuse root and there is no user `nobody`"))?;
        Ok(Some(Self { uid: nobody.uid.as_raw(), gid: nobody.gid.as_raw(), setpriv }))
    }
}

/// The command that runs a program with these arguments as that user.
pub(crate) fn command(user: Option<&Unprivileged>, program: &Path, args: Vec<OsString>) -> (PathBuf, Vec<OsString>) {
    let Some(Unprivileged { uid, gid, setpriv }) = user else {
        return (program.to_owned(), args);
    };
    let mut all: Vec<OsString> = vec![
        format!("--reuid={uid}").into(),
        format!("--regid={gid}").into(),
        "--clear-groups".into(),
        "--inh-caps=+dac_override".into(),
        "--ambient-caps=+dac_override".into(),
        "--securebits=+no_setuid_fixup".into(),
        OsStr::new("--").into(),
        program.into(),
    ];
    all.extend(args);
    (setpriv.clone(), all)
}
