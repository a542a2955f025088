//! Who may delete what, and nothing else.

use ipelya_test::{Project, Session, User};
use serde_json::{Value, json};

use crate::chat::phone::Phone;

struct LiveSession {
    session: Session,
    host: User,
    sender: User,
    moderator: User,
    stranger: User,
}

async fn live_session(project: &Project) -> LiveSession {
    let given = project.given();
    let host = given.creator().await;
    let live = LiveSession {
        session: given.live_session(&host).insert().await,
        sender: given.user().await,
        moderator: given.user().await,
        stranger: given.user().await,
        host,
    };
    for (person, role) in [(&live.sender, "viewer"), (&live.moderator, "moderator"), (&live.stranger, "viewer")] {
        given.participant(&live.session, person).role(role).insert().await;
    }
    live
}

async fn row(project: &Project, id: &Value) -> Value {
    let sql = "select to_jsonb(m) from public.live_messages m where m.id = $1::text::uuid";
    project.db().query_one(sql, &[&id.as_str().unwrap()]).await.unwrap().get(0)
}

#[tokio::test]
async fn sender_host_and_moderator_delete_exactly_one_message_and_change_nothing_else_of_it() {
    let project = Project::start().await;
    let live = live_session(&project).await;
    let sender = Phone::of(&project, &live.sender);
    for person in [&live.sender, &live.host, &live.moderator] {
        let (_, rows) = sender.say(&live.session, "silinecek").await;
        let (_, others) = sender.say(&live.session, "kalacak").await;
        let (id, other) = (&rows[0]["id"], &others[0]["id"]);
        let (before, kept) = (row(&project, id).await, row(&project, other).await);

        let (status, changed) = Phone::of(&project, person).update(id, &json!({ "is_deleted": true })).await;

        assert_eq!((status, changed.as_array().map(Vec::len)), (200, Some(1)), "{changed}");
        let mut expected = before;
        let after = row(&project, id).await;
        expected["is_deleted"] = json!(true);
        expected["deleted_by"] = json!(person.id);
        expected["deleted_at"] = after["deleted_at"].clone();
        assert!(after["deleted_at"].is_string());
        assert_eq!(after, expected);
        assert_eq!(row(&project, other).await, kept);
    }
}

#[tokio::test]
async fn a_stranger_deletes_nothing_and_nobody_brings_a_message_back_or_rewrites_it() {
    let project = Project::start().await;
    let live = live_session(&project).await;
    let sender = Phone::of(&project, &live.sender);
    let (_, rows) = sender.say(&live.session, "selam").await;
    let id = &rows[0]["id"];
    let before = row(&project, id).await;

    let (status, changed) = Phone::of(&project, &live.stranger).update(id, &json!({ "is_deleted": true })).await;
    assert_eq!((status, changed), (200, json!([])), "as the app's own words have it: success, no row");
    for change in
        [json!({ "content": "başka" }), json!({ "is_pinned": true }), json!({ "is_deleted": true, "content": "x" })]
    {
        assert_eq!(sender.update(id, &change).await.0, 403, "{change}");
    }
    assert_eq!(row(&project, id).await, before);

    assert_eq!(sender.update(id, &json!({ "is_deleted": true })).await.0, 200);
    let (status, changed) = sender.update(id, &json!({ "is_deleted": false })).await;
    assert_eq!((status, changed), (200, json!([])), "a deleted message is out of reach");
    assert_eq!(row(&project, id).await["is_deleted"], true);
}

#[tokio::test]
async fn an_admin_deletes_too_but_a_moderator_who_left_does_not() {
    let project = Project::start().await;
    let live = live_session(&project).await;
    let sender = Phone::of(&project, &live.sender);
    let (_, rows) = sender.say(&live.session, "selam").await;
    let id = &rows[0]["id"];
    let before = row(&project, id).await;
    project.given().participant(&live.session, &live.moderator).role("moderator").left().insert().await;
    let admin = project.given().admin().await;
    let other_host = project.given().creator().await;
    project.given().live_session(&other_host).insert().await;

    for person in [&live.moderator, &other_host] {
        let reply = Phone::of(&project, person).update(id, &json!({ "is_deleted": true })).await;
        assert_eq!(reply, (200, json!([])));
    }
    assert_eq!(row(&project, id).await, before);

    assert_eq!(Phone::of(&project, &admin).update(id, &json!({ "is_deleted": true })).await.0, 200);
    assert_eq!(row(&project, id).await["deleted_by"], json!(admin.id));
}

