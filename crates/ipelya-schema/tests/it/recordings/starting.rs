//! Who may have something recorded, when, and what is written down.

use crate::money::service_connection::{Crowd, Reply, assert_refused};
use crate::recordings::ground::{Ground, Subject, start};
use futures_util::future::join_all;
use ipelya_local::clock::new_id;
use ipelya_test::User;
use serde_json::{Value, json};

/// What a start came to: that it is to be asked of LiveKit, or the refusal.
async fn outcome(ground: &Ground, who: &User, of: impl Into<Subject>) -> String {
    match ground.starts(who, of, new_id(), 0).await {
        Ok(reply) if reply["order"].is_object() => "order".to_owned(),
        Ok(reply) => reply.to_string(),
        Err(refusal) => format!("{} {}", refusal.state, refusal.code),
    }
}

#[tokio::test]
async fn a_session_is_recorded_for_its_host_and_staff_while_it_is_on_air() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, stranger, guest, moderator) =
        (given.creator().await, given.creator().await, given.user().await, given.user().await);
    let (staff, former) = (given.admin().await, given.former_admin().await);
    let session = ground.on_air(&host).await;
    given.participant(&session, &guest).role("co_host").insert().await;
    given.participant(&session, &moderator).role("moderator").insert().await;
    let not_theirs = "PT403 NOT_THE_HOST";
    for (status, allowed) in [
        ("live", "order"),
        ("scheduled", "PT409 SESSION_NOT_STARTED"),
        ("ended", "PT409 SESSION_ENDED"),
        ("cancelled", "PT409 SESSION_ENDED"),
    ] {
        let sql = "update public.live_sessions set status = $2, end_reason = 'test', ended_at = null where id = $1";
        ground.project.execute(sql, &[&session.id, &status]).await;
        for (name, who, expected) in [
            ("host", &host, allowed),
            ("staff", &staff, allowed),
            ("stranger", &stranger, not_theirs),
            ("guest", &guest, not_theirs),
            ("moderator", &moderator, not_theirs),
            ("former staff", &former, not_theirs),
        ] {
            assert_eq!(outcome(&ground, who, &session).await, expected, "{name}, {status}");
            ground.clear().await;
        }
    }
    assert_eq!(outcome(&ground, &host, Subject::Session(new_id())).await, "PT404 SESSION_NOT_FOUND");
    assert_eq!(outcome(&ground, &host, Subject::Call(new_id())).await, "PT404 CALL_NOT_FOUND");
}

#[tokio::test]
async fn a_session_is_recorded_no_longer_once_it_has_lasted_as_long_as_it_may() {
    let ground = Ground::start().await;
    let host = ground.project.given().creator().await;
    let session = ground.project.given().live_session(&host).host_connected().max_ends_at(ground.at(0)).insert().await;
    assert_eq!(outcome(&ground, &host, &session).await, "PT409 SESSION_ENDED");
}

#[tokio::test]
async fn a_call_is_recorded_for_whoever_placed_it_its_parties_and_staff_while_it_goes_on() {
    let ground = Ground::start().await;
    ground.calls_may_be_recorded().await;
    let given = ground.project.given();
    let (owner, other, stranger, staff) =
        (given.user().await, given.user().await, given.user().await, given.admin().await);
    let no_such = "PT404 CALL_NOT_FOUND";
    for (kind, of_other, while_ringing) in [
        ("user_to_user", "order", "PT409 CALL_NOT_ANSWERED"),
        ("support", no_such, "order"),
        ("conference", "PT403 NOT_THE_HOST", "order"),
    ] {
        for status in ["ringing", "connected", "ended"] {
            let call = match kind {
                "user_to_user" => given.call_between(&owner, &other),
                "support" => given.support_call(&owner),
                _ => given.conference(&owner, &[&other]),
            };
            let call = match status {
                "ringing" => call.ringing(),
                "connected" => call.connected(),
                _ => call,
            };
            let call = call.insert().await;
            ground.enters(call, &owner).await;
            ground.said(call, &owner, Some(true)).await;
            let allowed = match status {
                "ringing" => while_ringing,
                "connected" => "order",
                _ => "PT409 CALL_ENDED",
            };
            let of_other = if of_other == "order" { allowed } else { of_other };
            for (name, who, expected) in [
                ("owner", &owner, allowed),
                ("other", &other, of_other),
                ("stranger", &stranger, no_such),
                ("staff", &staff, allowed),
            ] {
                assert_eq!(outcome(&ground, who, Subject::Call(call)).await, expected, "{kind}, {status}, {name}");
                ground.project.execute("delete from public.recordings", &[]).await;
            }
            ground.clear().await;
        }
    }
}

