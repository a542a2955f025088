//! `create-live-session`: what is asked for, and the plan that is made of it.

use serde::{Deserialize, Serialize};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime, UtcOffset};

use crate::coins::Coins;
use crate::facts::AccessType;
use crate::refusal::Refusal;
use crate::rooms::SessionType;

/// The longest title, in characters.
pub const MAX_TITLE_LENGTH: usize = 100;
/// The longest description, in characters.
pub const MAX_DESCRIPTION_LENGTH: usize = 2000;
/// The longest address of a thumbnail, in characters.
pub const MAX_THUMBNAIL_URL_LENGTH: usize = 2048;
/// The most guests a session may have on stage.
pub const MAX_GUESTS: u8 = 10;
/// The longest time ahead that a session can be announced for.
pub const MAX_TIME_AHEAD: Duration = Duration::days(366);
/// Guests on stage unless the request says otherwise; what the app's documents and its UI assume.
const DEFAULT_GUESTS: u8 = 3;

/// `create-live-session` as it arrives. [`CreateSession::plan`] makes a usable plan of it, or refuses.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateSession {
    title: Option<String>,
    description: Option<String>,
    thumbnail_url: Option<String>,
    session_type: SessionType,
    access_type: Option<AccessType>,
    ppv_coin_price: Option<i64>,
    scheduled_at: Option<String>,
    chat_enabled: Option<bool>,
    gifts_enabled: Option<bool>,
    guest_enabled: Option<bool>,
    max_guests: Option<i64>,
    recording_enabled: Option<bool>,
}

/// A session about to be created, every field in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the app")]
pub struct SessionPlan {
    /// 1 to 100 characters, without blanks around it.
    pub title: String,
    /// Up to 2 000 characters.
    pub description: Option<String>,
    /// An `https` or `http` address.
    pub thumbnail_url: Option<String>,
    /// Video or audio.
    pub session_type: SessionType,
    /// Who may watch.
    pub access_type: AccessType,
    /// At least 1 for pay-per-view, else 0.
    pub ppv_coin_price: Coins,
    /// When it is announced for; `None` goes on air at once.
    #[serde(with = "time::serde::rfc3339::option")]
    pub scheduled_at: Option<OffsetDateTime>,
    /// Viewers may chat.
    pub chat_enabled: bool,
    /// Viewers may send gifts.
    pub gifts_enabled: bool,
    /// Viewers may be invited on stage.
    pub guest_enabled: bool,
    /// How many of them at once.
    pub max_guests: u8,
    /// The show is to be recorded.
    pub recording_enabled: bool,
}

impl CreateSession {
    /// What the request asks for, with the defaults of what it leaves out. Names the first field that cannot be used.
    ///
    /// `now` tells whether a scheduled time is in the future: a time that has passed cannot be announced.
    pub fn plan(self, now: OffsetDateTime) -> Result<SessionPlan, Refusal> {
        let title = text(self.title, MAX_TITLE_LENGTH, "title")?.ok_or_else(|| invalid("title"))?;
        let access_type = self.access_type.unwrap_or(AccessType::Public);
        let max_guests = self.max_guests.unwrap_or(i64::from(DEFAULT_GUESTS));
        Ok(SessionPlan {
            title,
            description: text(self.description, MAX_DESCRIPTION_LENGTH, "description")?,
            thumbnail_url: web_address(text(self.thumbnail_url, MAX_THUMBNAIL_URL_LENGTH, "thumbnailUrl")?)?,
            session_type: self.session_type,
            access_type,
            ppv_coin_price: price(access_type, self.ppv_coin_price.unwrap_or(0))?,
            scheduled_at: time_to_come(self.scheduled_at.as_deref(), now)?,
            chat_enabled: self.chat_enabled.unwrap_or(true),
            gifts_enabled: self.gifts_enabled.unwrap_or(true),
            guest_enabled: self.guest_enabled.unwrap_or(true),
            max_guests: u8::try_from(max_guests)
                .ok()
                .filter(|guests| *guests <= MAX_GUESTS)
                .ok_or_else(|| invalid("maxGuests"))?,
            recording_enabled: self.recording_enabled.unwrap_or(false),
        })
    }
}

fn invalid(field: &str) -> Refusal {
    Refusal::InvalidField { field: field.to_owned() }
}

/// A text without blanks around it; nothing left of it counts as absent, marks of no width included. Control characters
/// other than line breaks and tabs have no place in what phones show, and Postgres cannot store a NUL.
fn text(value: Option<String>, max_length: usize, field: &str) -> Result<Option<String>, Refusal> {
    let Some(value) = value else { return Ok(None) };
    let value = value.replace("\r\n", "\n").replace('\t', " ").trim().to_owned();
    if value.chars().all(|char| char.is_whitespace() || is_invisible(char)) {
        return Ok(None);
    }
    let usable = value.chars().count() <= max_length && !value.chars().any(|char| char.is_control() && char != '\n');
    if usable { Ok(Some(value)) } else { Err(invalid(field)) }
}

/// Marks that take no room: joiners, direction marks, word joiners, a byte order mark.
fn is_invisible(char: char) -> bool {
    matches!(char, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

fn web_address(value: Option<String>) -> Result<Option<String>, Refusal> {
    let usable = |address: &String| {
        let host = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme)).unwrap_or_default();
        host.starts_with(char::is_alphanumeric) && !address.contains(char::is_whitespace)
    };
    match value {
        Some(address) if !usable(&address) => Err(invalid("thumbnailUrl")),
        other => Ok(other),
    }
}

