//! LiveKit access tokens.
//!
//! The claims are LiveKit's own type; they are signed here rather than by its builder because that reads the clock
//! itself.

use std::fmt;
use std::time::Duration;

use ipelya_core::access::{Identified, Seat};
use ipelya_core::api::token::TokenReply;
use ipelya_core::grants::Grants;
use ipelya_core::metadata::{ParticipantMetadata, participant_name};
use ipelya_core::{Refusal, Role, RoomKind, RoomName, Timestamp, UserId};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use livekit_api::access_token::{Claims, VideoGrants};

use crate::auth::crypto;
use crate::settings::Settings;

/// How long an admin may take to connect, or to come back, with one token.
const PREVIEW_TTL: Duration = Duration::from_hours(1);

/// Mints the tokens that clients join rooms with.
pub struct TokenMinter {
    url: String,
    api_key: String,
    signing_key: EncodingKey,
    ttl: Duration,
}

impl fmt::Debug for TokenMinter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenMinter").field("url", &self.url).field("ttl", &self.ttl).finish_non_exhaustive()
    }
}

impl TokenMinter {
    /// Signs with the API key pair of these settings.
    pub fn new(settings: &Settings) -> Self {
        crypto::install();
        Self {
            url: settings.livekit_url.clone(),
            api_key: settings.livekit_api_key.clone(),
            signing_key: EncodingKey::from_secret(settings.livekit_api_secret.expose().as_bytes()),
            ttl: settings.token_ttl,
        }
    }

    /// A token for exactly this seat, good for connecting until the configured time to live is over. Connected
    /// clients are refreshed by LiveKit itself.
    pub fn mint<Room>(
        &self,
        holder: &Identified<'_, Room>,
        seat: &Seat,
        now: Timestamp,
    ) -> Result<TokenReply, Refusal> {
        let (profile, expires) = (holder.profile(), now + self.ttl);
        let claims = Claims {
            sub: identity(holder.user_id(), seat),
            nbf: seconds(now),
            exp: seconds(expires),
            name: participant_name(profile).to_owned(),
            metadata: serde_json::to_string(&ParticipantMetadata::new(profile, seat)).map_err(fault)?,
            video: video_grants(&seat.room_name, seat.grants()),
            ..Claims::default()
        };
        Ok(TokenReply { monitor: seat.is_monitor, ..self.signed(claims, &seat.room_name, seat.role)? })
    }

    /// A token by which an admin looks on in a room, unseen: nobody is told of them, and they publish and say nothing.
    pub fn mint_preview(&self, room: &RoomName, admin: UserId, now: Timestamp) -> Result<TokenReply, Refusal> {
        let claims = Claims {
            sub: format!("admin_{admin}"),
            nbf: seconds(now),
            exp: seconds(now + PREVIEW_TTL),
            // what a room is for makes no difference to who only watches
            video: video_grants(room, Grants::of(Role::AdminViewer, RoomKind::VideoLive)),
            ..Claims::default()
        };
        self.signed(claims, room, Role::AdminViewer)
    }

    fn signed(&self, claims: Claims, room: &RoomName, role: Role) -> Result<TokenReply, Refusal> {
        let claims = Claims { iss: self.api_key.clone(), ..claims };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.signing_key).map_err(fault)?;
        Ok(TokenReply {
            token: token.clone(),
            ws_url: self.url.clone(),
            room_name: room.clone(),
            role,
            monitor: false,
            server_url: self.url.clone(),
            participant_token: token,
        })
    }
}

/// LiveKit lets nobody in twice under one name, so whoever looks on beside their own encoder has another.
fn identity(user: UserId, seat: &Seat) -> String {
    if seat.is_monitor { format!("monitor_{user}") } else { user.to_string() }
}

/// Every permission written out: LiveKit takes an absent one for granted.
fn video_grants(room: &RoomName, grants: Grants) -> VideoGrants {
    VideoGrants {
        room_join: true,
        room: room.as_str().to_owned(),
        can_publish: Some(grants.can_publish()),
        can_publish_sources: grants.publish.iter().map(|source| source.as_str().to_owned()).collect(),
        can_subscribe: Some(grants.subscribe),
        can_publish_data: Some(grants.publish_data),
        can_update_own_metadata: Some(grants.update_own_metadata),
        hidden: grants.hidden,
        ..VideoGrants::default()
    }
}

fn seconds(at: Timestamp) -> usize {
    usize::try_from(at.unix_seconds()).unwrap_or(0)
}

fn fault(error: impl fmt::Display) -> Refusal {
    tracing::error!(%error, "a LiveKit token cannot be signed");
    Refusal::Internal
}
