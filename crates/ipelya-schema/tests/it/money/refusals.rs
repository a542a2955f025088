//! What is refused is refused before anything is written: no coin, no line, no key; only that it was tried.

use crate::money::books::{assert_agree, picture};
use crate::money::till::{Crowd, Gift, Reply, Till, admin, assert_refused, now};
use ipelya_test::{Project, Session, User};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

struct Show {
    project: Project,
    creator: User,
    session: Session,
    viewer: User,
    now: OffsetDateTime,
}

impl Show {
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

    async fn assert_gift_refused(&self, till: &Till, gift: Gift<'_>, state: &str, code: &str) -> Value {
        self.assert_writes_nothing(till.gift(gift.keyed("key", "hash")), state, code).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gift_of_the_wrong_kind_number_or_purse_writes_nothing() {
    let show = Show::make().await;
    let crowd = Crowd::of(&show.project, 1).await;
    let till = &crowd[0];
    let gift = Gift::heart(&show.viewer, &show.session, show.now);

    for quantity in [0, -5, 1000, i32::MAX, i32::MIN] {
        let facts = show.assert_gift_refused(till, gift.of("heart", quantity), "PT400", "INVALID_QUANTITY").await;
        assert_eq!(facts, json!({ "min": 1, "max": 999 }));
    }
    for slug in ["unheard_of", "", "Heart", "heart' or true --"] {
        show.assert_gift_refused(till, gift.of(slug, 1), "PT404", "GIFT_NOT_FOUND").await;
    }
    admin(&show.project, "update public.live_gift_catalog set is_active = false where slug = 'rocket'").await;
    show.assert_gift_refused(till, gift.of("rocket", 1), "PT404", "GIFT_NOT_FOUND").await;

    // 999 rockets are more coins than most, and 999 of the dearest gift still fit an integer
    let facts = show.assert_gift_refused(till, gift.of("crown", 999), "PT402", "PAYMENT_REQUIRED").await;
    assert_eq!(facts, json!({ "required": 199_800, "balance": 100_000 }));
    admin(&show.project, "update public.live_gift_catalog set coin_price = 1000000 where slug = 'crown'").await;
    show.assert_gift_refused(till, gift.of("crown", 999), "PT402", "PAYMENT_REQUIRED").await;
    show.project.given().coins(&show.viewer, 9).await;
    show.assert_gift_refused(till, gift, "PT402", "PAYMENT_REQUIRED").await;
    let purseless = show.project.given().user().await;
    show.project.given().participant(&show.session, &purseless).insert().await;
    let facts = show.assert_gift_refused(till, Gift { sender: &purseless, ..gift }, "PT402", "PAYMENT_REQUIRED").await;
    assert_eq!(facts, json!({ "required": 10, "balance": 0 }));

    // the key of all those refusals is still free
    show.project.given().coins(&show.viewer, 9990).await;
    let reply = till.gift(gift.of("heart", 999).keyed("key", "hash")).await.unwrap();
    assert_eq!((&reply["gift"]["coin_amount"], &reply["balance"]), (&json!(9990), &json!(0)));
    assert_agree(&show.project, 109_990).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gift_by_somebody_who_may_not_give_writes_nothing() {
    let show = Show::make().await;
    let given = show.project.given();
    let crowd = Crowd::of(&show.project, 1).await;
    let till = &crowd[0];
    let from = |sender| Gift::heart(sender, &show.session, show.now);

    show.assert_gift_refused(till, from(&show.creator), "PT403", "SELF_GIFT").await;

    let banned = [show.rich_viewer().await, show.rich_viewer().await, show.rich_viewer().await];
    given.ban(&banned[0]).from_session(&show.session).insert().await;
    given.ban(&banned[1]).from_creator(&show.creator).insert().await;
    given.ban(&banned[2]).everywhere().insert().await;
    for (sender, kind) in banned.iter().zip(["session", "creator", "global"]) {
        let facts = show.assert_gift_refused(till, from(sender), "PT403", "BANNED").await;
        assert_eq!(facts, json!({ "ban_type": kind }));
    }
    let blocked = show.rich_viewer().await;
    given.block(&show.creator, &blocked).await;
    show.assert_gift_refused(till, from(&blocked), "PT403", "BLOCKED").await;

    let (outside, left) = (given.user().await, show.rich_viewer().await);
    given.coins(&outside, 1000).await;
    given.participant(&show.session, &left).left().insert().await;
    for sender in [&outside, &left] {
        show.assert_gift_refused(till, from(sender), "PT403", "NOT_IN_SESSION").await;
    }

    given.setting("gift_rate_count", 1).await;
    till.gift(from(&show.viewer)).await.unwrap();
    let facts = show.assert_gift_refused(till, from(&show.viewer), "PT429", "RATE_LIMITED").await;
    assert_eq!(facts, json!({ "retry_after": 60 }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gift_to_a_show_that_takes_none_writes_nothing() {
    let show = Show::make().await;
    let given = show.project.given();
    let crowd = Crowd::of(&show.project, 1).await;
    let till = &crowd[0];
    let gift = Gift::heart(&show.viewer, &show.session, show.now);

    for (status, code) in
        [("scheduled", "SESSION_NOT_STARTED"), ("ended", "SESSION_ENDED"), ("cancelled", "SESSION_ENDED")]
    {
        let creator = given.creator().await;
        let session = given.live_session(&creator).status(status).insert().await;
        given.participant(&session, &show.viewer).insert().await;
        show.assert_gift_refused(till, Gift { session: &session, ..gift }, "PT409", code).await;
    }
    let creator = given.creator().await;
    let overdue = given.live_session(&creator).max_ends_at(show.now).insert().await;
    given.participant(&overdue, &show.viewer).insert().await;
    let to_overdue = Gift { session: &overdue, ..gift };
    show.assert_gift_refused(till, to_overdue, "PT409", "SESSION_ENDED").await;
    till.gift(to_overdue.at(show.now - Duration::SECOND)).await.unwrap();

    let unknown = Session { id: show.viewer.id, ..show.session.clone() };
    show.assert_gift_refused(till, Gift { session: &unknown, ..gift }, "PT404", "SESSION_NOT_FOUND").await;

    let switch = |on| format!("update public.live_sessions set gifts_enabled = {on} where id = '{}'", show.session.id);
    admin(&show.project, &switch(false)).await;
    show.assert_gift_refused(till, gift, "PT403", "GIFTS_DISABLED").await;
    admin(&show.project, &switch(true)).await;
    till.gift(gift).await.unwrap();

    till.end(&show.session, show.now).await.unwrap();
    show.assert_gift_refused(till, gift, "PT409", "SESSION_ENDED").await;
    assert_agree(&show.project, 200_000).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_at_another_price_or_without_the_coins_writes_nothing() {
    let show = Show::make().await;
    let given = show.project.given();
    let crowd = Crowd::of(&show.project, 1).await;
    let till = &crowd[0];
    let creator = given.creator().await;
    let session = given.live_session(&creator).pay_per_view(50).host_connected().insert().await;

    for expected in [49, 51, 0, -50] {
        let asked = till.enter(&show.viewer, &session, Some(expected), show.now);
        let facts = show.assert_writes_nothing(asked, "PT409", "PRICE_CHANGED").await;
        assert_eq!(facts, json!({ "required": 50 }));
    }
    let poor = given.user().await;
    given.coins(&poor, 49).await;
    // who expects another price learns that first, whatever is in the purse
    let asked = till.enter(&poor, &session, Some(40), show.now);
    show.assert_writes_nothing(asked, "PT409", "PRICE_CHANGED").await;
    let asked = till.enter(&poor, &session, Some(50), show.now);
    let facts = show.assert_writes_nothing(asked, "PT402", "PAYMENT_REQUIRED").await;
    assert_eq!(facts, json!({ "required": 50, "balance": 49 }));

    // what costs nothing is not written down either
    let before = picture(&show.project).await;
    assert_eq!(till.enter(&creator, &session, Some(50), show.now).await, Ok(Value::Null));
    assert_eq!(till.enter(&poor, &show.session, Some(50), show.now).await, Ok(Value::Null));
    assert_eq!(picture(&show.project).await, before);

    // paid is paid: neither a new price nor the end of the show asks again
    assert_eq!(till.enter(&show.viewer, &session, Some(50), show.now).await.unwrap()["charged"], true);
    admin(&show.project, &format!("update public.live_sessions set ppv_coin_price = 80 where id = '{}'", session.id))
        .await;
    assert_eq!(till.enter(&show.viewer, &session, Some(80), show.now).await.unwrap()["charged"], false);
    till.end(&session, show.now).await.unwrap();
    let again = till.enter(&show.viewer, &session, None, show.now).await.unwrap();
    assert_eq!((&again["charged"], &again["coins"]), (&json!(false), &json!(50)));
    let asked = till.enter(&poor, &session, None, show.now);
    show.assert_writes_nothing(asked, "PT409", "SESSION_ENDED").await;
    assert_agree(&show.project, 200_049).await;
}
