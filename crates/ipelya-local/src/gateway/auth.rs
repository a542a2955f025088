//! The part of the auth server that demo users and `supabase-js` need: password sign-in, refresh,
//! the current user, signing out, and the public keys.

use super::Gateway;
use super::accounts::Account;
use super::claims::{Holder, LIFETIME, access_claims};
use crate::clock::{new_id, seconds};
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

type Shared = State<Arc<Gateway>>;

/// Routes behind the API key.
pub(super) fn keyed_routes() -> Router<Arc<Gateway>> {
    Router::new()
        .route("/auth/v1/token", post(token))
        .route("/auth/v1/user", get(user))
        .route("/auth/v1/logout", post(logout))
}

/// Routes anybody may read.
pub(super) fn open_routes() -> Router<Arc<Gateway>> {
    Router::new().route("/auth/v1/.well-known/jwks.json", get(jwks)).route("/auth/v1/health", get(health))
}

/// Why the auth server refuses, in its own form.
#[derive(Debug, thiserror::Error)]
#[error("{code}: {message}")]
struct Refused {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl Refused {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }
}

impl From<tokio_postgres::Error> for Refused {
    fn from(error: tokio_postgres::Error) -> Self {
        let error = crate::Error::from(error);
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "unexpected_failure", error.to_string())
    }
}

impl From<crate::Error> for Refused {
    fn from(error: crate::Error) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "unexpected_failure", error.to_string())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let body = json!({ "code": self.status.as_u16(), "error_code": self.code, "msg": self.message });
        (self.status, Json(body)).into_response()
    }
}

#[derive(Deserialize)]
struct Grant {
    grant_type: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Credentials {
    email: String,
    password: String,
    refresh_token: String,
}

async fn token(State(gateway): Shared, Query(grant): Query<Grant>, body: Bytes) -> Result<Response, Refused> {
    let sent: Credentials = serde_json::from_slice(&body)
        .map_err(|error| Refused::new(StatusCode::BAD_REQUEST, "bad_json", format!("Could not parse: {error}")))?;
    match grant.grant_type.as_deref() {
        Some("password") => by_password(&gateway, &sent).await,
        Some("refresh_token") => by_refresh(&gateway, &sent.refresh_token).await,
        _ => Err(Refused::new(StatusCode::BAD_REQUEST, "invalid_request", "unsupported_grant_type")),
    }
}

async fn by_password(gateway: &Gateway, sent: &Credentials) -> Result<Response, Refused> {
    let account = gateway.accounts.by_password(&sent.email, &sent.password).await?;
    let account = account
        .ok_or_else(|| Refused::new(StatusCode::BAD_REQUEST, "invalid_credentials", "Invalid login credentials"))?;
    refuse_banned(&account)?;
    let refresh_token = new_refresh_token();
    let session = gateway.accounts.open_session(account.id, &refresh_token).await?;
    signed_in(gateway, account, session, &refresh_token)
}

async fn by_refresh(gateway: &Gateway, old: &str) -> Result<Response, Refused> {
    let unknown = || {
        let message = "Invalid Refresh Token: Refresh Token Not Found";
        Refused::new(StatusCode::BAD_REQUEST, "refresh_token_not_found", message)
    };
    let refresh_token = new_refresh_token();
    let (user, session) = gateway.accounts.exchange(old, &refresh_token).await?.ok_or_else(unknown)?;
    let account = gateway.accounts.by_session(user, session).await?.ok_or_else(unknown)?;
    refuse_banned(&account)?;
    signed_in(gateway, account, session, &refresh_token)
}

fn refuse_banned(account: &Account) -> Result<(), Refused> {
    if account.banned {
        return Err(Refused::new(StatusCode::BAD_REQUEST, "user_banned", "User is banned"));
    }
    Ok(())
}

fn new_refresh_token() -> String {
    new_id().simple().to_string()
}

fn signed_in(gateway: &Gateway, account: Account, session: Uuid, refresh_token: &str) -> Result<Response, Refused> {
    let issued_at = seconds();
    let Account { id: user, email, anonymous, json: user_json, .. } = account;
    let claims = access_claims(&gateway.url, &Holder { user, email, anonymous, session }, issued_at);
    let body = json!({
        "access_token": gateway.keys.sign_es256(&claims)?,
        "token_type": "bearer",
        "expires_in": LIFETIME,
        "expires_at": issued_at + LIFETIME,
        "refresh_token": refresh_token,
        "user": user_json,
    });
    Ok(Json(body).into_response())
}

async fn user(State(gateway): Shared, headers: HeaderMap) -> Result<Json<Value>, Refused> {
    let (user, session) = bearer(&gateway, &headers)?;
    let account = gateway.accounts.by_session(user, session).await?.ok_or_else(|| {
        let message = "Session from session_id claim in JWT does not exist";
        Refused::new(StatusCode::FORBIDDEN, "session_not_found", message)
    })?;
    Ok(Json(account.json))
}

#[derive(Deserialize)]
struct Scope {
    scope: Option<String>,
}

async fn logout(
    State(gateway): Shared,
    Query(Scope { scope }): Query<Scope>,
    headers: HeaderMap,
) -> Result<StatusCode, Refused> {
    let (user, session) = bearer(&gateway, &headers)?;
    // The auth server's default is to end every session of the user.
    let only = (scope.as_deref() == Some("local")).then_some(session);
    gateway.accounts.end_sessions(user, only).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// User and session of the request's access token.
fn bearer(gateway: &Gateway, headers: &HeaderMap) -> Result<(Uuid, Uuid), Refused> {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
        .ok_or_else(|| {
            let message = "This endpoint requires a valid Bearer token";
            Refused::new(StatusCode::UNAUTHORIZED, "no_authorization", message)
        })?;
    let bad = |message: &str| Refused::new(StatusCode::FORBIDDEN, "bad_jwt", message);
    let claims = gateway.keys.verify(token).ok_or_else(|| bad("invalid JWT: unable to parse or verify signature"))?;
    let id = |name: &str| claims.get(name)?.as_str()?.parse::<Uuid>().ok();
    let user = id("sub").ok_or_else(|| bad("invalid claim: missing sub claim"))?;
    let session = id("session_id").ok_or_else(|| bad("invalid claim: missing session_id claim"))?;
    Ok((user, session))
}

async fn jwks(State(gateway): Shared) -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "public, max-age=600")], Json(gateway.keys.jwks()))
}

async fn health() -> Json<Value> {
    Json(json!({ "name": "GoTrue", "version": "ipelya-local", "description": "stand-in for Supabase Auth" }))
}
