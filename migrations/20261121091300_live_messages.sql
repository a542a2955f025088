-- The chat of a session, gift announcements and system lines included. The app inserts its text messages and
-- soft-deletes here directly; what such a row may say is decided by the triggers of live_chat_guard.

set lock_timeout = '3s';

create table if not exists public.live_messages (
  id uuid not null default gen_random_uuid(),
  session_id uuid not null,
  -- no foreign key: what was said stays said
  sender_id uuid not null,
  -- null for system lines, which an admin without a profile may send, and once that profile is gone
  sender_profile_id uuid,
  message_type text not null default 'text',
  content text,

  -- for message_type gift: slug, how many, and what it cost in all
  gift_id text,
  gift_quantity integer not null default 1,
  gift_coin_value integer not null default 0,

  is_pinned boolean not null default false,
  is_deleted boolean not null default false,
  deleted_at timestamptz,
  -- no foreign key: a mark of who did it, kept when the account goes
  deleted_by uuid,

  created_at timestamptz not null default now(),

  constraint live_messages_pkey primary key (id),
  constraint live_messages_session_id_fkey
    foreign key (session_id) references public.live_sessions (id) on delete cascade,
  -- the only key to profiles, so that the app's embed profiles:sender_profile_id is unambiguous
  constraint live_messages_sender_profile_id_fkey
    foreign key (sender_profile_id) references public.profiles (id) on delete set null,
  constraint live_messages_message_type_check check (message_type in ('text', 'gift', 'system', 'pinned', 'donation')),
  constraint live_messages_content_check check (
    char_length(content) <= case when message_type = 'text' then 200 else 1000 end
    and (message_type <> 'text' or content is not null)
  ),
  constraint live_messages_gift_check check (
    case
      when message_type = 'gift' then gift_id is not null and gift_quantity between 1 and 999 and gift_coin_value > 0
      else gift_id is null and gift_coin_value = 0
    end
  )
);

comment on table public.live_messages is
  'Chat, gift and system lines of live sessions. In a session a person adds chat_messages_count lines every '
  'chat_window_seconds, its host chat_host_messages_count.';
comment on constraint live_messages_session_id_fkey on public.live_messages is
  'A line of a session''s chat, which no account takes along; nobody reads it anywhere else.';
comment on constraint live_messages_sender_profile_id_fkey on public.live_messages is
  'What was said stays: others answered, reported or paid for it.';

create index if not exists live_messages_session_id_created_at_idx on public.live_messages (session_id, created_at);
-- counts a sender's recent messages, and covers the key
create index if not exists live_messages_sender_id_session_id_created_at_idx
  on public.live_messages (sender_id, session_id, created_at desc);
create index if not exists live_messages_sender_profile_id_idx on public.live_messages (sender_profile_id);
create unique index if not exists live_messages_one_pinned_per_session on public.live_messages (session_id)
  where is_pinned and not is_deleted;

alter table public.live_messages enable row level security;
revoke all on public.live_messages from anon, authenticated;
grant select, insert on public.live_messages to authenticated;
-- soft-delete and nothing else
grant update (is_deleted) on public.live_messages to authenticated;
grant all on public.live_messages to service_role;

-- Deleted rows stay readable: the app learns of a deletion from the update of a row it may still see.
drop policy if exists live_messages_select on public.live_messages;
create policy live_messages_select on public.live_messages
  for select to authenticated
  using (
    sender_id = (select auth.uid())
    -- a value, not an exists: the planner would answer that by hashing every public session there ever was
    or (
      select s.access_type = 'public' or s.creator_id = (select auth.uid())
      from public.live_sessions s
      where s.id = live_messages.session_id
    )
    or exists (
      select from public.live_participants p
      where p.session_id = live_messages.session_id and p.user_id = (select auth.uid()) and p.is_active
    )
    or exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active)
  );

drop policy if exists live_messages_insert on public.live_messages;
create policy live_messages_insert on public.live_messages
  for insert to authenticated
  with check (sender_id = (select auth.uid()) and message_type = 'text');

-- The sender, the host, a moderator inside and admins may delete; nobody brings a message back.
drop policy if exists live_messages_update on public.live_messages;
create policy live_messages_update on public.live_messages
  for update to authenticated
  using (
    not is_deleted
    and (
      sender_id = (select auth.uid())
      or exists (
        select from public.live_sessions s
        where s.id = live_messages.session_id and s.creator_id = (select auth.uid())
      )
      or exists (
        select from public.live_participants p
        where p.session_id = live_messages.session_id
          and p.user_id = (select auth.uid()) and p.role = 'moderator' and p.is_active
      )
      or exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active)
    )
  )
  with check (is_deleted);

reset lock_timeout;
