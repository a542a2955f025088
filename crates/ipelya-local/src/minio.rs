//! `MinIO`, which plays Amazon S3: the store of recordings. It listens on loopback only, has no console, and asks nobody for
//! updates.

use std::fs::{self, File};
use std::path::Path;
use std::time::Duration;

use crate::bucket::Bucket;
use crate::http_client::HttpClient;
use crate::layout::{Instance, Layout, write_atomically};
use crate::ports::free_port;
use crate::process::{Child, Ending, Record, Spec};
use crate::{Error, Result, tools};

/// Who may ask it. Local only, as is the secret: both are public.
pub const ACCESS_KEY_ID: &str = "ipelya-local";
/// Their secret.
pub const SECRET_ACCESS_KEY: &str = "ipelya-local-minio-secret-for-development-only";
/// The region that it takes itself for.
pub const REGION: &str = "eu-central-1";
/// The bucket that every one has.
pub const BUCKET: &str = "ipelya-recordings";

/// Its name among the processes of an instance.
const NAME: &str = "minio";

/// Starts it at this port of the loopback address, and waits until it has [`BUCKET`]. What it keeps is the instance's.
pub async fn start(program: &Path, instance: &Instance, port: u16) -> Result<Child> {
    let data = instance.recordings();
    fs::create_dir_all(&data).map_err(Error::io(format!("creating {}", data.display())))?;
    let args = ["server".into(), "--quiet".into(), "--address".into(), format!("127.0.0.1:{port}").into(), data.into()];
    let env = [
        ("MINIO_ROOT_USER", ACCESS_KEY_ID.to_owned()),
        ("MINIO_ROOT_PASSWORD", SECRET_ACCESS_KEY.to_owned()),
        ("MINIO_SITE_REGION", REGION.to_owned()),
        ("MINIO_BROWSER", "off".to_owned()),
        ("MINIO_UPDATE", "off".to_owned()),
        // where it makes a folder
        ("HOME", instance.run().display().to_string()),
    ];
    let spec = Spec {
        name: NAME.to_owned(),
        program: program.to_owned(),
        args: args.into(),
        env: env.map(|(name, value)| (name.to_owned(), value)).into(),
        dir: instance.run(),
        order: 40,
        ending: Ending::Terminate,
    };
    let mut child = Child::spawn(spec, instance)?;
    let (client, bucket) = (HttpClient::new(), bucket(port, BUCKET));
    // it says that it is ready before it takes anything
    child.ready(Duration::from_mins(1), async || bucket.make(&client).await.is_ok()).await?;
    Ok(child)
}

/// The port of the one that all tests of an instance share. Whoever asks first starts it, and it ends with the instance.
pub async fn shared(layout: &Layout, instance: &Instance) -> Result<u16> {
    let _turn = turn(instance).await?;
    let kept = instance.file("minio-port");
    let is_alive = Record::read(&instance.run(), NAME).is_some_and(|record| record.is_alive());
    let known = fs::read_to_string(&kept).ok().and_then(|port| port.parse().ok());
    if let (true, Some(port)) = (is_alive, known) {
        return Ok(port);
    }
    let data = instance.recordings();
    if data.exists() {
        fs::remove_dir_all(&data).map_err(Error::io(format!("removing {}", data.display())))?;
    }
    let port = free_port()?;
    start(&tools::minio(layout).await?, instance, port).await?;
    write_atomically(&kept, port.to_string())?;
    Ok(port)
}

/// Processes that ask at the same time take turns.
async fn turn(instance: &Instance) -> Result<File> {
    let path = instance.run().join("minio-lock");
    let what = format!("locking {}", path.display());
    let lock = move || {
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        file.lock()?;
        Ok(file)
    };
    match tokio::task::spawn_blocking(lock).await {
        Ok(locked) => locked.map_err(Error::io(what)),
        Err(error) => Err(Error::io(what)(std::io::Error::other(error))),
    }
}

/// Its address.
pub fn http_url(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

/// A bucket of the one at this port.
pub fn bucket(port: u16, name: &str) -> Bucket {
    Bucket {
        endpoint: http_url(port),
        name: name.to_owned(),
        region: REGION.to_owned(),
        access_key_id: ACCESS_KEY_ID.to_owned(),
        secret_access_key: SECRET_ACCESS_KEY.to_owned(),
    }
}
