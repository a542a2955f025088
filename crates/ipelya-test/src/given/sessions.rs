//! Live sessions and the people in them.

use super::{Given, User};
use ipelya_local::clock::{new_id, now};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// A session's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: Uuid,
    /// Its LiveKit room.
    pub room_name: String,
    /// Its creator, who is its host.
    pub creator_id: Uuid,
}

/// A session about to be written: a public video stream that is live, unless told otherwise.
#[derive(Debug, Clone)]
#[must_use]
pub struct NewSession<'a> {
    given: Given<'a>,
    creator_id: Uuid,
    creator_profile_id: Uuid,
    title: String,
    session_type: &'static str,
    access_type: &'static str,
    price: i32,
    status: String,
    host_left_at: Option<OffsetDateTime>,
    max_ends_at: Option<OffsetDateTime>,
    host_connected: bool,
}

impl<'a> Given<'a> {
    /// A session by `creator`.
    pub fn live_session(self, creator: &User) -> NewSession<'a> {
        NewSession {
            given: self,
            creator_id: creator.id,
            creator_profile_id: creator.profile_id,
            title: "Deneme yayını".into(),
            session_type: "video_live",
            access_type: "public",
            price: 0,
            status: "live".into(),
            host_left_at: None,
            max_ends_at: None,
            host_connected: false,
        }
    }

    /// `user`'s place in a session: a viewer, unless told otherwise.
    pub fn participant(self, session: &Session, user: &User) -> NewParticipant<'a> {
        NewParticipant {
            given: self,
            session_id: session.id,
            user_id: user.id,
            profile_id: user.profile_id,
            role: "viewer".into(),
            muted: false,
            active: true,
            paid_amount: 0,
        }
    }

    /// Ends a session.
    pub async fn end(self, session: &Session) {
        let sql = "update public.live_sessions set status = 'ended', ended_at = now() where id = $1";
        self.execute(sql, &[&session.id]).await;
    }

    /// The host of a session is in its room from then on, as LiveKit would have reported it.
    pub async fn host_connects(self, session: &Session, at: OffsetDateTime) {
        let (room_sid, participant_sid) = (format!("RM_{}", new_id().simple()), format!("PA_{}", new_id().simple()));
        let sql = "with opened as (
                     insert into public.live_rooms (room_sid, room_name, session_id, started_at) values ($1, $2, $3, $6)
                   ), entered as (
                     insert into public.live_stays (participant_sid, room_sid, session_id, user_id, joined_at)
                     values ($4, $1, $3, $5, $6)
                   ), seated as (
                     update public.live_participants set is_active = true, livekit_participant_sid = $4
                     where session_id = $3 and user_id = $5
                   )
                   update public.live_sessions set livekit_room_sid = $1, host_left_at = null where id = $3";
        let Session { id, room_name, creator_id } = session;
        self.execute(sql, &[&room_sid, room_name, id, &participant_sid, creator_id, &at]).await;
    }

    /// A payment of `coins` by `user` for seeing `session`.
    pub async fn ppv_payment(self, user: &User, session: &Session, coins: i32) {
        let creator_share = coins * 70 / 100;
        let sql = "insert into public.live_payments (
                     kind, session_id, payer_id, payee_id, coins, creator_share, platform_share
                   ) values ('ppv', $1, $2, $3, $4, $5, $6)";
        let rest = coins - creator_share;
        self.execute(sql, &[&session.id, &user.id, &session.creator_id, &coins, &creator_share, &rest]).await;
    }
}

