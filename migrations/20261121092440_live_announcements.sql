-- Sessions whose subscribers and followers are being told that they are on. A row of its own, because every update of a
-- session goes out to its viewers, and there is one for every batch of subscribers.

set lock_timeout = '3s';

create table if not exists public.live_announcements (
  session_id uuid not null,
  -- the last one told, in the order of ids
  told_to uuid,
  -- the subscribers were told before the session was put on a channel
  followers_only boolean not null default false,
  created_at timestamptz not null default now(),
  constraint live_announcements_pkey primary key (session_id),
  constraint live_announcements_session_id_fkey
    foreign key (session_id) references public.live_sessions (id) on delete cascade
);

comment on table public.live_announcements is 'Announcements under way, gone once everybody was told.';
comment on constraint live_announcements_session_id_fkey on public.live_announcements is
  'Announces a session; without it there is nothing to announce.';

create index if not exists live_announcements_created_at_idx on public.live_announcements (created_at);

alter table public.live_announcements enable row level security;
revoke all on public.live_announcements from anon, authenticated;
grant all on public.live_announcements to service_role;

drop policy if exists live_announcements_service on public.live_announcements;
create policy live_announcements_service on public.live_announcements
  for all to service_role using (true) with check (true);

-- The next of those who are to hear of a session, at most p_many, after this one in the order of ids or from the
-- beginning: its creator's active subscribers and holders of passes, unless only followers are asked for, and whoever
-- follows its channel and wants to be notified, each once; without those who have blocked the creator or whom the
-- creator has blocked. live_announce_session() asks it.
create or replace function public.live_audience_after(
  p_creator_id uuid, p_channel_id uuid, p_followers_only boolean, p_told_to uuid, p_many integer, p_now timestamptz
)
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
declare
  after constant uuid := coalesce(p_told_to, '00000000-0000-0000-0000-000000000000');
begin
  return array(
    select next.person
    from (
      (
        select c.subscriber_id as person
        from public.creator_subscriptions c
        where c.creator_id = p_creator_id
          and not p_followers_only
          and c.subscriber_id > after
          and c.status = 'active'
          and (c.current_period_end is null or c.current_period_end > p_now)
          and not public.live_either_blocks(p_creator_id, c.subscriber_id)
        order by c.subscriber_id
        limit p_many
      )
      union
      (
        select p.user_id
        from public.live_passes p
        where p.creator_id = p_creator_id
          and not p_followers_only
          and p.user_id > after
          and public.live_pass_end(p) > p_now
          and not public.live_either_blocks(p_creator_id, p.user_id)
        order by p.user_id
        limit p_many
      )
      union
      (
        select f.user_id
        from public.live_channel_follows f
        where f.channel_id = p_channel_id
          and f.user_id > after
          and f.push
          and not public.live_either_blocks(p_creator_id, f.user_id)
        order by f.user_id
        limit p_many
      )
    ) next
    order by next.person
    limit p_many
  );
end;
$$;

-- Tells the next of those who are to hear of a session, at most p_many of them and not after p_until, and forgets the
-- announcement once there is nobody left or the session is over. Returns how many were told; live_announce_sessions()
-- calls it.
create or replace function public.live_announce_session(
  p_session_id uuid, p_many integer, p_until timestamptz, p_now timestamptz
)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  session record;
  people uuid[];
  gone uuid[];
  known uuid[];
  told integer;
begin
  select s.id, s.creator_id, s.channel_id, s.title, s.session_type, s.status = 'live' as on_air, a.told_to,
    a.followers_only,
    coalesce(p.display_name, p.username) as creator_name
  into session
  from public.live_announcements a
  join public.live_sessions s on s.id = a.session_id
  left join public.profiles p on p.id = s.creator_profile_id
  where a.session_id = p_session_id;
  if session.on_air then
    people := public.live_audience_after(
      session.creator_id, session.channel_id, session.followers_only, session.told_to, p_many, p_now
    );
  end if;
  if coalesce(cardinality(people), 0) = 0 then
    delete from public.live_announcements a where a.session_id = p_session_id;
    return 0;
  end if;

  -- a subscription may outlive its subscriber
  gone := public.live_users_gone(people);
  known := array(select person from unnest(people) as person where person <> all (gone));
  told := public.live_tell(
    known, session.creator_id, 'creator_live', session.id,
    jsonb_build_object('name', session.creator_name, 'title', session.title),
    jsonb_build_object(
      'sessionId', session.id,
      'sessionType', session.session_type,
      'creatorId', session.creator_id,
      'url', '/(live)/watch/' || session.id
    ),
    p_now, p_until
  );
  update public.live_announcements a
    set told_to = case when told = cardinality(known) then people[cardinality(people)] else known[told] end
    where a.session_id = p_session_id;
  return told;
