//! Settings: from the environment, or from secrets of Secrets Manager.
//!
//! | setting | meaning | default |
//! |---|---|---|
//! | `SUPABASE_URL` | the project's base URL | required |
//! | `SUPABASE_SERVICE_ROLE_KEY` | key of the service role; secret | required |
//! | `IPELYA_REST_URL` | where PostgREST is, if it is not below the project's URL: `https://…` or `http://…` | `SUPABASE_URL` with `/rest/v1` |
//! | `IPELYA_DATABASE_URL` | `postgresql://user:password@host:port/database`: SQL functions are called there directly, not through PostgREST; secret | none |
//! | `IPELYA_DATABASE_CA` | PEM certificates by which that server is known; without it those that browsers know | none |
//! | `SUPABASE_JWT_SECRET` | legacy HS256 secret; leave out where user tokens are signed by asymmetric keys only; secret | none |
//! | `LIVEKIT_URL` | `wss://…`, also handed to clients | required |
//! | `LIVEKIT_API_URL` | where LiveKit's API is, if that is not where clients connect to: `https://…`, `http://…`, `wss://…` or `ws://…` | `LIVEKIT_URL` |
//! | `LIVEKIT_API_KEY`, `LIVEKIT_API_SECRET` | LiveKit's API key pair; secret | required |
//! | `SUPABASE_SERVICE_ROLE_KEY_PREVIOUS`, `SUPABASE_JWT_SECRET_PREVIOUS` | while a key is rotated: the one before it, which callers may still show; secret | none |
//! | `LIVEKIT_API_KEY_PREVIOUS`, `LIVEKIT_API_SECRET_PREVIOUS` | while the pair is rotated: the one before it, by which webhooks may still be signed; secret | none |
//! | `LIVEKIT_INGRESS` | `on` where LiveKit has a server for encoders (OBS and the like): channels get stream keys | none |
//! | `IPELYA_SECRET_ID` | one secret of Secrets Manager or several, separated by commas: JSON objects that hold any of these settings, none of them twice; the environment wins | none |
//! | `IPELYA_SECRET_MAX_AGE_SECONDS` | how long these secrets are used before they are looked at again, 1 to 300 s | 240 |
//! | `IPELYA_REFUSAL_STATUS` | `http`, or `ok` for installed apps that cannot read a refusal's body | `http` |
//! | `IPELYA_TOKEN_TTL_SECONDS` | life of a LiveKit token, 60 to 3600 s | 600 |
//! | `IPELYA_ROOM_MAX_PARTICIPANTS` | participants per room, 0 for no limit | 0 |
//! | `IPELYA_SWEEP_MAX_REQUESTS` | requests to LiveKit that one sweep may make, 10 to 10000 | 300 |
//! | `IPELYA_SWEEP_MAX_SECONDS` | time that one sweep may take with LiveKit, 2 to 600 s | 20 |
//! | `IPELYA_SWEEP_AWAY_EVERY_SECONDS` | how often a scheduled sweep asks again about those away, 1 to 60 s | 10 |
//! | `IPELYA_SWEEP_AWAY_FOR_SECONDS` | for how long it does, less than until the next one, 0 to 600 s | 50 |
//! | `PUSH_PROVIDER` | `expo`: the notifier sends pushes itself; otherwise the app's own pipeline does | none |
//! | `EXPO_ACCESS_TOKEN` | where Expo's enhanced push security is on; secret | none |
//! | `EXPO_URL` | Expo's base URL | `https://exp.host` |
//! | `IPELYA_NOTIFY_FOR_SECONDS` | for how long a scheduled notifier looks for pushes every second, 0 to 600 s | 60 |
//! | `MAIL_FROM` | `Name <address>` or an address, in ASCII: the notifier sends mails to followers, through Amazon SES; without it none are sent | none |
//! | `MAIL_LINK_URL` | the web page of channels, without the slug after it | none |
//! | `MAIL_UNSUBSCRIBE_URL` | `…/api/live/unsubscribe` of this API, as readers of mails reach it | none |
//! | `MAIL_PER_SECOND` | mails sent in a second, 1 to 100; SES says how many an account may | 10 |
//! | `MAIL_API_URL` | SES's base URL | `https://email.<region>.amazonaws.com` |
//! | `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` | where SES is, and who asks it and the store of recordings; AWS sets them by itself; secret | none |
//! | `STRIPE_SECRET_KEY` | Stripe's secret key; without it nothing is paid by card; secret | none |
//! | `STRIPE_PUBLISHABLE_KEY` | the key that clients open Stripe with | none |
//! | `STRIPE_WEBHOOK_SECRET` | by which Stripe signs its events; secret | none |
//! | `STRIPE_WEBHOOK_SECRET_PREVIOUS` | the one before it, while it is rotated; secret | none |
//! | `STRIPE_RETURN_URL` | the page that Stripe's own pages lead back to | none |
//! | `STRIPE_API_URL` | Stripe's base URL | `https://api.stripe.com` |
//! | `AGENT_TOKEN_SECRET` | by which reports of what was said in support calls are known; at least 32 characters, and no other system's; without it no agent is sent into a call; secret | none |
//! | `AGENT_REPORT_URL` | `…/api/voice/transcript` of this API, as the agent reaches it: `https://…`, or `http://` on this machine | none |
//! | `AGENT_NAME` | by which LiveKit knows the workers that may be sent | `ipelya-support` |
//! | `LIVEKIT_RECORDING_BUCKET` | the private bucket of recordings; without it nothing is recorded, and what was is not to be had | none |
//! | `LIVEKIT_RECORDING_REGION` | where the bucket is; required with it | none |
//! | `LIVEKIT_RECORDING_ENDPOINT` | the store's base URL, where it is not Amazon's own but speaks its protocol; the bucket is then part of the path | none |
//! | `LIVEKIT_RECORDING_ACCESS` | as whom LiveKit's egress writes there: `egress`, by its own configuration, which names the same bucket; `assume_role`, as a role that it takes on; `keys`, which it is told with each recording | `egress` |
//! | `LIVEKIT_RECORDING_ROLE_ARN` | that role; required with `assume_role` | none |
//! | `LIVEKIT_RECORDING_EXTERNAL_ID` | what the role wants to be told by whoever takes it on; secret | none |
//! | `LIVEKIT_RECORDING_UPLOAD_KEY_ID`, `LIVEKIT_RECORDING_UPLOAD_SECRET` | keys that may put files below `v1/` and nothing else; required with `keys`; secret | none |
//! | `RUST_LOG` | log level of all but the line of each request | `info` |
//! | `IPELYA_METRICS_NAMESPACE` | where CloudWatch is to keep the metrics in that line | none |

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use http::Uri;
use tokio_postgres::config::{Host, SslMode};

