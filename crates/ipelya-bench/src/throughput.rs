//! Throughput: the same requests answered by different contestants, who take turns in one run; requests per second, and
//! the CPU time that each process spends on one.

mod kinds;

use std::io::Result;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ipelya_test::Project;

pub(crate) use self::kinds::{CREATE, PAID, PUBLIC, WEBHOOK};
use self::kinds::{Ground, Kind};
use crate::Binaries;
use crate::contestant::Contestant;
use crate::pgbench::Statements;
use crate::process;
use crate::webhook::Times;

/// Requests under way at a time.
pub(crate) const CONCURRENCY: usize = 8;
/// How often each contestant has its turn.
pub(crate) const TURNS: u32 = 5;
/// How long a turn is; where each request may be sent once, a turn ends with its share of them.
pub(crate) const TURN: Duration = Duration::from_secs(2);
/// How long each is asked before anything is measured.
const WARM_UP: Duration = Duration::from_millis(700);

/// A function as it asks PostgREST.
pub(crate) const REST: &str = "through PostgREST";
/// A function as it asks Postgres.
pub(crate) const DIRECT: &str = "directly";
/// A function as it asks PostgREST, in as few processes as the original plan has servers.
pub(crate) const REST_TOGETHER: &str = "through PostgREST, two processes";
/// A function as it asks Postgres, in as few processes as the original plan has servers.
pub(crate) const DIRECT_TOGETHER: &str = "directly, two processes";
/// The original plan's function.
pub(crate) const ORIGINAL: &str = "original plan";
/// Postgres, asked by pgbench with a statement each.
pub(crate) const PGBENCH: &str = "`pgbench`, the same statement";

/// What one kind of request costs one contestant, each.
pub(crate) struct Throughput {
    /// What was asked for.
    pub(crate) kind: &'static str,
    pub(crate) contestant: &'static str,
    /// Requests per second, everything on this machine.
    pub(crate) per_second: f64,
    /// What half of the requests took at most, and 99 of 100, waiting for the others included.
    pub(crate) times: Option<Times>,
    /// CPU time of the function itself.
    pub(crate) function: Duration,
    pub(crate) postgrest: Duration,
    pub(crate) postgres: Duration,
    /// Requests and statements to Auth, PostgREST, Postgres and LiveKit.
    pub(crate) calls: Option<usize>,
}

impl Throughput {
    /// CPU time of all three.
    pub(crate) fn together(&self) -> Duration {
        self.function + self.postgrest + self.postgres
    }
}

/// Every kind of request, by whoever can answer it.
pub(crate) async fn measure(
    binaries: &Binaries,
    project: &Project,
    settings: &[(String, String)],
) -> Result<Vec<Throughput>> {
    let ground = Ground::prepare(binaries, project, settings).await?;
    let mut results = Vec::new();
    for kind in ground.kinds().await? {
        results.extend(in_turns(&ground, kind).await?);
    }
    Ok(results)
}

/// What a contestant has done so far.
#[derive(Default)]
struct Tally {
    /// The next request, whose turn it is.
    next: Arc<AtomicUsize>,
    requests: f64,
    elapsed: Duration,
    times: Vec<Duration>,
    cpu: [Duration; 3],
}

