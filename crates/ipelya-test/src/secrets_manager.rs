//! A stand-in for AWS Secrets Manager, as far as a function uses it: `GetSecretValue` in AWS's JSON protocol.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// The running stand-in.
#[derive(Debug)]
pub struct SecretsManager {
    /// For `AWS_ENDPOINT_URL`.
    pub url: String,
    secrets: Secrets,
}

/// Those it holds, by name.
type Secrets = Arc<Mutex<HashMap<&'static str, Held>>>;

#[derive(Debug, Default)]
struct Held {
    value: Value,
    version: u32,
    reads: u32,
}

impl SecretsManager {
    /// Holds secrets of these names.
    pub async fn holding<const N: usize>(secrets: [(&'static str, Value); N]) -> Self {
        let held = secrets.map(|(name, value)| (name, Held { value, ..Held::default() }));
        let secrets = Arc::new(Mutex::new(HashMap::from(held)));
        let held = Arc::clone(&secrets);
        let read = move |headers: HeaderMap, body: Bytes| async move { answer(&held, &headers, &body) };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port on the loopback address");
        let url = format!("http://{}", listener.local_addr().expect("it listens"));
        tokio::spawn(async move { axum::serve(listener, Router::new().route("/", post(read))).await });
        Self { url, secrets }
    }

    /// Gives a secret a new version.
    pub fn put(&self, name: &str, value: Value) {
        let mut secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        let held = secrets.get_mut(name).expect("a secret that it holds");
        held.value = value;
        held.version += 1;
    }

    /// How often a secret was read.
    pub fn reads(&self, name: &str) -> u32 {
        let secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        secrets.get(name).expect("a secret that it holds").reads
    }
}

fn answer(secrets: &Secrets, headers: &HeaderMap, body: &[u8]) -> Response {
    let asked: Value = serde_json::from_slice(body).expect("AWS's SDK sends JSON");
    let is_signed = headers["authorization"].to_str().is_ok_and(|it| it.starts_with("AWS4-HMAC-SHA256 "));
    assert!(is_signed && headers["x-amz-target"] == "secretsmanager.GetSecretValue");
    let name = asked.get("SecretId").and_then(Value::as_str).unwrap_or_default();
    let mut secrets = secrets.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(held) = secrets.get_mut(name) else {
        let body = json!({ "__type": "ResourceNotFoundException", "Message": "no such secret" });
        return (StatusCode::BAD_REQUEST, body.to_string()).into_response();
    };
    held.reads += 1;
    let version = format!("00000000-0000-4000-8000-{:012}", held.version);
    json!({ "Name": name, "VersionId": version, "SecretString": held.value.to_string() }).to_string().into_response()
}
