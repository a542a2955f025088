//! What the app asks about people: faces, one's own bans, blocks, a subscription.

use crate::contract::rest::Rest;
use crate::contract::stored::{all, id, only, pick};
use ipelya_test::{Project, User};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

const BAN: &str = "id,session_id,banned_by,ban_type,reason,expires_at,created_at";

fn own_bans(user: &User) -> String {
    format!("live_session_bans?select={BAN}&banned_user_id=eq.{}&is_active=eq.true", user.id)
}

/// Rows in whatever order.
fn sorted(mut rows: Vec<Value>) -> Vec<Value> {
    rows.sort_by_key(ToString::to_string);
    rows
}

#[tokio::test]
async fn faces_are_looked_up_by_user_and_the_shadow_is_nobody_elses_to_see() {
    let project = Project::start().await;
    let given = project.given();
    let (me, other) = (given.user().await, given.creator().await);
    given.shadow_profile(&me).await;
    given.shadow_profile(&other).await;
    let phone = Rest::user(&project, &me);
    let face = |user: &User| {
        json!({ "user_id": user.id, "username": user.username, "display_name": user.display_name,
                "avatar_url": user.avatar_url })
    };

    // participants by their LiveKit identities
    let both = format!(
        "profiles?select=user_id,username,display_name,avatar_url&user_id=in.({},{})&type=eq.real",
        me.id, other.id
    );
    assert_eq!(sorted(phone.rows(&both).await), sorted(vec![face(&me), face(&other)]));
    let one = format!("profiles?select=id&user_id=eq.{}&type=eq.real", other.id);
    assert_eq!(phone.single(&one).await, json!({ "id": other.profile_id }));

    let kinds = |user: &User| format!("profiles?select=type&user_id=eq.{}&order=type.asc", user.id);
    assert_eq!(phone.rows(&kinds(&me)).await, [json!({ "type": "real" }), json!({ "type": "shadow" })]);
    assert_eq!(phone.rows(&kinds(&other)).await, [json!({ "type": "real" })]);
    assert_eq!(Rest::anon(&project).rows(&kinds(&other)).await, [json!({ "type": "real" })]);
}

#[tokio::test]
async fn the_banned_read_their_own_bans_of_all_three_kinds_until_they_are_lifted() {
    let project = Project::start().await;
    let given = project.given();
    let (creator, banned, friend) = (given.creator().await, given.user().await, given.user().await);
    let session = given.live_session(&creator).insert().await;
    let until = OffsetDateTime::UNIX_EPOCH + Duration::days(30_000);
    given.ban(&banned).from_session(&session).until(until).insert().await;
    given.ban(&banned).from_creator(&creator).insert().await;
    given.ban(&banned).everywhere().insert().await;
    given.ban(&friend).everywhere().insert().await;
    let condition = format!("t.banned_user_id = '{}'", banned.id);
    let bans: Vec<Value> =
        all(&project, "live_session_bans", &condition).await.iter().map(|row| pick(row, BAN)).collect();
    assert_eq!(bans.len(), 3);

    let phone = Rest::user(&project, &banned);

    assert_eq!(sorted(phone.rows(&own_bans(&banned)).await), sorted(bans.clone()));
    let creator_ban = bans.iter().find(|ban| ban["ban_type"] == "creator").unwrap();
    // which the phone knows by who spoke it
    assert_eq!(creator_ban["banned_by"], json!(creator.id));
    assert_eq!(phone.rows(&own_bans(&friend)).await, [Value::Null; 0]);
    assert_eq!(Rest::user(&project, &friend).rows(&own_bans(&banned)).await, [Value::Null; 0]);

    let lift = "update public.live_session_bans set lifted_at = now() where ban_type <> 'global'";
    project.db().execute(lift, &[]).await.unwrap();
    let left = phone.rows(&own_bans(&banned)).await;
    assert_eq!((left.len(), &left[0]["ban_type"]), (1, &json!("global")));
}

#[tokio::test]
async fn the_banned_lift_nothing() {
    let project = Project::start().await;
    let given = project.given();
    let banned = given.user().await;
    given.ban(&banned).everywhere().insert().await;
    let before = only(&project, "live_session_bans", "true").await;
    let phone = Rest::user(&project, &banned);
    let path = format!("live_session_bans?id=eq.{}", id(&before));

    phone.update(&path, &json!({ "lifted_at": "2026-11-21T12:00:00Z" })).await.assert_done();
    phone.update(&path, &json!({ "is_active": false })).await.assert_refused(403, "42501");
    phone.delete(&path).await.assert_refused(403, "42501");

    assert_eq!(only(&project, "live_session_bans", "true").await, before);
}

#[tokio::test]
async fn blocks_are_made_listed_and_undone_by_the_blocker_and_hidden_from_the_blocked() {
    let project = Project::start().await;
    let given = project.given();
    let (me, other) = (given.user().await, given.user().await);
    let (mine, theirs) = (Rest::user(&project, &me), Rest::user(&project, &other));
    let block = json!({ "blocker_id": me.id, "blocked_id": other.id, "reason": null });

    assert_eq!(mine.insert("blocked_users", &block).await.status, 201);

    let list = |user: &User| {
        format!("blocked_users?select=id,blocked_id,reason,created_at&blocker_id=eq.{}&order=created_at.desc", user.id)
    };
    let row = only(&project, "blocked_users", "true").await;
    assert_eq!(pick(&row, "blocker_id,blocked_id,reason"), block);
    assert_eq!(mine.rows(&list(&me)).await, [pick(&row, "id,blocked_id,reason,created_at")]);
    assert_eq!(theirs.rows(&list(&me)).await, [Value::Null; 0]);
    theirs.insert("blocked_users", &block).await.assert_refused(403, "42501");

    let undo = format!("blocked_users?blocker_id=eq.{}&blocked_id=eq.{}", me.id, other.id);
    theirs.delete(&undo).await.assert_done();
    assert_eq!(all(&project, "blocked_users", "true").await.len(), 1, "not the blocked one's to undo");
    mine.delete(&undo).await.assert_done();
    assert_eq!(all(&project, "blocked_users", "true").await, [Value::Null; 0]);
}

#[tokio::test]
async fn a_subscription_is_read_by_its_two_sides_only() {
    let project = Project::start().await;
    let given = project.given();
    let (creator, subscriber, lapsed) = (given.creator().await, given.user().await, given.user().await);
    given.subscription(&subscriber, &creator).insert().await;
    given.subscription(&lapsed, &creator).status("expired").insert().await;
    let query = |user: &User| {
        format!(
            "creator_subscriptions?select=*&subscriber_id=eq.{}&creator_id=eq.{}&status=eq.active",
            user.id, creator.id
        )
    };

    for reader in [&subscriber, &creator] {
        let found = Rest::user(&project, reader).single(&query(&subscriber)).await;
        assert_eq!(found["subscriber_id"], json!(subscriber.id));
    }
    Rest::user(&project, &lapsed).try_single(&query(&subscriber)).await.assert_refused(406, "PGRST116");
    Rest::user(&project, &lapsed).try_single(&query(&lapsed)).await.assert_refused(406, "PGRST116");
}
