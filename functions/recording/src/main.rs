//! The Lambda binary of the function group `recording`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    ipelya_edge::serve(recording::routes()).await
}
