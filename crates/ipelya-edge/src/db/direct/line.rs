//! One connection.

use std::io;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::task::AbortHandle;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{Client, Connection, Error, NoTls, Row, RowStream};

use super::{Literal, Security, type_of};
use crate::db::arguments::Arguments;
use crate::db::error::told;
use crate::settings::DatabaseSettings;

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub(super) enum OpenError {
    #[error("it cannot be reached: {0}")]
    Unreachable(#[from] io::Error),
    #[error("it does not let us in: {}", told(.0))]
    Refused(Error),
}

/// A connection to Postgres, which ends when this is dropped.
#[derive(Debug)]
pub(super) struct Line {
    client: Client,
    written: Arc<AtomicU64>,
    used: Mutex<Instant>,
    task: AbortHandle,
}

impl Line {
    /// Connects and signs in.
    pub(super) async fn open(settings: &DatabaseSettings, security: &Security) -> Result<Self, OpenError> {
        let stream = TcpStream::connect((settings.host.as_str(), settings.port)).await?;
        stream.set_nodelay(true)?;
        let written = Arc::new(AtomicU64::new(0));
        let stream = Counted { stream, written: Arc::clone(&written) };
        let opened = match security {
            Security::Loopback => settings.config.connect_raw(stream, NoTls).await.map(driven),
            Security::Verified(tls) => {
                let Ok(tls) = MakeTlsConnect::<Counted>::make_tls_connect(&mut tls.clone(), &settings.host);
                settings.config.connect_raw(stream, tls).await.map(driven)
            }
        };
        let (client, task) = opened.map_err(OpenError::Refused)?;
        Ok(Self { client, written, used: Mutex::new(Instant::now()), task })
    }

    /// Whether it may be asked: it is not known to be dead, and was used less than so long ago.
    pub(super) fn is_usable(&self, idle: Duration) -> bool {
        !self.client.is_closed() && self.used.lock().unwrap_or_else(PoisonError::into_inner).elapsed() < idle
    }

    /// How many bytes were ever written to it.
    pub(super) fn written(&self) -> u64 {
        self.written.load(Ordering::Acquire)
    }

    /// Runs a statement that returns one row, and waits until its transaction has ended.
    pub(super) async fn ask(&self, statement: &str, arguments: &Arguments) -> Result<Option<Row>, Error> {
        let values: Vec<_> =
            arguments.literals().map(|(argument, value)| (Literal(value), type_of(argument.sql_type))).collect();
        let outcome = match self.client.query_typed_raw(statement, values).await {
            Ok(rows) => outcome(rows).await,
            Err(error) => Err(error),
        };
        *self.used.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        outcome
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What comes of a statement. Postgres tells an error before it lets go of the transaction's locks: whoever heard of it then
/// and looked again could find them held. So this reads on, until Postgres says that it is ready for the next.
async fn outcome(rows: RowStream) -> Result<Option<Row>, Error> {
    let mut rows = pin!(rows);
    let mut outcome = Ok(None);
    while let Some(said) = rows.next().await {
        match said {
            Ok(row) => outcome = Ok(Some(row)),
            // the connection has ended after it
            Err(_) if outcome.is_err() => break,
            Err(error) => outcome = Err(error),
        }
    }
    outcome
}

/// Has the connection go on for as long as the client is there.
fn driven<S>((client, connection): (Client, Connection<Counted, S>)) -> (Client, AbortHandle)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    (client, tokio::spawn(connection).abort_handle())
}

/// A stream that counts what is written to it.
#[derive(Debug)]
struct Counted {
    stream: TcpStream,
    written: Arc<AtomicU64>,
}

impl AsyncRead for Counted {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(cx, buffer);
        if let Poll::Ready(Ok(bytes)) = &outcome {
            self.written.fetch_add(u64::try_from(*bytes).unwrap_or(u64::MAX), Ordering::Release);
        }
        outcome
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
