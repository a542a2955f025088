-- When live_tick() last ran, in its only row: what watches over it asks here.

set lock_timeout = '3s';

create table if not exists public.live_tick_runs (
  is_only boolean not null default true,
  ran_at timestamptz not null,
  -- where live_end_abandoned() goes on
  looked_to uuid,
  -- when live_measure_popular() was last due
  popular_at timestamptz,
  constraint live_tick_runs_pkey primary key (is_only),
  constraint live_tick_runs_is_only_check check (is_only)
);

comment on table public.live_tick_runs is 'When live_tick() last ran; one row.';

insert into public.live_tick_runs (ran_at) values ('1970-01-01Z') on conflict (is_only) do nothing;

alter table public.live_tick_runs enable row level security;
revoke all on public.live_tick_runs from anon, authenticated;
grant select on public.live_tick_runs to authenticated;
grant all on public.live_tick_runs to service_role;

drop policy if exists live_tick_runs_select on public.live_tick_runs;
create policy live_tick_runs_select on public.live_tick_runs
  for select to authenticated
  using (exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active));

reset lock_timeout;
