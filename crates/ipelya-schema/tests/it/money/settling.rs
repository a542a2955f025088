//! What a paid call owes when it is over: a minute that nobody had time to charge, or coins back where the callee never
//! came.

use crate::money::books::{assert_agree, picture, rows};
use crate::money::calls::Talk;
use crate::money::service_connection::{Crowd, admin, number};
use futures_util::future::join_all;
use ipelya_test::User;
use serde_json::{Value, json};
use time::OffsetDateTime;

impl Talk {
    /// What LiveKit tells of somebody's one connection; `None` is what it does not tell.
    async fn stay(&self, user: &User, joined: Option<i64>, left: Option<i64>) {
        let sql = "select to_jsonb(public.live_stay_seen($1, 'RM_1', 'PA_' || $2, $2, 'STANDARD', $3, $4, null, $5))";
        let (joined, left) = (joined.map(|at| self.at(at)), left.map(|at| self.at(at)));
        let now = left.or(joined).unwrap_or(self.at(0));
        let of: [&(dyn tokio_postgres::types::ToSql + Sync); 5] =
            [&self.call.room_name, &user.id.to_string(), &joined, &left, &now];
        assert_eq!(self.project.value(sql, &of).await, json!(true));
    }

    /// The room is gone; LiveKit says so, or a sweep found out.
    async fn room_finishes(&self, second: i64, reason: &str) {
        let sql = "select to_jsonb(public.live_room_finished($1, 'RM_1', $2, $3, $2))";
        self.project.value(sql, &[&self.call.room_name, &self.at(second), &reason]).await;
    }

    async fn end_as(&self, reason: &str, second: i64) {
        let sql = "select to_jsonb(public.live_end_call($1, $2, null, $3))";
        assert_eq!(self.project.value(sql, &[&self.call.id, &reason, &self.at(second)]).await, json!(true));
    }

    /// LiveKit, asked then, did not have both in the room.
    async fn confirm_absence(&self, second: i64) -> Value {
        let sql = "select to_jsonb(public.live_confirm_absence(null, $1, $2))";
        self.project.value(sql, &[&self.call.id, &self.at(second)]).await
    }

    /// The minutes given back.
    async fn refunded(&self) -> Value {
        let sql = "select coalesce(jsonb_agg(p.call_minute order by p.call_minute), '[]')
                   from public.live_payments p where p.kind = 'refund'";
        self.project.value(sql, &[]).await
    }

