-- Who may say what in a session: one function for both ways in, the app's direct insert and send-live-message.

set lock_timeout = '3s';

-- Whether a chat line may be said; refuses one that breaks a rule of the session. It is false where the refusal must
-- be answered instead of raised: the sender has been muted for what they wrote, and a raise would undo that. The
-- trigger of live_messages calls it for every text row, whoever inserts it.
create or replace function public.live_chat_guard(
  p_session_id uuid, p_sender_id uuid, p_content text, p_now timestamptz
)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  facts record;
  word text;
  allowed integer;
  span interval;
  said timestamptz;
begin
  select * into facts from public.live_require_inside(p_session_id, p_sender_id, p_now);

  if not facts.chat_enabled then
    perform public.live_refuse(403, 'CHAT_DISABLED');
  elsif facts.is_muted then
    perform public.live_refuse(403, 'MUTED');
  -- nothing to see: white space of any alphabet, marks of no width
  elsif p_content is null or p_content ~ '^[\s\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]*$' then
    perform public.live_refuse(400, 'MESSAGE_EMPTY');
  elsif char_length(p_content) > 200 then
    perform public.live_refuse(400, 'MESSAGE_TOO_LONG', '{"max": 200}');
  end if;

  word := public.live_blocked_word(p_content);
  if word is not null then
    if facts.is_host or not public.live_mute_for_word(p_session_id, p_sender_id, word, p_content, p_now) then
      perform public.live_refuse(403, 'MESSAGE_REJECTED');
    end if;
    return false;
  end if;

  -- two messages of one sender at the same moment must not both be the tenth
  perform public.live_lock_chat(p_session_id, p_sender_id);
  -- a host says more than a guest, but nobody says everything
  allowed := case
    when facts.is_host then public.live_setting('chat_host_messages_count')
    else public.live_setting('chat_messages_count')
  end;
  span := public.live_setting_seconds('chat_window_seconds');
  -- the message that must grow old before the next may follow
  select m.created_at into said
  from public.live_messages m
  where m.sender_id = p_sender_id
    and m.session_id = p_session_id
    and m.message_type = 'text'
    and m.created_at > p_now - span
  order by m.created_at desc
  offset greatest(allowed - 1, 0)
  limit 1;
  if found or allowed = 0 then
    perform public.live_refuse(429, 'RATE_LIMITED', jsonb_build_object(
      'retry_after', greatest(1, ceil(extract(epoch from coalesce(said, p_now) + span - p_now)))::integer
    ));
  end if;
  return true;
end;
$$;

-- Admits a new message: what a phone may not decide is refused or set here, then the rules of the session are asked.
-- A line that is refused by an answer is not inserted. The trigger of live_messages calls it; it runs as its owner
-- because a phone's user may not read the bans, settings and blocks the rules need.
create or replace function public.live_messages_admit()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if current_setting('role') in ('anon', 'authenticated') then
    if new.sender_id is distinct from auth.uid() then
      perform public.live_refuse(403, 'NOT_YOUR_NAME');
    elsif coalesce(auth.jwt() ->> 'is_anonymous', 'false') <> 'false' then
      perform public.live_refuse(403, 'ACCOUNT_REQUIRED');
    end if;
    -- who was signed out or banned from the project has a token for up to an hour
    perform public.live_require_sign_in(auth.uid(), (auth.jwt() ->> 'session_id')::uuid, now());
    if new.message_type <> 'text'
      or new.gift_id is not null or new.gift_quantity <> 1 or new.gift_coin_value <> 0
      or new.is_pinned or new.is_deleted or new.deleted_at is not null or new.deleted_by is not null
    then
      perform public.live_refuse(403, 'MESSAGE_NOT_ALLOWED');
    elsif not exists (
      select from public.profiles p
      where p.id = new.sender_profile_id and p.user_id = new.sender_id and p.type = 'real'
    ) then
      perform public.live_refuse(403, 'NOT_YOUR_NAME');
    end if;
    -- an id of one's own choosing would tell whether it is taken
    new.id := gen_random_uuid();
    new.created_at := now();
  end if;

  if new.message_type = 'text' then
    -- what follows a line whose refusal is answered is not said either, and must not undo it by one of its own
    if current_setting('response.status', true) = '403' then
      return null;
    end if;
    new.content := btrim(new.content);
    -- the end of the session waits for this line or forbids it
    perform public.live_lock_session(new.session_id, false);
    if not public.live_chat_guard(new.session_id, new.sender_id, new.content, new.created_at) then
      -- PostgREST sends this status; a body it has only for what is raised
      perform set_config('response.status', '403', true);
      return null;
    end if;
  end if;
  return new;
end;
$$;

-- Notes who deleted a message and when; the trigger of live_messages calls it.
create or replace function public.live_messages_note_deletion()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.deleted_at := coalesce(new.deleted_at, now());
  new.deleted_by := coalesce(new.deleted_by, auth.uid());
  return new;
end;
$$;

create or replace trigger live_messages_admit
  before insert on public.live_messages
  for each row execute function public.live_messages_admit();
create or replace trigger live_messages_note_deletion
  before update of is_deleted on public.live_messages
  for each row when (new.is_deleted and not old.is_deleted)
  execute function public.live_messages_note_deletion();

revoke execute on function public.live_chat_guard(uuid, uuid, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_messages_admit() from public, anon, authenticated;
revoke execute on function public.live_messages_note_deletion() from public, anon, authenticated;
grant execute on function public.live_chat_guard(uuid, uuid, text, timestamptz) to service_role;

reset lock_timeout;