#[tokio::test]
async fn what_operations_have_switched_off_is_recorded_for_nobody() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, other, staff) = (given.creator().await, given.user().await, given.admin().await);
    let session = Subject::from(&ground.on_air(&host).await);
    let between = ground.call(&host, &other).await;
    let (support, conference) = (new_id(), new_id());
    for (id, kind) in [(support, "support"), (conference, "conference")] {
        let call = "insert into public.calls (
                      id, kind, caller_id, call_type, language, livekit_room_name, status, initiated_at
                    )
                    select $1, $2::text, $3, 'audio_call', case when $2::text = 'support' then 'tr' end, $2::text, $4,
                      now()";
        let owner = if kind == "support" { &staff } else { &other };
        ground.project.execute(call, &[&id, &kind, &owner.id, &"connected"]).await;
        ground.enters(id, owner).await;
    }
    ground.project.execute("update public.call_members set recording_consent = true", &[]).await;
    let (yes, no) = ("order", "PT403 RECORDING_DISABLED");
    for (all, calls, supported, expected) in [
        (false, true, true, [no, no, no, no]),
        (true, false, false, [yes, yes, no, no]),
        (true, true, false, [yes, yes, yes, no]),
        (true, false, true, [yes, yes, no, yes]),
    ] {
        given.setting("recording_enabled", all).await;
        given.setting("call_recording_enabled", calls).await;
        given.setting("support_recording_enabled", supported).await;
        let subjects = [session, Subject::Call(conference), Subject::Call(between), Subject::Call(support)];
        for (subject, expected) in subjects.into_iter().zip(expected) {
            assert_eq!(outcome(&ground, &staff, subject).await, expected, "{all} {calls} {supported} {subject:?}");
            ground.project.execute("delete from public.recordings", &[]).await;
        }
        ground.project.execute("delete from public.live_rate_limits", &[]).await;
    }
}

#[tokio::test]
async fn somebody_who_is_signed_out_or_banned_everywhere_has_nothing_recorded() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (banned, host) = (given.creator().await, given.creator().await);
    let session = ground.on_air(&banned).await;
    given.ban(&banned).everywhere().insert().await;
    assert_eq!(outcome(&ground, &banned, &session).await, "PT403 BANNED");

    let session = ground.on_air(&host).await;
    ground.project.execute("delete from auth.sessions where user_id = $1", &[&host.id]).await;
    assert_eq!(outcome(&ground, &host, &session).await, "PT401 UNAUTHORIZED");
}

