//! Realtime delivers a row only to who may read it, so these must be readable by who must receive them.

use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn an_ended_session_is_still_readable_so_that_its_end_is_delivered() {
    let world = World::new().await;
    world.project.given().end(&world.session).await;
    let query = format!("live_sessions?select=id,status,total_viewers,peak_viewers&id=eq.{}", world.session.id);
    for client in [world.as_anon(), world.as_user(&world.viewer), world.as_user(&world.stranger)] {
        assert_eq!(client.row(&query).await["status"], "ended");
    }
}

#[tokio::test]
async fn gifts_reach_the_viewers_with_their_slug() {
    let world = World::new().await;
    let query =
        format!("live_gifts?select=id,gift_id,sender_id,quantity,created_at&session_id=eq.{}", world.session.id);
    let gift = world.as_user(&world.viewer).row(&query).await;
    assert_eq!((&gift["gift_id"], &gift["quantity"]), (&json!("heart"), &json!(2)));
}

#[tokio::test]
async fn a_call_reaches_its_parties_and_nobody_else() {
    let world = World::new().await;
    let query = format!("calls?select=*&id=eq.{}", world.call);
    for party in [&world.creator, &world.viewer] {
        assert_eq!(world.as_user(party).row(&query).await["status"], "ringing");
    }
    assert!(world.as_user(&world.stranger).rows(&query).await.is_empty());
}

#[tokio::test]
async fn balances_and_earnings_reach_their_owner_and_nobody_else() {
    let world = World::new().await;
    let balance = format!("coin_balances?select=balance,lifetime_earned,lifetime_spent&user_id=eq.{}", world.viewer.id);
    assert_eq!(world.as_user(&world.viewer).row(&balance).await["balance"], 980);
    let earned = format!("creator_transactions?select=*&creator_id=eq.{}", world.creator.id);
    assert_eq!(world.as_user(&world.creator).row(&earned).await["amount"], 14);
    for query in [balance, earned] {
        assert!(world.as_user(&world.stranger).rows(&query).await.is_empty());
    }
}

#[tokio::test]
async fn the_tables_that_clients_listen_to_are_published_with_their_old_rows() {
    let world = World::new().await;
    let sql = "select c.relname::text from pg_publication_tables p
               join pg_class c on c.relname = p.tablename and c.relnamespace = 'public'::regnamespace
               where p.pubname = 'supabase_realtime' and c.relreplident = 'f' and c.relname like any ($1) order by 1";
    let ours = vec!["live\\_%", "calls"];
    let rows = world.project.db().query(sql, &[&ours]).await.unwrap();
    let published: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    assert_eq!(
        published,
        ["calls", "live_gifts", "live_guest_requests", "live_messages", "live_participants", "live_sessions"]
    );
}

#[tokio::test]
async fn a_gift_is_also_broadcast_to_the_session() {
    let world = World::new().await;
    let sql = "select event, payload, private from realtime.messages where topic = $1";
    let topic = format!("live:{}", world.session.id);
    let row = world.project.db().query_one(sql, &[&topic]).await.unwrap();
    let (event, payload, private): (String, serde_json::Value, bool) = (row.get(0), row.get(1), row.get(2));
    assert_eq!((event.as_str(), &payload["giftId"], private), ("gift_sent", &json!("heart"), false));
}
