-- Mails to followers who asked for them, by `email` of live_channel_follows: that a channel is on air. The tick writes
-- them, a batch at a time, the notifier sends them. No address stands here: it is read when a mail is handed out.
--
-- Only while a notifier that sends mails is at work.

set lock_timeout = '3s';

create table if not exists public.live_mails (
  id uuid not null default gen_random_uuid(),
  session_id uuid not null,
  channel_id uuid not null,
  recipient_id uuid not null,

  status text not null default 'waiting',
  -- when somebody is to see to it: send it, send it again, or find that whoever took it has vanished
  due_at timestamptz,
  attempts integer not null default 0,
  -- an attempt had no answer, so it may have been sent: it is tried once more and then never again
  is_repeat boolean not null default false,
  -- the provider's id of it
  message_id text,
  error text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,

  constraint live_mails_pkey primary key (id),
  constraint live_mails_once_key unique (session_id, recipient_id),
  constraint live_mails_session_id_fkey
    foreign key (session_id) references public.live_sessions (id) on delete cascade,
  constraint live_mails_channel_id_fkey
    foreign key (channel_id) references public.live_channels (id) on delete cascade,
  constraint live_mails_recipient_id_fkey foreign key (recipient_id) references auth.users (id) on delete cascade,
  constraint live_mails_status_check check (status in ('waiting', 'sending', 'sent', 'failed', 'dropped'))
);

comment on table public.live_mails is 'Mails to followers, kept for two days.';
comment on constraint live_mails_session_id_fkey on public.live_mails is
  'Tells of a session; without it there is nothing to tell.';
comment on constraint live_mails_channel_id_fkey on public.live_mails is
  'Goes to a follower of the channel; without it there is none.';
comment on constraint live_mails_recipient_id_fkey on public.live_mails is 'Nobody is left to be told.';

create index if not exists live_mails_due_at_idx on public.live_mails (due_at) where status in ('waiting', 'sending');
create index if not exists live_mails_channel_id_idx on public.live_mails (channel_id);
create index if not exists live_mails_recipient_id_idx on public.live_mails (recipient_id);
create index if not exists live_mails_created_at_idx on public.live_mails (created_at);

-- Sessions whose followers are being written to: how far that has come. A mailing stays until its session is over, and
-- then until nothing of it waits.
create table if not exists public.live_mailings (
  session_id uuid not null,
  -- the last one a mail was written to, in the order of ids
  told_to uuid,
  -- nobody is left to be written to
  is_complete boolean not null default false,
  created_at timestamptz not null default now(),
  constraint live_mailings_pkey primary key (session_id),
  constraint live_mailings_session_id_fkey
    foreign key (session_id) references public.live_sessions (id) on delete cascade
);

comment on table public.live_mailings is 'Mailings of sessions on air, gone once nothing of them waits.';
comment on constraint live_mailings_session_id_fkey on public.live_mailings is
  'Announces a session; without it there is nothing to announce.';

alter table public.live_mails enable row level security;
alter table public.live_mailings enable row level security;
revoke all on public.live_mails, public.live_mailings from anon, authenticated;
grant all on public.live_mails, public.live_mailings to service_role;

drop policy if exists live_mails_service on public.live_mails;
create policy live_mails_service on public.live_mails for all to service_role using (true) with check (true);
drop policy if exists live_mailings_service on public.live_mailings;
create policy live_mailings_service on public.live_mailings for all to service_role using (true) with check (true);

