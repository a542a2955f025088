-- The report of one session, on air or over.

-- What was paid in a session, by kind and in all, and how many different people gave something; from the journal.
create or replace function public.live_session_revenue(p_session_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  answer jsonb;
begin
  with paid as (
    select p.kind, count(*) as payments, sum(p.coins) as coins, sum(p.creator_share) as creator_share,
      sum(p.platform_share) as platform_share, coalesce(sum(r.coins), 0) as refunded_coins,
      coalesce(sum(r.creator_share), 0) as refunded_creator_share,
      coalesce(sum(r.platform_share), 0) as refunded_platform_share
    from public.live_payments p
    left join public.live_payments r on r.refunds = p.id
    where p.session_id = p_session_id and p.kind <> 'refund'
    group by p.kind
  )
  select public.live_revenue(
      sum(k.coins)::bigint, sum(k.creator_share)::bigint, sum(k.platform_share)::bigint,
      sum(k.refunded_coins)::bigint, sum(k.refunded_creator_share)::bigint, sum(k.refunded_platform_share)::bigint
    ) || jsonb_build_object('by_kind', coalesce(jsonb_object_agg(
      k.kind, jsonb_build_object('payments', k.payments) || public.live_revenue(
        k.coins, k.creator_share, k.platform_share,
        k.refunded_coins::bigint, k.refunded_creator_share::bigint, k.refunded_platform_share::bigint
      )
    ), '{}'))
  into answer
  from paid k;
  return answer;
end;
$$;

-- What was said and given in each step of a session: {step_seconds, messages, gift_coins}. Gifts that were given back
-- had been given then.
create or replace function public.live_session_rates(
  p_session public.live_sessions, p_until timestamptz, p_step integer
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  started constant timestamptz := p_session.started_at;
  last constant integer := (greatest(1, ceil(extract(epoch from p_until - started)))::integer - 1) / p_step;
  answer jsonb;
begin
  select jsonb_build_object(
    'step_seconds', p_step,
    'messages', jsonb_agg(coalesce(said.lines, 0) order by n),
    'gift_coins', jsonb_agg(coalesce(given.coins, 0) order by n)
  ) into answer
  from generate_series(0, last) n
  left join (
    select least(greatest(floor(extract(epoch from m.created_at - started) / p_step)::integer, 0), last) as n,
      count(*) as lines
    from public.live_messages m
    where m.session_id = p_session.id and m.message_type = 'text'
    group by 1
  ) said using (n)
  left join (
    select least(greatest(floor(extract(epoch from p.created_at - started) / p_step)::integer, 0), last) as n,
      sum(p.coins) as coins
    from public.live_payments p
    where p.session_id = p_session.id and p.kind = 'gift'
    group by 1
  ) given using (n);
  return answer;
end;
$$;

-- The report of a session that has been on air, all of it; null for any other. What follows from stays is read as it
-- was rolled up, of a session on air it is counted now; coins are the journal's, with what has been given back since.
-- The course is that of live_session_course(), `rates` have the steps of its joins.
create or replace function public.live_stats_session_report(p_session_id uuid, p_now timestamptz default now())
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  session public.live_sessions;
  figures public.live_session_figures;
  rates jsonb;
begin
  select * into session from public.live_sessions s where s.id = p_session_id and s.started_at is not null;
  if not found then
    return null;
  end if;
  select * into figures
  from public.live_session_figures f
  where f.session_id = p_session_id and f.measured_at is not null;
  if not found then
    figures := public.live_measure_session(session, p_now, true);
  end if;
  rates := public.live_session_rates(
    session, coalesce(session.ended_at, p_now), (figures.course -> 'joins' ->> 'step_seconds')::integer
  );
  return jsonb_build_object(
    'session_id', session.id,
    'creator_id', session.creator_id,
    'title', session.title,
    'session_type', session.session_type,
    'access_type', session.access_type,
    'status', session.status,
    'started_at', session.started_at,
    'ended_at', session.ended_at,
    'end_reason', session.end_reason,
    'total_duration_seconds', figures.duration_seconds,
    'total_viewers', figures.viewers,
    'total_joins', figures.joins,
    'peak_viewers', figures.peak_viewers,
    'peak_at', figures.peak_at,
    'total_watch_time_seconds', figures.watch_seconds,
    'mean_watch_time_seconds', coalesce(round(figures.watch_seconds::numeric / nullif(figures.viewers, 0)), 0),
    'median_watch_time_seconds', figures.median_watch_seconds,
    'total_messages', (select coalesce(sum(m::bigint), 0) from jsonb_array_elements_text(rates -> 'messages') m),
    'revenue', public.live_session_revenue(session.id),
    'gifters', (
      select count(distinct p.payer_id)
      from public.live_payments p
      where p.session_id = session.id and p.kind = 'gift'
    ),
    'concurrency', figures.course -> 'concurrency',
    'joins', figures.course -> 'joins',
    'rates', rates,
    'retention', jsonb_build_object('stayed', figures.course -> 'stayed', 'present', figures.course -> 'present')
  );
end;
$$;

revoke execute on function public.live_session_revenue(uuid) from public, anon, authenticated;
revoke execute on function public.live_session_rates(public.live_sessions, timestamptz, integer)
  from public, anon, authenticated;
revoke execute on function public.live_stats_session_report(uuid, timestamptz) from public, anon, authenticated;
grant execute on function public.live_session_revenue(uuid) to service_role;
grant execute on function public.live_session_rates(public.live_sessions, timestamptz, integer) to service_role;
grant execute on function public.live_stats_session_report(uuid, timestamptz) to service_role;
