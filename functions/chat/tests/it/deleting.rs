//! `delete-live-message`.

use serde_json::json;

use super::support::Stage;

#[tokio::test]
async fn a_deleted_message_stays_as_who_first_deleted_it_left_it() {
    let stage = Stage::public().await;
    let message = stage.said(&stage.viewer, "pardon").await;
    stage.pin(&stage.host, &message, true).await;

    for person in [&stage.viewer, &stage.host, &stage.viewer] {
        let reply = stage.delete(person, &message).await;
        assert_eq!((reply.status, &reply.body["message"]["isDeleted"]), (200, &json!(true)), "{}", reply.body);
    }
    let row = stage.row(&message).await;
    assert_eq!((&row["deleted_by"], &row["is_pinned"]), (&json!(stage.viewer.id), &json!(false)));
    assert_eq!(row["content"], "pardon", "moderation can still read it");
}

#[tokio::test]
async fn deleting_works_after_the_show() {
    let stage = Stage::public().await;
    let message = stage.said(&stage.viewer, "pardon").await;
    stage.project.db().execute("select public.live_end_session($1, 'host_ended')", &[&stage.session.id]).await.unwrap();
    assert_eq!(stage.delete(&stage.host, &message).await.status, 200);
}

#[tokio::test]
async fn what_is_no_message_is_not_found() {
    let stage = Stage::public().await;
    for id in [json!(stage.session.id), json!(stage.viewer.id)] {
        stage.delete(&stage.host, &id).await.assert_refused(404, "MESSAGE_NOT_FOUND");
        stage.pin(&stage.host, &id, true).await.assert_refused(404, "MESSAGE_NOT_FOUND");
    }
    for nonsense in [json!(""), json!("42"), json!(7), json!(null)] {
        let reply = stage.delete(&stage.host, &nonsense).await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], "messageId");
    }
}