impl NewSession<'_> {
    /// With this title.
    pub fn title(mut self, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self
    }

    /// An audio room.
    pub fn audio_room(mut self) -> Self {
        self.session_type = "audio_room";
        self
    }

    /// For subscribers only.
    pub fn subscribers_only(mut self) -> Self {
        self.access_type = "subscribers_only";
        self
    }

    /// For whoever pays this many coins.
    pub fn pay_per_view(mut self, price: i32) -> Self {
        self.access_type = "pay_per_view";
        self.price = price;
        self
    }

    /// `scheduled`, `live`, `ended` or `cancelled`.
    pub fn status(mut self, status: &str) -> Self {
        status.clone_into(&mut self.status);
        self
    }

    /// Whose host went away then.
    pub fn host_left_at(mut self, at: OffsetDateTime) -> Self {
        self.host_left_at = Some(at);
        self
    }

    /// That is over then.
    pub fn max_ends_at(mut self, at: OffsetDateTime) -> Self {
        self.max_ends_at = Some(at);
        self
    }

    /// Whose room is open with its host in it since the start, so that entry to it is sold.
    pub fn host_connected(mut self) -> Self {
        self.host_connected = true;
        self
    }

    /// Writes it, with its host's place unless it was never live.
    pub async fn insert(self) -> Session {
        let id = new_id();
        let prefix = if self.session_type == "audio_room" { "audio_room" } else { "live_video" };
        let session = Session { id, room_name: format!("{prefix}_{id}"), creator_id: self.creator_id };
        let started = ["live", "ended"].contains(&self.status.as_str()).then(|| now() - Duration::minutes(1));
        let scheduled = (self.status == "scheduled").then(|| now() + Duration::hours(1));
        let ended = ["ended", "cancelled"].contains(&self.status.as_str()).then(now);
        let sql = "insert into public.live_sessions (
                     id, creator_id, creator_profile_id, title, session_type, access_type, ppv_coin_price,
                     livekit_room_name, status, scheduled_at, started_at, announced_at, ended_at, host_left_at,
                     max_ends_at
                   ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $13, $14)";
        self.given
            .execute(
                sql,
                &[
                    &session.id,
                    &self.creator_id,
                    &self.creator_profile_id,
                    &self.title,
                    &self.session_type,
                    &self.access_type,
                    &self.price,
                    &session.room_name,
                    &self.status,
                    &scheduled,
                    &started,
                    &ended,
                    &self.host_left_at,
                    &self.max_ends_at,
                ],
            )
            .await;
        if started.is_some() {
            let sql = "insert into public.live_participants (session_id, user_id, profile_id, role)
                       values ($1, $2, $3, 'host')";
            self.given.execute(sql, &[&session.id, &self.creator_id, &self.creator_profile_id]).await;
        }
        if self.host_connected {
            self.given.host_connects(&session, started.unwrap_or_else(now)).await;
        }
        session
    }
}

/// A place in a session about to be written.
#[derive(Debug, Clone)]
#[must_use]
pub struct NewParticipant<'a> {
    given: Given<'a>,
    session_id: Uuid,
    user_id: Uuid,
    profile_id: Uuid,
    role: String,
    muted: bool,
    active: bool,
    paid_amount: i32,
}

impl NewParticipant<'_> {
    /// With this role.
    pub fn role(mut self, role: &str) -> Self {
        role.clone_into(&mut self.role);
        self
    }

    /// Silenced.
    pub fn muted(mut self) -> Self {
        self.muted = true;
        self
    }

    /// Who has left.
    pub fn left(mut self) -> Self {
        self.active = false;
        self
    }

    /// With this amount shown as paid.
    pub fn paid_amount(mut self, coins: i32) -> Self {
        self.paid_amount = coins;
        self
    }

    /// Writes it, over an earlier place of the same user.
    pub async fn insert(self) {
        let left_at = (!self.active).then(now);
        let sql = "insert into public.live_participants (
                     session_id, user_id, profile_id, role, is_muted, is_active, left_at, paid_amount
                   ) values ($1, $2, $3, $4, $5, $6, $7, $8)
                   on conflict (session_id, user_id) do update
                     set role = excluded.role, is_muted = excluded.is_muted, is_active = excluded.is_active,
                         left_at = excluded.left_at, paid_amount = excluded.paid_amount";
        let Self { session_id, user_id, profile_id, role, muted, active, paid_amount, .. } = &self;
        self.given.execute(sql, &[session_id, user_id, profile_id, role, muted, active, &left_at, paid_amount]).await;
    }
}
