//! What the panel does to people inside a session: kick, ban, silence, promote.

use crate::contract::panel::Panel;
use crate::contract::rest::Rest;
use crate::contract::stored::{all, changed, id, only, pick, with};
use serde_json::{Value, json};

const AT: &str = "2026-11-21T12:00:00.000Z";

#[tokio::test]
async fn a_participant_is_found_with_session_and_face_and_sent_away() {
    let panel = Panel::open().await;
    let (server, seat) = (panel.service(), panel.seat().await);

    let found = server
        .single(&format!(
            "live_participants?select=*,
               session:live_sessions!live_participants_session_id_fkey(livekit_room_name,status),
               profile:profiles!live_participants_profile_id_fkey(username,display_name)
             &id=eq.{}",
            id(&seat)
        ))
        .await;
    let expected = with(
        with(seat.clone(), "session", json!({ "livekit_room_name": panel.session.room_name, "status": "live" })),
        "profile",
        panel.face(&panel.viewer, "username,display_name").await,
    );
    assert_eq!(found, expected);

    let path = format!("live_participants?id=eq.{}", id(&seat));
    server.update(&path, &json!({ "is_active": false, "left_at": AT })).await.assert_done();
    let told = changed(&seat, &panel.seat().await);
    assert_eq!(told, json!({ "is_active": false, "left_at": "2026-11-21T12:00:00+00:00" }));

    server
        .try_single("live_participants?select=*&id=eq.00000000-0000-0000-0000-000000000000")
        .await
        .assert_refused(406, "PGRST116");
}

/// What the panel inserts, always with the session.
fn ban(panel: &Panel, ban_type: &str, expires_at: Option<&str>) -> Value {
    json!({
        "session_id": panel.session.id, "banned_user_id": panel.viewer.id, "banned_by": panel.admin.id,
        "reason": "Admin tarafından yasaklandı", "ban_type": ban_type, "expires_at": expires_at, "is_active": true,
    })
}

#[tokio::test]
async fn a_ban_of_every_kind_the_panel_knows_is_stored_as_the_phone_understands_it() {
    let panel = Panel::open().await;
    let (session, creator) = (json!(panel.session.id), json!(panel.host.id));
    for (sent, until, stored_as, session_id, creator_id) in [
        ("session", Some(AT), "session", &session, &Value::Null),
        ("creator", None, "creator", &Value::Null, &creator),
        ("global", None, "global", &Value::Null, &Value::Null),
    ] {
        panel.service().insert("live_session_bans", &ban(&panel, sent, until)).await.assert_done();

        let row = only(&panel.project, "live_session_bans", &format!("t.ban_type = '{stored_as}'")).await;
        assert_eq!((&row["session_id"], &row["creator_id"]), (session_id, creator_id), "{sent}");
        assert_eq!(row["expires_at"].is_string(), until.is_some(), "{sent}");
        assert_eq!((&row["banned_by"], &row["is_active"]), (&json!(panel.admin.id), &json!(true)), "{sent}");
    }
    let own = format!("live_session_bans?select=ban_type&banned_user_id=eq.{}&is_active=eq.true", panel.viewer.id);
    assert_eq!(Rest::user(&panel.project, &panel.viewer).rows(&own).await.len(), 3);
}

#[tokio::test]
async fn the_panels_permanent_ban_is_one_from_this_creator_without_end() {
    let panel = Panel::open().await;

    panel.service().insert("live_session_bans", &ban(&panel, "permanent", Some(AT))).await.assert_done();

    let row = only(&panel.project, "live_session_bans", "true").await;
    assert_eq!(
        pick(&row, "ban_type,session_id,creator_id,expires_at"),
        json!({ "ban_type": "creator", "session_id": null, "creator_id": panel.host.id, "expires_at": null })
    );
}

