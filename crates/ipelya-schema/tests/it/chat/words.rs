//! The word filter: what it takes for a listed word, and what becomes of whoever writes one.

use crate::chat::phone::{Phone, assert_refused, count};
use crate::contract::rest::Rest;
use crate::contract::stored::{all, only};
use ipelya_test::{LiveSession, User};
use serde_json::{Value, json};

async fn on_air(words: &[&str]) -> LiveSession {
    let live = LiveSession::in_rows().with_viewer_inside().start().await;
    live.project.given().setting("chat_blocked_words", json!(words)).await;
    live
}

/// The listed word in a text.
async fn found(live: &LiveSession, content: &str) -> Option<String> {
    let sql = "select public.live_blocked_word($1)";
    live.project.db().query_one(sql, &[&content]).await.unwrap().get(0)
}

async fn assert_found(live: &LiveSession, word: &str, contents: &[&str]) {
    for content in contents {
        assert_eq!(found(live, content).await.as_deref(), Some(word), "{content}");
    }
}

async fn assert_none_in(live: &LiveSession, contents: &[&str]) {
    for content in contents {
        assert_eq!(found(live, content).await, None, "{content}");
    }
}

#[tokio::test]
async fn a_word_is_found_whatever_its_case_and_the_marks_on_its_letters() {
    let live = on_air(&["ŞIKLIĞIN", "köpoğlu", "hâlâ"]).await;
    assert_found(&live, "ŞIKLIĞIN", &["şıklığın", "ŞİKLİĞİN", "siklıgin", "Sıklığın!", "s\u{327}ikligin"]).await;
    assert_found(&live, "köpoğlu", &["KÖPOĞLU", "kopoglu", "ko\u{308}pog\u{306}lu", "kôpoǧlu", "k\u{200b}öpoğlu"])
        .await;
    assert_found(&live, "hâlâ", &["hala", "HALA", "hälà", "ｈａｌａ", "𝓱𝓪𝓵𝓪", "h\u{ad}ala"]).await;
}

#[tokio::test]
async fn digits_and_signs_stand_for_letters_where_there_are_letters() {
    let live = on_air(&["ass", "sex", "siktir", "amk", "toto", "31", "s3ni"]).await;
    assert_found(&live, "ass", &["a$$", "@ss", "4ss", "a5s", "A55!"]).await;
    assert_found(&live, "sex", &["s3x", "$ex", "5ex", "(s3x)"]).await;
    assert_found(&live, "siktir", &["s1kt1r", "s!kt!r", "S!k7ir!!", "5ikt1r"]).await;
    assert_found(&live, "amk", &["@mk", "4mk"]).await;
    assert_found(&live, "toto", &["t0t0", "7o7o"]).await;
    assert_found(&live, "31", &["31", "31 çek"]).await;
    assert_found(&live, "s3ni", &["seni", "s3n1"]).await;
    // numbers are numbers, 1 is no l, and a mark at the end of a word is one
    assert_none_in(&live, &["455", "4 55", "1985", "3l"]).await;
    assert_found(&live, "ass", &["ass!", "@ass", "ass@", "!ass", "merhaba!ass"]).await;
    assert_none_in(&live, &["as!", "as!?", "class", "assi", "a ss", "asss"]).await;
}

#[tokio::test]
async fn a_word_is_found_whole_and_a_phrase_whatever_stands_between_its_words() {
    let live = on_air(&["ass", "pis  kedi!", "kedi"]).await;
    assert_none_in(&live, &["class", "assist", "kediler", "pis bir tekedi", "", "?!", "🐈"]).await;
    assert_found(&live, "ass", &["ass", "ass, ne", "ne-ass", "(ass)", "ne\nass"]).await;
    assert_found(&live, "pis  kedi!", &["pis kedi", "PİS...KEDİ", "pis\n - kedi", "p1s 🐈 k3di", "çok pis kedi var"])
        .await;
    assert_found(&live, "kedi", &["pis bir kedi", "@kedi"]).await;
}

