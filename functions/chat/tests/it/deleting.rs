//! `delete-live-message`.

use serde_json::json;

use super::support::{delete, on_air, pin, row, said};

#[tokio::test]
async fn a_deleted_message_stays_as_who_first_deleted_it_left_it() {
    let live = on_air().await;
    let message = said(&live, &live.viewer, "pardon").await;
    pin(&live, &live.host, &message, true).await;

    for person in [&live.viewer, &live.host, &live.viewer] {
        let reply = delete(&live, person, &message).await;
        assert_eq!((reply.status, &reply.body["message"]["isDeleted"]), (200, &json!(true)), "{}", reply.body);
    }
    let row = row(&live, &message).await;
    assert_eq!((&row["deleted_by"], &row["is_pinned"]), (&json!(live.viewer.id), &json!(false)));
    assert_eq!(row["content"], "pardon", "moderation can still read it");
}

#[tokio::test]
async fn deleting_works_after_the_session() {
    let live = on_air().await;
    let message = said(&live, &live.viewer, "pardon").await;
    live.end().await;
    assert_eq!(delete(&live, &live.host, &message).await.status, 200);
}

#[tokio::test]
async fn what_is_no_message_is_not_found() {
    let live = on_air().await;
    for id in [json!(live.session.id), json!(live.viewer.id)] {
        delete(&live, &live.host, &id).await.assert_refused(404, "MESSAGE_NOT_FOUND");
        pin(&live, &live.host, &id, true).await.assert_refused(404, "MESSAGE_NOT_FOUND");
    }
    for nonsense in [json!(""), json!("42"), json!(7), json!(null)] {
        let reply = delete(&live, &live.host, &nonsense).await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], "messageId");
    }
}
