//! What agents report of their calls.

use ipelya_local::jwt::sign_hs256;
use ipelya_test::{Api, Project, Reply, User};
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::history::start;

/// A support call that goes on, and its agent.
struct Line {
    project: Project,
    api: Api,
    caller: User,
    call: Uuid,
    agent: Uuid,
}

impl Line {
    async fn open() -> Self {
        let (project, api) = start().await;
        let given = project.given();
        let caller = given.user().await;
        let call = given.support_call(&caller).connected().insert().await;
        let agent = given.call_agent(call, api.now()).await;
        Self { project, api, caller, call, agent }
    }

    fn claims(&self, call: Uuid, agent: Uuid) -> Value {
        let now = self.api.now().unix_timestamp();
        json!({ "sub": call, "jti": agent, "aud": "voice-transcript", "iat": now, "exp": now + 1500 })
    }

    fn token(&self, claims: &Value) -> String {
        sign_hs256(self.api.setting("AGENT_TOKEN_SECRET").as_bytes(), claims)
    }

    async fn report_as(&self, token: &str, body: &str) -> Reply {
        let request = self.api.ask("POST", "/api/voice/transcript").bearer(token);
        request.raw("application/json", body).send().await
    }

    /// A report of this call's agent.
    async fn report(&self, body: &Value) -> Reply {
        let token = self.token(&self.claims(self.call, self.agent));
        self.report_as(&token, &body.to_string()).await
    }

    fn line(&self, item: &str, text: &str, second: i64) -> Value {
        let at = stamp(self.api.now() + Duration::seconds(second));
        json!({ "itemId": item, "speaker": "user", "text": text, "interrupted": false, "at": at })
    }

    /// The same with another value in one field.
    fn line_with(&self, field: &str, value: Value) -> Value {
        let mut line = self.line("a", "bir", 0);
        line[field] = value;
        line
    }
}

fn stamp(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap()
}

fn done(stored: u32, duplicates: u32) -> Value {
    json!({ "success": true, "stored": stored, "duplicates": duplicates })
}

#[tokio::test]
async fn what_is_reported_is_read_by_its_caller_and_a_repeat_changes_nothing() {
    let the = Line::open().await;
    let lines = json!([the.line("a", "Merhaba", 0), the.line("b", "İyi günler 👋", 1)]);
    let usage = json!({ "seconds": 74, "sttSeconds": 21.3, "llmInputTokens": 3120 });
    the.project.rest().reset();
    assert_eq!(the.report(&json!({ "lines": lines })).await.body, done(2, 0));
    assert_eq!(the.project.rest().paths(), ["/rest/v1/rpc/live_take_transcript"]);
    assert_eq!(the.report(&json!({ "lines": lines, "usage": usage })).await.body, done(0, 2));
    assert_eq!(the.report(&json!({ "lines": [], "usage": { "seconds": 1 } })).await.body, done(0, 0));
    let kept = "select usage from public.call_agents where id = $1";
    assert_eq!(the.project.value(kept, &[&the.agent]).await, usage);

    let read = the.api.ask("POST", "voice-get-transcript").user(&the.caller).json(json!({ "callId": the.call }));
    let read = read.send().await.body;
    assert_eq!(read["transcript"], "User: Merhaba\nUser: İyi günler 👋");
    assert_eq!(read["lines"], lines);
}

#[tokio::test]
async fn the_function_is_at_its_own_name_too() {
    let the = Line::open().await;
    let token = the.token(&the.claims(the.call, the.agent));
    let body = json!({ "lines": [the.line("a", "bir", 0)] });
    let reply = the.api.post("voice-transcript").bearer(&token).json(body).send().await;
    assert_eq!(reply.body, done(1, 0));
}

