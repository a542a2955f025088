//! Who is told that a session is on.

use ipelya_test::{Api, Project};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::support::{ask, create, session_id};

async fn tick(project: &Project, at: OffsetDateTime) -> Value {
    project.db().query_one("select public.live_tick($1)", &[&at]).await.unwrap().get(0)
}

async fn told(project: &Project) -> Vec<Uuid> {
    let rows = project.db().query("select recipient_id from public.notifications order by created_at", &[]).await;
    rows.unwrap().iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn subscribers_are_told_once_when_livekit_has_the_room() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let (creator, subscriber) = (given.creator().await, given.user().await);
    let (lapsed, paused, blocked, stranger) =
        (given.user().await, given.user().await, given.user().await, given.user().await);
    given.subscription(&subscriber, &creator).insert().await;
    given.subscription(&lapsed, &creator).period_end(api.now()).insert().await;
    given.subscription(&paused, &creator).status("paused").insert().await;
    given.subscription(&blocked, &creator).insert().await;
    given.block(&creator, &blocked).await;
    given.subscription(&stranger, &given.creator().await).insert().await;

    let id = session_id(&create(&api, &creator).await);
    tick(&project, api.now() + Duration::seconds(1)).await;
    assert!(told(&project).await.is_empty(), "there is no room yet");
    let reported =
        "select public.live_room_started(livekit_room_name, 'RM_1', now()) from public.live_sessions where id = $1";
    project.db().execute(reported, &[&id]).await.unwrap();
    for second in 2..5 {
        tick(&project, api.now() + Duration::seconds(second)).await;
    }

    assert_eq!(told(&project).await, [subscriber.id]);
    let note = "select actor_id, type, title, body, data from public.notifications where recipient_id = $1";
    assert_eq!(
        ask(&project, note, subscriber.id).await,
        json!({
            "actor_id": creator.id, "type": "creator_live", "title": format!("{} canlı yayında", creator.display_name),
            "body": "Canlı",
            "data": {
                "sessionId": id, "sessionType": "video_live", "creatorId": creator.id, "url": format!("/(live)/watch/{id}"),
            },
        })
    );
}

#[tokio::test]
async fn where_no_webhook_comes_they_are_told_after_a_quarter_of_a_minute() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let (creator, subscriber) = (given.creator().await, given.user().await);
    given.subscription(&subscriber, &creator).insert().await;
    create(&api, &creator).await;

    tick(&project, api.now() + Duration::seconds(14)).await;
    assert!(told(&project).await.is_empty());
    tick(&project, api.now() + Duration::seconds(15)).await;
    assert_eq!(told(&project).await, [subscriber.id]);
}

#[tokio::test]
async fn nobody_is_told_of_a_session_that_is_scheduled_over_or_long_on() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let subscriber = given.user().await;
    for status in ["scheduled", "ended", "cancelled"] {
        let creator = given.creator().await;
        given.subscription(&subscriber, &creator).insert().await;
        given.live_session(&creator).status(status).insert().await;
    }
    let creator = given.creator().await;
    given.subscription(&subscriber, &creator).insert().await;
    create(&api, &creator).await;

    tick(&project, api.now() + Duration::minutes(10)).await;
    assert!(told(&project).await.is_empty());
}
