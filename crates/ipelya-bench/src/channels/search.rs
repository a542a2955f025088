//! Searches of each kind, with other words or another place each time.

use std::fmt::Write as _;
use std::time::Instant;

use serde_json::Value;
use tokio_postgres::{Client, Error};

use super::NOW;
use crate::generated::{backend, ms, pages, percentile};
use crate::process::exact_cpu;

/// Searches of each kind.
const TIMES: usize = 400;
/// Of these, how many are explained.
const EXPLAINED: usize = 15;
/// What 95 of 100 may take, in ms.
const BOUND: &str = "20";

/// What is looked for: SQL for so many sets of what `live_search_channels` wants, from slug to page.
struct Kind {
    name: &'static str,
    sql: &'static str,
}

/// Words and places are those of channels, drawn by the hash of their slugs.
const KINDS: [Kind; 12] = [
    Kind {
        name: "all on air, the first page",
        sql: "select null, null, null, 100, false, 1 from generate_series(1, $1) n",
    },
    Kind {
        name: "all on air, page 2 to 370",
        sql: "select null, null, null, 100, false, 2 + n * 997 % 369 from generate_series(1, $1) n",
    },
    Kind {
        name: "a slug, on air",
        sql: "select slug, null, null, 100, false, 1 from public.live_channels where active order by md5(slug) limit $1",
    },
    Kind {
        name: "a slug, off the air too",
        sql: "select slug, null, null, 100, true, 1 from public.live_channels order by md5(slug) limit $1",
    },
    Kind {
        name: "the first one to four letters of a slug, on air",
        sql: "select left(slug, 1 + length(slug) % 4), null, null, 100, false, 1
              from public.live_channels order by md5(slug) limit $1",
    },
    Kind {
        name: "the same, off the air too",
        sql: "select left(slug, 1 + length(slug) % 4), null, null, 100, true, 1
              from public.live_channels order by md5(slug) limit $1",
    },
    Kind {
        name: "a name with two letters the wrong way round, on air",
        sql: "select bench.misspelt(p.display_name, length(c.slug)), null, null, 100, false, 1
              from public.live_channels c join public.profiles p on p.id = c.creator_profile_id
              where c.active order by md5(c.slug) limit $1",
    },
    Kind {
        name: "the same, off the air too",
        sql: "select bench.misspelt(p.display_name, length(c.slug)), null, null, 100, true, 1
              from public.live_channels c join public.profiles p on p.id = c.creator_profile_id
              order by md5(c.slug) limit $1",
    },
    Kind {
        name: "within 10 to 100 km of somewhere in Istanbul",
        sql: "select null, 28.6 + n * 37 % 80 / 100.0, 40.8 + n * 53 % 40 / 100.0, 10 + n * 7 % 91, false, 1
              from generate_series(1, $1) n",
    },
    Kind {
        name: "within 500 km of there, page 2 to 200",
        sql: "select null, 28.6 + n * 37 % 80 / 100.0, 40.8 + n * 53 % 40 / 100.0, 500, false, 2 + n * 997 % 199
              from generate_series(1, $1) n",
    },
    Kind {
        name: "within 50 to 500 km of somewhere at ±180°",
        sql: "select null, (n * 2 % 4 - 1) * (180 - n * 37 % 100 / 100.0), -17.8 + n * 53 % 200 / 100.0, 50 + n * 7 % 451,
                false, 1
              from generate_series(1, $1) n",
    },
    Kind {
        name: "within 500 km of anywhere on earth",
        sql: "select null, n * 7919 % 3600 / 10.0 - 180, n * 6007 % 1800 / 10.0 - 90, 500, false, 1
              from generate_series(1, $1) n",
    },
];

/// A search as PostgREST calls it: everything that is asked for is `$1`.
fn search() -> String {
    format!(
        "select public.live_search_channels(
           w.user_id, w.address, w.slug, w.longitude, w.latitude, w.radius, w.offline, w.page, 8, 10000, {NOW}
         )
         from jsonb_to_record($1) w (
           user_id uuid, address text, slug text, longitude float8, latitude float8, radius float8, offline boolean,
           page integer
         )"
    )
}

/// What is asked for by the visitors of a kind, of whom every other is signed in and has blocked somebody.
async fn wanted(db: &Client, kind: &Kind) -> Result<Vec<Value>, Error> {
    let sql = format!(
        "select to_jsonb(w) || jsonb_build_object(
           'user_id', case when visit % 2 = 0 then bench.id('person', 300000 + visit) end,
           'address', '{}, visitor ' || visit
         )
         from (
           select drawn.*, row_number() over () as visit
           from ({}) drawn (slug, longitude, latitude, radius, offline, page)
         ) w",
        kind.name,
        kind.sql.replace("$1", &TIMES.to_string()),
    );
    Ok(db.query(&sql, &[]).await?.iter().map(|row| row.get(0)).collect())
}

/// Searches for everything, and writes how long that took.
pub(super) async fn measure(db: &Client, text: &mut String) -> Result<(), Error> {
    let _ = write!(
        text,
        "\n{TIMES} searches of each kind, eight channels to a page. Times are those of the database's client, in ms; \
         CPU that of Postgres's own process; found is the count in the middle.\n\n\
         | search | found | p50 | p95 | max | bound of p95 | CPU p50 | CPU p95 |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|\n"
    );
    // no visitor has asked for anything yet
    db.batch_execute("delete from public.live_rate_limits where action = 'search'").await?;
    let (search, pid) = (db.prepare(&search()).await?, backend(db).await?);
    for kind in &KINDS {
        let (mut times, mut spent, mut found) = (Vec::new(), Vec::new(), Vec::new());
        for wanted in &wanted(db, kind).await? {
            let (started, before) = (Instant::now(), exact_cpu(pid));
            let reply: Value = db.query_one(&search, &[wanted]).await?.get(0);
            times.push(started.elapsed());
            spent.push(exact_cpu(pid).saturating_sub(before));
            found.push(reply.get("total").and_then(Value::as_u64).unwrap_or_default());
        }
        found.sort_unstable();
        let [p50, p95, max] = [50, 95, 100].map(|percent| ms(percentile(&times, percent)));
        let [cpu, most_cpu] = [50, 95].map(|percent| ms(percentile(&spent, percent)));
        let found = found.get(found.len() / 2).copied().unwrap_or_default();
        let _ = writeln!(
            text,
            "| {} | {found} | {p50:.1} | {p95:.1} | {max:.1} | {BOUND} | {cpu:.1} | {most_cpu:.1} |",
            kind.name
        );
    }
    Ok(())
}

/// Tells how many pages some searches of each kind read, which leaves their plans in Postgres's log.
pub(super) async fn plans(db: &Client, text: &mut String) -> Result<(), Error> {
    text.push_str("\n| search | pages read, median | most |\n|---|--:|--:|\n");
    for kind in &KINDS {
        let mut read = Vec::new();
        for wanted in wanted(db, kind).await?.iter().take(EXPLAINED) {
            read.push(pages(db, &search().replace("$1", &format!("'{wanted}'::jsonb"))).await?);
        }
        read.sort_unstable();
        let (median, most) = (read.get(read.len() / 2), read.last());
        let _ = writeln!(
            text,
            "| {} | {} | {} |",
            kind.name,
            median.copied().unwrap_or_default(),
            most.copied().unwrap_or_default()
        );
    }
    Ok(())
}
