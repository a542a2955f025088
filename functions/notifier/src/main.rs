//! The Lambda binary of the function group `notifier`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    ipelya_edge::serve_scheduled(notifier::routes(), "notifier", notifier::scheduled).await
}
