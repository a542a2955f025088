-- What the ops panel asks of creators and of coins.

-- How many days up to today a period of the panel has; live_stats_creators() asks it.
create or replace function public.live_period_days(p_period text)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
declare
  days constant integer := case p_period when 'day' then 1 when 'week' then 7 when 'month' then 30 end;
begin
  if days is null then
    raise exception 'no period is called %', p_period using errcode = 'invalid_parameter_value';
  end if;
  return days;
end;
$$;

-- The sessions of each creator that went on air since a day, what was watched and said on those days, and what they
-- were paid for on them; live_stats_creators() asks it.
create or replace function public.live_stats_by_creator(p_from date, p_now timestamptz)
returns table (creator_id uuid, figures jsonb, viewers bigint)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    with aired as (
      select f.creator_id, count(*) as sessions, count(*) filter (where f.session_type = 'video_live') as video,
        count(*) filter (where f.session_type = 'audio_room') as audio, sum(f.viewers) as viewers,
        max(f.peak_viewers) as peak, sum(f.duration_seconds) as seconds, max(s.started_at) as last_at
      from public.live_stats_sessions(p_from, p_now) f
      join public.live_sessions s on s.id = f.session_id
      group by 1
    ),
    watched as (
      select d.creator_id, sum(d.watch_seconds) as seconds, sum(d.joins) as joins, sum(d.messages) as messages
      from public.live_stats_creator_days(p_from, p_now) d
      group by 1
    ),
    paid as (
      select d.creator_id, sum(d.coins - d.refunded_coins) filter (where d.kind = 'gift') as gifts,
        public.live_revenue(
          sum(d.coins)::bigint, sum(d.creator_share)::bigint, sum(d.platform_share)::bigint,
          sum(d.refunded_coins)::bigint, sum(d.refunded_creator_share)::bigint, sum(d.refunded_platform_share)::bigint
        ) as revenue
      from public.live_stats_payment_days(p_from, p_now) d
      group by 1
    ),
    people as (
      select a.creator_id as id from aired a
      union
      select w.creator_id from watched w
      union
      select p.creator_id from paid p
    )
    select people.id, public.live_with_average(jsonb_build_object(
      'creator_id', people.id,
      'total_sessions', coalesce(a.sessions, 0),
      'video_sessions', coalesce(a.video, 0),
      'audio_sessions', coalesce(a.audio, 0),
      'total_viewers', coalesce(a.viewers, 0),
      'peak_viewers', coalesce(a.peak, 0),
      'total_duration_seconds', coalesce(a.seconds, 0),
      'last_session_at', a.last_at,
      'total_watch_time_seconds', coalesce(w.seconds, 0),
      'total_joins', coalesce(w.joins, 0),
      'total_messages', coalesce(w.messages, 0),
      'total_gifts_received', coalesce(p.gifts, 0),
      'revenue', coalesce(p.revenue, public.live_revenue(0, 0, 0, 0, 0, 0))
    )), coalesce(a.viewers, 0)::bigint
    from people
    left join aired a on a.creator_id = people.id
    left join watched w on w.creator_id = people.id
    left join paid p on p.creator_id = people.id;
end;
$$;

