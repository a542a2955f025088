//! `make load` and `make soak`: the whole service under the load of shows, on one machine and within a stated time. Real
//! binaries of the functions, a real Postgres and PostgREST, the local stack's Realtime, the tick and the sweeper; only
//! LiveKit is a stand-in without media.
//!
//! Nobody waits for anybody: what is asked is asked when its plan says, and measured from that moment on. What must not be
//! (an answer 5xx, books that do not agree, a number that is not that of the rows) fails the run.

mod books;
mod chance;
mod ending;
mod flatness;
mod functions;
mod gateway;
mod listeners;
mod livekit;
mod meter;
mod people;
mod plan;
mod records;
mod report;
mod rounds;
mod session;
mod show;
mod soak;
mod stage;

use std::time::Duration;

use ipelya_local::transport::Transport;
use tokio::time::timeout;

use self::plan::Parts;
use self::report::Column;
use self::show::Outcome;
use crate::Binaries;

/// What a run may take beyond its plan.
const BEYOND: Duration = Duration::from_mins(6);

/// Does what the words after `load` say: `shows`, `soak` or, for itself, `gateway`.
pub(crate) async fn run(binaries: &Binaries) -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().skip(2).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.split_first() {
        Some((&"shows", options)) => Box::pin(shows(binaries, &Options::read(options)?)).await,
        Some((&"soak", options)) => Box::pin(soak(binaries, &Options::read(options)?)).await,
        Some((&"gateway", [rest, database])) => gateway::run(rest, database).await,
        _ => Err(std::io::Error::other("load shows, load soak")),
    }
}

/// What differs from the standard run, whose figures alone are published.
#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    /// `sizes=10,1000`: viewers of each show.
    sizes: Option<Vec<usize>>,
    /// `window=60`: seconds within which all come, for which all stay, and within which all go.
    window: Option<u64>,
    /// `minutes=10`: how long the soak is.
    minutes: Option<u64>,
    /// `transport=rest`, `transport=direct`: how functions reach Postgres.
    transport: Option<Transport>,
}

impl Options {
    fn read(words: &[&str]) -> std::io::Result<Self> {
        let mut options = Self::default();
        for word in words {
            let wrong = || std::io::Error::other(format!("{word} is none of sizes=, window=, minutes=, transport="));
            let (name, value) = word.split_once('=').ok_or_else(wrong)?;
            let number = || value.parse().map_err(|_| wrong());
            match (name, value) {
                ("sizes", _) => {
                    let sizes = value.split([',', ' ']).filter(|size| !size.is_empty());
                    let sizes: Result<Vec<usize>, _> = sizes.map(str::parse).collect();
                    options.sizes = Some(sizes.map_err(|_| wrong())?);
                }
                ("window", _) => options.window = Some(number()?),
                ("minutes", _) => options.minutes = Some(number()?),
                ("transport", name) => options.transport = Some(Transport::of(name).ok_or_else(wrong)?),
                _ => return Err(wrong()),
            }
        }
        Ok(options)
    }

    fn is_standard(&self) -> bool {
        *self == Self::default()
    }

    fn transport(&self) -> Transport {
        self.transport.unwrap_or(Transport::Rest)
    }

    /// The shows: of each size once, and where nothing else is said of the largest once more, asking Postgres directly.
    fn shows(&self) -> Vec<(usize, Transport)> {
        let sizes = self.sizes.clone().unwrap_or_else(|| vec![10, 1_000, 10_000]);
        let mut shows: Vec<_> = sizes.iter().map(|size| (*size, self.transport())).collect();
        if self.transport.is_none() {
            shows.extend(sizes.iter().max().map(|size| (*size, Transport::Direct)));
        }
        shows
    }
}

async fn shows(binaries: &Binaries, options: &Options) -> std::io::Result<()> {
    let window = Duration::from_secs(options.window.unwrap_or(60));
    let parts = Parts { arriving: window, staying: window, leaving: window };
    let mut columns = Vec::new();
    let mut wrong = Vec::new();
    for (size, transport) in options.shows() {
        let outcome = in_time(3 * window, Box::pin(show::play(binaries, size, parts, transport))).await?;
        wrong.extend(outcome.wrong.iter().map(|what| format!("{}: {what}", outcome.column.title)));
        columns.push(outcome.column);
    }
    tell("make load", &columns, &wrong, options)
}

async fn soak(binaries: &Binaries, options: &Options) -> std::io::Result<()> {
    let lasting = Duration::from_mins(options.minutes.unwrap_or(10));
    let Outcome { column, wrong } =
        in_time(soak::WARM_UP + lasting, Box::pin(soak::play(binaries, lasting, options.transport()))).await?;
    tell("make soak", &[column], &wrong, options)
}

async fn in_time(planned: Duration, run: impl Future<Output = std::io::Result<Outcome>>) -> std::io::Result<Outcome> {
    let outcome = timeout(planned + BEYOND, run).await;
    outcome.map_err(|_| std::io::Error::other("the run does not come to its end"))?
}

/// Publishes the figures of a standard run in which nothing was wrong; prints them otherwise.
#[expect(clippy::print_stdout, reason = "the figures are this program's output")]
fn tell(command: &str, columns: &[Column], wrong: &[String], options: &Options) -> std::io::Result<()> {
    let figures = report::render(columns);
    if wrong.is_empty() && options.is_standard() {
        return crate::report::publish(command, &figures);
    }
    println!("{figures}");
    if wrong.is_empty() { Ok(()) } else { Err(std::io::Error::other(wrong.join("\n"))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_run_has_the_largest_show_both_ways() {
        let options = Options::read(&[]).unwrap();
        assert!(options.is_standard());
        let shows = [(10, Transport::Rest), (1_000, Transport::Rest), (10_000, Transport::Rest)];
        assert_eq!(options.shows(), [&shows[..], &[(10_000, Transport::Direct)]].concat());
    }

    #[test]
    fn what_is_said_is_done_and_nothing_else() {
        let options = Options::read(&["sizes=20 300", "window=10", "transport=direct"]).unwrap();
        assert!(!options.is_standard());
        assert_eq!(options.window, Some(10));
        assert_eq!(options.shows(), [(20, Transport::Direct), (300, Transport::Direct)]);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for word in ["sizes=ten", "size=10", "transport=carrier pigeon", "10"] {
            assert!(Options::read(&[word]).is_err(), "{word}");
        }
    }
}
