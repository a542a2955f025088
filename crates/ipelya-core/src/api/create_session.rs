//! `create-live-session`: what is asked for, and the plan that is made of it.

use serde::{Deserialize, Serialize};
use time::Duration;

use super::fields::{Number, Text, text_or_blank};
use crate::coins::Coins;
use crate::refusal::Refusal;
use crate::session::{AccessType, SessionType};
use crate::timestamp::Timestamp;

#[cfg(feature = "schema")]
use super::fields::Blank;

/// Up to 100 characters.
type Title = Text<100>;
/// Up to 2 000 characters.
type Description = Text<2000>;
/// Up to 2 048 characters; what browsers and gateways take for certain.
type WebAddress = Text<2048>;
/// How many may be on stage beside the host.
type Guests = Number<0, 10>;

/// The longest time ahead that a session can be announced for.
pub const MAX_TIME_AHEAD: Duration = Duration::days(366);
/// Guests on stage unless the request says otherwise; what the app's documents and its UI assume.
const DEFAULT_GUESTS: u16 = 3;

/// `create-live-session` as it arrives. [`CreateSession::plan`] makes a usable plan of it, or refuses.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = priced_if_pay_per_view))]
#[serde(rename_all = "camelCase")]
pub struct CreateSession {
    title: Title,
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Description>>"))]
    description: Option<Description>,
    /// An `https` or `http` address.
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<WebAddress>>", regex(pattern = WEB_ADDRESS)))]
    thumbnail_url: Option<WebAddress>,
    session_type: SessionType,
    /// `public` if left out.
    access_type: Option<AccessType>,
    /// At least 1 for `pay_per_view`; not read otherwise.
    ppv_coin_price: Option<i64>,
    /// When it is announced for, at most 366 days ahead; left out, it goes on air at once.
    scheduled_at: Option<Timestamp>,
    /// On if left out.
    chat_enabled: Option<bool>,
    /// On if left out.
    gifts_enabled: Option<bool>,
    /// On if left out.
    guest_enabled: Option<bool>,
    /// 3 if left out.
    max_guests: Option<Guests>,
    /// Off if left out.
    recording_enabled: Option<bool>,
}

/// What [`web_address`] takes, as the API document says it, which names hosts in ASCII only.
#[cfg(feature = "schema")]
const WEB_ADDRESS: &str = r"^(https?://[0-9A-Za-z][^\s\u0000-\u0020\u007f-\u00a0]*)?$";

/// Says in the API document what [`price`] asks for.
#[cfg(feature = "schema")]
pub(super) fn priced_if_pay_per_view(schema: &mut schemars::Schema) {
    let is_priced = serde_json::json!({
        "properties": { "accessType": { "const": AccessType::PayPerView } }, "required": ["accessType"],
    });
    let price = serde_json::json!({ "type": "integer", "minimum": 1, "maximum": Coins::MAX });
    let has_a_price = serde_json::json!({ "properties": { "ppvCoinPrice": price }, "required": ["ppvCoinPrice"] });
    schema.insert("if".to_owned(), is_priced);
    schema.insert("then".to_owned(), has_a_price);
}

/// A session about to be created, every field in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the app")]
pub struct SessionPlan {
    pub title: Title,
    pub description: Option<Description>,
    pub thumbnail_url: Option<WebAddress>,
    pub session_type: SessionType,
    pub access_type: AccessType,
    /// At least 1 for pay-per-view, else 0.
    pub ppv_coin_price: Coins,
    /// When it is announced for; `None` goes on air at once.
    pub scheduled_at: Option<Timestamp>,
    pub chat_enabled: bool,
    pub gifts_enabled: bool,
    pub guest_enabled: bool,
    pub max_guests: u16,
    pub recording_enabled: bool,
}

impl CreateSession {
    /// What the request asks for, with the defaults of what it leaves out. Names the first field that cannot be used.
    ///
    /// `now` tells whether a scheduled time is in the future: a time that has passed cannot be announced.
    pub fn plan(self, now: Timestamp) -> Result<SessionPlan, Refusal> {
        let access_type = self.access_type.unwrap_or(AccessType::Public);
        Ok(SessionPlan {
            title: self.title,
            description: self.description,
            thumbnail_url: web_address(self.thumbnail_url)?,
            session_type: self.session_type,
            access_type,
            ppv_coin_price: price(access_type, self.ppv_coin_price.unwrap_or(0))?,
            scheduled_at: time_to_come(self.scheduled_at, now)?,
            chat_enabled: self.chat_enabled.unwrap_or(true),
            gifts_enabled: self.gifts_enabled.unwrap_or(true),
            guest_enabled: self.guest_enabled.unwrap_or(true),
            max_guests: self.max_guests.map_or(DEFAULT_GUESTS, Guests::get),
            recording_enabled: self.recording_enabled.unwrap_or(false),
        })
    }
}

fn invalid(field: &str) -> Refusal {
    Refusal::InvalidField { field: field.to_owned() }
}

fn web_address(value: Option<WebAddress>) -> Result<Option<WebAddress>, Refusal> {
    let is_usable = |address: &WebAddress| {
        let host = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme)).unwrap_or_default();
        host.starts_with(char::is_alphanumeric) && !address.contains(char::is_whitespace)
    };
    match value {
        Some(address) if !is_usable(&address) => Err(invalid("thumbnailUrl")),
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

fn time_to_come(at: Option<Timestamp>, now: Timestamp) -> Result<Option<Timestamp>, Refusal> {
    let is_to_come = |at: &Timestamp| now < *at && *at - now <= MAX_TIME_AHEAD;
    match at {
        Some(at) if !is_to_come(&at) => Err(invalid("scheduledAt")),
        other => Ok(other),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, from_value, json};
    use time::macros::datetime;

    use super::*;

    const NOW: Timestamp = Timestamp::new(datetime!(2026-11-21 12:00 UTC));

    fn plan(fields: &Value) -> Result<SessionPlan, Refusal> {
        let mut body = json!({ "title": "Canlı", "sessionType": "video_live" });
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let request: CreateSession = serde_path_to_error::deserialize(body).map_err(|error| {
            let missing = error.inner().to_string().starts_with("missing field `title`");
            invalid(if missing { "title".to_owned() } else { error.path().to_string() }.as_str())
        })?;
        request.plan(NOW)
    }

    #[test]
    fn what_is_left_out_has_the_defaults_the_app_shows() {
        let plan = plan(&json!({})).unwrap();
        assert_eq!(
            plan,
            SessionPlan {
                title: from_value(json!("Canlı")).unwrap(),
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
        assert_eq!(kept.scheduled_at, Some(Timestamp::new(datetime!(2026-11-21 12:00:01 UTC))));
        let far_east = plan(&json!({ "scheduledAt": "2026-11-22T12:00:00+23:59" })).unwrap();
        assert_eq!(far_east.scheduled_at, Some(Timestamp::new(datetime!(2026-11-21 12:01 UTC))));
        assert_eq!(serde_json::to_value(far_east.scheduled_at).unwrap(), json!("2026-11-21T12:01:00Z"));
        let lines = plan(&json!({ "description": "bir\r\niki\rüç\tdört" })).unwrap();
        assert_eq!(lines.description.as_deref(), Some("bir\niki\nüç dört"));
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
        assert_eq!(price(json!(1.5)), Err(invalid("ppvCoinPrice")));
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