#[tokio::test]
async fn nothing_is_recorded_where_nobody_is_to_be_heard_or_seen() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, viewer, guest) = (given.creator().await, given.user().await, given.user().await);
    let session = given.live_session(&host).insert().await;
    given.participant(&session, &viewer).insert().await;
    let stay = "insert into public.live_stays (participant_sid, session_id, user_id, joined_at, kind)
                values ($1, $2, $3, now(), $4)";
    ground.project.execute(stay, &[&"PA_viewer", &session.id, &viewer.id, &"STANDARD"]).await;
    assert_eq!(outcome(&ground, &host, &session).await, "PT409 NO_MEDIA", "a viewer is not seen");
    ground.project.execute(stay, &[&"PA_recorder", &session.id, &host.id, &"EGRESS"]).await;
    assert_eq!(outcome(&ground, &host, &session).await, "PT409 NO_MEDIA", "nor is what records");

    ground.project.execute(stay, &[&"PA_guest", &session.id, &guest.id, &"STANDARD"]).await;
    given.participant(&session, &guest).role("co_host").insert().await;
    assert_eq!(outcome(&ground, &host, &session).await, "order", "a guest is");
    ground.clear().await;
    ground.project.execute("update public.live_stays set left_at = now()", &[]).await;
    assert_eq!(outcome(&ground, &host, &session).await, "PT409 NO_MEDIA", "they have left");
    ground.project.execute(stay, &[&"PA_encoder", &session.id, &host.id, &"INGRESS"]).await;
    assert_eq!(outcome(&ground, &host, &session).await, "order", "the host's encoder is");

    let call = given.conference(&host, &[]).connected().insert().await;
    assert_eq!(outcome(&ground, &host, Subject::Call(call)).await, "PT409 NO_MEDIA");
}

#[tokio::test]
async fn a_recording_is_written_down_shown_and_told_before_livekit_is_asked() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, guest, viewer) = (given.creator().await, given.user().await, given.user().await);
    let session = ground.on_air(&host).await;
    given.participant(&session, &guest).role("co_host").insert().await;
    given.participant(&session, &viewer).insert().await;
    let id = new_id();

    let reply = ground.starts(&host, &session, id, 0).await.unwrap();

    let key = Subject::from(&session).key(id);
    let order = json!({ "id": id, "room_name": session.room_name, "storage_key": key, "layout": "grid" });
    assert_eq!(reply["order"], order);
    let recording = json!({
        "id": id, "session_id": session.id, "call_id": null, "status": "requested", "title": "Deneme yayını",
        "visibility": "session", "price_coins": null, "started_at": null, "duration_seconds": null, "size_bytes": null,
        "available": false,
    });
    assert_eq!(reply["recording"], recording);
    let row = ground.row(id).await;
    assert_eq!((&row["owner_id"], &row["requested_by"]), (&json!(host.id), &json!(host.id)));
    assert_eq!((&row["egress_id"], &row["storage_key"]), (&Value::Null, &json!(key)));
    assert_eq!(ground.subjects(id).await, json!({ host.id.to_string(): "started", guest.id.to_string(): "stage" }));
    assert!(ground.is_shown(&session).await);
    let topic = format!("live:{}", session.id);
    assert_eq!(ground.told(&topic).await, [("recording_started".to_owned(), json!({ "recordingId": id }))]);
    assert_eq!(ground.log().await, json!([]), "a host is no staff");
}

#[tokio::test]
async fn a_call_is_recorded_by_its_sound_and_everybody_in_it_is_told() {
    let ground = Ground::start().await;
    ground.calls_may_be_recorded().await;
    let given = ground.project.given();
    let (caller, callee) = (given.user().await, given.user().await);
    let call = ground.call(&caller, &callee).await;
    ground.said(call, &callee, Some(true)).await;
    let id = new_id();

    let reply = ground.starts(&caller, Subject::Call(call), id, 0).await.unwrap();

    assert_eq!(reply["order"]["layout"], Value::Null);
    assert_eq!(reply["order"]["storage_key"], json!(Subject::Call(call).key(id)));
    assert_eq!(ground.subjects(id).await, json!({ caller.id.to_string(): "started", callee.id.to_string(): "asked" }));
    assert!(ground.is_shown(Subject::Call(call)).await);
    for who in [&caller, &callee] {
        let said = ground.told(&format!("user:{}", who.id)).await;
        assert_eq!(said, [("recording_started".to_owned(), json!({ "recordingId": id }))]);
    }
    let consent = "select to_jsonb(bool_and(recording_consent)) from public.call_members where call_id = $1";
    assert_eq!(ground.project.value(consent, &[&call]).await, true, "whoever has it recorded has agreed");
}

