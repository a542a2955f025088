//! The only place that writes to the terminal.

use std::io::Write;

/// Prints one line to standard output. A closed terminal is not an error.
pub fn say(line: impl AsRef<str>) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{}", line.as_ref());
    let _ = out.flush();
}

/// Prints one line to standard error. A closed terminal is not an error.
pub fn complain(line: impl AsRef<str>) {
    let _ = writeln!(std::io::stderr().lock(), "{}", line.as_ref());
}
