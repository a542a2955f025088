//! Two things at the same moment: one wins, both rows agree, nobody is charged twice.

use futures_util::future::join;
use serde_json::json;

use super::support::{Line, id_of};

/// Repetitions of each race.
const TIMES: usize = 200;

#[tokio::test]
async fn of_an_answer_and_a_cancellation_one_wins_and_only_an_answer_costs() {
    let line = Line::paid(5, 10_000).await;
    line.at_any_rate().await;
    let mut answered = 0;
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
        let state = line.state_to_both(&id).await;
        match (accepted.status, cancelled.status) {
            (200, 409) => assert_eq!(state, json!("connected")),
            (409, 200) => assert_eq!(state, json!("cancelled")),
            other => panic!("{other:?}: {} {}", accepted.body, cancelled.body),
        }
        answered += i64::from(accepted.status == 200);
        assert_eq!(line.project.balance(&line.caller).await, 10_000 - 5 * answered);
        line.act("end-call", &line.callee, &id).await;
    }
}

#[tokio::test]
async fn of_a_refusal_and_a_cancellation_one_wins() {
    let line = Line::open().await;
    line.at_any_rate().await;
    for _ in 0..TIMES {
        let id = line.ring().await;
        let decline = line.act("decline-call", &line.callee, &id);
        let (declined, cancelled) = join(decline, line.act("cancel-call", &line.caller, &id)).await;
        let state = line.state_to_both(&id).await;
        match (declined.status, cancelled.status) {
            (200, 409) => assert_eq!(state, json!("declined")),
            (409, 200) => assert_eq!(state, json!("cancelled")),
            other => panic!("{other:?}: {} {}", declined.body, cancelled.body),
        }
    }
}

#[tokio::test]
async fn of_an_answer_and_the_end_of_the_ring_one_wins_and_only_an_answer_costs() {
    let line = Line::paid(5, 10_000).await;
    line.at_any_rate().await;
    let mut answered = 0;
    for _ in 0..TIMES {
        let id = line.ring().await;
        // the tick's clock has passed the deadline, the function's has not
        let at = line.api.now() + time::Duration::seconds(30);
        let expire = async {
            line.project.db().query_one("select public.live_expire_rings($1)", &[&at]).await.unwrap();
        };
        let (accepted, ()) = join(line.act("accept-call", &line.callee, &id), expire).await;
        let state = line.state_to_both(&id).await;
        match accepted.status {
            200 => assert_eq!(state, json!("connected")),
            409 => assert_eq!(state, json!("missed")),
            other => panic!("{other}: {}", accepted.body),
        }
        answered += i64::from(accepted.status == 200);
        assert_eq!(line.project.balance(&line.caller).await, 10_000 - 5 * answered);
        line.act("end-call", &line.callee, &id).await;
    }
}

#[tokio::test]
async fn two_who_call_each_other_get_one_ring_and_neither_is_connected_or_charged_by_calling_back() {
    let line = Line::open().await;
    line.at_any_rate().await;
    let rates = [(&line.caller, 7), (&line.callee, 30)];
    for (creator, rate) in rates {
        line.takes(creator, rate).await;
        line.project.given().coins(creator, 1_000).await;
    }
    for turn in 0..TIMES {
        let (mut first, mut second) = (&line.caller, &line.callee);
        if turn % 2 == 1 {
            (first, second) = (second, first);
        }
        let (one, other) = join(line.dial(first, second), line.dial(second, first)).await;
        let (ring, busy, rung) = if one.status == 200 { (one, other, second) } else { (other, one, first) };
        busy.assert_refused(409, "BUSY");
        let id = id_of(&ring);
        assert_eq!(busy.body["incomingCallId"], id);
        let row = line.row(&id).await;
        let (_, rate) = rates.iter().find(|(creator, _)| creator.id == rung.id).unwrap();
        assert_eq!((&row["callee_id"], &row["coin_per_minute"]), (&json!(rung.id), &json!(rate)));
        assert_eq!((&row["status"], &row["total_coin_spent"]), (&json!("ringing"), &json!(0)));
        line.act("end-call", &line.caller, &id).await;
    }
    assert_eq!(line.project.count("public.calls").await, i64::try_from(TIMES).unwrap());
    assert_eq!(line.project.count("public.live_payments").await, 0);
}

#[tokio::test]
async fn of_two_who_call_the_same_person_one_rings() {
    let line = Line::open().await;
    let other = line.project.given().user().await;
    line.at_any_rate().await;
    for _ in 0..TIMES {
        let (one, two) = join(line.dial(&line.caller, &line.callee), line.dial(&other, &line.callee)).await;
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{} {}", one.body, two.body);
        let ring = if one.status == 200 { id_of(&one) } else { id_of(&two) };
        assert_eq!(line.state(&ring).await, json!("ringing"));
        line.act("end-call", &line.callee, &ring).await;
    }
}

#[tokio::test]
async fn a_call_accepted_on_two_devices_is_charged_once() {
    let line = Line::paid(5, 1_000).await;
    line.at_any_rate().await;
    for turn in 1..=TIMES {
        let id = line.ring().await;
        let (one, two) =
            join(line.act("accept-call", &line.callee, &id), line.act("accept-call", &line.callee, &id)).await;
        assert_eq!((one.status, two.status), (200, 200), "{} {}", one.body, two.body);
        assert_eq!(one.body["call"], two.body["call"]);
        assert_eq!(line.project.balance(&line.caller).await, 1_000 - 5 * i64::try_from(turn).unwrap());
        line.act("end-call", &line.callee, &id).await;
    }
    assert_eq!(line.project.count("public.live_payments").await, i64::try_from(TIMES).unwrap());
}

#[tokio::test]
async fn two_who_hang_up_at_the_same_moment_end_one_call_and_pay_it_once() {
    let line = Line::paid(5, 10_000).await;
    line.at_any_rate().await;
    for turn in 1..=TIMES {
        let id = line.ring().await;
        line.act("accept-call", &line.callee, &id).await;
        // a second minute has begun, and the tick comes with them
        line.talk(&id, 61).await;
        let at = line.api.now();
        let tick = async {
            line.project.db().query_one("select public.live_charge_calls($1)", &[&at]).await.unwrap();
        };
        let ends = join(line.act("end-call", &line.callee, &id), line.act("end-call", &line.caller, &id));
        let ((one, two), ()) = join(ends, tick).await;
        assert_eq!((one.status, two.status), (200, 200), "{} {}", one.body, two.body);
        let told = |reply: &ipelya_test::Reply| {
            ["endReason", "endedAt", "durationSeconds"].map(|field| reply.body["call"][field].clone())
        };
        assert_eq!(told(&one), told(&two));
        assert_eq!(line.state(&id).await, json!("completed"));
        let minutes = "public.live_payments where kind = 'call'";
        assert!(line.project.count(minutes).await <= 2 * i64::try_from(turn).unwrap());
    }
    let inside = "insert into public.live_stays (participant_sid, call_id, user_id)
                  select 'PA_' || id, id, callee_id from public.calls";
    line.project.execute(inside, &[]).await;
    let at = line.api.now();
    line.project.value("select to_jsonb(public.live_settle_calls($1))", &[&at]).await;
    assert_eq!(line.project.balance(&line.caller).await, 10_000 - 10 * i64::try_from(TIMES).unwrap());
}
