//! Mails to followers: through moto, which plays SES and never fails, and through a stand-in that knows SES's errors.

use futures_util::future::join_all;
use ipelya_core::api::notifier::{Mailed, Notified, NotifyNow};
use ipelya_edge::{Clock, Context, Settings};
use ipelya_test::{Mode, Moto, Project, Ses, SesTrouble, User};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

const FROM: &str = "live@ipelya.example";

/// A channel on air whose followers are being mailed, at a fixed moment.
struct Mails {
    project: Project,
    now: OffsetDateTime,
    url: String,
    creator: User,
}

impl Mails {
    /// With so many followers by mail, in a project whose mails go out by this SES.
    async fn start(project: Project, url: &str, followers: usize) -> Self {
        let now = ipelya_local::clock::now().replace_nanosecond(0).unwrap();
        let creator = project.given().creator().await;
        let sql = "insert into public.live_channels (creator_id, creator_profile_id, slug, room_name, title)
                   values ($1, $2, 'ayse', 'live-ayse-1', 'Kanal') returning id";
        let channel: Uuid = project.db().query_one(sql, &[&creator.id, &creator.profile_id]).await.unwrap().get(0);
        let session = project.given().live_session(&creator).insert().await;
        let on_air = "update public.live_sessions
                      set channel_id = $2, announced_at = null, livekit_room_sid = 'RM_1', started_at = $3,
                        title = 'Konser <b>', max_ends_at = $3::timestamptz + interval '8 hours'
                      where id = $1";
        project.execute(on_air, &[&session.id, &channel, &now]).await;
        for _ in 0..followers {
            let user = project.given().user().await;
            let sql = "insert into public.live_channel_follows (channel_id, user_id, email) values ($1, $2, true)";
            project.execute(sql, &[&channel, &user.id]).await;
        }
        let mails = Self { project, now, url: url.to_owned(), creator };
        mails.notify_after(0).await;
        mails.project.execute("select public.live_announce_sessions($1)", &[&now]).await;
        mails.project.execute("select public.live_mail_followers($1)", &[&now]).await;
        mails
    }

    /// With the stand-in that can fail.
    async fn failing(followers: usize) -> (Self, Ses) {
        let ses = Ses::start().await;
        (Self::start(Project::start().await, ses.url(), followers).await, ses)
    }

