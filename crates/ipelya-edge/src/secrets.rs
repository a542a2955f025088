//! Secrets Manager: one secret, read at start and looked at again every few minutes.

use std::collections::HashMap;

use aws_config::BehaviorVersion;
use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::error::DisplayErrorContext;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};

/// Why the secret could not be read. Says nothing of its content.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// Secrets Manager refused or could not be reached.
    #[error("the secret named by IPELYA_SECRET_ID cannot be read: {0}")]
    Fetch(String),
    /// The secret holds something else.
    #[error("the secret named by IPELYA_SECRET_ID is not a JSON object of strings")]
    Format,
}

/// A secret by its name.
#[derive(Debug)]
pub struct Store {
    client: Client,
    secret_id: String,
}

/// What a secret held when it was read.
#[derive(Clone, PartialEq, Eq)]
pub struct Version {
    /// Secrets Manager's id of it.
    id: Option<String>,
    values: HashMap<String, String>,
}

impl Version {
    /// The setting of this name.
    pub fn get(&self, name: &str) -> Option<String> {
        self.values.get(name).cloned()
    }
}

impl std::fmt::Debug for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Version").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Store {
    /// Asks nothing yet.
    pub async fn of(secret_id: String) -> Self {
        let client =
            aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
        let config = aws_config::defaults(BehaviorVersion::latest()).http_client(client).load().await;
        Self { client: Client::new(&config), secret_id }
    }

    /// What it holds now, as settings by name.
    pub async fn read(&self) -> Result<Version, SecretsError> {
        let asked = self.client.get_secret_value().secret_id(&self.secret_id).send().await;
        let secret = asked.map_err(|error| SecretsError::Fetch(DisplayErrorContext(error).to_string()))?;
        let values = secret.secret_string().and_then(|text| serde_json::from_str(text).ok());
        Ok(Version { id: secret.version_id().map(str::to_owned), values: values.ok_or(SecretsError::Format)? })
    }
}
