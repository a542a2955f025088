//! `make bench`: measures the functions as whole processes and writes `docs/benchmarks.md`. `make accounting`, which takes
//! valgrind, does no more than count where a token's CPU time goes; `make year` measures the figures of a year, `make
//! channels` the search for channels and the telling of followers; `make load` and `make soak` have the whole service
//! carry shows.
//!
//! Machines differ and are noisy, so what counts is the ratio to a bare `lambda_http` function in the same run. CPU
//! time is the kernel's own account of each process, not a clock's.

mod accounting;
mod channels;
mod contestant;
mod crowd;
mod function;
mod generated;
mod load;
mod original;
mod pgbench;
mod process;
mod report;
mod startup;
mod throughput;
mod webhook;
mod year;

use std::path::{Path, PathBuf};

use ipelya_test::Project;

/// The release binaries that are measured, as `make bench` has built them.
pub(crate) struct Binaries {
    folder: PathBuf,
}

impl Binaries {
    fn beside(this: &Path) -> Self {
        Self { folder: this.parent().unwrap_or(Path::new(".")).to_owned() }
    }

    /// A function's binary, or `hello`, the bare one.
    pub(crate) fn of(&self, function: &str) -> PathBuf {
        self.folder.join(function)
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let failed = |error: generated::Failure| std::io::Error::other(error.to_string());
    let binaries = Binaries::beside(&std::env::current_exe()?);
    let asked = std::env::args().nth(1);
    match asked.as_deref() {
        Some("year") => return report::publish("make year", &year::measure().await.map_err(failed)?),
        Some("channels") => return report::publish("make channels", &channels::measure().await.map_err(failed)?),
        Some("load") => return load::run(&binaries).await,
        _ => {}
    }
    let project = Project::start().await;
    let settings: Vec<(String, String)> = project.env().into_iter().collect();
    if asked.as_deref() == Some("accounting") {
        let costs = accounting::measure(&binaries, &project, &settings).await?;
        project.stop().await;
        return report::publish("make accounting", &report::accounting(&costs));
    }

    let startup = startup::measure(&binaries, &project, &settings).await?;
    let throughput = throughput::measure(&binaries, &project, &settings).await?;
    let webhook = webhook::measure(&binaries, &project, &settings).await?;
    let crowd = crowd::measure(&project).await.map_err(std::io::Error::other)?;
    project.stop().await;

    report::publish("make bench", &report::render(&startup, &throughput, &webhook, &crowd))
}