#[tokio::test]
async fn only_the_agent_of_the_call_reports_of_it() {
    let the = Line::open().await;
    let given = the.project.given();
    let other_caller = given.user().await;
    let other = given.support_call(&other_caller).connected().insert().await;
    let theirs = given.call_agent(other, the.api.now()).await;
    let body = json!({ "lines": [the.line("a", "bir", 0)] }).to_string();
    let with = |field: &str, value: Value| {
        let mut claims = the.claims(the.call, the.agent);
        claims[field] = value;
        the.token(&claims)
    };
    let now = the.api.now().unix_timestamp();
    let right = the.claims(the.call, the.agent);
    for (what, token, status, code) in [
        ("another call's agent", the.token(&the.claims(the.call, theirs)), 404, "CALL_NOT_FOUND"),
        ("another call", the.token(&the.claims(other, the.agent)), 404, "CALL_NOT_FOUND"),
        ("no agent", the.token(&the.claims(the.call, Uuid::from_u128(7))), 404, "CALL_NOT_FOUND"),
        ("no call", the.token(&the.claims(Uuid::from_u128(7), the.agent)), 404, "CALL_NOT_FOUND"),
        ("another secret", sign_hs256(b"another-secret-of-the-same-length-or-so", &right), 401, "UNAUTHORIZED"),
        ("an expired token", with("exp", json!(now - 3600)), 401, "UNAUTHORIZED"),
        ("a token for something else", with("aud", json!("authenticated")), 401, "UNAUTHORIZED"),
        ("the caller's sign-in", the.project.token_for(&the.caller).build(), 401, "UNAUTHORIZED"),
        ("an admin's sign-in", the.project.token_for(&given.admin().await).build(), 401, "UNAUTHORIZED"),
        ("the service key", the.api.setting("SUPABASE_SERVICE_ROLE_KEY"), 401, "UNAUTHORIZED"),
        ("no token", String::new(), 401, "UNAUTHORIZED"),
    ] {
        let reply = the.report_as(&token, &body).await;
        assert_eq!((reply.status, &reply.body["errorCode"]), (status, &json!(code)), "{what}");
    }
    assert_eq!(the.project.count("public.call_transcript_lines").await, 0);
    // each of their own
    assert_eq!(the.report_as(&the.token(&the.claims(other, theirs)), &body).await.body, done(1, 0));
    let whose = "select to_jsonb(array_agg(user_id)) from public.call_transcript_lines";
    assert_eq!(the.project.value(whose, &[]).await, json!([other_caller.id]));
    // and a report token is no sign-in
    let token = the.token(&right);
    let history = the.api.ask("GET", "/api/voice/history").bearer(&token).send().await;
    history.assert_refused(401, "UNAUTHORIZED");
    let read = the.api.ask("POST", "/api/voice/get-transcript").bearer(&token).json(json!({ "callId": the.call }));
    read.send().await.assert_refused(401, "UNAUTHORIZED");
}

#[tokio::test]
async fn what_does_not_fit_is_named_and_nothing_of_it_is_stored() {
    let the = Line::open().await;
    let many = |count: usize| Value::from((0..count).map(|n| the.line(&format!("{n}"), "x", 0)).collect::<Vec<_>>());
    let numbers = |count: usize| (0..count).map(|n| (format!("n{n}"), n)).collect::<Value>();
    let of = |line: Value| json!({ "lines": [the.line("ok", "x", 0), line] });
    let usage = |usage: Value| json!({ "lines": [], "usage": usage });
    for (body, field) in [
        (json!({}), "lines"),
        (json!({ "lines": null }), "lines"),
        (json!({ "lines": "x" }), "lines"),
        (json!({ "lines": many(51) }), "lines"),
        (of(json!(1)), "lines[1]"),
        (of(the.line_with("itemId", json!(""))), "lines[1].itemId"),
        (of(the.line_with("itemId", json!("x".repeat(201)))), "lines[1].itemId"),
        (of(the.line_with("itemId", json!("a\u{0}"))), "lines[1].itemId"),
        (of(the.line_with("itemId", json!(7))), "lines[1].itemId"),
        (of(the.line_with("speaker", json!("caller"))), "lines[1].speaker"),
        (of(the.line_with("text", json!(""))), "lines[1].text"),
        (of(the.line_with("text", json!("ş".repeat(4001)))), "lines[1].text"),
        (of(the.line_with("text", json!("bir\u{0}iki"))), "lines[1].text"),
        (of(the.line_with("interrupted", json!("no"))), "lines[1].interrupted"),
        (of(the.line_with("at", json!("yesterday"))), "lines[1].at"),
        (of(the.line_with("at", json!("2026-11-22"))), "lines[1].at"),
        (of(the.line_with("at", json!("0000-01-01T00:00:00Z"))), "lines[1].at"),
        (of(the.line_with("at", json!("9999-12-31T23:59:59Z"))), "lines[1].at"),
        (of(the.line_with("at", json!(stamp(the.api.now() + Duration::hours(25))))), "lines[1].at"),
        (of(the.line_with("at", json!(stamp(the.api.now() - Duration::hours(25))))), "lines[1].at"),
        (usage(json!([])), "usage"),
        (usage(json!({ "seconds": "74" })), "usage.seconds"),
        (usage(json!({ "seconds": null })), "usage.seconds"),
        (usage(json!({ "seconds": { "of": 1 } })), "usage.seconds"),
        (usage(json!({ "a\u{0}": 1 })), "usage.a\u{0}"),
        (usage(numbers(33)), "usage"),
    ] {
        let reply = the.report(&body).await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], field, "{}", reply.body);
    }
    for field in ["itemId", "speaker", "text", "interrupted", "at"] {
        let mut line = the.line("a", "bir", 0);
        line.as_object_mut().unwrap().remove(field);
        let reply = the.report(&json!({ "lines": [line] })).await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], "lines[0]", "without {field}: {}", reply.body);
    }
    // half of a pair is no text in JSON at all
    let token = the.token(&the.claims(the.call, the.agent));
    for half in [r"\ud800", r"\udc00", r"\ud800x"] {
        let body = json!({ "lines": [the.line("a", "HALF", 0)] }).to_string().replace("HALF", half);
        the.report_as(&token, &body).await.assert_refused(400, "MALFORMED_BODY");
    }
    the.report_as(&token, "[]").await.assert_refused(400, "MALFORMED_BODY");
    assert_eq!(the.project.count("public.call_transcript_lines").await, 0);
    assert_eq!(the.project.count("public.call_agents where usage is not null").await, 0);
}

