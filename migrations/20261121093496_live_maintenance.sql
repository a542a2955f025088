-- Maintenance that staff has announced by the setting maintenance_at: from then on no session begins, until the setting
-- is null again. What is on air goes on, what is planned stays planned, and hosts on air are told beforehand.

set lock_timeout = '3s';

-- Which sessions were told of which maintenance.
create table if not exists public.live_maintenance_warnings (
  session_id uuid not null,
  maintenance_at timestamptz not null,
  constraint live_maintenance_warnings_pkey primary key (session_id),
  constraint live_maintenance_warnings_session_id_fkey
    foreign key (session_id) references public.live_sessions (id) on delete cascade
);

comment on table public.live_maintenance_warnings is
  'Sessions that were told of a maintenance to come, gone a day after it.';
comment on constraint live_maintenance_warnings_session_id_fkey on public.live_maintenance_warnings is
  'A mark on a session; without it there is nobody to be told.';

alter table public.live_maintenance_warnings enable row level security;
revoke all on public.live_maintenance_warnings from anon, authenticated;
grant all on public.live_maintenance_warnings to service_role;

drop policy if exists live_maintenance_warnings_service on public.live_maintenance_warnings;
create policy live_maintenance_warnings_service on public.live_maintenance_warnings
  for all to service_role using (true) with check (true);

-- Refuses a session that is about to go on air during a maintenance; live_create_session() and live_start_session()
-- call it.
create or replace function public.live_require_no_maintenance(p_now timestamptz)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if public.live_setting_time('maintenance_at') <= p_now then
    perform public.live_refuse(403, 'MAINTENANCE');
  end if;
end;
$$;

-- Tells sessions on air of a maintenance that begins within maintenance_warning_minutes_count: once each, on their
-- channel and in their chat, by the clock of the figures. One that begins meanwhile is told, too, and all are again of
-- another time. live_tick() calls it. Returns how many were told.
create or replace function public.live_warn_of_maintenance(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  starts_at constant timestamptz := public.live_setting_time('maintenance_at');
  ahead constant interval := make_interval(mins => public.live_setting('maintenance_warning_minutes_count'));
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  told uuid;
  warned integer := 0;
begin
  delete from public.live_maintenance_warnings w where w.maintenance_at <= p_now - interval '1 day';
  if starts_at is null or p_now >= starts_at or p_now < starts_at - ahead then
    return 0;
  end if;
  for told in
    insert into public.live_maintenance_warnings (session_id, maintenance_at)
    select s.id, starts_at
    from public.live_sessions s
    left join public.live_maintenance_warnings w on w.session_id = s.id
    where s.status = 'live' and w.maintenance_at is distinct from starts_at
    limit 200
    on conflict (session_id) do update set maintenance_at = excluded.maintenance_at
    returning session_id
  loop
    perform public.live_broadcast('live:' || told, 'maintenance', jsonb_build_object('startsAt', starts_at));
    perform public.live_say(told, nobody, format(
      'Saat %s itibarıyla bakım yapılacak ve yeni yayın başlatılamayacak.',
      to_char(starts_at at time zone public.live_setting_text('analytics_time_zone'), 'HH24:MI')
    ), p_now);
    warned := warned + 1;
  end loop;
  return warned;
end;
$$;

revoke execute on function public.live_require_no_maintenance(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_warn_of_maintenance(timestamptz) from public, anon, authenticated;
grant execute on function public.live_require_no_maintenance(timestamptz) to service_role;
grant execute on function public.live_warn_of_maintenance(timestamptz) to service_role;

reset lock_timeout;