-- `analytics/creators`: {period, from, to, creators: [{creator_id, creator{…}, …}]}, those with the most viewers first,
-- a hundred at most. A period is today, or the last seven or thirty days with it.
create or replace function public.live_stats_creators(
  p_period text, p_limit integer, p_now timestamptz default now()
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  today constant date := public.live_day_of(p_now);
  since constant date := today - (public.live_period_days(p_period) - 1);
begin
  return jsonb_build_object(
    'period', p_period,
    'from', since,
    'to', today,
    'creators', (
      select coalesce(jsonb_agg(
        c.figures || jsonb_build_object('creator', (
          select jsonb_build_object(
            'id', f.id, 'username', f.username, 'display_name', f.display_name, 'avatar_url', f.avatar_url
          )
          from public.profiles f
          where f.user_id = c.creator_id and f.type = 'real'
          limit 1
        ))
        order by c.viewers desc, (c.figures -> 'revenue' -> 'gross')::bigint desc, c.creator_id
      ), '[]')
      from (
        select b.*
        from public.live_stats_by_creator(since, p_now) b
        order by b.viewers desc, (b.figures -> 'revenue' -> 'gross')::bigint desc, b.creator_id
        limit least(greatest(p_limit, 1), 100)
      ) c
    )
  );
end;
$$;

-- Coins of the latest p_days, today included, by `day`, `creator`, `session` or `kind`: {from, to, total, rows:
-- [{date | creator_id | session_id | kind, payments, gross, refunds, net, creator_share, platform_share}]}. Days come
-- in their order, all else by what was paid, the most first; p_limit rows and never more than 500, of a total that
-- counts all. What was given back is taken off the day on which it had been paid.
create or replace function public.live_stats_revenue(
  p_by text, p_days integer, p_limit integer, p_now timestamptz default now()
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  today constant date := public.live_day_of(p_now);
  since constant date := today - (least(greatest(p_days, 1), 366) - 1);
  label constant text := case p_by
    when 'day' then 'date' when 'creator' then 'creator_id' when 'session' then 'session_id' when 'kind' then 'kind'
  end;
  answer jsonb;
begin
  if label is null then
    raise exception 'revenue is not told by %', p_by using errcode = 'invalid_parameter_value';
  end if;
  with days as (
    -- not by live_stats_payment_days(), which would copy the rows of a whole year first
    select d.day, d.creator_id, d.kind, d.session_id, d.payments, d.coins, d.creator_share, d.platform_share,
      d.refunded_coins, d.refunded_creator_share, d.refunded_platform_share
    from public.live_daily_payments d
    where d.day >= since
    union all
    select o.day, m.creator_id, m.kind, m.session_id, m.payments, m.coins, m.creator_share, m.platform_share,
      m.refunded_coins, m.refunded_creator_share, m.refunded_platform_share
    from public.live_open_days(p_now) o
    cross join lateral public.live_measure_payments(o.starts_at, o.ends_at) m
    where o.day >= since
  ),
  sums as (
    select
      case p_by when 'day' then d.day end as day,
      case p_by when 'creator' then d.creator_id when 'session' then d.session_id end as id,
      case p_by when 'kind' then d.kind end as kind,
      sum(d.payments) as payments, sum(d.coins)::bigint as coins, sum(d.creator_share)::bigint as creator_share,
      sum(d.platform_share)::bigint as platform_share, sum(d.refunded_coins)::bigint as refunded_coins,
      sum(d.refunded_creator_share)::bigint as refunded_creator_share,
      sum(d.refunded_platform_share)::bigint as refunded_platform_share
    from days d
    where p_by <> 'session' or d.session_id is not null
    group by 1, 2, 3
  ),
  ranked as materialized (
    -- by the columns themselves, of which one says something: thousands of texts would take longer to be put in order
    -- than all else
    select s.*, row_number() over (order by s.day, s.coins desc, s.id, s.kind) as place from sums s
  )
  select jsonb_build_object(
    'from', since,
    'to', today,
    'total', public.live_revenue(
      sum(r.coins)::bigint, sum(r.creator_share)::bigint, sum(r.platform_share)::bigint,
      sum(r.refunded_coins)::bigint, sum(r.refunded_creator_share)::bigint, sum(r.refunded_platform_share)::bigint
    ),
    'rows', (
      select coalesce(jsonb_agg(
        jsonb_build_object(
          label, coalesce(l.day::text, l.id::text, l.kind), 'payments', l.payments
        ) || public.live_revenue(
          l.coins, l.creator_share, l.platform_share,
          l.refunded_coins, l.refunded_creator_share, l.refunded_platform_share
        ) order by l.place
      ), '[]')
      -- counted out before they are written: the others need no object
      from ranked l
      where l.place <= least(greatest(p_limit, 1), 500)
    )
  ) into answer
  from ranked r;
  return answer;
end;
$$;

revoke execute on function public.live_period_days(text) from public, anon, authenticated;
revoke execute on function public.live_stats_by_creator(date, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_stats_creators(text, integer, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_stats_revenue(text, integer, integer, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_period_days(text) to service_role;
grant execute on function public.live_stats_by_creator(date, timestamptz) to service_role;
grant execute on function public.live_stats_creators(text, integer, timestamptz) to service_role;
grant execute on function public.live_stats_revenue(text, integer, integer, timestamptz) to service_role;
