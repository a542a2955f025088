//! Passing on to LiveKit what is not for us: requests, and clients' `WebSocket` connections.

use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, Uri, header};
use hyper_util::rt::TokioIo;
use tokio::io::copy_bidirectional;
use tokio::net::TcpStream;

use crate::gateway::forward;
use crate::http_client::HttpClient;

/// Passes a request on.
pub(crate) async fn pass(client: &HttpClient, base: &str, request: Request) -> Response {
    if request.headers().contains_key(header::UPGRADE) {
        return upgrade(base, request).await.unwrap_or_else(|| StatusCode::BAD_GATEWAY.into_response());
    }
    let path = request.uri().path_and_query().map_or("/", http::uri::PathAndQuery::as_str).to_owned();
    forward(client, base, &path, request).await
}

/// A `WebSocket`: once LiveKit has agreed to it, bytes go both ways until either side has had enough. `None` if LiveKit does
/// not answer.
async fn upgrade(base: &str, mut request: Request) -> Option<Response> {
    let theirs = hyper::upgrade::on(&mut request);
    let stream = TcpStream::connect(base.strip_prefix("http://")?).await.ok()?;
    stream.set_nodelay(true).ok()?;
    let (mut livekit, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.ok()?;
    tokio::spawn(connection.with_upgrades());
    *request.uri_mut() = request.uri().path_and_query()?.as_str().parse::<Uri>().ok()?;
    let mut reply = livekit.send_request(request).await.ok()?;
    if reply.status() == StatusCode::SWITCHING_PROTOCOLS {
        let ours = hyper::upgrade::on(&mut reply);
        tokio::spawn(async move {
            if let (Ok(theirs), Ok(ours)) = tokio::join!(theirs, ours) {
                // how it ends is the two sides' business
                let _ = copy_bidirectional(&mut TokioIo::new(theirs), &mut TokioIo::new(ours)).await;
            }
        });
    }
    Some(reply.map(Body::new))
}