use crate::secrets::SecretsError;

/// How many characters a secret that signs must have.
const MIN_TOKEN_SECRET: usize = 32;
/// Where Postgres listens if nothing else is said.
const POSTGRES_PORT: u16 = 5432;

/// A value that never shows up in logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The value itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// How a refusal by the rules of the product travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RefusalStatus {
    /// With its own HTTP status.
    #[default]
    Http,
    /// As HTTP 200, for functions whose installed clients only read a body that came with success.
    Ok,
}

/// Everything a function is told from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// `SUPABASE_URL`, without a trailing slash.
    pub supabase_url: String,
    /// `SUPABASE_SERVICE_ROLE_KEY`.
    pub supabase_service_role_key: Secret,
    /// `IPELYA_REST_URL`, without a trailing slash.
    pub rest_url: String,
    /// `IPELYA_DATABASE_URL` and `IPELYA_DATABASE_CA`.
    pub database: Option<Box<DatabaseSettings>>,
    /// `SUPABASE_JWT_SECRET`.
    pub supabase_jwt_secret: Option<Secret>,
    /// `SUPABASE_SERVICE_ROLE_KEY_PREVIOUS`.
    pub supabase_service_role_key_previous: Option<Secret>,
    /// `SUPABASE_JWT_SECRET_PREVIOUS`.
    pub supabase_jwt_secret_previous: Option<Secret>,
    /// `LIVEKIT_URL`.
    pub livekit_url: String,
    /// `LIVEKIT_API_URL`, or `LIVEKIT_URL`.
    pub livekit_api_url: String,
    /// `LIVEKIT_API_KEY`.
    pub livekit_api_key: String,
    /// `LIVEKIT_API_SECRET`.
    pub livekit_api_secret: Secret,
    /// `LIVEKIT_API_KEY_PREVIOUS` with `LIVEKIT_API_SECRET_PREVIOUS`.
    pub livekit_api_pair_previous: Option<(String, Secret)>,
    /// `LIVEKIT_INGRESS`.
    pub livekit_ingress: bool,
    /// `IPELYA_SECRET_MAX_AGE_SECONDS`.
    pub secret_max_age: Duration,
    /// `IPELYA_REFUSAL_STATUS`.
    pub refusal_status: RefusalStatus,
    /// `IPELYA_TOKEN_TTL_SECONDS`.
    pub token_ttl: Duration,
    /// `IPELYA_ROOM_MAX_PARTICIPANTS`.
    pub room_max_participants: u32,
    /// `IPELYA_SWEEP_MAX_REQUESTS`.
    pub sweep_max_requests: u32,
    /// `IPELYA_SWEEP_MAX_SECONDS`.
    pub sweep_max_time: Duration,
    /// How often a scheduled sweep asks again about hosts and call parties who are away.
    pub sweep_away_every: Duration,
    /// For how long it goes on asking.
    pub sweep_away_for: Duration,
    /// `PUSH_PROVIDER` and its own settings.
    pub push: Option<PushSettings>,
    /// `IPELYA_NOTIFY_FOR_SECONDS`.
    pub notify_for: Duration,
    /// `MAIL_FROM` and what goes with it.
    pub mail: Option<MailSettings>,
    /// `STRIPE_SECRET_KEY` and what goes with it.
    pub stripe: Option<StripeSettings>,
    /// `AGENT_TOKEN_SECRET` and what goes with it.
    pub agent: Option<AgentSettings>,
    /// `LIVEKIT_RECORDING_BUCKET` and what goes with it.
    pub recording: Option<RecordingSettings>,
}

