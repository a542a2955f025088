//! The least a Rust function on `lambda_http` can be: what the real ones are measured against.

use std::convert::Infallible;

use lambda_http::{Body, Request, Response, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    lambda_http::run_concurrent(service_fn(|_: Request| async {
        Ok::<_, Infallible>(Response::new(Body::from(r#"{"hello":"world"}"#)))
    }))
    .await
}
