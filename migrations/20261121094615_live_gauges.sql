-- What the sweeper measures once a minute: what no request shows by itself.

-- The coins charged in the whole minute before, whatever for and whoever charged them; the pushes that wait, and for
-- how long the oldest has, in ms.
create or replace function public.live_gauges(p_now timestamptz)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'coins_moved', (
      select coalesce(sum(p.coins), 0)
      from public.live_payments p
      where p.kind <> 'refund'
        and p.created_at >= date_trunc('minute', p_now) - interval '1 minute'
        and p.created_at < date_trunc('minute', p_now)
    ),
    'pushes_due', w.waiting,
    -- 0 if there is none
    'oldest_push_ms', greatest(0, floor(extract(epoch from p_now - w.oldest_at) * 1000))
  )
  from public.live_waiting_pushes() w
$$;

revoke execute on function public.live_gauges(timestamptz) from public, anon, authenticated;
grant execute on function public.live_gauges(timestamptz) to service_role;
