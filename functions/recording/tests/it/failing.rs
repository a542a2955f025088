//! What LiveKit's egress may do instead of recording, and what comes of it.

use ipelya_core::Refusal;
use ipelya_local::egress::{EgressEvents, EgressMode};
use ipelya_test::{Mode, Reply};
use serde_json::{Value, json};
use uuid::Uuid;

use super::studio::Studio;

async fn try_to_start(studio: &Studio) -> Reply {
    studio.ask("start-recording", &studio.creator, json!({ "sessionId": studio.session.id })).await
}

/// As if it had been asked for so much earlier.
async fn ages(studio: &Studio, interval: &str) {
    let sql = "update public.recordings
               set created_at = created_at - $1::text::interval,
                   stop_requested_at = stop_requested_at - $1::text::interval";
    studio.project.execute(sql, &[&interval]).await;
}

async fn outcome(studio: &Studio, id: Uuid) -> (Value, Value) {
    (studio.column(id, "status").await, studio.shows().await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_livekit_refuses_has_failed_and_may_be_asked_for_again() {
    let studio = Studio::open().await;
    studio.egress.egress.set_mode(EgressMode::Refuse);
    try_to_start(&studio).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    let id = studio.only().await;
    assert_eq!(outcome(&studio, id).await, (json!("failed"), json!(false)));
    assert!(studio.column(id, "error").await.as_str().is_some_and(|error| error.starts_with("resource_exhausted")));
    studio.egress.egress.set_mode(EgressMode::Normal);
    let again = studio.start().await;
    studio.until(again, "active").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_an_answer_it_may_have_begun_until_a_sweep_finds_that_it_has_not() {
    let studio = Studio::open().await;
    studio.egress.egress.set_mode(EgressMode::Hang);
    try_to_start(&studio).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    let id = studio.only().await;
    assert_eq!(outcome(&studio, id).await, (json!("requested"), json!(true)), "whoever is there is told, to be sure");
    studio.egress.egress.set_mode(EgressMode::Normal);
    studio.sweep().await;
    assert_eq!(outcome(&studio, id).await, (json!("requested"), json!(true)), "it may be on its way");
    ages(&studio, "61 seconds").await;
    studio.sweep().await;
    assert_eq!(outcome(&studio, id).await, (json!("failed"), json!(false)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_livekit_gives_up_or_cannot_store_is_no_recording() {
    for (mode, status, error) in
        [(EgressMode::Abort, "aborted", "Start signal not received"), (EgressMode::FailedUpload, "failed", "")]
    {
        let studio = Studio::open().await;
        studio.egress.egress.set_mode(mode);
        let id = studio.start().await;
        if mode == EgressMode::FailedUpload {
            studio.until(id, "active").await;
            studio.stop().await;
        }
        studio.until(id, status).await;
        assert!(studio.column(id, "error").await.as_str().unwrap().contains(error));
        studio.sweep().await;
        assert_eq!(studio.column(id, "available_at").await, Value::Null);
        assert_eq!(studio.shows().await, false);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_reaches_livekits_own_limit_is_there_as_far_as_it_goes() {
    let studio = Studio::open().await;
    studio.egress.egress.set_mode(EgressMode::Limit);
    let id = studio.start().await;
    studio.until(id, "limit_reached").await;
    assert_eq!(studio.sweep().await.recordings_found, 1);
    assert_ne!(studio.column(id, "available_at").await, Value::Null);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_becomes_of_its_reports_a_sweep_ends_with_the_same() {
    for events in [EgressEvents::None, EgressEvents::Doubled, EgressEvents::Reversed] {
        let studio = Studio::open().await;
        studio.egress.egress.set_events(events);
        let id = studio.start().await;
        assert_eq!(studio.column(id, "status").await, "starting", "{events:?}: the answer says so");
        studio.until_recording().await;
        studio.sweep().await;
        studio.until(id, "active").await;
        studio.stop().await;
        studio.until_ended().await;
        studio.sweep().await;
        studio.until(id, "complete").await;
        studio.sweep().await;
        let row = "select to_jsonb(array[r.size_bytes > 0, r.duration_seconds >= 0, r.available_at is not null,
                     r.started_at is not null, r.swept_at is null]) from public.recordings r where r.id = $1";
        assert_eq!(studio.project.value(row, &[&id]).await, json!([true, true, true, true, true]), "{events:?}");
        let told = json!([["recording_started", id.to_string()], ["recording_stopped", id.to_string()]]);
        assert_eq!(studio.told().await, told, "{events:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_livekit_lists_for_ever_is_given_up_after_half_an_hour_and_is_complete_if_its_file_is_there() {
    let studio = Studio::open().await;
    studio.egress.egress.set_events(EgressEvents::None);
    let id = studio.start().await;
    studio.until_recording().await;
    studio.stop().await;
    studio.until_ended().await;
    studio.egress.egress.set_mode(EgressMode::StaleList);
    studio.sweep().await;
    assert_eq!(studio.column(id, "status").await, "ending", "LiveKit says that it goes on");
    ages(&studio, "31 minutes").await;
    studio.sweep().await;
    assert_eq!(outcome(&studio, id).await, (json!("complete"), json!(false)));
    assert_ne!(studio.column(id, "available_at").await, Value::Null);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_concluded_while_livekit_or_the_store_is_away() {
    let studio = Studio::open().await;
    studio.egress.egress.set_events(EgressEvents::None);
    let id = studio.start().await;
    studio.until_recording().await;
    ages(&studio, "1 hour").await;
    studio.egress.upstream.set_mode(Mode::Status(500));
    assert!(studio.try_sweep().await.is_err_and(|refusal| refusal == Refusal::Unavailable));
    assert_eq!(studio.column(id, "status").await, "starting");
    studio.egress.upstream.set_mode(Mode::Pass);
    studio.stop().await;
    studio.until_ended().await;
    studio.sweep().await;
    studio.egress.store().upstream.set_mode(Mode::Status(503));
    studio.sweep().await;
    assert_eq!(
        (studio.column(id, "status").await, studio.column(id, "available_at").await),
        (json!("complete"), Value::Null)
    );
    studio.egress.store().upstream.set_mode(Mode::Pass);
    studio.sweep().await;
    assert_ne!(studio.column(id, "available_at").await, Value::Null);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recording_of_ours_that_nobody_asked_for_is_stopped() {
    let studio = Studio::open().await;
    let id = studio.start().await;
    studio.until(id, "active").await;
    // as if we had given it up, and something else had been recorded since
    let give_up = "update public.recordings set status = 'failed', swept_at = now() - interval '1 hour' where id = $1";
    studio.project.execute(give_up, &[&id]).await;
    let other = "insert into public.recordings (session_id, owner_id, status, storage_key)
                 values ($1, $2, 'requested', 'v1/session/other.mp4')";
    studio.project.execute(other, &[&studio.session.id, &studio.creator.id]).await;
    let report = studio.sweep().await;
    assert_eq!(report.recordings_stopped, 1, "{report:?}");
    studio.until(id, "complete").await;
}
