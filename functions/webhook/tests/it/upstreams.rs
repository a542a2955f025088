//! Round trips, a database that is away, and bursts.

use futures_util::{StreamExt as _, stream};
use ipelya_test::Mode;
use serde_json::json;

use super::support::{deliver, on_air, post, seat};

#[tokio::test]
async fn an_event_costs_one_round_trip_to_the_database_and_none_to_livekit() {
    let live = on_air().await;
    for event in [live.joined(&live.host, "PA_1", 1), live.left(&live.host, "PA_1", 2), live.finished(None, 3)] {
        live.project.rest().reset();
        deliver(&live, &event).await;
        assert_eq!(live.project.rest().paths(), ["/rest/v1/rpc/live_webhook_event"]);
    }
    assert_eq!(live.project.livekit().requests(), 0);
}

#[tokio::test]
async fn a_database_that_is_away_is_a_503_and_livekits_repeat_applies_the_event() {
    let live = on_air().await;
    let event = live.joined(&live.viewer, "PA_1", 1);
    for mode in [Mode::Refuse, Mode::Status(503), Mode::Hang] {
        live.project.rest().set_mode(mode);
        let reply = post(&live, &event).await;
        reply.assert_refused(503, "SERVICE_UNAVAILABLE");
        assert_eq!(reply.header("retry-after"), Some("1"));
    }
    live.project.rest().set_mode(Mode::Pass);
    live.project.rest().stop_server().await;
    post(&live, &event).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    live.project.rest().start_server().await;
    live.project.stop_database().await;
    let reply = post(&live, &event).await;
    reply.assert_refused(503, "SERVICE_UNAVAILABLE");
    assert_eq!(reply.header("retry-after"), Some("1"));
    live.project.start_database().await;
    assert_eq!(live.project.count("public.live_webhook_logs").await, 0);

    let mut reply = post(&live, &event).await;
    while reply.status == 503 {
        reply = post(&live, &event).await;
    }
    assert_eq!(reply.body["result"], "success", "{}", reply.body);
    assert_eq!(seat(&live, &live.viewer).await, (true, 0));
}

#[tokio::test]
async fn an_event_whose_reply_was_lost_is_a_duplicate_when_it_comes_again() {
    let live = on_air().await;
    let event = live.joined(&live.viewer, "PA_1", 1);
    live.project.rest().set_mode(Mode::LoseReply);
    post(&live, &event).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    live.project.rest().set_mode(Mode::Pass);
    assert_eq!(deliver(&live, &event).await, "duplicate");
}

#[tokio::test]
async fn a_passing_trouble_undoes_everything_so_that_the_repeat_finds_nothing_done() {
    let live = on_air().await;
    let db = live.project.db();
    let trouble = "create function public.trouble() returns trigger language plpgsql as
                   $$ begin raise exception using errcode = '40P01'; end; $$;
                   create trigger trouble before insert on public.live_stays for each row execute function public.trouble()";
    db.batch_execute(trouble).await.unwrap();
    let event = live.joined(&live.viewer, "PA_1", 1);
    post(&live, &event).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    assert_eq!(live.project.count("public.live_webhook_logs").await, 0);
    db.batch_execute("drop trigger trouble on public.live_stays").await.unwrap();
    assert_eq!(deliver(&live, &event).await, "success");
}

#[tokio::test]
async fn a_burst_of_a_thousand_events_of_one_room_is_taken_in_without_loss() {
    let live = on_air().await;
    let mut people = Vec::new();
    for _ in 0..50 {
        people.push(live.project.given().user().await);
    }
    let mut events = Vec::new();
    for (number, person) in people.iter().enumerate() {
        // ten connections each, the last of which stays
        for turn in 0..10 {
            let sid = format!("PA_{number}_{turn}");
            events.push(live.joined(person, &sid, turn * 10));
            if turn < 9 {
                events.push(live.left(person, &sid, turn * 10 + 5));
            }
        }
    }
    for number in 0..50 {
        let mut track = live.event("track_published", &format!("EV_T{number}"), 1);
        track["track"] = json!({ "sid": "TR_1" });
        events.push(track);
    }
    assert_eq!(events.len(), 1000);

    let results: Vec<_> =
        stream::iter(events.iter().map(|event| deliver(&live, event))).buffer_unordered(8).collect().await;

    assert_eq!(results.iter().filter(|result| **result == "success").count(), 950);
    assert_eq!(live.project.count("public.live_webhook_logs").await, 1000);
    assert_eq!(live.open_stays().await, 50);
    for person in &people {
        assert_eq!(seat(&live, person).await, (true, 45));
    }
    live.tick(100).await;
    let row = live.row().await;
    assert_eq!((&row["total_viewers"], &row["peak_viewers"]), (&json!(50), &json!(50)));
}
