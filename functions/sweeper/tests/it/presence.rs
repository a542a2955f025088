//! People who came and went unheard.

use ipelya_test::Mode;
use serde_json::json;

use crate::support::{
    ask_for_sweep, confirm_absence, hears_of, let_in_long_ago, on_air, reports, seconds_pass, sweep, without_room,
};

#[tokio::test]
async fn somebody_whose_join_was_never_heard_of_is_inside_after_a_sweep() {
    let live = on_air().await;
    let viewer = let_in_long_ago(&live, "viewer").await;
    let client = live.project.room_client(&live.session.room_name, viewer.id).join().await;

    let report = sweep(&live).await;

    assert_eq!((&report["opened"], &report["joined"]), (&json!(1), &json!(1)), "{report}");
    assert_eq!(live.place_of(&viewer).await, json!([true, client.sid]));
    let again = sweep(&live).await;
    assert_eq!((&again["opened"], &again["joined"]), (&json!(0), &json!(0)), "{again}");
    assert_eq!(reports(&live).await.len(), 1, "a sweep that finds nothing wrong leaves no row");
}

#[tokio::test]
async fn somebody_whose_leave_was_never_heard_of_has_left_after_a_sweep() {
    let live = on_air().await;
    let (viewer, quick) = (let_in_long_ago(&live, "viewer").await, let_in_long_ago(&live, "viewer").await);
    hears_of(&live, &viewer, "PA_gone", 90).await;
    hears_of(&live, &quick, "PA_quick", 30).await;

    let report = sweep(&live).await;

    assert_eq!(report["left"], 1, "{report}");
    assert_eq!(live.stay("PA_gone").await, json!([false, "SWEPT"]));
    assert_eq!(live.place_of(&viewer).await, json!([false, null]));
    assert_eq!(live.stay("PA_quick").await, json!([true, null]), "a stay younger than a minute is left alone");
}

#[tokio::test]
async fn somebody_swept_out_by_mistake_is_inside_again() {
    let live = on_air().await;
    let viewer = let_in_long_ago(&live, "viewer").await;
    let client = live.project.room_client(&live.session.room_name, viewer.id).join().await;
    sweep(&live).await;
    live.project.execute("update public.live_stays set left_at = now(), left_reason = 'SWEPT'", &[]).await;

    assert_eq!(sweep(&live).await["joined"], 1);

    assert_eq!(live.place_of(&viewer).await, json!([true, client.sid]));
}

#[tokio::test]
async fn a_reconnection_nobody_heard_of_replaces_the_lost_one() {
    let live = on_air().await;
    hears_of(&live, &live.host, "PA_lost", 90).await;
    let client = live.host_client().join().await;

    let report = sweep(&live).await;

    assert_eq!((&report["joined"], &report["left"], &report["updated"]), (&json!(1), &json!(1), &json!(0)), "{report}");
    assert_eq!(live.place_of(&live.host).await, json!([true, client.sid]));
    assert_eq!(live.status().await, json!(["live", null, false]), "the host was not away for a moment");
    let told = "select coalesce(jsonb_agg(event), '[]') from realtime.messages where event like 'host_%'";
    assert_eq!(live.project.value(told, &[]).await, json!([]));
}

#[tokio::test]
async fn a_host_who_dropped_unheard_is_waited_for_and_then_the_session_ends() {
    let live = on_air().await;
    hears_of(&live, &live.host, "PA_host", 90).await;

    sweep(&live).await;
    assert_eq!(live.status().await, json!(["live", null, true]));
    let told = "select jsonb_agg(event) from realtime.messages where event like 'host_%'";
    assert_eq!(live.project.value(told, &[]).await, json!(["host_disconnected"]));

    seconds_pass(&live, 25).await;
    assert_eq!(sweep(&live).await["ended"], 0);
    seconds_pass(&live, 5).await;
    live.project.value("select public.live_tick()", &[]).await;
    assert_eq!(live.status().await, json!(["live", null, true]), "nobody has asked LiveKit");
    assert_eq!(sweep(&live).await["ended"], 1);
    assert_eq!(live.status().await, json!(["ended", "host_timeout", false]));
}

