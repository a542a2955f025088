//! What nobody waits for any more is undone: "unavailable" means that nothing was moved.

use crate::money::books::{assert_agree, picture};
use crate::money::service_connection::{Crowd, Reply, now};
use ipelya_test::{Call, Project};
use serde_json::{Value, json};
use std::time::Duration;
use time::OffsetDateTime;

/// A call at 10 coins a minute whose first is due, and two connections.
struct Talk {
    project: Project,
    call: Call,
    at: OffsetDateTime,
    crowd: Crowd,
}

impl Talk {
    async fn make() -> Self {
        let project = Project::start().await;
        let given = project.given();
        let (caller, callee) = (given.user().await, given.creator().await);
        given.coins(&caller, 100).await;
        given.coins(&callee, 0).await;
        let call = given.call(&caller, &callee).status("connected").insert().await;
        let at = now(&project).await;
        let priced = "update public.calls set coin_per_minute = 10, answered_at = $2 where id = $1";
        project.db().execute(priced, &[&call.id, &at]).await.unwrap();
        let books = "insert into public.creator_balances (creator_id) values ($1)";
        project.db().execute(books, &[&callee.id]).await.unwrap();
        let crowd = Crowd::of(&project, 2).await;
        Self { project, call, at, crowd }
    }

    /// Charges the call while somebody else holds a row, for so long.
    async fn charge_while_held(&self, row: &str, held: Duration, deadline: Option<OffsetDateTime>) -> Reply {
        self.crowd[0].run(&format!("begin; select from {row} for update")).await;
        let release = async {
            tokio::time::sleep(held).await;
            self.crowd[0].run("commit").await;
        };
        tokio::join!(self.crowd[1].charge_until(&self.call, self.at, deadline), release).0
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_minute_whose_rows_are_locked_for_eight_seconds_is_not_charged_to_a_caller_who_waits_for_four() {
    for row in ["public.coin_balances", "public.calls", "public.creator_balances"] {
        let talk = Talk::make().await;
        let before = picture(&talk.project).await;
        let deadline = now(&talk.project).await + time::Duration::seconds(4);
        let reply = talk.charge_while_held(row, Duration::from_secs(8), Some(deadline)).await;
        assert_eq!(reply.unwrap_err().state, "57014", "{row}");
        assert_eq!(picture(&talk.project).await, before, "{row}");

        // the next round charges it, once
        assert_eq!(talk.crowd[1].charge_all(talk.at).await, Ok(json!(10)), "{row}");
        assert_agree(&talk.project, 100).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_minute_whose_deadline_has_passed_is_not_charged() {
    let talk = Talk::make().await;
    let before = picture(&talk.project).await;
    let now = now(&talk.project).await;
    let late = talk.crowd[1].charge_until(&talk.call, talk.at, Some(now)).await;
    assert_eq!(late.unwrap_err().state, "57014");
    assert_eq!(picture(&talk.project).await, before);

    let deadline = Some(now + time::Duration::HOUR);
    assert_eq!(talk.crowd[1].charge_until(&talk.call, talk.at, deadline).await, Ok(json!(10)));
}

/// The tick runs beside it: it charges what it can have and leaves the rest to its next round.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_round_of_the_tick_waits_for_no_locked_row_and_the_next_one_charges() {
    for row in ["public.coin_balances", "public.calls", "public.creator_balances"] {
        let talk = Talk::make().await;
        let tick = async || {
            let sql = "select public.live_tick($1)";
            talk.project.db().query_one(sql, &[&talk.at]).await.unwrap().get::<_, Value>(0)
        };
        talk.crowd[0].run(&format!("begin; select from {row} for update")).await;
        let report = tick().await;
        assert_eq!(report.get("live_charge_calls"), None, "{row}: {report}");
        talk.crowd[0].run("commit").await;
        let report = tick().await;
        assert_eq!(report["live_charge_calls"], 10, "{row}: {report}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_who_is_paying_for_something_else_is_charged_in_the_next_round() {
    let talk = Talk::make().await;
    talk.crowd[0].run("begin; select from public.coin_balances for update").await;
    assert_eq!(talk.crowd[1].charge_all(talk.at).await, Ok(json!(0)), "without waiting");
    talk.crowd[0].run("commit").await;
    assert_eq!(talk.crowd[1].charge_all(talk.at).await, Ok(json!(10)));

    // the callee's own balance has no part in it
    let callee =
        "begin; select from public.coin_balances where user_id = (select callee_id from public.calls) for update";
    talk.crowd[0].run(callee).await;
    assert_eq!(talk.crowd[1].charge_all(talk.at + time::Duration::MINUTE).await, Ok(json!(10)));
    talk.crowd[0].run("commit").await;
}