    async fn is_settled(&self) -> bool {
        rows(&self.project, "public.calls where coins_settled_at is not null").await == 1
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_whose_callee_livekit_did_not_have_is_given_back_once() {
    let talk = Talk::with_coins(100).await;
    let crowd = Crowd::of(&talk.project, 1).await;
    talk.stay(&talk.caller, Some(-3), None).await;
    crowd[0].charge_all(talk.at(0)).await.unwrap();
    crowd[0].charge_all(talk.at(60)).await.unwrap();
    // LiveKit could not be asked for a while
    assert_eq!(crowd[0].settle_all(talk.at(60)).await, Ok(json!(0)));
    assert_eq!(talk.row().await, json!(["connected", null, 20]));
    assert_eq!(talk.confirm_absence(70).await, json!(true));
    assert_eq!(talk.end().await, json!(["failed", "callee_absent", 70, 70]));

    let report = "select public.live_tick($1)";
    let report = talk.project.value(report, &[&talk.at(71)]).await;
    assert_eq!(report["live_settle_calls"], 2, "{report}");
    assert_eq!((talk.refunded().await, talk.row().await), (json!([1, 2]), json!(["ended", "failed", 0])));
    let told = "select jsonb_agg(jsonb_build_array(recipient_id, data -> 'callId', data -> 'reason'))
                from public.notifications where type = 'refund'";
    let note = json!([talk.caller.id, talk.call.id, "callee_absent"]);
    assert_eq!(talk.project.value(told, &[]).await, json!([note, note]));

    let before = picture(&talk.project).await;
    assert_eq!(crowd[0].settle_all(talk.at(72)).await, Ok(json!(0)));
    assert_eq!(crowd[0].charge(&talk.call, talk.at(500)).await, Ok(json!(0)));
    assert_eq!(picture(&talk.project).await, before);
    assert_eq!(talk.project.balance(&talk.caller).await, 100);
    assert_agree(&talk.project, 1100).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_began_before_a_late_callee_came_is_given_back_and_no_more() {
    for (came, refunded) in [
        (Some(Some(0)), json!([])),
        (Some(Some(15)), json!([])),
        (Some(Some(16)), json!([1])),
        (Some(Some(60)), json!([1])),
        (Some(Some(61)), json!([1, 2])),
        // heard in the room, since when is not known
        (Some(None), json!([])),
        (None, json!([1, 2, 3])),
    ] {
        let talk = Talk::with_coins(100).await;
        let crowd = Crowd::of(&talk.project, 1).await;
        talk.stay(&talk.caller, Some(-3), None).await;
        if let Some(joined) = came {
            talk.stay(&talk.callee, joined, None).await;
        }
        crowd[0].charge(&talk.call, talk.at(150)).await.unwrap();
        talk.end_as("completed", 150).await;
        talk.room_finishes(180, "").await;
        crowd[0].settle_all(talk.at(185)).await.unwrap();
        assert_eq!(talk.refunded().await, refunded, "{came:?}");
        assert!(talk.is_settled().await);
        let kept = 30 - 10 * i64::try_from(refunded.as_array().unwrap().len()).unwrap();
        assert_eq!(talk.row().await, json!(["ended", "completed", kept]), "{came:?}");
        assert_eq!(talk.project.balance(&talk.caller).await, 100 - kept);
        assert_agree(&talk.project, 1100).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_given_back_because_a_report_is_missing() {
    // what is told of the room's end, and whether that settles it
    for (reasons, refunded) in [
        (&[][..], false),
        (&["SWEPT"], false),
        // LiveKit's own word, which comes after all it had to report
        (&[""], true),
        (&["API_DELETE"], true),
    ] {
        let talk = Talk::with_coins(100).await;
        let crowd = Crowd::of(&talk.project, 1).await;
        talk.stay(&talk.caller, Some(-3), None).await;
        crowd[0].charge(&talk.call, talk.at(0)).await.unwrap();
        talk.end_as("completed", 12).await;
        for reason in reasons {
            talk.room_finishes(40, reason).await;
        }
        crowd[0].settle_all(talk.at(45)).await.unwrap();
        assert_eq!(talk.is_settled().await, refunded, "{reasons:?}");
        assert_eq!(talk.refunded().await, if refunded { json!([1]) } else { json!([]) }, "{reasons:?}");
        // after a day it is an admin's
        talk.room_finishes(50, "").await;
        assert_eq!(crowd[0].settle_all(talk.at(12 + 24 * 60 * 60)).await, Ok(json!(0)), "{reasons:?}");
    }
    // the departure tells the arrival, should that have been lost
    let talk = Talk::with_coins(100).await;
    let crowd = Crowd::of(&talk.project, 1).await;
    crowd[0].charge(&talk.call, talk.at(0)).await.unwrap();
    talk.end_as("completed", 12).await;
    talk.stay(&talk.callee, Some(4), Some(12)).await;
    talk.room_finishes(40, "").await;
    crowd[0].settle_all(talk.at(45)).await.unwrap();
    assert_eq!((talk.is_settled().await, talk.refunded().await), (true, json!([])));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_minute_that_had_begun_by_the_end_is_charged_afterwards_and_none_that_had_not() {
    for (coins, reason, ended, charged) in [
        (100, "completed", 59, 10),
        (100, "completed", 60, 10),
        (100, "completed", 61, 20),
        (100, "completed", 185, 40),
        // never more than there is
        (15, "completed", 61, 10),
        // whatever could not be carried is not sold
        (100, "failed", 61, 10),
    ] {
        let talk = Talk::with_coins(coins).await;
        let crowd = Crowd::of(&talk.project, 1).await;
        talk.stay(&talk.callee, Some(1), None).await;
        crowd[0].charge(&talk.call, talk.at(0)).await.unwrap();
        talk.end_as(reason, ended).await;
        for second in [ended, ended + 5, ended + 600] {
            crowd[0].charge_all(talk.at(second)).await.unwrap();
            crowd[0].settle_all(talk.at(second)).await.unwrap();
        }
        assert_eq!(talk.row().await, json!(["ended", reason, charged]), "{coins} {ended}");
        assert_eq!(talk.end().await, json!([reason, null, ended, ended]));
        assert!(talk.is_settled().await);
        assert_agree(&talk.project, 1000 + i64::from(coins)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_are_settled_a_part_at_a_time_wait_for_nobody_and_keep_no_other_waiting() {
    let talk = Talk::with_coins(100).await;
    let crowd = Crowd::of(&talk.project, 2).await;
    crowd[0].charge(&talk.call, talk.at(185)).await.unwrap();
    assert_eq!(talk.confirm_absence(190).await, json!(true));
    // another of whom nothing can be written
    let given = talk.project.given();
    let (other, friend) = (given.user().await, given.user().await);
    given.coins(&other, 100).await;
    let unlucky = given.call(&other, &friend).status("connected").insert().await;
    let set = "update public.calls set coin_per_minute = 10, answered_at = $2 where id = $1";
    talk.project.execute(set, &[&unlucky.id, &talk.at(0)]).await;
    crowd[0].charge(&unlucky, talk.at(0)).await.unwrap();
    let confirm = "select to_jsonb(public.live_confirm_absence(null, $1, $2))";
    talk.project.value(confirm, &[&unlucky.id, &talk.at(20)]).await;
    admin(
        &talk.project,
        &format!(
            "create function public.trouble() returns trigger language plpgsql as $$ begin raise 'trouble'; end; $$;
             create trigger trouble before insert on public.live_payments for each row
               when (new.call_id = '{}') execute function public.trouble();",
            unlucky.id
        ),
    )
    .await;

    crowd[1].run("begin").await;
    crowd[1].run(&format!("select from public.coin_balances where user_id = '{}' for update", talk.caller.id)).await;
    assert_eq!(crowd[0].settle_all(talk.at(191)).await, Ok(json!(0)), "whoever is busy is passed over");
    crowd[1].run("commit").await;
    let part = "select to_jsonb(public.live_settle_call($1, $2, $3))";
    assert_eq!(talk.project.value(part, &[&talk.call.id, &3, &talk.at(192)]).await, json!(3));
    assert!(!talk.is_settled().await, "one minute is left");
    assert_eq!(crowd[0].settle_all(talk.at(197)).await, Ok(json!(1)));
    assert_eq!(talk.project.balance(&talk.caller).await, 100);

    admin(&talk.project, "drop trigger trouble on public.live_payments").await;
    assert_eq!(crowd[0].settle_all(talk.at(202)).await, Ok(json!(1)), "it is tried again");
    assert_agree(&talk.project, 1200).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_many_settle_and_refund_at_once_each_minute_is_given_back_once() {
    let talk = Talk::with_coins(100).await;
    let crowd = Crowd::of(&talk.project, 8).await;
    crowd[0].charge(&talk.call, talk.at(185)).await.unwrap();
    talk.confirm_absence(190).await;
    let minutes = "select array_agg(id) from public.live_payments";
    let minutes: Vec<uuid::Uuid> = talk.project.db().query_one(minutes, &[]).await.unwrap().get(0);
    join_all(crowd.iter().enumerate().map(async |(lane, service)| {
        for (round, minute) in minutes.iter().enumerate() {
            let at: OffsetDateTime = talk.at(191 + i64::try_from(round).unwrap());
            if lane % 2 == 0 {
                service.settle_all(at).await.unwrap();
            } else {
                service.refund(*minute, at).await.unwrap();
            }
        }
    }))
    .await;
    crowd[0].settle_all(talk.at(300)).await.unwrap();
    assert!(talk.is_settled().await);
    assert_eq!(number(&talk.project, "select count(*) from public.live_payments where kind = 'refund'").await, 4);
    assert_eq!(talk.project.balance(&talk.caller).await, 100);
    assert_agree(&talk.project, 1100).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_is_gone_is_given_nothing_and_asked_about_once() {
    let talk = Talk::with_coins(100).await;
    let crowd = Crowd::of(&talk.project, 1).await;
    crowd[0].charge(&talk.call, talk.at(0)).await.unwrap();
    talk.confirm_absence(20).await;
    admin(&talk.project, &format!("delete from public.coin_balances where user_id = '{}'", talk.caller.id)).await;
    assert_eq!(crowd[0].settle_all(talk.at(25)).await, Ok(json!(0)));
    assert!(talk.is_settled().await);
}
