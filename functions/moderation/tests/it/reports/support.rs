//! A session with people in it who report each other.

use ipelya_test::{LiveSession, Reply, User};
use serde_json::{Value, json};

/// A session with its viewer inside.
pub(crate) async fn on_air() -> LiveSession {
    LiveSession::of(moderation::routes()).with_viewer_inside().start().await
}

/// A request to report somebody.
pub(crate) fn about(live: &LiveSession, target: &User, reason: impl Into<Value>) -> Value {
    json!({ "sessionId": live.session.id, "targetUserId": target.id, "reason": reason.into() })
}

pub(crate) async fn report(live: &LiveSession, person: &User, target: &User, reason: impl Into<Value>) -> Reply {
    live.api.post("report-live-user").user(person).json(about(live, target, reason)).send().await
}

/// Reports somebody, which must succeed, and returns the id of the report.
pub(crate) async fn reported(live: &LiveSession, person: &User, target: &User) -> Value {
    let reply = report(live, person, target, "spam").await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body["report"]["id"].clone()
}

/// How many reports there are.
pub(crate) async fn count(live: &LiveSession) -> i64 {
    live.project.count("public.live_reports").await
}

/// The flags that nobody set by hand: action, target and count of each.
pub(crate) async fn flags(live: &LiveSession) -> Value {
    let sql = "select coalesce(jsonb_agg(jsonb_build_array(l.action, l.target_id, l.metadata -> 'count')
                                         order by l.action, l.target_id), '[]')
               from public.live_admin_logs l where l.admin_id is null";
    live.project.value(sql, &[]).await
}
