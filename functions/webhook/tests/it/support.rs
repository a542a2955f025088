//! A session, LiveKit's events delivered to the function, and what they have done.

use ipelya_test::{LiveSession, Reply, User};
use serde_json::Value;

/// A session to whose room nobody has come yet, as far as anybody has heard.
pub(crate) async fn on_air() -> LiveSession {
    LiveSession::of(webhook::routes()).start().await
}

/// Delivers an event: what became of it.
pub(crate) async fn deliver(live: &LiveSession, event: &Value) -> Value {
    let reply = post(live, event).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body["result"].clone()
}

pub(crate) async fn post(live: &LiveSession, event: &Value) -> Reply {
    live.api.webhook(event).send().await
}

/// As if nobody had ever connected.
pub(crate) async fn forget_presence(live: &LiveSession) {
    let forget = "
        delete from public.live_stays; delete from public.live_rooms; delete from public.live_webhook_logs;
        delete from public.live_participants where role <> 'host'; delete from public.live_dirty_sessions;
        update public.live_sessions set host_left_at = null, livekit_room_sid = null;
        update public.live_participants
          set livekit_participant_sid = null, total_watch_time_seconds = 0, left_at = null";
    live.project.db().batch_execute(forget).await.unwrap();
}

/// Somebody's row: active, and seconds watched.
pub(crate) async fn seat(live: &LiveSession, user: &User) -> (bool, i64) {
    let sql = "select is_active, total_watch_time_seconds::bigint from public.live_participants
               where session_id = $1 and user_id = $2";
    let row = live.project.db().query_one(sql, &[&live.session.id, &user.id]).await.unwrap();
    (row.get(0), row.get(1))
}
