//! What the rows say of a session, and what time does to them.

use super::LiveSession;
use crate::given::User;
use serde_json::{Value, json};
use time::Duration;

impl LiveSession {
    /// One row as JSON, null if there is none; the query is asked with the session's id.
    pub async fn ask(&self, sql: &str) -> Value {
        let sql = format!("select coalesce((select to_jsonb(x) from ({sql}) x), 'null')");
        self.project.value(&sql, &[&self.session.id]).await
    }

    /// The session's row.
    pub async fn row(&self) -> Value {
        self.ask("select * from public.live_sessions where id = $1").await
    }

    /// The session's status, the reason of its end, and whether the host is away.
    pub async fn status(&self) -> Value {
        let sql = "select jsonb_build_array(status, end_reason, host_left_at is not null)
                   from public.live_sessions where id = $1";
        self.project.value(sql, &[&self.session.id]).await
    }

    /// Whether somebody counts as inside, and by which connection.
    pub async fn place_of(&self, user: &User) -> Value {
        let sql = "select jsonb_build_array(is_active, livekit_participant_sid)
                   from public.live_participants where session_id = $1 and user_id = $2";
        self.project.value(sql, &[&self.session.id, &user.id]).await
    }

    /// Whether a connection is open, and why not.
    pub async fn stay(&self, sid: &str) -> Value {
        let sql = "select jsonb_build_array(left_at is null, left_reason)
                   from public.live_stays where participant_sid = $1";
        self.project.value(sql, &[&sid]).await
    }

    /// How many connections of anybody are open.
    pub async fn open_stays(&self) -> i64 {
        self.project.count("public.live_stays where left_at is null").await
    }

    /// The names of what phones were told of the session, in order.
    pub async fn told(&self) -> Vec<String> {
        let sql = "select coalesce(jsonb_agg(event order by inserted_at, ctid), '[]') from realtime.messages
                   where topic = 'live:' || $1::uuid";
        let told = self.project.value(sql, &[&self.session.id]).await;
        serde_json::from_value(told).expect("events have names")
    }

    /// The tick, so many seconds after the test began.
    pub async fn tick(&self, second: i64) {
        let at = self.api.now() + Duration::seconds(second);
        self.project.execute("select public.live_tick($1)", &[&at]).await;
    }

    /// LiveKit, asked then, did not have everybody in a room who is waited for. Tells whether that ended something.
    pub async fn confirm_absence(&self, room_name: &str, second: i64) -> bool {
        let at = self.api.now() + Duration::seconds(second);
        let repair = json!({ "room_name": room_name, "absent": true });
        let sql = "select to_jsonb(public.live_sweep_apply($1, $2) ->> 'ended' = '1')";
        self.project.value(sql, &[&repair, &at]).await == json!(true)
    }
}