#[tokio::test]
async fn what_staff_begins_is_in_the_log_and_nobody_else_is_said_to_have_begun_it() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, staff) = (given.creator().await, given.admin().await);
    let session = ground.on_air(&host).await;
    let id = ground.requested(&staff, &session).await;
    assert_eq!(ground.subjects(id).await, json!({ host.id.to_string(): "stage" }));
    assert_eq!(ground.row(id).await["owner_id"], json!(host.id));
    assert_eq!(ground.log().await, json!([[staff.id, "start_recording", "session", session.id]]));
}

#[tokio::test]
async fn whoever_is_on_stage_without_an_account_any_more_does_not_keep_it_from_being_recorded() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, guest) = (given.creator().await, given.user().await);
    let session = ground.on_air(&host).await;
    given.participant(&session, &guest).role("co_host").insert().await;
    given.delete_user(&guest).await;
    let id = ground.requested(&host, &session).await;
    assert_eq!(ground.subjects(id).await, json!({ host.id.to_string(): "started" }));
}

#[tokio::test]
async fn a_start_that_is_repeated_finds_the_recording_there_is() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, staff) = (given.creator().await, given.admin().await);
    let session = ground.on_air(&host).await;
    let id = ground.requested(&host, &session).await;
    for (who, status) in [(&host, "requested"), (&staff, "active")] {
        let key = Subject::from(&session).key(id);
        ground.hears(json!({ "id": "EG_1", "key": key, "status": status }), 1).await;
        let reply = ground.starts(who, &session, new_id(), 2).await.unwrap();
        assert_eq!((&reply["recording"]["id"], &reply["order"]), (&json!(id), &Value::Null));
        assert_eq!(reply["recording"]["status"], status);
    }
    assert_eq!(ground.project.count("public.recordings").await, 1);
    assert_eq!(ground.log().await, json!([]), "nothing was begun");

    ground.stops(&host, &session, 3).await.unwrap();
    let refused = ground.starts(&host, &session, new_id(), 4).await;
    assert_refused(&refused, "PT429", "RECORDING_CAPACITY");
    ground.hears(json!({ "id": "EG_1", "status": "complete" }), 5).await;
    assert_eq!(ground.starts(&host, &session, new_id(), 6).await.unwrap()["recording"]["status"], "requested");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_starts_at_once_make_one_recording() {
    let ground = Ground::start().await;
    ground.calls_may_be_recorded().await;
    let given = ground.project.given();
    let (host, other) = (given.creator().await, given.user().await);
    let session = ground.on_air(&host).await;
    let call = ground.call(&host, &other).await;
    ground.said(call, &other, Some(true)).await;
    let crowd = Crowd::of(&ground.project, 20).await;
    for of in [Subject::from(&session), Subject::Call(call)] {
        let at = ground.at(0);
        let replies = join_all(crowd.iter().map(|service| start(service, &host, of, new_id(), at))).await;
        let replies: Vec<Value> = replies.into_iter().map(Reply::unwrap).collect();
        assert_eq!(replies.iter().filter(|reply| reply["order"].is_object()).count(), 1, "{replies:?}");
        assert!(replies.iter().all(|reply| reply["recording"]["id"] == replies[0]["recording"]["id"]), "{replies:?}");
    }
    assert_eq!(ground.project.count("public.recordings").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_never_record_more_than_may_be() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    given.setting("recordings_count", 3).await;
    let mut sessions = Vec::new();
    for _ in 0..10 {
        let host = given.creator().await;
        sessions.push((ground.on_air(&host).await, host));
    }
    let crowd = Crowd::of(&ground.project, 10).await;
    let starts = crowd
        .iter()
        .zip(&sessions)
        .map(|(service, (session, host))| start(service, host, Subject::from(session), new_id(), ground.at(0)));
    let replies = join_all(starts).await;
    assert_eq!(replies.iter().filter(|reply| reply.is_ok()).count(), 3);
    for refused in replies.iter().filter(|reply| reply.is_err()) {
        assert_refused(refused, "PT429", "RECORDING_CAPACITY");
    }
    // one that has ended makes room
    let over = "update public.recordings set status = 'complete', ended_at = now()
                where id = (select id from public.recordings limit 1)";
    ground.project.execute(over, &[]).await;
    let (session, host) = sessions.iter().zip(&replies).find(|(_, reply)| reply.is_err()).unwrap().0;
    assert_eq!(outcome(&ground, host, session).await, "order");
}

#[tokio::test]
async fn a_session_is_recorded_for_so_long_and_no_longer_whatever_failed_counts_nothing() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let host = given.creator().await;
    given.setting("recording_max_seconds", 100).await;
    let session = ground.on_air(&host).await;
    let past =
        "insert into public.recordings (session_id, owner_id, storage_key, status, created_at, started_at, ended_at)
                values ($1, $2, $3, $4, $5, $5, $6)";
    for (key, status, seconds) in [("one", "complete", 99), ("two", "failed", 500), ("three", "aborted", 500)] {
        let (from, until) = (ground.at(-2000), ground.at(-2000 + seconds));
        ground.project.execute(past, &[&session.id, &host.id, &key, &status, &from, &until]).await;
    }
    assert_eq!(outcome(&ground, &host, &session).await, "order", "a second is left");
    ground.project.execute("delete from public.recordings where status = 'requested'", &[]).await;
    let longer = "update public.recordings set ended_at = ended_at + interval '1 second' where storage_key = 'one'";
    ground.project.execute(longer, &[]).await;
    assert_eq!(outcome(&ground, &host, &session).await, "PT409 RECORDING_LIMIT");
}

