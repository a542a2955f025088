//! The pictures a creator keeps, and the bucket with their files.

use crate::contract::rest::Rest;
use crate::contract::stored::{all, id, only, pick};
use ipelya_test::{Project, User};
use serde_json::{Value, json};

const TABLE: &str = "user_broadcast_thumbnails";

fn thumbnail(user: &User, name: Option<&str>, default: bool) -> Value {
    json!({
        "user_id": user.id, "thumbnail_url": "https://project.example/storage/v1/object/public/a.jpg", "name": name,
        "is_default": default,
    })
}

#[tokio::test]
async fn thumbnails_are_kept_listed_chosen_and_thrown_away() {
    let project = Project::start().await;
    let creator = project.given().creator().await;
    let phone = Rest::user(&project, &creator);
    let path = format!("{TABLE}?select=*");

    let first = phone.insert_returning(&path, &thumbnail(&creator, None, true)).await;
    let second = phone.insert_returning(&path, &thumbnail(&creator, Some("Kapak"), false)).await;

    assert_eq!((first.status, second.status), (201, 201), "{first:?} {second:?}");
    assert_eq!(pick(&second.body, "user_id,thumbnail_url,name,is_default"), thumbnail(&creator, Some("Kapak"), false));
    let list = format!("{TABLE}?select=*&user_id=eq.{}&order=created_at.desc", creator.id);
    assert_eq!(phone.rows(&list).await, [second.body.clone(), first.body.clone()]);

    phone.update(&format!("{TABLE}?user_id=eq.{}", creator.id), &json!({ "is_default": false })).await.assert_done();
    let chosen = format!("{TABLE}?id=eq.{}", id(&second.body));
    phone.update(&chosen, &json!({ "is_default": true })).await.assert_done();
    assert_eq!(only(&project, TABLE, "t.is_default").await["id"], second.body["id"]);

    phone.delete(&chosen).await.assert_done();
    assert_eq!(only(&project, TABLE, "true").await["id"], first.body["id"]);
}

#[tokio::test]
async fn thumbnails_are_nobody_elses_to_see_or_touch() {
    let project = Project::start().await;
    let given = project.given();
    let (creator, other) = (given.creator().await, given.creator().await);
    Rest::user(&project, &creator).insert(TABLE, &thumbnail(&creator, None, true)).await.assert_done();
    let before = only(&project, TABLE, "true").await;
    let thief = Rest::user(&project, &other);
    let path = format!("{TABLE}?id=eq.{}", id(&before));

    assert_eq!(thief.rows(&path).await, [Value::Null; 0]);
    thief.update(&path, &json!({ "thumbnail_url": "https://evil.example/x.jpg" })).await.assert_done();
    thief.delete(&path).await.assert_done();
    thief.insert(TABLE, &thumbnail(&creator, None, false)).await.assert_refused(403, "42501");
    Rest::anon(&project).get(&path).await.assert_refused(401, "42501");
    assert_eq!(all(&project, TABLE, "true").await, std::slice::from_ref(&before));

    let anonymous = given.anonymous_user().await;
    Rest::user(&project, &anonymous)
        .insert(TABLE, &thumbnail(&anonymous, None, false))
        .await
        .assert_refused(403, "42501");

    // nor given away
    let gift = json!({ "user_id": other.id });
    Rest::user(&project, &creator).update(&path, &gift).await.assert_refused(403, "42501");
    assert_eq!(all(&project, TABLE, "true").await, [before]);
}

/// What storage's own server does for a signed-in user: writes as them, undone here.
async fn uploads(project: &Project, user: &User, name: &str) -> bool {
    let db = project.db();
    let claims = json!({ "role": "authenticated", "sub": user.id });
    db.batch_execute(&format!("begin; set local request.jwt.claims = '{claims}'; set local role authenticated"))
        .await
        .unwrap();
    let sql = "insert into storage.objects (bucket_id, name) values ('broadcast-thumbnails', $1)";
    let outcome = db.execute(sql, &[&name]).await;
    db.batch_execute("rollback").await.unwrap();
    outcome.is_ok()
}

#[tokio::test]
async fn files_go_into_ones_own_folder_of_a_public_bucket() {
    let project = Project::start().await;
    let given = project.given();
    let (creator, other) = (given.creator().await, given.creator().await);

    let bucket = "select public from storage.buckets where id = 'broadcast-thumbnails'";
    assert!(project.db().query_one(bucket, &[]).await.unwrap().get::<_, bool>(0));
    assert!(uploads(&project, &creator, &format!("{}/1763726400000.jpg", creator.id)).await);
    assert!(!uploads(&project, &other, &format!("{}/1763726400000.jpg", creator.id)).await);
    assert!(!uploads(&project, &creator, "1763726400000.jpg").await);
}
