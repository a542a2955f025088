//! The rules that Supabase's database linter checks, one test each. A failure names the offenders.

use ipelya_test::Project;

use crate::catalog::functions::CALLABLE_BY_CLIENTS;

/// The offenders a query finds, one text each.
async fn offenders(sql: &str) -> Vec<String> {
    let project = Project::start().await;
    project.db().query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

async fn assert_none(sql: &str) {
    assert_eq!(offenders(sql).await, Vec::<String>::new());
}

#[tokio::test]
async fn row_security_is_on_for_every_table() {
    assert_none(
        "select relname::text from pg_class
         where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relrowsecurity order by 1",
    )
    .await;
}

#[tokio::test]
async fn every_table_has_a_policy_that_says_who_it_is_for() {
    assert_none(
        "select c.relname::text from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
           and not exists (select from pg_policy p where p.polrelid = c.oid) order by 1",
    )
    .await;
}

#[tokio::test]
async fn policies_read_the_callers_identity_once_per_query_not_once_per_row() {
    // the catalog prints a wrapped call as ( SELECT auth.uid() AS uid); whatever is left over is bare
    assert_none(
        r"select tablename || '.' || policyname from pg_policies
          where schemaname = 'public'
            and regexp_replace(
                  coalesce(qual, '') || coalesce(with_check, ''),
                  '\( SELECT (auth\.[a-z]+\(\)|current_setting\([^)]*\))[^)]*\)', '', 'g'
                ) ~ '(auth\.(uid|jwt|role|email)\(|current_setting\()'
          order by 1",
    )
    .await;
}

#[tokio::test]
async fn one_policy_at_most_answers_for_a_role_and_an_action() {
    assert_none(
        "select p.tablename || ': ' || action || ' as ' || member || ' by ' || string_agg(p.policyname, ', ')
         from pg_policies p
         cross join unnest(
           case when p.roles = '{public}' then array['anon', 'authenticated', 'authenticator']::name[] else p.roles end
         ) as member
         cross join unnest(case p.cmd when 'ALL' then array['SELECT', 'INSERT', 'UPDATE', 'DELETE'] else array[p.cmd] end)
           as action
         where p.schemaname = 'public' and p.permissive = 'PERMISSIVE'
         group by p.tablename, action, member having count(*) > 1",
    )
    .await;
}

#[tokio::test]
async fn every_foreign_key_has_an_index_that_begins_with_its_columns() {
    assert_none(
        "select k.conrelid::regclass || '.' || k.conname from pg_constraint k
         where k.contype = 'f' and k.connamespace = 'public'::regnamespace
           and not exists (
             select from pg_index i
             where i.indrelid = k.conrelid
               and i.indpred is null
               and (string_to_array(i.indkey::text, ' ')::int2[])[1:cardinality(k.conkey)] @> k.conkey
           )
         order by 1",
    )
    .await;
}

#[tokio::test]
async fn no_two_indexes_are_the_same() {
    assert_none(
        "select string_agg(indexrelid::regclass::text, ' = ') from pg_index i
         join pg_class c on c.oid = i.indrelid and c.relnamespace = 'public'::regnamespace
         group by indrelid, indkey::text, indclass::text, indcollation::text, indoption::text,
           coalesce(indexprs::text, ''), coalesce(indpred::text, ''), indnullsnotdistinct
         having count(*) > 1",
    )
    .await;
}

/// Functions whose search path is fixed but not empty, and why.
const PATHS: [(&str, &str); 4] = [
    ("live_book_payment", "triggers of the app run inside it and may say names unqualified"),
    ("live_channels_like", "an operator of pg_trgm, which is in one of two schemas"),
    ("live_move_coins", "triggers of the app run inside it and may say names unqualified"),
    ("live_write_notes", "triggers of the app run inside it and may say names unqualified"),
];

#[tokio::test]
async fn no_function_looks_names_up_in_its_callers_search_path() {
    let found = offenders(
        "select proname::text from pg_proc p
         where pronamespace = 'public'::regnamespace
           and not coalesce(proconfig && array['search_path=\"\"', 'search_path=public, extensions, pg_temp'], false)
           and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
         order by 1",
    )
    .await;
    assert_eq!(found, Vec::<String>::new());
}

#[tokio::test]
async fn only_the_listed_functions_have_a_search_path_that_is_not_empty() {
    let found = offenders(
        "select proname::text from pg_proc p
         where pronamespace = 'public'::regnamespace and not coalesce(proconfig @> array['search_path=\"\"'], false)
           and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
         order by 1",
    )
    .await;
    assert_eq!(found, PATHS.map(|(name, _)| name));
}

#[tokio::test]
async fn no_function_with_its_owners_rights_is_open_to_clients_but_those_that_policies_ask() {
    let found = offenders(
        "select proname::text from pg_proc
         where pronamespace = 'public'::regnamespace and prosecdef
           and (has_function_privilege('anon', oid, 'execute') or has_function_privilege('authenticated', oid, 'execute'))
         order by 1",
    )
    .await;
    assert_eq!(found, CALLABLE_BY_CLIENTS.map(|(name, _)| name));
    // they tell callers about themselves only; one of them, whether they are in the call that it is asked about
    let asked = offenders(
        "select proname::text from pg_proc
         where pronamespace = 'public'::regnamespace and prosecdef and pronargs > 0
           and has_function_privilege('authenticated', oid, 'execute')
         order by 1",
    )
    .await;
    assert_eq!(asked, ["live_is_in_call"]);
}

#[tokio::test]
async fn views_see_what_their_reader_may_see() {
    // a materialized view or a foreign table knows no row security at all
    assert_none(
        "select relname::text from pg_class
         where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'f')
           and not coalesce(reloptions && array['security_invoker=true', 'security_invoker=on'], false) order by 1",
    )
    .await;
}

