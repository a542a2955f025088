//! Reports and bans, and what is done about them.

use ipelya_test::{Mode, User};
use serde_json::{Value, json};
use uuid::Uuid;

use super::support::{Panel, face, pick};

const FACE: &str = "user_id,username,display_name,avatar_url";

impl Panel {
    /// A report of somebody by the host, of so many minutes ago.
    async fn report(&self, reported: &User, status: &str, minutes: i32) -> Uuid {
        let sql =
            "insert into public.live_reports (session_id, reporter_id, reported_user_id, reason, status, created_at)
                   values ($1, $2, $3, 'spam', $4, now() - make_interval(mins => $5)) returning to_jsonb(id)";
        let (session, host) = (self.live.session.id, self.live.host.id);
        let id = self.live.project.value(sql, &[&session, &host, &reported.id, &status, &minutes]).await;
        serde_json::from_value(id).unwrap()
    }

    async fn banned(&self) -> Value {
        let sql = "select coalesce(jsonb_agg(jsonb_build_array(
                     ban_type, banned_user_id, extract(epoch from expires_at - created_at)::int / 3600
                   )), '[]')
                   from public.live_session_bans where is_active";
        self.live.project.value(sql, &[]).await
    }

    async fn ban_id(&self) -> Uuid {
        let sql = "select to_jsonb(id) from public.live_session_bans order by created_at desc limit 1";
        serde_json::from_value(self.live.project.value(sql, &[]).await).unwrap()
    }
}

fn ids(reply: &Value, list: &str) -> Vec<Value> {
    reply[list].as_array().unwrap().iter().map(|row| row["id"].clone()).collect()
}

#[tokio::test]
async fn reports_are_listed_by_what_the_panel_calls_their_status_and_counted() {
    let panel = Panel::open().await;
    let viewer = &panel.live.viewer;
    let mut all = Vec::new();
    for (minutes, status) in
        ["pending", "reviewing", "reviewed", "action_taken", "actioned", "resolved", "dismissed"].iter().enumerate()
    {
        all.push(json!(panel.report(viewer, status, i32::try_from(minutes).unwrap()).await));
    }
    let counts = json!({ "pending": 2, "resolved": 4, "dismissed": 1 });
    for (query, expected, total) in [
        ("", &all[..2], 2),
        ("?status=pending&limit=50&offset=0", &all[..2], 2),
        ("?status=resolved", &all[2..6], 4),
        ("?status=actioned&limit=2&offset=1", &all[3..5], 4),
        ("?status=dismissed", &all[6..], 1),
        ("?status=all", &all[..], 7),
    ] {
        let reply = panel.get(&format!("reports{query}")).await;
        assert_eq!((ids(&reply, "reports").as_slice(), &reply["total"]), (expected, &json!(total)), "{query}");
        assert_eq!(reply["statusCounts"], counts);
    }
    let row = panel.get("reports").await["reports"][0].clone();
    assert_eq!(pick(&row["reporter"], FACE), face(&panel.live.host));
    assert_eq!(pick(&row["reported_user"], FACE), face(viewer));
    assert_eq!(row["session"]["id"], json!(panel.live.session.id));
}

#[tokio::test]
async fn a_report_is_shown_with_what_is_known_of_the_reported() {
    let panel = Panel::open().await;
    let report = panel.report(&panel.live.viewer, "pending", 0).await;
    for minutes in 1..=6 {
        panel.report(&panel.live.viewer, "dismissed", minutes).await;
    }
    let given = panel.live.project.given();
    given.ban(&panel.live.viewer).everywhere().insert().await;
    given.ban(&panel.live.viewer).from_session(&panel.live.session).lifted().insert().await;
    let reply = panel.get(&format!("reports/{report}")).await;
    assert_eq!(reply["report"]["id"], json!(report));
    let context = &reply["context"];
    assert_eq!(pick(context, "previousReportCount,banCount"), json!({ "previousReportCount": 6, "banCount": 2 }));
    assert_eq!((ids(context, "previousReports").len(), ids(context, "banHistory").len()), (5, 2));
    let missing = panel.ask(&panel.admin, "GET", &format!("reports/{}", Uuid::from_u128(1)), None).await;
    missing.assert_refused(404, "REPORT_NOT_FOUND");
}

#[tokio::test]
async fn of_two_admins_at_the_same_moment_one_decides() {
    let panel = Panel::open().await;
    let report = panel.report(&panel.live.viewer, "pending", 0).await;
    let other = panel.live.project.given().admin().await;
    let path = format!("reports/{report}/action");
    let decide = |admin, action| panel.ask(admin, "POST", &path, Some(json!({ "action": action })));
    let (one, two) = futures_util::join!(decide(&panel.admin, "dismiss"), decide(&other, "ban_session"));
    let (first, second) = if one.status == 200 { (one, two) } else { (two, one) };
    assert_eq!(first.status, 200, "{}", first.body);
    second.assert_refused(400, "REPORT_HANDLED");
    let bans = i64::from(first.body["action"] == "ban_session");
    assert_eq!(panel.live.project.count("public.live_session_bans").await, bans);
    assert_eq!(panel.noted().await.len(), 1);
}

