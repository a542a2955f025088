//! Redis, where it is installed: LiveKit's APIs of encoders and recordings need it, and are held against our stand-ins by it.

use std::path::Path;
use std::time::Duration;

use tokio::net::TcpStream;

use crate::Result;
use crate::layout::Instance;
use crate::process::{Child, Ending, Spec};

/// Starts it at this port of the loopback address, without files, and waits until it listens.
pub async fn start_as(name: &str, program: &Path, instance: &Instance, port: u16) -> Result<Child> {
    let port_text = port.to_string();
    let args = ["--bind", "127.0.0.1", "--port", &port_text, "--save", "", "--appendonly", "no"];
    let spec = Spec {
        name: name.to_owned(),
        program: program.to_owned(),
        args: args.map(Into::into).into(),
        env: Vec::new(),
        dir: instance.run(),
        order: 30,
        ending: Ending::Terminate,
    };
    let mut child = Child::spawn(spec, instance)?;
    child.ready(Duration::from_secs(30), || async { TcpStream::connect(("127.0.0.1", port)).await.is_ok() }).await?;
    Ok(child)
}
