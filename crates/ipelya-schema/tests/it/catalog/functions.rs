//! Who may call which function.

use ipelya_test::Project;

/// Functions of ours that a signed-in phone may call by itself, and why. Everything else is the server's.
pub(crate) const CALLABLE_BY_CLIENTS: [(&str, &str); 3] = [
    ("live_is_in_call", "policies of calls and what belongs to them ask it: whether the caller may enter one"),
    ("live_moderated_sessions", "a policy of live_participants asks it: where the caller is a moderator"),
    ("live_thumbnail_file_fits", "a policy of storage asks it: whether the caller may keep one more file"),
];

/// Functions of ours that run with their owner's rights, and why they must.
const DEFINERS: [(&str, &str); 25] = [
    ("live_auth_facts", "the service role may not read Auth's tables"),
    ("live_calls_lose_party", "whoever deletes an account, Auth for one, may not end calls"),
    ("live_count_followers", "whoever deletes an account, Auth for one, may not write at channels"),
    ("live_hold_accounts", "the service role may not read Auth's tables"),
    ("live_is_anonymous", "the service role may not read Auth's tables"),
    ("live_is_in_call", "a policy cannot ask its own table"),
    ("live_keep_former_slug", "whoever deletes an account, Auth for one, may not keep slugs"),
    ("live_keep_leftover_ingress", "whoever deletes an account, Auth for one, may not note ingresses"),
    ("live_light_channel", "whoever deletes an account, Auth for one, may not write at channels"),
    ("live_mail_addresses", "the service role may not read Auth's tables"),
    ("live_messages_admit", "a phone's user may not read the bans, settings and blocks its message is judged by"),
    ("live_messages_note_moderator", "no phone may write the logs of what is done about others"),
    ("live_moderated_sessions", "a policy cannot ask its own table"),
    ("live_move_money", "nobody writes in the ledger of card money but by it"),
    ("live_recordings_leave_object", "whoever deletes an account, Auth for one, may not note files that are to go"),
    ("live_recordings_lose_owner", "whoever deletes an account, Auth for one, may not delete recordings"),
    ("live_recordings_lose_subject", "whoever deletes an account, Auth for one, may not close recordings"),
    ("live_recordings_show", "whoever deletes an account, Auth for one, may not write at sessions and calls"),
    ("live_reports_admit", "a phone's user may not read the reports their own are counted against"),
    ("live_reports_flag", "a phone's user may not read the reports of others or write the log of the staff"),
    ("live_sessions_lose_creator", "whoever deletes an account, Auth for one, may not end sessions"),
    ("live_shut_out", "the service role may not read Auth's tables"),
    ("live_thumbnail_file_fits", "a policy cannot ask its own table"),
    ("live_user_settings_admit", "a phone's user may not ask whether somebody is a creator"),
    ("user_broadcast_thumbnails_admit", "a phone's user may not read the settings"),
];

async fn names(project: &Project, condition: &str) -> Vec<String> {
    let sql = format!(
        "select p.proname::text from pg_proc p
         where p.pronamespace = 'public'::regnamespace and ({condition})
           and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
         order by 1"
    );
    project.db().query(&sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn clients_may_call_no_function_that_is_not_listed() {
    let project = Project::start().await;
    for role in ["anon", "authenticated", "public"] {
        let callable = names(&project, &format!("has_function_privilege('{role}', p.oid, 'execute')")).await;
        let listed = if role == "authenticated" { &CALLABLE_BY_CLIENTS[..] } else { &[] };
        assert_eq!(callable, listed.iter().map(|(name, _)| *name).collect::<Vec<_>>(), "{role}");
    }
}

#[tokio::test]
async fn the_server_may_call_every_function_that_is_no_trigger() {
    let project = Project::start().await;
    let condition =
        "p.prorettype <> 'trigger'::regtype and not has_function_privilege('service_role', p.oid, 'execute')";
    assert_eq!(names(&project, condition).await, Vec::<String>::new());
}

#[tokio::test]
async fn only_the_listed_functions_run_with_their_owners_rights() {
    let project = Project::start().await;
    assert_eq!(names(&project, "p.prosecdef").await, DEFINERS.map(|(name, _)| name));
}

#[tokio::test]
async fn a_client_that_calls_a_function_through_the_rest_api_is_refused() {
    let project = Project::start().await;
    let given = project.given();
    let viewer = given.user().await;
    let signed_in = project.token_for(&viewer).build();
    let anonymous = project.env()["SUPABASE_ANON_KEY"].clone();
    let client = ipelya_local::http_client::HttpClient::new();
    let url = format!("{}/rest/v1/rpc/live_audience_role", project.url());
    let body = serde_json::json!({ "p_session_type": "audio_room" });
    for (who, bearer, expected) in [("anon", &anonymous, 401), ("authenticated", &signed_in, 403)] {
        let request = http::Request::post(&url)
            .header("apikey", &anonymous)
            .header("authorization", format!("Bearer {bearer}"))
            .header("content-type", "application/json")
            .body(axum::body::Body::from(body.to_string()))
            .unwrap();
        let (status, text) = client.fetch(request).await.unwrap();
        assert_eq!(status.as_u16(), expected, "{who}: {text}");
    }
}