#[tokio::test]
async fn what_is_decided_about_a_report_is_done_and_noted_once() {
    let viewer_bans = |panel: &Panel, kind: &str, hours: Value| json!([[kind, panel.live.viewer.id, hours]]);
    for (body, status, taken, kind, hours, livekit) in [
        (json!({ "action": "dismiss" }), "dismissed", "dismissed", None, Value::Null, 0),
        (json!({ "action": "warn" }), "resolved", "warning_sent", None, Value::Null, 0),
        (json!({ "action": "kick" }), "resolved", "user_kicked", None, Value::Null, 1),
        (
            json!({ "action": "ban_session", "banType": "temporary", "banDuration": 12 }),
            "resolved",
            "session_ban",
            Some("session"),
            json!(12),
            1,
        ),
        (json!({ "action": "ban_session" }), "resolved", "session_ban", Some("session"), json!(24), 1),
        (
            json!({ "action": "ban_creator", "banType": "temporary", "banDuration": 3 }),
            "resolved",
            "creator_ban",
            Some("creator"),
            json!(72),
            1,
        ),
        (
            json!({ "action": "ban_creator", "banType": "permanent" }),
            "resolved",
            "creator_ban",
            Some("creator"),
            Value::Null,
            1,
        ),
        (
            json!({ "action": "ban_global", "banType": "permanent" }),
            "resolved",
            "global_ban",
            Some("global"),
            Value::Null,
            1,
        ),
    ] {
        let panel = Panel::open().await;
        let report = panel.report(&panel.live.viewer, "pending", 0).await;
        let mut sent = body.clone();
        sent["notes"] = json!("iki kez uyarıldı");
        panel.live.project.rest().reset();
        let reply = panel.post(&format!("reports/{report}/action"), sent.clone()).await;
        assert_eq!((&reply["action"], &reply["pending"]), (&body["action"], &json!(false)));
        let rpc = vec!["/rest/v1/rpc/live_ops_act_on_report".to_owned()];
        assert_eq!(
            (panel.live.project.rest().paths(), panel.live.project.livekit().requests()),
            (rpc, livekit),
            "{body}"
        );

        let expected = kind.map_or(json!([]), |kind| viewer_bans(&panel, kind, hours));
        assert_eq!(panel.banned().await, expected, "{body}");
        assert_eq!(panel.live.place_of(&panel.live.viewer).await[0], livekit == 0, "{body}");
        let row = "select jsonb_build_array(status, action_taken, reviewed_by, resolved_by, admin_notes, action_note)
                   from public.live_reports where id = $1";
        let (admin, notes) = (panel.admin.id, "iki kez uyarıldı");
        let row = panel.live.project.value(row, &[&report]).await;
        assert_eq!(row, json!([status, taken, admin, admin, notes, notes]));
        let mut metadata = json!({
            "session_id": panel.live.session.id, "target_user_id": panel.live.viewer.id, "reason": notes,
            "before": { "status": "pending" }, "after": { "status": status, "action_taken": taken },
        });
        if kind.is_some() {
            metadata["ban_id"] = json!(panel.ban_id().await);
        }
        panel.assert_noted(&format!("report_{}", body["action"].as_str().unwrap()), ("report", report), metadata).await;

        let again = panel.try_post(&format!("reports/{report}/action"), sent).await;
        again.assert_refused(400, "REPORT_HANDLED");
        assert_eq!(panel.noted().await.len(), 1);
    }
}

#[tokio::test]
async fn whoever_is_warned_reads_it_in_their_inbox() {
    let panel = Panel::open().await;
    let report = panel.report(&panel.live.viewer, "pending", 0).await;
    panel.post(&format!("reports/{report}/action"), json!({ "action": "warn" })).await;
    let sql = "select jsonb_agg(jsonb_build_array(recipient_id, type, title)) from public.notifications";
    let told = panel.live.project.value(sql, &[]).await;
    assert_eq!(told, json!([[panel.live.viewer.id, "live_warning", "Uyarı"]]));
}

#[tokio::test]
async fn a_report_without_a_session_leads_to_a_ban_from_everything_or_to_none() {
    let panel = Panel::open().await;
    let report = panel.report(&panel.live.viewer, "pending", 0).await;
    panel.live.project.execute("update public.live_reports set session_id = null", &[]).await;
    for action in ["kick", "ban_session", "ban_creator"] {
        let reply = panel.try_post(&format!("reports/{report}/action"), json!({ "action": action })).await;
        reply.assert_refused(404, "SESSION_NOT_FOUND");
    }
    panel.post(&format!("reports/{report}/action"), json!({ "action": "ban_global" })).await;
    assert_eq!(panel.banned().await, json!([["global", panel.live.viewer.id, null]]));
}

