//! Coins given back: once at most, in every book, by hand and by themselves.

use crate::money::books::{assert_agree, picture, rows};
use crate::money::service_connection::{Crowd, Gift, admin, assert_refused, now, number};
use futures_util::future::join_all;
use ipelya_test::{Project, Session, User};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// A pay-per-view session at 10 coins whose host has been in the room since `start`.
struct Sold {
    project: Project,
    host: User,
    session: Session,
    start: OffsetDateTime,
    crowd: Crowd,
}

impl Sold {
    async fn make() -> Self {
        let project = Project::start().await;
        let given = project.given();
        let host = given.creator().await;
        let session = given.live_session(&host).pay_per_view(10).insert().await;
        let start = now(&project).await;
        given.host_connects(&session, start).await;
        let crowd = Crowd::of(&project, 1).await;
        Self { project, host, session, start, crowd }
    }

    fn at(&self, second: i64) -> OffsetDateTime {
        self.start + Duration::seconds(second)
    }

    /// Somebody who has 100 coins and pays then.
    async fn viewer_paying(&self, second: i64) -> User {
        let viewer = self.project.given().user().await;
        self.project.given().coins(&viewer, 100).await;
        let entry = self.crowd[0].enter(&viewer, &self.session, None, self.at(second)).await.unwrap();
        assert_eq!(entry["charged"], true);
        viewer
    }

    async fn host_is_away(&self, from: i64, until: Option<i64>) {
        let leaves = "update public.live_stays set left_at = $2 where session_id = $1 and left_at is null";
        self.project.db().execute(leaves, &[&self.session.id, &self.at(from)]).await.unwrap();
        if let Some(until) = until {
            self.project.given().host_connects(&self.session, self.at(until)).await;
        }
    }

    async fn end(&self, second: i64) {
        self.crowd[0].end(&self.session, self.at(second)).await.unwrap();
    }

    async fn balance(&self, user: &User) -> i64 {
        number(&self.project, &format!("select balance from public.coin_balances where user_id = '{}'", user.id)).await
    }