#[tokio::test]
async fn recordings_are_begun_as_often_as_the_setting_says_and_repeats_cost_nothing() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let host = given.creator().await;
    given.setting("recording_rate_count", 2).await;
    let session = ground.on_air(&host).await;
    for n in 0..3 {
        let id = new_id();
        let reply = ground.starts(&host, &session, id, n).await;
        if n == 2 {
            assert_refused(&reply, "PT429", "RATE_LIMITED");
            continue;
        }
        for _ in 0..3 {
            assert_eq!(ground.starts(&host, &session, new_id(), n).await.unwrap()["recording"]["id"], json!(id));
        }
        ground.sent(id, None, Some("refused"), n).await;
    }
}

#[tokio::test]
async fn a_recording_is_stopped_by_whoever_may_begin_it_and_a_repeat_is_answered_as_it_was_left() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, stranger, staff) = (given.creator().await, given.user().await, given.admin().await);
    let session = ground.on_air(&host).await;
    assert_refused(&ground.stops(&host, &session, 1).await, "PT404", "RECORDING_NOT_FOUND");
    let id = ground.under_way(&host, &session).await;
    assert_refused(&ground.stops(&stranger, &session, 1).await, "PT403", "NOT_THE_HOST");
    assert_eq!(ground.row(id).await["status"], "active");

    let stopped = ground.stops(&staff, &session, 2).await.unwrap();
    assert_eq!((&stopped["recording"]["status"], &stopped["egress_id"]), (&json!("ending"), &json!("EG_1")));
    assert!(ground.is_shown(&session).await, "until LiveKit has stopped");
    assert_eq!(ground.log().await, json!([[staff.id, "stop_recording", "session", session.id]]));
    let again = ground.stops(&host, &session, 3).await.unwrap();
    assert_eq!(again, stopped, "LiveKit may have missed it");
    assert!(ground.text("stop_requested_at", id).await.starts_with(&ground.iso(2)[..19]), "the first time counts");

    ground.hears(json!({ "id": "EG_1", "status": "complete", "ended_at": ground.iso(4) }), 4).await;
    let over = ground.stops(&host, &session, 5).await.unwrap();
    assert_eq!((&over["recording"]["status"], &over["egress_id"]), (&json!("complete"), &Value::Null));
    assert!(!ground.is_shown(&session).await);
    let said: Vec<_> = ground.told(&format!("live:{}", session.id)).await.into_iter().map(|(event, _)| event).collect();
    assert_eq!(said, ["recording_started", "recording_stopped"]);
}
