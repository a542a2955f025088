use std::collections::HashMap;

use http::HeaderValue;
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
    let mut values = HashMap::from([
        ("SUPABASE_URL", "http://127.0.0.1:1"),
        ("SUPABASE_SERVICE_ROLE_KEY", "service-key"),
        ("SUPABASE_JWT_SECRET", SECRET),
        ("LIVEKIT_URL", "wss://live.example"),
        ("LIVEKIT_API_KEY", "key"),
        ("LIVEKIT_API_SECRET", "livekit-secret"),
    ]);
    values.extend(more.iter().copied());
    let settings = Settings::from_source(|name| values.get(name).map(|value| (*value).to_owned())).unwrap();
    Verifier::new(&settings, http_client::new().unwrap())
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
