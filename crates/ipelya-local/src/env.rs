//! The settings a function, a test or a developer's shell needs to talk to one instance, and the
//! `dev.env` file that carries them.

use crate::agent;
use crate::bucket::Bucket;
use crate::jwt::{LOCAL_JWT_SECRET, api_key};
use crate::layout::write_atomically;
use crate::livekit;
use crate::stripe;
use crate::{Error, Result};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Where one instance answers.
#[derive(Debug, Clone)]
pub struct Addresses {
    /// The base URL that stands for a Supabase project.
    pub supabase_url: String,
    /// A superuser connection string.
    pub database_url: String,
    /// Where functions ask Postgres directly, if they do.
    pub direct_url: Option<String>,
    /// LiveKit, `ws://`.
    pub livekit_url: String,
    /// Whether encoders are taken in there.
    pub ingress: bool,
    /// The stand-in for Stripe, where there is one.
    pub stripe_url: Option<String>,
    /// Where recordings are made and kept, where they are.
    pub recordings: Option<Recordings>,
}

/// Where recordings are made and kept.
#[derive(Debug, Clone)]
pub struct Recordings {
    /// LiveKit's API with the stand-in for its egress, `http://`.
    pub livekit_api_url: String,
    /// Where they are kept.
    pub store: Bucket,
}

impl Recordings {
    /// Their variables, by name. Egress itself is configured with the store.
    pub fn variables(&self) -> [(&'static str, String); 6] {
        let Self { livekit_api_url, store } = self.clone();
        [
            ("LIVEKIT_API_URL", livekit_api_url),
            ("LIVEKIT_RECORDING_BUCKET", store.name),
            ("LIVEKIT_RECORDING_REGION", store.region),
            ("LIVEKIT_RECORDING_ENDPOINT", store.endpoint),
            ("AWS_ACCESS_KEY_ID", store.access_key_id),
            ("AWS_SECRET_ACCESS_KEY", store.secret_access_key),
        ]
    }
}

/// The variables of design §10, by name.
pub fn variables(addresses: &Addresses) -> BTreeMap<String, String> {
    let own = [
        ("SUPABASE_URL", addresses.supabase_url.clone()),
        ("SUPABASE_ANON_KEY", api_key("anon")),
        ("SUPABASE_SERVICE_ROLE_KEY", api_key("service_role")),
        ("SUPABASE_JWT_SECRET", LOCAL_JWT_SECRET.to_owned()),
        ("DATABASE_URL", addresses.database_url.clone()),
        ("LIVEKIT_URL", addresses.livekit_url.clone()),
        ("LIVEKIT_API_KEY", livekit::API_KEY.to_owned()),
        ("LIVEKIT_API_SECRET", livekit::API_SECRET.to_owned()),
        ("AGENT_TOKEN_SECRET", agent::TOKEN_SECRET.to_owned()),
        ("AGENT_REPORT_URL", format!("{}{}", addresses.supabase_url, agent::REPORT_PATH)),
    ];
    let stripe = addresses.stripe_url.as_ref().map(|url| {
        [
            ("STRIPE_API_URL", url.clone()),
            ("STRIPE_SECRET_KEY", stripe::SECRET_KEY.to_owned()),
            ("STRIPE_PUBLISHABLE_KEY", stripe::PUBLISHABLE_KEY.to_owned()),
            ("STRIPE_WEBHOOK_SECRET", stripe::WEBHOOK_SECRET.to_owned()),
            ("STRIPE_RETURN_URL", format!("{}/demo", addresses.supabase_url)),
        ]
    });
    let direct = addresses.direct_url.clone().map(|url| ("IPELYA_DATABASE_URL", url));
    let ingress = addresses.ingress.then(|| ("LIVEKIT_INGRESS", "on".to_owned()));
    own.into_iter()
        .chain(direct)
        .chain(ingress)
        .chain(stripe.into_iter().flatten())
        .chain(addresses.recordings.iter().flat_map(Recordings::variables))
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// Writes them as `NAME=value` lines, readable by a shell, `node --env-file` and cargo-lambda alike.
pub fn write(path: &Path, variables: &BTreeMap<String, String>) -> Result<()> {
    write_atomically(path, render(variables))
}

/// Reads them back.
pub fn read(path: &Path) -> Result<BTreeMap<String, String>> {
    let text = fs::read_to_string(path).map_err(Error::io(format!("reading {}", path.display())))?;
    let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    Ok(text.lines().filter_map(|line| line.split_once('=')).map(own).collect())
}

fn render(variables: &BTreeMap<String, String>) -> String {
    variables.iter().fold(String::new(), |mut text, (name, value)| {
        // Values are URLs and base64: nothing a shell would interpret.
        let _ = writeln!(text, "{name}={value}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::minio;

    #[test]
    fn the_file_holds_every_variable_unquoted() {
        let variables = variables(&Addresses {
            supabase_url: "http://127.0.0.1:54321".into(),
            database_url: "postgresql://a:b@127.0.0.1:1/postgres".into(),
            direct_url: Some("postgresql://c:d@127.0.0.1:1/postgres".into()),
            livekit_url: "ws://127.0.0.1:7880".into(),
            ingress: true,
            stripe_url: Some("http://127.0.0.1:54326".into()),
            recordings: Some(Recordings {
                livekit_api_url: "http://127.0.0.1:7883".into(),
                store: minio::bucket(54328, minio::BUCKET),
            }),
        });
        let text = render(&variables);
        assert_eq!(text.lines().count(), 23);
        assert!(text.lines().any(|line| line == "SUPABASE_URL=http://127.0.0.1:54321"));
        for line in text.lines() {
            let (name, value) = line.split_once('=').unwrap();
            assert!(name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'), "{name}");
            assert!(!value.is_empty() && !value.contains([' ', '"', '\'', '$', '#', '&', ';']), "{value}");
        }
    }
}
