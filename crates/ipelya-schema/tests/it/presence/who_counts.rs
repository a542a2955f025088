//! Who is a viewer, and what a session's totals say of them.

use crate::presence::report::{Connection, moment};
use crate::presence::stage::{Stage, pick};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn viewers_are_people_watching_not_the_host_not_connections_not_machines() {
    let stage = Stage::live().await;
    let (viewer, machine) = (stage.person("viewer").await, stage.person("viewer").await);
    stage.hear(Connection::of(&stage.host, "PA_H").joined(1)).await;
    stage.hear(Connection::of(&stage.host, "PA_HI").of_kind("INGRESS").joined(1)).await;
    for kind in ["INGRESS", "EGRESS", "SIP", "AGENT", "CONNECTOR", "SOMETHING_NEW"] {
        stage.hear(Connection::of(&machine, &format!("PA_{kind}")).of_kind(kind).joined(2)).await;
    }
    stage.hear(Connection::of(&viewer, "PA_V1").joined(3)).await;
    stage.hear(Connection::of(&viewer, "PA_V2").joined(4)).await;

    stage.tick(10).await;
    let picture = stage.picture().await;
    assert_eq!(pick(&picture["session"], ["viewers", "peak"]), json!([1, 1]));
    assert_eq!(picture["numbers"], json!([1, 1, 1]));
    // a machine sessions nobody as present, but somebody's camera by way of an ingress does
    assert_eq!(stage.place_of(&machine).await["sid"], "PA_INGRESS");
    assert_eq!(stage.place_of(&viewer).await["sid"], "PA_V2");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hidden_admins_strange_rooms_and_nameless_connections_leave_no_trace() {
    let stage = Stage::live().await;
    let admin = stage.project.given().admin().await;
    let viewer = stage.person("viewer").await;
    let before = stage.picture().await;

    for identity in [&format!("admin_{}", admin.id), "", "EG_recorder", &format!("{} ", viewer.id)] {
        for report in [Connection::named(identity, "PA_X").joined(1), Connection::named(identity, "PA_X").left(2)] {
            assert!(!stage.hear(report).await, "{identity:?}");
        }
    }
    assert!(!stage.hear(Connection::of(&viewer, "").joined(1)).await);
    let elsewhere = Connection::of(&viewer, "PA_E").joined(1).sql("somebody_elses_room", 1);
    assert!(!stage.ask::<bool>(&elsewhere).await);

    assert_eq!(stage.picture().await, before);
    assert_eq!(stage.ask::<i64>("select count(*) from public.live_stays").await, 0);
    assert_eq!(stage.tick(10).await, json!({}));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ended_session_tells_its_totals_once_and_for_all() {
    let stage = Stage::live().await;
    let (one, two, three) = (stage.person("viewer").await, stage.person("viewer").await, stage.person("viewer").await);
    stage.project.given().coins(&one, 100).await;
    stage.hear(Connection::of(&stage.host, "PA_H").joined(1)).await;
    let stays = [
        (Connection::of(&one, "PA_1"), 10, Some(50)),
        // comes in the second in which the first leaves: they never met
        (Connection::of(&two, "PA_2"), 50, Some(80)),
        (Connection::of(&one, "PA_3"), 60, Some(70)),
        // still there at the end
        (Connection::of(&three, "PA_4"), 85, None),
    ];
    for (connection, joined, left) in stays {
        stage.hear(connection.joined(joined)).await;
        if joined == 60 {
            speak_and_give(&stage, &one).await;
        }
        if let Some(left) = left {
            stage.hear(connection.left(left)).await;
        }
    }

    let end = |reason: &str, at: i64| {
        format!("select public.live_end_session('{}', '{reason}', {})", stage.session.id, moment(at))
    };
    let totals_of = format!("select public.live_session_totals('{}')", stage.session.id);
    assert!(stage.ask::<bool>(&end("host_ended", 100)).await);
    let ended: Value = stage.ask(&totals_of).await;
    let totals = json!({
        "status": "ended", "end_reason": "host_ended", "total_duration_seconds": 100,
        "total_viewers": 3, "peak_viewers": 2, "total_messages": 2, "total_gifts_received": 25,
    });
    for (name, total) in totals.as_object().unwrap() {
        assert_eq!(ended[name], *total, "{name}");
    }

    // ending again changes nothing, and nobody is told again
    assert!(!stage.ask::<bool>(&end("host_timeout", 200)).await);
    assert_eq!(stage.ask::<Value>(&totals_of).await, ended);
    let told: Vec<_> = stage.told().await.into_iter().map(|(event, _)| event).collect();
    assert_eq!(told, ["session_ended"]);
    let unknown = "select public.live_end_session('00000000-0000-4000-8000-000000000000', 'host_ended')";
    assert!(!stage.ask::<bool>(unknown).await);
}

/// Two lines of chat, one of them deleted again, and a star.
async fn speak_and_give(stage: &Stage, user: &ipelya_test::User) {
    let (session, at) = (stage.session.id, moment(61));
    stage
        .db
        .batch_execute(&format!(
            "insert into public.live_messages (session_id, sender_id, sender_profile_id, content, is_deleted, created_at)
             values ('{session}', '{user}', '{profile}', 'selam', false, {at}),
               ('{session}', '{user}', '{profile}', 'yok artık', true, {at});
             select public.live_send_gift('{user}', null, '{session}', 'star', 1, {at})",
            user = user.id,
            profile = user.profile_id,
        ))
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_came_and_went_within_a_second_was_a_viewer() {
    let stage = Stage::live().await;
    let viewer = stage.person("viewer").await;
    let connection = Connection::of(&viewer, "PA_V");
    stage.hear(connection.joined(10)).await;
    stage.hear(connection.left(10)).await;
    assert_eq!(stage.picture().await["numbers"], json!([0, 1, 1]));
}