/// Where Postgres is asked directly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseSettings {
    pub host: String,
    pub port: u16,
    /// Whether by TLS: everywhere but on this machine.
    pub is_encrypted: bool,
    /// Who asks, by which password, in which database.
    pub config: tokio_postgres::Config,
    /// `IPELYA_DATABASE_CA`.
    pub certificate_authority: Option<String>,
}

/// Where recordings are kept, and how LiveKit gets them there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordingSettings {
    pub store: StoreSettings,
    /// `LIVEKIT_RECORDING_ACCESS`.
    pub access: StoreAccess,
}

/// The store of recordings, and as whom we ask it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreSettings {
    /// `LIVEKIT_RECORDING_BUCKET`.
    pub bucket: String,
    /// `LIVEKIT_RECORDING_REGION`.
    pub region: String,
    /// `LIVEKIT_RECORDING_ENDPOINT`, without a trailing slash, where the store is not Amazon's own.
    pub endpoint: Option<String>,
    /// `AWS_ACCESS_KEY_ID`.
    pub access_key_id: String,
    /// `AWS_SECRET_ACCESS_KEY`.
    pub secret_access_key: Secret,
    /// `AWS_SESSION_TOKEN`, of credentials that end.
    pub session_token: Option<Secret>,
}

/// As whom LiveKit's egress writes to the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreAccess {
    /// By its own configuration: it is told of no store.
    Egress,
    /// As a role of ours, which it takes on.
    AssumeRole {
        /// `LIVEKIT_RECORDING_ROLE_ARN`.
        arn: String,
        /// `LIVEKIT_RECORDING_EXTERNAL_ID`.
        external_id: Option<Secret>,
    },
    /// With keys that may write and nothing else, which it is told each time.
    Keys {
        /// `LIVEKIT_RECORDING_UPLOAD_KEY_ID`.
        access_key_id: String,
        /// `LIVEKIT_RECORDING_UPLOAD_SECRET`.
        secret_access_key: Secret,
    },
}

/// How AI agents are sent into support calls, and what they report is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentSettings {
    /// `AGENT_TOKEN_SECRET`.
    pub token_secret: Secret,
    /// `AGENT_REPORT_URL`.
    pub report_url: String,
    /// `AGENT_NAME`.
    pub name: String,
}

/// How Stripe is asked, and known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StripeSettings {
    /// `STRIPE_API_URL`, without a trailing slash.
    pub url: String,
    /// `STRIPE_SECRET_KEY`.
    pub secret_key: Secret,
    /// `STRIPE_PUBLISHABLE_KEY`.
    pub publishable_key: String,
    /// `STRIPE_WEBHOOK_SECRET`, and `STRIPE_WEBHOOK_SECRET_PREVIOUS` if there is one.
    pub webhook_secrets: Vec<Secret>,
    /// `STRIPE_RETURN_URL`.
    pub return_url: String,
}

/// Where pushes are sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushSettings {
    /// `EXPO_URL`, without a trailing slash.
    pub url: String,
    /// `EXPO_ACCESS_TOKEN`.
    pub access_token: Option<Secret>,
}

/// How mails are sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// `MAIL_API_URL`, without a trailing slash.
    pub url: String,
    /// `AWS_REGION`.
    pub region: String,
    /// `AWS_ACCESS_KEY_ID`.
    pub access_key_id: String,
    /// `AWS_SECRET_ACCESS_KEY`.
    pub secret_access_key: Secret,
    /// `AWS_SESSION_TOKEN`, of credentials that end.
    pub session_token: Option<Secret>,
    /// `MAIL_FROM`.
    pub from: String,
    /// `MAIL_LINK_URL`, without a trailing slash.
    pub link_url: String,
    /// `MAIL_UNSUBSCRIBE_URL`, without a trailing slash.
    pub unsubscribe_url: String,
    /// `MAIL_PER_SECOND`.
    pub per_second: u32,
}

/// Why a function does not start.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Names every missing and every unusable setting at once, never a value of one.
    #[error("{}", problems(.missing, .invalid))]
    Incomplete {
        /// Required settings that are not there.
        missing: Vec<&'static str>,
        /// Settings that are there and cannot be used, with what they should be.
        invalid: Vec<String>,
    },
    /// The secrets named by `IPELYA_SECRET_ID` could not be read, or have a setting twice.
    #[error(transparent)]
    Secret(#[from] SecretsError),
}

fn problems(missing: &[&str], invalid: &[String]) -> String {
    let mut parts = Vec::new();
    if !missing.is_empty() {
        parts.push(format!("missing settings: {}", missing.join(", ")));
    }
    if !invalid.is_empty() {
        parts.push(format!("invalid settings: {}", invalid.join("; ")));
    }
    parts.join("; ")
}

