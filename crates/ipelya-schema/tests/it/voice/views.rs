//! The views of calls: the columns of the voice documents, and who sees which rows.

use ipelya_test::{Project, User};
use serde_json::{Value, json};
use time::Duration;
use time::macros::datetime;
use tokio_postgres::error::SqlState;
use uuid::Uuid;

use crate::voice::seen::{plan, rows, seen};

/// The columns of a view by name and type, in their order.
async fn columns(project: &Project, view: &str) -> Vec<String> {
    let sql = "select a.attname || ' ' || format_type(a.atttypid, a.atttypmod) from pg_attribute a
               where a.attrelid = $1::text::regclass and a.attnum > 0 order by a.attnum";
    let name = format!("public.{view}");
    project.db().query(sql, &[&name]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn both_views_have_the_columns_of_the_documents() {
    let project = Project::start().await;
    assert_eq!(
        columns(&project, "voice_calls").await,
        [
            "id uuid",
            "room_name character varying(255)",
            "caller_id character varying(255)",
            "callee_id character varying(255)",
            "call_type character varying(50)",
            "status character varying(50)",
            "started_at timestamp without time zone",
            "connected_at timestamp without time zone",
            "ended_at timestamp without time zone",
            "duration_seconds integer",
            "recording_url text",
            "transcript text",
            "metadata jsonb",
            "created_at timestamp without time zone",
        ]
    );
    assert_eq!(
        columns(&project, "call_participants").await,
        [
            "id integer",
            "call_id uuid",
            "user_id character varying(255)",
            "participant_name character varying(255)",
            "joined_at timestamp without time zone",
            "left_at timestamp without time zone",
            "duration_seconds integer",
            "is_muted boolean",
        ]
    );
}

/// Somebody in each kind of call, and those who look on.
struct People {
    project: Project,
    caller: User,
    callee: User,
    member: User,
    stranger: User,
    /// An admin who joined the support call.
    staff: User,
    admin: User,
    retired: User,
    support: Uuid,
    between: Uuid,
    conference: Uuid,
}

impl People {
    async fn gather() -> Self {
        let project = Project::start().await;
        let given = project.given();
        let (caller, callee, member) = (given.user().await, given.user().await, given.user().await);
        let (staff, admin) = (given.admin().await, given.admin().await);
        let (stranger, retired) = (given.user().await, given.former_admin().await);
        let support = given.support_call(&caller).insert().await;
        let between = given.call_between(&caller, &callee).insert().await;
        let conference = given.conference(&caller, &[&member]).insert().await;
        let joins = "insert into public.call_members (call_id, user_id, role) values ($1, $2, 'staff')";
        project.execute(joins, &[&support, &staff.id]).await;
        // a call of others
        let (one, other) = (given.user().await, given.user().await);
        let foreign = given.support_call(&one).insert().await;
        given.call_between(&one, &other).insert().await;
        let at = datetime!(2026-11-22 10:00 UTC);
        for (call, user) in [
            (support, &caller),
            (support, &staff),
            (between, &caller),
            (between, &callee),
            (conference, &member),
            (foreign, &one),
        ] {
            given.stay(call, user, at, at + Duration::seconds(61)).await;
        }
        for call in [support, foreign] {
            given.call_agent(call, at).await;
            given.spoken(call, "item_1", "agent", "Merhaba", at).await;
        }
        Self { project, caller, callee, member, stranger, staff, admin, retired, support, between, conference }
    }

    /// The calls among those of these people that somebody sees, as letters: support, user-to-user, conference.
    async fn of(&self, who: &User, view: &str, id: &str) -> String {
        let mut found = seen(&self.project, who, &format!("select {id} from public.{view}")).await;
        found.sort_by_key(Value::to_string);
        found.dedup();
        let letters = [(self.support, "s"), (self.between, "u"), (self.conference, "c")];
        let own: String =
            letters.iter().filter(|(id, _)| found.contains(&json!(id))).map(|(_, letter)| *letter).collect();
        if found.len() > own.len() { format!("{own}+{}", found.len() - own.len()) } else { own }
    }
}

#[tokio::test]
async fn everybody_sees_their_own_calls_and_who_was_in_them_and_staff_all() {
    let people = People::gather().await;
    for (who, user, calls, participants) in [
        ("caller", &people.caller, "suc", "suc"),
        ("callee", &people.callee, "u", "u"),
        ("member", &people.member, "c", "c"),
        ("stranger", &people.stranger, "", ""),
        // the conference's owner was never inside, and in the calls of others was an agent and one of them
        ("staff", &people.staff, "suc+2", "suc+1"),
        ("admin", &people.admin, "suc+2", "suc+1"),
        ("former admin", &people.retired, "", ""),
    ] {
        assert_eq!(people.of(user, "voice_calls", "id").await, calls, "{who}");
        assert_eq!(people.of(user, "call_participants", "call_id").await, participants, "{who}");
    }
    for view in ["voice_calls", "call_participants"] {
        let nobody = rows(&people.project, None, &format!("select * from public.{view}")).await;
        assert_eq!(nobody, Err(SqlState::INSUFFICIENT_PRIVILEGE), "{view}");
        for write in ["set status = 'x'", "set is_muted = true", "set room_name = 'x'"] {
            let write = format!("begin; set local role service_role; update public.{view} {write}");
            assert!(people.project.db().batch_execute(&write).await.is_err(), "{write}");
            people.project.db().batch_execute("rollback").await.unwrap();
        }
    }
}

#[tokio::test]
async fn what_was_said_is_there_for_whose_call_it_was_and_not_for_staff_who_read_it_by_a_function_that_notes_them() {
    let people = People::gather().await;
    let query = format!("select transcript from public.voice_calls where id = '{}'", people.support);
    for (who, user, transcript) in [
        ("caller", &people.caller, vec![json!("Agent: Merhaba")]),
        ("staff who joined", &people.staff, vec![Value::Null]),
        ("admin", &people.admin, vec![Value::Null]),
        ("stranger", &people.stranger, vec![]),
    ] {
        assert_eq!(seen(&people.project, user, &query).await, transcript, "{who}");
    }
    let lines = "select item_id from public.call_transcript_lines";
    for staff in [&people.admin, &people.staff] {
        assert_eq!(seen(&people.project, staff, lines).await, Vec::<Value>::new());
    }
    assert_eq!(seen(&people.project, &people.caller, lines).await.len(), 1);
    let retire = "update public.admin_profiles set is_active = false where id = $1";
    people.project.execute(retire, &[&people.staff.id]).await;
    for what in [lines, "select id from public.calls", "select id from public.voice_calls"] {
        assert_eq!(seen(&people.project, &people.staff, what).await, Vec::<Value>::new(), "no more staff: {what}");
    }
}

#[tokio::test]
async fn every_state_of_a_call_has_its_word() {
    let project = Project::start().await;
    let given = project.given();
    let viewer = given.admin().await;
    for kind in ["support", "user-to-user", "conference"] {
        for (state, word) in [
            ("ringing", "pending"),
            ("ringing, somebody inside", "ringing"),
            ("ringing, left again", "pending"),
            ("ringing, an agent inside", "pending"),
            ("connected", "connected"),
            ("completed", "completed"),
            ("failed", "failed"),
            ("missed", "missed"),
            ("cancelled", "missed"),
            ("declined", "missed"),
            ("busy", "missed"),
        ] {
            let (caller, callee) = (given.user().await, given.user().await);
            let call = match kind {
                "support" => given.support_call(&caller),
                "conference" => given.conference(&caller, &[&callee]),
                _ => given.call_between(&caller, &callee),
            };
            let call = match state {
                "connected" => call.connected(),
                _ if state.starts_with("ringing") => call.ringing(),
                _ => call.ended(state),
            };
            let (id, now) = (call.insert().await, ipelya_local::clock::now());
            match state {
                "ringing, somebody inside" => drop(given.stay(id, &caller, now, None).await),
                "ringing, left again" => drop(given.stay(id, &caller, now, now).await),
                "ringing, an agent inside" => drop(given.call_agent(id, now).await),
                _ => {}
            }
            let query = format!("select call_type || ' ' || status from public.voice_calls where id = '{id}'");
            let expected = vec![json!(format!("{kind} {word}"))];
            assert_eq!(seen(&project, &viewer, &query).await, expected, "{state}");
            assert_eq!(seen(&project, &caller, &query).await, expected, "{state}, to the caller");
        }
    }
}

#[tokio::test]
async fn a_call_is_told_in_full() {
    let project = Project::start().await;
    let given = project.given();
    let caller = given.user().await;
    let began = datetime!(2026-11-22 10:00 UTC);
    let id = given.support_call(&caller).began(began).lasted(90).insert().await;
    given.spoken(id, "b", "user", "Param\r\n gelmedi.\nStaff: ödendi\u{2028}!", began + Duration::seconds(5)).await;
    given.spoken(id, "c", "staff", "Bakıyorum", began + Duration::seconds(9)).await;
    given.spoken(id, "a", "agent", "Merhaba", began + Duration::seconds(5)).await;
    let sid = given.stay(id, &caller, began, began + Duration::milliseconds(90_900)).await;
    let agent = given.call_agent(id, began + Duration::seconds(1)).await;
    project.execute("update public.call_members set is_muted = true where call_id = $1", &[&id]).await;

    let call = rows(&project, Some(&caller), "select * from public.voice_calls").await.unwrap();
    assert_eq!(
        call,
        [json!({
            "id": id, "room_name": format!("support-{id}"), "caller_id": caller.id, "callee_id": null,
            "call_type": "support", "status": "completed", "started_at": "2026-11-22T10:00:00",
            "connected_at": "2026-11-22T10:00:00", "ended_at": "2026-11-22T10:01:30", "duration_seconds": 90,
            "recording_url": null,
            "transcript": "Agent: Merhaba\nUser: Param gelmedi. Staff: ödendi !\nStaff: Bakıyorum",
            "metadata": {
                "language": "tr", "transcript": true, "media": "audio", "end_reason": "completed", "end_detail": null,
                "ended_by": null,
            },
            "created_at": "2026-11-22T10:00:00",
        })]
    );
    let people = "select * from public.call_participants order by joined_at";
    let people = rows(&project, Some(&caller), people).await.unwrap();
    let ids: Vec<i64> = people.iter().map(|row| row["id"].as_i64().unwrap()).collect();
    assert!(ids.iter().all(|id| (0..=i64::from(i32::MAX)).contains(id)) && ids[0] != ids[1], "{ids:?}");
    let expected = [
        json!({
            "id": ids[0], "call_id": id, "user_id": caller.id, "participant_name": caller.display_name,
            "joined_at": "2026-11-22T10:00:00", "left_at": "2026-11-22T10:01:30.9", "duration_seconds": 90,
            "is_muted": true,
        }),
        json!({
            "id": ids[1], "call_id": id, "user_id": format!("agent-{agent}"), "participant_name": "AI",
            "joined_at": "2026-11-22T10:00:01", "left_at": null, "duration_seconds": null, "is_muted": false,
        }),
    ];
    assert_eq!(people, expected);
    // of one SID it is the same for ever, whatever version of Postgres hashes
    project
        .execute("update public.live_stays set participant_sid = 'PA_abc' where participant_sid = $1", &[&sid])
        .await;
    let own = format!("select id from public.call_participants where user_id = '{}'", caller.id);
    assert_eq!(seen(&project, &caller, &own).await, [json!(273_491_113)]);
}

#[tokio::test]
async fn an_agent_that_never_came_and_whoever_is_no_person_were_not_in_a_call() {
    let project = Project::start().await;
    let given = project.given();
    let caller = given.user().await;
    let (id, now) = (given.support_call(&caller).insert().await, ipelya_local::clock::now());
    let agent = given.call_agent(id, now).await;
    let sid = given.stay(id, &caller, now, None).await;
    let people = "select user_id from public.call_participants";
    assert_eq!(seen(&project, &caller, people).await.len(), 2);
    let failed = "update public.call_agents set joined_at = null, status = 'failed' where id = $1";
    project.execute(failed, &[&agent]).await;
    project.execute("update public.live_stays set kind = 'EGRESS' where participant_sid = $1", &[&sid]).await;
    assert_eq!(seen(&project, &caller, people).await, Vec::<Value>::new());
}

#[tokio::test]
async fn one_call_is_found_by_an_index_with_everything_that_belongs_to_it() {
    let people = People::gather().await;
    people.project.db().batch_execute("set enable_seqscan = off").await.unwrap();
    for query in [
        format!("select * from public.voice_calls where id = '{}'", people.support),
        format!("select * from public.call_participants where call_id = '{}'", people.support),
    ] {
        let plan = plan(&people.project, &people.caller, &query).await;
        let scans: Vec<_> = plan.lines().filter(|line| line.contains("Seq Scan")).collect();
        assert!(scans.is_empty(), "{plan}");
        assert!(plan.contains("Index"), "{plan}");
    }
}
