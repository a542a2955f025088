//! Secrets Manager: one secret, read once at start.

use std::collections::HashMap;

use aws_config::BehaviorVersion;
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

/// The named secret, as settings by name.
pub async fn fetch(secret_id: &str) -> Result<HashMap<String, String>, SecretsError> {
    let client = aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    let config = aws_config::defaults(BehaviorVersion::latest()).http_client(client).load().await;
    let secret = aws_sdk_secretsmanager::Client::new(&config)
        .get_secret_value()
        .secret_id(secret_id)
        .send()
        .await
        .map_err(|error| SecretsError::Fetch(DisplayErrorContext(error).to_string()))?;
    secret.secret_string().and_then(|text| serde_json::from_str(text).ok()).ok_or(SecretsError::Format)
}
