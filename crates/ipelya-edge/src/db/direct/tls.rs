//! TLS to Postgres: always, and with the certificate verified, but for an address of this machine.

use std::fmt;
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::settings::DatabaseSettings;

/// How what is said to Postgres is kept from others.
#[derive(Clone)]
pub(in crate::db) enum Security {
    /// It never leaves this machine.
    Loopback,
    /// By TLS with a server whose certificate is for its name and signed by somebody known.
    Verified(MakeRustlsConnect),
}

impl Security {
    /// That of these settings: who is known are those of the settings, or else those that browsers know.
    pub(in crate::db) fn of(settings: &DatabaseSettings) -> Result<Self, rustls::Error> {
        if !settings.is_encrypted {
            return Ok(Self::Loopback);
        }
        let mut known = RootCertStore::empty();
        match &settings.certificate_authority {
            None => known.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
            Some(pem) => {
                for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
                    let certificate = certificate.map_err(|error| rustls::Error::General(error.to_string()))?;
                    known.add(certificate)?;
                }
                if known.is_empty() {
                    return Err(rustls::Error::General("there is no certificate".to_owned()));
                }
            }
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(known)
            .with_no_client_auth();
        Ok(Self::Verified(MakeRustlsConnect::new(config)))
    }
}

impl fmt::Debug for Security {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Loopback => "Loopback",
            Self::Verified(_) => "Verified",
        })
    }
}