-- Begins to write to the followers of those of these sessions that are on a channel. What makes an announcement calls
-- it; so a channel that is switched on and off and on again mails nobody twice either.
create or replace function public.live_begin_mailings(p_session_ids uuid[], p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into public.live_mailings (session_id, created_at)
  select s.id, p_now
  from public.live_sessions s
  where s.id = any (p_session_ids) and s.channel_id is not null
  -- a start that was taken back and made again
  on conflict (session_id) do update set told_to = null, is_complete = false;
end;
$$;

-- Whether somebody who was mailed about a channel then may be mailed about it again: once in six hours.
create or replace function public.live_mail_is_due(p_emailed_at timestamptz, p_now timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(p_emailed_at <= p_now - interval '6 hours', true);
end;
$$;

-- Writes mails to the next followers of a session's channel, at most p_many, and no more than so many are looked at.
-- Returns how many were written; live_mail_followers() calls it. Whether they may still be sent is asked once more when
-- they are handed out.
create or replace function public.live_mail_session(p_session_id uuid, p_many integer, p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  session record;
  people uuid[];
  written integer;
begin
  select s.creator_id, s.channel_id, m.told_to into session
  from public.live_mailings m
  join public.live_sessions s on s.id = m.session_id
  where m.session_id = p_session_id;
  people := array(
    select f.user_id
    from public.live_channel_follows f
    where f.channel_id = session.channel_id
      and f.email
      and f.user_id > coalesce(session.told_to, '00000000-0000-0000-0000-000000000000')
    order by f.user_id
    limit p_many
  );

  insert into public.live_mails (session_id, channel_id, recipient_id, due_at, created_at)
  select p_session_id, f.channel_id, f.user_id, p_now, p_now
  from public.live_channel_follows f
  where f.channel_id = session.channel_id
    and f.user_id = any (people)
    and public.live_mail_is_due(f.emailed_at, p_now)
    and not public.live_either_blocks(session.creator_id, f.user_id)
  on conflict (session_id, recipient_id) do nothing;
  get diagnostics written = row_count;
  update public.live_mailings m
    set told_to = coalesce(people[cardinality(people)], m.told_to), is_complete = cardinality(people) < p_many
    where m.session_id = p_session_id;
  return written;
end;
$$;

-- Drops mails about a session that is over, at most p_many, and forgets its mailing once none waits. Returns how many;
-- live_mail_followers() calls it.
create or replace function public.live_drop_mails(p_session_id uuid, p_many integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  dropped integer;
begin
  update public.live_mails m
    set status = 'dropped', due_at = null
    where m.id in (
      select x.id
      from public.live_mails x
      where x.session_id = p_session_id and x.status = 'waiting'
      limit p_many
      for no key update skip locked
    );
  get diagnostics dropped = row_count;
  delete from public.live_mailings m where m.session_id = p_session_id and dropped < p_many;
  return dropped;
end;
$$;

-- Writes mails to the followers of sessions on air, so many each time, and drops those about sessions that are over;
-- live_tick() calls it. Returns how many mails were written or dropped.
create or replace function public.live_mail_followers(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  until constant timestamptz := clock_timestamp() + interval '1 second';
  allowed constant integer := greatest(1, public.live_setting('announce_count'));
  mailings uuid[];
  mailing record;
  done integer := 0;
begin
  if not exists (
    select from public.live_outbox_sender s where s.mails_seen_at > p_now - interval '2 minutes'
  ) then
    delete from public.live_mailings;
    return 0;
  end if;

  mailings := array(
    select m.session_id
    from public.live_mailings m
    join public.live_sessions s on s.id = m.session_id
    where s.status <> 'live' or not m.is_complete
    order by m.created_at
    limit least(allowed, 100)
  );
  for mailing in
    select s.id, s.status = 'live' as is_on_air from public.live_sessions s where s.id = any (mailings)
  loop
    exit when clock_timestamp() >= until;
    -- to each the same share
    done := done + case
      when mailing.is_on_air
      then public.live_mail_session(mailing.id, allowed / cardinality(mailings), p_now)
      else public.live_drop_mails(mailing.id, allowed / cardinality(mailings))
    end;
  end loop;
  return done;
end;
$$;

revoke execute on function public.live_begin_mailings(uuid[], timestamptz) from public, anon, authenticated;
revoke execute on function public.live_mail_is_due(timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_mail_session(uuid, integer, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_drop_mails(uuid, integer) from public, anon, authenticated;
revoke execute on function public.live_mail_followers(timestamptz) from public, anon, authenticated;
grant execute on function public.live_begin_mailings(uuid[], timestamptz) to service_role;
grant execute on function public.live_mail_is_due(timestamptz, timestamptz) to service_role;
grant execute on function public.live_mail_session(uuid, integer, timestamptz) to service_role;
grant execute on function public.live_drop_mails(uuid, integer) to service_role;
grant execute on function public.live_mail_followers(timestamptz) to service_role;

reset lock_timeout;
