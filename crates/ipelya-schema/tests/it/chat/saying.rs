//! Who may say what.

use ipelya_test::Project;
use serde_json::json;
use time::{Duration, OffsetDateTime};

use crate::chat::phone::{Phone, assert_refused, count};

#[tokio::test]
async fn somebody_inside_says_something_and_the_server_sets_its_time() {
    let project = Project::start().await;
    let given = project.given();
    let viewer = given.user().await;
    let session = given.live_session(&given.creator().await).insert().await;
    given.participant(&session, &viewer).insert().await;
    let phone = Phone::of(&project, &viewer);

    let mut row = phone.message(&session, "  selam  ");
    row["created_at"] = json!("2020-01-01T00:00:00Z");
    let (status, rows) = phone.insert(&row).await;

    assert_eq!(status, 201, "{rows}");
    assert_eq!((&rows[0]["content"], &rows[0]["message_type"]), (&json!("selam"), &json!("text")));
    assert_ne!(rows[0]["created_at"].as_str().unwrap().get(..4), Some("2020"));
}

#[tokio::test]
async fn whoever_was_signed_out_or_banned_from_the_project_says_nothing_more() {
    let project = Project::start().await;
    let given = project.given();
    let session = given.live_session(&given.creator().await).insert().await;
    let (gone, banned) = (given.user().await, given.user().await);
    for person in [&gone, &banned] {
        given.participant(&session, person).insert().await;
        assert_eq!(Phone::of(&project, person).say(&session, "selam").await.0, 201);
    }
    given.sign_out(&gone).await;
    given.auth_ban(&banned, ipelya_local::clock::now() + Duration::HOUR).await;
    for person in [&gone, &banned] {
        assert_refused(&Phone::of(&project, person).say(&session, "hâlâ buradayım").await, 401, "UNAUTHORIZED");
    }
}

#[tokio::test]
async fn nobody_speaks_where_they_may_not() {
    let project = Project::start().await;
    let given = project.given();
    let creator = given.creator().await;
    let session = given.live_session(&creator).insert().await;

    let outsider = given.user().await;
    assert_refused(&Phone::of(&project, &outsider).say(&session, "selam").await, 403, "NOT_IN_SESSION");

    let muted = given.user().await;
    given.participant(&session, &muted).muted().insert().await;
    assert_refused(&Phone::of(&project, &muted).say(&session, "selam").await, 403, "MUTED");

    for kind in ["session", "creator", "global"] {
        let banned = given.user().await;
        given.participant(&session, &banned).insert().await;
        let ban = given.ban(&banned);
        match kind {
            "session" => ban.from_session(&session),
            "creator" => ban.from_creator(&creator),
            _ => ban.everywhere(),
        }
        .insert()
        .await;
        let reply = Phone::of(&project, &banned).say(&session, "selam").await;
        assert_refused(&reply, 403, "BANNED");
        assert!(reply.1["hint"].as_str().unwrap().contains(kind));
    }

    let blocked = given.user().await;
    given.participant(&session, &blocked).insert().await;
    given.block(&creator, &blocked).await;
    assert_refused(&Phone::of(&project, &blocked).say(&session, "selam").await, 403, "BLOCKED");

    assert_eq!(count(&project, &session).await, 0);
}

#[tokio::test]
async fn nobody_speaks_when_there_is_no_chat() {
    let project = Project::start().await;
    let given = project.given();
    let viewer = given.user().await;
    let phone = Phone::of(&project, &viewer);
    for (status, code) in
        [("ended", "SESSION_ENDED"), ("cancelled", "SESSION_ENDED"), ("scheduled", "SESSION_NOT_STARTED")]
    {
        let session = given.live_session(&given.creator().await).status(status).insert().await;
        given.participant(&session, &viewer).insert().await;
        assert_refused(&phone.say(&session, "selam").await, 409, code);
        assert_eq!(count(&project, &session).await, 0);
    }

    let silent = given.live_session(&given.creator().await).insert().await;
    given.participant(&silent, &viewer).insert().await;
    let turn_off = "update public.live_sessions set chat_enabled = false where id = $1";
    project.db().execute(turn_off, &[&silent.id]).await.unwrap();
    assert_refused(&phone.say(&silent, "selam").await, 403, "CHAT_DISABLED");
    assert_eq!(count(&project, &silent).await, 0);
}

#[tokio::test]
async fn a_message_has_text_at_most_200_characters_and_no_blocked_word() {
    let project = Project::start().await;
    let given = project.given();
    let viewer = given.user().await;
    let session = given.live_session(&given.creator().await).insert().await;
    given.participant(&session, &viewer).insert().await;
    given.setting("chat_blocked_words", json!(["kötü söz"])).await;
    let phone = Phone::of(&project, &viewer);

    for (content, status, code) in [
        ("", 400, "MESSAGE_EMPTY"),
        (" \u{20} ", 400, "MESSAGE_EMPTY"),
        (&*"ş".repeat(201), 400, "MESSAGE_TOO_LONG"),
        ("bu KÖTÜ  söz!", 403, "MESSAGE_REJECTED"),
    ] {
        assert_refused(&phone.say(&session, content).await, status, code);
    }
    assert_eq!(count(&project, &session).await, 0);
    assert_eq!(phone.say(&session, &"ş".repeat(200)).await.0, 201);
    assert_eq!(phone.say(&session, "kötü bir gün, sözüm söz").await.0, 201, "only the whole words together are listed");
}

