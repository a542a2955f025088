//! Secrets Manager: secrets that together are one set of settings, read at start and looked at again every few minutes.
//!
//! A right to read is given by the secret, so what one function alone may know stands in a secret of its own. A name may
//! stand in one of them only: no order of theirs would tell which of two keys was meant.

use std::collections::{BTreeSet, HashMap};

use aws_config::BehaviorVersion;
use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::error::DisplayErrorContext;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use futures_util::future::join_all;

/// Why the secrets cannot be used. Says nothing of their values.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// Secrets Manager refused or could not be reached.
    #[error("the secret {id} of IPELYA_SECRET_ID cannot be read: {reason}")]
    Fetch {
        /// Its name or ARN.
        id: String,
        /// What Secrets Manager or the way to it says.
        reason: String,
    },
    /// The secret of this name or ARN holds something else.
    #[error("the secret {0} of IPELYA_SECRET_ID is not a JSON object of strings")]
    Format(String),
    /// Which of them is meant nobody knows.
    #[error("settings that stand in two secrets of IPELYA_SECRET_ID: {}", .0.join(", "))]
    Ambiguous(Vec<String>),
}

/// Secrets by their names.
#[derive(Debug)]
pub struct Store {
    client: Client,
    secret_ids: Vec<String>,
}

/// What the secrets held when they were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version(Vec<Held>);

/// What one of them held.
#[derive(Clone, PartialEq, Eq)]
struct Held {
    /// Secrets Manager's id of its version.
    id: Option<String>,
    values: HashMap<String, String>,
}

impl Version {
    /// The setting of this name, in whichever secret it stands. An empty value counts as absent.
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.iter().find_map(|held| held.values.get(name).cloned())
    }

    /// Refuses a name that stands in two of the secrets.
    pub fn check(&self) -> Result<(), SecretsError> {
        let mut names = BTreeSet::new();
        let all = self.0.iter().flat_map(|held| held.values.keys());
        let twice: BTreeSet<&String> = all.filter(|name| !names.insert(*name)).collect();
        if twice.is_empty() { Ok(()) } else { Err(SecretsError::Ambiguous(twice.into_iter().cloned().collect())) }
    }
}

impl Held {
    fn new(id: Option<&str>, text: &str) -> Option<Self> {
        let mut values: HashMap<String, String> = serde_json::from_str(text).ok()?;
        values.retain(|_, value| !value.is_empty());
        Some(Self { id: id.map(str::to_owned), values })
    }
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Held").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Store {
    /// Those named by `IPELYA_SECRET_ID`, separated by commas, which neither names nor ARNs have. Asks nothing yet.
    pub async fn of(secret_ids: &str) -> Self {
        let client =
            aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
        let config = aws_config::defaults(BehaviorVersion::latest()).http_client(client).load().await;
        let secret_ids = secret_ids.split(',').map(|id| id.trim().to_owned()).collect();
        Self { client: Client::new(&config), secret_ids }
    }

    /// What they hold now, as settings by name. All are asked at once.
    pub async fn read(&self) -> Result<Version, SecretsError> {
        let held = join_all(self.secret_ids.iter().map(|id| self.read_one(id))).await;
        Ok(Version(held.into_iter().collect::<Result<_, _>>()?))
    }

    async fn read_one(&self, id: &str) -> Result<Held, SecretsError> {
        let asked = self.client.get_secret_value().secret_id(id).send().await;
        let secret = asked.map_err(|error| {
            let reason = DisplayErrorContext(error).to_string();
            SecretsError::Fetch { id: id.to_owned(), reason }
        })?;
        let held = secret.secret_string().and_then(|text| Held::new(secret.version_id(), text));
        held.ok_or_else(|| SecretsError::Format(id.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(secrets: &[&str]) -> Version {
        Version(secrets.iter().map(|text| Held::new(Some("1"), text).unwrap()).collect())
    }

    #[tokio::test]
    async fn one_secret_or_several_are_named_in_one_setting() {
        for (setting, ids) in [
            ("ipelya/live", vec!["ipelya/live"]),
            ("ipelya/live, ipelya/payment", vec!["ipelya/live", "ipelya/payment"]),
            // what is no name is for Secrets Manager to refuse, at start
            ("ipelya/live,", vec!["ipelya/live", ""]),
        ] {
            assert_eq!(Store::of(setting).await.secret_ids, ids, "{setting}");
        }
    }

    #[test]
    fn a_setting_is_found_in_whichever_secret_it_stands_and_nothing_empty_is_one() {
        let version = version(&[r#"{"A":"1","B":""}"#, r#"{"B":"2","C":""}"#]);
        assert_eq!(["A", "B", "C"].map(|name| version.get(name)), [Some("1".to_owned()), Some("2".to_owned()), None]);
        assert!(version.check().is_ok());
    }

    #[test]
    fn a_name_in_two_secrets_is_refused_even_with_the_same_value_and_no_value_is_shown() {
        let version =
            version(&[r#"{"B":"hush","A":"hush","C":"hush"}"#, r#"{"A":"hush"}"#, r#"{"B":"whist","A":"whist"}"#]);
        let error = version.check().unwrap_err();
        assert_eq!(error.to_string(), "settings that stand in two secrets of IPELYA_SECRET_ID: A, B");
        let shown = format!("{error:?} {version:?}");
        assert!(!shown.contains("hush") && !shown.contains("whist"), "{shown}");
    }

    #[test]
    fn a_new_version_of_any_secret_is_another_version() {
        let one = version(&[r#"{"A":"1"}"#, r#"{"B":"2"}"#]);
        assert_eq!(one, version(&[r#"{"A":"1"}"#, r#"{"B":"2"}"#]));
        assert_ne!(one, version(&[r#"{"A":"1"}"#, r#"{"B":"3"}"#]));
        assert_ne!(one, version(&[r#"{"A":"3"}"#, r#"{"B":"2"}"#]));
    }

    #[test]
    fn what_is_no_object_of_strings_is_no_secret_of_ours() {
        for text in ["", "null", "[]", r#""A""#, r#"{"A":1}"#] {
            assert!(Held::new(None, text).is_none(), "{text}");
        }
    }
}
