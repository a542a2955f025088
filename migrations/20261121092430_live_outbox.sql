-- Pushes that wait to be sent: written in the transaction of what they tell, so that a crash after its commit loses
-- none, and sent by the notifier. One row for each phone, once for each thing it is told about.
--
-- Only while a notifier is at work: without one the app's own pipeline, which pushes what is inserted into
-- `notifications`, stays the only way.

set lock_timeout = '3s';

create table if not exists public.live_outbox (
  id uuid not null default gen_random_uuid(),
  recipient_id uuid not null,
  push_token text not null,
  -- the type of the notification, and the call, session or payment it is about
  type text not null,
  subject_id uuid not null,
  title text not null,
  body text not null,
  data jsonb not null,
  -- later it means nothing any more
  expires_at timestamptz not null,

  status text not null default 'waiting',
  -- when somebody is to see to it: send it, send it again because whoever took it has vanished, ask for its receipt
  due_at timestamptz,
  attempts integer not null default 0,
  ticket_id text,
  error text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,

  constraint live_outbox_pkey primary key (id),
  constraint live_outbox_once_key unique (subject_id, type, push_token),
  constraint live_outbox_recipient_id_fkey
    foreign key (recipient_id) references auth.users (id) on delete cascade,
  constraint live_outbox_status_check check (
    status in ('waiting', 'sending', 'sent', 'delivered', 'failed', 'dropped')
  )
);

comment on table public.live_outbox is 'Pushes to phones, kept for two days.';
comment on constraint live_outbox_recipient_id_fkey on public.live_outbox is
  'Nobody is left to be told.';

create index if not exists live_outbox_due_at_idx on public.live_outbox (due_at)
  where status in ('waiting', 'sending');
create index if not exists live_outbox_receipt_idx on public.live_outbox (due_at) where status = 'sent';
create index if not exists live_outbox_recipient_id_idx on public.live_outbox (recipient_id);
create index if not exists live_outbox_created_at_idx on public.live_outbox (created_at);

-- Who sends, in the only row.
create table if not exists public.live_outbox_sender (
  is_only boolean not null default true,
  -- when it last asked for something to send
  seen_at timestamptz not null,
  -- its provider wants to hear nothing until then
  paused_until timestamptz,
  -- the same of mails, which another provider sends
  mails_seen_at timestamptz,
  mails_paused_until timestamptz,
  constraint live_outbox_sender_pkey primary key (is_only),
  constraint live_outbox_sender_is_only_check check (is_only)
);

comment on table public.live_outbox_sender is 'Whether a notifier is at work; one row.';

insert into public.live_outbox_sender (seen_at) values ('1970-01-01Z') on conflict (is_only) do nothing;

alter table public.live_outbox enable row level security;
alter table public.live_outbox_sender enable row level security;
revoke all on public.live_outbox, public.live_outbox_sender from anon, authenticated;
grant all on public.live_outbox, public.live_outbox_sender to service_role;

drop policy if exists live_outbox_service on public.live_outbox;
create policy live_outbox_service on public.live_outbox for all to service_role using (true) with check (true);
drop policy if exists live_outbox_sender_service on public.live_outbox_sender;
create policy live_outbox_sender_service on public.live_outbox_sender
  for all to service_role using (true) with check (true);

-- The trigger by which the app pushes everything that is inserted into `notifications`, null if there is none. One that
-- leaves out what says `pushedBy` is not meant. live_pushes_itself() and the notifier ask it.
create or replace function public.live_app_push_trigger()
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select t.tgname
    from pg_catalog.pg_trigger t
    where t.tgrelid = 'public.notifications'::regclass
      and not t.tgisinternal
      and t.tgenabled <> 'D'
      -- for each row (1), not before it (2), on insert (4)
      and t.tgtype & 7 = 5
      and pg_catalog.pg_get_triggerdef(t.oid) !~ 'pushedBy'
    order by t.tgname
    limit 1
  );
end;
$$;

