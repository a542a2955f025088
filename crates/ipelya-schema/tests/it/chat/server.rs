//! The same rules on the server's way in: it writes with the service key, for a user, at a moment it names.

use crate::chat::phone::{Phone, assert_refused, count};
use ipelya_test::{LiveSession, User};
use serde_json::{Value, json};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

fn noon() -> OffsetDateTime {
    datetime!(2030-01-01 12:00 UTC)
}

async fn on_air() -> LiveSession {
    LiveSession::in_rows().with_viewer_inside().start().await
}

/// Says something for somebody as the server does.
async fn say_for(live: &LiveSession, user: &User, content: &str) -> (u16, Value) {
    Phone::server(&live.project, user).say(&live.session, content).await
}

/// What the guard says to a message at a moment: its code and what it adds.
async fn guard(live: &LiveSession, content: &str, now: OffsetDateTime) -> Option<(String, Value)> {
    let sql = "select public.live_chat_guard($1, $2, $3, $4)";
    let (session, viewer) = (&live.session.id, &live.viewer.id);
    let error = live.project.db().execute(sql, &[session, viewer, &content, &now]).await.err()?;
    let said = error.as_db_error().unwrap();
    Some((said.detail().unwrap().to_owned(), serde_json::from_str(said.hint().unwrap()).unwrap()))
}

/// So many messages of the viewer, one each second up to a moment.
async fn said(live: &LiveSession, messages: i32, until: OffsetDateTime) {
    let sql = "insert into public.live_messages (session_id, sender_id, sender_profile_id, content, created_at)
               select $1, $2, $3, 'x', $5::timestamptz - n * interval '1 second' from generate_series($4 - 1, 0, -1) n";
    let LiveSession { project, viewer, session, .. } = live;
    project.db().execute(sql, &[&session.id, &viewer.id, &viewer.profile_id, &messages, &until]).await.unwrap();
}

#[tokio::test]
async fn the_server_cannot_say_for_somebody_what_they_could_not_say_themselves() {
    let live = on_air().await;
    let given = live.project.given();
    let mut refused = Vec::new();
    let outsider = given.user().await;
    refused.push((outsider, 403, "NOT_IN_SESSION"));
    let gone = given.user().await;
    given.participant(&live.session, &gone).left().insert().await;
    refused.push((gone, 403, "NOT_IN_SESSION"));
    let muted = given.user().await;
    given.participant(&live.session, &muted).muted().insert().await;
    refused.push((muted, 403, "MUTED"));
    let blocked = given.user().await;
    given.participant(&live.session, &blocked).insert().await;
    given.block(&live.host, &blocked).await;
    refused.push((blocked, 403, "BLOCKED"));
    for kind in 0..3 {
        let banned = given.user().await;
        given.participant(&live.session, &banned).insert().await;
        let ban = given.ban(&banned);
        [ban.clone().from_session(&live.session), ban.clone().from_creator(&live.host), ban.everywhere()][kind]
            .clone()
            .insert()
            .await;
        refused.push((banned, 403, "BANNED"));
    }

    for (user, status, code) in &refused {
        for phone in [Phone::server(&live.project, user), Phone::of(&live.project, user)] {
            assert_refused(&phone.say(&live.session, "selam").await, *status, code);
        }
    }
    assert_eq!(count(&live.project, &live.session).await, 0);
    assert_eq!(say_for(&live, &live.viewer, "selam").await.0, 201);
}

#[tokio::test]
async fn lifted_and_expired_bans_and_bans_from_elsewhere_silence_nobody() {
    let live = on_air().await;
    let given = live.project.given();
    let elsewhere = given.creator().await;
    let other = given.live_session(&elsewhere).insert().await;
    given.ban(&live.viewer).everywhere().lifted().insert().await;
    given.ban(&live.viewer).from_session(&live.session).until(noon() - Duration::days(9_000)).insert().await;
    given.ban(&live.viewer).from_session(&other).insert().await;
    given.ban(&live.viewer).from_creator(&elsewhere).insert().await;

    for phone in [Phone::of(&live.project, &live.viewer), Phone::server(&live.project, &live.viewer)] {
        assert_eq!(phone.say(&live.session, "selam").await.0, 201);
    }
}

