//! What the books of a project must say, whatever happened; and what exactly they say, for comparing.

use crate::money::service_connection::number;
use ipelya_test::{BOOKS_NEVER, Project};

/// Everything a payment, or its refusal, could write.
const TABLES: [&str; 11] = [
    "public.coin_balances",
    "public.coin_transactions",
    "public.creator_balances",
    "public.creator_transactions",
    "public.live_payments",
    "public.live_gifts",
    "public.live_messages",
    "public.live_idempotency",
    "public.live_rate_limits",
    "public.live_dirty_sessions",
    "realtime.messages",
];

/// Asserts that the books agree with each other, and that of `coins` handed out at first none appeared or got lost.
pub(crate) async fn assert_agree(project: &Project, coins: i64) {
    for (wrong, sql) in BOOKS_NEVER {
        let found = number(project, &format!("select count(*) from ({sql}) as wrong")).await;
        assert_eq!(found, 0, "{wrong}");
    }
    let sql = "(select coalesce(sum(balance), 0) from public.coin_balances)
               + (select coalesce(sum(case kind when 'refund' then -coins else coins end), 0) from public.live_payments)";
    assert_eq!(number(project, sql).await, coins, "coins in balances and coins spent");
}

/// The rows of a table.
pub(crate) async fn rows(project: &Project, table: &str) -> i64 {
    number(project, &format!("select count(*) from {table}")).await
}

/// Every row of everything about money: how many, and a digest.
pub(crate) async fn picture(project: &Project) -> Vec<(String, i64, String)> {
    let each = TABLES.map(|table| {
        format!(
            "select '{table}', count(*)::bigint, coalesce(md5(string_agg(t::text, '|' order by t::text)), '')
             from {table} t"
        )
    });
    let rows = project.db().query(&each.join(" union all "), &[]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
}
