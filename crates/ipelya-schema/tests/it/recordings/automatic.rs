//! What is recorded by itself: sessions whose hosts want it, support calls where operations do.

use crate::recordings::ground::{Ground, Subject};
use ipelya_local::clock::new_id;
use ipelya_test::{Session, User};
use serde_json::{Value, json};
use uuid::Uuid;

/// A session whose host wants it recorded.
async fn wanted(ground: &Ground, host: &User) -> Session {
    let session = ground.on_air(host).await;
    let sql = "update public.live_sessions set recording_enabled = true where id = $1";
    ground.project.execute(sql, &[&session.id]).await;
    session
}

/// The id of what is to be recorded now that the host is heard, if anything is.
async fn order(ground: &Ground, session: &Session, at: i64) -> Option<Uuid> {
    let id = new_id();
    let chores = ground.happens(&session.room_name, &session.creator_id.to_string(), id, at).await;
    let order = &chores["order"];
    assert!(order.is_null() || order["id"] == json!(id), "{chores}");
    order.is_object().then_some(id)
}

#[tokio::test]
async fn a_session_is_recorded_by_itself_once_its_host_is_inside() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let host = given.creator().await;
    let session = wanted(&ground, &host).await;
    ground.project.execute("update public.live_stays set left_at = now()", &[]).await;
    assert_eq!(order(&ground, &session, 0).await, None, "nobody is there");
    ground.project.execute("update public.live_stays set left_at = null", &[]).await;

    let id = order(&ground, &session, 1).await.unwrap();
    let row = ground.row(id).await;
    assert_eq!((&row["requested_by"], &row["layout"]), (&Value::Null, &json!("speaker")));
    assert_eq!(ground.subjects(id).await, json!({ host.id.to_string(): "started" }));
    assert!(ground.is_shown(&session).await);
    assert_eq!(order(&ground, &session, 2).await, None, "it is");

    let unwanted = ground.on_air(&given.creator().await).await;
    assert_eq!(order(&ground, &unwanted, 0).await, None);
    let nowhere = ground.happens("live_video_nowhere", "nobody", new_id(), 0).await;
    assert_eq!(nowhere, json!({ "order": null, "stop": [] }));
}

#[tokio::test]
async fn nothing_begins_by_itself_where_it_may_not_be() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let host = given.creator().await;
    let session = wanted(&ground, &host).await;
    for (key, off, on) in [("recording_enabled", json!(false), json!(true)), ("recordings_count", json!(0), json!(2))] {
        given.setting(key, off).await;
        assert_eq!(order(&ground, &session, 0).await, None, "{key}");
        given.setting(key, on).await;
    }
    let ends = "update public.live_sessions set max_ends_at = $2 where id = $1";
    ground.project.execute(ends, &[&session.id, &ground.at(5)]).await;
    assert_eq!(order(&ground, &session, 5).await, None, "it is over");
    assert!(order(&ground, &session, 4).await.is_some());
}

#[tokio::test]
async fn what_was_recorded_stopped_or_deleted_does_not_begin_again_by_itself() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    for ending in ["complete", "limit_reached", "stopped before anything was recorded", "deleted", "deleted at once"] {
        let host = given.creator().await;
        let session = wanted(&ground, &host).await;
        let id = order(&ground, &session, 0).await.unwrap();
        match ending {
            "stopped before anything was recorded" => {
                ground.stops(&host, &session, 1).await.unwrap();
                ground.sent(id, None, Some("aborted"), 2).await;
                assert_eq!(ground.row(id).await["status"], "failed");
            }
            "deleted" | "deleted at once" => {
                if ending == "deleted" {
                    ground.sent(id, None, Some("x"), 1).await;
                }
                ground.deletes(&host, id, 2).await.unwrap();
            }
            status => {
                let key = Subject::from(&session).key(id);
                ground.hears(json!({ "id": format!("EG_{id}"), "key": key, "status": status }), 1).await;
            }
        }
        for at in [40, 400, 4000] {
            assert_eq!(order(&ground, &session, at).await, None, "{ending}");
            assert_eq!(ground.to_sweep(at).await["orders"], json!([]), "{ending}");
        }
    }
}

