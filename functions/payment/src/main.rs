//! The Lambda binary of the function group `payment`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    ipelya_edge::serve_scheduled(payment::routes(), "payment", payment::scheduled).await
}
