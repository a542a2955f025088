//! A show that is recorded, from the button to the file that is gone.

use ipelya_local::egress::EgressMode;
use serde_json::{Value, json};

use super::studio::Studio;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_show_is_recorded_watched_and_deleted() {
    let studio = Studio::open().await;
    let id = studio.start().await;
    assert_eq!(studio.shows().await, true, "before anything is recorded");
    studio.until(id, "active").await;
    assert_eq!(studio.start().await, id, "asked again it is the same one");
    assert_eq!(studio.stop().await, "ending");
    studio.until(id, "complete").await;
    let told = json!([["recording_started", id.to_string()], ["recording_stopped", id.to_string()]]);
    assert_eq!((studio.shows().await, studio.told().await), (json!(false), told));
    assert_eq!(studio.stop().await, "complete");

    // until the store was seen to have the file it cannot be watched
    let watch = json!({ "recordingId": id });
    studio.ask("get-recording-url", &studio.creator, watch.clone()).await.assert_refused(409, "RECORDING_NOT_READY");
    assert_eq!(studio.sweep().await.recordings_found, 1);
    let viewer = studio.project.given().user().await;
    let reply = studio.ask("get-recording-url", &viewer, watch.clone()).await;
    let url = reply.body["url"].as_str().unwrap_or_else(|| panic!("{}", reply.body)).to_owned();
    let key = studio.key(id).await;
    let size = usize::try_from(studio.egress.store().size(&key).await.unwrap()).unwrap();
    assert_eq!(studio.column(id, "size_bytes").await, json!(size));
    assert_eq!(studio.get(&url, None).await, (200, size));
    assert_eq!(studio.get(&url, Some("bytes=100-199")).await, (206, 100));

    // an address is for one file, and for nobody who changes it
    let without = url.split('?').next().unwrap();
    let other_signature = url.replace("X-Amz-Signature=", "X-Amz-Signature=0");
    let other_lifetime = url.replace("X-Amz-Expires=3600", "X-Amz-Expires=360000");
    let other_file = url.replace(&id.to_string(), "00000000-0000-4000-8000-000000000000");
    for altered in [without, &other_signature, &other_lifetime, &other_file] {
        assert_eq!(studio.get(altered, None).await.0, 403, "{altered}");
    }

    // nor for longer than it says
    studio.project.given().setting("recording_url_seconds", 1).await;
    let brief = studio.ask("get-recording-url", &viewer, watch.clone()).await;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    assert_eq!(studio.get(brief.body["url"].as_str().unwrap(), None).await.0, 403);

    let deleted = studio.ask("delete-recording", &studio.creator, watch.clone()).await;
    assert_eq!(deleted.status, 200, "{}", deleted.body);
    studio.ask("get-recording-url", &viewer, watch).await.assert_refused(404, "RECORDING_NOT_FOUND");
    assert_eq!(studio.sweep().await.objects_deleted, 1);
    assert!(!studio.egress.store().has(&key).await);
    // what was uploaded late goes as well
    studio.egress.store().put(&key, b"late").await;
    studio.passes("23 hours").await;
    assert_eq!(studio.sweep().await.objects_deleted, 0);
    studio.passes("1 hour").await;
    assert_eq!(studio.sweep().await.objects_deleted, 1);
    assert!(!studio.egress.store().has(&key).await);
    studio.passes("1 day").await;
    assert_eq!(studio.sweep().await.objects_deleted, 0, "that is all");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_is_deleted_while_recording_leaves_no_file_a_late_one_included() {
    let studio = Studio::open().await;
    studio.egress.egress.set_mode(EgressMode::SlowUpload);
    let id = studio.start().await;
    studio.until(id, "active").await;
    let key = studio.key(id).await;
    studio.project.given().delete_user(&studio.creator).await;
    assert_eq!(studio.column(id, "status").await, Value::Null, "the recording is gone at once");
    studio.sweep().await;
    assert_eq!(studio.egress.egress.all().len(), 1);
    studio.until_ended().await;
    studio.sweep().await;
    // the worker was slow to upload, and LiveKit has said long ago that it is there
    studio.egress.egress.set_mode(EgressMode::Normal);
    studio.until_uploaded(&key).await;
    studio.passes("1 minute").await;
    studio.sweep().await;
    studio.passes("1 day").await;
    studio.sweep().await;
    assert!(!studio.egress.store().has(&key).await);
    let left = "public.live_object_deletions where done_at is null";
    assert_eq!((studio.project.count("public.recordings").await, studio.project.count(left).await), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_ends_ends_its_recording() {
    let studio = Studio::open().await;
    let id = studio.start().await;
    studio.until(id, "active").await;
    let functions = studio.egress.known_to(ipelya_test::Api::new(&studio.project, session::routes())).at_system_time();
    let body = json!({ "sessionId": studio.session.id });
    let ended = functions.post("end-live-session").user(&studio.creator).json(body).send().await;
    assert_eq!(ended.status, 200, "{}", ended.body);
    assert!(!ended.body.to_string().contains("EG_"), "{}", ended.body);
    studio.until(id, "complete").await;
    assert_eq!(studio.sweep().await.recordings_found, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_that_closes_ends_its_recording_without_a_word_of_ours() {
    let studio = Studio::open().await;
    let id = studio.start().await;
    studio.until(id, "active").await;
    studio.project.close_room(&studio.session.room_name).await;
    studio.until(id, "complete").await;
}
