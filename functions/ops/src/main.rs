//! The Lambda binary of the function group `ops`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    ipelya_edge::serve(ops::routes()).await
}
