//! A recording that must go is gone: its row at once, its file by the queue, whatever deleted it.

use crate::money::service_connection::{Crowd, assert_refused};
use crate::recordings::ground::{Ground, Subject};
use ipelya_local::clock::new_id;
use serde_json::{Value, json};
use uuid::Uuid;

/// A file in the queue.
async fn queued(ground: &Ground, key: &str) -> Value {
    let sql =
        "select coalesce((select to_jsonb(d) from public.live_object_deletions d where d.storage_key = $1), 'null')";
    ground.project.value(sql, &[&key]).await
}

/// What the store has said of a file.
async fn store_says(ground: &Ground, key: &str, error: Option<&str>, is_written: bool, at: i64) -> Value {
    let results = json!([{ "storage_key": key, "error": error, "is_written": is_written }]);
    let sql = "select to_jsonb(public.live_objects_deleted($1, $2)::text)";
    ground.ask(sql, &[&results, &ground.at(at)]).await.unwrap();
    queued(ground, key).await
}

/// Operations keep a recording.
async fn hold(ground: &Ground, id: Uuid, held: bool) {
    let sql = "update public.recordings
               set held_at = case when $2 then now() end, hold_reason = case when $2 then 'dava' end where id = $1";
    ground.project.execute(sql, &[&id, &held]).await;
}

#[tokio::test]
async fn whatever_deletes_a_recording_queues_its_file_once_and_says_why() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let staff = given.admin().await;
    for (why, reason) in [
        ("its owner", "owner"),
        ("staff", "admin"),
        ("its age", "retention"),
        ("the age of a call's", "retention"),
        ("a statement by hand", "removed"),
        ("its session, by hand", "removed"),
    ] {
        let host = given.creator().await;
        let (subject, id) = if why == "the age of a call's" {
            let call = Subject::Call(given.conference(&host, &[]).connected().insert().await);
            let Subject::Call(call_id) = call else { panic!("a call") };
            ground.enters(call_id, &host).await;
            (call, ground.recorded(&host, call).await)
        } else {
            let session = ground.on_air(&host).await;
            (Subject::from(&session), ground.recorded(&host, &session).await)
        };
        let day = 24 * 3600;
        match why {
            "its owner" => drop(ground.deletes(&host, id, 200).await.unwrap()),
            "staff" => drop(ground.deletes(&staff, id, 200).await.unwrap()),
            "its age" => {
                assert_eq!(ground.erases(90 * day - 1).await, 0);
                assert_eq!(ground.erases(90 * day).await, 1);
            }
            "the age of a call's" => {
                assert_eq!(ground.erases(30 * day - 1).await, 0);
                assert_eq!(ground.erases(30 * day).await, 1);
            }
            "a statement by hand" => ground.project.execute("delete from public.recordings", &[]).await,
            _ => ground.project.execute("delete from public.live_sessions where creator_id = $1", &[&host.id]).await,
        }
        assert_eq!(ground.row(id).await, Value::Null, "{why}");
        assert_eq!(ground.subjects(id).await, json!({}), "{why}");
        assert_eq!(ground.deletions().await, json!({ subject.key(id): reason }), "{why}");
        let file = queued(&ground, &subject.key(id)).await;
        assert_eq!(file["egress_id"], json!(format!("EG_{id}")), "{why}");
        assert!(file["due_at"].is_string() && file["done_at"].is_null(), "{file}");
        assert_refused(&ground.deletes(&host, id, 300).await, "PT404", "RECORDING_NOT_FOUND");
        ground.project.db().batch_execute("delete from public.live_object_deletions").await.unwrap();
    }
    let by_staff: Vec<Value> = ground.log().await.as_array().unwrap().iter().map(|line| line[1].clone()).collect();
    assert_eq!(by_staff, ["delete_recording"]);
}

