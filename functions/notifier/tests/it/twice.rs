//! Nobody is told twice: not by the app's pipeline as well, not by two notifiers, not after a crash or a lost answer.

use futures_util::future::join_all;
use ipelya_test::ExpoTrouble;
use serde_json::json;
use time::Duration;

use super::support::{CALLEES, Phones, sent};

/// What the app's pipeline does on a project that has one: it pushes what is inserted into `notifications`.
async fn app_pushes(phones: &Phones, condition: &str) {
    phones
        .project
        .db()
        .batch_execute(&format!(
            "create table if not exists public.app_pushed (title text, data jsonb);
             grant all on public.app_pushed to service_role;
             create or replace function public.app_push() returns trigger language plpgsql set search_path = ''
             as $$ begin insert into public.app_pushed values (new.title, new.data); return new; end $$;
             create or replace trigger app_push after insert on public.notifications
               for each row {condition} execute function public.app_push();"
        ))
        .await
        .unwrap();
}

async fn pushed_by_the_app(phones: &Phones) -> i64 {
    phones.project.db().query_one("select count(*) from public.app_pushed", &[]).await.unwrap().get(0)
}

#[tokio::test]
async fn where_the_app_pushes_every_row_nothing_is_pushed_from_here_and_the_notifier_says_why() {
    let phones = Phones::start().await;
    app_pushes(&phones, "").await;
    phones.ring().await;
    let round = phones.notify().await;
    assert_eq!((round.app_push_trigger.as_deref(), round.due), (Some("app_push"), 0));
    assert_eq!((pushed_by_the_app(&phones).await, phones.shown().len()), (1, 0));

    // one that is added when something waits already
    let phones = Phones::start().await;
    phones.ring().await;
    app_pushes(&phones, "").await;
    assert_eq!(phones.notify().await.due, 0);
}

#[tokio::test]
async fn a_trigger_that_leaves_out_what_is_pushed_from_here_is_none_of_our_business() {
    let phones = Phones::start().await;
    app_pushes(&phones, "when (new.data ->> 'pushedBy' is null)").await;
    phones.ring().await;
    assert_eq!(phones.notify().await, sent(1));
    assert_eq!((pushed_by_the_app(&phones).await, phones.shown().len()), (0, 1));
    let marked = "select data ->> 'pushedBy' from public.notifications where recipient_id = $1";
    let row = phones.project.db().query_one(marked, &[&phones.callee.id]).await.unwrap();
    assert_eq!(row.get::<_, Option<String>>(0).as_deref(), Some("live"));
}

#[tokio::test]
async fn when_no_notifier_has_run_for_two_minutes_the_app_pushes_again() {
    let phones = Phones::start().await;
    app_pushes(&phones, "when (new.data ->> 'pushedBy' is null)").await;
    let gone = "update public.live_outbox_sender set seen_at = $1";
    phones.project.execute(gone, &[&(phones.now() - Duration::seconds(120))]).await;
    phones.ring().await;
    assert_eq!((pushed_by_the_app(&phones).await, phones.notify().await), (1, sent(0)));
}

#[tokio::test]
async fn what_was_committed_before_a_crash_is_sent_by_whoever_comes_next() {
    let phones = Phones::start().await;
    phones.ring().await;
    // a notifier takes it, and vanishes
    let take = "select jsonb_array_length(public.live_take_outbox(600, 900, $1) -> 'pushes')";
    let taken: i32 = phones.project.db().query_one(take, &[&phones.now()]).await.unwrap().get(0);
    assert_eq!((taken, phones.notify_after(14).await), (1, sent(0)));
    assert_eq!(phones.notify_after(15).await, sent(1));
    assert_eq!((phones.shown().len(), phones.notify_after(29).await), (1, sent(0)));
}

#[tokio::test]
async fn an_answer_that_is_lost_leaves_one_notification_on_the_phone() {
    let phones = Phones::start().await;
    phones.ring().await;
    phones.expo.trouble([ExpoTrouble::TakeAndHang]);
    // the client gives up after five seconds
    assert_eq!(phones.notify().await.postponed, 1);
    assert_eq!(phones.notify_after(2).await, sent(1));
    assert_eq!((phones.expo.taken().len(), phones.shown().len()), (2, 1));
}

#[tokio::test]
async fn what_expo_took_while_postgres_was_away_is_shown_once() {
    let phones = Phones::start().await;
    phones.ring().await;
    phones.project.rest().set_mode_of("live_settle_pushes", ipelya_test::Mode::Refuse);
    phones.try_notify_after(0).await.unwrap_err();
    phones.project.rest().set_mode(ipelya_test::Mode::Pass);
    phones.notify_after(15).await;
    assert_eq!((phones.expo.taken().len(), phones.shown().len()), (2, 1));
    assert_eq!(phones.outbox().await, json!({ CALLEES: "sent" }));
}

#[tokio::test]
async fn notifiers_at_the_same_moment_share_the_work() {
    let phones = Phones::start().await;
    let tokens = phones.crowd(400).await;
    let rounds = join_all((0..4).map(|_| phones.notify())).await;
    assert_eq!(rounds.iter().map(|round| round.sent).sum::<u32>(), 400);
    let mut taken: Vec<_> =
        phones.expo.taken().iter().map(|message| message["to"].as_str().unwrap().to_owned()).collect();
    taken.sort();
    let mut expected = tokens;
    expected.sort();
    assert_eq!(taken, expected);
}

#[tokio::test]
async fn telling_the_same_again_tells_nobody_again() {
    let phones = Phones::start().await;
    let call = phones.ring().await;
    assert_eq!(phones.ring().await, call, "it rings already");
    phones.notify().await;
    let again = "select public.live_tell(array[$1::uuid], $2, 'incoming_call', $3, '{}', '{}', $4)";
    let id = uuid::Uuid::parse_str(&call).unwrap();
    phones.project.execute(again, &[&phones.callee.id, &phones.caller.id, &id, &phones.now()]).await;
    assert_eq!(phones.notify().await, sent(0));
}