impl Settings {
    /// Reads settings from anything that knows values by name. An empty value counts as absent.
    pub fn from_source(source: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let mut reader = Reader { source, missing: Vec::new(), invalid: Vec::new() };
        let settings = Self {
            supabase_url: reader.url("SUPABASE_URL", &["https://", "http://"]),
            supabase_service_role_key: Secret(reader.required("SUPABASE_SERVICE_ROLE_KEY")),
            rest_url: reader.rest_url(),
            database: reader.database().map(Box::new),
            supabase_jwt_secret: reader.optional("SUPABASE_JWT_SECRET").map(Secret),
            supabase_service_role_key_previous: reader.optional("SUPABASE_SERVICE_ROLE_KEY_PREVIOUS").map(Secret),
            supabase_jwt_secret_previous: reader.optional("SUPABASE_JWT_SECRET_PREVIOUS").map(Secret),
            livekit_url: reader.url("LIVEKIT_URL", &["wss://", "ws://"]),
            livekit_api_url: reader.livekit_api_url(),
            livekit_api_key: reader.required("LIVEKIT_API_KEY"),
            livekit_api_secret: Secret(reader.required("LIVEKIT_API_SECRET")),
            livekit_api_pair_previous: reader.pair("LIVEKIT_API_KEY_PREVIOUS", "LIVEKIT_API_SECRET_PREVIOUS"),
            livekit_ingress: match reader.optional("LIVEKIT_INGRESS").as_deref() {
                None => false,
                Some("on") => true,
                Some(_) => reader.reject("LIVEKIT_INGRESS is on or empty"),
            },
            secret_max_age: Duration::from_secs(reader.number("IPELYA_SECRET_MAX_AGE_SECONDS", 1, 300, 240)),
            refusal_status: match reader.optional("IPELYA_REFUSAL_STATUS").as_deref() {
                None | Some("http") => RefusalStatus::Http,
                Some("ok") => RefusalStatus::Ok,
                Some(_) => reader.reject("IPELYA_REFUSAL_STATUS is http or ok"),
            },
            token_ttl: Duration::from_secs(reader.number("IPELYA_TOKEN_TTL_SECONDS", 60, 3600, 600)),
            room_max_participants: reader.number("IPELYA_ROOM_MAX_PARTICIPANTS", 0, 1_000_000, 0),
            sweep_max_requests: reader.number("IPELYA_SWEEP_MAX_REQUESTS", 10, 10_000, 300),
            sweep_max_time: Duration::from_secs(reader.number("IPELYA_SWEEP_MAX_SECONDS", 2, 600, 20)),
            sweep_away_every: Duration::from_secs(reader.number("IPELYA_SWEEP_AWAY_EVERY_SECONDS", 1, 60, 10)),
            sweep_away_for: Duration::from_secs(reader.number("IPELYA_SWEEP_AWAY_FOR_SECONDS", 0, 600, 50)),
            push: reader.push(),
            notify_for: Duration::from_secs(reader.number("IPELYA_NOTIFY_FOR_SECONDS", 0, 600, 60)),
            mail: reader.mail(),
            stripe: reader.stripe(),
            agent: reader.agent(),
            recording: reader.recording(),
        };
        if reader.missing.is_empty() && reader.invalid.is_empty() {
            Ok(settings)
        } else {
            Err(SettingsError::Incomplete { missing: reader.missing, invalid: reader.invalid })
        }
    }
}

/// Collects every problem instead of stopping at the first.
struct Reader<S> {
    source: S,
    missing: Vec<&'static str>,
    invalid: Vec<String>,
}

impl<S: Fn(&str) -> Option<String>> Reader<S> {
    fn optional(&self, name: &str) -> Option<String> {
        (self.source)(name).filter(|value| !value.is_empty())
    }

    fn required(&mut self, name: &'static str) -> String {
        self.optional(name).unwrap_or_else(|| {
            self.missing.push(name);
            String::new()
        })
    }

    /// Both or neither.
    fn pair(&mut self, key: &str, secret: &str) -> Option<(String, Secret)> {
        match (self.optional(key), self.optional(secret)) {
            (Some(key), Some(secret)) => Some((key, Secret(secret))),
            (None, None) => None,
            _ => self.reject(&format!("{key} and {secret} come together")),
        }
    }

    fn url(&mut self, name: &'static str, schemes: &[&str]) -> String {
        let value = self.required(name);
        self.checked_url(name, &value, schemes)
    }

    fn checked_url(&mut self, name: &str, value: &str, schemes: &[&str]) -> String {
        if !value.is_empty() && !schemes.iter().any(|scheme| value.starts_with(scheme)) {
            self.invalid.push(format!("{name} starts with {}", schemes.join(" or ")));
        }
        value.trim_end_matches('/').to_owned()
    }

    fn push(&mut self) -> Option<PushSettings> {
        match self.optional("PUSH_PROVIDER").as_deref() {
            None => None,
            Some("expo") => {
                let url = self.optional("EXPO_URL").unwrap_or_else(|| "https://exp.host".to_owned());
                Some(PushSettings {
                    url: self.checked_url("EXPO_URL", &url, &["https://", "http://"]),
                    access_token: self.optional("EXPO_ACCESS_TOKEN").map(Secret),
                })
            }
            Some(_) => self.reject("PUSH_PROVIDER is expo or empty"),
        }
    }

