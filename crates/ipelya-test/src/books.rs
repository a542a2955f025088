//! What the books of coins must say, whatever happened.

/// Queries that find only what must not be.
pub const BOOKS_NEVER: [(&str, &str); 15] = [
    ("a balance below zero", "select from public.coin_balances where balance < 0"),
    ("coins that are not the sum of their shares", {
        "select from (
           select coalesce(sum(coins), 0) as coins, coalesce(sum(creator_share), 0) as creators,
             coalesce(sum(platform_share), 0) as platform
           from public.live_payments
         ) s where coins <> creators + platform"
    }),
    ("a share that is not 70 % rounded down", {
        "select from public.live_payments
         where creator_share <> floor(coins * 0.70) or platform_share <> coins - floor(coins * 0.70)"
    }),
    ("a payment without its coin transaction, or the other way round", {
        "select from public.live_payments p
         full join public.coin_transactions t
           on t.user_id = p.payer_id
           and t.reference_id = coalesce(p.gift_id, p.session_id, p.call_id)
           and t.reference_type = 'live_' || p.kind
           and t.type = case p.kind when 'gift' then 'gift_sent' when 'refund' then 'refund' else 'live_' || p.kind end
           and t.amount = case p.kind when 'refund' then p.coins else -p.coins end
           and t.id = p.id
         where p.id is null or t.id is null"
    }),
    ("a refund that is not of a payment between the same two, of the same coins and shares", {
        "select from public.live_payments r
         left join public.live_payments p on p.id = r.refunds and p.kind <> 'refund'
           and (r.payer_id, r.payee_id, r.coins, r.creator_share, r.platform_share)
             = (p.payer_id, p.payee_id, p.coins, p.creator_share, p.platform_share)
         where r.kind = 'refund' and p.id is null"
    }),
    ("two entries of one viewer to one session that both stand", {
        "select from public.live_payments p
         where p.kind = 'ppv' and not exists (select from public.live_payments r where r.refunds = p.id)
         group by p.session_id, p.payer_id having count(*) > 1"
    }),
    ("as many payments as coin transactions, not one more", {
        "select where (select count(*) from public.live_payments) <> (select count(*) from public.coin_transactions)"
    }),
    ("a creator's share without its creator transaction, or the other way round", {
        "select from (select * from public.live_payments where creator_share > 0) p
         full join public.creator_transactions t
           on (t.metadata ->> 'payment_id')::uuid = p.id
           and t.creator_id = p.payee_id
           and t.amount = case p.kind when 'refund' then -p.creator_share else p.creator_share end
           and t.type::text = case p.kind when 'gift' then 'gift' when 'refund' then 'refund' else 'ppv' end
           and t.source_type = 'live_' || p.kind
           and t.source_id = coalesce(p.gift_id, p.session_id, p.call_id)
         where p.id is null or t.id is null"
    }),
    ("as many paid creators as creator transactions, not one more", {
        "select where (select count(*) from public.live_payments where creator_share > 0)
           <> (select count(*) from public.creator_transactions)"
    }),
    ("a creator's balance that is not what they earned", {
        "select from (
           select payee_id, sum(case kind when 'refund' then -creator_share else creator_share end) as earned
           from public.live_payments group by 1 having sum(creator_share) > 0
         ) e
         full join public.creator_balances b on b.creator_id = e.payee_id
         where b.total_earned is distinct from e.earned"
    }),
    ("a payer's lifetime_spent that is not what they paid", {
        "select from public.coin_balances b
         left join (
           select payer_id, sum(case kind when 'refund' then -coins else coins end) as paid
           from public.live_payments group by 1
         ) p on p.payer_id = b.user_id
         where b.lifetime_spent <> coalesce(p.paid, 0)"
    }),
    ("a balance other than after some coin transaction, and the least of them where nothing was given back", {
        "select from public.coin_balances b
         join (
           select user_id, array_agg(balance_after) as all_of_them, min(balance_after) as least,
             bool_or(type = 'refund') as given_back
           from public.coin_transactions group by 1
         ) t using (user_id)
         where b.balance <> all (t.all_of_them) or not t.given_back and b.balance <> t.least"
    }),
    ("a coin transaction that does not follow from another or from the start", {
        "select from (
           select user_id, count(*) as starts
           from (
             (select user_id, balance_after - amount as balance from public.coin_transactions)
             except all
             (select user_id, balance_after from public.coin_transactions)
           ) s group by user_id
         ) s where starts > 1"
    }),
    ("a gift without its payment and coin transaction, or the other way round", {
        "select from public.live_gifts g
         full join (
           select p.*, t.id as transaction_id
           from public.live_payments p
           join public.coin_transactions t on t.id = p.id
           where p.kind = 'gift'
         ) p
           on p.gift_id = g.id
           and p.transaction_id = g.transaction_id
           and p.session_id = g.session_id
           and p.payer_id = g.sender_id
           and p.payee_id = g.receiver_id
           and p.coins = g.coin_amount
         where g.id is null or p.id is null"
    }),
    ("a gift without its line in the chat, or the other way round", {
        "with given as (
           select session_id, sender_id, gift_id, quantity, coin_amount, count(*)
           from public.live_gifts group by 1, 2, 3, 4, 5
         ), told as (
           select session_id, sender_id, gift_id, gift_quantity, gift_coin_value, count(*)
           from public.live_messages where message_type = 'gift' group by 1, 2, 3, 4, 5
         )
         (table given except table told) union all (table told except table given)"
    }),
];