#[tokio::test]
async fn what_cannot_be_seen_is_empty_on_either_way_in() {
    let live = on_air().await;
    for content in ["", "   ", "\n\t\r\n", "\u{a0}\u{a0}", "\u{200b}", "\u{feff} \u{2003}", "\u{2060}\u{3000}"] {
        for phone in [Phone::of(&live.project, &live.viewer), Phone::server(&live.project, &live.viewer)] {
            assert_refused(&phone.say(&live.session, content).await, 400, "MESSAGE_EMPTY");
        }
    }
    let mut nothing = Phone::of(&live.project, &live.viewer).message(&live.session, "");
    nothing["content"] = Value::Null;
    assert_refused(&Phone::of(&live.project, &live.viewer).insert(&nothing).await, 400, "MESSAGE_EMPTY");
    assert_eq!(count(&live.project, &live.session).await, 0);

    // a family of four is joined by marks of no width
    for content in ["👨‍👩‍👧‍👦", ".", "\u{200b}a", "ağ\nbağ"] {
        assert_eq!(Phone::of(&live.project, &live.viewer).say(&live.session, content).await.0, 201, "{content:?}");
    }
}

#[tokio::test]
async fn two_hundred_letters_of_any_alphabet_fit_and_one_more_does_not() {
    let live = on_air().await;
    for letter in ["a", "ğ", "漢", "👋"] {
        let (status, rows) = say_for(&live, &live.viewer, &letter.repeat(200)).await;
        assert_eq!((status, &rows[0]["content"]), (201, &json!(letter.repeat(200))));
        let phone = Phone::of(&live.project, &live.viewer);
        let reply = phone.say(&live.session, &letter.repeat(201)).await;
        assert_refused(&reply, 400, "MESSAGE_TOO_LONG");
        assert_eq!(reply.1["hint"], json!(r#"{"max": 200}"#));
    }
    assert_eq!(count(&live.project, &live.session).await, 4);
}

#[tokio::test]
async fn a_blocked_word_is_found_whatever_its_case_and_its_i() {
    let live = on_air().await;
    live.project.given().setting("chat_blocked_words", json!(["pis kedi", "ILIK", "", " "])).await;
    let refused = ["pis kedi", "PİS KEDİ", "Pıs  Kedı!", "bu...pis, kedi?", "ılık", "İlik", "ilik süt"];
    for content in refused {
        assert_refused(&say_for(&live, &live.viewer, content).await, 403, "MESSAGE_REJECTED");
        assert_refused(&say_for(&live, &live.host, content).await, 403, "MESSAGE_REJECTED");
    }
    assert_eq!(count(&live.project, &live.session).await, 0);
    for content in ["pis bir kedi", "pis kediler", "ilikli", "?!"] {
        assert_eq!(say_for(&live, &live.viewer, content).await.0, 201, "{content}");
    }
}

#[tokio::test]
async fn the_host_is_bound_by_every_rule_but_the_limit() {
    let live = on_air().await;
    let host = Phone::of(&live.project, &live.host);
    assert_refused(&host.say(&live.session, "").await, 400, "MESSAGE_EMPTY");
    assert_refused(&host.say(&live.session, &"a".repeat(201)).await, 400, "MESSAGE_TOO_LONG");
    let off = "update public.live_sessions set chat_enabled = false";
    live.project.db().execute(off, &[]).await.unwrap();
    assert_refused(&host.say(&live.session, "selam").await, 403, "CHAT_DISABLED");
    live.project.given().ban(&live.host).everywhere().insert().await;
    assert_refused(&host.say(&live.session, "selam").await, 403, "BANNED");
    assert_eq!(count(&live.project, &live.session).await, 0);
}

#[tokio::test]
async fn the_eleventh_message_waits_until_the_first_of_the_ten_is_a_minute_old() {
    let live = on_air().await;
    said(&live, 10, noon()).await;
    // the oldest of the ten was said nine seconds before noon
    let free = noon() + Duration::seconds(51);

    for (now, wait) in [(noon(), 51), (free - Duration::seconds(1), 1), (free - Duration::milliseconds(1), 1)] {
        let refusal = Some(("RATE_LIMITED".to_owned(), json!({ "retry_after": wait })));
        assert_eq!(guard(&live, "on bir", now).await, refusal, "{now}");
    }
    assert_eq!(guard(&live, "on bir", free).await, None);
}

#[tokio::test]
async fn the_limit_is_per_session_and_counts_what_was_said_not_what_was_given() {
    let live = on_air().await;
    let given = live.project.given();
    said(&live, 9, noon()).await;
    given.coins(&live.viewer, 1_000).await;
    let gift = "select public.live_send_gift($1, null, $2, 'heart', 1, $3)";
    live.project.db().execute(gift, &[&live.viewer.id, &live.session.id, &noon()]).await.unwrap();
    assert_eq!(guard(&live, "onuncu", noon()).await, None);
    said(&live, 1, noon()).await;
    assert_eq!(guard(&live, "on bir", noon()).await.unwrap().0, "RATE_LIMITED");

    let other = given.live_session(&given.creator().await).insert().await;
    given.participant(&other, &live.viewer).insert().await;
    assert_eq!(Phone::of(&live.project, &live.viewer).say(&other, "selam").await.0, 201);
}
