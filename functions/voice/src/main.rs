//! The Lambda binary of the function group `voice`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    ipelya_edge::serve(voice::routes()).await
}
