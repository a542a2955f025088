//! Many at once.

use ipelya_core::api::notifier::Notified;

use super::support::{Phones, sent};

#[tokio::test]
async fn a_request_has_a_hundred_messages_at_most() {
    let phones = Phones::start().await;
    phones.crowd(250).await;
    assert_eq!(phones.notify().await, sent(250));
    let mut batches = phones.expo.batches();
    batches.sort_unstable();
    assert_eq!(batches, [50, 100, 100]);
}

#[tokio::test]
async fn a_round_takes_no_more_than_expo_takes_in_a_second_and_calls_go_first() {
    let phones = Phones::start().await;
    phones.crowd(700).await;
    phones.ring().await;
    assert_eq!(phones.notify().await, sent(600));
    assert_eq!(phones.shown().len(), 1);
    assert_eq!(phones.notify().await, sent(101));
}

#[tokio::test]
async fn one_message_that_expo_refuses_keeps_no_other_from_being_sent() {
    let phones = Phones::start().await;
    let tokens = phones.crowd(100).await;
    phones.expo.refuse(&tokens[37]);
    assert_eq!(phones.notify().await, Notified { due: 100, sent: 99, failed: 1, ..Notified::default() });
}

#[tokio::test]
async fn phones_with_the_app_of_another_project_are_served_by_themselves() {
    let phones = Phones::start().await;
    let tokens = phones.crowd(5).await;
    phones.expo.project(&tokens[1], "@ipelya/beta");
    phones.expo.project(&tokens[3], "@ipelya/beta");
    assert_eq!(phones.notify().await, sent(5));
    assert_eq!(phones.expo.batches().len(), 3);
}
