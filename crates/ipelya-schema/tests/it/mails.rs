//! Which followers are mailed, and that nobody is mailed twice. That the mails are sent, the notifier's tests show.

use ipelya_test::{Project, Session, User};
use serde_json::{Value, json};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::deadlines::ticking::connect;

/// When the channel goes on air.
const NOON: OffsetDateTime = datetime!(2030-01-01 10:00 UTC);

/// A channel, in a project in which a notifier that sends mails is at work.
struct Channel {
    project: Project,
    creator: User,
    id: Uuid,
}

impl Channel {
    async fn start() -> Self {
        let project = Project::start().await;
        let creator = project.given().creator().await;
        let sql = "insert into public.live_channels (creator_id, creator_profile_id, slug, room_name, title)
                   values ($1, $2, 'ayse', 'live-ayse-1', 'Kanal') returning id";
        let id = project.db().query_one(sql, &[&creator.id, &creator.profile_id]).await.unwrap().get(0);
        let channel = Self { project, creator, id };
        channel.take(NOON).await;
        channel
    }

    /// Somebody who follows it, and hears of it by these ways.
    async fn follower(&self, push: bool, email: bool) -> User {
        let user = self.project.given().user().await;
        let sql = "insert into public.live_channel_follows (channel_id, user_id, push, email) values ($1, $2, $3, $4)";
        self.project.execute(sql, &[&self.id, &user.id, &push, &email]).await;
        user
    }

    /// So many who follow it by mail.
    async fn crowd(&self, many: i32) {
        let sql = "with people as (
                     insert into auth.users (id, email, email_confirmed_at)
                     select gen_random_uuid(), 'f' || n || '@test', now()
                     from generate_series(1, $2::integer) n returning id
                   )
                   insert into public.live_channel_follows (channel_id, user_id, push, email)
                   select $1::uuid, p.id, false, true from people p";
        self.project.execute(sql, &[&self.id, &many]).await;
    }

    /// It goes on air at a moment, and nobody was told yet.
    async fn goes_on_air(&self, at: OffsetDateTime) -> Session {
        let session = self.project.given().live_session(&self.creator).insert().await;
        let sql = "update public.live_sessions
                   set channel_id = $2, started_at = $3, announced_at = null, livekit_room_sid = 'RM_1',
                     max_ends_at = $3::timestamptz + interval '8 hours'
                   where id = $1";
        self.project.execute(sql, &[&session.id, &self.id, &at]).await;
        session
    }

    async fn goes_off_air(&self, session: &Session, at: OffsetDateTime) {
        self.project.execute("select public.live_end_session($1, 'host_ended', $2)", &[&session.id, &at]).await;
    }

    /// The parts of the tick: how many mails were written or dropped.
    async fn tick(&self, at: OffsetDateTime) -> i32 {
        self.project.execute("select public.live_announce_sessions($1)", &[&at]).await;
        let sql = "select public.live_mail_followers($1)";
        self.project.db().query_one(sql, &[&at]).await.unwrap().get(0)
    }

    /// The mails that are handed out at a moment.
    async fn take(&self, at: OffsetDateTime) -> Vec<Value> {
        let sql = "select public.live_take_mails(100, $1)";
        let mails: Value = self.project.db().query_one(sql, &[&at]).await.unwrap().get(0);
        mails.as_array().unwrap().clone()
    }

    /// To whom they go, in order.
    async fn take_addresses(&self, at: OffsetDateTime) -> Vec<String> {
        let mails = self.take(at).await;
        let mut addresses: Vec<_> = mails.iter().map(|mail| mail["address"].as_str().unwrap().to_owned()).collect();
        addresses.sort();
        addresses
    }

    /// The one that was handed out comes to this.
    async fn settle(&self, mail: &Value, outcome: &str, at: OffsetDateTime) {
        let results = json!([{
            "id": mail["id"], "attempt": mail["attempt"], "outcome": outcome, "message": "M1", "error": "E",
        }]);
        self.project.execute("select public.live_settle_mails($1, null, $2)", &[&results, &at]).await;
    }

    /// How many mails are in each state.
    async fn states(&self) -> Value {
        let sql = "select coalesce(jsonb_object_agg(status, n), '{}')
                   from (select status, count(*) as n from public.live_mails group by status) counted";
        self.project.value(sql, &[]).await
    }
}

fn addresses(users: &[&User]) -> Vec<String> {
    let mut addresses: Vec<_> = users.iter().map(|user| user.email.clone().unwrap()).collect();
    addresses.sort();
    addresses
}

