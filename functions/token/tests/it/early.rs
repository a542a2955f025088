//! The installed app's audio room asks for its token while its join is still paying, and does not ask twice.

use ipelya_test::{Api, Project, Reply, Session, User};
use serde_json::json;

async fn ask(api: &Api, viewer: &User, session: &Session) -> Reply {
    api.post("get-livekit-token").user(viewer).json(json!({ "sessionId": session.id })).send().await
}

#[tokio::test]
async fn a_token_asked_for_while_the_entry_to_an_audio_room_is_being_paid_waits_for_it() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let viewer = given.user().await;
    given.setting("token_rate_count", 1).await;
    let session = given.live_session(&given.creator().await).audio_room().pay_per_view(50).insert().await;

    let pays = async {
        while project.rest().requests() == 0 {
            tokio::task::yield_now().await;
        }
        given.ppv_payment(&viewer, &session, 50).await;
    };
    let (reply, ()) = tokio::join!(ask(&api, &viewer, &session), pays);

    assert_eq!((reply.status, &reply.body["role"]), (200, &json!("listener")), "{}", reply.body);
    assert!((1..=4).contains(&project.rest().requests()));
}

#[tokio::test]
async fn whoever_never_pays_is_told_so_after_three_more_looks_and_at_once_elsewhere() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let (audio, video) = (given.creator().await, given.creator().await);
    let audio = given.live_session(&audio).audio_room().pay_per_view(50).insert().await;
    let video = given.live_session(&video).pay_per_view(50).insert().await;
    for (session, looks) in [(&audio, 4), (&video, 1)] {
        project.rest().reset();
        ask(&api, &given.user().await, session).await.assert_refused(402, "PAYMENT_REQUIRED");
        assert_eq!(project.rest().paths(), vec!["/rest/v1/rpc/live_session_facts"; looks]);
    }
}
