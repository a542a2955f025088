-- What is said through the server, and what hosts and moderators do with what was said. Rules of a message itself are
-- those of live_chat_guard, whichever way it comes in.

set lock_timeout = '3s';

-- What functions answer about a message.
create or replace function public.live_message_reply(p_message public.live_messages)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_message.id,
    'session_id', p_message.session_id,
    'sender_id', p_message.sender_id,
    'sender_profile_id', p_message.sender_profile_id,
    'message_type', p_message.message_type,
    'content', p_message.content,
    'is_pinned', p_message.is_pinned,
    'is_deleted', p_message.is_deleted,
    'created_at', p_message.created_at
  );
end;
$$;

-- Says something in a session; send-live-message calls it. When it is refused, nothing is written but that it was
-- tried, and the refusal is the answer. The host's own lines have no limit, so their attempts have none.
create or replace function public.live_send_message(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_session_id uuid,
  p_content text,
  p_now timestamptz default now(),
  p_idempotency_key text default null,
  p_request_hash text default null
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  reply jsonb;
  facts text;
  sender record;
  said public.live_messages;
begin
  reply := public.live_idempotency_begin(p_user_id, 'send-live-message', p_idempotency_key, p_request_hash, p_now);
  if reply is not null then
    return reply;
  end if;
  if not exists (select from public.live_sessions s where s.id = p_session_id and s.creator_id = p_user_id) then
    perform public.live_rate_take(p_user_id::text, 'message', public.live_setting('message_rate_count'), 60, p_now);
  end if;

  begin
    select * into sender from public.live_require_caller(p_user_id, p_auth_session_id, p_now);
    insert into public.live_messages (session_id, sender_id, sender_profile_id, message_type, content, created_at)
    values (p_session_id, p_user_id, sender.profile_id, 'text', p_content, p_now)
    returning * into said;
    -- refused, and their sender muted for it
    if not found then
      return public.live_idempotency_refused(
        p_user_id, 'send-live-message', p_idempotency_key, 'PT403', 'MESSAGE_REJECTED', '{}'
      );
    end if;
  exception
    when sqlstate 'PT000' then
      get stacked diagnostics facts = pg_exception_hint;
      return public.live_idempotency_refused(
        p_user_id, 'send-live-message', p_idempotency_key, sqlstate, sqlerrm, facts
      );
  end;

  return public.live_idempotency_finish(
    p_user_id, 'send-live-message', p_idempotency_key, public.live_message_reply(said)
  );
end;
$$;

-- As what somebody keeps order in a session: admin, host or moderator (inside); null if they do not. Deleting,
-- pinning and live_actor() ask it. What an admin does is noted as staff's, also where they are the host.
create or replace function public.live_keeps_order_as(p_session_id uuid, p_user_id uuid)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when exists (select from public.admin_profiles a where a.id = p_user_id and a.is_active) then 'admin'
    when exists (select from public.live_sessions s where s.id = p_session_id and s.creator_id = p_user_id) then 'host'
    when exists (
      select
      from public.live_participants p
      where p.session_id = p_session_id and p.user_id = p_user_id and p.role = 'moderator' and p.is_active
    ) then 'moderator'
  end;
end;
$$;

-- A message the caller may act on, locked; and as what they keep order where it was said, if they do. A message they
-- may not even see does not exist for them. Deleting and pinning call it.
create or replace function public.live_message_for(
  p_user_id uuid, p_message_id uuid, out message public.live_messages, out keeps_order_as text
)
language plpgsql
set search_path = ''
as $$
begin
  select * into message from public.live_messages m where m.id = p_message_id for no key update;
  if not found then
    perform public.live_refuse(404, 'MESSAGE_NOT_FOUND');
  end if;
  keeps_order_as := public.live_keeps_order_as(message.session_id, p_user_id);
  if keeps_order_as is null
    and message.sender_id <> p_user_id
    and not exists (
      select from public.live_sessions s where s.id = message.session_id and s.access_type = 'public'
    )
    and not exists (
      select
      from public.live_participants p
      where p.session_id = message.session_id and p.user_id = p_user_id and p.is_active
    )
  then
    perform public.live_refuse(404, 'MESSAGE_NOT_FOUND');
  end if;
end;
$$;

-- Notes who has deleted somebody else's message, and why; by the panel, any message. The reason stands there and not
-- beside the message, which the viewers read. Both ways to delete call it.
create or replace function public.live_note_deletion(
  p_message public.live_messages, p_user_id uuid, p_reason text, p_now timestamptz
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_message.sender_id <> p_user_id or public.live_origin() is not null then
    perform public.live_note_action(
      p_message.session_id, p_user_id,
      -- a moderator may have left since they were let through
      coalesce(public.live_keeps_order_as(p_message.session_id, p_user_id), 'moderator'),
      'delete_message', 'message', p_message.id::text, p_message.sender_id, p_reason,
      jsonb_build_object('message_id', p_message.id, 'content', p_message.content), p_now
    );
  end if;
end;
$$;

-- Notes what the app deletes directly, for which it gives no reason; the trigger of live_messages calls it. It runs
-- as its owner because no phone may write the logs.
create or replace function public.live_messages_note_moderator()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if current_setting('role') in ('anon', 'authenticated') then
    perform public.live_note_deletion(new, auth.uid(), null, new.deleted_at);
  end if;
  return null;
end;
$$;

create or replace trigger live_messages_note_moderator
  after update of is_deleted on public.live_messages
  for each row when (new.is_deleted and not old.is_deleted)
  execute function public.live_messages_note_moderator();

-- Takes a message out of the chat for everybody. One that is deleted stays as it was deleted, and for the reason that
-- was given first. live_delete_message() calls it, and the panel's function.
create or replace function public.live_take_down(
  p_message public.live_messages, p_user_id uuid, p_reason text, p_now timestamptz
)
returns public.live_messages
language plpgsql
set search_path = ''
as $$
declare
  message public.live_messages := p_message;
begin
  if not message.is_deleted then
    update public.live_messages m
      set is_deleted = true, is_pinned = false, deleted_at = p_now, deleted_by = p_user_id
      where m.id = message.id
      returning * into message;
    perform public.live_note_deletion(message, p_user_id, p_reason, p_now);
  end if;
  return message;
end;
$$;

-- Deletes a message; delete-live-message calls it. Its sender, the host, a moderator inside or an admin may, also after
-- the session.
create or replace function public.live_delete_message(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_message_id uuid,
  p_reason text default null,
  p_now timestamptz default now()
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  found_it record;
  message public.live_messages;
begin
  perform public.live_require_caller(p_user_id, p_auth_session_id, p_now);
  select * into found_it from public.live_message_for(p_user_id, p_message_id);
  message := found_it.message;
  if found_it.keeps_order_as is null and message.sender_id <> p_user_id then
    perform public.live_refuse(403, 'NOT_A_MODERATOR');
  end if;
  return public.live_message_reply(public.live_take_down(message, p_user_id, p_reason, p_now));
end;
$$;

-- A line the server itself says in a session, not a person; pinning calls it.
create or replace function public.live_say(p_session_id uuid, p_speaker_id uuid, p_content text, p_now timestamptz)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
  said uuid;
begin
  insert into public.live_messages (session_id, sender_id, message_type, content, created_at)
  values (p_session_id, p_speaker_id, 'system', p_content, p_now)
  returning id into said;
  return said;
end;
$$;

-- Pins a message above the chat, in place of the one that was, or unpins it; pin-live-message calls it. The host and
-- moderators inside may, while the session is on.
create or replace function public.live_pin_message(
  p_user_id uuid, p_auth_session_id uuid, p_message_id uuid, p_pinned boolean, p_now timestamptz default now()
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  found_it record;
  message public.live_messages;
begin
  perform public.live_require_caller(p_user_id, p_auth_session_id, p_now);
  -- one pin at a time in a session, before any row is locked: two would each unpin what the other holds
  perform public.live_lock_pin(m.session_id) from public.live_messages m where m.id = p_message_id;
  select * into found_it from public.live_message_for(p_user_id, p_message_id);
  message := found_it.message;
  if message.is_deleted then
    perform public.live_refuse(404, 'MESSAGE_NOT_FOUND');
  elsif found_it.keeps_order_as is null then
    perform public.live_refuse(403, 'NOT_A_MODERATOR');
  end if;
  if found_it.keeps_order_as <> 'admin' then
    perform public.live_require_inside(message.session_id, p_user_id, p_now);
  end if;

  if message.is_pinned is distinct from p_pinned then
    update public.live_messages m
      set is_pinned = false
      where m.session_id = message.session_id and m.is_pinned and not m.is_deleted;
    if p_pinned then
      update public.live_messages m set is_pinned = true where m.id = p_message_id;
      -- the installed app has no place for a pinned message, so it is said as well
      perform public.live_say(
        message.session_id, p_user_id, 'Sabitlendi: ' || coalesce(message.content, message.gift_id), p_now
      );
    end if;
    message.is_pinned := p_pinned;
    perform public.live_broadcast('live:' || message.session_id, 'message_pinned', jsonb_build_object(
      'messageId', message.id, 'pinned', p_pinned
    ));
  end if;
  return public.live_message_reply(message);
end;
$$;

revoke execute on function public.live_message_reply(public.live_messages) from public, anon, authenticated;
revoke execute on function public.live_send_message(uuid, uuid, uuid, text, timestamptz, text, text)
  from public, anon, authenticated;
revoke execute on function public.live_keeps_order_as(uuid, uuid) from public, anon, authenticated;
revoke execute on function public.live_message_for(uuid, uuid) from public, anon, authenticated;
revoke execute on function public.live_note_deletion(public.live_messages, uuid, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_messages_note_moderator() from public, anon, authenticated;
revoke execute on function public.live_take_down(public.live_messages, uuid, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_delete_message(uuid, uuid, uuid, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_say(uuid, uuid, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_pin_message(uuid, uuid, uuid, boolean, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_message_reply(public.live_messages) to service_role;
grant execute on function public.live_send_message(uuid, uuid, uuid, text, timestamptz, text, text) to service_role;
grant execute on function public.live_keeps_order_as(uuid, uuid) to service_role;
grant execute on function public.live_message_for(uuid, uuid) to service_role;
grant execute on function public.live_note_deletion(public.live_messages, uuid, text, timestamptz) to service_role;
grant execute on function public.live_take_down(public.live_messages, uuid, text, timestamptz) to service_role;
grant execute on function public.live_delete_message(uuid, uuid, uuid, text, timestamptz) to service_role;
grant execute on function public.live_say(uuid, uuid, text, timestamptz) to service_role;
grant execute on function public.live_pin_message(uuid, uuid, uuid, boolean, timestamptz) to service_role;

reset lock_timeout;
