//! What the channel functions are sent and answer.

use std::mem::discriminant;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::Duration;

use super::fields::{Number, Text};
use super::payment::Earnings;
use super::session::{OwnSession, Totals};
use super::token::TokenReply;
use crate::channel::{ChannelHandle, Slug};
use crate::coins::Coins;
use crate::facts::OwnIngress;
use crate::ids::{ChannelId, MailToken, ProfileId, SessionId};
use crate::ingress::{Ingress, KnownIngress, StreamKey};
use crate::refusal::Refusal;
use crate::session::AccessType;
use crate::timestamp::Timestamp;

/// No further than this are lists counted and paged through.
pub const MAX_LISTED: u32 = 10_000;

/// What somebody may have typed where a channel's name is asked for.
pub type SlugText = Text<100>;
type Title = Text<100>;
type Description = Text<2000>;

fn invalid(field: &str) -> Refusal {
    Refusal::InvalidField { field: field.to_owned() }
}

/// `create`: the caller's channel as it is to be. What is left out stays as it is; description and place are forgotten if
/// they are null.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = whole_channel))]
#[serde(rename_all = "camelCase")]
pub struct SaveChannel {
    title: Title,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Description>"))]
    description: Change<Description>,
    /// 3 to 30 of `a` to `z`, `0` to `9` and single hyphens. A new channel without one is called like its creator.
    slug: Option<SlugText>,
    /// Of the sessions on it; `public` for a new channel.
    access_type: Option<AccessType>,
    /// At least 1 for `pay_per_view`; not read otherwise.
    ppv_coin_price: Option<i64>,
    /// Degrees, from -90 to 90; kept to a tenth of a degree.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>", range(min = -90, max = 90)))]
    latitude: Change<f64>,
    /// Degrees, from -180 to 180.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<f64>", range(min = -180, max = 180)))]
    longitude: Change<f64>,
}

/// What becomes of something that there may be: a field that is left out keeps it, null forgets it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Change<T> {
    #[default]
    Kept,
    Forgotten,
    To(T),
}

impl<T> Change<T> {
    const fn is_kept(&self) -> bool {
        matches!(self, Self::Kept)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Change<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Forgotten, Self::To))
    }
}

impl<T: Serialize> Serialize for Change<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::To(value) => value.serialize(serializer),
            Self::Kept | Self::Forgotten => serializer.serialize_none(),
        }
    }
}

/// What a channel is changed to, by the names of its columns; what is left out stays.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChannelPlan {
    title: Title,
    #[serde(skip_serializing_if = "Change::is_kept")]
    description: Change<Description>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slug: Option<Slug>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_type: Option<AccessType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ppv_coin_price: Option<Coins>,
    #[serde(skip_serializing_if = "Change::is_kept")]
    latitude: Change<f64>,
    #[serde(skip_serializing_if = "Change::is_kept")]
    longitude: Change<f64>,
}

/// Says in the API document that a place is whole, and when there is a price.
#[cfg(feature = "schema")]
fn whole_channel(schema: &mut schemars::Schema) {
    whole_place(schema);
    super::create_session::priced_if_pay_per_view(schema);
}

impl SaveChannel {
    /// What the request asks for. Names the first field that cannot be used.
    pub fn plan(self) -> Result<ChannelPlan, Refusal> {
        let slug = self.slug.as_deref().map(|slug| Slug::of(slug).ok_or(Refusal::InvalidSlug)).transpose()?;
        let ppv_coin_price = match self.access_type {
            Some(AccessType::PayPerView) => Some(price(self.ppv_coin_price)?),
            _ => None,
        };
        // a place is both of them
        if discriminant(&self.latitude) != discriminant(&self.longitude) {
            return Err(invalid("longitude"));
        }
        for (degrees, most, field) in [(self.latitude, 90.0, "latitude"), (self.longitude, 180.0, "longitude")] {
            if let Change::To(degrees) = degrees {
                require_within(degrees, most, field)?;
            }
        }
        Ok(ChannelPlan {
            title: self.title,
            description: self.description,
            slug,
            access_type: self.access_type,
            ppv_coin_price,
            latitude: self.latitude,
            longitude: self.longitude,
        })
    }
}

fn price(asked: Option<i64>) -> Result<Coins, Refusal> {
    let price = asked.and_then(|asked| Coins::try_from(asked).ok()).filter(|price| *price > Coins::ZERO);
    price.ok_or_else(|| invalid("ppvCoinPrice"))
}

fn require_within(degrees: f64, most: f64, field: &str) -> Result<(), Refusal> {
    if (-most..=most).contains(&degrees) { Ok(()) } else { Err(invalid(field)) }
}

