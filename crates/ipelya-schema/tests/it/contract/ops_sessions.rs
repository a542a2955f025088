//! The panel's pages of sessions: overview, detail, participants, chat, ending one, saying something to all.

use crate::contract::panel::{Panel, assert_hidden};
use crate::contract::rest::Rest;
use crate::contract::stored::{all, only, pick, stored, with};
use serde_json::{Value, json};

const LINE: &str = "id,session_id,sender_id,sender_profile_id,content,message_type,gift_id,gift_quantity,\
                    gift_coin_value,is_deleted,deleted_by,created_at";

#[tokio::test]
async fn the_panel_knows_its_admins_by_their_own_row() {
    let panel = Panel::open().await;
    let query = format!("admin_profiles?select=id,is_active,is_super_admin&id=eq.{}", panel.admin.id);
    let row = json!({ "id": panel.admin.id, "is_active": true, "is_super_admin": false });
    for client in [panel.service(), panel.own()] {
        assert_eq!(client.single(&query).await, row);
    }
    assert_hidden(&panel.others().await, &query).await;
    let named = format!("admin_profiles?select=id,is_active,full_name,email&id=eq.{}", panel.admin.id);
    assert_eq!(panel.service().single(&named).await["email"], json!(panel.admin.email));
}

#[tokio::test]
async fn the_overview_lists_sessions_and_calls_with_faces_and_counts_reports_bans_and_people() {
    let panel = Panel::open().await;
    let Panel { project, host, viewer, session, .. } = &panel;
    let given = project.given();
    let (other, banned) = (given.creator().await, given.user().await);
    let room = given.live_session(&other).audio_room().insert().await;
    given.live_session(&given.creator().await).status("ended").insert().await;
    let gone = given.user().await;
    given.participant(session, &gone).left().insert().await;
    let call = given.call(host, viewer).insert().await;
    given.call(&other, &gone).ended("completed").insert().await;
    given.ban(&banned).everywhere().insert().await;
    given.ban(&banned).from_creator(host).lifted().insert().await;
    let report = "insert into public.live_reports (reporter_id, reported_user_id, reason, status)
                  values ($1, $2, 'spam', 'pending'), ($1, $2, 'spam', 'dismissed')";
    project.db().execute(report, &[&viewer.id, &host.id]).await.unwrap();
    project
        .db()
        .execute(
            "update public.live_sessions set started_at = started_at - interval '1 hour' where id = $1",
            &[&room.id],
        )
        .await
        .unwrap();
    let panel_server = panel.service();

    let columns = "username,display_name,avatar_url";
    let query = format!(
        "live_sessions?select=*,creator:profiles!live_sessions_creator_profile_id_fkey({columns})
         &status=eq.live&order=started_at.desc&limit=50"
    );
    let mut sessions = Vec::new();
    for (session, creator) in [(session, host), (&room, &other)] {
        sessions.push(with(
            stored(project, "live_sessions", session.id).await,
            "creator",
            panel.face(creator, columns).await,
        ));
    }
    assert_eq!(panel_server.rows(&query).await, sessions);
    assert_eq!(panel_server.rows(&format!("{query}&session_type=eq.audio_room")).await, sessions[1..]);

    let ringing = format!(
        "calls?select=*,caller:profiles!calls_caller_profile_id_fkey({columns}),
                        callee:profiles!calls_callee_profile_id_fkey({columns})
         &status=in.(ringing,accepted,in_call)&order=initiated_at.desc&limit=20"
    );
    let row = with(stored(project, "calls", call.id).await, "caller", panel.face(host, columns).await);
    assert_eq!(panel_server.rows(&ringing).await, [with(row, "callee", panel.face(viewer, columns).await)]);

    let inside = format!("live_participants?select=*&session_id=eq.{}&is_active=eq.true", session.id);
    assert_eq!(panel_server.count(&inside).await, 2);
    assert_eq!(panel_server.count("live_reports?select=*&status=eq.pending").await, 1);
    assert_eq!(panel_server.count("live_session_bans?select=*&is_active=eq.true").await, 1);
}