#[tokio::test]
async fn what_is_just_within_its_limits_is_taken() {
    let the = Line::open().await;
    let mut lines = vec![
        the.line(&"x".repeat(200), &"ş".repeat(4000), 0),
        the.line("soon", "\t\n \u{7}\u{200b}", 86_400),
        the.line("late", "ağ", -86_400),
    ];
    lines.extend((3..50).map(|n| the.line(&format!("{n}"), &"e".repeat(3000), n)));
    let usage: Value = (0..32).map(|n| (format!("n{n}"), f64::from(n) / 2.0)).collect();
    let body = json!({ "lines": lines, "usage": usage });
    assert!(body.to_string().len() > 128 * 1024);
    assert_eq!(the.report(&body).await.body, done(50, 0));
    let too_large = json!({ "lines": [], "more": "x".repeat(256 * 1024) });
    the.report(&too_large).await.assert_refused(413, "BODY_TOO_LARGE");
}

#[tokio::test]
async fn what_may_not_be_stored_is_refused_by_its_own_code() {
    let the = Line::open().await;
    let given = the.project.given();
    given.setting("transcript_lines_count", 1).await;
    let two = json!({ "lines": [the.line("a", "bir", 0), the.line("b", "iki", 1)] });
    the.report(&two).await.assert_refused(409, "TRANSCRIPT_FULL");
    assert_eq!(the.project.count("public.call_transcript_lines").await, 0);
    the.project.execute("update public.calls set transcript_on = false", &[]).await;
    the.report(&two).await.assert_refused(409, "TRANSCRIPT_OFF");
    assert_eq!(the.report(&json!({ "lines": [], "usage": { "seconds": 1 } })).await.body, done(0, 0));

    given.setting("transcript_rate_count", 1).await;
    the.project.execute("delete from public.live_rate_limits", &[]).await;
    assert_eq!(the.report(&json!({ "lines": [] })).await.body, done(0, 0));
    let limited = the.report(&json!({ "lines": [] })).await;
    limited.assert_refused(429, "RATE_LIMITED");
    assert_eq!(limited.header("retry-after"), Some("60"));
}

#[tokio::test]
async fn of_a_caller_whose_account_is_gone_nothing_more_is_taken() {
    let the = Line::open().await;
    assert_eq!(the.report(&json!({ "lines": [the.line("a", "bir", 0)] })).await.body, done(1, 0));
    the.project.given().delete_user(&the.caller).await;
    let more = the.report(&json!({ "lines": [the.line("b", "iki", 1)] })).await;
    more.assert_refused(404, "CALL_NOT_FOUND");
    assert_eq!(the.project.count("public.call_transcript_lines").await, 0);
}