end;
$$;

-- Whether people have been told of a session on this channel within half an hour: a channel that is switched on and off
-- and on again tells nobody twice.
create or replace function public.live_was_announced(p_channel_id uuid, p_but_session_id uuid, p_now timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select
    from public.live_sessions s
    where s.channel_id = p_channel_id
      and s.id <> p_but_session_id
      and s.announced_at > p_now - interval '30 minutes'
  );
end;
$$;

-- Has a channel's followers told of a session that its subscribers were told of before it was on the channel;
-- live_channel_go_live() calls it. One of which nobody was told yet is told to all of them by the tick.
create or replace function public.live_announce_to_followers(p_session public.live_sessions, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_session.announced_at is not null
    and not public.live_was_announced(p_session.channel_id, p_session.id, p_now)
  then
    insert into public.live_announcements (session_id, followers_only, created_at)
    values (p_session.id, true, p_now)
    -- subscribers are being told at this moment; followers whose turn has passed hear of the next one
    on conflict (session_id) do nothing;
    perform public.live_begin_mailings(array[p_session.id], p_now);
  end if;
end;
$$;

-- Tells the subscribers and followers of sessions that went on air, so many each time; live_tick() calls it. Not done
-- by the creating request: a creator with many of them would wait for it, and a room LiveKit then fails to open would
-- have been announced. LiveKit's word that the room is open is waited for, but not for long. Returns how many were
-- told.
create or replace function public.live_announce_sessions(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  until constant timestamptz := clock_timestamp() + interval '1 second';
  allowed constant integer := greatest(1, public.live_setting('announce_count'));
  announced uuid[];
  sessions uuid[];
  session uuid;
  told integer := 0;
begin
  with on_air as (
    update public.live_sessions s
      set announced_at = p_now
      where s.id in (
        select x.id
        from public.live_sessions x
        where x.status = 'live'
          and x.announced_at is null
          and x.started_at > p_now - interval '10 minutes'
          and (x.livekit_room_sid is not null or x.started_at <= p_now - interval '15 seconds')
        limit 100
        for no key update skip locked
      )
      returning s.id, s.channel_id
  ),
  begun as (
    insert into public.live_announcements as a (session_id, created_at)
    select o.id, p_now
    from on_air o
    where not public.live_was_announced(o.channel_id, o.id, p_now)
    -- a start that was taken back and made again
    on conflict (session_id) do update set told_to = null, followers_only = false
    returning session_id
  )
  select array_agg(b.session_id) into announced from begun b;
  perform public.live_begin_mailings(announced, p_now);

  -- to each the same share
  sessions := array(
    select a.session_id from public.live_announcements a order by a.created_at limit least(allowed, 100)
  );
  foreach session in array sessions loop
    exit when clock_timestamp() >= until;
    told := told + public.live_announce_session(session, allowed / cardinality(sessions), until, p_now);
  end loop;
  return told;
end;
$$;

revoke execute on function public.live_audience_after(uuid, uuid, boolean, uuid, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_was_announced(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_announce_to_followers(public.live_sessions, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_announce_session(uuid, integer, timestamptz, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_announce_sessions(timestamptz) from public, anon, authenticated;
grant execute on function public.live_audience_after(uuid, uuid, boolean, uuid, integer, timestamptz) to service_role;
grant execute on function public.live_was_announced(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_announce_to_followers(public.live_sessions, timestamptz) to service_role;
grant execute on function public.live_announce_session(uuid, integer, timestamptz, timestamptz) to service_role;
grant execute on function public.live_announce_sessions(timestamptz) to service_role;

reset lock_timeout;
