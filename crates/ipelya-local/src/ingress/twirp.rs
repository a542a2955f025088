//! LiveKit's Ingress API over Twirp: protobuf in, protobuf out; whoever asks shows a token of the API key with
//! `ingressAdmin`.

use axum::body::Bytes;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use livekit_protocol::ingress_state::Status;
use livekit_protocol::{
    CreateIngressRequest, DeleteIngressRequest, IngressInfo, IngressInput, ListIngressRequest, ListIngressResponse,
    UpdateIngressRequest,
};
use prost::Message;
use serde_json::{Map, Value, json};

use super::Ingress;
use crate::clock::seconds;
use crate::jwt::verify_hs256;
use crate::livekit::{API_KEY, API_SECRET};

/// A refusal: the status of its code, the code, what is said.
struct Refused(StatusCode, &'static str, &'static str);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self(status, code, said) = self;
        (status, axum::Json(json!({ "code": code, "msg": said }))).into_response()
    }
}

const NOT_FOUND: Refused = Refused(StatusCode::NOT_FOUND, "not_found", "ingress does not exist");

fn malformed(said: &'static str) -> Refused {
    Refused(StatusCode::BAD_REQUEST, "invalid_argument", said)
}

/// Answers one request.
pub(super) async fn answer(ingress: &Ingress, method: &str, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let outcome = async {
        require_admin(&parts.headers)?;
        let body = axum::body::to_bytes(body, 1 << 20).await.map_err(|_| malformed("the body cannot be read"))?;
        match method {
            "CreateIngress" => Ok(create(ingress, decoded(body)?)?.encode_to_vec()),
            "UpdateIngress" => Ok(update(ingress, decoded(body)?).await?.encode_to_vec()),
            "ListIngress" => Ok(list(ingress, &decoded(body)?)?.encode_to_vec()),
            "DeleteIngress" => Ok(delete(ingress, &decoded(body)?).await?.encode_to_vec()),
            _ => Err(Refused(StatusCode::NOT_FOUND, "bad_route", "no such method")),
        }
    };
    match outcome.await {
        Ok(bytes) => ([(header::CONTENT_TYPE, "application/protobuf")], bytes).into_response(),
        Err(refused) => refused.into_response(),
    }
}

fn require_admin(headers: &HeaderMap) -> Result<(), Refused> {
    let refused = Refused(StatusCode::UNAUTHORIZED, "unauthenticated", "permissions denied");
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let Some(claims) = token.and_then(|token| verify_hs256(API_SECRET.as_bytes(), token)) else {
        return Err(refused);
    };
    let is_admin = claims.pointer("/video/ingressAdmin") == Some(&Value::Bool(true));
    let is_ours = claims.get("iss").and_then(Value::as_str) == Some(API_KEY);
    let is_fresh = claims.get("exp").and_then(Value::as_i64).is_some_and(|exp| exp > seconds());
    if is_admin && is_ours && is_fresh { Ok(()) } else { Err(refused) }
}

fn decoded<M: Message + Default>(body: Bytes) -> Result<M, Refused> {
    M::decode(body).map_err(|_| malformed("the body is no message of this kind"))
}

fn create(ingress: &Ingress, asked: CreateIngressRequest) -> Result<IngressInfo, Refused> {
    let input = asked.input_type();
    if asked.participant_identity.is_empty() || input == IngressInput::UrlInput {
        return Err(malformed("a participant identity must be given, and no source to pull"));
    }
    let info = IngressInfo {
        name: asked.name,
        room_name: asked.room_name,
        participant_identity: asked.participant_identity,
        participant_name: asked.participant_name,
        participant_metadata: asked.participant_metadata,
        enable_transcoding: asked.enable_transcoding.or(Some(input == IngressInput::RtmpInput)),
        audio: asked.audio,
        video: asked.video,
        ..IngressInfo::default()
    };
    require_transcodable(input, &info)?;
    Ok(ingress.make(input, info))
}

/// As LiveKit has it: RTMP never goes through as it is, and what does takes no encoding options.
fn require_transcodable(input: IngressInput, info: &IngressInfo) -> Result<(), Refused> {
    let audio = info.audio.as_ref().and_then(|audio| audio.encoding_options.as_ref());
    let video = info.video.as_ref().and_then(|video| video.encoding_options.as_ref());
    let is_bypassed = info.enable_transcoding == Some(false);
    if is_bypassed && (input == IngressInput::RtmpInput || audio.is_some() || video.is_some()) {
        return Err(malformed("WHIP alone goes without transcoding, and takes no encoding options then"));
    }
    Ok(())
}

