//! Whoever is in the room of a call without being one of its parties, and whoever takes the place of one.

use ipelya_test::{Call, Deliveries, LiveSession, RoomClient, User};
use serde_json::{Value, json};

use super::livekit::on_air_and_reported;

/// A call that was answered, with both parties inside.
struct Talk {
    live: LiveSession,
    deliveries: Deliveries,
    caller: User,
    call: Call,
    caller_client: RoomClient,
    /// Connected as long as this lives.
    _callee_client: RoomClient,
}

impl Talk {
    /// One that LiveKit reports on.
    async fn reported() -> Self {
        let (live, deliveries) = on_air_and_reported().await;
        let given = live.project.given();
        let (caller, callee) = (given.user().await, given.user().await);
        let call = given.call(&caller, &callee).status("connected").insert().await;
        live.project.open_room(&call.room_name).await;
        let (caller_client, callee_client) = tokio::join!(
            live.project.party_client(&call, &caller, "caller").join(),
            live.project.party_client(&call, &callee, "callee").join(),
        );
        for client in [&caller_client, &callee_client] {
            deliveries.until_about("participant_joined", &client.sid).await;
        }
        Self { live, deliveries, caller, call, caller_client, _callee_client: callee_client }
    }
}

/// How a call is, and since when a party of it is missed.
async fn state(live: &LiveSession, call: &Call) -> Value {
    let sql = "select jsonb_build_array(status, end_reason, party_left_at) from public.calls where id = $1";
    live.project.value(sql, &[&call.id]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_with_a_stolen_token_takes_the_place_of_a_party_and_ends_no_call() {
    let Talk { live, deliveries, caller, call, caller_client, _callee_client } = Talk::reported().await;
    let mut inside = caller_client;
    // and then the party comes back, which puts the stranger out
    for _ in 0..2 {
        let next = live.project.party_client(&call, &caller, "caller").join().await;
        let sid = inside.sid.clone();
        inside.until_put_out().await;
        let left = deliveries.until_about("participant_left", &sid).await;
        assert_eq!(left.event["participant"]["disconnectReason"], "DUPLICATE_IDENTITY");
        deliveries.until_about("participant_joined", &next.sid).await;
        assert_eq!(state(&live, &call).await, json!(["connected", null, null]));
        inside = next;
    }
    assert_eq!(live.stay(&inside.sid).await, json!([true, null]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_third_person_is_put_out_for_having_joined_and_leaves_nobody_missing() {
    let talk = Talk::reported().await;
    let (live, call) = (&talk.live, &talk.call);
    let third = live.project.party_client(call, &live.viewer, "callee").connect().await;
    let sid = third.sid.clone();

    third.until_put_out().await;

    talk.deliveries.until_about("participant_left", &sid).await;
    assert_eq!(state(live, call).await, json!(["connected", null, null]));
    assert_eq!(live.project.people_in(&call.room_name).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_party_who_comes_back_after_the_end_is_put_out_for_having_joined() {
    let Talk { live, caller, call, mut caller_client, .. } = Talk::reported().await;
    let kept = caller_client.refreshed_token().await;
    live.project.execute("select public.live_end_call($1, 'completed', null)", &[&call.id]).await;
    caller_client.leave().await;

    let back = live.project.room_client(&call.room_name, caller.id).token(&kept).connect().await;

    back.until_put_out().await;
    assert_eq!(state(&live, &call).await, json!(["ended", "completed", null]));
}
