//! Realtime sends a changed row to those who may select its new state: so here it is selected by everyone who must
//! hear of it, and by some who must not.

use crate::contract::rest::Rest;
use crate::contract::stored::{admin, all, only, pick, stored};
use ipelya_test::{Project, Session, User};
use serde_json::{Value, json};

struct LiveSession {
    project: Project,
    host: User,
    viewer: User,
    outsider: User,
    session: Session,
}

impl LiveSession {
    async fn make() -> Self {
        let project = Project::start().await;
        let given = project.given();
        let (host, viewer, outsider) = (given.creator().await, given.user().await, given.user().await);
        let session = given.live_session(&host).pay_per_view(50).insert().await;
        given.participant(&session, &viewer).insert().await;
        given.coins(&viewer, 1_000).await;
        Self { project, host, viewer, outsider, session }
    }

    async fn heard_by(&self, user: &User, query: &str) -> Vec<Value> {
        Rest::user(&self.project, user).rows(query).await
    }
}

#[tokio::test]
async fn the_end_of_a_session_is_heard_by_everybody_signed_in_or_not() {
    let live = LiveSession::make().await;
    let banned = live.project.given().user().await;
    live.project.given().ban(&banned).from_session(&live.session).insert().await;
    let sql = "select public.live_end_session($1, 'host_ended')";
    live.project.db().execute(sql, &[&live.session.id]).await.unwrap();

    let columns = "id,status,total_viewers,peak_viewers";
    let query = format!("live_sessions?select={columns}&id=eq.{}", live.session.id);
    let ended = pick(&stored(&live.project, "live_sessions", live.session.id).await, columns);
    assert_eq!(ended["status"], "ended");
    for user in [&live.host, &live.viewer, &live.outsider, &banned] {
        assert_eq!(live.heard_by(user, &query).await, std::slice::from_ref(&ended));
    }
    assert_eq!(Rest::anon(&live.project).rows(&query).await, [ended]);
}

#[tokio::test]
async fn a_gift_is_heard_by_those_inside_and_by_all_where_the_session_is_public() {
    let live = LiveSession::make().await;
    let LiveSession { project, host, viewer, outsider, session } = &live;
    let open = project.given().live_session(&project.given().creator().await).insert().await;
    project.given().participant(&open, viewer).insert().await;
    for session in [session, &open] {
        project
            .db()
            .execute("select public.live_send_gift($1, null, $2, 'crown', 1)", &[&viewer.id, &session.id])
            .await
            .unwrap();
    }
    let columns = "id,gift_id,sender_id,quantity,created_at";
    let query = |session: &Session| format!("live_gifts?select={columns}&session_id=eq.{}", session.id);

    let gift = only(project, "live_gifts", &format!("t.session_id = '{}'", session.id)).await;
    assert_eq!((&gift["gift_id"], &gift["sender_id"]), (&json!("crown"), &json!(viewer.id)));
    for user in [host, viewer] {
        assert_eq!(live.heard_by(user, &query(session)).await, [pick(&gift, columns)]);
    }
    assert_eq!(live.heard_by(outsider, &query(session)).await, [Value::Null; 0]);
    assert_eq!(live.heard_by(outsider, &query(&open)).await.len(), 1);
    Rest::anon(project).get(&query(&open)).await.assert_refused(401, "42501");
}

#[tokio::test]
async fn another_viewer_inside_hears_a_gift_until_they_leave() {
    let live = LiveSession::make().await;
    let given = live.project.given();
    given.participant(&live.session, &live.outsider).insert().await;
    let sql = "select public.live_send_gift($1, null, $2, 'heart', 3)";
    live.project.db().execute(sql, &[&live.viewer.id, &live.session.id]).await.unwrap();
    let query = format!("live_gifts?select=gift_id,quantity&session_id=eq.{}", live.session.id);

    assert_eq!(live.heard_by(&live.outsider, &query).await, [json!({ "gift_id": "heart", "quantity": 3 })]);
    given.participant(&live.session, &live.outsider).left().insert().await;
    assert_eq!(live.heard_by(&live.outsider, &query).await, [Value::Null; 0]);
}

#[tokio::test]
async fn a_call_is_heard_ringing_by_the_callee_and_to_its_end_by_both() {
    let live = LiveSession::make().await;
    let LiveSession { project, host: caller, viewer: callee, outsider, .. } = &live;
    let call = project.given().call(caller, callee).insert().await;
    let query = format!("calls?select=*&id=eq.{}", call.id);

    let incoming = live.heard_by(callee, &format!("{query}&callee_id=eq.{}", callee.id)).await;
    assert_eq!(incoming, [stored(project, "calls", call.id).await]);
    assert_eq!(incoming[0]["status"], "ringing");

    for step in
        ["status = 'connected', answered_at = now()", "status = 'ended', ended_at = now(), end_reason = 'completed'"]
    {
        admin(project, &format!("update public.calls set {step}")).await;
        let now = stored(project, "calls", call.id).await;
        for user in [caller, callee] {
            assert_eq!(live.heard_by(user, &query).await, std::slice::from_ref(&now));
        }
        assert_eq!(live.heard_by(outsider, &query).await, [Value::Null; 0]);
    }
    Rest::anon(project).get(&query).await.assert_refused(401, "42501");
    assert_eq!(stored(project, "calls", call.id).await["outcome"], "ended");
}

