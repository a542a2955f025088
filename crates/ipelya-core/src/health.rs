//! How the service is: which of its parts are well, and of what staff is to be alerted.
//!
//! The figures are the database's (`live_ops_health`); what follows from them is here. The bounds are those of the
//! operations documents, as far as what they are about can be seen from the database: error rates, latency and the load
//! of Postgres are the platform's own alarms.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::timestamp::Timestamp;

/// The tick is due every few seconds.
const TICK_LATE_SECONDS: u32 = 60;
/// The sweep is due every minute; one may be lost.
const SWEEP_LATE_SECONDS: u32 = 180;
/// LiveKit reports within a second or two. What it repeats comes later.
const WEBHOOK_LATE_SECONDS: u32 = 60;
/// What an older event says of how late they come is no news.
const WEBHOOK_RECENT_SECONDS: u32 = 900;

/// How a part of the service is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    Healthy,
    /// It works, but late.
    Degraded,
    Down,
    /// Nobody could be asked.
    Unknown,
}

impl Condition {
    const fn on_time(is_on_time: bool) -> Self {
        if is_on_time { Self::Healthy } else { Self::Degraded }
    }

    const fn up(is_up: bool) -> Self {
        if is_up { Self::Healthy } else { Self::Down }
    }
}

/// The parts of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Checks {
    /// Postgres, by way of PostgREST.
    pub database: Condition,
    pub livekit: Condition,
    /// Whether broadcasts are taken in.
    pub realtime: Condition,
    /// What writes deadlines down.
    pub tick: Condition,
    /// What mends lost webhooks.
    pub sweep: Condition,
    /// How late LiveKit's reports come.
    pub webhooks: Condition,
    /// Notifications that should have been sent.
    pub push: Condition,
}

impl Checks {
    /// What the figures say; without any, the database is down.
    pub fn of(figures: Option<&Figures>, livekit_is_up: bool) -> Self {
        let of = |judge: fn(&Figures) -> Condition| figures.map_or(Condition::Unknown, judge);
        Self {
            database: Condition::up(figures.is_some()),
            livekit: Condition::up(livekit_is_up),
            realtime: of(|it| Condition::up(it.realtime)),
            tick: of(|it| Condition::on_time(it.tick.is_within(TICK_LATE_SECONDS))),
            sweep: of(|it| Condition::on_time(it.sweep.seen.is_within(SWEEP_LATE_SECONDS))),
            webhooks: of(|it| Condition::on_time(!it.webhook.is_late())),
            push: of(|it| Condition::on_time(!it.stuck.contains_key("unsent_push"))),
        }
    }

    /// Whether there is nothing to be said against it.
    pub fn are_healthy(self) -> bool {
        self.named().into_iter().all(|(_, condition)| condition == Condition::Healthy)
    }

    const fn named(self) -> [(&'static str, Condition); 7] {
        [
            ("database", self.database),
            ("livekit", self.livekit),
            ("realtime", self.realtime),
            ("tick", self.tick),
            ("sweep", self.sweep),
            ("webhooks", self.webhooks),
            ("push", self.push),
        ]
    }
}

/// What the database knows of the service (`live_ops_health`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figures {
    realtime: bool,
    tick: Seen,
    sweep: Sweeps,
    webhook: Webhooks,
    push: Backlog,
    /// How much there is of each kind that should have been done a while ago.
    stuck: BTreeMap<String, u32>,
}

impl Figures {
    /// Rooms and sessions that have lost each other.
    fn orphans(&self) -> u32 {
        ["session_without_room", "room_of_ended_session", "room_of_ended_call"]
            .iter()
            .filter_map(|kind| self.stuck.get(*kind))
            .sum()
    }
}

/// When something was last seen to run; `null`: never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Seen {
    at: Option<Timestamp>,
    seconds_ago: Option<u32>,
}

impl Seen {
    fn is_within(&self, seconds: u32) -> bool {
        self.seconds_ago.is_some_and(|ago| ago <= seconds)
    }
}

/// The sweeper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Sweeps {
    #[serde(flatten)]
    seen: Seen,
    /// Of a quarter of an hour.
    errors: u32,
}

/// LiveKit's events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Webhooks {
    #[serde(flatten)]
    seen: Seen,
    /// How long the last one was under way.
    lag_seconds: Option<u32>,
    /// Of a quarter of an hour, like what follows.
    errors: u32,
    /// How often somebody came in.
    joined: u32,
    /// How often somebody tried and never did.
    aborted: u32,
}

impl Webhooks {
    fn is_late(&self) -> bool {
        self.seen.is_within(WEBHOOK_RECENT_SECONDS) && self.lag_seconds.is_some_and(|lag| lag > WEBHOOK_LATE_SECONDS)
    }
}

