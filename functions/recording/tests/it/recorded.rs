//! The examples of the API document, which the functions really answer.

use ipelya_local::egress::EgressEvents;
use serde_json::json;

use super::studio::Studio;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recordings_are_answered_as_the_document_shows() {
    let studio = Studio::open().await;
    let given = studio.project.given();
    // so that what LiveKit says comes when it is asked
    studio.egress.egress.set_events(EgressEvents::None);
    let ask = |function: &'static str, body| studio.api.post(function).user(&studio.creator).json(body).recorded();
    let session = json!({ "sessionId": studio.session.id });
    let started = ask("start-recording", session.clone()).await;
    let id = started.body["recording"]["id"].as_str().unwrap().parse().unwrap();
    studio.until_recording().await;
    studio.sweep().await;
    ask("stop-recording", session.clone()).await;
    let event = json!({
        "event": "track_published", "id": "EV_2r7CnQpS4zGm", "createdAt": "1795262400",
        "room": { "sid": "RM_7HqkTtvzvEwp", "name": studio.session.room_name },
        "participant": { "sid": "PA_x9vEwpQpS4zG", "identity": studio.creator.id, "kind": "STANDARD" },
        "track": { "sid": "TR_AMvzvEwp7HqkTt", "source": "MICROPHONE" },
    });
    studio.api.webhook_at("/functions/v1/recording-webhook", &event).recorded().await;
    studio.until_ended().await;
    for _ in ["what LiveKit says", "what the store has"] {
        studio.sweep().await;
        studio.until(id, "complete").await;
    }
    let fixed = "update public.recordings
                 set size_bytes = 98304, duration_seconds = 3541, created_at = '2026-11-23T20:00:00Z',
                   started_at = '2026-11-23T20:00:01Z'";
    studio.project.execute(fixed, &[]).await;
    let paid = "update public.live_sessions
                set access_type = 'pay_per_view', ppv_coin_price = 50, status = 'ended', ended_at = now()";
    studio.project.execute(paid, &[]).await;

    let body = json!({ "recordingId": id, "visibility": "session", "title": "Akşam sohbeti", "priceCoins": 30 });
    ask("update-recording", body).await;
    ask("list-recordings", json!({ "sessionId": studio.session.id, "limit": 20 })).await;
    let viewer = given.user().await;
    given.coins(&viewer, 100).await;
    let body = json!({ "recordingId": id, "expectedPrice": 30 });
    studio.api.post("buy-recording").user(&viewer).json(body).recorded().await;
    let body = json!({ "recordingId": id, "download": false });
    studio.api.post("get-recording-url").user(&viewer).json(body).recorded().await;
    let by_get = studio.api.ask("GET", &format!("get-recording-url?recordingId={id}"));
    by_get.user(&viewer).recorded().await;

    let (caller, callee) = (given.user().await, given.user().await);
    let call = given.call(&caller, &callee).status("connected").insert().await;
    let body = json!({ "callId": call.id, "recording": true });
    studio.api.post("set-recording-consent").user(&callee).json(body).recorded().await;
    ask("delete-recording", json!({ "recordingId": id })).await;
}
