//! Paid calls: each minute is paid when it begins.

use crate::money::books::assert_agree;
use crate::money::service_connection::{Crowd, Gift, admin, now, number};
use futures_util::future::join_all;
use ipelya_test::{Call, Project, User};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

/// A paid call.
pub(crate) struct Talk {
    pub(crate) project: Project,
    pub(crate) caller: User,
    pub(crate) callee: User,
    pub(crate) call: Call,
    answered: OffsetDateTime,
}

impl Talk {
    /// A call at 10 coins a minute, just answered, whose caller has so many.
    pub(crate) async fn with_coins(coins: i32) -> Self {
        let project = Project::start().await;
        let given = project.given();
        let (caller, callee) = (given.creator().await, given.creator().await);
        given.coins(&caller, coins).await;
        given.coins(&callee, 1000).await;
        let call = given.call(&caller, &callee).status("connected").insert().await;
        let answered = now(&project).await;
        let sql = "update public.calls set coin_per_minute = 10, answered_at = $2 where id = $1";
        project.db().execute(sql, &[&call.id, &answered]).await.unwrap();
        Self { project, caller, callee, call, answered }
    }

    /// So many seconds after the answer.
    pub(crate) fn at(&self, second: i64) -> OffsetDateTime {
        self.answered + Duration::seconds(second)
    }

    /// Its state and what it has cost.
    pub(crate) async fn row(&self) -> Value {
        let sql = "select jsonb_build_array(status, end_reason, total_coin_spent) from public.calls where id = $1";
        self.project.value(sql, &[&self.call.id]).await
    }

