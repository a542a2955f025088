//! Reports at the same moment.

use futures_util::future::join_all;
use ipelya_test::LiveSession;
use serde_json::json;

use super::support::{count, flags, on_air, report};

async fn crowd(live: &LiveSession, many: usize) -> Vec<ipelya_test::User> {
    let mut people = Vec::new();
    for _ in 0..many {
        people.push(live.person("viewer").await);
    }
    people
}

#[tokio::test]
async fn the_same_report_at_once_is_one_and_counted_once() {
    let live = on_air().await;
    live.project.given().setting("report_rate_count", 1).await;

    let replies = join_all((0..20).map(|_| report(&live, &live.viewer, &live.host, "spam"))).await;

    assert!(replies.iter().all(|reply| reply.status == 200), "{}", replies[0].body);
    assert!(replies.iter().all(|reply| reply.body["report"] == replies[0].body["report"]));
    assert_eq!(count(&live).await, 1);
}

#[tokio::test]
async fn the_third_report_makes_the_flag_whichever_of_two_at_once_it_is() {
    for round in 0..25 {
        let live = on_air().await;
        let people = crowd(&live, 3).await;
        assert_eq!(report(&live, &people[0], &live.host, "spam").await.status, 200);
        assert_eq!(flags(&live).await, json!([]));

        let (one, other) =
            tokio::join!(report(&live, &people[1], &live.host, "spam"), report(&live, &people[2], &live.host, "scam"));

        assert_eq!((one.status, other.status), (200, 200));
        assert_eq!(flags(&live).await, json!([["auto_flag_user", live.host.id, 3]]), "round {round}");
    }
}

#[tokio::test]
async fn a_crowd_that_reports_at_once_makes_one_flag_of_each_kind() {
    for _ in 0..5 {
        let live = on_air().await;
        let people = crowd(&live, 12).await;
        let replies = join_all(people.iter().map(|person| report(&live, person, &live.host, "spam"))).await;
        assert!(replies.iter().all(|reply| reply.status == 200));
        let expected = json!([["auto_flag_session", live.session.id, 5], ["auto_flag_user", live.host.id, 3]]);
        assert_eq!(flags(&live).await, expected);
    }
}
