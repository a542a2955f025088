//! The rooms of calls, when nobody has told what happens in them.

use ipelya_test::{Call, LiveSession, User};
use serde_json::{Value, json};

use crate::support::{sweep, without_room};

/// A call that was answered, and its room.
async fn answered(live: &LiveSession, caller: &User, callee: &User) -> Call {
    let call = live.project.given().call(caller, callee).audio().status("connected").insert().await;
    live.project.open_room(&call.room_name).await;
    call
}

/// How a call is, and since when a party of it is missed.
async fn state(live: &LiveSession) -> Value {
    let sql = "select jsonb_build_array(status, end_reason, party_left_at) from public.calls";
    live.project.value(sql, &[]).await
}

#[tokio::test]
async fn a_third_person_is_put_out_and_leaves_nobody_missing() {
    let live = without_room().await;
    let call = answered(&live, &live.host, &live.viewer).await;
    let third = live.project.given().user().await;
    let (_caller, _callee, client) = tokio::join!(
        live.project.party_client(&call, &live.host, "caller").join(),
        live.project.party_client(&call, &live.viewer, "callee").join(),
        live.project.party_client(&call, &third, "callee").join(),
    );

    let report = sweep(&live).await;

    assert_eq!((&report["joined"], &report["removed"], &report["updated"]), (&json!(3), &json!(1), &json!(0)));
    client.until_put_out().await;
    let sql = "update public.live_stays set joined_at = joined_at - interval '2 min'";
    live.project.execute(sql, &[]).await;
    assert_eq!(sweep(&live).await["left"], 1);
    assert_eq!(state(&live).await, json!(["connected", null, null]));
}

#[tokio::test]
async fn a_party_who_comes_back_after_the_end_is_out_with_the_room_and_finds_no_other() {
    let live = without_room().await;
    let call = answered(&live, &live.host, &live.viewer).await;
    let mut client = live.project.party_client(&call, &live.viewer, "callee").join().await;
    let kept = client.refreshed_token().await;
    live.project.execute("select public.live_end_call($1, 'completed', null)", &[&call.id]).await;
    client.leave().await;

    let back = live.project.room_client(&call.room_name, live.viewer.id).token(&kept).join().await;
    assert_eq!(sweep(&live).await["deleted"], 0, "the other phone is still showing the end");
    live.project.execute("update public.calls set ended_at = now() - interval '31 s'", &[]).await;
    assert_eq!(sweep(&live).await["deleted"], 1);

    back.until_put_out().await;
    let (status, text) = live.project.validate_with_livekit(&kept).await;
    assert_eq!(status, 404, "{text}");
    assert_eq!(state(&live).await, json!(["ended", "completed", null]));
}
