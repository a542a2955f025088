//! A room with no place left refuses before it charges.

use futures_util::future::join_all;
use ipelya_test::{Api, Project, User};

use super::support::join;

/// Rooms for four: the host and three more.
async fn rooms_for_four() -> (Project, Api) {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes()).with_setting("IPELYA_ROOM_MAX_PARTICIPANTS", "4");
    (project, api)
}

async fn viewers(project: &Project, number: usize) -> Vec<User> {
    let mut viewers = Vec::new();
    for _ in 0..number {
        let viewer = project.given().user().await;
        project.given().coins(&viewer, 100).await;
        viewers.push(viewer);
    }
    viewers
}

#[tokio::test]
async fn of_ten_who_pay_at_once_for_three_places_three_are_charged() {
    let (project, api) = rooms_for_four().await;
    let given = project.given();
    let session = given.live_session(&given.creator().await).pay_per_view(50).host_connected().insert().await;
    let viewers = viewers(&project, 10).await;

    let replies = join_all(viewers.iter().map(|viewer| join(&api, viewer, &session))).await;

    assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 3);
    assert_eq!(project.count("public.live_payments").await, 3);
    for (reply, viewer) in replies.iter().zip(&viewers) {
        if reply.status != 200 {
            reply.assert_refused(409, "SESSION_FULL");
        }
        assert_eq!(project.balance(viewer).await, if reply.status == 200 { 50 } else { 100 });
        let again = join(&api, viewer, &session).await;
        assert_eq!(again.status, reply.status, "who has a place keeps it: {}", again.body);
    }

    // whoever has paid is not asked, inside or not; their place is another's until they are back
    let inside = replies.iter().position(|reply| reply.status == 200).unwrap();
    let leaves = "update public.live_participants set is_active = false where user_id = $1";
    project.db().execute(leaves, &[&viewers[inside].id]).await.unwrap();
    let outside = replies.iter().position(|reply| reply.status != 200).unwrap();
    assert_eq!(join(&api, &viewers[outside], &session).await.status, 200);
    assert_eq!(join(&api, &viewers[inside], &session).await.status, 200);
    assert_eq!(project.balance(&viewers[inside]).await, 50);
}

#[tokio::test]
async fn a_free_session_is_full_by_its_last_count_for_whoever_is_not_inside() {
    let (project, api) = rooms_for_four().await;
    let given = project.given();
    let host = given.creator().await;
    let session = given.live_session(&host).insert().await;
    let people = viewers(&project, 3).await;
    given.participant(&session, &people[0]).insert().await;
    for (watching, status) in [(2, 200), (3, 409)] {
        let counted = "update public.live_sessions set total_viewers = $2 where id = $1";
        project.db().execute(counted, &[&session.id, &watching]).await.unwrap();
        let newcomer = &people[usize::try_from(watching).unwrap() - 1];
        let reply = join(&api, newcomer, &session).await;
        assert_eq!(reply.status, status, "{}", reply.body);
        if status != 200 {
            reply.assert_refused(409, "SESSION_FULL");
        }
        for welcome in [&host, &people[0]] {
            assert_eq!(join(&api, welcome, &session).await.status, 200);
        }
    }
}

#[tokio::test]
async fn a_room_without_a_limit_is_never_full() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let session = given.live_session(&given.creator().await).pay_per_view(50).host_connected().insert().await;
    let viewers = viewers(&project, 12).await;
    let replies = join_all(viewers.iter().map(|viewer| join(&api, viewer, &session))).await;
    assert!(replies.iter().all(|reply| reply.status == 200));
}