/// The reply of `create`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SavedChannel {
    #[serde(flatten)]
    channel: OwnChannel,
    /// What an encoder is given as its stream key; null where there is none to show.
    stream_key: Option<StreamKey>,
    /// Where an encoder sends to.
    ingress_url: Option<String>,
}

/// What saving came to (`live_save_channel`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Saved {
    #[serde(flatten)]
    channel: OwnChannel,
    ingress: Option<KnownIngress>,
    ingress_room: String,
}

impl Saved {
    /// The channel's encoder.
    pub fn own_ingress(&self) -> OwnIngress {
        let Self { channel, ingress, ingress_room } = self;
        OwnIngress { channel_id: channel.id, room_name: ingress_room.clone(), ingress: ingress.clone() }
    }

    /// What its creator is told, with the ingress that an encoder may send to.
    pub fn reply(self, ingress: Option<Ingress>) -> SavedChannel {
        let (stream_key, ingress_url) = ingress.map(|ingress| (ingress.stream_key, ingress.known.url)).unzip();
        SavedChannel { channel: self.channel, stream_key, ingress_url }
    }
}

/// A channel as its creator is told of it (`live_channel_reply`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct OwnChannel {
    id: ChannelId,
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    slug: Slug,
    title: String,
    /// By which the channel is entered; not a room of LiveKit's.
    room_name: ChannelHandle,
    active: bool,
}

/// `toggle-active`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ToggleActive {
    /// Whether the caller's channel is to be on air.
    pub active: bool,
}

/// What clients know of a channel that was switched on or off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct ChannelNames {
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    slug: Slug,
    /// By which the channel is entered; the session has LiveKit's.
    room_name: ChannelHandle,
}

/// The reply of `toggle-active`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ToggledChannel {
    active: bool,
    #[serde(flatten)]
    channel: ChannelNames,
    /// The session that is on air, or what came of the one that was.
    session: Option<ToggledSession>,
    /// Its host's LiveKit access token.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// Where to connect with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    ws_url: Option<String>,
    /// The caller's own encoder is in the room: by this token they see it and publish nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    monitor: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
enum ToggledSession {
    On(OwnSession),
    Off(Totals),
}

impl ToggledChannel {
    /// Of a channel that is on air with this session, whose host gets this token.
    pub fn on(channel: ChannelNames, session: OwnSession, token: TokenReply) -> Self {
        let session = Some(ToggledSession::On(session));
        let TokenReply { token, ws_url, monitor, .. } = token;
        Self { active: true, channel, session, token: Some(token), ws_url: Some(ws_url), monitor }
    }

    /// Of a channel that is not, and what came of the session that it was on air with.
    pub fn off(channel: ChannelNames, session: Option<Totals>) -> Self {
        let session = session.map(ToggledSession::Off);
        Self { active: false, channel, session, token: None, ws_url: None, monitor: false }
    }
}

/// `token`: which channel, by the name it is entered by or by its slug, and as what.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = one_name))]
#[serde(rename_all = "camelCase")]
pub struct ChannelTokenRequest {
    /// The channel's `roomName`…
    room_name: Option<SlugText>,
    /// …or its slug; read if there is no `roomName`.
    slug: Option<SlugText>,
    /// Only its creator is a broadcaster, whatever is asked for.
    role: Option<WantedRole>,
}

/// What a client wants to be in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WantedRole {
    /// The one who is seen.
    Broadcaster,
    /// Anybody else.
    Viewer,
}

/// A channel as it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelRef<'r> {
    /// By its slug, or one that it had.
    Slug(&'r str),
    /// By the name it is entered by.
    Handle(&'r str),
}

/// Says in the API document that a channel is named one way or the other.
#[cfg(feature = "schema")]
fn one_name(schema: &mut schemars::Schema) {
    let names = |field: &str| serde_json::json!({ "required": [field], "properties": { field: { "type": "string" } } });
    schema.insert("anyOf".to_owned(), ["roomName", "slug"].map(names).as_slice().into());
}

impl ChannelTokenRequest {
    /// Which channel; one must be named.
    pub fn channel(&self) -> Result<ChannelRef<'_>, Refusal> {
        match (&self.room_name, &self.slug) {
            (Some(name), _) => Ok(ChannelRef::Handle(name)),
            (None, Some(slug)) => Ok(ChannelRef::Slug(slug)),
            (None, None) => Err(invalid("roomName")),
        }
    }

    /// Whether the caller takes themselves for the one who is seen.
    pub fn is_to_broadcast(&self) -> bool {
        self.role == Some(WantedRole::Broadcaster)
    }
}

