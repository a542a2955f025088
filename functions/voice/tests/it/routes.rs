//! Where clients find the functions.

use ipelya_test::assert_published;

#[tokio::test]
async fn every_route_is_on_the_local_stack_and_in_the_readme() {
    assert_published("voice", &voice::routes()).await;
}