#[tokio::test]
async fn a_phone_speaks_in_its_own_name_and_only_plainly() {
    let project = Project::start().await;
    let given = project.given();
    let (viewer, other) = (given.user().await, given.user().await);
    let session = given.live_session(&given.creator().await).insert().await;
    for person in [&viewer, &other] {
        given.participant(&session, person).insert().await;
    }
    let phone = Phone::of(&project, &viewer);

    for (field, value, code) in [
        ("sender_id", json!(other.id), "NOT_YOUR_NAME"),
        ("sender_profile_id", json!(other.profile_id), "NOT_YOUR_NAME"),
        ("message_type", json!("system"), "MESSAGE_NOT_ALLOWED"),
        ("message_type", json!("gift"), "MESSAGE_NOT_ALLOWED"),
        ("message_type", json!("pinned"), "MESSAGE_NOT_ALLOWED"),
        ("gift_id", json!("rocket"), "MESSAGE_NOT_ALLOWED"),
        ("gift_quantity", json!(9), "MESSAGE_NOT_ALLOWED"),
        ("gift_coin_value", json!(500), "MESSAGE_NOT_ALLOWED"),
        ("is_pinned", json!(true), "MESSAGE_NOT_ALLOWED"),
        ("is_deleted", json!(true), "MESSAGE_NOT_ALLOWED"),
    ] {
        let mut row = phone.message(&session, "selam");
        row[field] = value;
        assert_refused(&phone.insert(&row).await, 403, code);
    }
    assert_eq!(count(&project, &session).await, 0);
}

#[tokio::test]
async fn ten_messages_a_minute_and_the_host_ten_times_as_many() {
    let project = Project::start().await;
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    let session = given.live_session(&creator).insert().await;
    given.participant(&session, &viewer).insert().await;
    let (host, guest) = (Phone::of(&project, &creator), Phone::of(&project, &viewer));

    for n in 0..10 {
        assert_eq!(guest.say(&session, &format!("{n}")).await.0, 201);
    }
    let eleventh = guest.say(&session, "11").await;
    assert_refused(&eleventh, 429, "RATE_LIMITED");
    let wait: serde_json::Value = serde_json::from_str(eleventh.1["hint"].as_str().unwrap()).unwrap();
    assert!((1..=60).contains(&wait["retry_after"].as_i64().unwrap()), "{wait}");

    // a minute later by the rows' own clock
    let age = "update public.live_messages set created_at = created_at - interval '61 seconds' where sender_id = $1";
    project.db().execute(age, &[&viewer.id]).await.unwrap();
    assert_eq!(guest.say(&session, "12").await.0, 201);

    for n in 0..100 {
        assert_eq!(host.say(&session, &format!("{n}")).await.0, 201);
    }
    assert_refused(&host.say(&session, "101").await, 429, "RATE_LIMITED");
}

#[tokio::test]
async fn a_host_banned_from_their_own_session_speaks_in_it_unless_the_ban_is_global() {
    let project = Project::start().await;
    let given = project.given();
    let creator = given.creator().await;
    let session = given.live_session(&creator).insert().await;
    let host = Phone::of(&project, &creator);
    given.ban(&creator).from_session(&session).insert().await;
    given.ban(&creator).from_creator(&creator).insert().await;
    let reply = host.say(&session, "merhaba").await;
    assert_eq!(reply.0, 201, "{}", reply.1);

    given.ban(&creator).everywhere().insert().await;
    assert_refused(&host.say(&session, "merhaba").await, 403, "BANNED");
}

#[tokio::test]
async fn of_twenty_messages_at_once_only_those_that_are_left_go_through() {
    let project = Project::start().await;
    let given = project.given();
    let viewer = given.user().await;
    let session = given.live_session(&given.creator().await).insert().await;
    given.participant(&session, &viewer).insert().await;
    let phone = Phone::of(&project, &viewer);
    for n in 0..5 {
        assert_eq!(phone.say(&session, &format!("{n}")).await.0, 201);
    }

    let replies = futures_util::future::join_all((0..20).map(|_| phone.say(&session, "hep birden"))).await;

    assert_eq!(replies.iter().filter(|reply| reply.0 == 201).count(), 5);
    assert_eq!(replies.iter().filter(|reply| reply.0 == 429).count(), 15);
    assert_eq!(count(&project, &session).await, 10);
}

#[tokio::test]
async fn the_server_asks_the_same_rules() {
    let project = Project::start().await;
    let given = project.given();
    let viewer = given.user().await;
    let session = given.live_session(&given.creator().await).insert().await;
    let now = OffsetDateTime::UNIX_EPOCH + Duration::days(20_000);
    let guard = "select public.live_chat_guard($1, $2, $3, $4)";
    let code = async |content: &str| {
        let error = project.db().execute(guard, &[&session.id, &viewer.id, &content, &now]).await.err()?;
        Some(error.as_db_error().unwrap().detail().unwrap().to_owned())
    };

    assert_eq!(code("selam").await.as_deref(), Some("NOT_IN_SESSION"));
    given.participant(&session, &viewer).insert().await;
    assert_eq!(code("selam").await, None);
    assert_eq!(code(" ").await.as_deref(), Some("MESSAGE_EMPTY"));
}