#[tokio::test]
async fn chat_lines_are_heard_inside_and_by_admins_and_people_by_themselves_the_host_and_admins() {
    let live = LiveSession::make().await;
    let staff = live.project.given().admin().await;
    let line = "insert into public.live_messages (session_id, sender_id, sender_profile_id, content)
                values ($1, $2, $3, 'selam')";
    let LiveSession { project, viewer, session, .. } = &live;
    project.db().execute(line, &[&session.id, &viewer.id, &viewer.profile_id]).await.unwrap();
    // whom LiveKit has seen inside
    let stay = "insert into public.live_stays (participant_sid, session_id, user_id, joined_at)
                values ('PA_1', $1, $2, now())";
    project.db().execute(stay, &[&session.id, &viewer.id]).await.unwrap();
    let lines = format!("live_messages?select=*&session_id=eq.{}", session.id);
    let people = format!("live_participants?select=*&session_id=eq.{}", session.id);

    for (user, places) in [(&live.host, 2), (&live.viewer, 1), (&staff, 2)] {
        assert_eq!(live.heard_by(user, &lines).await, all(project, "live_messages", "true").await);
        assert_eq!(live.heard_by(user, &people).await.len(), places);
    }
    for query in [&lines, &people] {
        assert_eq!(live.heard_by(&live.outsider, query).await, [Value::Null; 0]);
    }
}

#[tokio::test]
async fn balances_earnings_and_notes_are_heard_by_their_owner_only() {
    let live = LiveSession::make().await;
    let LiveSession { project, host, viewer, outsider, session } = &live;
    project
        .db()
        .execute("select public.live_send_gift($1, null, $2, 'star', 4)", &[&viewer.id, &session.id])
        .await
        .unwrap();
    let call = project.given().call(host, viewer).insert().await;
    project.db().execute("select public.live_end_call($1, 'missed', null)", &[&call.id]).await.unwrap();

    let balance = format!("coin_balances?select=balance,lifetime_earned,lifetime_spent&user_id=eq.{}", viewer.id);
    let spent = json!({ "balance": 900, "lifetime_earned": 1_000, "lifetime_spent": 100 });
    assert_eq!(live.heard_by(viewer, &balance).await, [spent]);
    let earned = format!("creator_transactions?select=type,amount,source_type&creator_id=eq.{}", host.id);
    let share = json!({ "type": "gift", "amount": 70, "source_type": "live_gift" });
    assert_eq!(live.heard_by(host, &earned).await, [share]);
    let notes = format!("notifications?select=type,actor_id,data&recipient_id=eq.{}", viewer.id);
    let missed = live.heard_by(viewer, &notes).await;
    assert_eq!((&missed[0]["type"], &missed[0]["actor_id"]), (&json!("missed_call"), &json!(host.id)));
    assert_eq!(missed[0]["data"]["callId"], json!(call.id));

    for query in [&balance, &earned, &notes] {
        assert_eq!(live.heard_by(outsider, query).await, [Value::Null; 0]);
    }
    assert_eq!(live.heard_by(host, &balance).await, [Value::Null; 0]);
    assert_eq!(live.heard_by(viewer, &earned).await, [Value::Null; 0]);
}

#[tokio::test]
async fn every_table_somebody_listens_to_is_published_and_ours_carry_their_old_rows() {
    let project = Project::start().await;
    let sql = "select t.tablename::text, c.relreplident = 'f'
               from pg_publication_tables t
               join pg_class c on c.oid = format('%I.%I', t.schemaname, t.tablename)::regclass
               where t.pubname = 'supabase_realtime' order by 1";
    let rows = project.db().query(sql, &[]).await.unwrap();
    let published: Vec<(String, bool)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();

    let expected = [
        ("calls", true),
        ("coin_balances", false),
        ("creator_transactions", false),
        ("live_gifts", true),
        ("live_guest_requests", true),
        ("live_messages", true),
        ("live_participants", true),
        ("live_sessions", true),
        ("notifications", false),
    ];
    assert_eq!(published, expected.map(|(table, full)| (table.to_owned(), full)));
    let kinds = "select pubinsert and pubupdate and pubdelete from pg_publication where pubname = 'supabase_realtime'";
    assert!(project.db().query_one(kinds, &[]).await.unwrap().get::<_, bool>(0));
}
