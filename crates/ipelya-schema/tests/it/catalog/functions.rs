//! Who may call which function.

use ipelya_edge::db::Db;
use ipelya_test::Project;
use serde_json::json;
use tokio_postgres::error::SqlState;

/// Functions of ours that a signed-in phone may call by itself, and why. Everything else is the server's.
pub(crate) const CALLABLE_BY_CLIENTS: [(&str, &str); 3] = [
    ("live_is_in_call", "policies of calls and what belongs to them ask it: whether the caller may enter one"),
    ("live_moderated_sessions", "a policy of live_participants asks it: where the caller is a moderator"),
    ("live_thumbnail_file_fits", "a policy of storage asks it: whether the caller may keep one more file"),
];

/// Functions of ours that run with their owner's rights, and why they must.
const DEFINERS: [(&str, &str); 26] = [
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
    ("live_money_entries_balance", "it runs when the transaction ends, as whoever has signed in"),
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
async fn only_the_listed_functions_run_with_their_owners_rights_but_for_those_that_run_as_the_service_role() {
    let project = Project::start().await;
    let condition = "p.prosecdef and p.proowner <> 'service_role'::regrole";
    assert_eq!(names(&project, condition).await, DEFINERS.map(|(name, _)| name));
}

#[tokio::test]
async fn what_is_called_from_outside_runs_as_the_service_role_and_is_all_that_the_functions_own_role_may_call() {
    let project = Project::start().await;
    let mut called: Vec<_> = Db::DECLARATIONS.concat().iter().map(|call| call.function).collect();
    called.sort_unstable();
    for condition in [
        "p.prosecdef and p.proowner = 'service_role'::regrole",
        "p.proowner = 'service_role'::regrole",
        "has_function_privilege('ipelya_functions', p.oid, 'execute')",
    ] {
        assert_eq!(names(&project, condition).await, called, "{condition}");
    }
}

#[tokio::test]
async fn what_runs_when_a_transaction_ends_needs_no_rights_of_whoever_has_signed_in() {
    let project = Project::start().await;
    let deferred = "exists (select from pg_trigger t where t.tgfoid = p.oid and t.tgdeferrable and not t.tgisinternal)";
    assert_eq!(names(&project, &format!("{deferred} and p.prosecdef")).await, ["live_money_entries_balance"]);
    assert_eq!(names(&project, &format!("{deferred} and not p.prosecdef")).await, Vec::<String>::new());
}

#[tokio::test]
async fn the_functions_own_role_can_do_nothing_else() {
    let project = Project::start().await;
    let may = "select jsonb_build_object(
                 'login', r.rolcanlogin,
                 'more', r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolbypassrls or r.rolreplication or r.rolinherit,
                 'is also', (select count(*) from pg_auth_members m where m.member = r.oid),
                 'tables', (
                   select coalesce(jsonb_agg(c.oid::regclass::text), '[]') from pg_class c
                   where c.relkind in ('r', 'p', 'v', 'm', 'f')
                     and c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
                     and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete, truncate, references, trigger')
                 ),
                 'makes', (
                   select coalesce(jsonb_agg(n.nspname), '[]') from pg_namespace n
                   where has_schema_privilege(r.oid, n.oid, 'create')
                 ),
                 'gives up', (select s.setconfig from pg_db_role_setting s where s.setrole = r.oid and s.setdatabase = 0)
               ) from pg_roles r where r.rolname = 'ipelya_functions'";
    let gives_up = ["statement_timeout=4s", "idle_in_transaction_session_timeout=5s"];
    let expected = json!({
        "login": true, "more": false, "is also": 0, "tables": [], "makes": [], "gives up": gives_up,
    });
    assert_eq!(project.value(may, &[]).await, expected);

    let itself = ipelya_local::postgres::connect(&project.direct_url()).await.unwrap();
    for refused in [
        "select from public.profiles",
        "select from auth.users",
        "insert into public.live_payments default values",
        "select public.live_move_money(null, null, null, null, 1, null, 0, 0, 0, now())",
        "set role service_role",
        "alter function public.live_list_gifts() owner to ipelya_functions",
    ] {
        let error = itself.batch_execute(refused).await.unwrap_err();
        assert_eq!(error.code(), Some(&SqlState::INSUFFICIENT_PRIVILEGE), "{refused}: {error}");
    }
    itself.batch_execute("select public.live_list_gifts()").await.unwrap();
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
