//! A passed deadline counts as the end for every action, whether or not the tick has written it down; and the tick itself:
//! its parts, what it tells subscribers, what watches over it.

mod announcing;
mod maintenance;
pub(crate) mod ticking;

use ipelya_test::{Project, Session, User};
use serde_json::Value;
use time::{Duration, OffsetDateTime};
use tokio_postgres::types::ToSql;

/// A moment long after any row was written, so that the test owns the clock.
fn noon() -> OffsetDateTime {
    time::macros::datetime!(2030-01-01 12:00 UTC)
}

/// The stable code an action is refused with, `None` if it goes through.
async fn code(project: &Project, sql: &str, parameters: &[&(dyn ToSql + Sync)]) -> Option<String> {
    match project.db().query_one(sql, parameters).await {
        // a gift's refusal is its answer
        Ok(row) => row.try_get::<_, Option<Value>>(0).ok()??["details"].as_str().map(str::to_owned),
        Err(error) => Some(error.as_db_error().unwrap().detail().unwrap().to_owned()),
    }
}

async fn every_action(project: &Project, session: &Session, viewer: &User, now: OffsetDateTime) -> [Option<String>; 3] {
    let (id, user) = (&session.id, &viewer.id);
    [
        code(project, "select public.live_send_gift($1, null, $2, 'heart', 1, $3)", &[user, id, &now]).await,
        code(project, "select public.live_chat_guard($1, $2, 'selam', $3)", &[id, user, &now]).await,
        code(project, "select public.live_pay_entry($1, $2, 50, $3)", &[user, id, &now]).await,
    ]
}

#[tokio::test]
async fn a_session_whose_time_is_up_takes_no_gift_no_message_and_no_entry() {
    let project = Project::start().await;
    let given = project.given();
    for (max_ends_at, over) in [(None, false), (Some(noon() + Duration::SECOND), false), (Some(noon()), true)] {
        let viewer = given.user().await;
        given.coins(&viewer, 1_000).await;
        let mut session = given.live_session(&given.creator().await).pay_per_view(50).host_connected();
        if let Some(at) = max_ends_at {
            session = session.max_ends_at(at);
        }
        let session = session.insert().await;
        given.participant(&session, &viewer).insert().await;

        let expected = over.then(|| "SESSION_ENDED".to_owned());
        let codes = every_action(&project, &session, &viewer, noon()).await;
        assert_eq!(codes, [expected.clone(), expected.clone(), expected], "{max_ends_at:?}");
    }
}

#[tokio::test]
async fn a_host_away_past_the_grace_ends_nothing_until_livekit_has_confirmed_it() {
    let project = Project::start().await;
    let given = project.given();
    let (host, viewer) = (given.creator().await, given.user().await);
    given.coins(&viewer, 1_000).await;
    let session = given.live_session(&host).host_left_at(noon() - Duration::minutes(2)).insert().await;
    given.participant(&session, &viewer).insert().await;

    assert_eq!(every_action(&project, &session, &viewer, noon()).await, [None, None, None]);
}
