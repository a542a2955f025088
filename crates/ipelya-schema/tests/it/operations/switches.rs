//! What staff has switched off for one person, whatever they have set themselves.

use crate::contract::rest::Rest;
use ipelya_local::clock::new_id;
use ipelya_test::{Project, User};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::datetime;

const NOON: OffsetDateTime = datetime!(2030-01-01 12:00 UTC);

async fn switched(project: &Project, user: &User, live: bool, calls: bool) {
    let sql = "insert into public.live_user_switches (user_id, live_enabled, calls_enabled) values ($1, $2, $3)
               on conflict (user_id) do update set live_enabled = $2, calls_enabled = $3";
    project.execute(sql, &[&user.id, &live, &calls]).await;
}

/// The code with which something is refused.
async fn code(project: &Project, sql: &str) -> Option<String> {
    let refused = project.db().query_one(sql, &[&NOON]).await.err()?;
    Some(refused.as_db_error().unwrap().detail().unwrap().to_owned())
}

async fn created(project: &Project, creator: &User, planned: bool) -> Option<String> {
    let id = new_id();
    let plan = json!({
        "title": "Deneme", "session_type": "video_live", "access_type": "public", "ppv_coin_price": 0,
        "chat_enabled": true, "gifts_enabled": true, "guest_enabled": true, "max_guests": 3,
        "recording_enabled": false, "scheduled_at": planned.then_some("2030-02-01T00:00:00Z"),
    });
    let sql = format!("select public.live_create_session('{}', '{id}', 'video_live_{id}', '{plan}', $1)", creator.id);
    code(project, &sql).await
}

#[tokio::test]
async fn whoever_may_not_go_on_air_plans_and_starts_nothing_and_stays_on_air() {
    let project = Project::start().await;
    let given = project.given();
    let (creator, on_air) = (given.creator().await, given.creator().await);
    given.live_session(&on_air).insert().await;
    let planned = given.live_session(&creator).status("scheduled").insert().await;
    let start = format!("select public.live_start_session('{}', '{}', $1)", creator.id, planned.id);
    for person in [&creator, &on_air] {
        switched(&project, person, false, true).await;
    }
    let refused = Some("LIVE_DISABLED".to_owned());
    assert_eq!(created(&project, &creator, false).await, refused);
    assert_eq!(code(&project, &start).await, refused);
    assert_eq!(created(&project, &creator, true).await, None, "to plan is not to be on air");
    assert_eq!(created(&project, &on_air, false).await, None, "the one on air is given back");

    switched(&project, &creator, true, true).await;
    assert_eq!(code(&project, &start).await, None);
}

#[tokio::test]
async fn whoever_may_not_call_neither_calls_nor_is_called() {
    let project = Project::start().await;
    let given = project.given();
    let (off, other) = (given.user().await, given.user().await);
    switched(&project, &off, true, false).await;
    let call = async |caller: &User, callee: &User| {
        let may = format!("select public.live_require_callee('{}', '{}', $1)", caller.id, callee.id);
        code(&project, &may).await
    };
    assert_eq!(call(&off, &other).await.as_deref(), Some("CALLS_DISABLED"));
    // no more is said to who calls them than if they had switched it off themselves
    assert_eq!(call(&other, &off).await.as_deref(), Some("CALLEE_UNAVAILABLE"));
    let own = json!({ "user_id": off.id, "calls_enabled": true });
    Rest::user(&project, &off).insert("live_user_settings", &own).await.assert_done();
    assert_eq!(call(&other, &off).await.as_deref(), Some("CALLEE_UNAVAILABLE"));
    switched(&project, &off, true, true).await;
    assert_eq!((call(&off, &other).await, call(&other, &off).await), (None, None));
}

#[tokio::test]
async fn switches_are_staffs_to_see_and_nobodys_to_set() {
    let project = Project::start().await;
    let given = project.given();
    let (user, admin) = (given.user().await, given.admin().await);
    switched(&project, &user, false, false).await;
    let row = format!("live_user_switches?user_id=eq.{}", user.id);
    assert_eq!(Rest::user(&project, &admin).rows(&row).await.len(), 1);
    for person in [&user, &given.former_admin().await] {
        assert_eq!(Rest::user(&project, person).rows(&row).await, [Value::Null; 0]);
    }
    Rest::anon(&project).get(&row).await.assert_refused(401, "42501");
    for person in [&user, &admin] {
        let client = Rest::user(&project, person);
        client.update(&row, &json!({ "live_enabled": true })).await.assert_refused(403, "42501");
        client.insert("live_user_switches", &json!({ "user_id": person.id })).await.assert_refused(403, "42501");
        client.delete(&row).await.assert_refused(403, "42501");
    }
}
