//! What a schedule's event makes the notifier do.

use futures_util::join;
use ipelya_core::api::notifier::Notified;

use super::support::{Phones, sent};

#[tokio::test]
async fn a_call_that_is_placed_after_the_event_rings_before_the_next() {
    let phones = Phones::start().await;
    let cx = phones.context(0, &[("IPELYA_NOTIFY_FOR_SECONDS", "3")]);
    let ring = async {
        while phones.project.rest().requests() < 2 {
            tokio::task::yield_now().await;
        }
        phones.ring().await
    };
    phones.project.rest().reset();
    let (total, _) = join!(notifier::scheduled(&cx), ring);
    assert_eq!((total.unwrap(), phones.shown().len()), (sent(1), 1));
}

#[tokio::test]
async fn rounds_that_fail_are_made_up_for_by_the_next() {
    let phones = Phones::start().await;
    phones.ring().await;
    let cx = phones.context(0, &[("IPELYA_NOTIFY_FOR_SECONDS", "3")]);
    phones.project.rest().set_mode(ipelya_test::Mode::Status(503));
    phones.project.rest().reset();
    let back = async {
        while phones.project.rest().requests() < 1 {
            tokio::task::yield_now().await;
        }
        phones.project.rest().set_mode(ipelya_test::Mode::Pass);
    };
    let (total, ()) = join!(notifier::scheduled(&cx), back);
    assert_eq!(total.unwrap(), sent(1));
}

#[tokio::test]
async fn without_a_provider_an_event_costs_nothing() {
    let phones = Phones::start().await;
    phones.project.rest().reset();
    let cx = phones.context(0, &[("PUSH_PROVIDER", "")]);
    assert_eq!(notifier::scheduled(&cx).await.unwrap(), Notified::default());
    assert_eq!(phones.project.rest().requests(), 0);
}

#[tokio::test]
async fn a_round_asks_postgres_once_and_tells_it_once_what_came_of_it() {
    let phones = Phones::start().await;
    phones.project.rest().reset();
    phones.notify().await;
    assert_eq!(phones.project.rest().paths(), ["/rest/v1/rpc/live_take_outbox"]);
    phones.crowd(300).await;
    phones.project.rest().reset();
    phones.notify().await;
    let expected = ["/rest/v1/rpc/live_take_outbox", "/rest/v1/rpc/live_settle_pushes"];
    assert_eq!((phones.project.rest().paths(), phones.expo.batches().len()), (expected.map(str::to_owned).to_vec(), 3));
}
