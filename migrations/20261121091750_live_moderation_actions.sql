-- What hosts and moderators of a session did to whom, and why. What admins did there is with all else that staff does,
-- in live_admin_logs.

set lock_timeout = '3s';

create table if not exists public.live_moderation_actions (
  id uuid not null default gen_random_uuid(),
  session_id uuid not null,
  -- no foreign keys to people: what was done outlives the accounts of both
  actor_id uuid not null,
  -- what they were in the session when they did it
  actor_role text not null,
  -- kick, ban, unban, mute, unmute, role, delete_message
  action text not null,
  -- null where it was done to nobody in particular
  target_user_id uuid,
  reason text,
  -- what the action says besides: the deleted line, the role given
  details jsonb not null default '{}',
  created_at timestamptz not null default now(),

  constraint live_moderation_actions_pkey primary key (id),
  constraint live_moderation_actions_session_id_fkey
    foreign key (session_id) references public.live_sessions (id) on delete cascade,
  constraint live_moderation_actions_actor_role_check check (actor_role in ('host', 'moderator')),
  constraint live_moderation_actions_action_check check (action ~ '^[a-z]+(_[a-z]+)*$'),
  constraint live_moderation_actions_reason_check check (char_length(reason) between 1 and 500),
  constraint live_moderation_actions_details_check check (jsonb_typeof(details) = 'object')
);

comment on table public.live_moderation_actions is
  'What hosts and moderators did in their sessions, kept for admin_log_days_count days.';
comment on constraint live_moderation_actions_session_id_fkey on public.live_moderation_actions is
  'Means nothing without its session, which no account takes along: only the owner of the project deletes one.';

create index if not exists live_moderation_actions_session_id_created_at_idx
  on public.live_moderation_actions (session_id, created_at desc);
create index if not exists live_moderation_actions_target_user_id_idx
  on public.live_moderation_actions (target_user_id, created_at desc);
create index if not exists live_moderation_actions_created_at_idx on public.live_moderation_actions (created_at desc);

alter table public.live_moderation_actions enable row level security;
revoke all on public.live_moderation_actions from anon, authenticated;
grant select on public.live_moderation_actions to authenticated;
grant all on public.live_moderation_actions to service_role;

-- not for whom it was done to, nor for other moderators: a reason may name who complained
drop policy if exists live_moderation_actions_select on public.live_moderation_actions;
create policy live_moderation_actions_select on public.live_moderation_actions
  for select to authenticated
  using (
    exists (
      select from public.live_sessions s
      where s.id = live_moderation_actions.session_id and s.creator_id = (select auth.uid())
    )
    or exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active)
  );

-- The panel's word in live_admin_logs for what was done in a session; live_note_action() asks it. A change of role is
-- told by the `step` in its details: promote or demote.
create or replace function public.live_admin_action(p_action text, p_details jsonb)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case p_action
    when 'kick' then 'kick_participant'
    when 'ban' then 'ban_participant'
    when 'unban' then 'unban_user'
    when 'mute' then 'mute_participant'
    when 'unmute' then 'unmute_participant'
    when 'role' then coalesce(p_details ->> 'step', 'role')
    else p_action
  end;
end;
$$;

-- Notes what somebody (p_actor_role: host, moderator or admin) did in a session: an admin's doing in live_admin_logs,
-- about the target that the panel would name, everybody else's here. Functions that moderate call it in the transaction
-- of what they do. A blank reason is none.
create or replace function public.live_note_action(
  p_session_id uuid, p_actor_id uuid, p_actor_role text, p_action text, p_target_type text, p_target_id text,
  p_target_user_id uuid, p_reason text, p_details jsonb, p_now timestamptz
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  reason constant text := nullif(btrim(p_reason), '');
  details constant jsonb := coalesce(p_details, '{}');
begin
  if p_actor_role = 'admin' then
    insert into public.live_admin_logs (admin_id, action, target_type, target_id, metadata, created_at)
    values (
      p_actor_id, public.live_admin_action(p_action, details), p_target_type, p_target_id,
      details || jsonb_strip_nulls(jsonb_build_object(
        'session_id', p_session_id, 'target_user_id', p_target_user_id, 'reason', reason
      )),
      p_now
    );
  else
    insert into public.live_moderation_actions (
      session_id, actor_id, actor_role, action, target_user_id, reason, details, created_at
    )
    values (p_session_id, p_actor_id, p_actor_role, p_action, p_target_user_id, reason, details, p_now);
  end if;
end;
$$;

revoke execute on function public.live_admin_action(text, jsonb) from public, anon, authenticated;
revoke execute on function public.live_note_action(
  uuid, uuid, text, text, text, text, uuid, text, jsonb, timestamptz
) from public, anon, authenticated;
grant execute on function public.live_admin_action(text, jsonb) to service_role;
grant execute on function public.live_note_action(
  uuid, uuid, text, text, text, text, uuid, text, jsonb, timestamptz
) to service_role;

reset lock_timeout;
