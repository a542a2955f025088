use std::collections::HashMap;

use http::HeaderValue;
use ipelya_core::agent::AgentOrder;
use ipelya_core::identity::LEEWAY;
use jsonwebtoken::{EncodingKey, encode};
use serde_json::{Value, json};
use time::Duration;
use time::macros::datetime;

use super::*;
use crate::http_client;

const NOW: Timestamp = Timestamp::new(datetime!(2026-11-21 12:00 UTC));
const SECRET: &str = "a-legacy-secret-of-some-length";

fn verifier() -> Verifier {
    verifier_with(&[])
}

fn verifier_with(more: &[(&'static str, &'static str)]) -> Verifier {
    Verifier::new(&settings_with(more), http_client::new().unwrap())
}

fn settings_with(more: &[(&'static str, &'static str)]) -> Settings {
    let mut values = HashMap::from([
        ("SUPABASE_URL", "http://127.0.0.1:1"),
        ("SUPABASE_SERVICE_ROLE_KEY", "service-key"),
        ("SUPABASE_JWT_SECRET", SECRET),
        ("LIVEKIT_URL", "wss://live.example"),
        ("LIVEKIT_API_KEY", "key"),
        ("LIVEKIT_API_SECRET", "livekit-secret"),
    ]);
    values.extend(more.iter().copied());
    Settings::from_source(|name| values.get(name).map(|value| (*value).to_owned())).unwrap()
}

/// Claims that are good for an hour.
fn claims() -> Value {
    json!({
        "sub": "0b9d9a1c-8e3c-4b43-9d0c-1f5a2c3d4e5f",
        "iss": "http://127.0.0.1:1/auth/v1",
        "aud": "authenticated",
        "role": "authenticated",
        "exp": NOW.unix_seconds() + 3600,
    })
}

fn signed(claims: &Value, secret: &str) -> String {
    let header = jsonwebtoken::Header::new(Algorithm::HS256);
    encode(&header, claims, &EncodingKey::from_secret(secret.as_bytes())).unwrap()
}

async fn caller(verifier: &Verifier, token: &str, now: Timestamp) -> Result<Caller, Refusal> {
    let value = HeaderValue::try_from(format!("Bearer {token}")).unwrap();
    verifier.caller(&HeaderMap::from_iter([(AUTHORIZATION, value)]), now).await
}

#[tokio::test]
async fn a_token_that_was_good_is_refused_once_it_has_expired() {
    let verifier = verifier();
    let token = signed(&claims(), SECRET);
    for minutes in [0, 30, 60] {
        assert!(caller(&verifier, &token, NOW + Duration::minutes(minutes)).await.is_ok(), "after {minutes} min");
    }
    let later = NOW + Duration::minutes(61);
    assert_eq!(caller(&verifier, &token, later).await, Err(Refusal::Unauthorized));
    assert!(caller(&verifier, &token, NOW).await.is_ok(), "it is the time that decides");
}

