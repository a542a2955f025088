//! What is refused is refused before anything is written: no coin, no line, no key; only that it was tried.

use crate::money::books::{assert_agree, picture};
use crate::money::service_connection::{Crowd, Gift, Reply, ServiceConnection, admin, assert_refused, now};
use ipelya_test::{Project, Session, User};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

struct LiveSession {
    project: Project,
    creator: User,
    session: Session,
    viewer: User,
    now: OffsetDateTime,
}

impl LiveSession {
    async fn make() -> Self {
        let project = Project::start().await;
        let given = project.given();
        let (creator, viewer) = (given.creator().await, given.user().await);
        let session = given.live_session(&creator).insert().await;
        given.participant(&session, &viewer).insert().await;
        given.coins(&viewer, 100_000).await;
        given.coins(&creator, 100_000).await;
        let now = now(&project).await;
        Self { project, creator, session, viewer, now }
    }

    /// Somebody inside with coins.
    async fn rich_viewer(&self) -> User {
        let user = self.project.given().user().await;
        self.project.given().coins(&user, 1000).await;
        self.project.given().participant(&self.session, &user).insert().await;
        user
    }

    async fn assert_writes_nothing(&self, asked: impl Future<Output = Reply>, state: &str, code: &str) -> Value {
        let before = self.written().await;
        let reply = asked.await;
        assert_refused(&reply, state, code);
        assert_eq!(self.written().await, before, "{code}");
        reply.unwrap_err().facts
    }

    async fn written(&self) -> Vec<(String, i64, String)> {
        let mut written = picture(&self.project).await;
        written.retain(|(table, ..)| table != "public.live_rate_limits");
        written
    }

