//! A whole show of real people with real media, without a single webhook: sweeps alone tell what happened.

use ipelya_test::{RoomClient, User};
use serde_json::{Value, json};

use crate::show::Show;

impl Show {
    async fn host_joins(&self) -> RoomClient {
        let grants = json!({
            "canPublish": true, "canSubscribe": true, "canPublishData": true, "canUpdateOwnMetadata": false,
            "canPublishSources": ["camera", "microphone", "screen_share", "screen_share_audio"],
        });
        let metadata = json!({ "role": "host", "isCreator": true });
        self.project
            .room_client(&self.session.room_name, self.host.id)
            .grants(grants)
            .metadata(metadata)
            .microphone()
            .join()
            .await
    }

    async fn viewer_joins(&self, viewer: &User) -> RoomClient {
        self.project.room_client(&self.session.room_name, viewer.id).join().await
    }

    /// Somebody's phone is suddenly off; ends once LiveKit has noticed.
    async fn loses(&self, client: RoomClient) {
        let sid = client.sid.clone();
        drop(client);
        self.project.until_gone(&self.session.room_name, &sid).await;
    }

    /// Two minutes pass for everybody who is or was inside.
    async fn two_minutes_pass(&self) {
        let sql = "update public.live_stays
                   set joined_at = joined_at - interval '2 min', left_at = left_at - interval '2 min'";
        self.execute(sql, &[]).await;
    }

    /// What the show's channel was told of its host, in order.
    async fn told_of_host(&self) -> Value {
        let sql = "select coalesce(jsonb_agg(event order by inserted_at), '[]') from realtime.messages
                   where topic = 'live:' || $1::text and event in ('host_disconnected', 'host_reconnected', 'session_ended')";
        self.value(sql, &[&self.session.id.to_string()]).await
    }
}

#[tokio::test]
async fn a_whole_show_is_told_right_by_sweeps_alone() {
    let show = Show::on_air().await;
    let (loyal, shaky) = (show.person("viewer").await, show.person("viewer").await);
    let (host, mut stays, drops) =
        tokio::join!(show.host_joins(), show.viewer_joins(&loyal), show.viewer_joins(&shaky));
    assert_eq!(show.sweep().await["joined"], 3);
    assert_eq!(stays.hears().await, show.host.id.to_string());

    // one drops without leaving, and comes back as another connection
    let lost_sid = drops.sid.clone();
    show.two_minutes_pass().await;
    show.loses(drops).await;
    assert_eq!(show.sweep().await["left"], 1);
    assert_eq!(show.place_of(&shaky).await, json!([false, null]));
    let mut back = show.viewer_joins(&shaky).await;
    assert_ne!(back.sid, lost_sid);
    assert_eq!(back.hears().await, show.host.id.to_string());
    assert_eq!(show.sweep().await["joined"], 1);
    assert_eq!(show.place_of(&shaky).await, json!([true, back.sid]));

    // the host drops and returns within the grace
    show.two_minutes_pass().await;
    show.loses(host).await;
    show.sweep().await;
    assert_eq!(show.status().await, json!(["live", null, true]));
    let host = show.host_joins().await;
    // nobody tells, however long; LiveKit does when it is asked
    show.value("select public.live_tick(now() + interval '59 s')", &[]).await;
    assert_eq!(show.status().await, json!(["live", null, true]));
    show.confirm_absence().await;
    assert_eq!(show.status().await, json!(["live", null, false]));
    assert_eq!(show.place_of(&show.host).await, json!([true, host.sid]));

    // and then for good
    show.two_minutes_pass().await;
    show.loses(host).await;
    show.sweep().await;
    let deadline = show
        .value(
            "select to_jsonb((select (payload ->> 'reconnectDeadline')::numeric / 1000 from realtime.messages
                     where event = 'host_disconnected' order by inserted_at desc limit 1)
                    - extract(epoch from host_left_at)) from public.live_sessions where id = $1",
            &[&show.session.id],
        )
        .await;
    assert!((29.0..=30.0).contains(&deadline.as_f64().unwrap()), "{deadline}");
    show.seconds_pass(30).await;
    show.confirm_absence().await;
    assert_eq!(show.status().await, json!(["ended", "host_timeout", false]));
    let told = json!(["host_disconnected", "host_reconnected", "host_disconnected", "session_ended"]);
    assert_eq!(show.told_of_host().await, told);

    // half a minute later everybody who is still there is shown out
    show.execute("update public.live_sessions set ended_at = now() - interval '31 s'", &[]).await;
    assert_eq!(show.sweep().await["deleted"], 1);
    tokio::join!(stays.until_put_out(), back.until_put_out());
    show.sweep().await;
    show.sweep().await;
    for person in [&loyal, &shaky, &show.host] {
        assert_eq!(show.place_of(person).await, json!([false, null]));
    }
    let sessions = "select jsonb_build_array(total_viewers, peak_viewers) from public.live_sessions where id = $1";
    assert_eq!(show.value(sessions, &[&show.session.id]).await, json!([2, 2]));
}
