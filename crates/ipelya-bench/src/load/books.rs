//! What must be so once all sessions are over: the books of coins agree, the numbers of each session are those of its rows
//! and of those who were there, everything is closed and nothing waits.

use ipelya_test::BOOKS_NEVER;
use tokio_postgres::{Client, Error};

use super::people::COINS;
use super::session::{GIFT_COINS, Played};

/// Queries that find only what must not be, besides those of the books.
const NEVER: [(&str, &str); 10] = [
    ("a balance that is not what the journal leaves", {
        "select from public.coin_balances b
         left join (select payer_id, sum(coins) as paid from public.live_payments group by 1) p on p.payer_id = b.user_id
         where b.balance <> b.lifetime_earned - coalesce(p.paid, 0)"
    }),
    ("a session that is not over", "select from public.live_sessions where status <> 'ended'"),
    ("a session whose numbers are not those of its rows", {
        "with stays as (
           select t.session_id, t.user_id, t.joined_at, least(coalesce(t.left_at, s.ended_at), s.ended_at) as gone_at
           from public.live_stays t
           join public.live_sessions s on s.id = t.session_id
           where t.kind = 'STANDARD' and t.user_id <> s.creator_id and t.joined_at <= s.ended_at
         ), levels as (
           select m.session_id, count(distinct t.user_id) as level
           from (select distinct session_id, joined_at from stays) m
           join stays t on t.session_id = m.session_id and t.joined_at <= m.joined_at and t.gone_at > m.joined_at
           group by m.session_id, m.joined_at
         )
         select from public.live_sessions s
         where (s.total_viewers, s.peak_viewers, s.total_messages, s.total_gifts_received, s.total_duration_seconds)
           is distinct from (
             (select count(distinct t.user_id)::integer from stays t where t.session_id = s.id),
             (select coalesce(max(l.level), 0)::integer from levels l where l.session_id = s.id),
             (select count(*)::integer from public.live_messages m
              where m.session_id = s.id and m.message_type = 'text'),
             (select coalesce(sum(g.coin_amount), 0)::integer from public.live_gifts g where g.session_id = s.id),
             floor(extract(epoch from s.ended_at - s.started_at))::integer
           )"
    }),
    ("a place whose watch time is not that of its stays", {
        "select from public.live_participants p
         join public.live_sessions s on s.id = p.session_id
         left join lateral (
           select sum(floor(extract(epoch from least(t.left_at, s.ended_at) - t.joined_at))) as seconds
           from public.live_stays t
           where t.session_id = p.session_id and t.user_id = p.user_id and least(t.left_at, s.ended_at) > t.joined_at
         ) watched on true
         where p.total_watch_time_seconds <> coalesce(watched.seconds, 0)"
    }),
    ("somebody who is inside still", "select from public.live_participants where is_active"),
    ("a stay that is open", "select from public.live_stays where left_at is null"),
    ("a room that is open", "select from public.live_rooms where finished_at is null"),
    ("a mark of a session that waits for the tick", "select from public.live_dirty_sessions"),
    ("a push or a mail that waits", {
        "select from public.live_outbox where status in ('waiting', 'sending')
         union all
         select from public.live_mails where status in ('waiting', 'sending')"
    }),
    ("an event or a sweep that failed", "select from public.live_webhook_logs where processing_status = 'error'"),
];

/// What is wrong; nothing, if all is well.
pub(super) async fn wrong(db: &Client, played: &[Played]) -> Result<Vec<String>, Error> {
    let mut wrong = Vec::new();
    for (what, sql) in BOOKS_NEVER.into_iter().chain(NEVER) {
        let found: i64 = db.query_one(&format!("select count(*) from ({sql}) as wrong"), &[]).await?.get(0);
        if found > 0 {
            wrong.push(format!("{what}: {found}"));
        }
    }
    let kept = "select coalesce(sum(balance), 0)::bigint, coalesce(sum(lifetime_earned), 0)::bigint,
                  (select coalesce(sum(coins), 0)::bigint from public.live_payments)
                from public.coin_balances";
    let row = db.query_one(kept, &[]).await?;
    let [held, given_out, spent]: [i64; 3] = [row.get(0), row.get(1), row.get(2)];
    if held + spent != given_out || given_out % i64::from(COINS) != 0 {
        wrong.push(format!("{held} coins are held and {spent} were spent, of {given_out}"));
    }
    for session in played {
        wrong.extend(as_played(db, session).await?);
    }
    Ok(wrong)
}

/// Holds a session's row against those who were there.
async fn as_played(db: &Client, played: &Played) -> Result<Option<String>, Error> {
    let sql = "select total_viewers, total_messages, total_gifts_received from public.live_sessions where id = $1";
    let row = db.query_one(sql, &[&played.id]).await?;
    let written: [i64; 3] = [0, 1, 2].map(|column| row.get::<_, i32>(column).into());
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let was = [count(played.viewers.len()), count(played.lines), count(played.gifts) * GIFT_COINS];
    let differs = format!("session {}: viewers, lines and coins are {written:?} instead of {was:?}", played.id);
    Ok((written != was).then_some(differs))
}
