//! The ledger: zero in sum, written by one function, never changed.

use crate::money_cards::ground::Ground;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_changes_removes_or_empties_the_ledger() {
    let ground = Ground::new().await;
    ground.paid_donation(1_000).await;
    ground.assert_held(-1_000, 700, 300, 0).await;
    for role in ["anon", "authenticated", "service_role", "postgres", "supabase_admin"] {
        ground.service().run(&format!("reset role; set role {role}")).await;
        for sql in [
            "update public.live_money_entries set amount = amount",
            "delete from public.live_money_entries",
            "truncate public.live_money_entries",
            "insert into public.live_money_entries select * from public.live_money_entries
               on conflict (entry_group, account) do update set amount = 1",
        ] {
            assert_eq!(ground.service().fails(sql).await, "42501", "{role}: {sql}");
        }
    }
    ground.assert_held(-1_000, 700, 300, 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_writes_in_the_ledger_by_its_function_alone() {
    let ground = Ground::new().await;
    let insert = "insert into public.live_money_entries (entry_group, account, amount, currency)
                  values ('x', 'platform', 5, 'usd'), ('x', 'processor', -5, 'usd')";
    assert_eq!(ground.service().fails(insert).await, "42501");
    assert_eq!(ground.service().fails("delete from public.live_card_payments").await, "42501");
    let moved = "select public.live_move_money('x', null, 'usd', null, 0, null, 0, 5, -5, now())";
    ground.service().run(moved).await;
    ground.assert_held(0, 0, 5, -5).await;
    // a repeat of the fact
    ground.service().run(moved).await;
    ground.assert_held(0, 0, 5, -5).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn entries_that_do_not_come_to_nothing_are_refused_for_everybody() {
    let ground = Ground::new().await;
    for sql in [
        "select public.live_move_money('x', null, 'usd', null, 0, null, 0, 5, -4, now())",
        "select public.live_move_money('x', null, 'usd', null, 0, null, 0, 5, 0, now())",
        "reset role; insert into public.live_money_entries (entry_group, account, amount, currency)
         values ('x', 'platform', 5, 'usd'), ('x', 'processor', -5, 'eur')",
    ] {
        assert_eq!(ground.service().fails(sql).await, "23514", "{sql}");
    }
    ground.assert_held(0, 0, 0, 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_paid_outlives_the_payer_the_creator_and_the_session() {
    let ground = Ground::new().await;
    let id = ground.paid_donation(999).await;
    ground.assert_held(-999, 699, 300, 0).await;
    let given = ground.project.given();
    given.delete_user(&ground.donor).await;
    given.delete_user(&ground.host).await;
    ground.assert_held(-999, 699, 300, 0).await;
    assert_eq!(ground.status(id).await, "paid");
}
