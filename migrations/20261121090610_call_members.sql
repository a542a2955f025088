-- Who may enter a call, and as what. The parties of a call between two are among them, so that there is one question
-- for every kind of call.

set lock_timeout = '3s';

create table if not exists public.call_members (
  call_id uuid not null,
  -- no foreign key: a call outlives the accounts of its people
  user_id uuid not null,
  role text not null,
  -- as the documents have it; nothing mutes anybody in a call, where everybody may mute themselves
  is_muted boolean not null default false,
  -- whether they want the call to be recorded; null: they were not asked
  recording_consent boolean,
  created_at timestamptz not null default now(),
  constraint call_members_pkey primary key (call_id, user_id),
  constraint call_members_call_id_fkey foreign key (call_id) references public.calls (id) on delete cascade,
  constraint call_members_role_check check (role in ('owner', 'party', 'member', 'staff'))
);

comment on table public.call_members is 'Who may enter a call, and as what.';
comment on constraint call_members_call_id_fkey on public.call_members is
  'A place in a call, which no account takes along; without the call there is no place.';

create index if not exists call_members_user_id_created_at_idx on public.call_members (user_id, created_at desc);

-- Gives a new call its people: whoever placed it, and whom they called. The trigger of calls calls it, so that no call
-- is without.
create or replace function public.live_calls_have_people()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  insert into public.call_members (call_id, user_id, role, created_at)
  select new.id, party.user_id, party.role, new.created_at
  from (values (new.caller_id, 'owner'), (new.callee_id, 'party')) as party (user_id, role)
  where party.user_id is not null
  on conflict (call_id, user_id) do nothing;
  return null;
end;
$$;

create or replace trigger calls_have_people
  after insert on public.calls
  for each row execute function public.live_calls_have_people();

-- Whether the caller may enter a call, staff that joined it for as long as they are staff. The policies of calls and of
-- what belongs to them ask it, because a policy cannot ask its own table; it runs as its owner and tells nobody
-- anything but about themselves.
create or replace function public.live_is_in_call(p_call_id uuid)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return exists (
    select
    from public.call_members m
    where m.call_id = p_call_id
      and m.user_id = (select auth.uid())
      and (
        m.role <> 'staff' or exists (select from public.admin_profiles a where a.id = m.user_id and a.is_active)
      )
  );
end;
$$;

alter table public.call_members enable row level security;
revoke all on public.call_members from anon, authenticated;
grant select on public.call_members to authenticated;
grant all on public.call_members to service_role;

drop policy if exists calls_select on public.calls;
create policy calls_select on public.calls
  for select to authenticated
  using (
    (select auth.uid()) in (caller_id, callee_id)
    -- the parties of a call between two are told by its own row
    or (kind <> 'user_to_user' and public.live_is_in_call(id))
    or exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active)
  );

drop policy if exists call_members_select on public.call_members;
create policy call_members_select on public.call_members
  for select to authenticated
  using (
    user_id = (select auth.uid())
    or public.live_is_in_call(call_id)
    or exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active)
  );

revoke execute on function public.live_calls_have_people() from public, anon, authenticated;
revoke execute on function public.live_is_in_call(uuid) from public, anon;
grant execute on function public.live_calls_have_people() to service_role;
grant execute on function public.live_is_in_call(uuid) to authenticated, service_role;

reset lock_timeout;
