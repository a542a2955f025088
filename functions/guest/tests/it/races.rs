//! Several people at the same moment.

use futures_util::future::join_all;
use ipelya_test::{Reply, User};
use serde_json::{Value, json};

use super::support::Stage;

const REPETITIONS: usize = 40;

fn is_one_of(reply: &Reply, codes: &[&str]) {
    let code = reply.body["errorCode"].as_str().unwrap_or("none");
    assert!(reply.status == 200 || codes.contains(&code), "{}", reply.body);
}

/// Empties the stage for another round.
async fn clear(stage: &Stage) {
    for sql in [
        "delete from public.live_guest_requests",
        "update public.live_participants
         set role = 'viewer', invitation_response = null, seated_at = null, guest_left_at = null, is_active = true
         where role <> 'host'",
    ] {
        stage.live.project.execute(sql, &[]).await;
    }
}

#[tokio::test]
async fn of_four_requests_for_the_last_seat_one_is_granted() {
    let stage = Stage::open().await;
    stage.live.project.given().setting("moderation_rate_count", 100_000).await;
    stage.set("max_guests = 1").await;
    let mut viewers = Vec::new();
    for _ in 0..4 {
        viewers.push(stage.viewer().await);
    }
    for _ in 0..REPETITIONS {
        clear(&stage).await;
        let ids = join_all(viewers.iter().map(|viewer| stage.asked(viewer))).await;
        let answers = join_all(ids.iter().map(|id| stage.answer(id, true))).await;
        for answer in &answers {
            is_one_of(answer, &["STAGE_FULL"]);
        }
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        assert_eq!(stage.seats().await, 1);
    }
}

#[tokio::test]
async fn an_invitation_and_a_request_that_cross_leave_one_of_them() {
    let stage = Stage::open().await;
    stage.live.project.given().setting("moderation_rate_count", 100_000).await;
    let viewer = stage.live.viewer.clone();
    for _ in 0..REPETITIONS {
        clear(&stage).await;
        let (invited, asked) = tokio::join!(stage.invite(&viewer), stage.ask(&viewer));
        is_one_of(&invited, &["REQUEST_PENDING"]);
        is_one_of(&asked, &["INVITATION_PENDING"]);
        assert_ne!(invited.status == 200, asked.status == 200, "{} {}", invited.body, asked.body);
        let waiting = "select jsonb_build_array(
            (select count(*) from public.live_guest_requests where status = 'pending'),
            (select count(*) from public.live_participants where invitation_response = 'pending'))";
        let waits = stage.live.project.value(waiting, &[]).await;
        assert_eq!(waits, if asked.status == 200 { json!([1, 0]) } else { json!([0, 1]) });
    }
}

#[tokio::test]
async fn an_answer_that_comes_with_the_deadline_is_in_time_or_too_late() {
    let stage = Stage::open().await;
    stage.live.project.given().setting("moderation_rate_count", 100_000).await;
    let (invited, asking) = (stage.live.viewer.clone(), stage.viewer().await);
    for _ in 0..REPETITIONS {
        clear(&stage).await;
        stage.invite(&invited).await;
        let id = stage.asked(&asking).await;
        // by the functions' clock there is a second left, by the tick's there is none
        stage.wait(59).await;
        let (accepted, approved, ()) =
            tokio::join!(stage.respond(&invited, true), stage.answer(&id, true), stage.live.tick(1));
        is_one_of(&accepted, &["INVITATION_EXPIRED"]);
        is_one_of(&approved, &["REQUEST_EXPIRED"]);
        let (is_invited, is_asked) = (stage.place(&invited).await, stage.place(&asking).await);
        let expected =
            if accepted.status == 200 { json!(["co_host", "accepted"]) } else { json!(["viewer", "expired"]) };
        assert_eq!(is_invited, expected);
        assert_eq!(is_asked[0], if approved.status == 200 { "co_host" } else { "viewer" });
    }
}

#[tokio::test]
async fn a_guest_who_drops_while_they_are_ended_is_ended_once() {
    let stage = Stage::open().await;
    stage.live.project.given().setting("moderation_rate_count", 100_000).await;
    let guest = stage.live.viewer.clone();
    for round in 0..REPETITIONS {
        clear(&stage).await;
        stage.invite(&guest).await;
        stage.respond(&guest, true).await;
        let (ended, left, ()) =
            tokio::join!(stage.end(&stage.live.host, &guest), stage.end(&guest, &guest), stage.live.tick(10));
        assert_eq!((ended.status, left.status), (200, 200), "{} {}", ended.body, left.body);
        assert_eq!((stage.place(&guest).await[0].clone(), stage.seats().await), (json!("viewer"), 0));
        let told = stage.events(&Stage::phone(&guest)).await;
        assert_eq!(told.iter().filter(|event| *event == "your_guest_ended").count(), round + 1);
    }
}

/// Everything at once, over and over, with seats counted all the time.
#[tokio::test]
async fn seats_are_never_taken_twice_whatever_happens_at_once() {
    let stage = Stage::open().await;
    let given = stage.live.project.given();
    given.setting("moderation_rate_count", 100_000).await;
    given.setting("join_request_wait_seconds", 1).await;
    stage.set("max_guests = 2").await;
    let mut people: Vec<User> = Vec::new();
    for _ in 0..4 {
        people.push(stage.viewer().await);
    }
    for round in 0..REPETITIONS {
        clear(&stage).await;
        let bring = async |person: &User, by_request: bool| -> Option<Value> {
            if by_request {
                let id = stage.ask(person).await.body["requestId"].clone();
                Some(stage.answer(&id, true).await.body)
            } else {
                stage.invite(person).await;
                Some(stage.respond(person, true).await.body)
            }
        };
        let all = people.iter().enumerate().map(|(index, person)| {
            let bring = &bring;
            let stage = &stage;
            async move {
                bring(person, (index + round) % 2 == 0).await;
                assert!(stage.seats().await <= 2);
                if index % 2 == round % 2 {
                    stage.end(person, person).await;
                    bring(person, index % 2 == 0).await;
                }
            }
        });
        join_all(all).await;
        assert!(stage.seats().await <= 2, "round {round}");
    }
    let over = "select to_jsonb(count(*)) from public.live_participants
                where (role in ('co_host', 'speaker')) <> (seated_at is not null)";
    assert_eq!(stage.live.project.value(over, &[]).await, json!(0), "whoever has a seat has it since some moment");
}