    async fn payment_of(&self, user: &User) -> Uuid {
        let sql = "select id from public.live_payments where payer_id = $1 and kind <> 'refund'";
        self.project.db().query_one(sql, &[&user.id]).await.unwrap().get(0)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refund_is_the_payment_the_other_way_round_in_every_book() {
    let sold = Sold::make().await;
    let viewer = sold.viewer_paying(0).await;
    let payment = sold.payment_of(&viewer).await;

    let reply = sold.crowd[0].refund(payment, sold.at(30)).await.unwrap();
    assert_eq!((&reply["refunded"], &reply["coins"], &reply["balance"]), (&json!(true), &json!(10), &json!(100)));
    let sql = "select jsonb_build_object(
        'journal', (select jsonb_build_array(p.kind, p.refunds, p.payer_id, p.payee_id, p.coins, p.creator_share,
          p.platform_share, p.session_id) from public.live_payments p where p.kind = 'refund'),
        'payer', (select jsonb_build_array(t.type, t.amount, t.balance_after, t.reference_id, t.description)
          from public.coin_transactions t where t.amount > 0),
        'creator', (select jsonb_build_array(t.type, t.amount, t.source_id, t.metadata ->> 'refunds')
          from public.creator_transactions t where t.amount < 0),
        'earned', (select total_earned from public.creator_balances),
        'told', (select jsonb_build_array(n.recipient_id, n.type, n.title, n.body, n.data)
          from public.notifications n))";
    let books: Value = sold.project.db().query_one(sql, &[]).await.unwrap().get(0);
    let session = sold.session.id;
    let expected = json!({
        "journal": ["refund", payment, viewer.id, sold.host.id, 10, 7, 3, session],
        "payer": ["refund", 10, 100, session, "test"],
        "creator": ["refund", -7, session, payment],
        "earned": 0,
        "told": [viewer.id, "refund", "Coin iadesi", "10 coin hesabına iade edildi: Deneme yayını",
          { "sessionId": session, "coins": 10, "reason": "test" }],
    });
    assert_eq!(books, expected);
    assert_agree(&sold.project, 100).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_of_any_kind_is_refunded_once_however_often_it_is_asked_for() {
    let sold = Sold::make().await;
    let given = sold.project.given();
    let viewer = sold.viewer_paying(0).await;
    given.participant(&sold.session, &viewer).insert().await;
    sold.crowd[0].gift(Gift::heart(&viewer, &sold.session, sold.at(1))).await.unwrap();
    let call = given.call(&viewer, &sold.host).status("connected").insert().await;
    let priced = "update public.calls set coin_per_minute = 5, answered_at = $2 where id = $1";
    sold.project.db().execute(priced, &[&call.id, &sold.start]).await.unwrap();
    assert_eq!(sold.crowd[0].charge(&call, sold.at(61)).await, Ok(json!(10)));
    assert_eq!(sold.balance(&viewer).await, 70);

    let crowd = Crowd::of(&sold.project, 8).await;
    let kinds = "select id, coins from public.live_payments order by id";
    for row in sold.project.db().query(kinds, &[]).await.unwrap() {
        let (payment, coins): (Uuid, i32) = (row.get(0), row.get(1));
        let replies = join_all(crowd.iter().map(|service| service.refund(payment, sold.at(90)))).await;
        let made: Vec<_> = replies.iter().filter(|reply| reply.as_ref().unwrap()["refunded"] == true).collect();
        assert_eq!(made.len(), 1, "{replies:?}");
        for reply in &replies {
            let reply = reply.as_ref().unwrap();
            assert_eq!((&reply["coins"], reply["refund_id"].is_string()), (&json!(coins), true));
        }
    }
    assert_eq!((sold.balance(&viewer).await, rows(&sold.project, "public.live_payments").await), (100, 8));
    // a minute that was given back is not charged anew
    assert_eq!(sold.crowd[0].charge(&call, sold.at(100)).await, Ok(json!(0)));

    // neither what never was, nor a refund itself, nor what an account that is gone has paid
    let refund = "select id from public.live_payments where kind = 'refund' limit 1";
    let refund: Uuid = sold.project.db().query_one(refund, &[]).await.unwrap().get(0);
    for payment in [refund, viewer.id] {
        assert_refused(&crowd[0].refund(payment, sold.at(90)).await, "PT404", "PAYMENT_NOT_FOUND");
    }
    assert_agree(&sold.project, 100).await;
    let gone = sold.viewer_paying(2).await;
    let payment = sold.payment_of(&gone).await;
    admin(&sold.project, &format!("delete from public.coin_balances where user_id = '{}'", gone.id)).await;
    assert_refused(&crowd[0].refund(payment, sold.at(90)).await, "PT404", "PROFILE_NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_journal_takes_no_second_refund_and_none_of_nothing() {
    let sold = Sold::make().await;
    let viewer = sold.viewer_paying(0).await;
    let payment = sold.payment_of(&viewer).await;
    sold.crowd[0].refund(payment, sold.at(1)).await.unwrap();
    let service = &sold.crowd[0];
    let copy = |kind: &str, refunds: &str| {
        format!(
            "insert into public.live_payments (kind, refunds, session_id, payer_id, payee_id, coins, creator_share, platform_share)
             select '{kind}', {refunds}, session_id, payer_id, payee_id, coins, creator_share, platform_share
             from public.live_payments where kind = 'ppv'"
        )
    };
    for (kind, refunds, state) in [
        ("refund", "id", "23505"),
        ("refund", "null", "23514"),
        ("gift", "id", "23514"),
        ("refund", "gen_random_uuid()", "23503"),
        // the same entry again
        ("ppv", "null", "23505"),
    ] {
        assert_eq!(service.fails(&copy(kind, refunds)).await, state, "{kind} {refunds}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_was_offered_less_than_a_minute_of_the_host_is_refunded_by_the_tick() {
    let sold = Sold::make().await;
    // the host is there from 0 to 100, and from 160 to 200
    let early = [sold.viewer_paying(0).await, sold.viewer_paying(80).await];
    let late = [sold.viewer_paying(81).await, sold.viewer_paying(99).await];
    sold.host_is_away(100, Some(160)).await;
    let last = sold.viewer_paying(199).await;
    sold.end(200).await;

    let report = "select public.live_tick($1)";
    let report: Value = sold.project.db().query_one(report, &[&sold.at(201)]).await.unwrap().get(0);
    assert_eq!(report["live_refund_sessions"], 3, "{report}");
    for viewer in &early {
        assert_eq!(sold.balance(viewer).await, 90);
    }
    for viewer in late.iter().chain([&last]) {
        assert_eq!(sold.balance(viewer).await, 100);
    }
    assert_eq!(rows(&sold.project, "public.notifications where type = 'refund'").await, 3);

    // settled once and for all
    let before = picture(&sold.project).await;
    assert_eq!(sold.crowd[0].refund_all(sold.at(300)).await, Ok(json!(0)));
    assert_eq!(picture(&sold.project).await, before);
    assert_eq!(rows(&sold.project, "public.live_sessions where refunds_settled_at is not null").await, 1);
    assert_agree(&sold.project, 500).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_hosts_devices_at_the_same_time_count_once_and_how_long_is_a_setting() {
    for (enough, balance) in [(60, 100), (50, 90), (51, 100)] {
        let sold = Sold::make().await;
        sold.project.given().setting("ppv_refund_seconds", enough).await;
        let viewer = sold.viewer_paying(10).await;
        // a second device and an ingress all the while, a recorder and somebody else for longer
        let others = "insert into public.live_stays (participant_sid, session_id, user_id, kind, joined_at, left_at)
                      values ('PA_2', $1, $2, 'STANDARD', $3, null), ('PA_3', $1, $2, 'INGRESS', $3, null),
                        ('PA_4', $1, $2, 'EGRESS', $3, $4), ('PA_5', $1, gen_random_uuid(), 'STANDARD', $3, $4)";
        let (joined, left) = (sold.at(20), sold.at(600));
        sold.project.db().execute(others, &[&sold.session.id, &sold.host.id, &joined, &left]).await.unwrap();
        let leaves = "update public.live_stays set left_at = $2 where session_id = $1 and left_at is null";
        sold.project.db().execute(leaves, &[&sold.session.id, &sold.at(60)]).await.unwrap();
        sold.end(600).await;
        sold.crowd[0].refund_all(sold.at(601)).await.unwrap();
        assert_eq!(sold.balance(&viewer).await, balance, "{enough}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_that_are_on_free_or_of_another_day_refund_nothing_by_themselves() {
    let sold = Sold::make().await;
    let viewer = sold.viewer_paying(0).await;
    assert_eq!(sold.crowd[0].refund_all(sold.at(10)).await, Ok(json!(0)), "it is on");
    let other = sold.project.given().live_session(&sold.project.given().creator().await).status("ended").insert().await;
    sold.project.given().ppv_payment(&viewer, &other, 10).await;
    assert_eq!(sold.crowd[0].refund_all(sold.at(10)).await, Ok(json!(0)), "it is free by now");
    sold.end(20).await;
    assert_eq!(sold.crowd[0].refund_all(sold.at(20) + Duration::DAY).await, Ok(json!(0)), "it is an admin's");
    assert_eq!(sold.balance(&viewer).await, 90);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refunds_are_bounded_wait_for_nobody_and_keep_no_other_session_waiting() {
    let sold = Sold::make().await;
    let given = sold.project.given();
    // the last to pay is refunded first
    let busy = sold.viewer_paying(0).await;
    for second in 1..4 {
        sold.viewer_paying(second).await;
    }
    sold.end(10).await;
    // of one creator whose books cannot be written
    let creator = given.creator().await;
    let broken = given.live_session(&creator).pay_per_view(10).host_connected().insert().await;
    let unlucky = given.user().await;
    given.coins(&unlucky, 100).await;
    sold.crowd[0].enter(&unlucky, &broken, None, sold.start).await.unwrap();
    sold.crowd[0].end(&broken, sold.start).await.unwrap();
    admin(
        &sold.project,
        &format!(
            "create function public.trouble() returns trigger language plpgsql as $$ begin raise 'trouble'; end; $$;
             create trigger trouble before insert on public.creator_transactions for each row
               when (new.creator_id = '{}') execute function public.trouble();",
            creator.id
        ),
    )
    .await;

    let two = "select public.live_refund_session($1, 2, $2)";
    let two: i32 = sold.project.db().query_one(two, &[&sold.session.id, &sold.at(11)]).await.unwrap().get(0);
    assert_eq!(two, 2);
    let hold = format!("begin; select from public.coin_balances where user_id = '{}' for update", busy.id);
    let holder = Crowd::of(&sold.project, 1).await;
    holder[0].run(&hold).await;
    assert_eq!(sold.crowd[0].refund_all(sold.at(12)).await, Ok(json!(1)), "whoever is busy is passed over");
    holder[0].run("commit").await;
    assert_eq!(sold.crowd[0].refund_all(sold.at(17)).await, Ok(json!(1)));
    assert_eq!((sold.balance(&busy).await, sold.balance(&unlucky).await), (100, 90));
    assert_eq!(rows(&sold.project, "public.live_sessions where refunds_settled_at is null").await, 1);

    // it is tried again
    admin(&sold.project, "drop trigger trouble on public.creator_transactions").await;
    assert_eq!(sold.crowd[0].refund_all(sold.at(22)).await, Ok(json!(1)));
    assert_agree(&sold.project, 500).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refunds_gifts_entries_and_minutes_of_the_same_people_never_wait_in_a_circle() {
    let project = Project::start().await;
    let given = project.given();
    given.setting("gift_rate_count", 100_000).await;
    let (one, other) = (given.creator().await, given.creator().await);
    let mut sessions = Vec::new();
    for creator in [&one, &other] {
        given.coins(creator, 10_000).await;
        sessions.push(given.live_session(creator).pay_per_view(5).host_connected().insert().await);
    }
    given.participant(&sessions[0], &other).insert().await;
    given.participant(&sessions[1], &one).insert().await;
    let call = given.call(&one, &other).status("connected").insert().await;
    let start = now(&project).await;
    let priced = "update public.calls set coin_per_minute = 1, answered_at = $2 where id = $1";
    project.db().execute(priced, &[&call.id, &start]).await.unwrap();
    // many sessions that owe the same two people something
    let mut owed = Vec::new();
    for _ in 0..20 {
        let session = given.live_session(&given.creator().await).pay_per_view(5).host_connected().insert().await;
        owed.push(session);
    }
    let crowd = Crowd::of(&project, 7).await;
    let payment = async |place: i64| -> Option<Uuid> {
        let sql = "select id from public.live_payments where kind <> 'refund' order by id offset $1 limit 1";
        project.db().query_opt(sql, &[&place]).await.unwrap().map(|row| row.get(0))
    };
    let work = crowd.iter().enumerate().map(async |(lane, service)| {
        for (round, session) in (0_i64..).zip(&owed) {
            let at = start + Duration::minutes(round);
            let reply = match lane {
                0 => service.gift(Gift::heart(&one, &sessions[1], start)).await,
                1 => service.gift(Gift::heart(&other, &sessions[0], start)).await,
                2 => service.enter(&one, session, None, start).await,
                3 => service.end(session, start).await,
                4 => service.charge_all(at).await,
                5 => service.refund_all(start).await,
                _ => match payment(round).await {
                    Some(payment) => service.refund(payment, start).await,
                    None => Ok(Value::Null),
                },
            };
            if let Err(refusal) = reply {
                assert_eq!(refusal.code, "SESSION_ENDED", "{refusal:?}");
            }
        }
    });
    join_all(work).await;
    assert_agree(&project, 20_000).await;
}
