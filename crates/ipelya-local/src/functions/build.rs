//! `make build`: the binary of every routed function for the `provided.al2023` runtime. `infra/supply/zips.py` packs them.

use super::routes;
use crate::layout::Layout;
use crate::tools::Tools;
use crate::{Error, Result};
use std::path::Path;
use tokio::process::Command;

/// Lambda's cheaper processor, as Rust calls it.
const ARM64: &str = "aarch64-unknown-linux-gnu";

/// Builds the functions below `target/lambda/` and returns cargo's exit code: for arm64 where Rust's target for it is
/// installed, for x86-64 otherwise.
///
/// Without tables for unwinding, which nothing reads where a panic ends the process and symbols are stripped: half a
/// megabyte of each binary. A profile cannot say that; `make bench` says it too.
///
/// Packages are named, not binaries: of a workspace's binaries cargo builds all with the features that any member asks for,
/// and the API document's would bring `schemars` into every function.
pub async fn build(layout: &Layout) -> Result<u8> {
    let tools = Tools::ensure(layout).await?;
    let routes = routes(layout).await?;
    let functions = routes.one_path_each();
    let processor = if is_installed(ARM64).await? { "--arm64" } else { "--x86-64" };
    let mut command = Command::new(&tools.cargo_lambda);
    command.args(["lambda", "build", "--release", "--skip-target-check", "--output-format", "binary", processor]);
    for function in functions.keys() {
        command.args(["--package", function]);
    }
    let flags = std::env::var("RUSTFLAGS").unwrap_or_default();
    command.env("RUSTFLAGS", format!("{flags} -C force-unwind-tables=no").trim());
    // The Zig it links with comes with it, as a module of the Python it is installed in.
    let beside = tools.cargo_lambda.parent().into_iter().map(Path::to_owned);
    let paths = std::env::var_os("PATH").unwrap_or_default();
    if let Ok(paths) = std::env::join_paths(beside.chain(std::env::split_paths(&paths))) {
        command.env("PATH", paths);
    }
    let status = command.current_dir(layout.root()).status().await.map_err(Error::io("starting cargo lambda build"))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}

/// Whether Rust's standard library for this target is installed.
async fn is_installed(target: &str) -> Result<bool> {
    let asked = Command::new("rustc").args(["--print", "target-libdir", "--target", target]).output().await;
    let output = asked.map_err(Error::io("starting rustc"))?;
    Ok(Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir())
}