/// The reply of `token`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChannelToken {
    /// The session that the channel is on air with.
    pub session_id: SessionId,
    #[serde(flatten)]
    pub token: TokenReply,
}

/// `GET /api/live/channels/{slug}` and `unfollow`: which channel.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChannelRequest {
    /// Its slug, or one that it had until lately.
    #[cfg_attr(feature = "schema", schemars(with = "String", regex(pattern = r"^[a-z0-9][a-z0-9-]{1,28}[a-z0-9]$")))]
    pub slug: SlugText,
}

/// `unsubscribe/{token}`: by which mail.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unsubscribe {
    /// What the link in the mail ends with.
    pub token: MailToken,
}

/// A channel's page (`live_channel_page`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct ChannelPage {
    channel: PublicChannel,
    creator: ChannelCreator,
    /// What it is on air with.
    session_id: Option<SessionId>,
    viewer_count: u32,
    started_at: Option<Timestamp>,
    /// How many follow it.
    followers: u32,
    /// Whether the caller does, if they are signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    following: Option<bool>,
    /// Whether the caller hears of it by notification, if they are signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    push: Option<bool>,
    /// Whether they hear of it by mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<bool>,
    /// Its slug, if it was asked for by another.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    moved_to: Option<Slug>,
}

/// A channel as everybody sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct PublicChannel {
    #[serde(flatten)]
    own: OwnChannel,
    description: Option<String>,
    access_type: AccessType,
    ppv_coin_price: Coins,
}

/// Whose channel it is; clients read this part as the columns are spelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChannelCreator {
    id: ProfileId,
    display_name: Option<String>,
    avatar_url: Option<String>,
    is_verified: bool,
}

/// `follow`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FollowChannel {
    /// The channel's slug.
    pub slug: SlugText,
    /// A notification, on the phone too, when it goes on air; true if left out.
    #[serde(default = "yes")]
    pub push: bool,
    /// A mail as well; false if left out.
    #[serde(default)]
    pub email: bool,
}

const fn yes() -> bool {
    true
}

/// The reply of `follow` and `unfollow` (`live_follow_reply`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(clippy::struct_field_names, reason = "the clients' names")]
pub struct Following {
    following: bool,
    push: bool,
    email: bool,
    /// How many follow it.
    followers: u32,
}

/// From 1 on; with as many to a page as there may be, the last one ends where lists are no longer counted.
type Page = Number<1, 200>;
/// How many to a page.
type PageSize = Number<1, 50>;

/// Kilometres around a place.
const RADIUS_KM: std::ops::RangeInclusive<f64> = 0.0..=500.0;
const DEFAULT_RADIUS_KM: f64 = 100.0;

/// `search`: channels by name, or near a place, or else all that are on air.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = whole_place))]
#[serde(rename_all = "camelCase")]
pub struct SearchChannels {
    /// The beginning of a slug, or something like a slug or a creator's name.
    pub slug: Option<SlugText>,
    /// Degrees; not read if there is a slug.
    #[cfg_attr(feature = "schema", schemars(range(min = -180, max = 180)))]
    longitude: Option<f64>,
    /// Degrees.
    #[cfg_attr(feature = "schema", schemars(range(min = -90, max = 90)))]
    latitude: Option<f64>,
    /// Up to 500; 100 if left out.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 500)))]
    radius_km: Option<f64>,
    /// Those off the air too; only together with a slug.
    #[serde(default)]
    include_offline: bool,
    /// 1 if left out; with `limit`, no further than 10 000 channels.
    page: Option<Page>,
    /// 8 if left out.
    limit: Option<PageSize>,
}

/// Says in the API document that a place is both of its numbers, or neither.
#[cfg(feature = "schema")]
fn whole_place(schema: &mut schemars::Schema) {
    let both = |kind: &str| serde_json::json!({ "latitude": { "type": kind }, "longitude": { "type": kind } });
    let is_either = ["number", "null"].map(|kind| serde_json::json!({ "properties": both(kind) }));
    schema.insert("anyOf".to_owned(), is_either.as_slice().into());
    let both = serde_json::json!({ "longitude": ["latitude"], "latitude": ["longitude"] });
    schema.insert("dependentRequired".to_owned(), both);
}

/// A search with every field in order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Search<'r> {
    pub slug: Option<&'r str>,
    pub longitude: Option<f64>,
    pub latitude: Option<f64>,
    pub radius_km: f64,
    pub include_offline: bool,
    pub page: u32,
    pub limit: u32,
}

