//! What a user says about calls to them, and in which language they are written to.

use crate::contract::rest::Rest;
use crate::contract::stored::{all, only, pick};
use ipelya_test::{Project, User};
use serde_json::{Value, json};

const TABLE: &str = "live_user_settings";
const COLUMNS: &str = "user_id,calls_enabled,coin_per_minute,language";

fn settings(user: &User, calls: bool, rate: i32, language: Option<&str>) -> Value {
    json!({ "user_id": user.id, "calls_enabled": calls, "coin_per_minute": rate, "language": language })
}

fn own(user: &User) -> String {
    format!("{TABLE}?user_id=eq.{}", user.id)
}

async fn kept(project: &Project) -> Value {
    pick(&only(project, TABLE, "true").await, COLUMNS)
}

#[tokio::test]
async fn settings_are_made_changed_and_read_by_their_user() {
    let project = Project::start().await;
    let creator = project.given().creator().await;
    let phone = Rest::user(&project, &creator);

    let first = phone.insert_returning(&format!("{TABLE}?select={COLUMNS}"), &json!({ "user_id": creator.id })).await;
    assert_eq!((first.status, first.body), (201, settings(&creator, true, 0, None)));
    phone.upsert(TABLE, &settings(&creator, true, 40, Some("tr"))).await.assert_done();
    assert_eq!(phone.rows(&format!("{}&select={COLUMNS}", own(&creator))).await, [kept(&project).await]);
    phone.update(&own(&creator), &json!({ "calls_enabled": false, "language": "en" })).await.assert_done();
    assert_eq!(kept(&project).await, settings(&creator, false, 40, Some("en")));

    phone.update(&own(&creator), &json!({ "language": "de" })).await.assert_refused(400, "23514");
    phone.update(&own(&creator), &json!({ "coin_per_minute": 10_001 })).await.assert_refused(400, "23514");
    phone.delete(&own(&creator)).await.assert_refused(403, "42501");
    assert_eq!(kept(&project).await, settings(&creator, false, 40, Some("en")));
}

#[tokio::test]
async fn settings_are_nobody_elses_to_see_or_touch() {
    let project = Project::start().await;
    let given = project.given();
    let (owner, other, anonymous) = (given.user().await, given.user().await, given.anonymous_user().await);
    Rest::user(&project, &owner).insert(TABLE, &json!({ "user_id": owner.id })).await.assert_done();
    let before = kept(&project).await;

    let thief = Rest::user(&project, &other);
    assert_eq!(thief.rows(&own(&owner)).await, [Value::Null; 0]);
    thief.update(&own(&owner), &json!({ "calls_enabled": false })).await.assert_done();
    thief.upsert(TABLE, &settings(&owner, false, 0, None)).await.assert_refused(403, "42501");
    Rest::anon(&project).get(&own(&owner)).await.assert_refused(401, "42501");
    let passer_by = json!({ "user_id": anonymous.id });
    Rest::user(&project, &anonymous).insert(TABLE, &passer_by).await.assert_refused(403, "42501");
    let giving_away = json!({ "user_id": other.id });
    Rest::user(&project, &owner).update(&own(&owner), &giving_away).await.assert_refused(403, "42501");
    assert_eq!(kept(&project).await, before);
}

#[tokio::test]
async fn only_creators_set_a_rate_and_who_is_none_any_more_keeps_the_rest() {
    let project = Project::start().await;
    let given = project.given();
    let (user, creator) = (given.user().await, given.creator().await);
    let phone = Rest::user(&project, &user);
    phone.insert(TABLE, &settings(&user, true, 1, None)).await.assert_refused(400, "23514");
    assert_eq!(all(&project, TABLE, "true").await, [Value::Null; 0]);
    phone.insert(TABLE, &settings(&user, true, 0, None)).await.assert_done();
    phone.upsert(TABLE, &settings(&user, true, 1, None)).await.assert_refused(400, "23514");
    phone.update(&own(&user), &json!({ "coin_per_minute": 1 })).await.assert_refused(400, "23514");
    // a shadow is no face of theirs
    given.shadow_profile(&user).await;
    let shadow = "update public.profiles set is_creator = true where user_id = $1 and type = 'shadow'";
    project.execute(shadow, &[&user.id]).await;
    phone.update(&own(&user), &json!({ "coin_per_minute": 1 })).await.assert_refused(400, "23514");
    project.execute("delete from public.live_user_settings", &[]).await;

    let phone = Rest::user(&project, &creator);
    phone.insert(TABLE, &settings(&creator, true, 40, None)).await.assert_done();
    let no_more = "update public.profiles set is_creator = false, role = 'user' where user_id = $1";
    project.execute(no_more, &[&creator.id]).await;
    phone.upsert(TABLE, &settings(&creator, false, 40, None)).await.assert_done();
    phone.update(&own(&creator), &json!({ "coin_per_minute": 41 })).await.assert_refused(400, "23514");
    phone.update(&own(&creator), &json!({ "coin_per_minute": 0 })).await.assert_done();
    assert_eq!(kept(&project).await, settings(&creator, false, 0, None));
}
