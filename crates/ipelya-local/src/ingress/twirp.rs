//! LiveKit's Ingress API over Twirp, for whoever shows a token with `ingressAdmin`.

use axum::extract::Request;
use axum::response::Response;
use livekit_protocol::ingress_state::Status;
use livekit_protocol::{
    CreateIngressRequest, DeleteIngressRequest, IngressInfo, IngressInput, ListIngressRequest, ListIngressResponse,
    UpdateIngressRequest,
};
use prost::Message;
use serde_json::{Map, Value, json};

use super::Ingress;
use crate::stand_in::twirp::{Refused, admitted, decoded, malformed, no_such_method, refused, reply};

/// Answers one request.
pub(super) async fn answer(ingress: &Ingress, method: &str, request: Request) -> Response {
    let outcome = async {
        let body = admitted(request, "ingressAdmin").await?;
        match method {
            "CreateIngress" => Ok(create(ingress, decoded(body)?)?.encode_to_vec()),
            "UpdateIngress" => Ok(update(ingress, decoded(body)?).await?.encode_to_vec()),
            "ListIngress" => Ok(list(ingress, &decoded(body)?)?.encode_to_vec()),
            "DeleteIngress" => Ok(delete(ingress, &decoded(body)?).await?.encode_to_vec()),
            _ => Err(no_such_method()),
        }
    };
    reply(outcome.await)
}

fn not_found() -> Refused {
    refused("not_found", "ingress does not exist")
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
        let info = memory.ingresses.get_mut(&asked.ingress_id).ok_or_else(not_found)?;
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
        Err(not_found())
    } else {
        Ok(ListIngressResponse { items, next_page_token: None })
    }
}

async fn delete(ingress: &Ingress, asked: &DeleteIngressRequest) -> Result<IngressInfo, Refused> {
    let _ = ingress.end_encoder(&asked.ingress_id).await;
    ingress.memory().ingresses.remove(&asked.ingress_id).ok_or_else(not_found)
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
    use http::{StatusCode, header};

    use super::*;
    use crate::clock::seconds;
    use crate::jwt::sign_hs256;
    use crate::livekit::{API_KEY, API_SECRET};

    async fn status(method: &str, video: Value) -> StatusCode {
        let claims = json!({ "iss": API_KEY, "exp": seconds() + 60, "video": video });
        let token = sign_hs256(API_SECRET.as_bytes(), &claims);
        let request = Request::post(format!("/twirp/livekit.Ingress/{method}"))
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::empty());
        answer(&Ingress::new(1, Vec::new()), method, request.unwrap()).await.status()
    }

    #[tokio::test]
    async fn only_a_token_with_ingress_admin_may_ask() {
        for method in ["CreateIngress", "UpdateIngress", "ListIngress", "DeleteIngress"] {
            let status = status(method, json!({ "roomAdmin": true, "roomCreate": true, "roomRecord": true })).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{method}");
        }
        assert_eq!(status("ListIngress", json!({ "ingressAdmin": true })).await, StatusCode::OK);
    }
}
