//! `make test`: every test of the workspace against the shared test stack, and beside them the end-to-end tests
//! against a whole stack of their own; afterwards nothing is left running.

mod binaries;
mod recorded;

use crate::clock::new_id;
use crate::layout::{Instance, Layout};
use crate::ports::Ports;
use crate::postgres::Durability;
use crate::process::{Signals, end_all};
use crate::say::say;
use crate::stack::{Plan, Stack, sweep};
use crate::test_stack::{self, Description, TestStack, VARIABLE};
use crate::tools;
use crate::transport::Transport;
use crate::{Error, Result, agent, api_checks};
use binaries::{Part, summary};
use recorded::Recorded;
use std::collections::BTreeMap;
use tokio::process::Command;

/// The variable by which property tests are told which cases to draw. `.cargo/config.toml` fixes it, so that every run
/// draws the same; a run that asks for [`ANY_SEED`] draws others.
const SEED: &str = "PROPTEST_RNG_SEED";
const ANY_SEED: &str = "random";

/// Runs the tests and returns the exit code of the first part that failed, 0 when none did.
pub async fn run(layout: &Layout, args: &[String]) -> Result<u8> {
    on_instances(layout, async |test, e2e, own| everything(layout, args, test, e2e, own).await).await
}

/// `with-test-stack`: runs one command on the test stack and returns its exit code.
pub async fn with_stack(layout: &Layout, durability: Durability, command: &[String]) -> Result<u8> {
    let [program, args @ ..] = command else { return Ok(0) };
    on_instances(layout, async |test, e2e, own| {
        let _stack = test_stack(layout, test, e2e, own, durability).await?;
        let mut command = Command::new(program);
        command.args(args).envs(variables(test)).current_dir(layout.root());
        // Recorded in e2e's run directory, which is always ours to end.
        passed(command, e2e, "command").await
    })
    .await
}

/// `agent-test`: tests the worker of support calls on the test stack and returns the exit code.
pub async fn agent(layout: &Layout) -> Result<u8> {
    on_instances(layout, async |test, e2e, own| {
        let _stack = test_stack(layout, test, e2e, own, Durability::None).await?;
        passed(agent::tests(layout, &variables(test)).await?, e2e, "agent").await
    })
    .await
}

/// Does `work` while nobody else uses the two instances, and leaves nothing of it running.
async fn on_instances(layout: &Layout, work: impl AsyncFnOnce(&Instance, &Instance, bool) -> Result<u8>) -> Result<u8> {
    let mut signals = Signals::listen()?;
    let test = layout.instance("test")?;
    let e2e = layout.instance("e2e")?;
    // One run at a time: this one begins by ending what an earlier one left behind.
    let _run = e2e.lock()?;
    // A `test-stack` in another terminal is used and left running.
    let lock = match test.lock() {
        Ok(lock) => Some(lock),
        Err(Error::AlreadyRunning(_)) => None,
        Err(error) => return Err(error),
    };
    let outcome = tokio::select! {
        outcome = work(&test, &e2e, lock.is_some()) => outcome,
        () = signals.received() => Err(Error::Interrupted),
    };
    if lock.is_some() {
        test_stack::end(&test).await;
    }
    end_all(&e2e.run()).await;
    outcome
}

async fn everything(layout: &Layout, args: &[String], test: &Instance, e2e: &Instance, own: bool) -> Result<u8> {
    let _stack = test_stack(layout, test, e2e, own, Durability::None).await?;
    let variables = variables(test);
    if !args.is_empty() {
        let mut command = Command::new("cargo");
        command.arg("test").args((!selects_packages(args)).then_some("--workspace")).args(args);
        command.envs(variables).current_dir(layout.root());
        return passed(command, e2e, "cargo-test").await;
    }
    let binaries = match binaries::build(layout, e2e).await? {
        Ok(binaries) => binaries,
        Err(code) => return Ok(code),
    };
    // People with media, agents who talk with them, and where recordings go: for tests that run at the same time.
    tools::clients(layout).await?;
    tools::agent(layout).await?;
    tools::minio(layout).await?;
    say(format!("tests     │ {} test binaries, several at once, and the end-to-end tests", binaries.len()));
    // Whatever one part says, the other is run to its end, for the whole picture at once.
    let (workspace, end_to_end) = tokio::join!(binaries::run(binaries, e2e, &variables), end_to_end(layout, e2e));
    let mut parts = [workspace?, end_to_end?].concat();
    parts.push(binaries::deadlocks(test, "the tests")?);
    end_all(&e2e.run()).await;
    // Calls are heard in real time, so little else runs beside them.
    parts.push(binaries::logged(agent::tests(layout, &variables).await?, e2e, "agent", "agents/support").await?);
    parts.push(in_browser(layout, e2e).await?);
    parts.push(binaries::deadlocks(e2e, "the browser tests")?);
    say(summary(&parts));
    Ok(parts.iter().map(|part| part.code).find(|code| *code != 0).unwrap_or(0))
}

