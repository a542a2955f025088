//! People who came and went unheard.

use ipelya_test::Mode;
use serde_json::json;

use crate::show::{Show, sweep};

#[tokio::test]
async fn somebody_whose_join_was_never_heard_of_is_inside_after_a_sweep() {
    let show = Show::on_air().await;
    let viewer = show.person("viewer").await;
    let client = show.project.room_client(&show.session.room_name, viewer.id).join().await;

    let report = show.sweep().await;

    assert_eq!((&report["opened"], &report["joined"]), (&json!(1), &json!(1)), "{report}");
    assert_eq!(show.place_of(&viewer).await, json!([true, client.sid]));
    let again = show.sweep().await;
    assert_eq!((&again["opened"], &again["joined"]), (&json!(0), &json!(0)), "{again}");
    assert_eq!(show.reports().await.len(), 1, "a sweep that finds nothing wrong leaves no row");
}

#[tokio::test]
async fn somebody_whose_leave_was_never_heard_of_has_left_after_a_sweep() {
    let show = Show::on_air().await;
    let (viewer, quick) = (show.person("viewer").await, show.person("viewer").await);
    show.hears_of(&viewer, "PA_gone", 90).await;
    show.hears_of(&quick, "PA_quick", 30).await;

    let report = show.sweep().await;

    assert_eq!(report["left"], 1, "{report}");
    assert_eq!(show.stay("PA_gone").await, json!([false, "SWEPT"]));
    assert_eq!(show.place_of(&viewer).await, json!([false, null]));
    assert_eq!(show.stay("PA_quick").await, json!([true, null]), "a stay younger than a minute is left alone");
}

#[tokio::test]
async fn somebody_swept_out_by_mistake_is_inside_again() {
    let show = Show::on_air().await;
    let viewer = show.person("viewer").await;
    let client = show.project.room_client(&show.session.room_name, viewer.id).join().await;
    show.sweep().await;
    show.execute("update public.live_stays set left_at = now(), left_reason = 'SWEPT'", &[]).await;

    assert_eq!(show.sweep().await["joined"], 1);

    assert_eq!(show.place_of(&viewer).await, json!([true, client.sid]));
}

#[tokio::test]
async fn a_reconnection_nobody_heard_of_replaces_the_lost_one() {
    let show = Show::on_air().await;
    show.hears_of(&show.host, "PA_lost", 90).await;
    let grants = json!({
        "canPublish": true, "canPublishData": true, "canSubscribe": true, "canUpdateOwnMetadata": false,
        "canPublishSources": ["camera", "microphone", "screen_share", "screen_share_audio"],
    });
    let host = show.project.room_client(&show.session.room_name, show.host.id).grants(grants);
    let client = host.metadata(json!({ "role": "host", "isCreator": true })).join().await;

    let report = show.sweep().await;

    assert_eq!((&report["joined"], &report["left"], &report["updated"]), (&json!(1), &json!(1), &json!(0)), "{report}");
    assert_eq!(show.place_of(&show.host).await, json!([true, client.sid]));
    assert_eq!(show.status().await, json!(["live", null, false]), "the host was not away for a moment");
    let told = "select coalesce(jsonb_agg(event), '[]') from realtime.messages where event like 'host_%'";
    assert_eq!(show.value(told, &[]).await, json!([]));
}

#[tokio::test]
async fn a_host_who_dropped_unheard_is_waited_for_and_then_the_show_ends() {
    let show = Show::on_air().await;
    show.hears_of(&show.host, "PA_host", 90).await;

    show.sweep().await;
    assert_eq!(show.status().await, json!(["live", null, true]));
    let told = "select jsonb_agg(event) from realtime.messages where event like 'host_%'";
    assert_eq!(show.value(told, &[]).await, json!(["host_disconnected"]));

    show.seconds_pass(25).await;
    assert_eq!(show.sweep().await["ended"], 0);
    show.seconds_pass(5).await;
    show.value("select public.live_tick()", &[]).await;
    assert_eq!(show.status().await, json!(["live", null, true]), "nobody has asked LiveKit");
    assert_eq!(show.sweep().await["ended"], 1);
    assert_eq!(show.status().await, json!(["ended", "host_timeout", false]));
}

#[tokio::test]
async fn a_host_who_is_back_unheard_is_found_and_the_show_goes_on() {
    let show = Show::on_air().await;
    show.hears_of(&show.host, "PA_host", 90).await;
    show.sweep().await;
    show.seconds_pass(60).await;
    let as_host = json!({ "role": "host", "isCreator": true });
    let client = show.project.room_client(&show.session.room_name, show.host.id).metadata(as_host).join().await;

    assert_eq!(show.confirm_absence().await["joined"], 1);

    assert_eq!(show.status().await, json!(["live", null, false]));
    assert_eq!(show.place_of(&show.host).await, json!([true, client.sid]));
    show.project.livekit().reset();
    assert_eq!(show.confirm_absence().await["rooms"], 0, "nobody is waited for any more");
    assert_eq!(show.project.livekit().requests(), 0);
}

#[tokio::test]
async fn an_absence_livekit_does_not_confirm_ends_nothing() {
    let show = Show::on_air().await;
    show.hears_of(&show.host, "PA_host", 90).await;
    show.sweep().await;
    show.seconds_pass(60).await;
    show.project.livekit().set_mode(Mode::Status(503));
    sweep(&show.api).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    assert_eq!(show.status().await, json!(["live", null, true]));
    show.project.livekit().set_mode(Mode::Pass);
    assert_eq!(show.confirm_absence().await["ended"], 1);
}

#[tokio::test]
async fn a_call_that_lost_a_party_unheard_ends_after_its_grace() {
    let show = Show::without_room().await;
    let given = show.project.given();
    let (caller, callee) = (given.user().await, given.user().await);
    let call = given.call(&caller, &callee).status("connected").insert().await;
    show.project.open_room(&call.room_name).await;
    let client =
        show.project.room_client(&call.room_name, callee.id).metadata(json!({ "role": "callee" })).join().await;
    show.value(
        "select to_jsonb(public.live_stay_seen($1, 'RM_x', 'PA_caller', $2, 'STANDARD', now() - interval '90 s',
           null, null))",
        &[&call.room_name, &caller.id.to_string()],
    )
    .await;

    let report = show.sweep().await;

    assert_eq!((&report["joined"], &report["left"]), (&json!(1), &json!(1)), "{report}");
    assert_eq!(show.stay(&client.sid).await, json!([true, null]));
    let ended = "select jsonb_build_array(status, end_reason) from public.calls";
    assert_eq!(show.confirm_absence().await["ended"], 0);
    show.seconds_pass(10).await;
    show.value("select public.live_tick()", &[]).await;
    assert_eq!(show.value(ended, &[]).await, json!(["connected", null]));
    assert_eq!(show.confirm_absence().await["ended"], 1);
    assert_eq!(show.value(ended, &[]).await, json!(["ended", "completed"]));
}
