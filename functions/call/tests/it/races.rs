//! Two things at the same moment: one wins, both rows agree, nobody is charged twice.

use std::collections::BTreeSet;

use futures_util::future::join;
use serde_json::json;

use super::support::{Line, id_of};

/// Repetitions of each race.
const TIMES: usize = 200;

#[tokio::test]
async fn of_an_answer_and_a_cancellation_one_wins() {
    let line = Line::open().await;
    line.project.given().setting("call_rate_count", 1_000).await;
    line.project.given().setting("token_rate_count", 1_000).await;
    let mut outcomes = BTreeSet::new();
    for turn in 0..TIMES {
        let id = line.ring().await;
        let accept = line.act("accept-call", &line.callee, &id);
        let cancel = line.act("cancel-call", &line.caller, &id);
        let (accepted, cancelled) = if turn % 2 == 0 {
            join(accept, cancel).await
        } else {
            let (cancelled, accepted) = join(cancel, accept).await;
            (accepted, cancelled)
        };
        let state = line.state(&id).await;
        match (accepted.status, cancelled.status) {
            (200, 409) => assert_eq!(state, json!("connected")),
            (409, 200) => assert_eq!(state, json!("cancelled")),
            other => panic!("{other:?}: {} {}", accepted.body, cancelled.body),
        }
        outcomes.insert(accepted.status);
        line.act("end-call", &line.callee, &id).await;
    }
    assert!(!outcomes.is_empty());
}

#[tokio::test]
async fn of_a_refusal_and_a_cancellation_one_wins() {
    let line = Line::open().await;
    line.project.given().setting("call_rate_count", 1_000).await;
    line.project.given().setting("token_rate_count", 1_000).await;
    for _ in 0..TIMES {
        let id = line.ring().await;
        let decline = line.act("decline-call", &line.callee, &id);
        let (declined, cancelled) = join(decline, line.act("cancel-call", &line.caller, &id)).await;
        let state = line.state(&id).await;
        match (declined.status, cancelled.status) {
            (200, 409) => assert_eq!(state, json!("declined")),
            (409, 200) => assert_eq!(state, json!("cancelled")),
            other => panic!("{other:?}: {} {}", declined.body, cancelled.body),
        }
    }
}

#[tokio::test]
async fn of_an_answer_and_the_end_of_the_ring_one_wins() {
    let line = Line::open().await;
    line.project.given().setting("call_rate_count", 1_000).await;
    line.project.given().setting("token_rate_count", 1_000).await;
    for _ in 0..TIMES {
        let id = line.ring().await;
        // the tick's clock has passed the deadline, the function's has not
        let at = line.api.now() + time::Duration::seconds(30);
        let expire = async {
            line.project.db().query_one("select public.live_expire_rings($1)", &[&at]).await.unwrap();
        };
        let (accepted, ()) = join(line.act("accept-call", &line.callee, &id), expire).await;
        let state = line.state(&id).await;
        match accepted.status {
            200 => assert_eq!(state, json!("connected")),
            409 => assert_eq!(state, json!("missed")),
            other => panic!("{other}: {}", accepted.body),
        }
        line.act("end-call", &line.callee, &id).await;
    }
}

#[tokio::test]
async fn two_who_call_each_other_get_one_ring() {
    let line = Line::open().await;
    line.project.given().setting("call_rate_count", 1_000).await;
    line.project.given().setting("token_rate_count", 1_000).await;
    for _ in 0..TIMES {
        let (one, other) = join(line.dial(&line.caller, &line.callee), line.dial(&line.callee, &line.caller)).await;
        let (ring, busy) = if one.status == 200 { (one, other) } else { (other, one) };
        busy.assert_refused(409, "BUSY");
        assert_eq!(busy.body["incomingCallId"], id_of(&ring));
        line.act("end-call", &line.caller, &id_of(&ring)).await;
    }
    assert_eq!(line.project.count("public.calls").await, i64::try_from(TIMES).unwrap());
}

#[tokio::test]
async fn of_two_who_call_the_same_person_one_rings() {
    let line = Line::open().await;
    let other = line.project.given().user().await;
    line.project.given().setting("call_rate_count", 1_000).await;
    line.project.given().setting("token_rate_count", 1_000).await;
    for _ in 0..TIMES {
        let (one, two) = join(line.dial(&line.caller, &line.callee), line.dial(&other, &line.callee)).await;
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{} {}", one.body, two.body);
        let ring = if one.status == 200 { id_of(&one) } else { id_of(&two) };
        line.act("end-call", &line.callee, &ring).await;
    }
}

#[tokio::test]
async fn a_call_accepted_on_two_devices_is_charged_once() {
    let line = Line::open().await;
    let set = "insert into public.live_user_settings (user_id, coin_per_minute) values ($1, 5)";
    line.project.execute(set, &[&line.callee.id]).await;
    line.project.given().coins(&line.caller, 1_000).await;
    line.project.given().setting("call_rate_count", 1_000).await;
    line.project.given().setting("token_rate_count", 1_000).await;
    for turn in 1..=TIMES {
        let id = line.ring().await;
        let (one, two) =
            join(line.act("accept-call", &line.callee, &id), line.act("accept-call", &line.callee, &id)).await;
        assert_eq!((one.status, two.status), (200, 200), "{} {}", one.body, two.body);
        let (one, two) = join(line.act("end-call", &line.callee, &id), line.act("end-call", &line.caller, &id)).await;
        assert_eq!((one.status, two.status), (200, 200), "{} {}", one.body, two.body);
        assert_eq!(one.body["call"], two.body["call"]);
        assert_eq!(line.project.balance(&line.caller).await, 1_000 - 5 * i64::try_from(turn).unwrap());
    }
}