#[tokio::test]
async fn no_policy_believes_what_users_write_about_themselves() {
    assert_none(
        "select tablename || '.' || policyname from pg_policies
         where schemaname = 'public' and coalesce(qual, '') || coalesce(with_check, '') like '%user_metadata%' order by 1",
    )
    .await;
}

#[tokio::test]
async fn no_extension_lives_among_our_tables() {
    assert_none("select extname::text from pg_extension where extnamespace = 'public'::regnamespace order by 1").await;
}

#[tokio::test]
async fn every_table_has_a_primary_key() {
    assert_none(
        "select c.relname::text from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
           and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p') order by 1",
    )
    .await;
}

#[tokio::test]
async fn constraints_carry_names_that_begin_with_their_table() {
    assert_none(
        "select conrelid::regclass || '.' || conname from pg_constraint k
         join pg_class c on c.oid = k.conrelid
         where k.connamespace = 'public'::regnamespace and k.contype in ('p', 'u', 'f', 'c')
           and not starts_with(k.conname, c.relname || '_') order by 1",
    )
    .await;
}

#[tokio::test]
async fn clients_hold_no_privilege_on_sequences() {
    assert_none(
        "select c.relname || ' to ' || role from pg_class c
         cross join unnest(array['anon', 'authenticated']) as role
         where c.relnamespace = 'public'::regnamespace and c.relkind = 'S'
           and has_sequence_privilege(role, c.oid, 'usage, select, update') order by 1",
    )
    .await;
}

#[tokio::test]
async fn clients_hold_no_privilege_that_row_security_does_not_govern() {
    // truncate, references and trigger ask no policy
    assert_none(
        "select c.relname || ': ' || privilege || ' to ' || role from pg_class c
         cross join unnest(array['truncate', 'references', 'trigger']) as privilege
         cross join unnest(array['anon', 'authenticated']) as role
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
           and has_table_privilege(role, c.oid, privilege) order by 1",
    )
    .await;
}
