//! Postgres behind a proxy that counts calls and can fail on purpose: what [`Front`](ipelya_local::gateway::Front) is for
//! PostgREST, in Postgres' own protocol. A call of a function counts as the request to PostgREST that it stands for, and
//! what happens to it is what happens to that.

use ipelya_local::gateway::{Changes, Guard, Mode};
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, watch};
use tokio::task::{JoinHandle, JoinSet};

/// The code of the message by which a client asks for TLS, which there is not here.
const ASKS_FOR_TLS: u32 = 80_877_103;

/// The proxy. It ends when dropped, and with it every connection.
#[derive(Debug)]
pub(super) struct PostgresFront {
    address: SocketAddr,
    is_open: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl PostgresFront {
    /// In front of the Postgres at this port.
    pub(super) async fn serve(guard: Guard, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let (is_open, opened) = watch::channel(true);
        let task = tokio::spawn(accept(listener, guard, port, opened));
        Ok(Self { address, is_open, task })
    }

    pub(super) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Whether anybody is let in. Closing ends all connections there are.
    pub(super) fn set_open(&self, is_open: bool) {
        self.is_open.send_replace(is_open);
    }
}

impl Drop for PostgresFront {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, guard: Guard, port: u16, mut opened: watch::Receiver<bool>) {
    // Connections end with this task: dropping the set aborts them.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((client, _)) = accepted && *opened.borrow() {
                    let guard = guard.clone();
                    connections.spawn(async move {
                        // how a connection ends is for its ends to see
                        let _ = carry(client, guard, port).await;
                    });
                }
            }
            Ok(()) = opened.changed() => {
                if !*opened.borrow_and_update() {
                    connections.abort_all();
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Carries what both ends say until one of them stops, or a mode says so.
async fn carry(client: TcpStream, guard: Guard, port: u16) -> io::Result<()> {
    let server = TcpStream::connect(("127.0.0.1", port)).await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let back = Back { to_client: Mutex::new(to_client), is_lost: AtomicBool::new(false), held: Mutex::new(None) };
    tokio::select! {
        ended = forth(from_client, to_server, &guard, &back) => ended,
        ended = back.carry(from_server) => ended,
    }
}

/// What the client says goes to the server, each request as its mode has it.
async fn forth(
    mut from_client: OwnedReadHalf,
    mut to_server: OwnedWriteHalf,
    guard: &Guard,
    back: &Back,
) -> io::Result<()> {
    let mut startup = untyped(&mut from_client).await?;
    while startup.get(4..8) == Some(&ASKS_FOR_TLS.to_be_bytes()) {
        back.to_client.lock().await.write_all(b"N").await?;
        startup = untyped(&mut from_client).await?;
    }
    to_server.write_all(&startup).await?;
    let mut request = Vec::new();
    loop {
        let message = typed(&mut from_client).await?;
        let is_last = message.first() == Some(&b'S');
        request.extend(message);
        if is_extended(&request) && !is_last {
            continue;
        }
        let request = std::mem::take(&mut request);
        let Some(function) = function_of(&request) else {
            to_server.write_all(&request).await?;
            continue;
        };
        let (mode, mut changes) = guard.admit(&format!("/rest/v1/rpc/{function}"));
        match mode {
            Mode::Pass => to_server.write_all(&request).await?,
            Mode::Refuse => return Err(io::ErrorKind::ConnectionAborted.into()),
            Mode::Hang => {
                changes.next().await;
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            Mode::Hold => {
                changes.next().await;
                to_server.write_all(&request).await?;
            }
            Mode::LoseReply => {
                back.is_lost.store(true, Ordering::SeqCst);
                to_server.write_all(&request).await?;
            }
            Mode::HoldReply => {
                *back.held.lock().await = Some(changes);
                to_server.write_all(&request).await?;
            }
            Mode::Status(status) => back.to_client.lock().await.write_all(&refusal(status)).await?,
        }
    }
}

/// The way back.
struct Back {
    to_client: Mutex<OwnedWriteHalf>,
    /// What comes reaches nobody, and when it is whole the connection ends.
    is_lost: AtomicBool,
    /// The end of the next answer waits for this: that the transaction has ended.
    held: Mutex<Option<Changes>>,
}

impl Back {
    async fn carry(&self, mut from_server: OwnedReadHalf) -> io::Result<()> {
        loop {
            let message = typed(&mut from_server).await?;
            let is_end = message.first() == Some(&b'Z');
            if is_end && let Some(mut changes) = self.held.lock().await.take() {
                changes.next().await;
            }
            if !self.is_lost.load(Ordering::SeqCst) {
                self.to_client.lock().await.write_all(&message).await?;
            } else if is_end {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
        }
    }
}

/// The function that a request calls.
fn function_of(request: &[u8]) -> Option<String> {
    let text = request.strip_prefix(b"P").map(String::from_utf8_lossy)?;
    let (_, rest) = text.split_once(" from public.")?;
    rest.split_once('(').map(|(function, _)| function.to_owned())
}

/// Whether these are messages that come together, the last of them a `Sync`.
fn is_extended(request: &[u8]) -> bool {
    request.first().is_some_and(|kind| b"PBDECH".contains(kind))
}

/// A message without a type, which a connection begins with.
async fn untyped(from: &mut OwnedReadHalf) -> io::Result<Vec<u8>> {
    let length = from.read_u32().await?;
    let mut rest = vec![0; usize::try_from(length).unwrap_or_default().saturating_sub(4)];
    from.read_exact(&mut rest).await?;
    Ok([&length.to_be_bytes()[..], &rest].concat())
}

/// A message with its type.
async fn typed(from: &mut OwnedReadHalf) -> io::Result<Vec<u8>> {
    let mut message = vec![from.read_u8().await?];
    message.extend(untyped(from).await?);
    Ok(message)
}

/// The error that stands for a status of PostgREST's, and that the next request may come.
fn refusal(status: u16) -> Vec<u8> {
    // what a full server says, and what is nobody's fault but its own
    let state = if matches!(status, 429 | 502 | 503 | 504) { "53300" } else { "XX000" };
    let fields = format!("SERROR\0VERROR\0C{state}\0Mthis status was asked for by the test\0\0");
    let length = u32::try_from(fields.len() + 4).unwrap_or(u32::MAX);
    let mut reply = vec![b'E'];
    reply.extend(length.to_be_bytes());
    reply.extend(fields.into_bytes());
    reply.extend([b'Z', 0, 0, 0, 5, b'I']);
    reply
}
