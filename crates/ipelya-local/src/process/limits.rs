//! What the system lets a process have.

use nix::sys::resource::{Resource, getrlimit, setrlimit};

/// More than any stack needs; macOS refuses to go without a limit.
const ENOUGH: u64 = 65_536;

/// Lets this process and those it starts hold as many connections as the system allows: whoever waits at the gateway
/// holds one, and many shells begin with a limit of 256 or 1024. Where it cannot be raised, fewer can wait.
pub fn allow_many_connections() {
    if let Ok((soft, hard)) = getrlimit(Resource::RLIMIT_NOFILE) {
        let _ = setrlimit(Resource::RLIMIT_NOFILE, hard.min(ENOUGH).max(soft), hard);
    }
}