/// Notifications that wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Backlog {
    waiting: u32,
    oldest_at: Option<Timestamp>,
}

/// How near something is to its bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Normal,
    Warning,
    Critical,
}

impl Level {
    /// Beyond one bound or both.
    fn beyond(number: u32, warning: u32, critical: u32) -> Self {
        match number {
            _ if number > critical => Self::Critical,
            _ if number > warning => Self::Warning,
            _ => Self::Normal,
        }
    }

    /// Of what of a quota is used: from three quarters on, and from nine tenths on.
    pub fn of_quota(percent: u32) -> Self {
        Self::beyond(percent, 74, 89)
    }
}

/// Something that staff is to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Alert {
    /// What it is about, the same every time: `quota_rooms`, `livekit`, `orphans`.
    id: String,
    level: Level,
    /// In Turkish.
    title: &'static str,
    /// In Turkish, with the number.
    message: String,
}

/// A quota and how much of it is used: its name, per cent.
pub type QuotaUse<'a> = (&'a str, u32);

/// What staff is to be alerted of, the worst first.
pub fn alerts(checks: Checks, figures: &Figures, pending_reports: u32, quotas: &[QuotaUse<'_>]) -> Vec<Alert> {
    let alert = |id: &str, level, title, message| Alert { id: id.to_owned(), level, title, message };
    let parts = checks.named().into_iter().filter_map(|(part, condition)| match condition {
        Condition::Healthy | Condition::Unknown => None,
        Condition::Degraded => Some(alert(part, Level::Warning, "Gecikme", format!("{part} gecikiyor."))),
        Condition::Down => Some(alert(part, Level::Critical, "Kesinti", format!("{part} yanıt vermiyor."))),
    });
    let quotas = quotas.iter().map(|(quota, percent)| {
        let message = format!("Kotanın yüzde {percent} kadarı kullanıldı: {quota}.");
        alert(&format!("quota_{quota}"), Level::of_quota(*percent), "Kota doluyor", message)
    });
    let (joined, aborted) = (figures.webhook.joined, figures.webhook.aborted);
    let attempts = joined.saturating_add(aborted);
    let lost_percent = u64::from(aborted) * 100 / u64::from(attempts.max(1));
    // of a handful of people one is no rate
    let loses_many = attempts >= 20 && lost_percent > 5;
    let counts = [
        (
            "orphans",
            Level::beyond(figures.orphans(), 5, 10),
            "Sahipsiz oda veya yayın",
            format!("{} oda veya yayın eşini kaybetti.", figures.orphans()),
        ),
        (
            "pending_reports",
            Level::beyond(pending_reports, 10, u32::MAX),
            "Bekleyen şikâyetler",
            format!("{pending_reports} şikâyet bekliyor."),
        ),
        (
            "connections",
            if loses_many { Level::Warning } else { Level::Normal },
            "Bağlantı hataları",
            format!("Son 15 dakikadaki {attempts} bağlantı denemesinin {aborted} tanesi kurulamadı."),
        ),
        (
            "webhook_errors",
            Level::beyond(figures.webhook.errors, 0, u32::MAX),
            "İşlenemeyen olaylar",
            format!("Son 15 dakikada {} LiveKit olayı işlenemedi.", figures.webhook.errors),
        ),
        (
            "sweep_errors",
            Level::beyond(figures.sweep.errors, 0, u32::MAX),
            "Onarım hataları",
            format!("Son 15 dakikada {} onarım turu başarısız oldu.", figures.sweep.errors),
        ),
    ];
    let counts = counts.into_iter().map(|(id, level, title, message)| alert(id, level, title, message));
    let mut alerts: Vec<Alert> = parts.chain(quotas).chain(counts).filter(|it| it.level > Level::Normal).collect();
    alerts.sort_by_key(|alert| std::cmp::Reverse(alert.level));
    alerts
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// Nothing to be said against it, but for these.
    fn figures(but: &Value) -> Figures {
        let seen = json!({ "at": "2030-01-01T12:00:00Z", "seconds_ago": 1 });
        let mut sound = json!({
            "realtime": true,
            "tick": seen,
            "sweep": { "at": "2030-01-01T12:00:00Z", "seconds_ago": 180, "errors": 0 },
            "webhook": {
                "at": "2030-01-01T12:00:00Z", "seconds_ago": 900, "lag_seconds": 60, "errors": 0, "joined": 19, "aborted": 1,
            },
            "push": { "waiting": 3, "oldest_at": null },
            "stuck": { "session_without_room": 3, "room_of_ended_call": 2 },
        });
        for (name, value) in but.as_object().unwrap() {
            match (sound[name].as_object_mut(), value) {
                (Some(whole), Value::Object(parts)) => whole.extend(parts.clone()),
                _ => sound[name] = value.clone(),
            }
        }
        serde_json::from_value(sound).unwrap()
    }

    fn told(figures: &Figures, livekit_is_up: bool) -> Vec<(String, Level)> {
        let checks = Checks::of(Some(figures), livekit_is_up);
        let alerts = alerts(checks, figures, 10, &[("rooms", 74)]);
        alerts.into_iter().map(|alert| (alert.id, alert.level)).collect()
    }

    #[test]
    fn at_every_bound_it_is_still_well() {
        let sound = figures(&json!({}));
        assert!(Checks::of(Some(&sound), true).are_healthy());
        assert_eq!(told(&sound, true), []);
    }

    #[test]
    fn each_part_beyond_its_bound_is_told_by_its_name() {
        let never = json!({ "at": null, "seconds_ago": null });
        for (part, but, condition) in [
            ("realtime", json!({ "realtime": false }), Condition::Down),
            ("tick", json!({ "tick": { "seconds_ago": 61 } }), Condition::Degraded),
            ("tick", json!({ "tick": never }), Condition::Degraded),
            ("sweep", json!({ "sweep": { "seconds_ago": 181 } }), Condition::Degraded),
            ("sweep", json!({ "sweep": never }), Condition::Degraded),
            ("webhooks", json!({ "webhook": { "lag_seconds": 61 } }), Condition::Degraded),
            ("push", json!({ "stuck": { "unsent_push": 1 } }), Condition::Degraded),
        ] {
            let figures = figures(&but);
            let checks = Checks::of(Some(&figures), true);
            let ill: Vec<_> = checks.named().into_iter().filter(|(_, it)| *it != Condition::Healthy).collect();
            assert_eq!(ill, [(part, condition)]);
            let level = if condition == Condition::Down { Level::Critical } else { Level::Warning };
            assert_eq!(told(&figures, true), [(part.to_owned(), level)]);
        }
        assert_eq!(told(&figures(&json!({})), false), [("livekit".to_owned(), Level::Critical)]);
    }

    #[test]
    fn what_was_late_an_hour_ago_and_what_never_came_is_not_late() {
        for webhook in
            [json!({ "seconds_ago": 901, "lag_seconds": 3600 }), json!({ "seconds_ago": null, "lag_seconds": null })]
        {
            assert!(Checks::of(Some(&figures(&json!({ "webhook": webhook }))), true).are_healthy());
        }
    }

    #[test]
    fn without_the_database_nothing_is_known_but_livekit() {
        let checks = Checks::of(None, true);
        assert_eq!((checks.database, checks.livekit), (Condition::Down, Condition::Healthy));
        assert_eq!(
            (checks.realtime, checks.tick, checks.push),
            (Condition::Unknown, Condition::Unknown, Condition::Unknown)
        );
        assert!(!checks.are_healthy());
    }

    #[test]
    fn counts_beyond_their_bounds_are_told() {
        for (id, but, level) in [
            ("orphans", json!({ "stuck": { "room_of_ended_session": 1 } }), Level::Warning),
            ("orphans", json!({ "stuck": { "room_of_ended_session": 6 } }), Level::Critical),
            ("connections", json!({ "webhook": { "joined": 18, "aborted": 2 } }), Level::Warning),
            ("webhook_errors", json!({ "webhook": { "errors": 1 } }), Level::Warning),
            ("sweep_errors", json!({ "sweep": { "errors": 1 } }), Level::Warning),
        ] {
            assert_eq!(told(&figures(&but), true), [(id.to_owned(), level)]);
        }
        // all of nineteen failed: too few to tell
        assert_eq!(told(&figures(&json!({ "webhook": { "joined": 0, "aborted": 19 } })), true), []);
        // sixteen failed of seventeen, and one quarter-hour later it was three of fifty-nine
        assert_eq!(told(&figures(&json!({ "webhook": { "joined": 56, "aborted": 3 } })), true), []);
    }

    #[test]
    fn reports_and_quotas_are_told_with_the_worst_first() {
        let sound = figures(&json!({}));
        let quotas = [("rooms", 75), ("participant_minutes", 90), ("egress_minutes", 74)];
        let alerts = alerts(Checks::of(Some(&sound), true), &sound, 11, &quotas);
        let told: Vec<_> = alerts.iter().map(|alert| (alert.id.as_str(), alert.level)).collect();
        assert_eq!(
            told,
            [
                ("quota_participant_minutes", Level::Critical),
                ("quota_rooms", Level::Warning),
                ("pending_reports", Level::Warning)
            ]
        );
    }
}
