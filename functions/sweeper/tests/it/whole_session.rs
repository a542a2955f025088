//! A whole session of real people with real media, without a single webhook: sweeps alone tell what happened.

use ipelya_test::{LiveSession, RoomClient};
use serde_json::{Value, json};

use crate::support::{confirm_absence, let_in_long_ago, on_air, seconds_pass, sweep};

/// Somebody's phone is suddenly off; ends once LiveKit has noticed.
async fn is_lost(live: &LiveSession, client: RoomClient) {
    let sid = client.sid.clone();
    drop(client);
    live.project.until_gone(&live.session.room_name, &sid).await;
}

/// Two minutes pass for everybody who is or was inside.
async fn two_minutes_pass(live: &LiveSession) {
    let sql = "update public.live_stays
               set joined_at = joined_at - interval '2 min', left_at = left_at - interval '2 min'";
    live.project.execute(sql, &[]).await;
}

/// What the session's channel was told of its host, in order.
async fn told_of_host(live: &LiveSession) -> Value {
    let sql = "select coalesce(jsonb_agg(event order by inserted_at), '[]') from realtime.messages
               where topic = 'live:' || $1::text and event in ('host_disconnected', 'host_reconnected', 'session_ended')";
    live.project.value(sql, &[&live.session.id.to_string()]).await
}

#[tokio::test]
async fn a_whole_session_is_told_right_by_sweeps_alone() {
    let live = on_air().await;
    let (loyal, shaky) = (let_in_long_ago(&live, "viewer").await, let_in_long_ago(&live, "viewer").await);
    let (host, mut stays, drops) =
        tokio::join!(live.host_client().microphone().join(), live.viewer_joins(&loyal), live.viewer_joins(&shaky));
    assert_eq!(sweep(&live).await["joined"], 3);
    assert_eq!(stays.hears().await, live.host.id.to_string());

    // one drops without leaving, and comes back as another connection
    let lost_sid = drops.sid.clone();
    two_minutes_pass(&live).await;
    is_lost(&live, drops).await;
    assert_eq!(sweep(&live).await["left"], 1);
    assert_eq!(live.place_of(&shaky).await, json!([false, null]));
    let mut back = live.viewer_joins(&shaky).await;
    assert_ne!(back.sid, lost_sid);
    assert_eq!(back.hears().await, live.host.id.to_string());
    assert_eq!(sweep(&live).await["joined"], 1);
    assert_eq!(live.place_of(&shaky).await, json!([true, back.sid]));

    // the host drops and returns within the grace
    two_minutes_pass(&live).await;
    is_lost(&live, host).await;
    sweep(&live).await;
    assert_eq!(live.status().await, json!(["live", null, true]));
    let host = live.host_client().microphone().join().await;
    // nobody tells, however long; LiveKit does when it is asked
    live.project.value("select public.live_tick(now() + interval '59 s')", &[]).await;
    assert_eq!(live.status().await, json!(["live", null, true]));
    confirm_absence(&live).await;
    assert_eq!(live.status().await, json!(["live", null, false]));
    assert_eq!(live.place_of(&live.host).await, json!([true, host.sid]));

    // and then for good
    two_minutes_pass(&live).await;
    is_lost(&live, host).await;
    sweep(&live).await;
    let deadline = live
        .project
        .value(
            "select to_jsonb((select (payload ->> 'reconnectDeadline')::numeric / 1000 from realtime.messages
                     where event = 'host_disconnected' order by inserted_at desc limit 1)
                    - extract(epoch from host_left_at)) from public.live_sessions where id = $1",
            &[&live.session.id],
        )
        .await;
    assert!((29.0..=30.0).contains(&deadline.as_f64().unwrap()), "{deadline}");
    seconds_pass(&live, 30).await;
    confirm_absence(&live).await;
    assert_eq!(live.status().await, json!(["ended", "host_timeout", false]));
    let told = json!(["host_disconnected", "host_reconnected", "host_disconnected", "session_ended"]);
    assert_eq!(told_of_host(&live).await, told);

    // half a minute later everybody who is still there is shown out
    live.project.execute("update public.live_sessions set ended_at = now() - interval '31 s'", &[]).await;
    assert_eq!(sweep(&live).await["deleted"], 1);
    tokio::join!(stays.until_put_out(), back.until_put_out());
    sweep(&live).await;
    sweep(&live).await;
    for person in [&loyal, &shaky, &live.host] {
        assert_eq!(live.place_of(person).await, json!([false, null]));
    }
    let sessions = "select jsonb_build_array(total_viewers, peak_viewers) from public.live_sessions where id = $1";
    assert_eq!(live.project.value(sessions, &[&live.session.id]).await, json!([2, 2]));
}
