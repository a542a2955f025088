//! Who may ask for a sweep, and how.

use ipelya_test::{Api, Project, assert_published};
use serde_json::json;

#[tokio::test]
async fn every_route_is_on_the_local_stack_and_in_the_readme() {
    assert_published("sweeper", &sweeper::routes()).await;
}

#[tokio::test]
async fn only_the_service_itself_may_ask_for_a_sweep() {
    let project = Project::start().await;
    let api = Api::new(&project, sweeper::routes());
    let user = project.given().user().await;
    let anon = api.setting("SUPABASE_ANON_KEY");

    for request in [
        api.post("sweeper"),
        api.post("sweeper").bearer(&anon),
        api.post("sweeper").bearer("service_role"),
        api.post("sweeper").user(&user),
    ] {
        request.json(json!({})).send().await.assert_refused(401, "UNAUTHORIZED");
    }
    assert_eq!((project.rest().requests(), project.livekit().requests()), (0, 0));

    let key = api.setting("SUPABASE_SERVICE_ROLE_KEY");
    let reply = api.post("sweeper").bearer(&key).send().await;
    assert_eq!((reply.status, &reply.body["success"]), (200, &json!(true)), "{}", reply.body);
    assert_eq!(project.rest().paths(), ["/rest/v1/rpc/live_sweep_facts"]);
    assert_eq!(project.livekit().requests(), 0, "there was nothing to ask about");
}