    async fn assert_gift_refused(&self, service: &ServiceConnection, gift: Gift<'_>, state: &str, code: &str) -> Value {
        self.assert_writes_nothing(service.gift(gift.keyed("key", "hash")), state, code).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gift_of_the_wrong_kind_number_or_balance_writes_nothing() {
    let live = LiveSession::make().await;
    let crowd = Crowd::of(&live.project, 1).await;
    let service = &crowd[0];
    let gift = Gift::heart(&live.viewer, &live.session, live.now);

    for quantity in [0, -5, 1000, i32::MAX, i32::MIN] {
        let facts = live.assert_gift_refused(service, gift.of("heart", quantity), "PT400", "INVALID_QUANTITY").await;
        assert_eq!(facts, json!({ "min": 1, "max": 999 }));
    }
    for slug in ["unheard_of", "", "Heart", "heart' or true --"] {
        live.assert_gift_refused(service, gift.of(slug, 1), "PT404", "GIFT_NOT_FOUND").await;
    }
    admin(&live.project, "update public.live_gift_catalog set is_active = false where slug = 'rocket'").await;
    live.assert_gift_refused(service, gift.of("rocket", 1), "PT404", "GIFT_NOT_FOUND").await;

    // 999 rockets are more coins than most, and 999 of the dearest gift still fit an integer
    let facts = live.assert_gift_refused(service, gift.of("crown", 999), "PT402", "PAYMENT_REQUIRED").await;
    assert_eq!(facts, json!({ "required": 199_800, "balance": 100_000 }));
    admin(&live.project, "update public.live_gift_catalog set coin_price = 1000000 where slug = 'crown'").await;
    live.assert_gift_refused(service, gift.of("crown", 999), "PT402", "PAYMENT_REQUIRED").await;
    live.project.given().coins(&live.viewer, 9).await;
    live.assert_gift_refused(service, gift, "PT402", "PAYMENT_REQUIRED").await;
    let without_balance = live.project.given().user().await;
    live.project.given().participant(&live.session, &without_balance).insert().await;
    let facts =
        live.assert_gift_refused(service, Gift { sender: &without_balance, ..gift }, "PT402", "PAYMENT_REQUIRED").await;
    assert_eq!(facts, json!({ "required": 10, "balance": 0 }));

    // the key of all those refusals is still free
    live.project.given().coins(&live.viewer, 9990).await;
    let reply = service.gift(gift.of("heart", 999).keyed("key", "hash")).await.unwrap();
    assert_eq!((&reply["gift"]["coin_amount"], &reply["balance"]), (&json!(9990), &json!(0)));
    assert_agree(&live.project, 109_990).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gift_by_somebody_who_may_not_give_writes_nothing() {
    let live = LiveSession::make().await;
    let given = live.project.given();
    let crowd = Crowd::of(&live.project, 1).await;
    let service = &crowd[0];
    let from = |sender| Gift::heart(sender, &live.session, live.now);

    live.assert_gift_refused(service, from(&live.creator), "PT403", "SELF_GIFT").await;

    let banned = [live.rich_viewer().await, live.rich_viewer().await, live.rich_viewer().await];
    given.ban(&banned[0]).from_session(&live.session).insert().await;
    given.ban(&banned[1]).from_creator(&live.creator).insert().await;
    given.ban(&banned[2]).everywhere().insert().await;
    for (sender, kind) in banned.iter().zip(["session", "creator", "global"]) {
        let facts = live.assert_gift_refused(service, from(sender), "PT403", "BANNED").await;
        assert_eq!(facts, json!({ "ban_type": kind }));
    }
    let blocked = live.rich_viewer().await;
    given.block(&live.creator, &blocked).await;
    live.assert_gift_refused(service, from(&blocked), "PT403", "BLOCKED").await;

    let (outside, left) = (given.user().await, live.rich_viewer().await);
    given.coins(&outside, 1000).await;
    given.participant(&live.session, &left).left().insert().await;
    for sender in [&outside, &left] {
        live.assert_gift_refused(service, from(sender), "PT403", "NOT_IN_SESSION").await;
    }

    given.setting("gift_rate_count", 1).await;
    service.gift(from(&live.viewer)).await.unwrap();
    let facts = live.assert_gift_refused(service, from(&live.viewer), "PT429", "RATE_LIMITED").await;
    assert_eq!(facts, json!({ "retry_after": 60 }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gift_to_a_session_that_takes_none_writes_nothing() {
    let live = LiveSession::make().await;
    let given = live.project.given();
    let crowd = Crowd::of(&live.project, 1).await;
    let service = &crowd[0];
    let gift = Gift::heart(&live.viewer, &live.session, live.now);

    for (status, code) in
        [("scheduled", "SESSION_NOT_STARTED"), ("ended", "SESSION_ENDED"), ("cancelled", "SESSION_ENDED")]
    {
        let creator = given.creator().await;
        let session = given.live_session(&creator).status(status).insert().await;
        given.participant(&session, &live.viewer).insert().await;
        live.assert_gift_refused(service, Gift { session: &session, ..gift }, "PT409", code).await;
    }
    let creator = given.creator().await;
    let overdue = given.live_session(&creator).max_ends_at(live.now).insert().await;
    given.participant(&overdue, &live.viewer).insert().await;
    let to_overdue = Gift { session: &overdue, ..gift };
    live.assert_gift_refused(service, to_overdue, "PT409", "SESSION_ENDED").await;
    service.gift(to_overdue.at(live.now - Duration::SECOND)).await.unwrap();

    let unknown = Session { id: live.viewer.id, ..live.session.clone() };
    live.assert_gift_refused(service, Gift { session: &unknown, ..gift }, "PT404", "SESSION_NOT_FOUND").await;

    let switch = |on| format!("update public.live_sessions set gifts_enabled = {on} where id = '{}'", live.session.id);
    admin(&live.project, &switch(false)).await;
    live.assert_gift_refused(service, gift, "PT403", "GIFTS_DISABLED").await;
    admin(&live.project, &switch(true)).await;
    service.gift(gift).await.unwrap();

    service.end(&live.session, live.now).await.unwrap();
    live.assert_gift_refused(service, gift, "PT409", "SESSION_ENDED").await;
    assert_agree(&live.project, 200_000).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_at_another_price_or_without_the_coins_writes_nothing() {
    let live = LiveSession::make().await;
    let given = live.project.given();
    let crowd = Crowd::of(&live.project, 1).await;
    let service = &crowd[0];
    let creator = given.creator().await;
    let session = given.live_session(&creator).pay_per_view(50).host_connected().insert().await;

    for expected in [49, 51, 0, -50] {
        let asked = service.enter(&live.viewer, &session, Some(expected), live.now);
        let facts = live.assert_writes_nothing(asked, "PT409", "PRICE_CHANGED").await;
        assert_eq!(facts, json!({ "required": 50 }));
    }
    let poor = given.user().await;
    given.coins(&poor, 49).await;
    // who expects another price learns that first, whatever is in the balance
    let asked = service.enter(&poor, &session, Some(40), live.now);
    live.assert_writes_nothing(asked, "PT409", "PRICE_CHANGED").await;
    let asked = service.enter(&poor, &session, Some(50), live.now);
    let facts = live.assert_writes_nothing(asked, "PT402", "PAYMENT_REQUIRED").await;
    assert_eq!(facts, json!({ "required": 50, "balance": 49 }));

    // what costs nothing is not written down either
    let before = picture(&live.project).await;
    assert_eq!(service.enter(&creator, &session, Some(50), live.now).await, Ok(Value::Null));
    assert_eq!(service.enter(&poor, &live.session, Some(50), live.now).await, Ok(Value::Null));
    assert_eq!(picture(&live.project).await, before);

    // paid is paid: neither a new price nor the end of the session asks again
    assert_eq!(service.enter(&live.viewer, &session, Some(50), live.now).await.unwrap()["charged"], true);
    admin(&live.project, &format!("update public.live_sessions set ppv_coin_price = 80 where id = '{}'", session.id))
        .await;
    assert_eq!(service.enter(&live.viewer, &session, Some(80), live.now).await.unwrap()["charged"], false);
    service.end(&session, live.now).await.unwrap();
    let again = service.enter(&live.viewer, &session, None, live.now).await.unwrap();
    assert_eq!((&again["charged"], &again["coins"]), (&json!(false), &json!(50)));
    let asked = service.enter(&poor, &session, None, live.now);
    live.assert_writes_nothing(asked, "PT409", "SESSION_ENDED").await;
    assert_agree(&live.project, 200_049).await;
}