#[tokio::test]
async fn what_is_held_stays_whoever_would_have_it_deleted() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, staff, guest) = (given.creator().await, given.admin().await, given.user().await);
    let session = ground.on_air(&host).await;
    given.participant(&session, &guest).role("co_host").insert().await;
    let id = ground.recorded(&host, &session).await;
    hold(&ground, id, true).await;

    for who in [&host, &staff] {
        assert_refused(&ground.deletes(who, id, 200).await, "PT409", "RECORDING_HELD");
    }
    assert_eq!(ground.erases(400 * 24 * 3600).await, 0);
    for table in ["recordings", "live_sessions"] {
        let refused = ground.project.db().execute(&format!("delete from public.{table}"), &[]).await.unwrap_err();
        assert_eq!(refused.code().unwrap().code(), "23001", "{table}");
    }
    given.delete_user(&guest).await;
    given.delete_user(&host).await;
    let row = ground.row(id).await;
    assert_eq!((&row["owner_id"], &row["visibility"]), (&Value::Null, &json!("private")), "nobody but staff sees it");
    assert_eq!(ground.deletions().await, json!({}));
    assert_refused(&ground.updates(&staff, id, Some("session"), None, None).await, "PT409", "RECORDING_CLOSED");

    hold(&ground, id, false).await;
    assert_eq!(ground.erases(300).await, 1);
    assert_eq!(ground.deletions().await, json!({ Subject::from(&session).key(id): "account" }));
}

#[tokio::test]
async fn what_is_deleted_while_it_is_made_is_to_be_stopped_and_is_shown_no_longer() {
    let ground = Ground::start().await;
    let host = ground.project.given().creator().await;
    let session = ground.on_air(&host).await;
    let id = ground.under_way(&host, &session).await;
    let reply = ground.deletes(&host, id, 10).await.unwrap();
    assert_eq!(reply["egress_id"], "EG_1");
    assert!(!ground.is_shown(&session).await);
    let said: Vec<_> = ground.told(&format!("live:{}", session.id)).await.into_iter().map(|(event, _)| event).collect();
    assert_eq!(said, ["recording_started", "recording_stopped"]);

    let over = ground.recorded(&host, &session).await;
    assert_eq!(ground.deletes(&host, over, 100).await.unwrap()["egress_id"], Value::Null, "there is nothing to stop");
}

#[tokio::test]
async fn a_file_is_deleted_and_once_more_a_day_later() {
    let ground = Ground::start().await;
    let host = ground.project.given().creator().await;
    let session = ground.on_air(&host).await;
    let id = ground.under_way(&host, &session).await;
    ground.deletes(&host, id, 0).await.unwrap();
    let key = Subject::from(&session).key(id);
    let is_due = async |at: i64| {
        let due = ground.to_sweep(at).await["deletions"].clone();
        assert!(due == json!([]) || due == json!([{ "storage_key": key, "egress_id": "EG_1" }]), "{due}");
        due != json!([])
    };
    assert!(is_due(0).await);
    // LiveKit still writes it
    let file = store_says(&ground, &key, None, true, 0).await;
    assert_eq!((&file["deleted_at"], &file["attempts"]), (&Value::Null, &json!(1)));
    assert!(!is_due(59).await);
    assert!(is_due(60).await);
    let day = 24 * 3600;
    let file = store_says(&ground, &key, None, false, 60).await;
    assert!(file["deleted_at"].is_string() && file["done_at"].is_null(), "{file}");
    assert!(!is_due(60 + day - 1).await);
    assert!(is_due(60 + day).await);
    let file = store_says(&ground, &key, None, false, 60 + day).await;
    assert!(file["done_at"].is_string() && file["due_at"].is_null(), "{file}");
    assert!(!is_due(400 * day).await);
    // an answer to a question of before changes nothing
    assert_eq!(store_says(&ground, &key, Some("x"), false, 401 * day).await, file);
    store_says(&ground, "v1/other.mp4", None, false, 0).await;
}

