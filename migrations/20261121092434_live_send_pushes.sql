-- The notifier's side of the outbox: what is due is handed out to one sender at a time, and what came of it is written
-- down.

-- Whether a push still means something: nobody is rung for a call that does not ring, or called to a session that is
-- over.
create or replace function public.live_push_matters(p_push public.live_outbox, p_now timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return p_push.expires_at > p_now and case p_push.type
    when 'incoming_call' then exists (
      select
      from public.calls c
      where c.id = p_push.subject_id and c.status = 'ringing' and c.ring_expires_at > p_now
    )
    when 'creator_live' then exists (
      select
      from public.live_sessions s
      where s.id = p_push.subject_id and not public.live_session_is_over(s.status, s.max_ends_at, p_now)
    )
    else true
  end;
end;
$$;

-- Takes what is due to be sent, calls first, at most p_many; what means nothing any more is dropped. Whoever takes a
-- push has a quarter of a minute to say what came of it: then it is due again, for somebody who has not vanished.
-- live_take_outbox() calls it.
create or replace function public.live_take_pushes(p_many integer, p_now timestamptz)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  pushes jsonb;
begin
  with due as (
    select o.id, public.live_push_matters(o, p_now) as matters
    from public.live_outbox o
    where o.status in ('waiting', 'sending') and o.due_at <= p_now
    order by o.type <> 'incoming_call', o.due_at
    limit p_many
    for no key update skip locked
  ),
  taken as (
    update public.live_outbox o
      set status = case when due.matters then 'sending' else 'dropped' end,
          due_at = case when due.matters then p_now + interval '15 seconds' end,
          attempts = o.attempts + due.matters::integer
      from due
      where o.id = due.id
      returning o.*
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', t.id,
    'attempt', t.attempts,
    'push_token', t.push_token,
    'type', t.type,
    'subject_id', t.subject_id,
    'title', t.title,
    'body', t.body,
    'data', t.data,
    'lifetime_seconds', ceil(extract(epoch from t.expires_at - p_now))
  ) order by t.type <> 'incoming_call', t.created_at, t.id), '[]') into pushes
  from taken t
  where t.status = 'sending';
  return pushes;
end;
$$;

-- Takes the tickets of what was sent a quarter of an hour ago or more: by then the provider knows what became of it. It
-- forgets that after a day, and so do we. Until there is an answer a ticket comes up every quarter of an hour.
-- live_take_outbox() calls it.
create or replace function public.live_take_tickets(p_many integer, p_now timestamptz)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  tickets jsonb;
begin
  with due as (
    select o.id
    from public.live_outbox o
    where o.status = 'sent' and o.due_at <= p_now
    order by o.due_at
    limit p_many
    for no key update skip locked
  ),
  taken as (
    update public.live_outbox o
      set due_at = case when o.sent_at > p_now - interval '1 day' then p_now + interval '15 minutes' end
      from due
      where o.id = due.id
      returning o.ticket_id, o.due_at
  )
  select coalesce(jsonb_agg(t.ticket_id), '[]') into tickets from taken t where t.due_at is not null;
  return tickets;
end;
$$;

