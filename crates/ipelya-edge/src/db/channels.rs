//! Channels: how they are made, go on air, are found and followed.

use ipelya_core::api::channel::{
    ChannelNames, ChannelPage, ChannelPlan, ChannelRef, ChannelStats, Following, FoundChannels, MAX_LISTED, Saved,
    Search, Window,
};
use ipelya_core::api::session::OwnSession;
use ipelya_core::facts::{ChannelFacts, Facts};
use ipelya_core::ingress::{KnownIngress, PointedIngress};
use ipelya_core::{Account, Caller, Refusal, RoomName, SessionId, Timestamp, UserId};
use serde::Deserialize;

use super::Db;
use super::rpc::rpc;
use super::seats::EndedOwnSession;
use crate::http::Visitor;
use crate::http::idempotency::{IdempotencyKey, Stored};

/// A channel that was put on air.
#[derive(Debug, Clone, Deserialize)]
pub struct ChannelOnAir {
    /// What clients call it.
    pub channel: ChannelNames,
    /// What it is on air with.
    pub session: OwnSession,
    /// The session was there before.
    pub existing: bool,
    /// An encoder sends into it.
    pub encoder_publishes: bool,
    /// What its encoder sends to.
    pub ingress: Option<KnownIngress>,
}

/// A channel that was taken off the air.
#[derive(Debug, Clone, Deserialize)]
pub struct ChannelOffAir {
    /// What clients call it.
    pub channel: ChannelNames,
    /// What came of its session, if it was on air.
    pub session: Option<EndedOwnSession>,
    /// What its encoder sent to, and where that leads from now on.
    pub parked: Option<PointedIngress>,
}

rpc! {
    /// Who wants to do something with their channel: `save` it or `go live`, each of which has a limit of its own.
    live_own_channel_facts: pub own_channel_facts(caller: &Caller, action: &str, now: Timestamp) -> Facts as "jsonb";

    live_channel_facts: channel_facts_by(
        caller: &Caller, slug: Option<&str>, room_name: Option<&str>, now: Timestamp,
    ) -> Facts<ChannelFacts> as "jsonb";

    /// Makes the channel of a creator, or changes it.
    live_save_channel: pub save_channel(user_id: UserId, plan: &ChannelPlan, key: &IdempotencyKey, now: Timestamp)
        -> Stored<Saved> as "jsonb";

    /// Puts a creator's channel on air, with a new session of this id or with the one that they are on air with.
    live_channel_go_live: pub channel_go_live(
        user_id: UserId, session_id: SessionId, room_name: &RoomName, now: Timestamp,
    ) -> ChannelOnAir as "jsonb";

    /// Takes the caller's channel off the air.
    live_channel_go_offline: pub channel_go_offline(caller: &Caller, now: Timestamp) -> ChannelOffAir as "jsonb";

    /// A channel as everybody sees it.
    live_channel_page: pub channel_page(visitor: &Visitor, slug: &str, now: Timestamp) -> ChannelPage as "jsonb";

    /// Has the caller hear of a channel.
    live_follow_channel: pub follow_channel(
        account: &Account, slug: &str, push: bool, email: bool, now: Timestamp,
    ) -> Following as "jsonb";

    /// Has the caller hear of it no more.
    live_unfollow_channel: pub unfollow_channel(account: &Account, slug: &str, now: Timestamp) -> Following as "jsonb";

    live_search_channels: search_channels_for(
        visitor: &Visitor, slug: Option<&str>, longitude: Option<f64>, latitude: Option<f64>, radius_km: f64,
        include_offline: bool, page: u32, limit: u32, many: u32, now: Timestamp,
    ) -> FoundChannels as "jsonb";

    live_list_popular: popular_channels_for(
        visitor: &Visitor, window: Window, page: u32, limit: u32, many: u32, now: Timestamp,
    ) -> FoundChannels as "jsonb";

    /// What the caller's channel came to, of sessions that began from one moment to another.
    live_channel_stats: pub channel_stats(account: &Account, from: Timestamp, to: Timestamp, now: Timestamp)
        -> ChannelStats as "jsonb";
}

impl Db {
    /// What decides whether the caller may enter a channel. Counts against their limit of tokens.
    pub async fn channel_facts(
        &self,
        caller: &Caller,
        channel: ChannelRef<'_>,
        now: Timestamp,
    ) -> Result<Facts<ChannelFacts>, Refusal> {
        match channel {
            ChannelRef::Slug(slug) => self.channel_facts_by(caller, Some(slug), None, now).await,
            ChannelRef::Handle(name) => self.channel_facts_by(caller, None, Some(name), now).await,
        }
    }

    /// A page of the channels that are watched most.
    pub async fn popular_channels(
        &self,
        visitor: &Visitor,
        window: Window,
        (page, limit): (u32, u32),
        now: Timestamp,
    ) -> Result<FoundChannels, Refusal> {
        self.popular_channels_for(visitor, window, page, limit, MAX_LISTED, now).await
    }

    /// A page of the channels that a visitor looks for.
    pub async fn search_channels(
        &self,
        visitor: &Visitor,
        search: &Search<'_>,
        now: Timestamp,
    ) -> Result<FoundChannels, Refusal> {
        let Search { slug, longitude, latitude, radius_km, include_offline, page, limit } = *search;
        self.search_channels_for(
            visitor,
            slug,
            longitude,
            latitude,
            radius_km,
            include_offline,
            page,
            limit,
            MAX_LISTED,
            now,
        )
        .await
    }
}
