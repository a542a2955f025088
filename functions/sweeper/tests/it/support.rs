//! A session, the sweeper in front of it, and what time does to its rows.

use ipelya_edge::{Clock, Context, Settings};
use ipelya_test::{Api, LiveSession, Reply, User};
use serde_json::{Value, json};

/// A session whose room is open; nobody has connected.
pub(crate) async fn on_air() -> LiveSession {
    LiveSession::of(sweeper::routes()).at_system_time().with_room().start().await
}

/// A session without a room.
pub(crate) async fn without_room() -> LiveSession {
    LiveSession::of(sweeper::routes()).at_system_time().start().await
}

/// Somebody with this role, whom the database believes to have been let in long ago and not to be inside.
pub(crate) async fn let_in_long_ago(live: &LiveSession, role: &str) -> User {
    let user = live.project.given().user().await;
    live.project.given().participant(&live.session, &user).role(role).left().insert().await;
    let sql = "update public.live_participants set admitted_at = null where user_id = $1";
    live.project.execute(sql, &[&user.id]).await;
    user
}

/// A request for a sweep.
pub(crate) async fn ask_for_sweep(api: &Api) -> Reply {
    api.post("sweeper").bearer(&api.setting("SUPABASE_SERVICE_ROLE_KEY")).json(json!({})).send().await
}

/// One sweep, which succeeds: what it reports.
pub(crate) async fn sweep(live: &LiveSession) -> Value {
    let reply = ask_for_sweep(&live.api).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body
}

/// One look at what waits for its host or a party: what it reports.
pub(crate) async fn confirm_absence(live: &LiveSession) -> Value {
    let env = live.project.env();
    let settings = Settings::from_source(|name| env.get(name).cloned()).unwrap();
    let cx = Context::new(&settings, Clock::system()).unwrap();
    serde_json::to_value(sweeper::confirm_absence(&cx).await.unwrap()).unwrap()
}

/// The database hears that somebody joined, so many seconds ago.
pub(crate) async fn hears_of(live: &LiveSession, user: &User, sid: &str, seconds_ago: i32) {
    let sql = "select public.live_stay_seen($1, $2, $3, $4, 'STANDARD', now() - $5 * interval '1 s', null, null)";
    let room_sid = format!("RM_{sid}");
    let (room, identity) = (&live.session.room_name, user.id.to_string());
    live.project.execute(sql, &[room, &room_sid, &sid, &identity, &f64::from(seconds_ago)]).await;
}

/// Nothing has happened to any session for so many minutes.
pub(crate) async fn quiet_for(live: &LiveSession, minutes: i32) {
    let quiet = "update public.live_sessions
                 set started_at = now() - $1 * interval '1 min', updated_at = now() - $1 * interval '1 min'
                 where status = 'live'";
    live.project.db().batch_execute("alter table public.live_sessions disable trigger user").await.unwrap();
    live.project.execute(quiet, &[&f64::from(minutes)]).await;
    live.project.db().batch_execute("alter table public.live_sessions enable trigger user").await.unwrap();
}

/// So many seconds pass for everybody who has left.
pub(crate) async fn seconds_pass(live: &LiveSession, seconds: i32) {
    let pass = "with stays as (update public.live_stays set left_at = left_at - $1 * interval '1 s'),
                  calls as (update public.calls set party_left_at = party_left_at - $1 * interval '1 s')
                update public.live_sessions set host_left_at = host_left_at - $1 * interval '1 s'";
    live.project.execute(pass, &[&f64::from(seconds)]).await;
}

/// Everything a sweep could change.
pub(crate) async fn everything(live: &LiveSession) -> Value {
    let sql = "select jsonb_build_object(
                 'sessions', (select jsonb_agg(s order by s.id) from public.live_sessions s),
                 'calls', (select jsonb_agg(c order by c.id) from public.calls c),
                 'stays', (select jsonb_agg(t order by t.participant_sid) from public.live_stays t),
                 'rooms', (select jsonb_agg(r order by r.room_sid) from public.live_rooms r),
                 'people', (select jsonb_agg(p order by p.id) from public.live_participants p)
               )";
    live.project.value(sql, &[]).await
}

/// The rows sweeps have written of themselves: how they ended and what they counted.
pub(crate) async fn reports(live: &LiveSession) -> Vec<(String, Value)> {
    let sql = "select processing_status, raw_payload from public.live_webhook_logs
               where event_type = 'sweep' and event_id is null order by created_at";
    let rows = live.project.db().query(sql, &[]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}