#[tokio::test]
async fn a_file_that_the_store_does_not_delete_is_tried_again_ever_less_often() {
    let ground = Ground::start().await;
    let host = ground.project.given().creator().await;
    let session = ground.on_air(&host).await;
    let id = ground.recorded(&host, &session).await;
    ground.deletes(&host, id, 0).await.unwrap();
    let key = Subject::from(&session).key(id);
    let mut at = 0;
    for minutes in [1, 2, 4, 8, 16, 32, 60, 60] {
        let file = store_says(&ground, &key, Some("403"), false, at).await;
        assert_eq!((&file["error"], &file["deleted_at"]), (&json!("403"), &Value::Null));
        at += minutes * 60;
        assert_eq!(ground.to_sweep(at - 1).await["deletions"], json!([]), "{minutes} min");
        assert_eq!(ground.to_sweep(at).await["deletions"][0]["storage_key"], json!(key), "{minutes} min");
    }
    let file = store_says(&ground, &key, None, false, at).await;
    assert_eq!(file["error"], Value::Null);
    // the second time counts anew
    at += 24 * 3600;
    let file = store_says(&ground, &key, Some("503"), false, at).await;
    assert!(file["deleted_at"].is_string() && file["due_at"].is_string(), "{file}");
}

#[tokio::test]
async fn whatever_livekit_still_says_of_a_deleted_recording_has_its_file_deleted_again() {
    let ground = Ground::start().await;
    let host = ground.project.given().creator().await;
    let session = ground.on_air(&host).await;
    let id = ground.requested(&host, &session).await;
    let key = Subject::from(&session).key(id);
    // before LiveKit has answered
    ground.deletes(&host, id, 0).await.unwrap();
    assert_eq!(queued(&ground, &key).await["egress_id"], Value::Null);
    store_says(&ground, &key, None, false, 0).await;
    store_says(&ground, &key, None, false, 24 * 3600).await;
    assert!(queued(&ground, &key).await["done_at"].is_string());

    for (report, at) in [
        (json!({ "id": "EG_1", "key": key, "status": "active" }), 90_000),
        (json!({ "id": "EG_1", "status": "complete" }), 180_000),
    ] {
        assert!(ground.hears(report, at).await);
        let file = queued(&ground, &key).await;
        assert_eq!((&file["egress_id"], &file["done_at"]), (&json!("EG_1"), &Value::Null));
        assert_eq!(ground.to_sweep(at).await["deletions"][0]["storage_key"], json!(key));
        store_says(&ground, &key, None, false, at).await;
    }
    assert_eq!(ground.project.count("public.recordings").await, 0, "it does not come back");
    assert!(!ground.is_shown(&session).await);
}

#[tokio::test]
async fn a_deleted_recording_of_before_is_no_other_sessions() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, other) = (given.creator().await, given.creator().await);
    let (session, elsewhere) = (ground.on_air(&host).await, ground.on_air(&other).await);
    for session in [&session, &elsewhere] {
        let wants = "update public.live_sessions set recording_enabled = true where id = $1";
        ground.project.execute(wants, &[&session.id]).await;
    }
    let id = ground.requested(&host, &session).await;
    ground.deletes(&host, id, 0).await.unwrap();
    let chores = ground.happens(&elsewhere.room_name, &other.id.to_string(), new_id(), 1).await;
    assert!(chores["order"].is_object(), "{chores}");
}

#[tokio::test]
async fn one_that_somebody_is_busy_with_keeps_no_other_from_going() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let mut ids = Vec::new();
    for _ in 0..3 {
        let host = given.creator().await;
        let session = ground.on_air(&host).await;
        ids.push((session.id, ground.recorded(&host, &session).await));
    }
    let crowd = Crowd::of(&ground.project, 1).await;
    crowd[0].run(&format!("begin; select from public.live_sessions where id = '{}' for update", ids[0].0)).await;
    let tick = "select public.live_tick($1)";
    let late = ground.at(91 * 24 * 3600);
    assert_eq!(ground.ask(tick, &[&late]).await.unwrap()["live_erase_recordings"], 2);
    assert!(ground.row(ids[0].1).await.is_object());
    crowd[0].run("rollback").await;
    assert_eq!(ground.ask(tick, &[&late]).await.unwrap()["live_erase_recordings"], 1);
}