-- What is to be done: pushes to send and tickets to ask about. The notifier calls it every second, which also says that
-- there is one. Nothing to send while the provider wants a pause, or where the app would push the same.
create or replace function public.live_take_outbox(p_pushes integer, p_tickets integer, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '1s'
as $$
declare
  app_push_trigger constant text := public.live_app_push_trigger();
  paused_until timestamptz;
begin
  update public.live_outbox_sender s
    set seen_at = p_now
    where s.seen_at < p_now - interval '15 seconds';
  select s.paused_until into paused_until from public.live_outbox_sender s;
  return jsonb_build_object(
    'app_push_trigger', app_push_trigger,
    'pushes', case
      when app_push_trigger is not null or paused_until > p_now then '[]'
      else public.live_take_pushes(p_pushes, p_now)
    end,
    'tickets', case when paused_until > p_now then '[]' else public.live_take_tickets(p_tickets, p_now) end
  );
end;
$$;

-- No more pushes to a phone that is gone, unless it has registered again since. live_settle_outbox() calls it.
create or replace function public.live_forget_phone(p_user_id uuid, p_push_token text, p_gone_at timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.device_tokens d
    set is_active = false
    where d.token = p_push_token and d.is_active and coalesce(d.last_used_at <= p_gone_at, true);
  delete from public.push_tokens p
    where p.user_id = p_user_id and p.token = p_push_token and coalesce(p.updated_at <= p_gone_at, true);
end;
$$;

-- Writes down what came of pushes that were taken: an array of `id`, `attempt`, `outcome` (`sent`, with its `ticket`;
-- `retry`; `gone`: there is no such phone; `failed`) and, but for the first, `error`. A retry waits twice as long each
-- time, and as long as the provider has asked for. What is not tried again in time has failed. The notifier calls it.
create or replace function public.live_settle_pushes(
  p_results jsonb, p_paused_until timestamptz, p_now timestamptz
)
returns void
language plpgsql
security definer
set search_path = ''
set lock_timeout = '1s'
as $$
begin
  update public.live_outbox_sender s set paused_until = p_paused_until where p_paused_until is not null;

  perform public.live_forget_phone(o.recipient_id, o.push_token, p_now)
  from jsonb_to_recordset(p_results) as r (id uuid, outcome text)
  join public.live_outbox o on o.id = r.id
  where r.outcome = 'gone';

  update public.live_outbox o
    set status = case
          when r.outcome = 'sent' then 'sent'
          when r.outcome = 'retry' and again.at < o.expires_at then 'waiting'
          else 'failed'
        end,
        due_at = case
          when r.outcome = 'sent' then p_now + interval '15 minutes'
          when r.outcome = 'retry' and again.at < o.expires_at then again.at
        end,
        ticket_id = r.ticket,
        sent_at = case when r.outcome = 'sent' then p_now end,
        error = r.error
    from jsonb_to_recordset(p_results) as r (id uuid, attempt integer, outcome text, ticket text, error text)
    cross join lateral (
      select greatest(p_paused_until, p_now + least(60, 2 ^ least(r.attempt, 6)) * interval '1 second') as at
    ) again
    where o.id = r.id
      -- somebody else may have it by now; what was sent was sent
      and o.status = 'sending'
      and (o.attempts = r.attempt or r.outcome = 'sent');
end;
$$;

-- Writes down what a provider says became of tickets: an array of `ticket`, `outcome` (`delivered`, `gone`, `failed`)
-- and, but for the first, `error`. The notifier calls it.
create or replace function public.live_settle_tickets(p_receipts jsonb, p_now timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
set lock_timeout = '1s'
as $$
begin
  perform public.live_forget_phone(o.recipient_id, o.push_token, o.sent_at)
  from jsonb_to_recordset(p_receipts) as r (ticket text, outcome text)
  join public.live_outbox o on o.status = 'sent' and o.ticket_id = r.ticket
  where r.outcome = 'gone';

  update public.live_outbox o
    set status = case when r.outcome = 'delivered' then 'delivered' else 'failed' end, due_at = null, error = r.error
    from jsonb_to_recordset(p_receipts) as r (ticket text, outcome text, error text)
    where o.status = 'sent' and o.ticket_id = r.ticket;
end;
$$;

-- Throws away what was pushed, or not, two days ago; live_tick() calls it. Until then nobody is told the same again.
create or replace function public.live_forget_pushes(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  forgotten integer;
begin
  delete from public.live_outbox o
    where o.id in (
      select x.id
      from public.live_outbox x
      where x.created_at <= p_now - interval '2 days'
      order by x.created_at
      limit 2000
      for update skip locked
    );
  get diagnostics forgotten = row_count;
  return forgotten;
end;
$$;

revoke execute on function public.live_push_matters(public.live_outbox, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_take_pushes(integer, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_take_tickets(integer, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_take_outbox(integer, integer, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_forget_phone(uuid, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_settle_pushes(jsonb, timestamptz, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_settle_tickets(jsonb, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_forget_pushes(timestamptz) from public, anon, authenticated;
grant execute on function public.live_push_matters(public.live_outbox, timestamptz) to service_role;
grant execute on function public.live_take_pushes(integer, timestamptz) to service_role;
grant execute on function public.live_take_tickets(integer, timestamptz) to service_role;
grant execute on function public.live_take_outbox(integer, integer, timestamptz) to service_role;
grant execute on function public.live_forget_phone(uuid, text, timestamptz) to service_role;
grant execute on function public.live_settle_pushes(jsonb, timestamptz, timestamptz) to service_role;
grant execute on function public.live_settle_tickets(jsonb, timestamptz) to service_role;
grant execute on function public.live_forget_pushes(timestamptz) to service_role;
