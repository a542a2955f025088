//! Amazon SES as moto plays it, for one project.

use super::own_process::OwnProcess;
use super::project::Project;
use super::stack::{self, Stack};
use axum::body::Body;
use http::Request;
use ipelya_local::clock::new_id;
use ipelya_local::http_client::HttpClient;
use ipelya_local::moto;
use ipelya_local::ports::free_port;
use serde_json::{Value, json};
use std::sync::Arc;

/// moto's server. Dropping it ends it.
#[derive(Debug)]
pub struct Moto {
    _process: OwnProcess,
    url: String,
}

impl Moto {
    /// Starts one that lets mails be sent from this address. Takes seconds.
    pub async fn start(project: &Project, from: &str) -> Self {
        let moto = stack::run(Self::launch(project.stack())).await;
        let identity = json!({ "EmailIdentity": from }).to_string();
        let request = Request::post(format!("{}/v2/email/identities", moto.url))
            .header("content-type", "application/json")
            // by this moto finds out which service is asked
            .header("authorization", "AWS4-HMAC-SHA256 Credential=test/20300101/eu-central-1/ses/aws4_request")
            .body(Body::from(identity))
            .expect("a request");
        let (status, text) = HttpClient::new().fetch(request).await.expect("moto answers");
        assert!(status.is_success(), "{status}: {text}");
        moto
    }

    async fn launch(stack: Arc<Stack>) -> Self {
        let name = format!("moto-{}", new_id().simple());
        let program = &stack.description.tools.moto;
        let start = || async {
            let port = free_port()?;
            Ok((moto::start_as(&name, program, &stack.instance, port).await?, port))
        };
        let (process, port) = OwnProcess::launch("moto", &stack, None, start).await;
        Self { _process: process, url: moto::http_url(port) }
    }

    /// Its base URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The mails it was sent: `source`, `destinations`, `subject` and `body`, which is the HTML.
    pub async fn mails(&self) -> Vec<Value> {
        let (_, text) = HttpClient::new().get(&format!("{}/moto-api/data.json", self.url)).await.expect("moto answers");
        let data: Value = serde_json::from_str(&text).expect("moto answers JSON");
        data.pointer("/ses/Message").and_then(Value::as_array).expect("a list").clone()
    }
}
