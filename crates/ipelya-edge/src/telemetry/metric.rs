//! What is measured: the metrics that a line of the log carries.

use serde::ser::{Serialize, SerializeMap, Serializer};

macro_rules! metrics {
    ($($(#[doc = $doc:literal])+ $metric:ident => $name:literal in $unit:ident,)+) => {
        /// What is measured of a request or a scheduled job. Within one of them, what is told twice is added up.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Metric {
            $($(#[doc = $doc])+ $metric,)+
        }

        impl Metric {
            /// All of them, in the order of a line.
            pub const ALL: &[Self] = &[$(Self::$metric),+];

            /// Its name in the line and in `CloudWatch`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$metric => $name),+ }
            }

            /// Its unit, as `CloudWatch` calls it.
            pub const fn unit(self) -> &'static str {
                match self { $(Self::$metric => stringify!($unit)),+ }
            }
        }
    };
}

metrics! {
    /// Requests, and runs of a schedule.
    Requests => "requests" in Count,
    /// Those answered 5xx, and runs that failed.
    Faults => "faults" in Count,
    /// Those refused, by code. The others are by function.
    Refusals => "refusals" in Count,
    /// Time until the answers of Postgres, or of PostgREST before it.
    Postgres => "postgres_ms" in Milliseconds,
    /// Connections to Postgres itself that could not be opened.
    ConnectionsFailed => "connections_failed" in Count,
    /// Time until answers of LiveKit's server API.
    LiveKit => "livekit_ms" in Milliseconds,
    /// Time until answers of the store of recordings.
    Store => "store_ms" in Milliseconds,
    /// Time until the project's signing keys were there.
    KeyServer => "key_server_ms" in Milliseconds,
    /// Time until Expo's answers.
    Expo => "expo_ms" in Milliseconds,
    /// Time until SES's answers.
    Ses => "ses_ms" in Milliseconds,
    /// Time until Stripe's answers.
    Stripe => "stripe_ms" in Milliseconds,
    /// Payments of another sum or currency than was asked for.
    PaymentMismatches => "payment_mismatches" in Count,
    /// Payments that Stripe could not be asked about.
    PaymentsUnasked => "payments_unasked" in Count,
    /// From the second that LiveKit gives an event to its being applied.
    WebhookLag => "webhook_lag_ms" in Milliseconds,
    /// What a sweep mended: each is a webhook that was lost.
    Repairs => "repairs" in Count,
    /// Steps of a sweep that failed.
    FailedSteps => "failed_steps" in Count,
    /// How often `live_tick()` was late and was made up for.
    LateTicks => "late_ticks" in Count,
    /// Coins charged in the whole minute before, whatever for.
    CoinsMoved => "coins_moved" in Count,
    /// Pushes that wait to be sent.
    PushesDue => "pushes_due" in Count,
    /// How long the oldest of them waits.
    OldestPush => "oldest_push_ms" in Milliseconds,
    /// Batches that Expo did not take.
    PushesRefused => "pushes_refused" in Count,
    /// Mails that SES did not take.
    MailsRefused => "mails_refused" in Count,
}

/// What was measured.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Measures([Option<f64>; Metric::ALL.len()]);

impl Measures {
    pub(super) fn add(&mut self, metric: Metric, amount: f64) {
        if let Some(place) = self.0.get_mut(metric as usize) {
            *place = Some(place.unwrap_or(0.0) + amount);
        }
    }

    /// What was measured, in the order of a line.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Metric, f64)> {
        Metric::ALL.iter().zip(self.0).filter_map(|(metric, amount)| Some((*metric, amount?)))
    }
}

impl Serialize for Measures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (metric, amount) in self.iter() {
            map.serialize_entry(metric.name(), &amount)?;
        }
        map.end()
    }
}
