//! The command line of `ipelya-local`.

use crate::layout::Layout;
use crate::postgres::Durability;
use crate::process::allow_many_connections;
use crate::say::say;
use crate::tools::{self, Tools};
use crate::{Result, agent, api_checks, dev, functions, test_run, test_stack};
use clap::{Parser, Subcommand};

/// The local stack of İpelya Live.
#[derive(Debug, Parser)]
#[command(name = "ipelya-local", arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Install what the stack needs below .local/tools
    Setup,
    /// Run the whole stack with demo data
    Dev {
        /// Return once everything answers and leave it running
        #[arg(long)]
        detach: bool,
    },
    /// End what `dev` started
    Stop,
    /// End what `dev` started and forget its data
    Reset,
    /// Run every test against real Postgres, PostgREST and LiveKit
    Test {
        /// Arguments passed on to `cargo test`; with any, the end-to-end tests are left out
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Run what tests need until Ctrl-C, for `cargo test` in another terminal
    TestStack,
    /// Hold docs/openapi.json against its specification, and its examples against their schemas
    Validate,
    /// Ask the running development stack for whatever docs/openapi.json allows and forbids, for ten minutes
    Fuzz {
        /// Arguments of `schemathesis run`, in place of our own
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Run the worker of support calls for the running development stack
    Agent,
    /// Test the worker of support calls against a real LiveKit
    AgentTest,
    /// Build the functions for Lambda
    Build,
    /// Build the demo that `dev` serves
    Demo,
    /// Run a command while what tests need is running
    WithTestStack {
        /// Have Postgres keep what it commits, as one in production does: for measurements
        #[arg(long)]
        durable: bool,
        /// The command and its arguments
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
        command: Vec<String>,
    },
    /// The background half of `dev --detach`
    #[command(hide = true)]
    Supervise,
}

/// Does what the command line says and returns the process's exit code.
pub async fn run(cli: Cli) -> Result<u8> {
    let layout = Layout::find()?;
    allow_many_connections();
    match cli.command {
        Command::Setup => {
            tokio::try_join!(Tools::ensure(&layout), tools::minio(&layout))?;
            say("setup     │ everything is in place");
        }
        Command::Dev { detach } => dev::run(&layout, detach).await?,
        Command::Stop => dev::stop(&layout).await?,
        Command::Reset => dev::reset(&layout).await?,
        Command::Test { args } => return test_run::run(&layout, &args).await,
        Command::Validate => return api_checks::validate(&layout).await,
        Command::Fuzz { args } => return api_checks::fuzz(&layout, &args).await,
        Command::Agent => return agent::run(&layout).await,
        Command::AgentTest => return test_run::agent(&layout).await,
        Command::Demo => tools::demo(&layout).await?,
        Command::Build => return functions::build(&layout).await,
        Command::WithTestStack { durable, command } => {
            let durability = if durable { Durability::Full } else { Durability::None };
            return test_run::with_stack(&layout, durability, &command).await;
        }
        Command::TestStack => test_stack::run(&layout).await?,
        Command::Supervise => dev::supervise(&layout, false).await?,
    }
    Ok(0)
}
