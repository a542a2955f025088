//! The panel's reports and bans, read and settled by admins under their own names.

use crate::contract::panel::{Panel, assert_hidden};
use crate::contract::rest::Rest;
use crate::contract::stored::{admin, all, changed, id, only, pick, stored};
use serde_json::{Value, json};

const REPORT: &str = "id,session_id,reporter_id,reported_user_id,reason,description,status,action_taken,action_note,\
                      reviewed_by,reviewed_at,created_at";
const DETAIL: &str = "id,session_id,reporter_id,reported_user_id,reason,description,evidence_urls,status,reviewed_by,\
                      reviewed_at,action_taken,action_note,created_at,updated_at";
const BAN: &str = "id,session_id,banned_user_id,banned_by,reason,ban_type,is_active,expires_at,lifted_at,lifted_by,\
                   created_at";
const AT: &str = "2026-11-21T12:00:00.000Z";

/// Seven reports of the host by the viewer, an hour apart, the first two settled. The newest comes first.
async fn reports(panel: &Panel) -> Vec<Value> {
    let sql = "insert into public.live_reports (
                 session_id, reporter_id, reported_user_id, reason, description, status, created_at
               )
               select $1, $2, $3, 'spam', 'no ' || n,
                      case n when 1 then 'resolved' when 2 then 'dismissed' else 'pending' end,
                      '2026-01-01'::timestamptz + n * interval '1 hour'
               from generate_series(1, 7) n";
    let parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 3] =
        [&panel.session.id, &panel.viewer.id, &panel.host.id];
    panel.project.db().execute(sql, &parameters).await.unwrap();
    let mut rows = all(&panel.project, "live_reports", "true").await;
    rows.reverse();
    rows
}

fn columns_of(rows: &[Value], columns: &str) -> Vec<Value> {
    rows.iter().map(|row| pick(row, columns)).collect()
}

#[tokio::test]
async fn an_admin_pages_through_reports_by_status() {
    let panel = Panel::open().await;
    let reports = reports(&panel).await;
    let query = |offset: usize, limit: usize| {
        format!("live_reports?select={REPORT}&order=created_at.desc&offset={offset}&limit={limit}")
    };

    let all = columns_of(&reports, REPORT);
    assert_eq!(panel.own().rows(&query(0, 50)).await, all);
    assert_eq!(panel.own().rows(&format!("{}&status=eq.pending", query(0, 50))).await, all[..5]);
    assert_eq!(panel.own().rows(&format!("{}&status=eq.pending", query(3, 3))).await, all[3..5]);
    assert_eq!(panel.own().rows("live_reports?select=status").await.len(), 7);
    // the panel takes auth user ids for profile ids and finds nobody; the question itself is answered
    let faces = format!("profiles?select=id,username,display_name,avatar_url&id=in.({})", panel.host.id);
    assert_eq!(panel.own().rows(&faces).await, [Value::Null; 0]);

    let others = panel.others().await;
    assert_hidden(&others[1..], &query(0, 50)).await;
    // the viewer made them, and sees them until somebody looks into them
    assert_eq!(others[0].rows(&query(0, 50)).await, all[..5]);
}

#[tokio::test]
async fn a_report_is_seen_in_detail_with_what_is_known_of_the_reported() {
    let panel = Panel::open().await;
    let reports = reports(&panel).await;
    panel.project.given().ban(&panel.host).everywhere().by(&panel.admin).insert().await;
    panel.project.given().ban(&panel.host).from_session(&panel.session).lifted().insert().await;
    let own = panel.own();

    let detail = own.single(&format!("live_reports?select={DETAIL}&id=eq.{}", id(&reports[0]))).await;
    assert_eq!(detail, pick(&reports[0], DETAIL));

    let faces = format!(
        "profiles?select=id,user_id,username,display_name,avatar_url&user_id=in.({},{})&type=eq.real",
        panel.viewer.id, panel.host.id
    );
    assert_eq!(own.rows(&faces).await.len(), 2);

    let earlier = format!(
        "live_reports?select=id,reason,status,created_at&reported_user_id=eq.{}&id=neq.{}
         &order=created_at.desc&limit=5",
        panel.host.id,
        id(&reports[0])
    );
    assert_eq!(own.page(&earlier).await, (columns_of(&reports[1..6], "id,reason,status,created_at"), 6));

    let history = format!(
        "live_session_bans?select=id,ban_type,reason,is_active,created_at&banned_user_id=eq.{}
         &order=created_at.desc&limit=5",
        panel.host.id
    );
    let (bans, total) = own.page(&history).await;
    assert_eq!((bans.len(), total), (2, 2));
}

#[tokio::test]
async fn an_admin_settles_a_report_and_logs_it_in_both_generations_of_columns() {
    let panel = Panel::open().await;
    let before = reports(&panel).await.remove(0);
    let path = format!("live_reports?id=eq.{}", id(&before));
    assert_eq!(panel.own().single(&format!("live_reports?select=*&id=eq.{}", id(&before))).await, before);
    let change = json!({
        "status": "resolved", "action_taken": "session_ban", "resolved_by": panel.admin.id, "resolved_at": AT,
        "admin_notes": "iki hafta",
    });

    panel.own().update(&path, &change).await.assert_done();

    let after = stored(&panel.project, "live_reports", id(&before)).await;
    let mut expected = change.clone();
    expected["resolved_at"] = json!("2026-11-21T12:00:00+00:00");
    assert_eq!(changed(&before, &after), expected);
    let later = json!({
        "status": "action_taken", "reviewed_by": panel.admin.id, "reviewed_at": AT, "action_note": "x",
    });
    panel.own().update(&path, &later).await.assert_done();

    let log = json!({
        "admin_id": panel.admin.id, "action": "report_ban_session", "target_type": "report", "target_id": before["id"],
        "details": { "action": "ban_session", "actionTaken": "session_ban", "notes": "iki hafta" },
    });
    panel.own().insert("live_admin_logs", &log).await.assert_done();
    let row = only(&panel.project, "live_admin_logs", "true").await;
    assert_eq!(pick(&row, "admin_id,action,target_type,target_id,details"), log);
}

