//! moto's server, which plays AWS: a test's own, since it remembers what it is sent.

use std::path::Path;
use std::time::Duration;

use crate::Result;
use crate::http_client::HttpClient;
use crate::layout::Instance;
use crate::process::{Child, Ending, Spec};

/// Starts it at this port of the loopback address, and waits until it answers.
pub async fn start_as(name: &str, program: &Path, instance: &Instance, port: u16) -> Result<Child> {
    let spec = Spec {
        name: name.to_owned(),
        program: program.to_owned(),
        args: ["--host", "127.0.0.1", "--port", &port.to_string()].map(Into::into).into(),
        env: Vec::new(),
        dir: instance.run(),
        order: 40,
        ending: Ending::Terminate,
    };
    let mut child = Child::spawn(spec, instance)?;
    let (client, url) = (HttpClient::new(), format!("{}/moto-api/data.json", http_url(port)));
    child.ready(Duration::from_mins(1), || client.is_ok(&url)).await?;
    Ok(child)
}

/// Its address.
pub fn http_url(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}