/// Starts what tests share, unless a `test-stack` in another terminal is used.
async fn test_stack(
    layout: &Layout,
    test: &Instance,
    e2e: &Instance,
    own: bool,
    durability: Durability,
) -> Result<Option<TestStack>> {
    // What a killed run left behind in either instance.
    sweep(e2e).await;
    if !own {
        return Ok(None);
    }
    sweep(test).await;
    TestStack::start(layout, test, durability).await.map(Some)
}

/// What tests are told by their environment.
fn variables(test: &Instance) -> BTreeMap<&'static str, String> {
    let mut variables = BTreeMap::from([(VARIABLE, Description::path(test).display().to_string())]);
    if std::env::var(SEED).is_ok_and(|seed| seed == ANY_SEED) {
        let (seed, _) = new_id().as_u64_pair();
        say(format!("proptest  │ seed {seed}: `{SEED}={seed} make test` draws the same cases again"));
        variables.insert(SEED, seed.to_string());
    }
    variables
}

/// A stack with the demo data and a worker of support calls, and nothing else.
async fn fresh_stack(layout: &Layout, instance: &Instance) -> Result<Stack> {
    instance.forget()?;
    let plan = Plan {
        layout: layout.clone(),
        instance: instance.clone(),
        ports: Ports::free_for_a_stack()?,
        env_file: instance.file("dev.env"),
        durability: Durability::None,
        reload: false,
        echo: false,
        agent: true,
        transport: Transport::of_tests()?,
    };
    // it waits for very many things
    Box::pin(Stack::start(&plan)).await
}

async fn end_to_end(layout: &Layout, instance: &Instance) -> Result<Vec<Part>> {
    if !layout.root().join("e2e/package.json").exists() {
        say("e2e       │ no e2e/package.json, nothing to run");
        return Ok(Vec::new());
    }
    let stack = fresh_stack(layout, instance);
    let document = binaries::logged(api_checks::document(layout).await?, instance, "openapi", "docs/openapi.json");
    let (document, mut stack, dir, client) =
        tokio::try_join!(document, stack, tools::clients(layout), tools::typescript_client(layout))?;
    let npm_test = |dir| {
        let mut test = Command::new("npm");
        test.arg("test").envs(&stack.variables).current_dir(dir);
        test
    };
    let (test, client) = (npm_test(dir), npm_test(client));
    let fuzzing = api_checks::stack_in_short(layout, &stack.variables).await?;
    let tests = async {
        // One after the other: what the first looks at, the second changes.
        let clients = binaries::logged(test, instance, "npm-test", "e2e").await?;
        let typed = binaries::logged(client, instance, "typescript", "clients/typescript").await?;
        let fuzzed = binaries::logged(fuzzing, instance, "fuzz", "e2e/api").await?;
        let deadlocks = binaries::deadlocks(instance, "the end-to-end tests")?;
        Ok(vec![document, clients, typed, fuzzed, deadlocks])
    };
    tokio::select! {
        parts = tests => parts,
        error = stack.fails() => Err(error),
    }
}

/// The demo in a browser. Several windows that show pictures take all that a small machine has, so nothing else runs.
async fn in_browser(layout: &Layout, instance: &Instance) -> Result<Part> {
    let (mut stack, ()) = tokio::try_join!(fresh_stack(layout, instance), tools::demo(layout))?;
    let mut test = Command::new("node");
    test.arg("e2e/run.js").envs(&stack.variables).current_dir(layout.demo());
    tokio::select! {
        part = binaries::logged(test, instance, "browser", "demo/e2e") => part,
        error = stack.fails() => Err(error),
    }
}

/// Whether cargo's arguments name packages; `--workspace` beside them would win.
fn selects_packages(args: &[String]) -> bool {
    let own = args.iter().take_while(|arg| *arg != "--");
    own.into_iter().any(|arg| arg.starts_with("-p") || arg.starts_with("--package"))
}

/// Runs a test runner with our terminal and returns its exit code.
async fn passed(command: Command, instance: &Instance, name: &str) -> Result<u8> {
    Recorded::start(command, instance, name)?.code().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_workspace_is_tested_unless_packages_are_named() {
        let selects = |args: &[&str]| selects_packages(&args.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert!(!selects(&[]) && !selects(&["--", "-p"]) && !selects(&["--lib", "some_test"]));
        assert!(selects(&["-p", "token"]) && selects(&["-ptoken"]) && selects(&["--package=token"]));
    }
}
