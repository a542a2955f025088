//! The events of a session in any order, some of them more than once: the rows are always the same.

use ipelya_test::LiveSession;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use super::support::{deliver, forget_presence, on_air};

/// 0 is the host, the others watch. Two connections each, the last of which stays.
fn events_of(live: &LiveSession) -> Vec<Value> {
    let mut events = vec![live.event("room_started", "EV_started", 0)];
    for (number, person) in [&live.host, &live.viewer].into_iter().enumerate() {
        let sid = |turn: u32| format!("PA_{number}_{turn}");
        events.push(live.joined(person, &sid(1), 10));
        events.push(live.left(person, &sid(1), 20));
        events.push(live.joined(person, &sid(2), 21));
        for (turn, second) in [(1, 11), (2, 22)] {
            events.push(live.about("track_published", person, &sid(turn), second));
        }
    }
    events.push(live.about("participant_connection_aborted", &live.viewer, "PA_never", 5));
    events
}

async fn outcome(live: &LiveSession) -> Value {
    live.ask(
        "select
           (select jsonb_agg(to_jsonb(t) - 'created_at' - 'session_id' - 'user_id' order by t.participant_sid)
            from public.live_stays t where t.session_id = $1) as stays,
           (select jsonb_agg(jsonb_build_array(p.role, p.is_active, p.total_watch_time_seconds, p.livekit_participant_sid) order by p.role)
            from public.live_participants p where p.session_id = $1) as people,
           (select jsonb_build_array(s.status, s.host_left_at, s.livekit_room_sid) from public.live_sessions s where s.id = $1) as session",
    )
    .await
}

#[test]
fn the_order_and_number_of_deliveries_make_no_difference() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let live = runtime.block_on(on_air());
    let events = events_of(&live);
    let run = |order: &[usize]| {
        runtime.block_on(async {
            forget_presence(&live).await;
            for index in order {
                deliver(&live, &events[*index]).await;
            }
            outcome(&live).await
        })
    };
    let in_order: Vec<usize> = (0..events.len()).collect();
    let expected = run(&in_order);

    let doubled: Vec<usize> = in_order.iter().chain(&in_order).copied().collect();
    let mut runner = TestRunner::new(Config { cases: 60, failure_persistence: None, ..Config::default() });
    runner
        .run(&Just(doubled).prop_shuffle(), |order| {
            prop_assert_eq!(&run(&order), &expected, "{:?}", order);
            Ok(())
        })
        .unwrap();
    runtime.block_on(live.project.stop());
}
