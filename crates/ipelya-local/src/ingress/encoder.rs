//! An encoder that sends: a participant with a camera and a microphone, as LiveKit's ingress server joins a room.

use livekit_protocol::IngressInfo;
use serde_json::json;

use crate::Result;
use crate::clock::seconds;
use crate::jwt::sign_hs256;
use crate::livekit::{API_KEY, API_SECRET};
use crate::stand_in::participant::Participant;

/// Joins the room of an ingress and publishes. `put_out` is carried out once LiveKit has put it out again.
pub(super) async fn start(
    url: &str,
    info: &IngressInfo,
    put_out: impl Future<Output = ()> + Send + 'static,
) -> Result<Participant> {
    let mut encoder = Participant::join(url, &token(info)).await?;
    for source in ["microphone", "camera"] {
        encoder.publish(source).await?;
    }
    let gone = encoder.gone();
    tokio::spawn(async move {
        gone.await;
        put_out.await;
    });
    Ok(encoder)
}

/// The token that LiveKit's ingress server joins with.
fn token(info: &IngressInfo) -> String {
    let claims = json!({
        "iss": API_KEY, "sub": info.participant_identity, "name": info.participant_name, "kind": "ingress",
        "nbf": seconds() - 10, "exp": seconds() + 36_000, "metadata": info.participant_metadata,
        "video": {
            "roomJoin": true, "room": info.room_name, "canPublish": true, "canSubscribe": false,
            "canPublishData": true,
        },
    });
    sign_hs256(API_SECRET.as_bytes(), &claims)
}
