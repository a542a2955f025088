//! The same request twice is one gift and one answer.

use crate::money::books::{assert_agree, picture, rows};
use crate::money::till::{Crowd, Gift, Reply, assert_refused, now};
use futures_util::future::join_all;
use ipelya_test::{Project, Session, User};
use serde_json::{Value, json};
use time::Duration;

async fn a_show_with_two_viewers(project: &Project) -> (Session, User, User) {
    let given = project.given();
    let creator = given.creator().await;
    let session = given.live_session(&creator).insert().await;
    let (one, other) = (given.user().await, given.user().await);
    for viewer in [&one, &other] {
        given.participant(&session, viewer).insert().await;
        given.coins(viewer, 1000).await;
    }
    (session, one, other)
}

/// The result of a reply that is, or is not, that of an earlier request.
#[track_caller]
fn result(mut kept: Value, replayed: bool) -> Value {
    assert_eq!(kept["replayed"], replayed, "{kept}");
    kept["result"].take()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_request_again_gets_the_same_answer_and_another_is_refused() {
    let project = Project::start().await;
    let (session, one, _) = a_show_with_two_viewers(&project).await;
    let at = now(&project).await;
    let crowd = Crowd::of(&project, 1).await;
    let gift = Gift::heart(&one, &session, at).keyed("key", "hash");

    let first = result(crowd[0].kept_gift(gift).await.unwrap(), false);
    let written = picture(&project).await;
    for later in [Duration::ZERO, Duration::SECOND, Duration::hours(23)] {
        let again = crowd[0].kept_gift(gift.at(at + later)).await.unwrap();
        assert_eq!(result(again, true), first);
    }
    let other = crowd[0].gift(gift.of("star", 2).keyed("key", "another hash")).await;
    assert_refused(&other, "PT422", "IDEMPOTENCY_KEY_REUSED");
    assert_eq!(picture(&project).await, written);

    // the stored answer stands, even when nothing could be given any more
    crowd[0].end(&session, at).await.unwrap();
    assert_eq!(result(crowd[0].kept_gift(gift).await.unwrap(), true), first);
    assert_agree(&project, 2000).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_of_the_same_request_at_once_are_one_gift_and_equal_answers() {
    let project = Project::start().await;
    let (session, one, _) = a_show_with_two_viewers(&project).await;
    let at = now(&project).await;
    let crowd = Crowd::of(&project, 50).await;
    let gift = Gift::heart(&one, &session, at).keyed("key", "hash");

    let replies = join_all(crowd.iter().map(|till| till.kept_gift(gift))).await;

    let replies: Vec<Value> = replies.into_iter().map(Reply::unwrap).collect();
    assert_eq!(replies.iter().filter(|reply| reply["replayed"] == false).count(), 1);
    assert!(replies.iter().all(|reply| reply["result"] == replies[0]["result"]), "{replies:?}");
    for table in [
        "public.live_gifts",
        "public.live_messages",
        "public.live_payments where idempotency_key = 'key'",
        "public.live_payments",
    ] {
        assert_eq!(rows(&project, table).await, 1, "{table}");
    }
    assert_agree(&project, 2000).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_belongs_to_one_user_and_no_key_protects_nothing() {
    let project = Project::start().await;
    let (session, one, other) = a_show_with_two_viewers(&project).await;
    let at = now(&project).await;
    let crowd = Crowd::of(&project, 1).await;

    for sender in [&one, &other] {
        let reply = crowd[0].kept_gift(Gift::heart(sender, &session, at).keyed("key", "hash")).await.unwrap();
        assert_eq!(result(reply, false)["balance"], 990);
    }
    for left in [980, 970] {
        assert_eq!(crowd[0].gift(Gift::heart(&one, &session, at)).await.unwrap()["balance"], left);
    }
    for left in [960, 950] {
        let empty = Gift::heart(&one, &session, at).keyed("", "hash");
        assert_eq!(crowd[0].gift(empty).await.unwrap()["balance"], left);
    }
    assert_eq!(rows(&project, "public.live_idempotency").await, 2);
    assert_agree(&project, 2000).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_new_again_after_24_hours() {
    let project = Project::start().await;
    let (session, one, _) = a_show_with_two_viewers(&project).await;
    let at = now(&project).await;
    let crowd = Crowd::of(&project, 1).await;
    let gift = Gift::heart(&one, &session, at).keyed("key", "hash");

    let first = result(crowd[0].kept_gift(gift).await.unwrap(), false);
    let last_moment = at + Duration::hours(24) - Duration::MICROSECOND;
    assert_eq!(result(crowd[0].kept_gift(gift.at(last_moment)).await.unwrap(), true), first);

    // another request under it, too
    let next_day = gift.of("star", 1).keyed("key", "another hash").at(at + Duration::hours(24));
    let second = result(crowd[0].kept_gift(next_day).await.unwrap(), false);
    assert_eq!(second["balance"], 965);
    assert_eq!(result(crowd[0].kept_gift(next_day).await.unwrap(), true), second);
    assert_eq!(rows(&project, "public.live_gifts").await, 2);
    assert_agree(&project, 2000).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_request_may_be_repeated_under_its_key() {
    let project = Project::start().await;
    let (session, one, _) = a_show_with_two_viewers(&project).await;
    let at = now(&project).await;
    let crowd = Crowd::of(&project, 1).await;
    let gift = Gift::heart(&one, &session, at).of("rocket", 3).keyed("key", "hash");

    assert_refused(&crowd[0].gift(gift).await, "PT402", "PAYMENT_REQUIRED");
    assert_eq!(rows(&project, "public.live_idempotency").await, 0);
    project.given().coins(&one, 1500).await;
    assert_eq!(crowd[0].gift(gift).await.unwrap()["balance"], 0);
    assert_agree(&project, 2500).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_claimed_and_not_answered_yet_is_in_progress_for_one_user_and_function_until_it_expires() {
    let project = Project::start().await;
    let (_, one, other) = a_show_with_two_viewers(&project).await;
    let at = now(&project).await;
    let crowd = Crowd::of(&project, 1).await;
    let till = &crowd[0];
    let claim = async |hash, moment| till.claim(&one, "create-live-session", hash, moment).await;

    assert_eq!(claim("hash", at).await, Ok(Value::Null));
    assert_refused(&claim("hash", at).await, "PT409", "REQUEST_IN_PROGRESS");
    assert_refused(&claim("another hash", at).await, "PT422", "IDEMPOTENCY_KEY_REUSED");
    // it is somebody else's key, and another function's, as well
    assert_eq!(till.claim(&other, "create-live-session", "hash", at).await, Ok(Value::Null));
    assert_eq!(till.claim(&one, "initiate-call", "hash", at).await, Ok(Value::Null));

    // one whose request died halfway is not kept out for ever
    let next_day = at + Duration::hours(24);
    assert_refused(&claim("hash", next_day - Duration::MICROSECOND).await, "PT409", "REQUEST_IN_PROGRESS");
    assert_eq!(claim("another hash", next_day).await, Ok(Value::Null));
    let reply = json!({ "session": 1 });
    assert_eq!(
        till.settle(&one, "create-live-session", &reply).await,
        Ok(json!({ "result": reply, "replayed": false }))
    );
    assert_eq!(claim("another hash", next_day).await, Ok(json!({ "result": reply, "replayed": true })));
    assert_refused(&till.claim(&one, "initiate-call", "hash", at).await, "PT409", "REQUEST_IN_PROGRESS");
}
