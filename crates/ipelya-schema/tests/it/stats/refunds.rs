//! Revenue is the journal's, and what was given back is taken off where it had been paid.

use crate::stats::ground::{Ground, at};
use serde_json::{Value, json};

fn revenue(gross: i64, refunds: i64, creator_share: i64) -> Value {
    json!({
        "gross": gross, "refunds": refunds, "net": gross - refunds, "creator_share": creator_share,
        "platform_share": gross - refunds - creator_share,
    })
}

fn row(name: &str, of: &Value, payments: i64, revenue: &Value) -> Value {
    let mut row = revenue.clone();
    row[name] = of.clone();
    row["payments"] = json!(payments);
    row
}

#[tokio::test]
async fn a_refund_after_days_is_taken_off_the_day_the_session_the_creator_and_the_kind_of_its_payment() {
    let ground = Ground::start().await;
    let [host, other, payer] = ground.people().await;
    let session = ground.session(&host, "2100-01-05 20:00", "2100-01-05 21:00").await;
    let later = ground.session(&other, "2100-01-06 20:00", "2100-01-06 21:00").await;
    let entry = ground.paid("ppv", &session, &payer, 30, "2100-01-05 20:01").await;
    ground.paid("gift", &session, &payer, 10, "2100-01-05 20:02").await;
    ground.paid("gift", &later, &payer, 100, "2100-01-06 20:02").await;
    ground.rolled_up("2100-01-08 12:00").await;
    ground.given_back(entry, "2100-01-08 12:01").await;
    ground.rolled_up("2100-01-08 12:10").await;

    let now = at("2100-01-08 12:10");
    let total = revenue(140, 30, 77);
    let (first, second) = (revenue(40, 30, 7), revenue(100, 0, 70));
    for (by, name, subjects) in [
        ("day", "date", [json!("2100-01-05"), json!("2100-01-06")]),
        ("creator", "creator_id", [json!(other.id), json!(host.id)]),
        ("session", "session_id", [json!(later.id), json!(session.id)]),
    ] {
        let told = ground.ask(&format!("revenue('{by}', 10, 10, {now})")).await;
        let rows = match by {
            "day" => [row(name, &subjects[0], 2, &first), row(name, &subjects[1], 1, &second)],
            _ => [row(name, &subjects[0], 1, &second), row(name, &subjects[1], 2, &first)],
        };
        assert_eq!(told["rows"], json!(rows), "{by}");
        assert_eq!(told["total"], total, "{by}");
    }
    let kinds = ground.ask(&format!("revenue('kind', 10, 10, {now})")).await;
    assert_eq!(
        kinds["rows"],
        json!([
            row("kind", &json!("gift"), 2, &revenue(110, 0, 77)),
            row("kind", &json!("ppv"), 1, &revenue(30, 30, 0))
        ])
    );
    let days = ground.daily(4, "2100-01-08 12:10").await;
    assert_eq!([&days[0]["revenue"], &days[1]["revenue"], &days[3]["revenue"]], [&first, &second, &revenue(0, 0, 0)]);
    assert_eq!(ground.report(&session, "2100-01-08 12:10").await["revenue"]["net"], 10);
}

#[tokio::test]
async fn a_refund_of_today_counts_at_once() {
    let ground = Ground::start().await;
    let [host, payer] = ground.people().await;
    let session = ground.on_air(&host, "2100-01-05 20:00").await;
    let gift = ground.paid("gift", &session, &payer, 10, "2100-01-05 20:01").await;
    ground.given_back(gift, "2100-01-05 20:02").await;
    let days = ground.daily(1, "2100-01-05 20:03").await;
    assert_eq!((&days[0]["revenue"], &days[0]["total_gifts_received"]), (&revenue(10, 10, 0), &json!(0)));
}

#[tokio::test]
async fn coins_beyond_any_integer_add_up() {
    let ground = Ground::start().await;
    let [host, payer] = ground.people().await;
    let session = ground.session(&host, "2100-01-05 20:00", "2100-01-05 21:00").await;
    for _ in 0..3 {
        ground.paid("gift", &session, &payer, 2_000_000_000 / 7 * 7, "2100-01-05 20:01").await;
    }
    ground.rolled_up("2100-01-06 12:00").await;
    let told = ground.ask(&format!("revenue('kind', 3, 10, {})", at("2100-01-06 12:00"))).await;
    assert_eq!(told["total"]["gross"], 3 * (2_000_000_000_i64 / 7 * 7));
}
