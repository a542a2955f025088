//! What one more viewer costs: the database's work for a join report, in a session of few and of many.

use std::time::{Duration, Instant};

use ipelya_local::harness::{Project, Session};
use tokio_postgres::Error;

/// Viewers inside the two sessions before the measured joins.
pub(crate) const SIZES: [u32; 2] = [10, 10_000];
/// Measured joins per session; the two take turns.
pub(crate) const JOINS: u32 = 400;

/// Median time of one join in each of [`SIZES`], as the database's client sees it.
pub(crate) async fn measure(project: &Project) -> Result<[Duration; 2], Error> {
    let given = project.given();
    let mut sessions = Vec::new();
    for size in SIZES {
        let session = given.live_session(&given.creator().await).insert().await;
        fill(project, &session, size).await?;
        sessions.push(session);
    }
    project.db().batch_execute("analyze").await?;

    let join = project
        .db()
        .prepare(
            "select public.live_stay_seen($1, 'RM_' || $1, 'PA_' || $2 || $1, u.id::text, 'STANDARD', now(), null, null)
             from auth.users u where u.email = $2 || '@bench'",
        )
        .await?;
    let mut times = [Vec::new(), Vec::new()];
    for joiner in 0..JOINS {
        for (session, times) in sessions.iter().zip(&mut times) {
            let started = Instant::now();
            project.db().query_one(&join, &[&session.room_name, &format!("joiner{joiner}")]).await?;
            times.push(started.elapsed());
        }
    }
    Ok(times.map(|mut times| {
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap_or_default()
    }))
}

/// Puts so many viewers into the session, and makes the people who will join.
async fn fill(project: &Project, session: &Session, size: u32) -> Result<(), Error> {
    let id = session.id;
    let room = &session.room_name;
    project
        .db()
        .batch_execute(&format!(
            "insert into auth.users (id, email)
             select gen_random_uuid(), 'joiner' || n || '@bench' from generate_series(0, {last}) n
             where not exists (select from auth.users where email = 'joiner0@bench');
             insert into public.profiles (user_id, type, username)
             select u.id, 'real', u.email from auth.users u
             where u.email like 'joiner%@bench' and not exists (select from public.profiles p where p.user_id = u.id);
             with people as (
               insert into auth.users (id, email)
               select gen_random_uuid(), '{id}-' || n from generate_series(1, {size}) n returning id, email
             ), faces as (
               insert into public.profiles (user_id, type, username)
               select id, 'real', email from people returning id, user_id
             ), seats as (
               insert into public.live_participants (session_id, user_id, profile_id)
               select '{id}', user_id, id from faces returning user_id
             )
             insert into public.live_stays (participant_sid, room_sid, session_id, user_id, joined_at)
             select 'PA_' || user_id, 'RM_{room}', '{id}', user_id, now() from seats",
            last = JOINS - 1,
        ))
        .await
}