#[tokio::test]
async fn those_are_mailed_who_asked_for_it_and_can_be() {
    let channel = Channel::start().await;
    let (project, creator) = (&channel.project, channel.creator.id);
    let (by_mail, by_both, by_push) =
        (channel.follower(false, true).await, channel.follower(true, true).await, channel.follower(true, false).await);
    let block = "insert into public.blocked_users (blocker_id, blocked_id) values ($1, $2)";
    project.execute(block, &[&creator, &channel.follower(false, true).await.id]).await;
    project.execute(block, &[&channel.follower(false, true).await.id, &creator]).await;
    for gone in [
        "update auth.users set email_confirmed_at = null where id = $1",
        "update auth.users set email = null where id = $1",
        "update auth.users set deleted_at = now() where id = $1",
        "update auth.users set banned_until = '2031-01-01Z' where id = $1",
        "insert into public.notification_preferences (user_id, email_enabled) values ($1, false)",
    ] {
        project.execute(gone, &[&channel.follower(false, true).await.id]).await;
    }
    let wants_all = "insert into public.notification_preferences (user_id, push_enabled) values ($1, false)";
    project.execute(wants_all, &[&by_mail.id]).await;
    let subscriber = project.given().user().await;
    for person in [&subscriber, &by_both] {
        let subscribe = "insert into public.creator_subscriptions (subscriber_id, creator_id) values ($1, $2)";
        project.execute(subscribe, &[&person.id, &creator]).await;
    }

    channel.goes_on_air(NOON).await;
    assert_eq!(channel.tick(NOON).await, 7, "both of those who blocked are left out at once");
    assert_eq!(channel.take_addresses(NOON).await, addresses(&[&by_mail, &by_both]));
    assert_eq!(channel.states().await, json!({ "sending": 2, "dropped": 5 }));
    let mut noted: Vec<Uuid> = project
        .db()
        .query("select recipient_id from public.notifications where type = 'creator_live'", &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    noted.sort();
    let mut expected = vec![by_both.id, by_push.id, subscriber.id];
    expected.sort();
    assert_eq!(noted, expected, "whoever wants mails alone finds no note, whoever is both finds one");
}

#[tokio::test]
async fn a_follow_asks_for_no_mails_by_itself() {
    let channel = Channel::start().await;
    let user = channel.project.given().user().await;
    let follow = "insert into public.live_channel_follows (channel_id, user_id) values ($1, $2)";
    channel.project.execute(follow, &[&channel.id, &user.id]).await;
    channel.goes_on_air(NOON).await;
    assert_eq!(channel.tick(NOON).await, 0);
}

#[tokio::test]
async fn a_mail_says_who_is_on_air_in_its_readers_language() {
    let channel = Channel::start().await;
    let follower = channel.follower(false, true).await;
    let english = "insert into public.live_user_settings (user_id, language) values ($1, 'en')";
    channel.project.execute(english, &[&follower.id]).await;
    let session = channel.goes_on_air(NOON).await;
    channel.tick(NOON).await;
    let [mail] = &channel.take(NOON).await[..] else { panic!("one mail") };
    let sql = "select jsonb_build_object(
                 'id', m.id, 'attempt', 1, 'address', $2::text, 'language', 'en', 'creator_name', $3::text, 'title', s.title,
                 'slug', 'ayse', 'unsubscribe_token', f.mail_token
               )
               from public.live_mails m, public.live_channel_follows f, public.live_sessions s where s.id = $1";
    let name = &channel.creator.display_name;
    assert_eq!(*mail, channel.project.value(sql, &[&session.id, &follower.email, name]).await);
}

#[tokio::test]
async fn nobody_is_mailed_about_a_channel_twice_within_six_hours() {
    let channel = Channel::start().await;
    channel.follower(false, true).await;
    for (minutes, mails) in [(0, 1), (31, 0), (359, 0), (392, 1)] {
        let at = NOON + Duration::minutes(minutes);
        channel.take(at).await;
        let session = channel.goes_on_air(at).await;
        channel.tick(at).await;
        let taken = channel.take(at).await;
        assert_eq!(taken.len(), mails, "after {minutes} minutes");
        for mail in &taken {
            channel.settle(mail, "sent", at).await;
        }
        channel.goes_off_air(&session, at).await;
    }
}