/// Only pay-per-view has a price. The app sends 0 with every other kind, and may send an old price along with it.
fn price(access_type: AccessType, asked: i64) -> Result<Coins, Refusal> {
    if access_type != AccessType::PayPerView {
        return Ok(Coins::ZERO);
    }
    Coins::try_from(asked).ok().filter(|price| *price > Coins::ZERO).ok_or_else(|| invalid("ppvCoinPrice"))
}

fn time_to_come(value: Option<&str>, now: OffsetDateTime) -> Result<Option<OffsetDateTime>, Refusal> {
    let Some(text) = value else { return Ok(None) };
    // Postgres takes no offset of 16 hours or more
    let at = OffsetDateTime::parse(text, &Rfc3339).ok().and_then(|at| at.checked_to_offset(UtcOffset::UTC));
    at.filter(|at| now < *at && *at - now <= MAX_TIME_AHEAD).map(Some).ok_or_else(|| invalid("scheduledAt"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-21 12:00 UTC);

    fn plan(fields: &Value) -> Result<SessionPlan, Refusal> {
        let mut body = json!({ "title": "Canlı", "sessionType": "video_live" });
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        serde_json::from_value::<CreateSession>(body).map_err(|_| Refusal::MalformedBody)?.plan(NOW)
    }

    #[test]
    fn what_is_left_out_has_the_defaults_the_app_shows() {
        let plan = plan(&json!({})).unwrap();
        assert_eq!(
            plan,
            SessionPlan {
                title: "Canlı".to_owned(),
                description: None,
                thumbnail_url: None,
                session_type: SessionType::VideoLive,
                access_type: AccessType::Public,
                ppv_coin_price: Coins::ZERO,
                scheduled_at: None,
                chat_enabled: true,
                gifts_enabled: true,
                guest_enabled: true,
                max_guests: 3,
                recording_enabled: false,
            }
        );
    }

    #[test]
    fn a_field_that_cannot_be_used_is_named() {
        for (field, value) in [
            ("title", json!("  ")),
            ("title", json!(null)),
            ("title", json!("ş".repeat(101))),
            ("title", json!("a\u{0}b")),
            ("description", json!("x".repeat(2001))),
            ("thumbnailUrl", json!("javascript:alert(1)")),
            ("thumbnailUrl", json!("https://a b")),
            ("maxGuests", json!(11)),
            ("maxGuests", json!(-1)),
            ("title", json!(" \u{200b}\u{feff} ")),
            ("thumbnailUrl", json!("https://")),
            ("thumbnailUrl", json!("https:///x.png")),
            ("scheduledAt", json!("yarın")),
            ("scheduledAt", json!("2028-01-01T00:00:00Z")),
            ("scheduledAt", json!("9999-12-31T23:59:59-01:00")),
            ("scheduledAt", json!("2026-11-21T12:00:00Z")),
        ] {
            assert_eq!(plan(&json!({ field: value })), Err(invalid(field)), "{field}: {value}");
        }
        let kept =
            plan(&json!({ "title": format!("  {}  ", "ş".repeat(100)), "scheduledAt": "2026-11-21T15:00:01+03:00" }));
        let kept = kept.unwrap();
        assert_eq!(kept.title.chars().count(), 100);
        assert_eq!(kept.scheduled_at, Some(datetime!(2026-11-21 12:00:01 UTC)));
        let far_east = plan(&json!({ "scheduledAt": "2026-11-22T12:00:00+23:59" })).unwrap();
        assert_eq!(far_east.scheduled_at, Some(datetime!(2026-11-21 12:01 UTC)));
        assert_eq!(far_east.scheduled_at.map(OffsetDateTime::offset), Some(UtcOffset::UTC));
        let lines = plan(&json!({ "description": "bir\r\niki\tüç" })).unwrap();
        assert_eq!(lines.description.as_deref(), Some("bir\niki üç"));
        assert_eq!(
            plan(&json!({ "thumbnailUrl": " ", "description": " \u{200b}" })).unwrap(),
            plan(&json!({})).unwrap()
        );
    }

    #[test]
    fn pay_per_view_needs_a_whole_price_of_at_least_one_coin() {
        let price = |value: Value| plan(&json!({ "accessType": "pay_per_view", "ppvCoinPrice": value }));
        assert_eq!(price(json!(1)).unwrap().ppv_coin_price.get(), 1);
        for bad in [json!(0), json!(-5), json!(null), json!(i64::from(i32::MAX) + 1)] {
            assert_eq!(price(bad.clone()), Err(invalid("ppvCoinPrice")), "{bad}");
        }
        assert_eq!(price(json!(1.5)), Err(Refusal::MalformedBody));
        // the app sends the price field along with every kind of access
        for kind in ["public", "subscribers_only"] {
            for ignored in [0, 50, -5] {
                let plan = plan(&json!({ "accessType": kind, "ppvCoinPrice": ignored })).unwrap();
                assert_eq!(plan.ppv_coin_price, Coins::ZERO);
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_is_planned_fits_its_columns(
            title in ".{0,120}", description in proptest::option::of(".{0,50}"), price in any::<i64>(), guests in -3..20_i64,
            access in prop::sample::select(vec!["public", "subscribers_only", "pay_per_view"]),
        ) {
            let fields = json!({
                "title": title, "description": description, "accessType": access, "ppvCoinPrice": price, "maxGuests": guests,
            });
            if let Ok(plan) = plan(&fields) {
                prop_assert!((1..=100).contains(&plan.title.chars().count()));
                prop_assert!(!plan.title.contains('\0'));
                prop_assert!(plan.max_guests <= 10);
                prop_assert_eq!(plan.ppv_coin_price > Coins::ZERO, access == "pay_per_view");
            }
        }
    }
}
