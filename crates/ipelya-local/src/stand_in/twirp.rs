//! One of LiveKit's services over Twirp: protobuf in, protobuf out; whoever asks shows a token of the API key with the grant
//! for it.

use axum::body::Bytes;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use prost::Message;
use serde_json::{Value, json};

use crate::clock::seconds;
use crate::jwt::verify_hs256;
use crate::livekit::{API_KEY, API_SECRET};

/// A refusal: its code, and what is said.
#[derive(Debug)]
pub struct Refused(pub(crate) &'static str, pub(crate) String);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self(code, said) = self;
        let status = match code {
            "invalid_argument" => StatusCode::BAD_REQUEST,
            "unauthenticated" => StatusCode::UNAUTHORIZED,
            "permission_denied" => StatusCode::FORBIDDEN,
            "not_found" | "bad_route" => StatusCode::NOT_FOUND,
            "failed_precondition" => StatusCode::PRECONDITION_FAILED,
            "resource_exhausted" => StatusCode::TOO_MANY_REQUESTS,
            "unimplemented" => StatusCode::NOT_IMPLEMENTED,
            "unavailable" => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, axum::Json(json!({ "code": code, "msg": said }))).into_response()
    }
}

/// A refusal by this code.
pub fn refused(code: &'static str, said: impl Into<String>) -> Refused {
    Refused(code, said.into())
}

/// What is asked does not make sense.
pub fn malformed(said: impl Into<String>) -> Refused {
    refused("invalid_argument", said)
}

/// There is no method of this name.
pub fn no_such_method() -> Refused {
    refused("bad_route", "no such method")
}

/// The body of a request by somebody whose token has this grant.
pub async fn admitted(request: Request, grant: &str) -> Result<Bytes, Refused> {
    let (parts, body) = request.into_parts();
    require(&parts.headers, grant)?;
    axum::body::to_bytes(body, 1 << 20).await.map_err(|_| malformed("the body cannot be read"))
}

fn require(headers: &HeaderMap, grant: &str) -> Result<(), Refused> {
    let refused = || refused("unauthenticated", "permissions denied");
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let claims = token.and_then(|token| verify_hs256(API_SECRET.as_bytes(), token)).ok_or_else(refused)?;
    let is_granted = claims.get("video").and_then(|video| video.get(grant)) == Some(&Value::Bool(true));
    let is_ours = claims.get("iss").and_then(Value::as_str) == Some(API_KEY);
    let is_fresh = claims.get("exp").and_then(Value::as_i64).is_some_and(|exp| exp > seconds());
    if is_granted && is_ours && is_fresh { Ok(()) } else { Err(refused()) }
}

/// The message of a body.
pub fn decoded<M: Message + Default>(body: Bytes) -> Result<M, Refused> {
    M::decode(body).map_err(|_| malformed("the body is no message of this kind"))
}

/// The reply with a message, or a refusal.
pub fn reply(outcome: Result<Vec<u8>, Refused>) -> Response {
    match outcome {
        Ok(bytes) => ([(header::CONTENT_TYPE, "application/protobuf")], bytes).into_response(),
        Err(refused) => refused.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;
    use crate::jwt::sign_hs256;

    async fn is_admitted(claims: Option<Value>) -> bool {
        let request = Request::post("/twirp/livekit.Egress/ListEgress");
        let request = match claims {
            Some(claims) => {
                let token = sign_hs256(API_SECRET.as_bytes(), &claims);
                request.header(header::AUTHORIZATION, format!("Bearer {token}"))
            }
            None => request,
        };
        match admitted(request.body(Body::empty()).unwrap(), "roomRecord").await {
            Ok(_) => true,
            Err(refused) => {
                assert_eq!(refused.into_response().status(), StatusCode::UNAUTHORIZED);
                false
            }
        }
    }

    #[tokio::test]
    async fn only_a_fresh_token_of_ours_with_the_grant_is_admitted() {
        let claims = |video: Value, exp: i64| json!({ "iss": API_KEY, "exp": exp, "video": video });
        let (soon, past) = (seconds() + 60, seconds() - 60);
        let granted = json!({ "roomRecord": true });
        for refused in [
            None,
            Some(claims(json!({ "roomAdmin": true, "ingressAdmin": true }), soon)),
            Some(claims(json!({ "roomRecord": false }), soon)),
            Some(claims(json!({ "roomRecord": "true" }), soon)),
            Some(claims(granted.clone(), past)),
            Some(json!({ "iss": "another", "exp": soon, "video": granted })),
            Some(json!({ "iss": API_KEY, "video": granted })),
        ] {
            assert!(!is_admitted(refused.clone()).await, "{refused:?}");
        }
        assert!(is_admitted(Some(claims(granted, soon))).await);
    }
}
