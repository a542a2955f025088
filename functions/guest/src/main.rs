//! The Lambda binary of the function group `guest`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    ipelya_edge::serve(guest::routes()).await
}