    /// Why the call ended, how many seconds after the answer, and its duration.
    pub(crate) async fn end(&self) -> Value {
        let sql =
            "select jsonb_build_array(end_reason, end_detail, extract(epoch from ended_at - answered_at)::integer,
                     duration_seconds) from public.calls where id = $1";
        self.project.value(sql, &[&self.call.id]).await
    }

    /// When the caller was told that their coins end: seconds after the answer.
    async fn warnings(&self) -> Value {
        let sql = "select coalesce(jsonb_agg(m.payload), '[]') from realtime.messages m
                   where m.event = 'call_coins_low' and m.topic = 'user:' || $1";
        let told = self.project.value(sql, &[&self.caller.id.to_string()]).await;
        let answered = self.answered.unix_timestamp_nanos() / 1_000_000;
        told.as_array()
            .unwrap()
            .iter()
            .map(|told| (i128::from(told["endsAt"].as_i64().unwrap()) - answered) / 1000)
            .map(|seconds| json!(i64::try_from(seconds).unwrap()))
            .collect()
    }

    async fn loses_a_party(&self, second: i64) {
        let sql = "update public.calls set party_left_at = $2 where id = $1";
        self.project.db().execute(sql, &[&self.call.id, &self.at(second)]).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_minute_is_paid_once_when_it_begins_until_the_balance_is_empty() {
    let talk = Talk::with_coins(45).await;
    let crowd = Crowd::of(&talk.project, 1).await;
    for (second, charged) in [(0, 10), (0, 0), (59, 0), (60, 10), (61, 0), (185, 20)] {
        assert_eq!(crowd[0].charge_all(talk.at(second)).await, Ok(json!(charged)), "{second}");
    }
    assert_eq!(talk.row().await, json!(["connected", null, 40]));
    // the fifth minute cannot be paid
    assert_eq!(crowd[0].charge_all(talk.at(240)).await, Ok(json!(0)));
    assert_eq!(talk.row().await, json!(["ended", "completed", 40]));
    assert_eq!(talk.end().await, json!(["completed", "out_of_coins", 240, 240]));
    assert_eq!(number(&talk.project, "select max(call_minute) from public.live_payments").await, 4);
    assert_eq!(crowd[0].charge_all(talk.at(300)).await, Ok(json!(0)));
    assert_agree(&talk.project, 1045).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_ends_at_the_second_its_coins_do_however_late_that_is_noticed() {
    for (coins, left, charged, end) in [
        (29, None, 20, json!(["completed", "out_of_coins", 120, 120])),
        // a minute that never began is not one that could not be paid
        (29, Some(119), 20, json!([null, null, null, 0])),
        (20, Some(121), 20, json!(["completed", "out_of_coins", 120, 120])),
        (0, None, 0, json!(["completed", "out_of_coins", 0, 0])),
    ] {
        let talk = Talk::with_coins(coins).await;
        let crowd = Crowd::of(&talk.project, 1).await;
        if let Some(left) = left {
            talk.loses_a_party(left).await;
        }
        assert_eq!(crowd[0].charge_all(talk.at(1000)).await, Ok(json!(charged)));
        assert_eq!(talk.end().await, end, "{coins} {left:?}");
        assert_eq!(talk.warnings().await, if left == Some(119) { json!([120]) } else { json!([]) });
        assert_agree(&talk.project, 1000 + i64::from(coins)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_is_warned_once_in_each_minute_that_may_be_the_last() {
    let talk = Talk::with_coins(29).await;
    let crowd = Crowd::of(&talk.project, 1).await;
    let charge = async |second: i64| crowd[0].charge_all(talk.at(second)).await.unwrap();
    charge(0).await;
    assert_eq!(talk.warnings().await, json!([]));
    for second in [60, 61, 119] {
        charge(second).await;
        assert_eq!(talk.warnings().await, json!([120]));
    }
    talk.project.given().coins(&talk.caller, 20).await;
    charge(120).await;
    assert_eq!(talk.warnings().await, json!([120]), "coins were bought, the call goes on");
    charge(180).await;
    assert_eq!(talk.warnings().await, json!([120, 240]));
    charge(240).await;
    assert_eq!(talk.end().await, json!(["completed", "out_of_coins", 240, 240]));
    assert_eq!(talk.warnings().await, json!([120, 240]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_charge_the_same_last_minute_warn_once() {
    let talk = Talk::with_coins(10).await;
    let crowd = Crowd::of(&talk.project, 8).await;
    let charged = join_all(crowd.iter().map(|service| service.charge(&talk.call, talk.at(5)))).await;
    let coins = |reply: &crate::money::service_connection::Reply| reply.as_ref().unwrap().as_i64().unwrap();
    assert_eq!(charged.iter().map(coins).sum::<i64>(), 10);
    assert_eq!(talk.warnings().await, json!([60]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_minute_begins_once_a_party_has_left_or_the_time_is_up() {
    for (left, minutes) in [(0, 1), (59, 1), (60, 1), (61, 2), (120, 2)] {
        let talk = Talk::with_coins(1000).await;
        let crowd = Crowd::of(&talk.project, 1).await;
        talk.loses_a_party(left).await;
        for second in [left, left + 5, 600] {
            crowd[0].charge_all(talk.at(second)).await.unwrap();
        }
        assert_eq!(talk.row().await, json!(["connected", null, 10 * minutes]), "left after {left} s");
    }
    let talk = Talk::with_coins(1000).await;
    let crowd = Crowd::of(&talk.project, 1).await;
    let sql = "update public.calls set max_ends_at = $2 where id = $1";
    talk.project.db().execute(sql, &[&talk.call.id, &talk.at(120)]).await.unwrap();
    assert_eq!(crowd[0].charge(&talk.call, talk.at(600)).await, Ok(json!(20)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_call_that_cannot_be_charged_does_not_keep_the_others_from_it() {
    let talk = Talk::with_coins(1000).await;
    let given = talk.project.given();
    let (other, friend) = (given.user().await, given.user().await);
    given.coins(&other, 100).await;
    let second = given.call(&other, &friend).status("connected").insert().await;
    admin(
        &talk.project,
        &format!(
            "update public.calls set coin_per_minute = 10 where id = '{}';
             create function public.trouble() returns trigger language plpgsql as $$ begin raise 'trouble'; end; $$;
             create trigger trouble before insert on public.live_payments for each row
               when (new.call_id = '{}') execute function public.trouble();",
            second.id, talk.call.id
        ),
    )
    .await;
    let crowd = Crowd::of(&talk.project, 1).await;
    assert_eq!(crowd[0].charge_all(talk.at(0)).await, Ok(json!(10)), "the other call's first minute");
    assert_eq!(talk.row().await, json!(["connected", null, 0]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn minutes_and_gifts_between_the_same_people_never_wait_in_a_circle() {
    let talk = Talk::with_coins(100_000).await;
    let given = talk.project.given();
    given.setting("gift_rate_count", 100_000).await;
    let (of_caller, of_callee) =
        (given.live_session(&talk.caller).insert().await, given.live_session(&talk.callee).insert().await);
    given.participant(&of_caller, &talk.callee).insert().await;
    given.participant(&of_callee, &talk.caller).insert().await;
    let crowd = Crowd::of(&talk.project, 6).await;
    let rounds = 25;
    let work = crowd.iter().enumerate().map(async |(number, service)| {
        for round in 0..rounds {
            let reply = match number {
                0 => service.charge(&talk.call, talk.at(60 * round)).await,
                1 => service.charge_all(talk.at(60 * round)).await,
                2 | 3 => service.gift(Gift::heart(&talk.callee, &of_caller, talk.answered)).await,
                _ => service.gift(Gift::heart(&talk.caller, &of_callee, talk.answered)).await,
            };
            match reply {
                Ok(_) => {}
                // the callee's balance may be empty
                Err(refusal) => assert_eq!(refusal.code, "PAYMENT_REQUIRED", "{refusal:?}"),
            }
        }
    });
    join_all(work).await;
    assert_eq!(number(&talk.project, "select count(*) from public.live_payments where kind = 'call'").await, rounds);
    assert_agree(&talk.project, 101_000).await;
}