    /// All of it, or nothing.
    fn mail(&mut self) -> Option<MailSettings> {
        let from = self.optional("MAIL_FROM")?;
        if !from.contains('@') || !from.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
            self.invalid.push("MAIL_FROM is an address, or a name and <address>, in ASCII".to_owned());
        }
        let region = self.required("AWS_REGION");
        let url = self.optional("MAIL_API_URL").unwrap_or_else(|| format!("https://email.{region}.amazonaws.com"));
        Some(MailSettings {
            url: self.checked_url("MAIL_API_URL", &url, &["https://", "http://"]),
            region,
            access_key_id: self.required("AWS_ACCESS_KEY_ID"),
            secret_access_key: Secret(self.required("AWS_SECRET_ACCESS_KEY")),
            session_token: self.optional("AWS_SESSION_TOKEN").map(Secret),
            from,
            link_url: self.url("MAIL_LINK_URL", &["https://", "http://"]),
            unsubscribe_url: self.url("MAIL_UNSUBSCRIBE_URL", &["https://", "http://"]),
            per_second: self.number("MAIL_PER_SECOND", 1, 100, 10),
        })
    }

    /// All of it, or nothing.
    fn stripe(&mut self) -> Option<StripeSettings> {
        let secret_key = Secret(self.optional("STRIPE_SECRET_KEY")?);
        let url = self.optional("STRIPE_API_URL").unwrap_or_else(|| "https://api.stripe.com".to_owned());
        let secrets = [
            self.required("STRIPE_WEBHOOK_SECRET"),
            self.optional("STRIPE_WEBHOOK_SECRET_PREVIOUS").unwrap_or_default(),
        ];
        Some(StripeSettings {
            url: self.checked_url("STRIPE_API_URL", &url, &["https://", "http://"]),
            secret_key,
            publishable_key: self.required("STRIPE_PUBLISHABLE_KEY"),
            webhook_secrets: secrets.into_iter().filter(|secret| !secret.is_empty()).map(Secret).collect(),
            return_url: self.url("STRIPE_RETURN_URL", &["https://", "http://"]),
        })
    }

    /// All of it, or nothing.
    fn agent(&mut self) -> Option<AgentSettings> {
        let token_secret = self.optional("AGENT_TOKEN_SECRET")?;
        if token_secret.chars().count() < MIN_TOKEN_SECRET {
            self.invalid.push(format!("AGENT_TOKEN_SECRET has at least {MIN_TOKEN_SECRET} characters"));
        }
        // the worker knows LiveKit's, and who signs users in is somebody else
        let others = ["LIVEKIT_API_SECRET", "SUPABASE_JWT_SECRET", "SUPABASE_SERVICE_ROLE_KEY"];
        if others.iter().any(|other| self.optional(other).is_some_and(|other| other == token_secret)) {
            self.invalid.push("AGENT_TOKEN_SECRET is a secret of its own".to_owned());
        }
        let report_url = self.required("AGENT_REPORT_URL");
        if !report_url.is_empty() && !keeps_a_token(&report_url) {
            self.invalid.push("AGENT_REPORT_URL starts with https://, or with http:// on this machine".to_owned());
        }
        let name = self.optional("AGENT_NAME").unwrap_or_else(|| "ipelya-support".to_owned());
        // LiveKit sends one without a name to whatever worker there is
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
            self.invalid.push("AGENT_NAME is letters, digits, - and _".to_owned());
        }
        Some(AgentSettings { token_secret: Secret(token_secret), report_url, name })
    }

    /// Where Postgres is asked directly, if it is.
    fn database(&mut self) -> Option<DatabaseSettings> {
        let url = self.optional("IPELYA_DATABASE_URL")?;
        let settings = database(&url, self.optional("IPELYA_DATABASE_CA"));
        if settings.is_none() {
            let rule = "IPELYA_DATABASE_URL is postgresql://user:password@host:port/database, without sslmode=disable \
                        but for this machine";
            self.invalid.push(rule.to_owned());
        }
        settings
    }

    /// Where PostgREST is: where every project of Supabase has it, unless something else is said.
    fn rest_url(&mut self) -> String {
        match self.optional("IPELYA_REST_URL") {
            Some(url) => self.checked_url("IPELYA_REST_URL", &url, &["https://", "http://"]),
            None => format!("{}/rest/v1", self.optional("SUPABASE_URL").unwrap_or_default().trim_end_matches('/')),
        }
    }

    /// Where LiveKit's API is, if that is not where clients connect to.
    fn livekit_api_url(&mut self) -> String {
        match self.optional("LIVEKIT_API_URL") {
            Some(url) => self.checked_url("LIVEKIT_API_URL", &url, &["https://", "http://", "wss://", "ws://"]),
            None => self.optional("LIVEKIT_URL").unwrap_or_default().trim_end_matches('/').to_owned(),
        }
    }

    /// All of it, or nothing.
    fn recording(&mut self) -> Option<RecordingSettings> {
        let bucket = self.optional("LIVEKIT_RECORDING_BUCKET")?;
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte);
        if !(3..=63).contains(&bucket.len()) || !bucket.bytes().all(is_plain) {
            self.invalid.push("LIVEKIT_RECORDING_BUCKET is a bucket's name".to_owned());
        }
        let endpoint = self.optional("LIVEKIT_RECORDING_ENDPOINT");
        let access = match self.optional("LIVEKIT_RECORDING_ACCESS").as_deref() {
            None | Some("egress") => StoreAccess::Egress,
            Some("assume_role") => StoreAccess::AssumeRole {
                arn: self.required("LIVEKIT_RECORDING_ROLE_ARN"),
                external_id: self.optional("LIVEKIT_RECORDING_EXTERNAL_ID").map(Secret),
            },
            Some("keys") => StoreAccess::Keys {
                access_key_id: self.required("LIVEKIT_RECORDING_UPLOAD_KEY_ID"),
                secret_access_key: Secret(self.required("LIVEKIT_RECORDING_UPLOAD_SECRET")),
            },
            Some(_) => {
                self.invalid.push("LIVEKIT_RECORDING_ACCESS is egress, assume_role or keys".to_owned());
                StoreAccess::Egress
            }
        };
        Some(RecordingSettings {
            store: StoreSettings {
                bucket,
                region: self.required("LIVEKIT_RECORDING_REGION"),
                endpoint: endpoint
                    .map(|url| self.checked_url("LIVEKIT_RECORDING_ENDPOINT", &url, &["https://", "http://"])),
                access_key_id: self.required("AWS_ACCESS_KEY_ID"),
                secret_access_key: Secret(self.required("AWS_SECRET_ACCESS_KEY")),
                session_token: self.optional("AWS_SESSION_TOKEN").map(Secret),
            },
            access,
        })
    }

    fn number<N>(&mut self, name: &str, least: N, most: N, default: N) -> N
    where
        N: Copy + PartialOrd + fmt::Display + std::str::FromStr,
    {
        let Some(text) = self.optional(name) else { return default };
        match text.parse() {
            Ok(number) if least <= number && number <= most => number,
            _ => {
                self.invalid.push(format!("{name} is a whole number from {least} to {most}"));
                default
            }
        }
    }

    fn reject<T: Default>(&mut self, rule: &str) -> T {
        self.invalid.push(rule.to_owned());
        T::default()
    }
}

