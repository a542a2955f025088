//! A whole show of real people with real media, told by LiveKit's own webhooks alone, without a single sweep.

use std::time::Duration;

use ipelya_test::{RoomClient, User};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::livekit::{about, on_air};
use super::mailbox::Deliveries;
use super::show::Show;

fn at(seconds: i64) -> time::OffsetDateTime {
    time::OffsetDateTime::from_unix_timestamp(seconds).unwrap()
}

/// The show, and what LiveKit has said of it.
struct Scene {
    show: Show,
    deliveries: Deliveries,
}

impl Scene {
    async fn host_joins(&self) -> RoomClient {
        let grants = json!({
            "canPublish": true, "canSubscribe": true, "canPublishData": true, "canUpdateOwnMetadata": false,
            "canPublishSources": ["microphone"],
        });
        let room = &self.show.session.room_name;
        let host = self.show.project.room_client(room, self.show.host.id).grants(grants).microphone().join().await;
        self.deliveries.until(about("participant_joined", &host.sid)).await;
        host
    }

    async fn viewer_joins(&self, viewer: &User) -> RoomClient {
        let client = self.show.project.room_client(&self.show.session.room_name, viewer.id).join().await;
        self.deliveries.until(about("participant_joined", &client.sid)).await;
        client
    }

    /// Somebody's phone is suddenly off; ends once LiveKit has said so: at which second.
    async fn loses(&self, client: RoomClient) -> i64 {
        let sid = client.sid.clone();
        drop(client);
        let left = self.deliveries.until(about("participant_left", &sid)).await;
        left.event["createdAt"].as_str().unwrap().parse().unwrap()
    }

    async fn place_of(&self, user: &User) -> Value {
        let sql = format!(
            "select is_active as active, livekit_participant_sid as sid from public.live_participants
             where session_id = $1 and user_id = '{}'",
            user.id
        );
        self.show.ask(&sql).await
    }

    /// What the show's channel was told of its host, with the deadlines in seconds.
    async fn told(&self) -> Value {
        let sql = "select jsonb_agg(
                     jsonb_build_array(event, (payload ->> 'reconnectDeadline')::bigint / 1000) order by inserted_at
                   ) as told
                   from realtime.messages
                   where topic = 'live:' || $1::uuid
                     and event in ('host_disconnected', 'host_reconnected', 'session_ended')";
        self.show.ask(sql).await["told"].clone()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_show_is_told_right_by_webhooks_alone() {
    let (show, deliveries) = on_air().await;
    let scene = Scene { show, deliveries };
    let (show, loyal) = (&scene.show, &scene.show.viewer);
    let shaky = show.project.given().user().await;
    show.project.open_room(&show.session.room_name).await;
    let host = scene.host_joins().await;
    let (mut stays, drops) = (scene.viewer_joins(loyal).await, scene.viewer_joins(&shaky).await);
    assert_eq!(stays.hears().await, show.host.id.to_string());

    // one drops without leaving, and comes back as another connection
    let lost_sid = drops.sid.clone();
    scene.loses(drops).await;
    assert_eq!(scene.place_of(&shaky).await, json!({ "active": false, "sid": null }));
    let mut back = scene.viewer_joins(&shaky).await;
    assert_ne!(back.sid, lost_sid);
    assert_eq!(back.hears().await, show.host.id.to_string());
    assert_eq!(scene.place_of(&shaky).await, json!({ "active": true, "sid": back.sid }));

    // the host drops and returns within the grace
    let first = scene.loses(host).await;
    assert_ne!(show.session_row().await["host_left_at"], Value::Null);
    sleep(Duration::from_secs(10)).await;
    let host = scene.host_joins().await;
    let row = show.session_row().await;
    assert_eq!((&row["status"], &row["host_left_at"]), (&json!("live"), &Value::Null));
    assert_eq!(scene.place_of(&show.host).await, json!({ "active": true, "sid": host.sid }));

    // and then for good
    let second = scene.loses(host).await;
    let tick = async |seconds| {
        show.project.db().execute("select public.live_tick($1)", &[&at(seconds)]).await.unwrap();
    };
    tick(second + 30).await;
    assert_eq!(show.session_row().await["status"], "live", "a passed deadline alone ends nothing");
    let second_of_test = second - show.api.now().unix_timestamp();
    assert!(!show.confirm_absence(&show.session.room_name, second_of_test + 29).await);
    assert!(show.confirm_absence(&show.session.room_name, second_of_test + 30).await);
    let row = show.session_row().await;
    assert_eq!((&row["status"], &row["end_reason"]), (&json!("ended"), &json!("host_timeout")));
    assert_eq!((&row["total_viewers"], &row["peak_viewers"]), (&json!(2), &json!(2)));
    let told = json!([
        ["host_disconnected", first + 30],
        ["host_reconnected", null],
        ["host_disconnected", second + 30],
        ["session_ended", null],
    ]);
    assert_eq!(scene.told().await, told);

    // whoever is still there is shown out with the room, and nobody is inside
    show.project.close_room(&show.session.room_name).await;
    tokio::join!(stays.until_put_out(), back.until_put_out());
    scene.deliveries.until(|delivery| delivery.event["event"] == "room_finished").await;
    assert_eq!(show.count("public.live_stays where left_at is null").await, 0);
    for person in [loyal, &shaky, &show.host] {
        assert_eq!(scene.place_of(person).await, json!({ "active": false, "sid": null }));
    }
}
