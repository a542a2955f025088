//! The same reports in every order, some of them twice: the same rows.

use crate::presence::report::{Connection, Report, moment};
use crate::presence::stage::Stage;
use serde_json::{Value, json};

/// Every order of `n` things.
fn orders(n: usize) -> Vec<Vec<usize>> {
    (0..n).fold(vec![vec![]], |shorter, next| {
        let longer = |order: &Vec<usize>| {
            let order = order.clone();
            (0..=order.len()).map(move |place| {
                let mut order = order.clone();
                order.insert(place, next);
                order
            })
        };
        shorter.iter().flat_map(longer).collect()
    })
}

/// Hears of these reports one after the other, late, then undoes it all. Tells what the rows said.
async fn heard(stage: &Stage, reports: impl Iterator<Item = &Report>) -> Value {
    const LATE: i64 = 1000;
    let calls: Vec<_> = reports.map(|report| report.sql(&stage.session.room_name, LATE)).collect();
    let refresh = format!("select public.live_refresh_counters({})", moment(LATE));
    stage.db.batch_execute(&format!("begin; {}; {refresh}", calls.join("; "))).await.unwrap();
    let picture = stage.picture().await;
    stage.db.batch_execute("rollback").await.unwrap();
    picture
}

async fn assert_every_order_is(stage: &Stage, reports: &[Report], expected: &Value) {
    for order in orders(reports.len()) {
        let once = || order.iter().map(|index| &reports[*index]);
        assert_eq!(heard(stage, once()).await, *expected, "{order:?}");
        let each_twice_at_once = once().flat_map(|report| [report, report]);
        assert_eq!(heard(stage, each_twice_at_once).await, *expected, "{order:?}, each twice");
        let then_all_again_backwards = once().chain(order.iter().rev().map(|index| &reports[*index]));
        assert_eq!(heard(stage, then_all_again_backwards).await, *expected, "{order:?} and back");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn coming_leaving_and_coming_back_ends_in_the_same_rows_in_every_order() {
    let stage = Stage::live().await;
    let (viewer, guest) = (stage.person("viewer").await, stage.person("co_host").await);
    let (first, second) = (Connection::of(&viewer, "PA_V1"), Connection::of(&viewer, "PA_V2"));
    let on_stage = Connection::of(&guest, "PA_G");
    let reports = [
        first.joined(10),
        second.joined(38),
        // the connection that was given up is missed only now
        first.left(40),
        Connection::of(&stage.host, "PA_H").joined(5),
        on_stage.joined(15),
        // nobody else will be heard of leaving
        Report::finished("RM_1", 100, "SERVER_SHUTDOWN"),
    ];

    let stay = |user: uuid::Uuid, joined: i64, left: i64, reason: &str| {
        json!({
            "room": "RM_1", "user": user, "kind": "STANDARD", "joined": joined, "left": left, "reason": reason,
        })
    };
    let gone = |role: &str, joined: i64, guest_left: Option<i64>, watched: i64| {
        json!({
            "role": role, "active": false, "sid": null, "joined": joined, "left": 100, "guest_left": guest_left,
            "watched": watched,
        })
    };
    let expected = json!({
        "session": {
            "status": "live", "reason": null, "room": null, "ended": null, "host_left": 100,
            "viewers": 0, "peak": 0, "duration": 0, "messages": 0, "gifts": 0,
        },
        "people": {
            (stage.host.id.to_string()): gone("host", 5, None, 95),
            (viewer.id.to_string()): gone("viewer", 38, None, 30 + 62),
            (guest.id.to_string()): gone("co_host", 15, Some(100), 85),
        },
        "stays": {
            "PA_H": stay(stage.host.id, 5, 100, "ROOM_CLOSED"),
            "PA_V1": stay(viewer.id, 10, 40, "CLIENT_INITIATED"),
            "PA_V2": stay(viewer.id, 38, 100, "ROOM_CLOSED"),
            "PA_G": stay(guest.id, 15, 100, "ROOM_CLOSED"),
        },
        "numbers": [0, 2, 2],
    });
    assert_every_order_is(&stage, &reports, &expected).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_ends_with_its_room_has_the_same_totals_in_every_order() {
    let stage = Stage::live().await;
    // nobody ever admitted this one; LiveKit let them in all the same
    let stranger = stage.project.given().user().await;
    let viewer = stage.person("viewer").await;
    let (brief, long) = (Connection::of(&stranger, "PA_S"), Connection::of(&viewer, "PA_V"));
    let reports = [
        brief.joined(20),
        brief.left(50),
        long.joined(49),
        Connection::of(&stage.host, "PA_H").joined(3),
        Report::finished("RM_1", 100, "IDLE_TIMEOUT"),
    ];

    let gone = |joined: i64, left: i64| {
        json!({
            "role": "viewer", "active": false, "sid": null, "joined": joined, "left": left, "guest_left": null,
            "watched": left - joined,
        })
    };
    let stay = |user: uuid::Uuid, joined: i64, left: i64, reason: &str| {
        json!({
            "room": "RM_1", "user": user, "kind": "STANDARD", "joined": joined, "left": left, "reason": reason,
        })
    };
    let mut host = gone(3, 100);
    host["role"] = json!("host");
    let expected = json!({
        "session": {
            "status": "ended", "reason": "room_finished", "room": null, "ended": 100, "host_left": null,
            "viewers": 2, "peak": 2, "duration": 100, "messages": 0, "gifts": 0,
        },
        "people": {
            (stage.host.id.to_string()): host,
            (stranger.id.to_string()): gone(20, 50),
            (viewer.id.to_string()): gone(49, 100),
        },
        "stays": {
            "PA_H": stay(stage.host.id, 3, 100, "ROOM_CLOSED"),
            "PA_S": stay(stranger.id, 20, 50, "CLIENT_INITIATED"),
            "PA_V": stay(viewer.id, 49, 100, "ROOM_CLOSED"),
        },
        "numbers": [0, 2, 2],
    });
    assert_every_order_is(&stage, &reports, &expected).await;
}
