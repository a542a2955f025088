-- What staff has switched off for one person, whatever they have set themselves: going on air, and calls. No row means
-- both are on.

set lock_timeout = '3s';

create table if not exists public.live_user_switches (
  user_id uuid not null,
  live_enabled boolean not null default true,
  calls_enabled boolean not null default true,
  updated_at timestamptz not null default now(),
  -- the admin who changed it last; no foreign key, the trail outlives the account
  updated_by uuid,
  constraint live_user_switches_pkey primary key (user_id),
  constraint live_user_switches_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade
);

comment on table public.live_user_switches is 'Per user: what staff has switched off for them.';
comment on constraint live_user_switches_user_id_fkey on public.live_user_switches is
  'Goes with the account: nobody is left for whom it would be switched off.';

create or replace trigger live_user_switches_updated_at
  before update on public.live_user_switches
  for each row execute function public.live_touch_updated_at();

alter table public.live_user_switches enable row level security;
revoke all on public.live_user_switches from anon, authenticated;
grant select on public.live_user_switches to authenticated;
grant all on public.live_user_switches to service_role;

drop policy if exists live_user_switches_select on public.live_user_switches;
create policy live_user_switches_select on public.live_user_switches
  for select to authenticated
  using (exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active));

-- Refuses a session that is about to go on air by somebody for whom that is off; live_create_session() and
-- live_start_session() call it. What they are on air with goes on.
create or replace function public.live_require_switched_on(p_creator_id uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if exists (select from public.live_user_switches w where w.user_id = p_creator_id and not w.live_enabled) then
    perform public.live_refuse(403, 'LIVE_DISABLED');
  end if;
end;
$$;

-- Whether staff has switched calls off for somebody; placing a call asks it of both.
create or replace function public.live_calls_are_off(p_user_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (select from public.live_user_switches w where w.user_id = p_user_id and not w.calls_enabled);
end;
$$;

revoke execute on function public.live_require_switched_on(uuid) from public, anon, authenticated;
revoke execute on function public.live_calls_are_off(uuid) from public, anon, authenticated;
grant execute on function public.live_require_switched_on(uuid) to service_role;
grant execute on function public.live_calls_are_off(uuid) to service_role;

reset lock_timeout;
