//! Who is told that a session is on, whatever becomes of some of them.

use ipelya_test::{Project, Session, User};
use time::Duration;
use uuid::Uuid;

use super::noon;
use super::ticking::{connect, tick};

/// A session on air since noon that nobody was told of yet, and its creator.
async fn live_session(project: &Project) -> (Session, User) {
    let given = project.given();
    let creator = given.creator().await;
    let session = given.live_session(&creator).insert().await;
    let begins = "update public.live_sessions set started_at = $2, announced_at = null, livekit_room_sid = 'RM_1'
                  where id = $1";
    project.db().execute(begins, &[&session.id, &noon()]).await.unwrap();
    project.db().batch_execute("update public.live_participants set admitted_at = '2031-01-01Z'").await.unwrap();
    (session, creator)
}

/// So many people who subscribe to somebody for ever, in the order in which they are told.
async fn subscribers(project: &Project, creator: &User, many: i32) -> Vec<Uuid> {
    let sql = "with people as (
                 insert into auth.users (id, email) select gen_random_uuid(), gen_random_uuid() || '@test'
                 from generate_series(1, $2) returning id
               ), faces as (
                 insert into public.profiles (user_id, type) select id, 'real' from people
               )
               insert into public.creator_subscriptions (subscriber_id, creator_id)
               select id, $1 from people returning subscriber_id";
    let rows = project.db().query(sql, &[&creator.id, &many]).await.unwrap();
    let mut people: Vec<Uuid> = rows.iter().map(|row| row.get(0)).collect();
    people.sort();
    people
}

/// Who was told of a session, in the order of ids.
async fn told(project: &Project, session: &Session) -> Vec<Uuid> {
    let sql = "select recipient_id from public.notifications where data ->> 'sessionId' = $1 order by recipient_id";
    let rows = project.db().query(sql, &[&session.id.to_string()]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

async fn under_way(project: &Project) -> i64 {
    let sql = "select count(*) from public.live_announcements";
    project.db().query_one(sql, &[]).await.unwrap().get(0)
}

#[tokio::test]
async fn a_subscriber_whose_account_is_gone_silences_nobody_else() {
    let project = Project::start().await;
    let (session, creator) = live_session(&project).await;
    let mut people = subscribers(&project, &creator, 7).await;
    // the subscription stays, as it does where the app's table has no foreign key
    let gone = people.remove(3);
    project.db().execute("delete from auth.users where id = $1", &[&gone]).await.unwrap();
    // and one whose account is only marked
    let marked = people.remove(1);
    project.db().execute("update auth.users set deleted_at = now() where id = $1", &[&marked]).await.unwrap();

    assert_eq!(tick(project.db(), noon()).await["live_announce_sessions"], 5);
    assert_eq!(told(&project, &session).await, people);
}

#[tokio::test]
async fn one_inbox_that_takes_no_note_loses_nobody_elses() {
    let project = Project::start().await;
    let (session, creator) = live_session(&project).await;
    let mut people = subscribers(&project, &creator, 6).await;
    let refused = people.remove(2);
    project
        .db()
        .batch_execute(&format!(
            "create function public.live_test_refuse() returns trigger language plpgsql
             as $$ begin raise exception 'no'; end $$;
             create trigger refuse before insert on public.notifications
               for each row when (new.recipient_id = '{refused}') execute function public.live_test_refuse();"
        ))
        .await
        .unwrap();

    tick(project.db(), noon()).await;
    tick(project.db(), noon() + Duration::seconds(5)).await;
    assert_eq!(told(&project, &session).await, people);
    assert_eq!(under_way(&project).await, 0);
}

#[tokio::test]
async fn subscribers_are_told_a_few_at_a_time_and_each_once() {
    let project = Project::start().await;
    let (session, creator) = live_session(&project).await;
    let people = subscribers(&project, &creator, 7).await;
    project.given().setting("announce_count", 3).await;
    let updates = "select xmin::text from public.live_sessions where id = $1";
    for (tick_number, so_far) in [(0, 3), (1, 6), (2, 7), (3, 7)] {
        tick(project.db(), noon() + Duration::seconds(5 * tick_number)).await;
        assert_eq!(told(&project, &session).await, people[..so_far]);
    }
    assert_eq!(under_way(&project).await, 0);
    // one word to the viewers that the session was announced, none for each batch
    let before: String = project.db().query_one(updates, &[&session.id]).await.unwrap().get(0);
    subscribers(&project, &creator, 2).await;
    tick(project.db(), noon() + Duration::seconds(30)).await;
    let after: String = project.db().query_one(updates, &[&session.id]).await.unwrap().get(0);
    assert_eq!((before, told(&project, &session).await), (after, people));
}

#[tokio::test]
async fn two_sessions_share_a_tick_and_one_that_is_over_is_announced_no_further() {
    let project = Project::start().await;
    let (first, first_creator) = live_session(&project).await;
    let (second, second_creator) = live_session(&project).await;
    subscribers(&project, &first_creator, 9).await;
    subscribers(&project, &second_creator, 2).await;
    project.given().setting("announce_count", 4).await;

    tick(project.db(), noon()).await;
    assert_eq!((told(&project, &first).await.len(), told(&project, &second).await.len()), (2, 2));
    let end = "select public.live_end_session($1, 'host_ended', $2)";
    project.db().execute(end, &[&first.id, &noon()]).await.unwrap();
    tick(project.db(), noon() + Duration::seconds(5)).await;
    assert_eq!((told(&project, &first).await.len(), under_way(&project).await), (2, 0));
}

#[tokio::test]
async fn an_inbox_that_is_locked_for_long_holds_up_nothing_but_itself() {
    let project = Project::start().await;
    let (session, creator) = live_session(&project).await;
    let people = subscribers(&project, &creator, 40).await;
    let (holder, ticker) = (connect(&project).await, connect(&project).await);
    // an account that is being deleted: notes to it wait for the outcome
    holder.batch_execute(&format!("begin; delete from auth.users where id = '{}'", people[5])).await.unwrap();
    ticker.batch_execute("set statement_timeout = '60s'").await.unwrap();

    tick(&ticker, noon()).await;
    tick(&ticker, noon() + Duration::seconds(5)).await;
    let mut others = people.clone();
    others.remove(5);
    assert_eq!(told(&project, &session).await, others);
    holder.batch_execute("rollback").await.unwrap();
}
