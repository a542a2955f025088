//! A stand-in for AWS Secrets Manager, as far as a function uses it: `GetSecretValue` in AWS's JSON protocol, of one secret.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// The running stand-in, which holds one secret.
#[derive(Debug)]
pub struct SecretsManager {
    /// For `AWS_ENDPOINT_URL`.
    pub url: String,
    secret: Arc<Mutex<Held>>,
}

#[derive(Debug, Default)]
struct Held {
    value: Value,
    version: u32,
    reads: u32,
}

impl SecretsManager {
    /// Holds a secret of this name.
    pub async fn holding(name: &'static str, value: Value) -> Self {
        let secret = Arc::new(Mutex::new(Held { value, ..Held::default() }));
        let held = Arc::clone(&secret);
        let read = move |headers: HeaderMap, body: Bytes| async move { answer(name, &held, &headers, &body) };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port on the loopback address");
        let url = format!("http://{}", listener.local_addr().expect("it listens"));
        tokio::spawn(async move { axum::serve(listener, Router::new().route("/", post(read))).await });
        Self { url, secret }
    }

    /// Gives the secret a new version.
    pub fn put(&self, value: Value) {
        let mut held = self.secret.lock().unwrap_or_else(PoisonError::into_inner);
        held.value = value;
        held.version += 1;
    }

    /// How often it was read.
    pub fn reads(&self) -> u32 {
        self.secret.lock().unwrap_or_else(PoisonError::into_inner).reads
    }
}

fn answer(name: &str, held: &Mutex<Held>, headers: &HeaderMap, body: &[u8]) -> Response {
    let asked: Value = serde_json::from_slice(body).expect("AWS's SDK sends JSON");
    let is_signed = headers["authorization"].to_str().is_ok_and(|it| it.starts_with("AWS4-HMAC-SHA256 "));
    assert!(is_signed && headers["x-amz-target"] == "secretsmanager.GetSecretValue");
    if asked.get("SecretId").and_then(Value::as_str) != Some(name) {
        let body = json!({ "__type": "ResourceNotFoundException", "Message": "no such secret" });
        return (StatusCode::BAD_REQUEST, body.to_string()).into_response();
    }
    let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
    held.reads += 1;
    let version = format!("00000000-0000-4000-8000-{:012}", held.version);
    json!({ "Name": name, "VersionId": version, "SecretString": held.value.to_string() }).to_string().into_response()
}