#[tokio::test]
async fn a_session_is_seen_in_detail_and_the_look_at_it_logged_once_an_hour() {
    let panel = Panel::open().await;
    let Panel { project, admin, host, viewer, session, .. } = &panel;
    let gone = project.given().user().await;
    project.given().participant(session, &gone).left().insert().await;
    project.given().coins(viewer, 1_000).await;
    let lines = "insert into public.live_messages (session_id, sender_id, sender_profile_id, content, is_deleted)
                 values ($1, $2, $3, 'a', false), ($1, $2, $3, 'b', true)";
    project.db().execute(lines, &[&session.id, &viewer.id, &viewer.profile_id]).await.unwrap();
    project
        .db()
        .execute("select public.live_send_gift($1, null, $2, 'heart', 1)", &[&viewer.id, &session.id])
        .await
        .unwrap();
    let (server, id) = (panel.service(), session.id);

    let columns = "id,user_id,username,display_name,avatar_url,is_creator";
    let detail = server
        .single(&format!(
            "live_sessions?select=*,creator:profiles!live_sessions_creator_profile_id_fkey({columns})&id=eq.{id}"
        ))
        .await;
    let row = stored(project, "live_sessions", id).await;
    assert_eq!(detail, with(row, "creator", panel.face(host, columns).await));
    for (query, expected) in [
        (format!("live_participants?select=*&session_id=eq.{id}&is_active=eq.true"), 2),
        (format!("live_participants?select=*&session_id=eq.{id}"), 3),
        // the gift says itself in the chat
        (format!("live_messages?select=*&session_id=eq.{id}&is_deleted=eq.false"), 2),
        (format!("live_gifts?select=*&session_id=eq.{id}"), 1),
    ] {
        assert_eq!(server.count(&query).await, expected, "{query}");
    }

    let looked = format!(
        "live_admin_logs?select=id&admin_id=eq.{}&action=eq.view_session&target_id=eq.{id}
         &created_at=gte.2026-01-01T00:00:00.000Z&limit=1",
        admin.id
    );
    assert_eq!(server.rows(&looked).await, [Value::Null; 0]);
    let log = json!({
        "admin_id": admin.id, "action": "view_session", "target_type": "session", "target_id": id,
        "metadata": { "session_title": detail["title"] },
    });
    server.insert("live_admin_logs", &log).await.assert_done();
    let row = only(project, "live_admin_logs", "true").await;
    assert_eq!(pick(&row, "admin_id,action,target_type,target_id,metadata"), log);
    assert_eq!(server.rows(&looked).await, [pick(&row, "id")]);
}

#[tokio::test]
async fn the_people_of_a_session_are_listed_by_role_and_arrival_with_their_faces() {
    let panel = Panel::open().await;
    let Panel { project, host, viewer, session, .. } = &panel;
    let gone = project.given().user().await;
    project.given().participant(session, &gone).left().insert().await;
    let earlier = "update public.live_participants set joined_at = joined_at - interval '1 hour' where user_id = $1";
    project.db().execute(earlier, &[&gone.id]).await.unwrap();
    let columns = "username,display_name,avatar_url";
    let mut people = Vec::new();
    for user in [host, &gone, viewer] {
        let seat = only(project, "live_participants", &format!("t.user_id = '{}'", user.id)).await;
        people.push(with(seat, "profile", panel.face(user, columns).await));
    }

    let query = format!(
        "live_participants?select=*,profile:profiles!live_participants_profile_id_fkey({columns})
         &session_id=eq.{}&order=role.asc,joined_at.asc",
        session.id
    );
    let server = panel.service();
    assert_eq!(server.rows(&query).await, people);
    let inside = [people[0].clone(), people[2].clone()];
    assert_eq!(server.rows(&format!("{query}&is_active=eq.true")).await, inside);
    assert_eq!(server.rows(&format!("{query}&role=eq.host")).await, people[..1]);
}

#[tokio::test]
async fn an_admin_pages_through_the_chat_of_any_session_deleted_lines_included() {
    let panel = Panel::open().await;
    let Panel { project, viewer, session, .. } = &panel;
    let lines = "insert into public.live_messages (
                   session_id, sender_id, sender_profile_id, content, is_deleted, deleted_by, created_at
                 )
                 select $1, $2::uuid, $3, 'satır ' || n, n = 2, case when n = 2 then $2::uuid end,
                        '2026-01-01'::timestamptz + n * interval '1 minute'
                 from generate_series(1, 5) n";
    project.db().execute(lines, &[&session.id, &viewer.id, &viewer.profile_id]).await.unwrap();
    let mut rows: Vec<Value> = all(project, "live_messages", "true").await.iter().map(|row| pick(row, LINE)).collect();
    rows.reverse();

    let query = |offset: usize, limit: usize| {
        format!(
            "live_messages?select={LINE}&session_id=eq.{}&order=created_at.desc&offset={offset}&limit={limit}",
            session.id
        )
    };
    assert_eq!(panel.own().page(&query(0, 50)).await, (rows.clone(), 5));
    assert_eq!(panel.own().page(&query(2, 2)).await, (rows[2..4].to_vec(), 5));
    let faces =
        format!("profiles?select=id,user_id,username,display_name,avatar_url&user_id=in.({})&type=eq.real", viewer.id);
    assert_eq!(
        panel.own().rows(&faces).await,
        [panel.face(viewer, "id,user_id,username,display_name,avatar_url").await]
    );

    let outsider = project.given().user().await;
    assert_hidden(&[Rest::user(project, &outsider)], &query(0, 50)).await;
}