#[tokio::test]
async fn nobody_but_an_admin_settles_a_report_and_no_admin_rewrites_one_or_signs_for_another() {
    let panel = Panel::open().await;
    let before = reports(&panel).await;
    let change = json!({ "status": "dismissed", "resolved_by": panel.viewer.id });
    for client in panel.others().await {
        client.update("live_reports?status=eq.pending", &change).await.assert_done();
    }
    for rewritten in [json!({ "reason": "other" }), json!({ "reported_user_id": panel.viewer.id })] {
        panel.own().update("live_reports?status=eq.pending", &rewritten).await.assert_refused(403, "42501");
    }
    panel.own().delete("live_reports?status=eq.pending").await.assert_refused(403, "42501");
    let mut rows = all(&panel.project, "live_reports", "true").await;
    rows.reverse();
    assert_eq!(rows, before);

    let log = |admin: uuid::Uuid| json!({ "admin_id": admin, "action": "ban_lifted", "target_type": "ban" });
    let other = panel.project.given().admin().await;
    panel.own().insert("live_admin_logs", &log(other.id)).await.assert_refused(403, "42501");
    for client in panel.others().await {
        client.insert("live_admin_logs", &log(panel.admin.id)).await.assert_refused(403, "42501");
    }
    assert_eq!(all(&panel.project, "live_admin_logs", "true").await, [Value::Null; 0]);
}

#[tokio::test]
async fn an_admin_lists_bans_by_kind_and_by_whether_they_hold() {
    let panel = Panel::open().await;
    let given = panel.project.given();
    let outlaw = given.user().await;
    given.ban(&outlaw).from_session(&panel.session).insert().await;
    given.ban(&outlaw).from_creator(&panel.host).insert().await;
    given.ban(&outlaw).everywhere().by(&panel.admin).lifted().insert().await;
    let bans = |rows: &[Value]| {
        let mut rows = columns_of(rows, BAN);
        rows.reverse();
        rows
    };
    let holding = bans(&all(&panel.project, "live_session_bans", "t.is_active").await);
    let lifted = bans(&all(&panel.project, "live_session_bans", "not t.is_active").await);

    let query =
        |filter: &str| format!("live_session_bans?select={BAN}&order=created_at.desc&offset=0&limit=50&{filter}");
    let own = panel.own();
    assert_eq!(own.rows(&query("is_active=eq.true")).await, holding);
    assert_eq!(own.rows(&query("is_active=eq.false")).await, lifted);
    let creators = own.rows(&query("ban_type=eq.creator&is_active=eq.true")).await;
    assert_eq!((creators.len(), &creators[0]["ban_type"]), (1, &json!("creator")));

    let others = panel.others().await;
    for stranger in [0, 2] {
        assert_hidden(&others[stranger..=stranger], &query("is_active=eq.true")).await;
    }
    // a host sees who is kept from them
    assert_eq!(others[1].rows(&query("is_active=eq.true")).await, holding);
}

#[tokio::test]
async fn an_admin_lifts_a_ban_so_that_the_phone_no_longer_sees_it() {
    let panel = Panel::open().await;
    panel.project.given().ban(&panel.viewer).from_session(&panel.session).insert().await;
    let before = only(&panel.project, "live_session_bans", "true").await;
    let path = format!("live_session_bans?id=eq.{}", id(&before));
    assert_eq!(panel.own().single(&format!("{path}&select=*")).await, before);
    let lift = json!({ "lifted_at": AT, "lifted_by": panel.admin.id, "lift_reason": "itiraz kabul edildi" });

    for client in panel.others().await {
        client.update(&path, &lift).await.assert_done();
        assert_eq!(stored(&panel.project, "live_session_bans", id(&before)).await, before);
    }
    panel.own().update(&path, &lift).await.assert_done();

    let after = stored(&panel.project, "live_session_bans", id(&before)).await;
    let mut expected = lift.clone();
    expected["lifted_at"] = json!("2026-11-21T12:00:00+00:00");
    expected["is_active"] = json!(false);
    assert_eq!(changed(&before, &after), expected);
    let own = format!("live_session_bans?select=id&banned_user_id=eq.{}&is_active=eq.true", panel.viewer.id);
    assert_eq!(Rest::user(&panel.project, &panel.viewer).rows(&own).await, [Value::Null; 0]);
}

#[tokio::test]
async fn a_global_ban_is_lifted_by_a_super_admin_only() {
    let panel = Panel::open().await;
    panel.project.given().ban(&panel.viewer).everywhere().insert().await;
    let lift = json!({ "lifted_at": AT, "lifted_by": panel.admin.id });

    panel.own().update("live_session_bans?ban_type=eq.global", &lift).await.assert_done();
    assert_eq!(only(&panel.project, "live_session_bans", "true").await["is_active"], true);

    admin(&panel.project, "update public.admin_profiles set is_super_admin = true").await;
    panel.own().update("live_session_bans?ban_type=eq.global", &lift).await.assert_done();
    assert_eq!(only(&panel.project, "live_session_bans", "true").await["is_active"], false);
}