#[tokio::test]
async fn somebody_is_banned_again_once_lifted_but_not_twice_at_a_time() {
    let panel = Panel::open().await;
    let server = panel.service();
    server.insert("live_session_bans", &ban(&panel, "session", None)).await.assert_done();
    server.insert("live_session_bans", &ban(&panel, "session", None)).await.assert_refused(409, "23505");
    server.update("live_session_bans?is_active=eq.true", &json!({ "lifted_at": AT })).await.assert_done();

    server.insert("live_session_bans", &ban(&panel, "session", None)).await.assert_done();

    assert_eq!(all(&panel.project, "live_session_bans", "t.is_active").await.len(), 1);
    assert_eq!(all(&panel.project, "live_session_bans", "not t.is_active").await.len(), 1);
}

#[tokio::test]
async fn somebody_is_silenced_by_their_place_or_by_their_livekit_identity() {
    let panel = Panel::open().await;
    let (server, seat) = (panel.service(), panel.seat().await);
    let embeds = "*,session:live_sessions!live_participants_session_id_fkey(livekit_room_name,status),
                  profile:profiles!live_participants_profile_id_fkey(username,display_name)";
    let given = panel.project.given();
    let elsewhere = given.live_session(&given.creator().await).insert().await;
    given.participant(&elsewhere, &panel.viewer).left().insert().await;

    let by_place = format!("live_participants?select={embeds}&id=eq.{}&is_active=eq.true", id(&seat));
    let by_identity = format!(
        "live_participants?select={embeds}&user_id=eq.{}&is_active=eq.true&order=joined_at.desc&limit=1",
        panel.viewer.id
    );
    let found = server.single(&by_place).await;
    assert_eq!(found["id"], seat["id"]);
    assert_eq!(server.single(&by_identity).await, found);
    let identity_as_place = format!("live_participants?select={embeds}&id=eq.{}&is_active=eq.true", panel.viewer.id);
    server.try_single(&identity_as_place).await.assert_refused(406, "PGRST116");

    let path = format!("live_participants?id=eq.{}", id(&seat));
    for muted in [true, false] {
        server.update(&path, &json!({ "is_muted": muted })).await.assert_done();
        assert_eq!(panel.seat().await["is_muted"], muted);
    }
}

#[tokio::test]
async fn an_admin_reads_a_place_the_server_promotes_and_demotes_it_and_both_are_logged() {
    let panel = Panel::open().await;
    let seat = panel.seat().await;
    let query = format!("live_participants?select=id,session_id,user_id,role,is_active&id=eq.{}", id(&seat));
    assert_eq!(panel.own().single(&query).await, pick(&seat, "id,session_id,user_id,role,is_active"));

    let path = format!("live_participants?id=eq.{}", id(&seat));
    for (role, action) in [("speaker", "promote"), ("co_host", "promote"), ("viewer", "demote")] {
        panel.service().update(&path, &json!({ "role": role })).await.assert_done();
        let log = json!({
            "admin_id": panel.admin.id, "action": action, "target_type": "participant", "target_id": seat["id"],
            "details": { "sessionId": panel.session.id, "userId": panel.viewer.id, "newRole": role },
        });
        panel.service().insert("live_admin_logs", &log).await.assert_done();
        assert_eq!(panel.seat().await["role"], role);
    }
    assert_eq!(all(&panel.project, "live_admin_logs", "t.details is not null").await.len(), 3);
}

#[tokio::test]
async fn neither_admin_nor_viewer_changes_a_place_or_bans_somebody_as_themselves() {
    let panel = Panel::open().await;
    let seat = panel.seat().await;
    let path = format!("live_participants?id=eq.{}", id(&seat));
    for client in [panel.own(), Rest::user(&panel.project, &panel.viewer), Rest::user(&panel.project, &panel.host)] {
        client.update(&path, &json!({ "role": "co_host" })).await.assert_refused(403, "42501");
        client.delete(&path).await.assert_refused(403, "42501");
        client.insert("live_session_bans", &ban(&panel, "global", None)).await.assert_refused(403, "42501");
    }
    assert_eq!(panel.seat().await, seat);
    assert_eq!(all(&panel.project, "live_session_bans", "true").await, [Value::Null; 0]);
}
