//! What agents report, as it is stored.

use ipelya_test::{Project, User};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use tokio_postgres::{Client, NoTls};
use uuid::Uuid;

const TAKE: &str = "select public.live_take_transcript($1, $2, $3, $4, $5)";

/// A support call that goes on, with its agent.
struct Line {
    project: Project,
    caller: User,
    call: Uuid,
    agent: Uuid,
    now: OffsetDateTime,
}

impl Line {
    async fn open() -> Self {
        let project = Project::start().await;
        let given = project.given();
        let caller = given.user().await;
        let now = ipelya_local::clock::now();
        let call = given.support_call(&caller).connected().insert().await;
        let agent = given.call_agent(call, now).await;
        Self { project, caller, call, agent, now }
    }

    /// A connection of its own, as the service role.
    async fn client(&self) -> Client {
        let url = self.project.env()["DATABASE_URL"].clone();
        let (client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute("set role service_role").await.unwrap();
        client
    }

    /// What is answered to a report of these lines by the call's agent.
    async fn take(&self, lines: &Value, usage: Option<&Value>) -> Answer {
        self.take_as(self.call, self.agent, lines, usage).await
    }

    async fn take_as(&self, call: Uuid, agent: Uuid, lines: &Value, usage: Option<&Value>) -> Answer {
        let db = self.project.db();
        let answer = db.query_one(TAKE, &[&call, &agent, lines, &usage, &self.now]).await;
        let answer = answer.map_err(|error| {
            let error = error.as_db_error().unwrap_or_else(|| panic!("{error}"));
            format!("{} {}", error.code().code(), error.detail().unwrap_or_default())
        })?;
        let told: Value = answer.get(0);
        Ok((told["stored"].as_i64().unwrap(), told["duplicates"].as_i64().unwrap()))
    }

    async fn stored(&self) -> Vec<String> {
        let sql = "select item_id || ': ' || text from public.call_transcript_lines order by spoken_at, item_id";
        self.project.db().query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
    }
}

/// How many lines of a report were stored and how many known; the code of a refusal.
type Answer = Result<(i64, i64), String>;

/// A line of this id, said so many seconds after noon.
fn line(item: &str, text: &str, second: i64) -> Value {
    let at = time::macros::datetime!(2026-11-22 12:00 UTC) + Duration::seconds(second);
    let at = at.format(&time::format_description::well_known::Rfc3339).unwrap();
    json!({ "item_id": item, "speaker": "user", "text": text, "interrupted": false, "at": at })
}

#[tokio::test]
async fn each_line_is_stored_once_and_stays_as_it_was_first_told() {
    let the = Line::open().await;
    assert_eq!(the.take(&json!([line("a", "bir", 1), line("b", "iki", 2)]), None).await, Ok((2, 0)));
    assert_eq!(the.take(&json!([line("b", "başka", 9), line("c", "üç", 3)]), None).await, Ok((1, 1)));
    assert_eq!(the.take(&json!([line("d", "dört", 4), line("d", "beş", 5)]), None).await, Ok((1, 1)));
    assert_eq!(the.take(&json!([]), None).await, Ok((0, 0)));
    assert_eq!(the.stored().await, ["a: bir", "b: iki", "c: üç", "d: dört"]);
    let whose = "select to_jsonb(array_agg(distinct user_id)) from public.call_transcript_lines";
    assert_eq!(the.project.value(whose, &[]).await, json!([the.caller.id]));
}

#[tokio::test]
async fn nothing_is_taken_from_the_agent_of_another_call() {
    let the = Line::open().await;
    let given = the.project.given();
    let other = given.support_call(&given.user().await).insert().await;
    let theirs = given.call_agent(other, the.now).await;
    let lines = json!([line("a", "bir", 1)]);
    for (call, agent) in [(the.call, theirs), (other, the.agent), (the.call, Uuid::nil()), (Uuid::nil(), the.agent)] {
        let answer = the.take_as(call, agent, &lines, Some(&json!({ "seconds": 1 }))).await;
        assert_eq!(answer, Err("PT404 CALL_NOT_FOUND".to_owned()));
    }
    assert_eq!(the.stored().await, Vec::<String>::new());
    assert_eq!(the.project.count("public.call_agents where usage is not null").await, 0);
    assert_eq!(the.project.count("public.live_rate_limits").await, 0, "their limits are theirs");
}

#[tokio::test]
async fn what_is_not_written_down_is_refused_but_for_what_it_cost() {
    let the = Line::open().await;
    the.project.execute("update public.calls set transcript_on = false where id = $1", &[&the.call]).await;
    let usage = json!({ "seconds": 74, "sttSeconds": 21.3 });
    let refused = the.take(&json!([line("a", "bir", 1)]), Some(&usage)).await;
    assert_eq!(refused, Err("PT409 TRANSCRIPT_OFF".to_owned()));
    assert_eq!(the.project.count("public.call_agents where usage is not null").await, 0);
    assert_eq!(the.take(&json!([]), Some(&usage)).await, Ok((0, 0)));
    assert_eq!(the.take(&json!([]), Some(&json!({ "seconds": 1 }))).await, Ok((0, 0)));
    let kept = "select usage from public.call_agents where id = $1";
    assert_eq!(the.project.value(kept, &[&the.agent]).await, usage, "the first word stands");
}

#[tokio::test]
async fn a_call_has_so_many_lines_and_no_part_of_a_report_beyond_them() {
    let the = Line::open().await;
    the.project.given().setting("transcript_lines_count", 2).await;
    let usage = json!({ "seconds": 1 });
    let three = json!([line("a", "bir", 1), line("b", "iki", 2), line("c", "üç", 3)]);
    assert_eq!(the.take(&three, Some(&usage)).await, Err("PT409 TRANSCRIPT_FULL".to_owned()));
    assert_eq!(the.stored().await, Vec::<String>::new());
    assert_eq!(the.project.count("public.call_agents where usage is not null").await, 0);
    let two = json!([line("a", "bir", 1), line("b", "iki", 2)]);
    assert_eq!(the.take(&two, None).await, Ok((2, 0)));
    assert_eq!(the.take(&two, Some(&usage)).await, Ok((0, 2)), "nothing new is no line too many");
    assert_eq!(the.take(&json!([line("c", "üç", 3)]), None).await, Err("PT409 TRANSCRIPT_FULL".to_owned()));
    // another call has lines of its own
    let given = the.project.given();
    let other = given.support_call(&given.user().await).insert().await;
    let theirs = given.call_agent(other, the.now).await;
    assert_eq!(the.take_as(other, theirs, &two, None).await, Ok((2, 0)));
}

#[tokio::test]
async fn a_call_is_reported_of_so_often_in_a_minute() {
    let mut the = Line::open().await;
    the.project.given().setting("transcript_rate_count", 2).await;
    for place in ["a", "b"] {
        assert_eq!(the.take(&json!([line(place, "x", 1)]), None).await, Ok((1, 0)));
    }
    assert_eq!(the.take(&json!([line("c", "x", 1)]), None).await, Err("PT429 RATE_LIMITED".to_owned()));
    the.now += Duration::seconds(30);
    assert_eq!(the.take(&json!([line("c", "x", 1)]), None).await, Ok((1, 0)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_reports_at_the_same_moment_each_line_is_stored_once() {
    let the = Line::open().await;
    let lines = Value::from((0..50).map(|n| line(&format!("item_{n:02}"), "x", n)).collect::<Vec<_>>());
    let clients = [the.client().await, the.client().await, the.client().await, the.client().await];
    let reports = clients.iter().map(|client| async {
        let row = client.query_one(TAKE, &[&the.call, &the.agent, &lines, &None::<Value>, &the.now]).await.unwrap();
        row.get::<_, Value>(0)
    });
    let answers = futures_util::future::join_all(reports).await;
    let sum = |field: &str| answers.iter().map(|answer| answer[field].as_i64().unwrap()).sum::<i64>();
    assert_eq!((sum("stored"), sum("duplicates")), (50, 150), "{answers:?}");
    assert_eq!(the.stored().await.len(), 50);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_reports_at_the_same_moment_do_not_pass_the_limit_together() {
    let the = Line::open().await;
    the.project.given().setting("transcript_lines_count", 30).await;
    let lines = |of: &str| Value::from((0..30).map(|n| line(&format!("{of} {n}"), "x", n)).collect::<Vec<_>>());
    let (first, second) = (the.client().await, the.client().await);
    let (one, other) = (lines("one"), lines("other"));
    first.batch_execute("begin").await.unwrap();
    first.query_one(TAKE, &[&the.call, &the.agent, &one, &None::<Value>, &the.now]).await.unwrap();
    // the second does not see what the first has stored, and so waits until it may
    let waiting = "pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    let (refused, ()) = futures_util::future::join(
        async { second.query_one(TAKE, &[&the.call, &the.agent, &other, &None::<Value>, &the.now]).await },
        async {
            for _ in 0..100 {
                if the.project.count(waiting).await > 0 {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
            first.batch_execute("commit").await.unwrap();
        },
    )
    .await;
    assert_eq!(refused.unwrap_err().as_db_error().unwrap().detail(), Some("TRANSCRIPT_FULL"));
    assert_eq!(the.stored().await.len(), 30);
}

#[tokio::test]
async fn of_a_caller_whose_account_is_gone_nothing_is_stored() {
    let the = Line::open().await;
    the.take(&json!([line("a", "bir", 1)]), None).await.unwrap();
    the.project.given().delete_user(&the.caller).await;
    let usage = json!({ "seconds": 1 });
    let gone = the.take(&json!([line("b", "iki", 2)]), Some(&usage)).await;
    assert_eq!(gone, Err("PT404 CALL_NOT_FOUND".to_owned()));
    assert_eq!(the.stored().await, Vec::<String>::new());
    // what it cost is not about them
    assert_eq!(the.take(&json!([]), Some(&usage)).await, Ok((0, 0)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_and_the_end_of_an_account_at_the_same_moment_leave_nothing_behind() {
    for _ in 0..4 {
        let the = Line::open().await;
        let (reporting, deleting) = (the.client().await, the.client().await);
        deleting.batch_execute("reset role").await.unwrap();
        let lines = Value::from((0..50).map(|n| line(&format!("{n}"), "x", n)).collect::<Vec<_>>());
        let (report, delete) = futures_util::future::join(
            async { reporting.query_one(TAKE, &[&the.call, &the.agent, &lines, &None::<Value>, &the.now]).await },
            async { deleting.execute("delete from auth.users where id = $1", &[&the.caller.id]).await },
        )
        .await;
        delete.unwrap();
        if let Err(refused) = report {
            assert_eq!(refused.as_db_error().unwrap().detail(), Some("CALL_NOT_FOUND"));
        }
        assert_eq!(the.stored().await, Vec::<String>::new());
    }
}