#[tokio::test]
async fn a_sweeping_delete_takes_ones_own_messages_only_and_says_whose_it_was() {
    let project = Project::start().await;
    let live = live_session(&project).await;
    let (sender, stranger) = (Phone::of(&project, &live.sender), Phone::of(&project, &live.stranger));
    let (_, kept) = sender.say(&live.session, "kalacak").await;
    let (_, gone) = stranger.say(&live.session, "gidecek").await;
    let before = row(&project, &kept[0]["id"]).await;

    let everything = format!("live_messages?session_id=eq.{}", live.session.id);
    let (_, changed) = stranger.send("PATCH", &everything, &json!({ "is_deleted": true })).await;

    assert_eq!((changed.as_array().map(Vec::len), &changed[0]["id"]), (Some(1), &gone[0]["id"]));
    assert_eq!(row(&project, &kept[0]["id"]).await, before);
    for forged in [json!({ "is_deleted": true, "deleted_by": live.host.id }), json!({ "deleted_by": live.host.id })] {
        assert_eq!(sender.update(&kept[0]["id"], &forged).await.0, 403);
    }
    assert_eq!(sender.send("DELETE", &everything, &json!({})).await.0, 403, "rows stay");
    assert_eq!(row(&project, &kept[0]["id"]).await, before);
}

#[tokio::test]
async fn a_second_deletion_changes_nothing() {
    let project = Project::start().await;
    let live = live_session(&project).await;
    let (_, rows) = Phone::of(&project, &live.sender).say(&live.session, "selam").await;
    let id = &rows[0]["id"];
    assert_eq!(Phone::of(&project, &live.sender).update(id, &json!({ "is_deleted": true })).await.0, 200);
    let deleted = row(&project, id).await;

    let again = Phone::of(&project, &live.host).update(id, &json!({ "is_deleted": true })).await;

    assert_eq!(again, (200, json!([])));
    assert_eq!(row(&project, id).await, deleted);
}

#[tokio::test]
async fn what_a_phone_deletes_of_somebody_elses_is_noted_too() {
    let project = Project::start().await;
    let live = live_session(&project).await;
    let sender = Phone::of(&project, &live.sender);
    let admin = project.given().admin().await;
    let mut said = Vec::new();
    for person in [&live.sender, &live.host, &live.moderator, &admin] {
        let (_, rows) = sender.say(&live.session, "silinecek").await;
        said.push(rows[0]["id"].clone());
        let (_, changed) = Phone::of(&project, person).update(&rows[0]["id"], &json!({ "is_deleted": true })).await;
        assert_eq!(changed[0]["is_deleted"], true, "{changed}");
    }

    let notes = "select jsonb_agg(to_jsonb(n) - array['id', 'created_at'] order by n.actor_role)
                 from public.live_moderation_actions n";
    let notes: Value = project.db().query_one(notes, &[]).await.unwrap().get(0);
    let note = |actor: &User, role: &str, message: &Value| {
        json!({
            "session_id": live.session.id, "actor_id": actor.id, "actor_role": role, "action": "delete_message",
            "target_user_id": live.sender.id, "reason": null,
            "details": { "message_id": message, "content": "silinecek" },
        })
    };
    assert_eq!(notes, json!([note(&live.host, "host", &said[1]), note(&live.moderator, "moderator", &said[2])]));
    let staff =
        "select jsonb_build_array(l.admin_id, l.action, l.target_type, l.target_id) from public.live_admin_logs l";
    let staff: Value = project.db().query_one(staff, &[]).await.unwrap().get(0);
    assert_eq!(staff, json!([admin.id, "delete_message", "message", said[3]]));
}
