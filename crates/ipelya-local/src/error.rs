//! Everything that can stop the local stack, each with a sentence that says what to do about it and
//! an exit code a script can tell apart.

use std::path::PathBuf;

/// The result of anything the local stack does.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Something that must be on the machine before the stack can set itself up.
///
/// The discriminant is the process's exit code when it is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Prerequisite {
    /// `cargo`, which builds the functions.
    Cargo = 20,
    /// `node`, which runs the end-to-end tests and the npm packages' install step.
    Node = 21,
    /// `npm`, which carries Postgres, PostgREST and the viewer of the API document.
    Npm = 22,
    /// `go`, which builds the LiveKit server.
    Go = 23,
    /// `python3` with its `venv` module, which carries cargo-lambda and what checks the API document.
    Python = 24,
    /// `setpriv`, needed only when the stack is started as root.
    Setpriv = 25,
    /// Postgres 17, on machines where no npm package carries it.
    Postgres = 30,
    /// PostgREST 12, on machines where no npm package carries it.
    Postgrest = 31,
    /// The LiveKit server, on macOS.
    Livekit = 32,
    /// cargo-lambda, on macOS.
    CargoLambda = 33,
}

/// Why the stack could not be set up, started or stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A prerequisite is missing.
    #[error("{name} is missing: {hint}")]
    Missing {
        /// Which one.
        prerequisite: Prerequisite,
        /// Its name as typed on a command line.
        name: &'static str,
        /// What to install.
        hint: String,
    },
    /// An installer failed.
    #[error("installing {name} failed ({status}); its output is in {log}\n{tail}", log = .log.display())]
    Install {
        /// What was being installed.
        name: &'static str,
        /// How the installer ended.
        status: String,
        /// Where its output is.
        log: PathBuf,
        /// The last lines of that output.
        tail: String,
    },
    /// A port the stack wants belongs to another process.
    #[error("port {port} for {what} is in use: stop what listens there, or set {variable} to a free port")]
    PortInUse {
        /// The port.
        port: u16,
        /// The component that wants it.
        what: &'static str,
        /// The environment variable that moves it.
        variable: &'static str,
    },
    /// An environment variable that should hold a port number holds something else.
    #[error("{variable} is not a port number: {value:?}")]
    BadPort {
        /// The variable.
        variable: &'static str,
        /// Its value.
        value: String,
    },
    /// An environment variable that should say how Postgres is asked says something else.
    #[error("{variable} is rest or direct, not {value}")]
    BadTransport {
        /// The variable.
        variable: &'static str,
        /// Its value.
        value: String,
    },
    /// No free port was found for a test component.
    #[error("found no free port below the ephemeral range")]
    NoFreePort,
    /// A component ended while it was starting.
    #[error("{name} ended while starting ({status}); its log is {log}\n{tail}", log = .log.display())]
    Died {
        /// The component.
        name: String,
        /// How it ended.
        status: String,
        /// Its log file.
        log: PathBuf,
        /// The last lines of the log.
        tail: String,
    },
    /// A component is up as a process but never answered.
    #[error("{name} did not answer within {seconds} s; its log is {log}", log = .log.display())]
    NotReady {
        /// The component.
        name: String,
        /// How long it was given.
        seconds: u64,
        /// Its log file.
        log: PathBuf,
    },
    /// A function does not compile.
    #[error("a function does not compile; the whole output is in {log}\n{tail}", log = .log.display())]
    Uncompilable {
        /// cargo's output.
        log: PathBuf,
        /// Its last lines.
        tail: String,
    },
    /// A SQL file could not be applied.
    #[error("{file}:{line}: {message}", file = .file.display())]
    Sql {
        /// The file.
        file: PathBuf,
        /// The line Postgres points at, 1 when it points nowhere.
        line: usize,
        /// Postgres's message, with its detail and hint.
        message: String,
    },
    /// A query of our own failed.
    #[error("Postgres: {}", describe(.0))]
    Database(#[from] tokio_postgres::Error),
    /// A file or process operation failed.
    #[error("{what}: {source}")]
    Io {
        /// What was being done.
        what: String,
        /// The cause.
        source: std::io::Error,
    },
    /// A file of ours does not hold what it should.
    #[error("{path} is damaged: {reason}", path = .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// An HTTP request between components failed.
    #[error("{what}: {reason}")]
    Http {
        /// The request.
        what: String,
        /// Why it failed.
        reason: String,
    },
    /// The repository's root was not found.
    #[error("run this inside the repository: no Cargo.toml beside crates/ipelya-local was found above {from}", from = .from.display())]
    NotInRepository {
        /// Where the search began.
        from: PathBuf,
    },
    /// A signing key could not be read or made.
    #[error("signing key: {0}")]
    Key(String),
    /// Another process holds the instance.
    #[error("{0} is already running here")]
    AlreadyRunning(&'static str),
    /// Nothing holds the instance.
    #[error("{0} is not running here: start it with `make {0}`")]
    NotRunning(&'static str),
    /// The background supervisor ended before the stack was up.
    #[error("the background stack did not come up; its log is {log}\n{tail}", log = .log.display())]
    Detached {
        /// The supervisor's exit code, which is passed on.
        code: u8,
        /// The supervisor's log.
        log: PathBuf,
        /// The last lines of the log.
        tail: String,
    },
    /// Ctrl-C or SIGTERM arrived before the work was done.
    #[error("interrupted")]
    Interrupted,
}

impl Error {
    /// The exit code of a process that ends with this error.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Missing { prerequisite, .. } => *prerequisite as u8,
            Self::Install { .. } => 2,
            Self::PortInUse { .. } | Self::BadPort { .. } | Self::BadTransport { .. } | Self::NoFreePort => 3,
            Self::Died { .. } | Self::NotReady { .. } => 4,
            Self::Detached { code, .. } => *code,
            Self::Sql { .. } | Self::Database(_) => 5,
            Self::Uncompilable { .. } => 7,
            Self::AlreadyRunning(_) | Self::NotRunning(_) => 6,
            Self::Interrupted => 130,
            Self::Io { .. }
            | Self::Damaged { .. }
            | Self::Http { .. }
            | Self::NotInRepository { .. }
            | Self::Key(_) => 1,
        }
    }

    /// Wraps an I/O error with what was being done.
    pub fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

/// Postgres's own words, which `tokio_postgres::Error` hides behind "db error".
fn describe(error: &tokio_postgres::Error) -> String {
    match error.as_db_error() {
        Some(db) => {
            let detail = db.detail().map(|d| format!(" ({d})")).unwrap_or_default();
            format!("{}: {}{detail}", db.code().code(), db.message())
        }
        None => error.to_string(),
    }
}
