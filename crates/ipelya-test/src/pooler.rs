//! `PgBouncer` between functions and the database of a test, where it is installed, with TLS if that is wanted.

use super::own_process::OwnProcess;
use super::project::Project;
use super::stack;
use ipelya_local::clock::new_id;
use ipelya_local::pgbouncer::{self, Pool};
use ipelya_local::ports::free_port;
use ipelya_local::postgres::{FUNCTIONS, PASSWORD};
use ipelya_local::tools::on_path;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::path::{Path, PathBuf};

/// A pooler that gives each transaction another session. Dropping it ends it.
#[derive(Debug)]
pub struct Pooler {
    process: OwnProcess,
    files: Vec<PathBuf>,
    port: u16,
    database: String,
    is_encrypted: bool,
}

/// Who signs certificates.
#[derive(Debug)]
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// A new one.
    pub fn new() -> Self {
        let mut parameters = CertificateParams::default();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        Self(CertifiedIssuer::self_signed(parameters, key).expect("an authority"))
    }

    /// Its certificate, in PEM.
    pub fn pem(&self) -> String {
        self.0.pem()
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

impl Pooler {
    /// Starts one with so many sessions and so many connections of functions; `None` where there is no `PgBouncer`.
    pub async fn open(project: &Project, sessions: u16, clients: u16) -> Option<Self> {
        Self::launch(project, Pool { sessions, clients, certificate: None }, Vec::new()).await
    }

    /// The same with TLS, by a certificate for this name from that authority.
    pub async fn encrypted(project: &Project, name: &str, authority: &Authority) -> Option<Self> {
        let key = KeyPair::generate().expect("a key");
        let parameters = CertificateParams::new([name.to_owned()]).expect("a name");
        let certificate = parameters.signed_by(&key, &authority.0).expect("a certificate");
        let file = |suffix: &str| project.stack().instance.file(&format!("{}.{suffix}", new_id().simple()));
        let (certificate_file, key_file) = (file("crt"), file("key"));
        write(&certificate_file, &certificate.pem());
        write(&key_file, &key.serialize_pem());
        let files = vec![certificate_file.clone(), key_file.clone()];
        let pool = Pool { sessions: 2, clients: 10, certificate: Some((certificate_file, key_file)) };
        Self::launch(project, pool, files).await
    }

    async fn launch(project: &Project, pool: Pool, mut files: Vec<PathBuf>) -> Option<Self> {
        let program =
            on_path("pgbouncer").or_else(|| Some(PathBuf::from("/usr/sbin/pgbouncer")).filter(|it| it.exists()))?;
        let (stack, database) = (project.stack(), project.database_name());
        let is_encrypted = pool.certificate.is_some();
        let name = format!("pgbouncer-{}", new_id().simple());
        files.push(stack.instance.file(&format!("{name}.txt")));
        let config = stack.instance.file(&format!("{name}.ini"));
        let (process, port) = stack::run(async move {
            let start = || async {
                let port = free_port()?;
                let child = pgbouncer::start_as(&name, &program, &stack.instance, stack.server(), port, &pool).await?;
                Ok((child, port))
            };
            OwnProcess::launch("PgBouncer", &stack, Some(config), start).await
        })
        .await;
        Some(Self { process, files, port, database, is_encrypted })
    }

    /// `IPELYA_DATABASE_URL` by which functions reach it.
    pub fn url(&self) -> String {
        let mode = if self.is_encrypted { "?sslmode=require" } else { "" };
        format!("postgresql://{FUNCTIONS}:{PASSWORD}@localhost:{}/{}{mode}", self.port, self.database)
    }

    /// Kills it.
    pub async fn kill(&self) {
        self.process.kill().await;
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        for file in &self.files {
            let _ = std::fs::remove_file(file);
        }
    }
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("a file of the test's own is written");
}