#[tokio::test]
async fn a_channel_that_is_switched_off_and_on_again_writes_once() {
    let channel = Channel::start().await;
    channel.follower(false, true).await;
    for (minutes, mails) in [(0, 1), (10, 0)] {
        let at = NOON + Duration::minutes(minutes);
        channel.take(at).await;
        let session = channel.goes_on_air(at).await;
        assert_eq!(channel.tick(at).await, mails, "after {minutes} minutes");
        channel.goes_off_air(&session, at).await;
    }
}

#[tokio::test]
async fn a_show_that_is_put_on_the_channel_is_written_of_once() {
    let channel = Channel::start().await;
    let follower = channel.follower(false, true).await;
    let show = channel.goes_on_air(NOON).await;
    channel.project.execute("update public.live_sessions set channel_id = null where id = $1", &[&show.id]).await;
    assert_eq!((channel.tick(NOON).await, channel.take(NOON).await), (0, vec![]), "it is on no channel");
    for mails in [1, 0] {
        let on_air = "select public.live_channel_go_live($1, $2, 'unused', $3)";
        channel.project.execute(on_air, &[&channel.creator.id, &Uuid::nil(), &NOON]).await;
        assert_eq!(channel.tick(NOON).await, mails);
    }
    assert_eq!(channel.take_addresses(NOON).await, addresses(&[&follower]));
}

#[tokio::test]
async fn a_mail_that_failed_keeps_no_other_from_being_sent() {
    let channel = Channel::start().await;
    channel.follower(false, true).await;
    let session = channel.goes_on_air(NOON).await;
    channel.tick(NOON).await;
    let taken = channel.take(NOON).await;
    channel.settle(&taken[0], "failed", NOON).await;
    channel.goes_off_air(&session, NOON).await;
    let later = NOON + Duration::minutes(31);
    channel.take(later).await;
    channel.goes_on_air(later).await;
    channel.tick(later).await;
    assert_eq!(channel.take(later).await.len(), 1);
}

#[tokio::test]
async fn what_has_changed_since_it_was_written_counts() {
    for change in [
        "delete from public.live_channel_follows where user_id = $1",
        "update public.live_channel_follows set email = false where user_id = $1",
        "update public.live_channel_follows set emailed_at = '2030-01-01 05:00Z' where user_id = $1",
        "insert into public.blocked_users (blocker_id, blocked_id) select $1, c.creator_id from public.live_channels c",
        "update auth.users set email_confirmed_at = null where id = $1",
        "update public.live_sessions set max_ends_at = '2030-01-01 10:00Z' where $1::uuid is not null",
    ] {
        let channel = Channel::start().await;
        let follower = channel.follower(false, true).await;
        channel.goes_on_air(NOON).await;
        assert_eq!(channel.tick(NOON).await, 1);
        channel.project.execute(change, &[&follower.id]).await;
        assert_eq!(channel.take(NOON).await, Vec::<Value>::new(), "{change}");
        assert_eq!(channel.states().await, json!({ "dropped": 1 }), "{change}");
    }
}

#[tokio::test]
async fn an_account_that_goes_takes_its_mails_along() {
    let channel = Channel::start().await;
    let follower = channel.follower(false, true).await;
    channel.goes_on_air(NOON).await;
    channel.tick(NOON).await;
    channel.project.given().delete_user(&follower).await;
    assert_eq!(channel.states().await, json!({}));
}

#[tokio::test]
async fn an_account_that_is_being_deleted_puts_mails_off_until_the_next_tick_at_most() {
    let channel = Channel::start().await;
    let (goes, _stays) = (channel.follower(false, true).await, channel.follower(false, true).await);
    channel.goes_on_air(NOON).await;
    channel.project.execute("select public.live_announce_sessions($1)", &[&NOON]).await;
    let holder = connect(&channel.project).await;
    holder.batch_execute(&format!("begin; delete from auth.users where id = '{}'", goes.id)).await.unwrap();
    // as in a tick, which waits no longer for a lock
    let part = "set lock_timeout = '300ms'; select public.live_tick_part('live_mail_followers', '2030-01-01 10:00Z')";
    channel.project.db().batch_execute(part).await.unwrap();
    assert_eq!(channel.states().await, json!({}));
    holder.batch_execute("rollback").await.unwrap();
    assert_eq!(channel.tick(NOON).await, 2);
}