#[tokio::test]
async fn the_list_follows_the_setting_whatever_is_in_the_array() {
    let live = on_air(&["kedi"]).await;
    assert_eq!(found(&live, "kedi").await.as_deref(), Some("kedi"));
    let odd = json!(["köpek", "KÖPEK", "kopek", "", " ", "!?", null, 42, ["kuş"], { "a": "b" }]);
    live.project.given().setting("chat_blocked_words", odd).await;
    assert_none_in(&live, &["kedi"]).await;
    assert_eq!(found(&live, "köpek 42").await.as_deref(), Some("KÖPEK"));
    assert_found(&live, "42", &["42"]).await;
    let service = Rest::service(&live.project);
    service.update("live_settings?key=eq.chat_blocked_words", &json!({ "value": [] })).await.assert_done();
    assert_none_in(&live, &["köpek", "42"]).await;
    assert_eq!(live.project.count("public.live_blocked_words").await, 0);
}

#[tokio::test]
async fn what_becomes_of_a_blocked_word_is_one_of_two() {
    let live = on_air(&[]).await;
    let sql = "update public.live_settings set value = $1 where key = 'chat_blocked_words_action'";
    for value in [json!("mute"), json!("Block"), json!(true), json!(["block"]), Value::Null] {
        let refused = live.project.db().execute(sql, &[&value]).await.unwrap_err();
        assert_eq!(refused.as_db_error().unwrap().constraint(), Some("live_settings_value_check"), "{value}");
    }
    for value in ["mute_and_flag", "block"] {
        live.project.given().setting("chat_blocked_words_action", value).await;
    }
}

/// Whether somebody is muted, and for which words they are flagged.
async fn standing(live: &LiveSession, user: &User) -> (Value, Vec<Value>) {
    let sql = "select to_jsonb(p.is_muted) from public.live_participants p where p.session_id = $1 and p.user_id = $2";
    let flags = all(&live.project, "live_admin_logs", &format!("t.target_id = '{}'", user.id)).await;
    let words = flags.iter().map(|flag| flag["metadata"]["word"].clone()).collect();
    (live.project.value(sql, &[&live.session.id, &user.id]).await, words)
}

#[tokio::test]
async fn a_blocked_word_is_refused_and_changes_nothing_else_unless_told_to() {
    let live = on_air(&["küfür"]).await;
    for phone in [Phone::of(&live.project, &live.viewer), Phone::server(&live.project, &live.viewer)] {
        assert_refused(&phone.say(&live.session, "KUFUR").await, 403, "MESSAGE_REJECTED");
    }
    assert_eq!(standing(&live, &live.viewer).await, (json!(false), vec![]));
    assert_eq!(count(&live.project, &live.session).await, 0);
}

#[tokio::test]
async fn whoever_writes_a_blocked_word_is_muted_and_flagged_although_the_line_is_refused() {
    let live = on_air(&["küfür"]).await;
    live.project.given().setting("chat_blocked_words_action", "mute_and_flag").await;
    let admin = live.project.given().admin().await;
    let phone = Phone::of(&live.project, &live.viewer);
    let line = phone.message(&live.session, "ne k\u{fc}f\u{fc}r ama");

    let reply = Rest::user(&live.project, &live.viewer).insert("live_messages", &line).await;

    assert_eq!((reply.status, &reply.body), (403, &Value::Null), "supabase-js takes it for an error");
    assert_eq!(count(&live.project, &live.session).await, 0);
    assert_eq!(standing(&live, &live.viewer).await, (json!(true), vec![json!("küfür")]));
    let flag = only(&live.project, "live_admin_logs", "true").await;
    let expected = json!({
        "id": flag["id"], "admin_id": null, "action": "auto_flag_words", "target_type": "user",
        "target_id": live.viewer.id, "created_at": flag["created_at"], "details": null, "ip_address": null,
        "user_agent": null,
        "metadata": {
            "session_id": live.session.id, "word": "küfür", "content": "ne küfür ama", "count": 1,
        },
    });
    assert_eq!(flag, expected);
    let note = only(&live.project, "notifications", "true").await;
    assert_eq!((&note["recipient_id"], &note["type"]), (&json!(admin.id), &json!("auto_flag_words")));
    assert_refused(&phone.say(&live.session, "özür dilerim").await, 403, "MUTED");
}

