//! What Postgres does at most: its own `pgbench`, which asks for the same over as many connections.

use std::io::{Error, Result};
use std::path::PathBuf;
use std::time::Duration;

use ipelya_test::User;
use tokio::process::Command;
use uuid::Uuid;

use crate::throughput::CONCURRENCY;

/// Scripts that pgbench takes at most.
const MOST_SCRIPTS: usize = 128;

/// How a statement is sent.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Statements {
    /// With each request, as functions do behind a pooler.
    Sent,
    /// Once for each connection.
    Prepared,
}

/// The program with what it asks.
#[derive(Debug)]
pub(crate) struct Pgbench {
    program: PathBuf,
    scripts: Vec<PathBuf>,
    url: String,
}

impl Pgbench {
    /// Asks for the facts of a token to each of these people, or as many of them as it takes scripts. None where there is no
    /// pgbench.
    pub(crate) fn of(url: &str, people: &[User], session: Uuid) -> Result<Option<Self>> {
        let Some(program) = program() else { return Ok(None) };
        let folder = std::env::temp_dir().join(format!("ipelya-pgbench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let mut scripts = Vec::new();
        for person in people.iter().take(MOST_SCRIPTS) {
            let path = folder.join(person.id.to_string());
            std::fs::write(&path, script(person, session))?;
            scripts.push(path);
        }
        Ok(Some(Self { program, scripts, url: url.to_owned() }))
    }

    /// Asks for so long. Returns how often a second it was answered.
    pub(crate) async fn run(&self, statements: Statements, lasts: Duration) -> Result<f64> {
        let clients = CONCURRENCY.to_string();
        let mode = match statements {
            Statements::Sent => "extended",
            Statements::Prepared => "prepared",
        };
        let mut command = Command::new(&self.program);
        command.args(["--no-vacuum", "--jobs=2", "--client", &clients, "--protocol", mode, "--time"]);
        command.arg(lasts.as_secs().to_string());
        for script in &self.scripts {
            command.arg("--file").arg(script);
        }
        let output = command.arg(&self.url).output().await?;
        let text = String::from_utf8_lossy(&output.stdout);
        let rate = text.lines().find_map(|line| line.strip_prefix("tps = ")?.split_whitespace().next()?.parse().ok());
        rate.filter(|_| output.status.success())
            .ok_or_else(|| Error::other(format!("{text}{}", String::from_utf8_lossy(&output.stderr))))
    }
}

impl Drop for Pgbench {
    fn drop(&mut self) {
        if let Some(folder) = self.scripts.first().and_then(|script| script.parent()) {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// The statement of `ipelya_edge`'s `db/direct.rs`, about this person.
fn script(person: &User, session: Uuid) -> String {
    let (user, signed_in) = (person.id, person.session_id);
    format!(
        "select f.reply, current_setting('response.status', true) \
         from public.live_session_facts(p_user_id => '{user}', p_auth_session_id => '{signed_in}', \
         p_session_id => '{session}', p_again => false, p_now => now()) as f(reply);\n"
    )
}

/// On the path, or where Debian puts it.
fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = debian.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.extend(std::env::split_paths(&path));
    folders.into_iter().rev().map(|folder| folder.join("pgbench")).find(|program| program.exists())
}
