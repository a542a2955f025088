//! The Lambda binary of the function group `sweeper`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    ipelya_edge::serve_scheduled(sweeper::routes(), "sweeper", sweeper::scheduled).await
}