async fn in_turns(ground: &Ground<'_>, kind: Kind) -> Result<Vec<Throughput>> {
    let project = ground.project;
    let contestants = ground.contestants(&kind).await?;
    let contestants: Vec<(Arc<Contestant>, Option<usize>)> =
        contestants.into_iter().map(|(contestant, calls)| (Arc::new(contestant), calls)).collect();
    let share = kind.once().map(|requests| requests / (TURNS as usize + 1));
    let Kind { name, pgbench, .. } = kind;
    let mut tallies: Vec<Tally> = contestants.iter().map(|_| Tally::default()).collect();
    let mut bench = [Tally::default(), Tally::default()];
    for ((contestant, _), tally) in contestants.iter().zip(&tallies) {
        send(contestant, &tally.next, WARM_UP, share).await?;
    }
    for _ in 0..TURNS {
        for ((contestant, _), tally) in contestants.iter().zip(&mut tallies) {
            let cpu = Cpu::of(project, &contestant.pids).await;
            let started = Instant::now();
            let times = send(contestant, &tally.next, TURN, share).await?;
            tally.elapsed += started.elapsed();
            tally.count(
                f64::from(u32::try_from(times.len()).unwrap_or(u32::MAX)),
                cpu.since(project, &contestant.pids).await,
            );
            tally.times.extend(times);
        }
        if let Some(pgbench) = &pgbench {
            for (statements, tally) in [Statements::Sent, Statements::Prepared].into_iter().zip(&mut bench) {
                let cpu = Cpu::of(project, &[]).await;
                let rate = pgbench.run(statements, TURN).await?;
                tally.elapsed += TURN;
                tally.count(rate * TURN.as_secs_f64(), cpu.since(project, &[]).await);
            }
        }
    }
    let of = |contestant, tally: Tally, calls| tally.figures(name, contestant, calls);
    let mut figures: Vec<Throughput> = contestants
        .iter()
        .zip(tallies)
        .map(|((contestant, calls), tally)| of(contestant.name, tally, *calls))
        .collect();
    if pgbench.is_some() {
        let names = [PGBENCH, "`pgbench`, prepared once"];
        figures.extend(names.into_iter().zip(bench).map(|(name, tally)| of(name, tally, None)));
    }
    Ok(figures)
}

impl Tally {
    fn count(&mut self, requests: f64, cpu: [Duration; 3]) {
        self.requests += requests;
        for (sum, spent) in self.cpu.iter_mut().zip(cpu) {
            *sum += spent;
        }
    }

    fn figures(self, kind: &'static str, contestant: &'static str, calls: Option<usize>) -> Throughput {
        let [function, postgrest, postgres] = self.cpu.map(|spent| spent.div_f64(self.requests));
        Throughput {
            kind,
            contestant,
            per_second: self.requests / self.elapsed.as_secs_f64(),
            times: (!self.times.is_empty()).then(|| Times::of(&self.times)),
            function,
            postgrest,
            postgres,
            calls,
        }
    }
}

/// What the processes had spent at one moment.
struct Cpu([Duration; 3]);

impl Cpu {
    async fn of(project: &Project, pids: &[u32]) -> Self {
        let postgrest = project.rest().server_pid().await.unwrap_or_default();
        let own = pids.iter().map(|pid| process::cpu(*pid)).sum();
        Self([own, process::cpu(postgrest), process::cpu_of_tree(project.postgres_pid())])
    }

    async fn since(&self, project: &Project, pids: &[u32]) -> [Duration; 3] {
        let [own, postgrest, postgres] = Self::of(project, pids).await.0;
        let [had_own, had_postgrest, had_postgres] = self.0;
        [own.saturating_sub(had_own), postgrest.saturating_sub(had_postgrest), postgres.saturating_sub(had_postgres)]
    }
}

/// Sends requests for so long, or so many of them. Returns the times they took.
async fn send(
    contestant: &Arc<Contestant>,
    next: &Arc<AtomicUsize>,
    lasts: Duration,
    most: Option<usize>,
) -> Result<Vec<Duration>> {
    let end = Instant::now() + lasts;
    let last = most.map(|most| next.load(Ordering::Relaxed) + most);
    let workers = (0..CONCURRENCY).map(|worker| {
        let (contestant, next) = (Arc::clone(contestant), Arc::clone(next));
        tokio::spawn(async move {
            let mut times = Vec::new();
            while last.is_some() || Instant::now() < end {
                let turn = next.fetch_add(1, Ordering::Relaxed);
                if last.is_some_and(|last| turn >= last) {
                    break;
                }
                let started = Instant::now();
                contestant.answer(worker, turn).await?;
                times.push(started.elapsed());
            }
            Ok::<_, std::io::Error>(times)
        })
    });
    let mut times = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        times.extend(worker.await??);
    }
    if let Some(last) = last {
        // who came too late took numbers as well
        next.store(last, Ordering::Relaxed);
    }
    Ok(times)
}
