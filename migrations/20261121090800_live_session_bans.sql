-- Who may not come in: to one session, to any session of one creator, or to anything live. Expiry is judged by the
-- reader (`expires_at`), lifting is a fact (`lifted_at`) and always moves together with `is_active`.

set lock_timeout = '3s';

create table if not exists public.live_session_bans (
  id uuid not null default gen_random_uuid(),
  ban_type text not null default 'session',
  -- set for a session ban only
  session_id uuid,
  -- set for a creator ban only. No foreign keys to people: a ban outlives the accounts of all of them
  creator_id uuid,
  banned_user_id uuid not null,
  banned_by uuid,
  reason text,
  expires_at timestamptz,
  is_active boolean not null default true,
  lifted_at timestamptz,
  lifted_by uuid,
  lift_reason text,
  created_at timestamptz not null default now(),

  constraint live_session_bans_pkey primary key (id),
  constraint live_session_bans_session_id_fkey
    foreign key (session_id) references public.live_sessions (id) on delete cascade,
  constraint live_session_bans_ban_type_check check (ban_type in ('session', 'creator', 'global')),
  constraint live_session_bans_scope_check check (
    (ban_type = 'session') = (session_id is not null) and (ban_type = 'creator') = (creator_id is not null)
  ),
  constraint live_session_bans_lifted_check check (is_active = (lifted_at is null))
);

comment on table public.live_session_bans is 'Session, creator and global bans.';
comment on constraint live_session_bans_session_id_fkey on public.live_session_bans is
  'Means nothing without its session, which no account takes along: only the owner of the project deletes one.';

-- one active ban per person and scope; also the lookup of every access decision
create unique index if not exists live_session_bans_active_key
  on public.live_session_bans (banned_user_id, session_id, creator_id) nulls not distinct
  where is_active;
-- the few that are of everything, which every search leaves out
create index if not exists live_session_bans_global_idx on public.live_session_bans (banned_user_id)
  include (expires_at) where ban_type = 'global' and is_active;
create index if not exists live_session_bans_banned_user_id_idx on public.live_session_bans (banned_user_id);
create index if not exists live_session_bans_created_at_idx on public.live_session_bans (created_at desc);
create index if not exists live_session_bans_session_id_idx on public.live_session_bans (session_id);
create index if not exists live_session_bans_creator_id_idx on public.live_session_bans (creator_id);

-- Completes scope and lifting of a ban before it is written; the table's own trigger calls it.
create or replace function public.live_session_bans_complete()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    -- the ops panel sends the session with every kind of ban and knows `permanent` for a creator ban without end
    if new.ban_type = 'permanent' then
      new.ban_type := 'creator';
      new.expires_at := null;
    end if;
    if new.ban_type = 'creator' and new.creator_id is null then
      select s.creator_id into new.creator_id from public.live_sessions s where s.id = new.session_id;
    end if;
    if new.ban_type in ('creator', 'global') then
      new.session_id := null;
    end if;

    -- an expired ban nobody lifted must not stand in the way of a new one
    update public.live_session_bans b
      set lifted_at = new.created_at, lift_reason = 'expired'
      where b.is_active
        and b.banned_user_id = new.banned_user_id
        and b.session_id is not distinct from new.session_id
        and b.creator_id is not distinct from new.creator_id
        and b.expires_at <= new.created_at;

    if new.lifted_at is not null then
      new.is_active := false;
    elsif not new.is_active then
      new.lifted_at := now();
    end if;
  elsif new.lifted_at is distinct from old.lifted_at then
    new.is_active := new.lifted_at is null;
  elsif new.is_active <> old.is_active then
    new.lifted_at := case when new.is_active then null else now() end;
  end if;
  return new;
end;
$$;

create or replace trigger live_session_bans_complete
  before insert or update on public.live_session_bans
  for each row execute function public.live_session_bans_complete();

alter table public.live_session_bans enable row level security;
revoke all on public.live_session_bans from anon, authenticated;
grant select on public.live_session_bans to authenticated;
-- the ops panel lifts a ban as the signed-in admin
grant update (lifted_at, lifted_by, lift_reason) on public.live_session_bans to authenticated;
grant all on public.live_session_bans to service_role;

drop policy if exists live_session_bans_select on public.live_session_bans;
create policy live_session_bans_select on public.live_session_bans
  for select to authenticated
  using (
    (select auth.uid()) in (banned_user_id, creator_id)
    or exists (
      select from public.live_sessions s
      where s.id = live_session_bans.session_id and s.creator_id = (select auth.uid())
    )
    or exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active)
  );

drop policy if exists live_session_bans_update on public.live_session_bans;
create policy live_session_bans_update on public.live_session_bans
  for update to authenticated
  using (
    exists (
      select from public.admin_profiles a
      where a.id = (select auth.uid()) and a.is_active and (live_session_bans.ban_type <> 'global' or a.is_super_admin)
    )
  );

revoke execute on function public.live_session_bans_complete() from public, anon, authenticated;

reset lock_timeout;
