-- When the sweeper last began a sweep of everything, in its only row: what watches over it asks here. A sweep that
-- finds nothing to repair leaves no other trace.

set lock_timeout = '3s';

create table if not exists public.live_sweep_runs (
  is_only boolean not null default true,
  began_at timestamptz not null,
  -- the last recording that was looked at for accounts that are gone; null: the next is the first
  recordings_looked_to uuid,
  constraint live_sweep_runs_pkey primary key (is_only),
  constraint live_sweep_runs_is_only_check check (is_only)
);

comment on table public.live_sweep_runs is 'When the sweeper last began; one row.';

insert into public.live_sweep_runs (began_at) values ('1970-01-01Z') on conflict (is_only) do nothing;

alter table public.live_sweep_runs enable row level security;
revoke all on public.live_sweep_runs from anon, authenticated;
grant select on public.live_sweep_runs to authenticated;
grant all on public.live_sweep_runs to service_role;

drop policy if exists live_sweep_runs_select on public.live_sweep_runs;
create policy live_sweep_runs_select on public.live_sweep_runs
  for select to authenticated
  using (exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active));

reset lock_timeout;
