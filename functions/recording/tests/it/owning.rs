//! What the owner of a recording does with it.

use serde_json::{Value, json};

use super::support::Archive;

#[tokio::test]
async fn its_owner_changes_who_sees_it_its_title_and_its_price_and_staff_does_too() {
    let archive = Archive::open().await;
    let given = archive.project.given();
    let session = given.live_session(&archive.creator).pay_per_view(30).status("ended").insert().await;
    let id = archive.recording_of(&session).await;
    let body = json!({ "recordingId": id, "visibility": "private", "title": " Yeni ad ", "priceCoins": 12 });
    let changed = archive.ask("update-recording", &archive.creator, body).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let recording = &changed.body["recording"];
    let seen = (&recording["visibility"], &recording["title"], &recording["priceCoins"], &recording["available"]);
    assert_eq!(seen, (&json!("private"), &json!("Yeni ad"), &json!(12), &json!(true)));
    // what is left out stays
    let again =
        archive.ask("update-recording", &archive.creator, json!({ "recordingId": id, "visibility": "session" })).await;
    assert_eq!(
        (&again.body["recording"]["title"], &again.body["recording"]["priceCoins"]),
        (&json!("Yeni ad"), &json!(12))
    );

    let (admin, stranger) = (given.admin().await, given.user().await);
    let body = json!({ "recordingId": id, "title": "Uygunsuz" });
    archive.ask("update-recording", &stranger, body.clone()).await.assert_refused(404, "RECORDING_NOT_FOUND");
    assert_eq!(archive.ask("update-recording", &admin, body).await.status, 200);
    let noted = "select to_jsonb(l.action) from public.live_admin_logs l where l.target_id = $1";
    assert_eq!(archive.project.value(noted, &[&id.to_string()]).await, json!("update_recording"));
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_nothing_changes() {
    let archive = Archive::open().await;
    let session = archive.project.given().live_session(&archive.creator).status("ended").insert().await;
    let id = archive.recording_of(&session).await;
    for (body, status, code, field) in [
        (json!({ "recordingId": id, "title": "x".repeat(101) }), 400, "INVALID_FIELD", json!("title")),
        (json!({ "recordingId": id, "visibility": "public" }), 400, "INVALID_FIELD", json!("visibility")),
        (json!({ "recordingId": id, "priceCoins": 0 }), 400, "INVALID_FIELD", json!("priceCoins")),
        (json!({ "recordingId": id, "priceCoins": -1 }), 400, "INVALID_FIELD", json!("priceCoins")),
        (json!({ "recordingId": id, "priceCoins": 5 }), 409, "NOT_PAY_PER_VIEW", Value::Null),
        (json!({}), 400, "INVALID_FIELD", json!("recordingId")),
    ] {
        let reply = archive.ask("update-recording", &archive.creator, body.clone()).await;
        reply.assert_refused(status, code);
        assert_eq!(reply.body["field"], field, "{body}");
    }
    archive.set(id, "erase_at", "now(), visibility = 'private'").await;
    let body = json!({ "recordingId": id, "visibility": "session" });
    archive.ask("update-recording", &archive.creator, body).await.assert_refused(409, "RECORDING_CLOSED");
}

#[tokio::test]
async fn what_its_owner_deletes_is_gone_at_once_and_its_file_is_on_the_list() {
    let archive = Archive::open().await;
    let given = archive.project.given();
    let session = given.live_session(&archive.creator).status("ended").insert().await;
    let (id, held) = (archive.recording_of(&session).await, archive.recording_of(&session).await);
    let body = json!({ "recordingId": id });
    let stranger = given.user().await;
    archive.ask("delete-recording", &stranger, body.clone()).await.assert_refused(404, "RECORDING_NOT_FOUND");
    let deleted = archive.ask("delete-recording", &archive.creator, body.clone()).await;
    assert_eq!((deleted.status, &deleted.body["deleted"]), (200, &json!(true)), "{}", deleted.body);
    archive.ask("delete-recording", &archive.creator, body).await.assert_refused(404, "RECORDING_NOT_FOUND");
    let queued = "select jsonb_agg(jsonb_build_array(d.storage_key, d.reason)) from public.live_object_deletions d";
    let key = format!("v1/{}/{id}.mp4", session.id);
    assert_eq!(archive.project.value(queued, &[]).await, json!([[key, "owner"]]));

    archive.set(held, "held_at", "now(), hold_reason = 'court'").await;
    let body = json!({ "recordingId": held });
    archive.ask("delete-recording", &archive.creator, body).await.assert_refused(409, "RECORDING_HELD");
}