    /// A context of a notifier that sends mails and no pushes, at a moment so many seconds from now.
    fn context(&self, seconds: i64, change: &[(&str, &str)]) -> Context {
        let mut env = self.project.env();
        let settings = [
            ("MAIL_FROM", FROM),
            ("MAIL_API_URL", &self.url),
            ("MAIL_LINK_URL", "https://app.ipelya.example/live"),
            ("MAIL_UNSUBSCRIBE_URL", "https://api.ipelya.example/api/live/unsubscribe"),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "AKIATEST"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
        ];
        let all = settings.iter().chain(change);
        env.extend(all.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let settings = Settings::from_source(|name| env.get(name).cloned()).unwrap();
        Context::new(&settings, Clock::fixed(self.now + Duration::seconds(seconds))).unwrap()
    }

    /// What one round does about mails, so many seconds from now.
    async fn notify_after(&self, seconds: i64) -> Mailed {
        notifier::notify_now(&self.context(seconds, &[]), NotifyNow {}).await.unwrap().mails
    }

    /// How many mails are in each state, and the errors that are kept.
    async fn states(&self) -> Value {
        let sql = "select jsonb_agg(jsonb_build_array(status, error) order by status, error) from public.live_mails";
        self.project.value(sql, &[]).await
    }
}

fn sent(many: u32) -> Mailed {
    Mailed { due: many, sent: many, ..Mailed::default() }
}

fn postponed(many: u32) -> Mailed {
    Mailed { due: many, postponed: many, ..Mailed::default() }
}

#[tokio::test]
async fn ses_gets_a_mail_for_each_follower_in_their_language() {
    let project = Project::start().await;
    let moto = Moto::start(&project, FROM).await;
    let mails = Mails::start(project, moto.url(), 2).await;
    let english = "insert into public.live_user_settings (user_id, language)
                   select min(user_id::text)::uuid, 'en' from public.live_channel_follows";
    mails.project.execute(english, &[]).await;
    let readers = "select jsonb_agg(u.email order by u.id) from auth.users u
                   join public.live_channel_follows f on f.user_id = u.id";
    let readers = mails.project.value(readers, &[]).await;

    assert_eq!(mails.notify_after(1).await, sent(2));
    let mut got = moto.mails().await;
    got.sort_by_key(|mail| mail["subject"].as_str().map(str::len));
    let name = &mails.creator.display_name;
    for (mail, reader, subject) in
        [(&got[0], &readers[0], format!("{name} is live")), (&got[1], &readers[1], format!("{name} canlı yayında"))]
    {
        assert_eq!(mail["source"], FROM);
        assert_eq!(mail["destinations"], json!({ "ToAddresses": [reader] }));
        assert_eq!(mail["subject"], subject);
        let body = mail["body"].as_str().unwrap();
        assert!(body.contains("Konser &lt;b&gt;") && !body.contains("<b>Konser"), "{body}");
        assert!(body.contains("<a href=\"https://app.ipelya.example/live/ayse\">"), "{body}");
    }
    let ids = "select jsonb_agg(message_id order by message_id) from public.live_mails where status = 'sent'";
    let mut expected: Vec<_> = got.iter().map(|mail| mail["id"].as_str().unwrap()).collect();
    expected.sort_unstable();
    assert_eq!(mails.project.value(ids, &[]).await, json!(expected));
    assert_eq!(mails.notify_after(2).await, sent(0));
}

#[tokio::test]
async fn an_address_that_ses_has_not_verified_sends_nothing_and_is_tried_no_more() {
    let project = Project::start().await;
    let moto = Moto::start(&project, "somebody-else@ipelya.example").await;
    let mails = Mails::start(project, moto.url(), 1).await;
    assert_eq!(mails.notify_after(0).await, Mailed { due: 1, failed: 1, ..Mailed::default() });
    assert_eq!(moto.mails().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_mail_can_be_ended_with_one_click_and_is_signed() {
    let (mails, ses) = Mails::failing(1).await;
    assert_eq!(mails.notify_after(0).await, sent(1));
    let [mail] = &ses.taken()[..] else { panic!("one mail") };
    let token = mails.project.value("select to_jsonb(mail_token) from public.live_channel_follows", &[]).await;
    let page = format!("https://api.ipelya.example/api/live/unsubscribe/{}", token.as_str().unwrap());
    let content = &mail["Content"]["Simple"];
    let headers = json!([
        { "Name": "List-Unsubscribe", "Value": format!("<{page}>") },
        { "Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click" },
    ]);
    assert_eq!(content["Headers"], headers);
    for part in ["Text", "Html"] {
        assert!(content["Body"][part]["Data"].as_str().unwrap().contains(&page), "{part}");
    }
}

#[tokio::test]
async fn no_more_are_sent_in_a_second_than_is_set() {
    let (mails, ses) = Mails::failing(5).await;
    let few = [("MAIL_PER_SECOND", "2")];
    for (second, expected) in [(0, 2), (1, 2), (2, 1), (3, 0)] {
        let round = notifier::notify_now(&mails.context(second, &few), NotifyNow {}).await.unwrap();
        assert_eq!(round, Notified { mails: sent(expected), ..Notified::default() }, "second {second}");
    }
    assert_eq!(ses.asked(), 5);
}

#[tokio::test]
async fn notifiers_at_the_same_moment_share_the_work() {
    let (mails, ses) = Mails::failing(30).await;
    let rounds = join_all((0..4).map(|_| mails.notify_after(0))).await;
    assert_eq!(rounds.iter().map(|round| round.sent).sum::<u32>(), 30);
    let mut readers: Vec<_> = ses.taken().iter().map(|mail| mail["Destination"].to_string()).collect();
    readers.sort();
    readers.dedup();
    assert_eq!(readers.len(), 30);
}

#[tokio::test]
async fn a_round_asks_postgres_once_and_tells_it_once_what_came_of_it() {
    let (mails, _ses) = Mails::failing(9).await;
    for expected in [&["live_take_mails", "live_settle_mails"][..], &["live_take_mails"]] {
        mails.project.rest().reset();
        mails.notify_after(0).await;
        let expected: Vec<_> = expected.iter().map(|name| format!("/rest/v1/rpc/{name}")).collect();
        assert_eq!(mails.project.rest().paths(), expected);
    }
}

#[tokio::test]
async fn when_mails_come_too_fast_all_of_them_wait() {
    let (mails, ses) = Mails::failing(1).await;
    let code = "TooManyRequestsException";
    ses.trouble([SesTrouble::Error(429, code, "Maximum sending rate exceeded.")]);
    assert_eq!(mails.notify_after(0).await, postponed(1));
    assert_eq!(mails.states().await, json!([["waiting", code]]));
    assert_eq!((mails.notify_after(1).await, mails.notify_after(2).await), (sent(0), sent(1)));

    let (mails, ses) = Mails::failing(1).await;
    ses.trouble([SesTrouble::Error(429, code, "Daily message quota exceeded.")]);
    assert_eq!(mails.notify_after(0).await, postponed(1));
    assert_eq!((mails.notify_after(599).await, mails.notify_after(600).await), (sent(0), sent(1)));
}

#[tokio::test]
async fn a_mail_that_ses_rejects_is_given_up_and_the_others_go() {
    let (mails, ses) = Mails::failing(3).await;
    ses.trouble([SesTrouble::Error(400, "MessageRejected", "ali@test is not verified")]);
    assert_eq!(mails.notify_after(0).await, Mailed { due: 3, sent: 2, failed: 1, ..Mailed::default() });
    assert_eq!(mails.states().await, json!([["failed", "MessageRejected"], ["sent", null], ["sent", null]]));
    assert_eq!(mails.notify_after(60).await, sent(0));
}

#[tokio::test]
async fn an_ses_that_does_not_let_us_send_or_is_down_is_asked_again_later() {
    for (trouble, again) in [
        (SesTrouble::Error(403, "AccessDeniedException", "no"), 60),
        (SesTrouble::Error(400, "SendingPausedException", "no"), 60),
        (SesTrouble::Error(503, "ServiceUnavailable", "no"), 2),
    ] {
        let (mails, ses) = Mails::failing(1).await;
        ses.trouble([trouble]);
        assert_eq!(mails.notify_after(0).await, postponed(1), "{trouble:?}");
        assert_eq!(mails.notify_after(again - 1).await, sent(0), "{trouble:?}");
        assert_eq!(mails.notify_after(again).await, sent(1), "{trouble:?}");
    }
}

#[tokio::test]
async fn an_ses_that_cannot_be_reached_has_taken_nothing() {
    let (mails, ses) = Mails::failing(1).await;
    let nowhere = mails.context(0, &[("MAIL_API_URL", "http://127.0.0.1:1")]);
    assert_eq!(notifier::notify_now(&nowhere, NotifyNow {}).await.unwrap().mails, postponed(1));
    assert_eq!(mails.states().await, json!([["waiting", "NoConnection"]]));
    assert_eq!((mails.notify_after(2).await, ses.taken().len()), (sent(1), 1));
}

#[tokio::test]
async fn a_mail_without_an_answer_is_sent_once_more_and_never_again() {
    let (mails, ses) = Mails::failing(1).await;
    // the client gives up after five seconds
    ses.trouble([SesTrouble::TakeAndHang, SesTrouble::Hang]);
    assert_eq!(mails.notify_after(0).await, postponed(1));
    assert_eq!(mails.notify_after(2).await, postponed(1));
    assert_eq!(mails.states().await, json!([["failed", "NoAnswer"]]));
    assert_eq!((mails.notify_after(3600).await, ses.asked()), (sent(0), 2));
}

#[tokio::test]
async fn what_ses_took_while_postgres_was_away_is_sent_once_more_at_most() {
    let (mails, ses) = Mails::failing(1).await;
    mails.project.rest().set_mode_of("live_settle_mails", Mode::Refuse);
    for second in [0, 60, 120] {
        let _ = notifier::notify_now(&mails.context(second, &[]), NotifyNow {}).await;
    }
    mails.project.rest().set_mode(Mode::Pass);
    assert_eq!((mails.notify_after(180).await, ses.asked()), (sent(0), 2));
    assert_eq!(mails.states().await, json!([["failed", "NoAnswer"]]));
}

#[tokio::test]
async fn whoever_ends_the_mails_before_theirs_is_sent_gets_none() {
    let (mails, ses) = Mails::failing(2).await;
    let ends = "select public.live_unsubscribe(mail_token) from public.live_channel_follows limit 1";
    mails.project.execute(ends, &[]).await;
    assert_eq!((mails.notify_after(0).await, ses.asked()), (sent(1), 1));
}

#[tokio::test]
async fn a_schedules_event_sends_mails_where_no_pushes_are_sent() {
    let (mails, ses) = Mails::failing(3).await;
    let cx = mails.context(0, &[("MAIL_PER_SECOND", "2"), ("IPELYA_NOTIFY_FOR_SECONDS", "2")]);
    let total = notifier::scheduled(&cx).await.unwrap();
    assert_eq!((total, ses.asked()), (Notified { mails: sent(3), ..Notified::default() }, 3));
}

#[tokio::test]
async fn without_settings_no_mail_is_asked_for() {
    let (mails, ses) = Mails::failing(1).await;
    mails.project.rest().reset();
    let cx = mails.context(0, &[("MAIL_FROM", "")]);
    assert_eq!(notifier::scheduled(&cx).await.unwrap(), Notified::default());
    assert_eq!((mails.project.rest().requests(), ses.asked()), (0, 0));
}
