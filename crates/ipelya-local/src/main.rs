//! `ipelya-local`: sets up, starts and stops the local stack.

use clap::Parser;
use ipelya_local::cli::{Cli, run};
use ipelya_local::say::complain;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            complain(format!("ipelya-local: {error}"));
            ExitCode::from(error.exit_code())
        }
    }
}