/// Settings of a database from its address: one server, by name or number, and a password.
fn database(url: &str, certificate_authority: Option<String>) -> Option<DatabaseSettings> {
    let mut config: tokio_postgres::Config = url.parse().ok()?;
    let [Host::Tcp(host)] = config.get_hosts() else { return None };
    let host = host.clone();
    let ports = config.get_ports();
    let port = ports.first().copied().unwrap_or(POSTGRES_PORT);
    let is_whole = config.get_user().is_some() && config.get_password().is_some() && config.get_dbname().is_some();
    let is_here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    let is_plain = is_here && config.get_ssl_mode() != SslMode::Require;
    if !is_whole
        || ports.len() > 1
        || !config.get_hostaddrs().is_empty()
        || !is_plain && config.get_ssl_mode() == SslMode::Disable
    {
        return None;
    }
    config.ssl_mode(if is_plain { SslMode::Disable } else { SslMode::Require });
    if config.get_application_name().is_none() {
        config.application_name("ipelya-live");
    }
    Some(DatabaseSettings { host, port, is_encrypted: !is_plain, config, certificate_authority })
}

/// Whether a token that is sent there is read by nobody else: it is encrypted, or stays on this machine.
fn keeps_a_token(url: &str) -> bool {
    let Ok(url) = url.parse::<Uri>() else { return false };
    let (Some(authority), Some(host)) = (url.authority(), url.host()) else { return false };
    let is_here = host == "localhost" || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    let is_kept = url.scheme_str() == Some("https") || url.scheme_str() == Some("http") && is_here;
    is_kept && !authority.as_str().contains('@')
}

