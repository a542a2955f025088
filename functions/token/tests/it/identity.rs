//! Who is calling: forged, foreign and outlived tokens.

use ipelya_test::{Api, Project};
use serde_json::json;
use time::Duration;

#[tokio::test]
async fn only_a_token_of_this_project_for_a_signed_in_user_is_accepted() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let person = given.user().await;
    let session = given.live_session(&given.creator().await).insert().await;
    let body = json!({ "sessionId": session.id });
    let token = || project.token_for(&person);

    for (what, jwt) in [
        ("ES256", token().build()),
        ("HS256 with the legacy secret", token().hs256().build()),
        ("HS256 with the legacy secret and a key id", token().hs256().kid("legacy").build()),
        ("without a sign-in", token().without_session_id().build()),
        ("expired within the leeway", token().expires_at(api.now() - Duration::seconds(29)).build()),
    ] {
        let reply = api.post("get-livekit-token").bearer(&jwt).json(body.clone()).send().await;
        assert_eq!(reply.status, 200, "{what}: {}", reply.body);
    }

    let good = token().build();
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let mut tampered = signature.to_owned();
    tampered.replace_range(..1, if signature.starts_with('A') { "B" } else { "A" });
    for (what, jwt) in [
        ("the anonymous key", api.setting("SUPABASE_ANON_KEY")),
        ("the service key", api.setting("SUPABASE_SERVICE_ROLE_KEY")),
        ("an expired token", token().expires_at(api.now() - Duration::seconds(30)).build()),
        ("a wrong audience", token().aud("anon").build()),
        ("a wrong issuer", token().iss("https://other.example/auth/v1").build()),
        ("a wrong role", token().role("service_role").build()),
        ("no algorithm", token().alg_none().build()),
        ("HS256 signed with the public key", token().hs256_signed_with_public_key().build()),
        ("HS256 signed with another secret", token().hs256_with("another-secret-of-at-least-32-characters").build()),
        ("an unknown key id", token().kid("unknown").build()),
        ("a tampered signature", format!("{signed}.{tampered}")),
        ("no signature", format!("{signed}.")),
        ("no token", "x".to_owned()),
    ] {
        let reply = api.post("get-livekit-token").bearer(&jwt).json(body.clone()).send().await;
        assert_eq!((reply.status, &reply.body["errorCode"]), (401, &json!("UNAUTHORIZED")), "{what}");
    }

    let without_header = api.post("get-livekit-token").json(body.clone()).send().await;
    without_header.assert_refused(401, "UNAUTHORIZED");
    let other_scheme = api.post("get-livekit-token").header("authorization", &format!("Basic {good}")).json(body);
    other_scheme.send().await.assert_refused(401, "UNAUTHORIZED");
}

#[tokio::test]
async fn a_token_does_not_outlive_its_sign_in_its_user_or_a_ban_in_auth() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let session = given.live_session(&given.creator().await).insert().await;
    let ask = |jwt: String| api.post("get-livekit-token").bearer(&jwt).json(json!({ "sessionId": session.id })).send();

    let signed_out = given.user().await;
    let jwt = project.token_for(&signed_out).build();
    assert_eq!(ask(jwt.clone()).await.status, 200);
    given.sign_out(&signed_out).await;
    ask(jwt).await.assert_refused(401, "UNAUTHORIZED");

    let banned = given.user().await;
    let jwt = project.token_for(&banned).build();
    given.auth_ban(&banned, api.now() + Duration::hours(1)).await;
    ask(jwt).await.assert_refused(401, "UNAUTHORIZED");

    let deleted = given.user().await;
    let jwt = project.token_for(&deleted).without_session_id().build();
    given.delete_user(&deleted).await;
    ask(jwt).await.assert_refused(401, "UNAUTHORIZED");

    let thief = given.user().await;
    let victim = given.user().await;
    let borrowed = project.token_for(&thief).session_of(&victim).build();
    ask(borrowed).await.assert_refused(401, "UNAUTHORIZED");
}
