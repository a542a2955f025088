-- What staff did, one row per action. Actions and targets are free words: the panel's own vocabularies differ.

set lock_timeout = '3s';

create table if not exists public.live_admin_logs (
  id uuid not null default gen_random_uuid(),
  -- null of a flag that nobody set by hand, and once that admin is gone, whose id is in the metadata then
  admin_id uuid,
  action text not null,
  target_type text,
  -- a session, participant, user, message, report or ban id
  target_id text,
  metadata jsonb not null default '{}',
  -- what older routes of the panel write instead of metadata
  details jsonb,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),

  constraint live_admin_logs_pkey primary key (id),
  -- the panel's embed names this key
  constraint live_admin_logs_admin_id_fkey
    foreign key (admin_id) references public.admin_profiles (id) on delete set null
);

comment on table public.live_admin_logs is
  'Actions of admins on live sessions, users and reports, kept for admin_log_days_count days; '
  'and what is flagged for them. Clients add to it only as admins.';
comment on constraint live_admin_logs_admin_id_fkey on public.live_admin_logs is
  'What staff did stays when they go; their id moves into the metadata.';

create index if not exists live_admin_logs_created_at_idx on public.live_admin_logs (created_at desc);
create index if not exists live_admin_logs_admin_id_created_at_idx
  on public.live_admin_logs (admin_id, created_at desc);
create index if not exists live_admin_logs_target_idx on public.live_admin_logs (target_type, target_id);

-- Keeps the id of an admin whose account goes; the trigger of live_admin_logs calls it.
create or replace function public.live_admin_logs_keep_admin()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.metadata := coalesce(new.metadata, '{}') || jsonb_build_object('admin_id', old.admin_id);
  return new;
end;
$$;

create or replace trigger live_admin_logs_keep_admin
  before update of admin_id on public.live_admin_logs
  for each row when (old.admin_id is not null and new.admin_id is null)
  execute function public.live_admin_logs_keep_admin();

-- Keeps where the request came from that the panel makes (request id, address, user agent), for as long as the
-- transaction lasts: whoever acts in it acts as staff, and what is noted is noted with it. live_act_as_staff() calls
-- it.
create or replace function public.live_keep_origin(p_origin jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform set_config('live.origin', p_origin::text, true);
end;
$$;

-- What live_keep_origin() has kept; null in a request that is not the panel's. The trigger below asks it.
create or replace function public.live_origin()
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  -- once set, it is empty after the transaction and not gone
  return nullif(current_setting('live.origin', true), '')::jsonb;
end;
$$;

-- Adds to a row where its request came from; the trigger of live_admin_logs calls it. What older routes of the panel
-- give by themselves stays.
create or replace function public.live_admin_logs_add_origin()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  origin constant jsonb := public.live_origin();
begin
  new.ip_address := coalesce(new.ip_address, origin ->> 'address');
  new.user_agent := coalesce(new.user_agent, origin ->> 'user_agent');
  new.metadata := coalesce(new.metadata, '{}') || jsonb_build_object('request_id', origin -> 'request_id');
  return new;
end;
$$;

create or replace trigger live_admin_logs_add_origin
  before insert on public.live_admin_logs
  for each row when (nullif(current_setting('live.origin', true), '') is not null)
  execute function public.live_admin_logs_add_origin();

alter table public.live_admin_logs enable row level security;
revoke all on public.live_admin_logs from anon, authenticated;
grant select, insert on public.live_admin_logs to authenticated;
grant all on public.live_admin_logs to service_role;

drop policy if exists live_admin_logs_select on public.live_admin_logs;
create policy live_admin_logs_select on public.live_admin_logs
  for select to authenticated
  using (exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active));

-- the panel's report and unban routes log as the signed-in admin, under no other name
drop policy if exists live_admin_logs_insert on public.live_admin_logs;
create policy live_admin_logs_insert on public.live_admin_logs
  for insert to authenticated
  with check (
    admin_id = (select auth.uid())
    and exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active)
  );

revoke execute on function public.live_admin_logs_keep_admin() from public, anon, authenticated;
revoke execute on function public.live_keep_origin(jsonb) from public, anon, authenticated;
revoke execute on function public.live_origin() from public, anon, authenticated;
revoke execute on function public.live_admin_logs_add_origin() from public, anon, authenticated;
grant execute on function public.live_keep_origin(jsonb) to service_role;
grant execute on function public.live_origin() to service_role;

reset lock_timeout;