/// A secret for a test.
#[cfg(test)]
pub(crate) fn secret_of(value: &str) -> Secret {
    Secret(value.to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    const COMPLETE: [(&str, &str); 5] = [
        ("SUPABASE_URL", "https://project.example/"),
        ("SUPABASE_SERVICE_ROLE_KEY", "service-key"),
        ("LIVEKIT_URL", "wss://live.example"),
        ("LIVEKIT_API_KEY", "key"),
        ("LIVEKIT_API_SECRET", "livekit-secret"),
    ];

    fn read(changes: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let values: HashMap<&str, &str> = COMPLETE.iter().chain(changes).copied().collect();
        Settings::from_source(|name| values.get(name).map(|value| (*value).to_owned()))
    }

    #[test]
    fn the_required_settings_are_enough() {
        let settings = read(&[]).unwrap();
        assert_eq!(settings.supabase_url, "https://project.example");
        assert_eq!(settings.rest_url, "https://project.example/rest/v1");
        assert_eq!(
            read(&[("IPELYA_REST_URL", "http://rest.internal:3000/")]).unwrap().rest_url,
            "http://rest.internal:3000"
        );
        assert_eq!(settings.supabase_jwt_secret, None);
        assert_eq!(settings.refusal_status, RefusalStatus::Http);
        assert_eq!(settings.token_ttl, Duration::from_mins(10));
        assert_eq!(settings.room_max_participants, 0);
        assert!(!settings.livekit_ingress);
        assert!(read(&[("LIVEKIT_INGRESS", "on")]).unwrap().livekit_ingress);
    }

    #[test]
    fn every_missing_and_invalid_setting_is_named_at_once_and_no_value_is_shown() {
        let error = read(&[
            ("SUPABASE_URL", ""),
            ("LIVEKIT_API_SECRET", ""),
            ("LIVEKIT_URL", "live.example"),
            ("IPELYA_REFUSAL_STATUS", "sometimes"),
            ("IPELYA_TOKEN_TTL_SECONDS", "86400"),
        ])
        .unwrap_err();
        assert_eq!(
            error.to_string(),
            "missing settings: SUPABASE_URL, LIVEKIT_API_SECRET; invalid settings: LIVEKIT_URL starts with wss:// or \
             ws://; IPELYA_REFUSAL_STATUS is http or ok; IPELYA_TOKEN_TTL_SECONDS is a whole number from 60 to 3600"
        );
    }

    #[test]
    fn half_of_a_previous_pair_is_a_mistake() {
        let error = read(&[("LIVEKIT_API_KEY_PREVIOUS", "old")]).unwrap_err();
        let expected = "invalid settings: LIVEKIT_API_KEY_PREVIOUS and LIVEKIT_API_SECRET_PREVIOUS come together";
        assert_eq!(error.to_string(), expected);
        let whole = [("LIVEKIT_API_KEY_PREVIOUS", "old"), ("LIVEKIT_API_SECRET_PREVIOUS", "hush")];
        assert_eq!(
            read(&whole).unwrap().livekit_api_pair_previous,
            Some(("old".to_owned(), Secret("hush".to_owned())))
        );
    }

    #[test]
    fn stripe_is_there_with_all_that_it_needs_or_not_at_all() {
        assert_eq!(read(&[("STRIPE_PUBLISHABLE_KEY", "pk")]).unwrap().stripe, None);
        let error = read(&[("STRIPE_SECRET_KEY", "sk")]).unwrap_err();
        let expected = "missing settings: STRIPE_WEBHOOK_SECRET, STRIPE_PUBLISHABLE_KEY, STRIPE_RETURN_URL";
        assert_eq!(error.to_string(), expected);
        let whole = [
            ("STRIPE_SECRET_KEY", "sk"),
            ("STRIPE_PUBLISHABLE_KEY", "pk"),
            ("STRIPE_WEBHOOK_SECRET", "whsec-new"),
            ("STRIPE_WEBHOOK_SECRET_PREVIOUS", "whsec-old"),
            ("STRIPE_RETURN_URL", "https://app.example/live/"),
        ];
        let stripe = read(&whole).unwrap().stripe.unwrap();
        assert_eq!(stripe.url, "https://api.stripe.com");
        assert_eq!(stripe.webhook_secrets.len(), 2);
        assert_eq!(stripe.return_url, "https://app.example/live");
    }

    #[test]
    fn postgres_is_asked_directly_by_an_address_that_says_all_of_it_and_without_tls_on_this_machine_only() {
        let database = |url: &str| read(&[("IPELYA_DATABASE_URL", url)]).map(|settings| settings.database);
        assert_eq!(database("").unwrap(), None);
        let pooler = "postgresql://ipelya_functions.ref:s%40cret@aws-0.pooler.example:6543/postgres";
        let settings = database(pooler).unwrap().unwrap();
        assert_eq!((settings.host.as_str(), settings.port), ("aws-0.pooler.example", 6543));
        assert!(settings.is_encrypted);
        assert_eq!(settings.config.get_password(), Some(b"s@cret".as_slice()));
        for (url, is_encrypted) in [
            ("postgres://a:b@127.0.0.1/db", false),
            ("postgres://a:b@localhost:5432/db", false),
            ("postgres://a:b@localhost:5432/db?sslmode=require", true),
            ("postgres://a:b@10.0.0.1/db", true),
            ("postgres://a:b@localhost.example/db?sslmode=prefer", true),
        ] {
            assert_eq!(database(url).unwrap().unwrap().is_encrypted, is_encrypted, "{url}");
        }
        for url in [
            "https://project.example",
            "postgres://a:b@10.0.0.1/db?sslmode=disable",
            "postgres://a:b@one.example,two.example/db",
            "postgres://a@one.example/db",
            "postgres://a:b@one.example",
            "postgres://a:b@%2Fvar%2Frun/db",
            "postgres://a:b@one.example/db?sslmode=sometimes",
        ] {
            let error = database(url).unwrap_err().to_string();
            assert!(error.starts_with("invalid settings: IPELYA_DATABASE_URL is "), "{url}: {error}");
            assert!(!error.contains("one.example"), "{error}");
        }
    }

    const MAIL: [(&str, &str); 7] = [
        ("MAIL_FROM", "Ipelya <live@example.com>"),
        ("MAIL_LINK_URL", "https://app.example/live/"),
        ("MAIL_UNSUBSCRIBE_URL", "https://api.example/api/live/unsubscribe/"),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", "AKIA"),
        ("AWS_SECRET_ACCESS_KEY", "aws-secret"),
        ("AWS_SESSION_TOKEN", "aws-token"),
    ];

    #[test]
    fn mails_are_sent_with_all_that_they_need_or_not_at_all() {
        assert_eq!(read(&MAIL[1..]).unwrap().mail, None);
        let mail = read(&MAIL).unwrap().mail.unwrap();
        assert_eq!(mail.url, "https://email.eu-central-1.amazonaws.com");
        assert_eq!(mail.unsubscribe_url, "https://api.example/api/live/unsubscribe");
        assert_eq!((mail.link_url.as_str(), mail.per_second), ("https://app.example/live", 10));
        let error = read(&MAIL[..1]).unwrap_err();
        let expected = "missing settings: AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, MAIL_LINK_URL, \
                        MAIL_UNSUBSCRIBE_URL";
        assert_eq!(error.to_string(), expected);
        for from in ["nobody", "İpelya <live@example.com>", "a@example.com\r\nBcc: b@example.com"] {
            let set: Vec<_> = [("MAIL_FROM", from)].into_iter().chain(MAIL[1..].iter().copied()).collect();
            assert!(read(&set).unwrap_err().to_string().contains("MAIL_FROM is"), "{from}");
        }
    }

    const AGENT: [(&str, &str); 2] = [
        ("AGENT_TOKEN_SECRET", "a-secret-for-the-reports-of-agents"),
        ("AGENT_REPORT_URL", "https://api.example/api/voice/transcript"),
    ];

    #[test]
    fn agents_are_sent_with_all_that_they_need_or_not_at_all() {
        assert_eq!(read(&AGENT[1..]).unwrap().agent, None);
        assert_eq!(read(&AGENT[..1]).unwrap_err().to_string(), "missing settings: AGENT_REPORT_URL");
        let with = |change: &[(&'static str, &'static str)]| {
            let set: Vec<_> = AGENT.iter().chain(change).copied().collect();
            read(&set)
        };
        let agent = with(&[]).unwrap().agent.unwrap();
        let expected = ("https://api.example/api/voice/transcript", "ipelya-support");
        assert_eq!((agent.report_url.as_str(), agent.name.as_str()), expected);
        // an empty name would be that of every worker there is
        assert_eq!(with(&[("AGENT_NAME", "")]).unwrap().agent.unwrap().name, "ipelya-support");
        assert_eq!(with(&[("AGENT_NAME", "support-2")]).unwrap().agent.unwrap().name, "support-2");
        let long = with(&[("AGENT_TOKEN_SECRET", "0123456789abcdefghijklmnopqrstuv")]);
        assert!(long.is_ok(), "32 characters are enough");
        let error = with(&[
            ("AGENT_TOKEN_SECRET", "0123456789abcdefghijklmnopqrstu"),
            ("AGENT_REPORT_URL", "http://api.example/api/voice/transcript"),
            ("AGENT_NAME", " "),
        ]);
        assert_eq!(
            error.unwrap_err().to_string(),
            "invalid settings: AGENT_TOKEN_SECRET has at least 32 characters; AGENT_REPORT_URL starts with https://, or \
             with http:// on this machine; AGENT_NAME is letters, digits, - and _"
        );
    }

    #[test]
    fn what_an_agent_signs_with_is_known_to_nobody_else() {
        for other in ["LIVEKIT_API_SECRET", "SUPABASE_JWT_SECRET", "SUPABASE_SERVICE_ROLE_KEY"] {
            let set: Vec<_> = AGENT.into_iter().chain([(other, AGENT[0].1)]).collect();
            let expected = "invalid settings: AGENT_TOKEN_SECRET is a secret of its own";
            assert_eq!(read(&set).unwrap_err().to_string(), expected, "{other}");
        }
    }

    #[test]
    fn a_report_goes_where_its_token_is_read_by_nobody_else() {
        for good in ["https://api.example/x", "http://127.0.0.1:54321/x", "http://localhost/x", "https://127.0.0.1/"] {
            assert!(keeps_a_token(good), "{good}");
        }
        for bad in [
            "http://api.example/x",
            "http://127.0.0.1.example/x",
            "http://localhost.example/x",
            "http://localhost@api.example/x",
            "https://somebody@api.example/x",
            "http://10.0.0.1/x",
            "ftp://localhost/x",
            "api.example/x",
            "/api/voice/transcript",
            "https://",
            "https://api.example/a b",
        ] {
            assert!(!keeps_a_token(bad), "{bad}");
        }
    }

    #[test]
    fn secrets_do_not_show_in_debug_output() {
        let set = [
            AGENT[0],
            AGENT[1],
            ("MAIL_FROM", "live@example.com"),
            ("MAIL_LINK_URL", "https://app.example"),
            ("MAIL_UNSUBSCRIBE_URL", "https://api.example"),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "AKIA"),
            ("AWS_SECRET_ACCESS_KEY", "aws-secret"),
            ("AWS_SESSION_TOKEN", "aws-token"),
            ("SUPABASE_JWT_SECRET", "jwt-secret"),
            ("STRIPE_SECRET_KEY", "stripe-secret"),
            ("STRIPE_PUBLISHABLE_KEY", "pk"),
            ("STRIPE_WEBHOOK_SECRET", "whsec-new"),
            ("STRIPE_WEBHOOK_SECRET_PREVIOUS", "whsec-old"),
            ("STRIPE_RETURN_URL", "https://app.example"),
            ("IPELYA_DATABASE_URL", "postgresql://functions:database-password@db.example/postgres"),
        ];
        let shown = format!("{:?}", read(&set).unwrap());
        let secrets = ["service-key", "livekit-secret", "jwt-secret", "stripe-secret", "whsec-new", "whsec-old"];
        for secret in secrets.into_iter().chain(["aws-secret", "aws-token", "database-password", AGENT[0].1]) {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}
