//! What is recorded from its beginning, because its host or operations have said so.

use ipelya_local::egress::{EgressEvents, EgressMode};
use serde_json::{Value, json};

use super::studio::Studio;

const WEBHOOK: &str = "/functions/v1/recording-webhook";

/// A session that is to be recorded from its beginning.
async fn studio() -> Studio {
    let studio = Studio::open().await;
    let wants = "update public.live_sessions set recording_enabled = true where id = $1";
    studio.project.execute(wants, &[&studio.session.id]).await;
    studio
}

/// The host is heard, as LiveKit reports it.
fn heard(studio: &Studio, id: &str) -> Value {
    json!({
        "event": "track_published", "id": id, "createdAt": studio.api.now().unix_timestamp().to_string(),
        "room": { "sid": "RM_1", "name": studio.session.room_name },
        "participant": { "sid": studio.host.sid, "identity": studio.creator.id, "kind": "STANDARD" },
        "track": { "sid": "TR_1", "source": "MICROPHONE" },
    })
}

async fn report(studio: &Studio, event: &Value) -> Value {
    let reply = studio.api.webhook_at(WEBHOOK, event).send().await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body["result"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_is_recorded_once_its_host_is_heard_and_once_only() {
    let studio = studio().await;
    assert_eq!(report(&studio, &heard(&studio, "EV_1")).await, "success");
    for id in ["EV_1", "EV_2"] {
        assert_eq!(report(&studio, &heard(&studio, id)).await, "skipped");
    }
    assert_eq!((studio.egress.egress.all().len(), studio.shows().await), (1, json!(true)));
    let by = "select jsonb_agg(jsonb_build_array(r.requested_by, r.owner_id)) from public.recordings r";
    assert_eq!(studio.project.value(by, &[]).await, json!([[null, studio.creator.id]]));
    studio.until_recording().await;
    studio.stop().await;
    studio.until(studio.only().await, "complete").await;
    assert_eq!(report(&studio, &heard(&studio, "EV_3")).await, "skipped", "its host has stopped it");
    assert_eq!(studio.sweep().await.recordings_started, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dozen_reports_at_the_same_moment_begin_one() {
    let studio = studio().await;
    let events: Vec<Value> = (0..12).map(|number| heard(&studio, &format!("EV_{number}"))).collect();
    let results = futures_util::future::join_all(events.iter().map(|event| report(&studio, event))).await;
    let begun = results.iter().filter(|result| **result == "success").count();
    assert_eq!((begun, studio.egress.egress.all().len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_that_report_is_lost_the_next_sweep_begins_it() {
    let studio = studio().await;
    assert_eq!(studio.sweep().await.recordings_started, 1);
    assert_eq!(studio.sweep().await.recordings_started, 0);
    assert_eq!(studio.egress.egress.all().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_fails_is_tried_three_times_and_not_at_once() {
    let studio = studio().await;
    studio.egress.egress.set_mode(EgressMode::Refuse);
    for attempt in 1..=4 {
        let failed = studio.sweep().await.failed;
        assert_eq!(failed, u32::from(attempt < 4), "attempt {attempt}");
        assert_eq!(studio.sweep().await.failed, 0, "half a minute apart");
        studio
            .project
            .execute("update public.recordings set created_at = created_at - interval '30 seconds'", &[])
            .await;
    }
    let tried = "select to_jsonb(count(*)) from public.recordings where status = 'failed'";
    assert_eq!(studio.project.value(tried, &[]).await, json!(3));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_begins_by_itself_that_nobody_wants() {
    let studio = Studio::open().await;
    assert_eq!(report(&studio, &heard(&studio, "EV_1")).await, "skipped");
    let wants = "update public.live_sessions set recording_enabled = true";
    studio.project.execute(wants, &[]).await;
    studio.project.given().setting("recording_enabled", false).await;
    assert_eq!(report(&studio, &heard(&studio, "EV_2")).await, "skipped");
    assert_eq!(studio.project.count("public.recordings").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_webhook_believes_livekit_alone_and_asks_the_database_only_of_what_concerns_it() {
    let studio = studio().await;
    studio.egress.egress.set_events(EgressEvents::None);
    let forged = studio.api.ask("POST", WEBHOOK).raw("application/webhook+json", "{}").send().await;
    forged.assert_refused(401, "UNAUTHORIZED");
    studio.project.rest().reset();
    for name in ["room_started", "participant_left", "track_unpublished", "brand_new"] {
        let event = json!({ "event": name, "id": format!("EV_{name}"), "room": { "name": studio.session.room_name } });
        assert_eq!(report(&studio, &event).await, "skipped");
    }
    assert_eq!(studio.project.rest().requests(), 0);
    assert_eq!(report(&studio, &heard(&studio, "EV_1")).await, "success");
    assert_eq!(studio.project.rest().requests(), 2);
    studio.project.rest().reset();
    assert_eq!(report(&studio, &heard(&studio, "EV_2")).await, "skipped");
    assert_eq!(studio.project.rest().requests(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_with_support_is_recorded_where_operations_want_it_and_everybody_inside_has_agreed() {
    let studio = Studio::open().await;
    let (given, caller) = (studio.project.given(), studio.project.given().user().await);
    given.setting("support_recording_enabled", true).await;
    let id = ipelya_local::clock::new_id();
    let room = format!("support-{id}");
    studio.project.open_room(&room).await;
    let call = "with placed as (
                  insert into public.calls (id, kind, caller_id, call_type, livekit_room_name, status, answered_at)
                  values ($1, 'support', $2, 'audio_call', $3, 'connected', now())
                ), opened as (
                  insert into public.live_rooms (room_sid, room_name, call_id, started_at) values ('RM_s', $3, $1, now())
                )
                insert into public.live_stays (participant_sid, room_sid, call_id, user_id, joined_at)
                values ('PA_s', 'RM_s', $1, $2, now())";
    studio.project.execute(call, &[&id, &caller.id, &room]).await;
    let heard = json!({
        "event": "track_published", "id": "EV_1", "createdAt": studio.api.now().unix_timestamp().to_string(),
        "room": { "sid": "RM_s", "name": room },
        "participant": { "sid": "PA_s", "identity": caller.id, "kind": "STANDARD" },
        "track": { "sid": "TR_1", "source": "MICROPHONE" },
    });
    assert_eq!(report(&studio, &heard).await, "skipped", "nobody was asked");
    let agree = json!({ "callId": id, "recording": true });
    assert_eq!(studio.ask("set-recording-consent", &caller, agree).await.status, 200);
    assert_eq!(report(&studio, &heard).await, "success");
    let by = "select jsonb_agg(jsonb_build_array(r.call_id, r.requested_by, s.how))
              from public.recordings r join public.recording_subjects s on s.recording_id = r.id";
    assert_eq!(studio.project.value(by, &[]).await, json!([[id, null, "asked"]]));
}
