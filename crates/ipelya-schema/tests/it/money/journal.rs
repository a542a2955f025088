//! The journal: written once, never changed, by nobody.

use crate::money::books::{assert_agree, picture, rows};
use crate::money::service_connection::{Crowd, Gift, admin, now};
use ipelya_test::{Project, Session, User};

/// A creator's session, in which a viewer has paid the entry and given a gift.
async fn a_paid_session(project: &Project) -> (User, Session, User) {
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    let session = given.live_session(&creator).pay_per_view(50).host_connected().insert().await;
    given.participant(&session, &viewer).insert().await;
    given.coins(&viewer, 100).await;
    let at = now(project).await;
    let crowd = Crowd::of(project, 1).await;
    crowd[0].enter(&viewer, &session, None, at).await.unwrap();
    crowd[0].gift(Gift::heart(&viewer, &session, at)).await.unwrap();
    (creator, session, viewer)
}

async fn journal(project: &Project) -> Vec<String> {
    let rows = project.db().query("select p::text from public.live_payments p order by 1", &[]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_changes_removes_or_empties_the_journal() {
    let project = Project::start().await;
    a_paid_session(&project).await;
    let written = journal(&project).await;
    assert_eq!(written.len(), 2);
    let crowd = Crowd::of(&project, 1).await;

    // clients; functions and the ops panel; the owner of the schema; the platform itself
    for role in ["anon", "authenticated", "service_role", "postgres", "supabase_admin"] {
        crowd[0].run(&format!("reset role; set role {role}")).await;
        for sql in [
            "update public.live_payments set coins = coins",
            "update public.live_payments set coins = 1, creator_share = 1, platform_share = 0",
            "delete from public.live_payments",
            "truncate public.live_payments",
            "truncate public.live_payments cascade",
            "insert into public.live_payments select * from public.live_payments
               on conflict (id) do update set coins = 1, creator_share = 0, platform_share = 1",
        ] {
            assert_eq!(crowd[0].fails(sql).await, "42501", "{role}: {sql}");
        }
    }
    assert_eq!(journal(&project).await, written);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_journal_outlives_the_payer_the_creator_and_the_session() {
    let project = Project::start().await;
    let (creator, session, viewer) = a_paid_session(&project).await;
    let written = journal(&project).await;
    let paid = picture(&project).await;

    project.given().delete_user(&viewer).await;
    assert_eq!(journal(&project).await, written);
    // the books are whole, and so are the gifts; a chat line only has no face to it any more
    for (now, then) in picture(&project).await.iter().zip(&paid) {
        if now.0 != "public.live_messages" {
            assert_eq!(now, then);
        }
    }
    let faceless = format!("public.live_messages where sender_id = '{}' and sender_profile_id is null", viewer.id);
    assert_eq!(rows(&project, &faceless).await, 1);

    admin(&project, &format!("delete from public.live_sessions where id = '{}'", session.id)).await;
    project.given().delete_user(&creator).await;
    assert_eq!(journal(&project).await, written);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_share_of_a_creator_follows_the_setting_and_is_rounded_down() {
    let project = Project::start().await;
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    let session = given.live_session(&creator).insert().await;
    given.participant(&session, &viewer).insert().await;
    given.coins(&viewer, 10_000).await;
    let at = now(&project).await;
    let crowd = Crowd::of(&project, 1).await;
    let penny = "insert into public.live_gift_catalog (slug, name_en, name_tr, coin_price, animation)
                 values ('penny', '', '', 1, 'float')";
    admin(&project, penny).await;

    for (quantity, share) in [(1, 0), (2, 1), (3, 2), (9, 6), (10, 7), (99, 69), (999, 699)] {
        crowd[0].gift(Gift::heart(&viewer, &session, at).of("penny", quantity)).await.unwrap();
        let sql = format!("public.live_payments where coins = {quantity} and creator_share = {share}");
        assert_eq!(rows(&project, &sql).await, 1, "{sql}");
    }
    assert_agree(&project, 10_000).await;

    for (percent, share) in [(0, 0), (55, 548), (100, 998)] {
        given.setting("gift_creator_percent", percent).await;
        crowd[0].gift(Gift::heart(&viewer, &session, at).of("penny", 998)).await.unwrap();
        let sql = format!("public.live_payments where coins = 998 and creator_share = {share}");
        assert_eq!(rows(&project, &sql).await, 1, "{sql}");
    }
}
