//! The Lambda binary of the function group `gift`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    ipelya_edge::serve(gift::routes()).await
}
