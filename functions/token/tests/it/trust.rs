//! Nothing a client sends can widen what it gets.

use ipelya_test::{Api, Project};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

/// Fields the app, its documents or an attacker might send, with values of every kind.
fn extra_fields(others: Vec<String>) -> impl Strategy<Value = Map<String, Value>> {
    let name = prop::sample::select(vec![
        "roomName",
        "participantRole",
        "role",
        "isHost",
        "userName",
        "userAvatar",
        "identity",
        "metadata",
        "grants",
        "video",
        "canPublish",
        "roomAdmin",
        "ttl",
        "user_id",
        "creator_id",
        "requestedRole",
        "callId",
        "session_id",
    ]);
    let value = prop_oneof![
        prop::sample::select(others).prop_map(Value::from),
        prop::sample::select(vec!["host", "co_host", "speaker", "admin", "true", ""]).prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        Just(json!({ "roomJoin": true, "roomAdmin": true, "canPublish": true })),
        Just(json!(["host"])),
        ".{0,40}".prop_map(Value::from),
    ];
    prop::collection::vec((name, value), 0..6).prop_map(|fields| {
        let mut fields: Map<String, Value> = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        // the one other field that is read; a second room is a refusal, which another test shows
        if fields.contains_key("callId") {
            fields.insert("callId".to_owned(), Value::from(""));
        }
        fields
    })
}

#[test]
fn whatever_else_a_request_says_the_token_is_that_of_the_bare_request() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (project, viewer, session, others) = runtime.block_on(async {
        let project = Project::start().await;
        let given = project.given();
        let (creator, other, viewer) = (given.creator().await, given.creator().await, given.user().await);
        let session = given.live_session(&creator).audio_room().insert().await;
        given.setting("token_rate_count", 1000).await;
        let another = given.live_session(&other).pay_per_view(500).insert().await;
        let others = vec![another.room_name, another.id.to_string(), creator.id.to_string(), creator.display_name];
        (project, viewer, session, others)
    });
    let api = Api::new(&project, token::routes());
    let jwt = project.token_for(&viewer).build();
    let ask = |mut fields: Map<String, Value>| {
        fields.insert("sessionId".to_owned(), json!(session.id));
        runtime.block_on(api.post("get-livekit-token").bearer(&jwt).json(Value::Object(fields)).send())
    };

    // the clock stands still, so equal grants are equal tokens, byte for byte
    let bare = ask(Map::new());
    assert_eq!((bare.status, &bare.body["role"]), (200, &json!("listener")));

    let mut runner = TestRunner::new(Config { cases: 100, failure_persistence: None, ..Config::default() });
    runner
        .run(&extra_fields(others), |fields| {
            let reply = ask(fields);
            prop_assert_eq!(&reply.body, &bare.body);
            Ok(())
        })
        .unwrap();
    runtime.block_on(project.stop());
}