#[tokio::test]
async fn what_failed_is_tried_three_times_half_a_minute_apart() {
    let ground = Ground::start().await;
    let host = ground.project.given().creator().await;
    let session = wanted(&ground, &host).await;
    let mut tried = Vec::new();
    for at in 0..600 {
        if let Some(id) = order(&ground, &session, at).await {
            tried.push(at);
            ground.sent(id, None, Some("refused"), at).await;
        }
    }
    assert_eq!(tried, [0, 30, 60]);
    for minute in 0..5 {
        assert_eq!(ground.to_sweep(600 + minute * 60).await["orders"], json!([]));
    }
}

#[tokio::test]
async fn a_support_call_is_recorded_by_itself_where_operations_want_it_and_everybody_inside_has_agreed() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (caller, staff) = (given.user().await, given.user().await);
    let call = given.support_call(&caller).connected().insert().await;
    let joins = "insert into public.call_members (call_id, user_id, role) values ($1, $2, 'staff')";
    ground.project.execute(joins, &[&call, &staff.id]).await;
    let room = format!("support-{call}");
    ground.enters(call, &caller).await;
    let begins = async |at: i64| {
        let chores = ground.happens(&room, &caller.id.to_string(), new_id(), at).await;
        chores["order"].is_object()
    };
    ground.said(call, &caller, Some(true)).await;
    assert!(!begins(0).await, "operations do not want it");
    given.setting("support_recording_enabled", true).await;
    ground.said(call, &caller, None).await;
    assert!(!begins(0).await, "the caller was not asked");
    ground.said(call, &caller, Some(true)).await;
    let sid = ground.enters(call, &staff).await;
    assert!(!begins(0).await, "nor was staff");
    let leaves = "update public.live_stays set left_at = now() where participant_sid = $1";
    ground.project.execute(leaves, &[&sid]).await;
    ground
        .project
        .execute("update public.calls set status = 'ringing', answered_at = null where id = $1", &[&call])
        .await;
    assert!(!begins(0).await, "nobody has answered");
    ground
        .project
        .execute("update public.calls set status = 'connected', answered_at = now() where id = $1", &[&call])
        .await;
    assert!(begins(0).await);
    assert!(ground.is_shown(Subject::Call(call)).await);

    // calls of other kinds never do
    given.setting("call_recording_enabled", true).await;
    let talk = ground.call(&staff, &caller).await;
    for who in [&caller, &staff] {
        ground.said(talk, who, Some(true)).await;
    }
    let chores = ground.happens(&format!("user_to_user-{talk}"), &caller.id.to_string(), new_id(), 0).await;
    assert_eq!(chores["order"], Value::Null);
}

#[tokio::test]
async fn a_call_into_which_somebody_comes_who_has_not_agreed_is_to_be_stopped() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (owner, member, stranger) = (given.user().await, given.user().await, given.user().await);
    for (who, expected) in [
        (owner.id.to_string(), json!([])),
        ("agent-01234567-89ab-cdef-0123-456789abcdef".to_owned(), json!([])),
        ("EG_1".to_owned(), json!([])),
        (member.id.to_string(), json!(["EG_1"])),
        (stranger.id.to_string(), json!(["EG_1"])),
    ] {
        let call = given.conference(&owner, &[&member]).connected().insert().await;
        ground.enters(call, &owner).await;
        let id = ground.under_way(&owner, Subject::Call(call)).await;
        let room = format!("conference-{call}");
        for _ in 0..2 {
            let chores = ground.happens(&room, &who, new_id(), 1).await;
            assert_eq!(chores, json!({ "order": null, "stop": expected }), "{who}");
        }
        let status = if expected == json!([]) { "active" } else { "ending" };
        assert_eq!(ground.row(id).await["status"], status, "{who}");
        ground.clear().await;
    }
}