#[tokio::test]
async fn a_refusal_that_is_answered_is_an_error_however_the_line_is_sent() {
    let live = on_air(&["küfür"]).await;
    live.project.given().setting("chat_blocked_words_action", "mute_and_flag").await;
    let line = |user: &User, content: &str| Phone::of(&live.project, user).message(&live.session, content);

    // .insert(…).select()
    let asking = live.person("viewer").await;
    assert_eq!(Phone::of(&live.project, &asking).say(&live.session, "küfür").await, (403, json!([])));
    assert_eq!(standing(&live, &asking).await, (json!(true), vec![json!("küfür")]));

    // .insert([…]): what follows is not said either, and undoes nothing
    let many = live.person("viewer").await;
    let lines = json!([line(&many, "selam"), line(&many, "küfür"), line(&many, "nasılsınız"), line(&many, "")]);
    let reply = Rest::user(&live.project, &many).insert("live_messages", &lines).await;
    assert_eq!((reply.status, &reply.body), (403, &Value::Null));
    assert_eq!(standing(&live, &many).await, (json!(true), vec![json!("küfür")]));
    assert_eq!(count(&live.project, &live.session).await, 1, "what came before");

    // .insert(…).select().single(): PostgREST undoes what has not exactly one row, so nothing but the refusal is left
    let single = live.person("viewer").await;
    let reply = Rest::user(&live.project, &single).insert_returning("live_messages", &line(&single, "küfür")).await;
    reply.assert_refused(406, "PGRST116");
    assert_eq!(standing(&live, &single).await, (json!(false), vec![]));

    // the server's own insert
    let other = live.person("viewer").await;
    assert_eq!(Phone::server(&live.project, &other).say(&live.session, "küfür").await, (403, json!([])));
    assert_eq!(standing(&live, &other).await, (json!(true), vec![json!("küfür")]));
    assert_eq!(count(&live.project, &live.session).await, 1);
    // an answer is of one request only
    let polite = live.person("viewer").await;
    assert_eq!(Phone::of(&live.project, &polite).say(&live.session, "selam").await.0, 201);
}

#[tokio::test]
async fn the_host_and_admins_are_refused_and_never_muted() {
    let live = on_air(&["küfür"]).await;
    let given = live.project.given();
    given.setting("chat_blocked_words_action", "mute_and_flag").await;
    given.participant(&live.session, &live.host).role("host").insert().await;
    let admin = given.admin().await;
    given.participant(&live.session, &admin).insert().await;
    let moderator = live.person("moderator").await;
    for person in [&live.host, &admin] {
        let reply = Phone::of(&live.project, person).say(&live.session, "küfür").await;
        assert_refused(&reply, 403, "MESSAGE_REJECTED");
        assert_eq!(standing(&live, person).await, (json!(false), vec![]));
    }
    assert_eq!(Phone::of(&live.project, &moderator).say(&live.session, "küfür").await.0, 403);
    assert_eq!(standing(&live, &moderator).await.0, json!(true));
}

#[tokio::test]
async fn blocked_words_at_once_make_one_flag_and_a_mute_is_of_one_session() {
    let live = on_air(&["küfür"]).await;
    let given = live.project.given();
    given.setting("chat_blocked_words_action", "mute_and_flag").await;
    let elsewhere = given.live_session(&given.creator().await).insert().await;
    given.participant(&elsewhere, &live.viewer).insert().await;
    let phone = Phone::of(&live.project, &live.viewer);

    let replies = futures_util::future::join_all((0..20).map(|_| phone.say(&live.session, "küfür"))).await;

    assert!(replies.iter().all(|reply| reply.0 == 403), "{replies:?}");
    assert_eq!(standing(&live, &live.viewer).await, (json!(true), vec![json!("küfür")]));
    assert_eq!(phone.say(&elsewhere, "selam").await.0, 201);
    assert_eq!(phone.say(&elsewhere, "küfür").await.0, 403);
    assert_eq!(standing(&live, &live.viewer).await.1.len(), 2);
}