/// What is empty stays as it is, but for the options, which are replaced. An encoder that sends stops, as its room is
/// another now.
async fn update(ingress: &Ingress, asked: UpdateIngressRequest) -> Result<IngressInfo, Refused> {
    let info = {
        let mut memory = ingress.memory();
        let info = memory.ingresses.get_mut(&asked.ingress_id).ok_or(NOT_FOUND)?;
        let text = |kept: &mut String, asked: String| {
            if !asked.is_empty() {
                *kept = asked;
            }
        };
        text(&mut info.name, asked.name);
        text(&mut info.room_name, asked.room_name);
        text(&mut info.participant_identity, asked.participant_identity);
        if asked.audio.is_some() {
            info.audio = asked.audio;
        }
        if asked.video.is_some() {
            info.video = asked.video;
        }
        info.clone()
    };
    let _ = ingress.end_encoder(&info.ingress_id).await;
    Ok(info)
}

/// All in one page. One that is asked for by its id is there, or nothing is.
fn list(ingress: &Ingress, asked: &ListIngressRequest) -> Result<ListIngressResponse, Refused> {
    let is_meant = |info: &IngressInfo| {
        (asked.ingress_id.is_empty() || asked.ingress_id == info.ingress_id)
            && (asked.room_name.is_empty() || asked.room_name == info.room_name)
    };
    let items: Vec<_> = ingress.all().into_iter().filter(is_meant).collect();
    if items.is_empty() && !asked.ingress_id.is_empty() {
        Err(NOT_FOUND)
    } else {
        Ok(ListIngressResponse { items, next_page_token: None })
    }
}

async fn delete(ingress: &Ingress, asked: &DeleteIngressRequest) -> Result<IngressInfo, Refused> {
    let _ = ingress.end_encoder(&asked.ingress_id).await;
    ingress.memory().ingresses.remove(&asked.ingress_id).ok_or(NOT_FOUND)
}

/// An ingress in LiveKit's JSON, as far as events tell of it. Protobuf's JSON leaves out what is empty.
pub(super) fn to_json(info: &IngressInfo) -> Value {
    let state = info.state.clone().unwrap_or_default();
    let mut told = Map::new();
    if state.status() != Status::EndpointInactive {
        told.insert("status".to_owned(), state.status().as_str_name().into());
    }
    if !state.error.is_empty() {
        told.insert("error".to_owned(), state.error.into());
    }
    json!({
        "ingressId": info.ingress_id, "name": info.name, "streamKey": info.stream_key, "url": info.url,
        "roomName": info.room_name, "participantIdentity": info.participant_identity, "reusable": info.reusable,
        "state": told,
    })
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;
    use crate::jwt::sign_hs256;

    async fn status(method: &str, claims: Option<Value>) -> StatusCode {
        let request = Request::post(format!("/twirp/livekit.Ingress/{method}"));
        let request = match claims {
            Some(claims) => {
                let token = sign_hs256(API_SECRET.as_bytes(), &claims);
                request.header(header::AUTHORIZATION, format!("Bearer {token}"))
            }
            None => request,
        };
        answer(&Ingress::new(1, None), method, request.body(Body::empty()).unwrap()).await.status()
    }

    #[tokio::test]
    async fn only_a_token_with_ingress_admin_may_ask() {
        let claims = |video: Value, exp: i64| json!({ "iss": API_KEY, "exp": exp, "video": video });
        let (soon, past) = (seconds() + 60, seconds() - 60);
        let admin = json!({ "ingressAdmin": true });
        for method in ["CreateIngress", "UpdateIngress", "ListIngress", "DeleteIngress"] {
            for refused in [
                None,
                Some(claims(json!({ "roomAdmin": true, "roomCreate": true }), soon)),
                Some(claims(json!({ "ingressAdmin": false }), soon)),
                Some(claims(admin.clone(), past)),
                Some(json!({ "iss": "another", "exp": soon, "video": admin })),
            ] {
                assert_eq!(status(method, refused.clone()).await, StatusCode::UNAUTHORIZED, "{method} {refused:?}");
            }
        }
        assert_eq!(status("ListIngress", Some(claims(admin, soon))).await, StatusCode::OK);
    }
}
