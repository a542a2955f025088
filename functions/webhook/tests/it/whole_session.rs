//! A whole session of real people with real media, told by LiveKit's own webhooks alone, without a single sweep.

use std::time::Duration;

use ipelya_test::{Deliveries, LiveSession, RoomClient, User};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::livekit::on_air_and_reported;

async fn host_joins(live: &LiveSession, deliveries: &Deliveries) -> RoomClient {
    let host = live.host_client().microphone().join().await;
    deliveries.until_about("participant_joined", &host.sid).await;
    host
}

async fn viewer_joins(live: &LiveSession, deliveries: &Deliveries, viewer: &User) -> RoomClient {
    let client = live.viewer_joins(viewer).await;
    deliveries.until_about("participant_joined", &client.sid).await;
    client
}

/// Somebody's phone is suddenly off; ends once LiveKit has said so: at which second.
async fn is_lost(client: RoomClient, deliveries: &Deliveries) -> i64 {
    let sid = client.sid.clone();
    drop(client);
    deliveries.until_about("participant_left", &sid).await.second()
}

/// What the session's channel was told of its host, with the deadlines in seconds.
async fn told_of_host(live: &LiveSession) -> Value {
    let sql = "select jsonb_agg(
                 jsonb_build_array(event, (payload ->> 'reconnectDeadline')::bigint / 1000) order by inserted_at
               )
               from realtime.messages
               where topic = 'live:' || $1::uuid
                 and event in ('host_disconnected', 'host_reconnected', 'session_ended')";
    live.project.value(sql, &[&live.session.id]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_session_is_told_right_by_webhooks_alone() {
    let (live, deliveries) = on_air_and_reported().await;
    let (loyal, shaky) = (&live.viewer, live.project.given().user().await);
    live.project.open_room(&live.session.room_name).await;
    let host = host_joins(&live, &deliveries).await;
    let mut stays = viewer_joins(&live, &deliveries, loyal).await;
    let drops = viewer_joins(&live, &deliveries, &shaky).await;
    assert_eq!(stays.hears().await, live.host.id.to_string());

    // one drops without leaving, and comes back as another connection
    let lost_sid = drops.sid.clone();
    is_lost(drops, &deliveries).await;
    assert_eq!(live.place_of(&shaky).await, json!([false, null]));
    let mut back = viewer_joins(&live, &deliveries, &shaky).await;
    assert_ne!(back.sid, lost_sid);
    assert_eq!(back.hears().await, live.host.id.to_string());
    assert_eq!(live.place_of(&shaky).await, json!([true, back.sid]));

    // the host drops and returns within the grace
    let first = is_lost(host, &deliveries).await;
    assert_eq!(live.status().await, json!(["live", null, true]));
    sleep(Duration::from_secs(10)).await;
    let host = host_joins(&live, &deliveries).await;
    assert_eq!(live.status().await, json!(["live", null, false]));
    assert_eq!(live.place_of(&live.host).await, json!([true, host.sid]));

    // and then for good
    let second = is_lost(host, &deliveries).await;
    let second_of_test = second - live.api.now().unix_timestamp();
    live.tick(second_of_test + 30).await;
    assert_eq!(live.row().await["status"], "live", "a passed deadline alone ends nothing");
    assert!(!live.confirm_absence(&live.session.room_name, second_of_test + 29).await);
    assert!(live.confirm_absence(&live.session.room_name, second_of_test + 30).await);
    let row = live.row().await;
    assert_eq!((&row["status"], &row["end_reason"]), (&json!("ended"), &json!("host_timeout")));
    assert_eq!((&row["total_viewers"], &row["peak_viewers"]), (&json!(2), &json!(2)));
    let told = json!([
        ["host_disconnected", first + 30],
        ["host_reconnected", null],
        ["host_disconnected", second + 30],
        ["session_ended", null],
    ]);
    assert_eq!(told_of_host(&live).await, told);

    // whoever is still there is shown out with the room, and nobody is inside
    live.project.close_room(&live.session.room_name).await;
    tokio::join!(stays.until_put_out(), back.until_put_out());
    deliveries.until(|delivery| delivery.event["event"] == "room_finished").await;
    assert_eq!(live.open_stays().await, 0);
    for person in [loyal, &shaky, &live.host] {
        assert_eq!(live.place_of(person).await, json!([false, null]));
    }
}
