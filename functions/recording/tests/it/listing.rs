//! What there is to watch.

use ipelya_test::User;
use serde_json::{Value, json};
use time::Duration;
use uuid::Uuid;

use super::support::Archive;

async fn listed(archive: &Archive, user: &User, body: Value) -> Vec<String> {
    let reply = archive.ask("list-recordings", user, body).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    let recordings = reply.body["recordings"].as_array().unwrap();
    recordings.iter().map(|recording| recording["id"].as_str().unwrap().to_owned()).collect()
}

fn ids(of: &[Uuid]) -> Vec<String> {
    of.iter().map(Uuid::to_string).collect()
}

#[tokio::test]
async fn everybody_sees_what_they_might_watch_or_buy_and_owners_and_staff_the_rest() {
    let archive = Archive::open().await;
    let given = archive.project.given();
    let session = given.live_session(&archive.creator).pay_per_view(30).status("ended").insert().await;
    let (shown, private, coming) = (
        archive.recording_of(&session).await,
        archive.recording_of(&session).await,
        archive.recording_of(&session).await,
    );
    for (seconds, id) in [(1, shown), (2, private), (3, coming)] {
        archive.set(id, "created_at", &format!("created_at + interval '{seconds} seconds'")).await;
    }
    archive.set(private, "visibility", "'private'").await;
    archive.set(coming, "available_at", "null").await;
    let (viewer, blocked, admin) = (given.user().await, given.user().await, given.admin().await);
    given.block(&archive.creator, &blocked).await;
    let body = json!({ "sessionId": session.id });
    assert_eq!(listed(&archive, &viewer, body.clone()).await, ids(&[shown]));
    assert_eq!(listed(&archive, &blocked, body.clone()).await, ids(&[]));
    for user in [&archive.creator, &admin] {
        assert_eq!(listed(&archive, user, body.clone()).await, ids(&[coming, private, shown]));
    }
    let reply = archive.ask("list-recordings", &viewer, body).await;
    let text = reply.body.to_string();
    assert!(!text.contains("v1/") && !text.contains("EG_") && !text.contains("http"), "{text}");
    let of_creator = json!({ "creatorId": archive.creator.id });
    assert_eq!(listed(&archive, &viewer, of_creator).await, ids(&[shown]));
}

#[tokio::test]
async fn a_calls_recordings_are_listed_for_its_people() {
    let archive = Archive::open().await;
    let given = archive.project.given();
    let (caller, callee, stranger) = (given.user().await, given.user().await, given.user().await);
    let call = given.call(&caller, &callee).ended("completed").insert().await;
    let id = archive.recording_of_call(call.id, &caller).await;
    for (user, seen) in [(&caller, vec![id]), (&callee, vec![id]), (&stranger, vec![])] {
        assert_eq!(listed(&archive, user, json!({ "callId": call.id })).await, ids(&seen));
        assert_eq!(listed(&archive, user, json!({})).await, ids(&seen));
    }
    let of_creator = json!({ "creatorId": caller.id });
    assert_eq!(listed(&archive, &callee, of_creator).await, ids(&[]), "a call is no show");
}

#[tokio::test]
async fn pages_follow_each_other_and_lose_none_of_the_same_moment() {
    let archive = Archive::open().await;
    let given = archive.project.given();
    let mut all = Vec::new();
    for _ in 0..7 {
        let session = given.live_session(&archive.creator).status("ended").insert().await;
        all.push(archive.recording_of(&session).await.to_string());
    }
    let mut found = Vec::new();
    let mut before = Value::Null;
    loop {
        let reply = archive.ask("list-recordings", &archive.creator, json!({ "limit": 3, "before": before })).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        let page = reply.body["recordings"].as_array().unwrap();
        assert!(page.len() <= 3);
        found.extend(page.iter().map(|recording| recording["id"].as_str().unwrap().to_owned()));
        before = reply.body["nextBefore"].clone();
        if before.is_null() {
            break;
        }
    }
    found.sort();
    all.sort();
    assert_eq!(found, all);
    for (field, body) in [
        ("before", json!({ "before": "yesterday" })),
        ("limit", json!({ "limit": 0 })),
        ("limit", json!({ "limit": 101 })),
        ("sessionId", json!({ "sessionId": "x" })),
    ] {
        let reply = archive.ask("list-recordings", &archive.creator, body).await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], field);
    }
}

#[tokio::test]
async fn looks_are_limited_and_a_list_is_one_round_trip() {
    let archive = Archive::open().await;
    let given = archive.project.given();
    given.setting("recording_read_rate_count", 2).await;
    archive.project.rest().reset();
    for _ in 0..2 {
        listed(&archive, &archive.creator, json!({})).await;
    }
    assert_eq!(archive.project.rest().requests(), 2);
    archive.ask("list-recordings", &archive.creator, json!({})).await.assert_refused(429, "RATE_LIMITED");
    let later = archive.api.now() + Duration::minutes(1);
    assert!(later > archive.api.now());
}
