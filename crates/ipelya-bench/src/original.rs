//! The token function as it was first planned (`original/server.js`), under the same load.

use std::path::Path;
use std::process::Stdio;

use axum::routing::get;
use axum::{Json, Router};
use ipelya_local::http_client::HttpClient;
use ipelya_test::Project;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

use crate::throughput::{Throughput, measure_requests};

/// What [`crate::throughput::PUBLIC`] is measured against.
pub(crate) const PUBLIC: &str = "original plan, public session";
/// What [`crate::throughput::PAID`] is measured against.
pub(crate) const PAID: &str = "original plan, pay-per-view session";

/// Token requests for a public and for a paid pay-per-view session.
pub(crate) async fn measure(project: &Project, settings: &[(String, String)]) -> std::io::Result<Vec<Throughput>> {
    let given = project.given();
    let viewer = given.user().await;
    let public = given.live_session(&given.creator().await).insert().await;
    let paid = given.live_session(&given.creator().await).pay_per_view(50).insert().await;
    given.participant(&paid, &viewer).paid_amount(50).insert().await;
    let jwt = project.token_for(&viewer).hs256().build();
    let auth_url = auth(json!({ "id": viewer.id, "aud": "authenticated", "role": "authenticated" })).await?;

    let mut results = Vec::new();
    for (name, session) in [(PUBLIC, &public), (PAID, &paid)] {
        let (server, url) = start(settings, &auth_url).await?;
        let body = json!({ "sessionId": session.id, "roomName": session.room_name });
        let (client, jwt) = (HttpClient::new(), jwt.clone());
        let request = move || {
            let (client, url, jwt, body) = (client.clone(), url.clone(), jwt.clone(), body.clone());
            async move {
                let reply = client.post_json(&url, &jwt, &body).await.map_err(std::io::Error::other)?;
                if reply.0.is_success() { Ok(()) } else { Err(std::io::Error::other(reply.1)) }
            }
        };
        let pid = server.id().unwrap_or(0);
        results.push(measure_requests(name, pid, project, request).await?);
    }
    Ok(results)
}

/// Says at once who is calling.
async fn auth(user: Value) -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let router = Router::new().route("/user", get(move || async move { Json(user) }));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(url)
}

/// Starts the server; it is killed when dropped.
async fn start(settings: &[(String, String)], auth_url: &str) -> std::io::Result<(Child, String)> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("original/server.js");
    let mut server = Command::new("node")
        .arg(script)
        .envs(settings.iter().cloned())
        .env("AUTH_URL", auth_url)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let stdout = server.stdout.take().ok_or_else(|| std::io::Error::other("the server has no output"))?;
    let mut port = String::new();
    BufReader::new(stdout).read_line(&mut port).await?;
    Ok((server, format!("http://127.0.0.1:{}", port.trim())))
}