#[tokio::test]
async fn a_crowd_is_written_to_once_each_a_part_at_a_time() {
    let channel = Channel::start().await;
    channel.project.given().setting("announce_count", 700).await;
    channel.crowd(3000).await;
    channel.goes_on_air(NOON).await;
    let mut parts = Vec::new();
    for second in 0..9 {
        parts.push(channel.tick(NOON + Duration::seconds(5 * second)).await);
    }
    assert_eq!(parts, [700, 700, 700, 700, 200, 0, 0, 0, 0]);
    assert_eq!(channel.states().await, json!({ "waiting": 3000 }));
    let people = "select to_jsonb(count(distinct recipient_id)) from public.live_mails";
    assert_eq!(channel.project.value(people, &[]).await, json!(3000));
}

#[tokio::test]
async fn when_it_is_over_what_waits_is_dropped_and_nothing_is_left_to_do() {
    let channel = Channel::start().await;
    channel.project.given().setting("announce_count", 20).await;
    channel.crowd(50).await;
    let session = channel.goes_on_air(NOON).await;
    assert_eq!((channel.tick(NOON).await, channel.tick(NOON).await), (20, 20));
    channel.goes_off_air(&session, NOON).await;
    assert_eq!((channel.tick(NOON).await, channel.tick(NOON).await, channel.tick(NOON).await), (20, 20, 0));
    assert_eq!(channel.states().await, json!({ "dropped": 40 }));
    assert_eq!(channel.project.count("public.live_mailings").await, 0);
}

#[tokio::test]
async fn without_a_notifier_that_sends_mails_none_are_written() {
    let channel = Channel::start().await;
    channel.follower(false, true).await;
    let later = NOON + Duration::minutes(2);
    channel.goes_on_air(later).await;
    assert_eq!((channel.tick(later).await, channel.states().await), (0, json!({})));
    assert_eq!(channel.project.count("public.live_mailings").await, 0);
}

#[tokio::test]
async fn whoever_takes_a_mail_and_vanishes_is_replaced_once() {
    let channel = Channel::start().await;
    channel.follower(false, true).await;
    channel.goes_on_air(NOON).await;
    channel.tick(NOON).await;
    for (seconds, handed_out) in [(0, 1), (59, 0), (60, 1), (119, 0), (120, 0)] {
        let taken = channel.take(NOON + Duration::seconds(seconds)).await;
        assert_eq!(taken.len(), handed_out, "after {seconds} seconds");
    }
    assert_eq!(channel.states().await, json!({ "failed": 1 }));
}

#[tokio::test]
async fn a_mail_without_an_answer_is_repeated_once_and_then_counts_as_sent() {
    let channel = Channel::start().await;
    channel.follower(false, true).await;
    channel.goes_on_air(NOON).await;
    channel.tick(NOON).await;
    for (seconds, state) in [(0, "waiting"), (2, "failed")] {
        let at = NOON + Duration::seconds(seconds);
        let taken = channel.take(at).await;
        channel.settle(&taken[0], "unanswered", at).await;
        assert_eq!(channel.states().await, json!({ state: 1 }));
    }
    let sql = "select to_jsonb(emailed_at is not null) from public.live_channel_follows";
    assert_eq!(channel.project.value(sql, &[]).await, json!(true));
}

#[tokio::test]
async fn a_token_ends_the_mails_of_its_follow_and_of_no_other() {
    let channel = Channel::start().await;
    let (ends, goes_on) = (channel.follower(true, true).await, channel.follower(true, true).await);
    let sql = "select public.live_unsubscribe(f.mail_token) from public.live_channel_follows f where f.user_id = $1";
    for _ in 0..2 {
        channel.project.execute(sql, &[&ends.id]).await;
        channel.project.execute("select public.live_unsubscribe(gen_random_uuid())", &[]).await;
    }
    let sql =
        "select jsonb_object_agg(f.user_id, jsonb_build_array(f.push, f.email)) from public.live_channel_follows f";
    let expected = json!({ ends.id.to_string(): [true, false], goes_on.id.to_string(): [true, true] });
    assert_eq!(channel.project.value(sql, &[]).await, expected);
}

#[tokio::test]
async fn mails_are_kept_for_two_days() {
    let channel = Channel::start().await;
    channel.follower(false, true).await;
    channel.goes_on_air(NOON).await;
    channel.tick(NOON).await;
    for (hours, forgotten) in [(47, 0), (48, 1)] {
        let sql = "select to_jsonb(public.live_forget_mails($1))";
        let at = NOON + Duration::hours(hours);
        assert_eq!(channel.project.value(sql, &[&at]).await, json!(forgotten), "after {hours} hours");
    }
}