#[tokio::test]
async fn ending_a_session_marks_it_its_people_and_the_log() {
    let panel = Panel::open().await;
    let Panel { project, admin, session, .. } = &panel;
    let server = panel.service();
    let found =
        server.single(&format!("live_sessions?select=id,livekit_room_name,status,title&id=eq.{}", session.id)).await;
    assert_eq!((&found["status"], &found["livekit_room_name"]), (&json!("live"), &json!(session.room_name)));

    let at = "2026-11-21T12:00:00.000Z";
    let end = json!({ "status": "ended", "ended_at": at });
    server.update(&format!("live_sessions?id=eq.{}", session.id), &end).await.assert_done();
    let everybody = format!("live_participants?session_id=eq.{}&left_at=is.null", session.id);
    server.update(&everybody, &json!({ "is_active": false, "left_at": at })).await.assert_done();
    let log = json!({
        "admin_id": admin.id, "action": "terminate_session", "target_type": "session", "target_id": session.id,
        "metadata": { "session_title": found["title"], "reason": "Topluluk ihlali", "admin_note": null },
        "ip_address": "203.0.113.7", "user_agent": "Mozilla/5.0",
    });
    server.insert("live_admin_logs", &log).await.assert_done();

    let ended = stored(project, "live_sessions", session.id).await;
    assert_eq!((&ended["status"], &ended["end_reason"]), (&json!("ended"), &json!("admin_terminated")));
    let duration = "select greatest(0, floor(extract(epoch from ended_at - started_at)))::int from public.live_sessions where id = $1";
    let seconds: i32 = project.db().query_one(duration, &[&session.id]).await.unwrap().get(0);
    assert_eq!(ended["total_duration_seconds"], seconds);
    let told = "select payload ->> 'reason' from realtime.messages where event = 'session_ended'";
    assert_eq!(project.db().query_one(told, &[]).await.unwrap().get::<_, &str>(0), "admin_terminated");
    assert_eq!(all(project, "live_participants", "t.is_active or t.left_at is null").await, [Value::Null; 0]);
    let row = only(project, "live_admin_logs", "true").await;
    assert_eq!(pick(&row, "admin_id,action,target_type,target_id,metadata,ip_address,user_agent"), log);
}

#[tokio::test]
async fn an_announcement_is_a_line_of_the_chat_without_a_profile() {
    let panel = Panel::open().await;
    let Panel { project, admin, viewer, session, .. } = &panel;
    let found =
        panel.own().single(&format!("live_sessions?select=id,status,livekit_room_name&id=eq.{}", session.id)).await;
    assert_eq!(found["status"], "live");

    let line = json!({
        "session_id": session.id, "sender_id": admin.id, "content": "📢 Beş dakika sonra bakım", "message_type": "system",
    });
    let server = panel.service();
    server.insert("live_messages", &line).await.assert_done();
    let log = json!({
        "admin_id": admin.id, "action": "announce", "target_type": "session", "target_id": session.id,
        "details": { "message": "Beş dakika sonra bakım", "type": "info" },
    });
    server.insert("live_admin_logs", &log).await.assert_done();

    let row = only(project, "live_messages", "true").await;
    assert_eq!(pick(&row, "session_id,sender_id,content,message_type"), line);
    let history = format!(
        "live_messages?select=content,profiles:sender_profile_id(display_name,avatar_url)&session_id=eq.{}",
        session.id
    );
    let read = Rest::user(project, viewer).rows(&history).await;
    assert_eq!(read, [json!({ "content": line["content"], "profiles": null })]);
    assert_eq!(pick(&only(project, "live_admin_logs", "true").await, "details"), pick(&log, "details"));

    for client in [Rest::user(project, viewer), panel.own()] {
        client.insert("live_messages", &line).await.assert_refused(403, "PT403");
    }
    assert_eq!(only(project, "live_messages", "true").await, row, "only the server speaks as the system");
}
