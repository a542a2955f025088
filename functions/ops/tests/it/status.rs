//! How the service is, and what is stuck.

use ipelya_test::Mode;
use serde_json::{Value, json};
use time::Duration;

use super::support::{Panel, pick};

impl Panel {
    /// The tick and the sweep have just run.
    async fn runs(&self) {
        let now = self.live.api.now();
        self.live.project.execute("select public.live_tick($1)", &[&now]).await;
        self.live.project.execute("select public.live_sweep_facts($1, false)", &[&now]).await;
    }

    async fn health(&self) -> (u16, Value) {
        let reply = self.live.api.ask("GET", "live-ops/health").send().await;
        (reply.status, reply.body)
    }
}

fn checks(but: &Value) -> Value {
    let mut checks = json!({
        "database": "healthy", "livekit": "healthy", "realtime": "healthy", "tick": "healthy", "sweep": "healthy",
        "webhooks": "healthy", "push": "healthy",
    });
    checks.as_object_mut().unwrap().extend(but.as_object().unwrap().clone());
    checks
}

#[tokio::test]
async fn everybody_is_told_that_the_service_is_well_and_no_numbers() {
    let panel = Panel::open().await;
    panel.runs().await;
    panel.live.project.rest().reset();
    let (status, body) = panel.health().await;
    assert_eq!((status, &body["checks"]), (200, &checks(&json!({}))), "{body}");
    assert!(body["checkedAt"].is_string() && body.as_object().unwrap().len() == 3, "{body}");
    assert_eq!(panel.live.project.rest().paths(), ["/rest/v1/rpc/live_ops_health"]);
    assert_eq!(panel.live.project.livekit().paths(), ["/twirp/livekit.RoomService/ListRooms"]);
}

#[tokio::test]
async fn what_is_late_or_down_is_named_with_503() {
    let panel = Panel::open().await;
    let (status, body) = panel.health().await;
    assert_eq!((status, &body["errorCode"]), (503, &json!("DEGRADED")), "nothing has run yet");
    assert_eq!(body["checks"], checks(&json!({ "tick": "degraded", "sweep": "degraded" })));

    panel.runs().await;
    panel.live.project.livekit().set_mode(Mode::Refuse);
    let (status, body) = panel.health().await;
    assert_eq!((status, &body["checks"]), (503, &checks(&json!({ "livekit": "down" }))));

    panel.live.project.livekit().set_mode(Mode::Pass);
    panel.live.project.rest().set_mode(Mode::Refuse);
    let (status, body) = panel.health().await;
    let unknown = json!({
        "database": "down", "realtime": "unknown", "tick": "unknown", "sweep": "unknown", "webhooks": "unknown",
        "push": "unknown",
    });
    assert_eq!((status, &body["checks"]), (503, &checks(&unknown)));
}

#[tokio::test]
async fn staff_sees_parts_quotas_alerts_and_numbers() {
    let panel = Panel::open().await;
    panel.runs().await;
    panel.live.project.given().setting("livekit_rooms_count", 1).await;
    panel.live.project.livekit().set_mode(Mode::Refuse);
    let reply = panel.get("system-status").await;
    assert_eq!(
        pick(&reply["health"], "livekit,supabase,realtime,tick,sweep,webhooks,push"),
        json!({
            "livekit": "down", "supabase": "healthy", "realtime": "healthy", "tick": "healthy", "sweep": "healthy",
            "webhooks": "healthy", "push": "healthy",
        })
    );
    assert!(reply["health"]["lastCheck"].is_string());
    let quotas = reply["quotas"].as_array().unwrap();
    let names: Vec<_> = quotas.iter().map(|quota| quota["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["participant_minutes", "concurrent_participants", "rooms", "egress_minutes"]);
    assert_eq!(quotas[2], json!({ "name": "rooms", "used": 1, "limit": 1, "percentage": 100, "status": "critical" }));
    assert_eq!((&quotas[0]["limit"], &quotas[0]["status"]), (&Value::Null, &json!("normal")));
    let alerts = reply["alerts"].as_array().unwrap();
    let told: Vec<_> =
        alerts.iter().map(|alert| (alert["id"].as_str().unwrap(), alert["level"].as_str().unwrap())).collect();
    assert_eq!(told, [("livekit", "critical"), ("quota_rooms", "critical")]);
    assert!(alerts.iter().all(|alert| alert["title"].is_string() && alert["message"].is_string()));
    assert_eq!(reply["stats"]["active_sessions"], 1);
    assert_eq!(reply["figures"]["tick"]["seconds_ago"], 0);
}

#[tokio::test]
async fn what_is_stuck_is_listed() {
    let panel = Panel::open().await;
    assert_eq!(panel.get("stuck").await["stuck"], json!([]));
    let due = panel.live.api.now() - Duration::minutes(5);
    let overdue = "update public.live_sessions set max_ends_at = $2 where id = $1";
    panel.live.project.execute(overdue, &[&panel.live.session.id, &due]).await;
    let stuck = panel.get("stuck").await;
    let [row] = stuck["stuck"].as_array().unwrap().as_slice() else { panic!("{stuck:#}") };
    assert_eq!(
        pick(row, "kind,id,room_name"),
        json!({
            "kind": "overdue_session", "id": panel.live.session.id, "room_name": panel.live.session.room_name,
        })
    );
}
