//! What one more viewer and one more message cost: the database's work in a session of none, of few and of many.

use std::time::{Duration, Instant};

use ipelya_test::{Project, Session};
use tokio_postgres::Error;

/// Viewers inside the sessions before anything is measured.
pub(crate) const SIZES: [u32; 3] = [0, 10, 10_000];
/// Measured actions of each kind per session; the sessions take turns.
pub(crate) const TIMES: u32 = 400;

/// Something a viewer does. `$1` is the session's id, `$2` its room, `$3` the viewer's number.
struct Action {
    name: &'static str,
    sql: &'static str,
}

const ACTIONS: [Action; 3] = [
    Action {
        name: "`join-live-session`: facts and seat",
        sql: "select public.live_join_facts(u.id, null, $1, null), public.live_take_seat(u.id, $1, null), $2::text
              from auth.users u where u.email = $3 || '@bench'",
    },
    Action {
        name: "LiveKit's report of the join",
        sql: "select public.live_stay_seen($2, 'RM_' || $1::uuid, 'PA_' || $3 || $2, u.id::text, 'STANDARD', now(), null, null)
              from auth.users u where u.email = $3 || '@bench'",
    },
    Action {
        name: "`send-live-message`",
        sql: "select public.live_send_message(
                p_user_id => u.id, p_auth_session_id => null, p_session_id => $1, p_content => 'merhaba ' || $2::text,
                p_now => now()
              )
              from auth.users u where u.email = $3 || '@bench'",
    },
];

/// Median times of one action in each of [`SIZES`], as the database's client sees them.
pub(crate) struct Cost {
    pub(crate) name: &'static str,
    pub(crate) medians: [Duration; SIZES.len()],
}

/// Measures every action.
pub(crate) async fn measure(project: &Project) -> Result<Vec<Cost>, Error> {
    let given = project.given();
    let mut sessions = Vec::new();
    for size in SIZES {
        let session = given.live_session(&given.creator().await).insert().await;
        fill(project, &session, size).await?;
        sessions.push(session);
    }
    project.db().batch_execute("analyze").await?;

    let mut costs = Vec::new();
    for action in ACTIONS {
        let statement = project.db().prepare(action.sql).await?;
        let mut times: [Vec<Duration>; SIZES.len()] = Default::default();
        for viewer in 0..TIMES {
            for (session, times) in sessions.iter().zip(&mut times) {
                let viewer = format!("joiner{viewer}");
                let started = Instant::now();
                project.db().query_one(&statement, &[&session.id, &session.room_name, &viewer]).await?;
                times.push(started.elapsed());
            }
        }
        let medians = times.map(|mut times| {
            times.sort_unstable();
            times.get(times.len() / 2).copied().unwrap_or_default()
        });
        costs.push(Cost { name: action.name, medians });
    }
    Ok(costs)
}

/// Puts so many viewers into the session, and makes the people who will act.
async fn fill(project: &Project, session: &Session, size: u32) -> Result<(), Error> {
    let id = session.id;
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
             select 'PA_' || user_id, 'RM_{id}', '{id}', user_id, now() from seats",
            last = TIMES - 1,
        ))
        .await
}
