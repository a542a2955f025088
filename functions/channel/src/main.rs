//! The Lambda binary of the function group `channel`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    ipelya_edge::serve(channel::routes()).await
}
