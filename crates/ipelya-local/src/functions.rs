//! The functions, run by `cargo lambda watch` the way Lambda would run them.
//!
//! Which function answers which path stands in the root `Cargo.toml`, in
//! `[workspace.metadata.lambda.watch.router]`; it is read, never repeated here.

mod build;

use crate::http_client::HttpClient;
use crate::layout::{Instance, Layout};
use crate::process::{Child, Ending, Spec, last_lines};
use crate::say::say;
use crate::tools::Tools;
use crate::{Error, Result};
use http::Method;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

pub use build::build;

/// How long a cold build of all functions may take.
const COLD_BUILD: Duration = Duration::from_mins(30);
/// How many processes each function may have, each with one request at a time. Two, so that a function that is busy for
/// a minute still answers; more would only take memory, at some 16 MB each.
const PROCESSES: &str = "2";

/// Which function answers which path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Routes(BTreeMap<String, String>);

impl Routes {
    /// Whether no function is routed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a function answers this very path.
    pub fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// The function that answers this very path.
    pub fn function_of(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Every path and the function that answers it.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, function)| (path.as_str(), function.as_str()))
    }

    /// The paths by which one function is reached.
    pub fn paths_of(&self, function: &str) -> BTreeSet<&str> {
        self.iter().filter(|(_, own)| *own == function).map(|(path, _)| path).collect()
    }

    /// The path here that a request for this one follows: itself, or one that leads to whatever stands below it.
    pub fn leading_to(&self, path: &str) -> Option<&str> {
        let leads = |own: &&str| match own.split_once("{*") {
            Some((above, _)) => path.starts_with(above),
            None => *own == path,
        };
        self.iter().map(|(own, _)| own).find(leads)
    }

    /// Each function once, with a path that reaches it.
    pub fn one_path_each(&self) -> BTreeMap<&str, String> {
        let mut paths = BTreeMap::new();
        for (path, function) in &self.0 {
            paths.entry(function.as_str()).or_insert_with(|| concrete(path));
        }
        paths
    }
}

/// Reads the routes from the workspace.
pub async fn routes(layout: &Layout) -> Result<Routes> {
    let what = "cargo metadata";
    let output = tokio::process::Command::new("cargo")
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(layout.root())
        .kill_on_drop(true)
        .output()
        .await
        .map_err(Error::io(what))?;
    let manifest = layout.root().join("Cargo.toml");
    let damaged = |reason: String| Error::Damaged { path: manifest.clone(), reason };
    if !output.status.success() {
        return Err(damaged(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|error| damaged(error.to_string()))?;
    Ok(parse_routes(metadata.pointer("/metadata/lambda/watch/router").unwrap_or(&Value::Null)))
}

/// A router entry is `"path" = "function"` or `"path" = [{ method = …, function = … }, …]`.
pub(crate) fn parse_routes(router: &Value) -> Routes {
    let mut found = Routes::default();
    for (path, target) in router.as_object().into_iter().flatten() {
        let listed = target.as_array().into_iter().flatten().filter_map(|entry| entry.get("function"));
        for function in listed.chain([target]).filter_map(Value::as_str) {
            found.0.insert(path.clone(), function.to_owned());
        }
    }
    found
}

/// A path with something in place of its parameters.
fn concrete(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "health" } else { part }).collect::<Vec<_>>().join("/")
}

/// Starts `cargo lambda watch` for the workspace. With `reload` it builds again when the code changes.
pub async fn start(
    tools: &Tools,
    layout: &Layout,
    instance: &Instance,
    port: u16,
    variables: &BTreeMap<String, String>,
    env_file: &Path,
    reload: bool,
) -> Result<Child> {
    let mut args: Vec<std::ffi::OsString> =
        ["lambda", "watch", "--invoke-address", "127.0.0.1", "--invoke-port"].map(Into::into).into();
    args.push(port.to_string().into());
    args.extend(["--disable-cors", "--concurrency", PROCESSES, "--env-file"].map(Into::into));
    args.push(env_file.into());
    if !reload {
        args.push("--ignore-changes".into());
    }
    let mut env: Vec<(String, String)> = variables.clone().into_iter().collect();
    env.push(("CARGO_TERM_COLOR".into(), "never".into()));
    let spec = Spec {
        name: "functions".into(),
        program: tools.cargo_lambda.clone(),
        args,
        env,
        dir: layout.root().to_owned(),
        order: 10,
        ending: Ending::Terminate,
    };
    let mut child = Child::spawn(spec, instance)?;
    let within = Duration::from_mins(1);
    child.ready(within, || async move { tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() }).await?;
    Ok(child)
}

/// Waits until every function has answered a preflight through the gateway, which makes cargo-lambda
/// build it. Code that does not compile ends the wait, unless `reload` gives it another chance.
pub async fn wait_until_up(gateway: &str, routes: &Routes, child: &mut Child, reload: bool) -> Result<()> {
    let started = Instant::now();
    let client = HttpClient::new();
    let mut failures = 0;
    for (function, path) in routes.one_path_each() {
        say(format!("functions │ {function}: building and starting"));
        let url = format!("{gateway}{path}");
        let answered = async {
            while client.status(Method::OPTIONS, &url).await.is_none_or(|status| status.is_server_error()) {
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
        };
        tokio::pin!(answered);
        for second in 1.. {
            tokio::select! {
                () = &mut answered => break,
                () = tokio::time::sleep(Duration::from_secs(1)) => {}
            }
            child.check()?;
            let failed = compile_failures(child.log());
            if failed > failures {
                failures = failed;
                let error = Error::Uncompilable { log: child.log().to_owned(), tail: last_lines(child.log(), 15) };
                if !reload {
                    return Err(error);
                }
                say(format!("functions │ {error}\nfunctions │ waiting for it to be mended"));
            }
            let seconds = started.elapsed().as_secs();
            if started.elapsed() > COLD_BUILD {
                return Err(Error::NotReady { name: function.to_owned(), seconds, log: child.log().to_owned() });
            }
            if second % 15 == 0 {
                say(format!("functions │ {function}: still building, {seconds} s (log: {})", child.log().display()));
            }
        }
    }
    Ok(())
}

/// How often cargo has given up so far.
fn compile_failures(log: &Path) -> usize {
    std::fs::read_to_string(log).unwrap_or_default().matches("error: could not compile").count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_function_is_probed_once_at_a_path_of_its_own() {
        let routes = parse_routes(&json!({
            "/functions/v1/accept-call": "call",
            "/functions/v1/answer-call": "call",
            "/functions/v1/live-ops/{*rest}": "ops",
            "/functions/v1/livekit-webhook": [
                { "method": "POST", "function": "webhook" },
                { "method": "GET", "function": "webhook" },
            ],
        }));
        let expected = [
            ("call", "/functions/v1/accept-call"),
            ("ops", "/functions/v1/live-ops/health"),
            ("webhook", "/functions/v1/livekit-webhook"),
        ];
        assert_eq!(routes.one_path_each(), expected.map(|(function, path)| (function, path.to_owned())).into());
        assert!(routes.has("/functions/v1/answer-call") && !routes.has("/functions/v1/end-call"));
        let below = "/functions/v1/live-ops/{*rest}";
        assert_eq!(routes.leading_to("/functions/v1/live-ops/sessions/{id}"), Some(below));
        assert_eq!(routes.leading_to("/functions/v1/end-call"), None);
        assert_eq!(routes.paths_of("ops"), [below].into());
    }

    #[test]
    fn a_workspace_without_routes_has_no_functions() {
        assert!(parse_routes(&Value::Null).is_empty());
    }
}