impl SearchChannels {
    /// What is looked for. Names the first field that cannot be used.
    pub fn search(&self) -> Result<Search<'_>, Refusal> {
        for (degrees, most, field) in [(self.longitude, 180.0, "longitude"), (self.latitude, 90.0, "latitude")] {
            degrees.map_or(Ok(()), |degrees| require_within(degrees, most, field))?;
        }
        let radius_km = self.radius_km.unwrap_or(DEFAULT_RADIUS_KM);
        if self.longitude.is_some() != self.latitude.is_some() {
            return Err(invalid("longitude"));
        }
        if !RADIUS_KM.contains(&radius_km) {
            return Err(invalid("radiusKm"));
        }
        let (page, limit) = page_of(self.page, self.limit)?;
        Ok(Search {
            slug: self.slug.as_deref(),
            longitude: self.longitude,
            latitude: self.latitude,
            radius_km,
            include_offline: self.include_offline && self.slug.is_some(),
            page,
            limit,
        })
    }
}

/// Which page, of how many; one beyond what is counted is the client's mistake.
fn page_of(page: Option<Page>, limit: Option<PageSize>) -> Result<(u32, u32), Refusal> {
    let (page, limit) = (page.map_or(1, Page::get).into(), limit.map_or(8, PageSize::get).into());
    if page * limit > MAX_LISTED { Err(invalid("page")) } else { Ok((page, limit)) }
}

/// Over which time a channel is popular.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// At this moment: by how many watch.
    #[default]
    Now,
    /// The last day: by how long was watched in the sessions that ended in it.
    Day,
    /// The last seven days, by the same.
    Week,
}

impl Window {
    /// The word for it in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Day => "day",
            Self::Week => "week",
        }
    }
}

/// `popular`: the channels that are watched most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PopularChannels {
    /// `now` if left out.
    #[serde(default)]
    pub window: Window,
    /// 1 if left out.
    page: Option<Page>,
    /// 8 if left out.
    limit: Option<PageSize>,
}

impl PopularChannels {
    /// Which page, of how many to a page.
    pub fn page(&self) -> Result<(u32, u32), Refusal> {
        page_of(self.page, self.limit)
    }
}

/// The longest time that stats are asked for.
const MAX_STATS: Duration = Duration::days(366);

/// `stats`: of the sessions that began from one moment to another, at most 366 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatsRequest {
    /// 30 days before `to` if left out.
    from: Option<Timestamp>,
    /// Now if left out.
    to: Option<Timestamp>,
}

impl StatsRequest {
    /// From when to when.
    pub fn period(&self, now: Timestamp) -> Result<(Timestamp, Timestamp), Refusal> {
        let to = self.to.unwrap_or(now);
        let from = self.from.unwrap_or(to - Duration::days(30));
        if from > to || to - from > MAX_STATS { Err(invalid("from")) } else { Ok((from, to)) }
    }
}

/// What a channel came to (`live_channel_stats`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct ChannelStats {
    /// The channel's, by which its page is found.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    slug: Slug,
    viewers_now: u32,
    followers: u32,
    /// The most at once.
    peak_viewers: u32,
    /// Of all viewers together.
    watch_seconds: u64,
    sessions: u32,
    /// On air.
    duration_seconds: u64,
    /// What payers paid by card in that time, by currency.
    money: Vec<Earnings>,
}

/// Channels that were found (`live_channel_list`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct FoundChannels {
    streams: Vec<ListedChannel>,
    total: u32,
    is_lower_bound: bool,
}

/// A page of channels.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChannelList {
    streams: Vec<ListedChannel>,
    page: u32,
    limit: u32,
    total: u32,
    total_pages: u32,
    /// There are more than `total`, which is as far as is counted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    total_is_lower_bound: bool,
}

impl ChannelList {
    /// The page of this number, of so many to a page.
    pub fn new(found: FoundChannels, page: u32, limit: u32) -> Self {
        let FoundChannels { streams, total, is_lower_bound } = found;
        let total_pages = total.div_ceil(limit);
        Self { streams, page, limit, total, total_pages, total_is_lower_bound: is_lower_bound }
    }
}

/// A channel in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct ListedChannel {
    id: ChannelId,
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    slug: Slug,
    title: String,
    active: bool,
    creator: ChannelCreator,
    session_id: Option<SessionId>,
    viewer_count: u32,
    started_at: Option<Timestamp>,
    access_type: AccessType,
    ppv_coin_price: Coins,
    /// From the place that was asked about; channels' places are kept to 11 km.
    #[serde(skip_serializing_if = "Option::is_none")]
    distance_km: Option<f64>,
}