-- Whether what is noted now is pushed from here. Then the app must not push it too; so where it would, it does not
-- happen.
create or replace function public.live_pushes_itself(p_now timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (select from public.live_outbox_sender s where s.seen_at > p_now - interval '2 minutes')
    and public.live_app_push_trigger() is null;
end;
$$;

-- How many pushes are not sent yet, and since when the oldest of them waits.
create or replace function public.live_waiting_pushes(out waiting bigint, out oldest_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select count(*), min(o.created_at) from public.live_outbox o where o.status in ('waiting', 'sending')
$$;

-- The phones of some people. One that somebody else has signed in on since is theirs no more.
create or replace function public.live_phones(p_user_ids uuid[])
returns table (user_id uuid, push_token text)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
  select distinct phone.user_id, phone.token
  from (
    select d.user_id, d.token, d.last_used_at as at
    from public.device_tokens d
    where d.user_id = any (p_user_ids) and d.is_active
    union all
    select p.user_id, p.token, p.updated_at
    from public.push_tokens p
    where p.user_id = any (p_user_ids)
  ) phone
  where phone.token like 'Expo%PushToken[%]'
    and not exists (
      select
      from public.device_tokens other
      where other.token = phone.token
        and other.user_id <> phone.user_id
        and coalesce(other.last_used_at > phone.at, other.last_used_at is not null)
    );
end;
$$;

-- Whether somebody wants to be pushed this now. Calls ring whatever they have said: against those there is a switch of
-- their own. Everything else goes by the app's preferences, as its pipeline does: none written, none wanted. Quiet
-- hours are local time, and may go past midnight.
create or replace function public.live_push_is_wanted(p_user_id uuid, p_type text, p_now timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  local_time constant time := (p_now at time zone 'Europe/Istanbul')::time;
begin
  return p_type in ('incoming_call', 'missed_call') or exists (
    select
    from public.notification_preferences n
    where n.user_id = p_user_id
      and n.push_enabled
      and n.notification_types ->> p_type is distinct from 'false'
      and not case
        when num_nulls(n.quiet_hours_start, n.quiet_hours_end) > 0 then false
        when n.quiet_hours_start <= n.quiet_hours_end
        then local_time >= n.quiet_hours_start and local_time < n.quiet_hours_end
        else local_time >= n.quiet_hours_start or local_time < n.quiet_hours_end
      end
  );
end;
$$;

-- Until when a push still means something, at most.
create or replace function public.live_push_lifetime(p_type text)
returns interval
language plpgsql
stable
set search_path = ''
as $$
begin
  return case p_type
    when 'incoming_call' then public.live_setting_seconds('ring_seconds')
    when 'creator_live' then interval '15 minutes'
    else interval '1 day'
  end;
end;
$$;

-- Puts a push to each phone of some people into the outbox, unless it is there already. live_tell() calls it.
create or replace function public.live_enqueue_pushes(
  p_recipient_ids uuid[], p_type text, p_subject_id uuid, p_facts jsonb, p_data jsonb, p_now timestamptz
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into public.live_outbox (
    recipient_id, push_token, type, subject_id, title, body, data, expires_at, due_at, created_at
  )
  select phone.user_id, phone.push_token, p_type, p_subject_id, words.title, words.body, p_data,
    p_now + public.live_push_lifetime(p_type), p_now, p_now
  from public.live_phones(p_recipient_ids) phone
  left join public.live_user_settings u on u.user_id = phone.user_id
  cross join lateral public.live_note_words(p_type, u.language, p_facts) words
  where public.live_push_is_wanted(phone.user_id, p_type, p_now)
  on conflict (subject_id, type, push_token) do nothing;
end;
$$;

revoke execute on function public.live_app_push_trigger() from public, anon, authenticated;
revoke execute on function public.live_pushes_itself(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_waiting_pushes() from public, anon, authenticated;
revoke execute on function public.live_phones(uuid[]) from public, anon, authenticated;
revoke execute on function public.live_push_is_wanted(uuid, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_push_lifetime(text) from public, anon, authenticated;
revoke execute on function public.live_enqueue_pushes(uuid[], text, uuid, jsonb, jsonb, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_app_push_trigger() to service_role;
grant execute on function public.live_pushes_itself(timestamptz) to service_role;
grant execute on function public.live_waiting_pushes() to service_role;
grant execute on function public.live_phones(uuid[]) to service_role;
grant execute on function public.live_push_is_wanted(uuid, text, timestamptz) to service_role;
grant execute on function public.live_push_lifetime(text) to service_role;
grant execute on function public.live_enqueue_pushes(uuid[], text, uuid, jsonb, jsonb, timestamptz) to service_role;

reset lock_timeout;
