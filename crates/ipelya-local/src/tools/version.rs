//! Asking a program for its version.

use std::path::Path;
use std::process::Stdio;

/// The first two numbers of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    pub(super) major: u32,
    pub(super) minor: u32,
}

impl Version {
    pub(super) fn at_least(self, major: u32, minor: u32) -> bool {
        self >= Self { major, minor }
    }

    /// The first number in `text` that looks like a version: `17.10` in `postgres (PostgreSQL) 17.10`.
    fn parse(text: &str) -> Option<Self> {
        text.split(|c: char| c.is_whitespace() || c == '(' || c == ')').find_map(|word| {
            let word = word.trim_start_matches(['v', 'V']);
            let mut numbers = word.split(|c: char| !c.is_ascii_digit());
            let major = numbers.next()?.parse().ok()?;
            Some(Self { major, minor: numbers.next().and_then(|minor| minor.parse().ok()).unwrap_or(0) })
        })
    }
}

/// What `program flag` says, `None` when it cannot be run or says nothing we understand.
pub(super) async fn version_of(program: &Path, flag: &str) -> Option<Version> {
    let output =
        tokio::process::Command::new(program).arg(flag).stdin(Stdio::null()).kill_on_drop(true).output().await.ok()?;
    Version::parse(&String::from_utf8_lossy(&output.stdout))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_programs_print() {
        for (text, major, minor) in [
            ("postgres (PostgreSQL) 17.10 (Debian 17.10-1)", 17, 10),
            ("postgres (PostgreSQL) 18beta1", 18, 0),
            ("PostgREST 12.0.2", 12, 0),
            ("PostgREST 14.1 (abcdef)", 14, 1),
            ("livekit-server version 1.13.5", 1, 13),
            ("cargo-lambda 1.9.2 (0d1b2a3 2026-01-01Z)", 1, 9),
            ("v2.3", 2, 3),
        ] {
            assert_eq!(Version::parse(text), Some(Version { major, minor }), "{text}");
        }
        assert_eq!(Version::parse("no number here"), None);
    }

    #[test]
    fn versions_compare_by_number() {
        let version = Version { major: 1, minor: 10 };
        assert!(version.at_least(1, 9) && !version.at_least(1, 11) && !version.at_least(2, 0));
    }
}