#[tokio::test]
async fn every_part_of_a_token_counts_whether_or_not_its_like_was_seen_before() {
    let verifier = verifier();
    let token = signed(&claims(), SECRET);
    assert!(caller(&verifier, &token, NOW).await.is_ok());
    let parts: Vec<&str> = token.split('.').collect();
    let [header, body, signature] = parts[..] else { panic!("{token}") };
    let other = signed(&json!({ "sub": "6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10" }), SECRET);
    let mut others = claims();
    others["sub"] = json!("6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10");
    let forged = signed(&others, "another secret");
    let forged_body = forged.split('.').nth(1).unwrap();
    let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#);
    let hs512 = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS512"}"#);
    let es256 = URL_SAFE_NO_PAD.encode(r#"{"alg":"ES256"}"#);
    for wrong in [
        forged.clone(),
        other,
        format!("{header}.{forged_body}.{signature}"),
        format!("{header}.{body}."),
        format!("{header}.{body}"),
        format!("{header}.{body}.{signature}="),
        format!("{header}.{body}.{signature}.{signature}"),
        format!("{header}.{header}.{body}.{signature}"),
        format!("{none}.{body}."),
        format!("{none}.{body}.{signature}"),
        format!("{hs512}.{body}.{signature}"),
        format!("{es256}.{body}.{signature}"),
        ".".to_owned(),
        "..".to_owned(),
    ] {
        assert_eq!(caller(&verifier, &wrong, NOW).await, Err(Refusal::Unauthorized), "{wrong}");
    }
    assert!(caller(&verifier, &token, NOW).await.is_ok());
}

#[tokio::test]
async fn while_keys_are_rotated_the_ones_before_them_are_valid_too() {
    let old = signed(&claims(), "the-secret-before-this-one");
    let service = |key: &str| {
        let value = HeaderValue::try_from(format!("Bearer {key}")).unwrap();
        HeaderMap::from_iter([(AUTHORIZATION, value)])
    };
    let rotating = verifier_with(&[
        ("SUPABASE_JWT_SECRET_PREVIOUS", "the-secret-before-this-one"),
        ("SUPABASE_SERVICE_ROLE_KEY_PREVIOUS", "old-service-key"),
    ]);
    assert!(caller(&rotating, &old, NOW).await.is_ok());
    assert!(caller(&rotating, &signed(&claims(), SECRET), NOW).await.is_ok());
    for key in ["service-key", "old-service-key"] {
        assert_eq!(rotating.require_service(&service(key)), Ok(()), "{key}");
    }

    let rotated = verifier();
    assert_eq!(caller(&rotated, &old, NOW).await, Err(Refusal::Unauthorized));
    assert_eq!(rotated.require_service(&service("old-service-key")), Err(Refusal::Unauthorized));
}

const AGENT: [(&str, &str); 2] =
    [("AGENT_TOKEN_SECRET", AGENT_SECRET), ("AGENT_REPORT_URL", "https://api.example/api/voice/transcript")];
const AGENT_SECRET: &str = "a-secret-for-the-reports-of-agents";

/// An agent that may stay for a quarter of an hour.
fn order() -> AgentOrder {
    serde_json::from_value(json!({
        "id": "6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10", "call_id": "11111111-0000-4000-8000-000000000001",
        "user_id": "0b9d9a1c-8e3c-4b43-9d0c-1f5a2c3d4e5f", "room_name": "support-1", "language": "tr", "voice": "alloy",
        "prompt": "", "greeting": "", "transcript": true, "max_seconds": 900,
    }))
    .unwrap()
}

fn report_token() -> String {
    ReportTokens::new(&settings_with(&AGENT).agent.unwrap()).mint(&order(), NOW).unwrap()
}

fn reporter(verifier: &Verifier, token: &str, now: Timestamp) -> Result<Reporter, Refusal> {
    let value = HeaderValue::try_from(format!("Bearer {token}")).unwrap();
    verifier.reporter(&HeaderMap::from_iter([(AUTHORIZATION, value)]), now)
}

/// What a report token claims.
fn report_claims() -> Value {
    decoded(report_token().split('.').nth(1).unwrap()).unwrap()
}

#[test]
fn an_agent_reports_of_its_call_until_ten_minutes_after_it_must_have_left() {
    let verifier = verifier_with(&AGENT);
    let agent = Reporter { call_id: order().call_id, agent_id: order().id };
    let last = NOW + Duration::minutes(25) + LEEWAY;
    for now in [NOW, last - Duration::seconds(1)] {
        assert_eq!(reporter(&verifier, &report_token(), now), Ok(agent), "{now}");
    }
    assert_eq!(reporter(&verifier, &report_token(), last), Err(Refusal::Unauthorized));
    let claims = json!({
        "sub": order().call_id, "jti": order().id, "aud": "voice-transcript", "iat": NOW.unix_seconds(),
        "exp": NOW.unix_seconds() + 1500,
    });
    assert_eq!(report_claims(), claims);
}

#[test]
fn nothing_but_a_report_token_of_ours_reports() {
    let verifier = verifier_with(&AGENT);
    let with = |name: &str, value: Value| {
        let mut claims = report_claims();
        claims[name] = value;
        signed(&claims, AGENT_SECRET)
    };
    assert!(reporter(&verifier, &with("iat", json!(0)), NOW).is_ok(), "the test signs as we do");
    let token = report_token();
    let parts: Vec<&str> = token.split('.').collect();
    let [_, body, signature] = parts[..] else { panic!("{token}") };
    let header = |algorithm: &str| URL_SAFE_NO_PAD.encode(json!({ "alg": algorithm, "typ": "JWT" }).to_string());
    let hs512 = format!("{}.{body}", header("HS512"));
    let under = |algorithm| {
        let key = ring::hmac::Key::new(algorithm, AGENT_SECRET.as_bytes());
        format!("{hs512}.{}", URL_SAFE_NO_PAD.encode(ring::hmac::sign(&key, hs512.as_bytes())))
    };
    for (wrong, why) in [
        (signed(&report_claims(), "another-secret-of-thirty-two-chars"), "forged"),
        (signed(&report_claims(), "livekit-secret"), "by what the worker knows"),
        (signed(&report_claims(), SECRET), "by the project's secret"),
        (signed(&claims(), SECRET), "a user's sign-in"),
        (signed(&claims(), AGENT_SECRET), "a sign-in by our secret"),
        (with("aud", json!("authenticated")), "for something else"),
        (with("aud", json!(["voice-transcript", "authenticated"])), "for other things, too"),
        (with("aud", Value::Null), "for nothing"),
        (with("exp", Value::Null), "without an end"),
        (with("exp", json!(NOW.unix_seconds() - 30)), "expired"),
        (with("sub", json!("not a call")), "of no call"),
        (with("jti", Value::Null), "of no agent"),
        (format!("{}.{body}.", header("none")), "not signed"),
        (format!("{}.{body}.{signature}", header("none")), "not signed, it says"),
        (format!("{}.{body}.{signature}", header("ES256")), "signed otherwise, it says"),
        (under(ring::hmac::HMAC_SHA512), "signed otherwise"),
        (under(ring::hmac::HMAC_SHA256), "signed as we do, and saying otherwise"),
        (format!("{token}x"), "something after it"),
        ("service-key".to_owned(), "the service's own key"),
        (String::new(), "nothing"),
    ] {
        assert_eq!(reporter(&verifier, &wrong, NOW), Err(Refusal::Unauthorized), "{why}");
    }
    assert_eq!(verifier.reporter(&HeaderMap::new(), NOW), Err(Refusal::Unauthorized));
}

#[tokio::test]
async fn a_report_token_is_no_sign_in() {
    let verifier = verifier_with(&AGENT);
    let headers =
        HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {}", report_token())).unwrap())]);
    assert_eq!(caller(&verifier, &report_token(), NOW).await, Err(Refusal::Unauthorized));
    assert_eq!(verifier.caller_if_any(&headers, NOW).await, Err(Refusal::Unauthorized));
    assert_eq!(verifier.require_service(&headers), Err(Refusal::Unauthorized));
    // not even if it were signed as sign-ins are
    let signed = signed(&report_claims(), SECRET);
    assert_eq!(caller(&verifier, &signed, NOW).await, Err(Refusal::Unauthorized));
}

#[test]
fn where_no_agent_is_sent_nobody_reports() {
    assert_eq!(reporter(&verifier(), &report_token(), NOW), Err(Refusal::Unauthorized));
}

#[test]
fn what_tokens_are_signed_by_is_not_shown() {
    let shown = format!("{:?}", verifier_with(&AGENT));
    assert!(!shown.contains(AGENT_SECRET) && !shown.contains(SECRET), "{shown}");
}