#[tokio::test]
async fn a_host_who_is_back_unheard_is_found_and_the_session_goes_on() {
    let live = on_air().await;
    hears_of(&live, &live.host, "PA_host", 90).await;
    sweep(&live).await;
    seconds_pass(&live, 60).await;
    let as_host = json!({ "role": "host", "isCreator": true });
    let client = live.project.room_client(&live.session.room_name, live.host.id).metadata(as_host).join().await;

    assert_eq!(confirm_absence(&live).await["joined"], 1);

    assert_eq!(live.status().await, json!(["live", null, false]));
    assert_eq!(live.place_of(&live.host).await, json!([true, client.sid]));
    live.project.livekit().reset();
    assert_eq!(confirm_absence(&live).await["rooms"], 0, "nobody is waited for any more");
    assert_eq!(live.project.livekit().requests(), 0);
}

#[tokio::test]
async fn an_absence_livekit_does_not_confirm_ends_nothing() {
    let live = on_air().await;
    hears_of(&live, &live.host, "PA_host", 90).await;
    sweep(&live).await;
    seconds_pass(&live, 60).await;
    live.project.livekit().set_mode(Mode::Status(503));
    ask_for_sweep(&live.api).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    assert_eq!(live.status().await, json!(["live", null, true]));
    live.project.livekit().set_mode(Mode::Pass);
    assert_eq!(confirm_absence(&live).await["ended"], 1);
}

#[tokio::test]
async fn a_call_that_lost_a_party_unheard_ends_after_its_grace() {
    let live = without_room().await;
    let given = live.project.given();
    let (caller, callee) = (given.user().await, given.user().await);
    let call = given.call(&caller, &callee).status("connected").insert().await;
    live.project.open_room(&call.room_name).await;
    let client =
        live.project.room_client(&call.room_name, callee.id).metadata(json!({ "role": "callee" })).join().await;
    live.project
        .value(
            "select to_jsonb(public.live_stay_seen($1, 'RM_x', 'PA_caller', $2, 'STANDARD', now() - interval '90 s',
           null, null))",
            &[&call.room_name, &caller.id.to_string()],
        )
        .await;

    let report = sweep(&live).await;

    assert_eq!((&report["joined"], &report["left"]), (&json!(1), &json!(1)), "{report}");
    assert_eq!(live.stay(&client.sid).await, json!([true, null]));
    let ended = "select jsonb_build_array(status, end_reason) from public.calls";
    assert_eq!(confirm_absence(&live).await["ended"], 0);
    seconds_pass(&live, 10).await;
    live.project.value("select public.live_tick()", &[]).await;
    assert_eq!(live.project.value(ended, &[]).await, json!(["connected", null]));
    assert_eq!(confirm_absence(&live).await["ended"], 1);
    assert_eq!(live.project.value(ended, &[]).await, json!(["ended", "completed"]));
}

#[tokio::test]
async fn a_call_goes_on_with_a_callee_nobody_heard_of_and_fails_without_one() {
    for callee_comes in [true, false] {
        let live = without_room().await;
        let given = live.project.given();
        let (caller, callee) = (given.user().await, given.user().await);
        // answered a minute ago
        let call = given.call(&caller, &callee).status("connected").insert().await;
        live.project.open_room(&call.room_name).await;
        let room = |user, role: &str| live.project.room_client(&call.room_name, user).metadata(json!({ "role": role }));
        let _caller = room(caller.id, "caller").join().await;
        let _callee = if callee_comes { Some(room(callee.id, "callee").join().await) } else { None };

        live.project.livekit().set_mode(Mode::Status(503));
        ask_for_sweep(&live.api).await.assert_refused(503, "SERVICE_UNAVAILABLE");
        let state = "select jsonb_build_array(status, end_reason, end_detail) from public.calls";
        assert_eq!(live.project.value(state, &[]).await, json!(["connected", null, null]));
        live.project.livekit().set_mode(Mode::Pass);
        let report = confirm_absence(&live).await;

        let (joined, ended) = if callee_comes { (2, 0) } else { (1, 1) };
        assert_eq!((&report["joined"], &report["ended"]), (&json!(joined), &json!(ended)), "{report}");
        let expected =
            if callee_comes { json!(["connected", null, null]) } else { json!(["ended", "failed", "callee_absent"]) };
        assert_eq!(live.project.value(state, &[]).await, expected);
        assert_eq!(confirm_absence(&live).await["rooms"], 0, "nobody is waited for any more");
    }
}