#[tokio::test]
async fn a_report_of_another_kind_of_trouble_is_refused_and_stays_open() {
    let panel = Panel::open().await;
    let of_host = "insert into public.live_reports (session_id, reporter_id, reported_user_id, reason)
                   values ($1, $2, $3, 'spam') returning to_jsonb(id)";
    let (session, host, viewer) = (panel.live.session.id, panel.live.host.id, panel.live.viewer.id);
    let report = panel.live.project.value(of_host, &[&session, &viewer, &host]).await;
    let path = format!("reports/{}/action", report.as_str().unwrap());
    panel.try_post(&path, json!({ "action": "kick" })).await.assert_refused(403, "TARGET_PROTECTED");
    panel.try_post(&path, json!({ "action": "scold" })).await.assert_refused(400, "INVALID_FIELD");
    let missing = format!("reports/{}/action", Uuid::from_u128(1));
    panel.try_post(&missing, json!({ "action": "warn" })).await.assert_refused(404, "REPORT_NOT_FOUND");
    assert_eq!(panel.live.project.count("public.live_reports where status = 'pending'").await, 1);
    panel.live.project.livekit().set_mode(Mode::Refuse);
    let reply = panel.post(&path, json!({ "action": "ban_global" })).await;
    assert_eq!(reply["pending"], true);
    assert_eq!(panel.banned().await, json!([["global", host, null]]));
}

#[tokio::test]
async fn bans_are_listed_by_kind_and_by_whether_they_hold() {
    let panel = Panel::open().await;
    let (given, now) = (panel.live.project.given(), panel.live.api.now());
    let outlaw = given.user().await;
    given.ban(&outlaw).from_session(&panel.live.session).insert().await;
    given.ban(&outlaw).from_creator(&panel.live.host).insert().await;
    given.ban(&outlaw).everywhere().lifted().insert().await;
    given.ban(&panel.live.viewer).everywhere().until(now - time::Duration::hours(1)).insert().await;
    let holding = panel.get("bans?active=true&limit=50&offset=0").await;
    assert_eq!(holding["typeCounts"], json!({ "session": 1, "creator": 1, "global": 0, "total": 2 }));
    assert_eq!((holding["total"].clone(), ids(&holding, "bans").len()), (json!(2), 2));
    let lifted = panel.get("bans?active=false").await;
    assert_eq!(lifted["typeCounts"], json!({ "session": 0, "creator": 0, "global": 2, "total": 2 }));
    let creators = panel.get("bans?type=creator").await;
    let row = &creators["bans"][0];
    assert_eq!((ids(&creators, "bans").len(), &creators["total"], &row["ban_type"]), (1, &json!(1), &json!("creator")));
    assert_eq!(pick(&row["banned_user"], FACE), face(&outlaw));
    assert_eq!(pick(&row["creator"], FACE), face(&panel.live.host));
}

#[tokio::test]
async fn a_ban_is_lifted_once_and_noted() {
    let panel = Panel::open().await;
    panel.live.project.given().ban(&panel.live.viewer).from_session(&panel.live.session).insert().await;
    let id = panel.ban_id().await;
    let lift =
        async || panel.ask(&panel.admin, "DELETE", &format!("bans/{id}"), Some(json!({ "reason": "itiraz" }))).await;
    let reply = lift().await;
    assert_eq!((reply.status, &reply.body["message"]), (200, &json!("Yasak kaldırıldı.")), "{}", reply.body);
    let row = "select jsonb_build_array(is_active, lifted_by, lift_reason, lifted_at is not null) from public.live_session_bans";
    assert_eq!(panel.live.project.value(row, &[]).await, json!([false, panel.admin.id, "itiraz", true]));
    let metadata = json!({
        "session_id": panel.live.session.id, "target_user_id": panel.live.viewer.id, "reason": "itiraz",
        "before": { "ban_type": "session", "is_active": true, "expires_at": null }, "after": { "is_active": false },
    });
    panel.assert_noted("ban_lifted", ("ban", id), metadata).await;
    lift().await.assert_refused(400, "BAN_LIFTED");
    let missing = panel.ask(&panel.admin, "DELETE", &format!("bans/{}", Uuid::from_u128(1)), None).await;
    missing.assert_refused(404, "BAN_NOT_FOUND");
    assert_eq!(panel.noted().await.len(), 1);
}

#[tokio::test]
async fn a_ban_from_everything_is_lifted_by_a_super_admin_only() {
    let panel = Panel::open().await;
    panel.live.project.given().ban(&panel.live.viewer).everywhere().insert().await;
    let path = format!("bans/{}", panel.ban_id().await);
    panel.ask(&panel.admin, "DELETE", &path, None).await.assert_refused(403, "SUPER_ADMIN_REQUIRED");
    assert_eq!(panel.banned().await.as_array().unwrap().len(), 1);
    let head = panel.live.project.given().super_admin().await;
    assert_eq!(panel.ask(&head, "DELETE", &path, None).await.status, 200);
    assert_eq!(panel.banned().await, json!([]));
}
