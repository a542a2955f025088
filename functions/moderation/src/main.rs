//! The Lambda binary of the function group `moderation`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    ipelya_edge::serve(moderation::routes()).await
}
