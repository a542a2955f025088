-- Kill switches, revenue shares and time limits, changed from the ops panel with no deploy. From here on every row is
-- there, in a project that had lost one too, and cannot be removed.

set lock_timeout = '3s';

-- Whether a value names a time zone as Postgres lists them; the settings' constraint asks it.
create or replace function public.live_names_time_zone(p_value jsonb)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return jsonb_typeof(p_value) = 'string'
    and exists (select from pg_catalog.pg_timezone_names z where z.name = p_value #>> '{}');
end;
$$;

-- Whether a value lists ids of users; the settings' constraint asks it.
create or replace function public.live_names_users(p_value jsonb)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  return jsonb_typeof(p_value) = 'array'
    and not exists (
      select
      from jsonb_array_elements(p_value) e (listed)
      where jsonb_typeof(e.listed) <> 'string'
        or e.listed #>> '{}' !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    );
end;
$$;

-- Whether a value is a moment with its offset; the settings' constraint asks it.
create or replace function public.live_names_moment(p_value jsonb)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return jsonb_typeof(p_value) = 'string'
    and p_value #>> '{}' ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$'
    and isfinite((p_value #>> '{}')::timestamptz);
exception
  when data_exception then
    return false;
end;
$$;

create table if not exists public.live_settings (
  key text not null,
  value jsonb not null,
  updated_at timestamptz not null default now(),
  -- the admin who changed it last; no foreign key, the trail outlives the account
  updated_by uuid,
  constraint live_settings_pkey primary key (key),
  -- the end of a key says what it holds, so that a mistyped value never reaches a running session
  constraint live_settings_value_check check (
    case
      when key like '%\_enabled' then jsonb_typeof(value) = 'boolean'
      when key like '%\_percent' then value::text ~ '^(100|[0-9]{1,2})$'
      -- LiveKit closes a room in which nobody has been for a minute
      when key = 'host_grace_seconds' then value::text ~ '^([1-9]|[1-5][0-9]|60)$'
      -- whoever has such an address may watch, so it is good for a day at most
      when key = 'recording_url_seconds' then
        value::text ~ '^([1-9][0-9]{0,3}|[1-7][0-9]{4}|8[0-5][0-9]{3}|86[0-3][0-9]{2}|86400)$'
      when key like '%\_seconds' then value::text ~ '^[1-9][0-9]{0,6}$'
      -- refunds, watch time and the sweeper ask for stays of some days ago
      when key = 'stay_days_count' then value::text ~ '^([3-9][0-9]|[1-9][0-9]{2,3})$'
      when key like '%\_count' then value::text ~ '^[0-9]{1,7}$'
      when key like '%\_words' then jsonb_typeof(value) = 'array'
      when key like '%\_creators' then public.live_names_users(value)
      when key like '%\_at' then value = 'null' or public.live_names_moment(value)
      when key = 'chat_blocked_words_action' then value in ('"block"', '"mute_and_flag"')
      when key like '%\_currency' then value in ('"usd"', '"eur"', '"gbp"', '"try"')
      when key like '%\_time\_zone' then public.live_names_time_zone(value)
      else true
    end
  )
);

comment on table public.live_settings is 'Kill switches, revenue shares and limits of live video.';

insert into public.live_settings (key, value)
values
  ('live_enabled', 'true'),
  ('calls_enabled', 'true'),
  -- calls with support and conferences; the AI agent that answers the first, and whether what is said there is written
  -- down unless the caller does not want it
  ('voice_enabled', 'true'),
  ('agent_enabled', 'true'),
  ('transcript_enabled', 'true'),
  -- what may be recorded: anything at all, calls between two, and calls with support, which are by themselves once
  -- everybody in them has agreed
  ('recording_enabled', 'true'),
  ('call_recording_enabled', 'false'),
  ('support_recording_enabled', 'false'),

  -- what of a payment goes to the creator; the rest is the platform's
  ('gift_creator_percent', '70'),
  ('ppv_creator_percent', '70'),
  ('call_creator_percent', '70'),
  -- the same of what is paid with a card: donations, and passes to a channel
  ('donation_creator_percent', '70'),
  ('pass_creator_percent', '70'),
  -- what going live costs, in minor units (500 is $5.00), and a month of the pass that stands for it; a month of the
  -- pass to one's channel; 0: there is none
  ('go_live_fee_minor_count', '0'),
  ('go_live_fee_currency', '"usd"'),
  ('go_live_pass_minor_count', '0'),
  ('channel_pass_minor_count', '0'),
  ('pass_currency', '"usd"'),
  -- who was offered less of a pay-per-view session's host than this gets their coins back when it ends
  ('ppv_refund_seconds', '60'),

  ('video_live_max_seconds', '14400'),
  ('audio_room_max_seconds', '28800'),
  ('call_max_seconds', '14400'),
  ('ring_seconds', '30'),
  -- how long a party may take to come into the room of a call that was answered
  ('call_arrival_seconds', '15'),

  -- calls with support and conferences: the longest, how long one may be inside alone, how long a support call waits
  -- for another agent when its own has gone, and a conference for anybody
  ('support_max_seconds', '900'),
  ('conference_max_seconds', '14400'),
  ('call_alone_seconds', '300'),
  ('agent_grace_seconds', '60'),
  ('conference_grace_seconds', '60'),
  -- how long agents may talk on a day, to one caller and in all, and to how many at once
  ('agent_user_day_seconds', '1800'),
  ('agent_day_seconds', '36000'),
  ('agent_calls_count', '20'),

  -- how long of a session or a call is recorded, how many are at once, and for how long one may be watched by an
  -- address that was given out
  ('recording_max_seconds', '10800'),
  ('recordings_count', '2'),
  ('recording_url_seconds', '3600'),

  -- how long a host may take to come to a session that has begun
  ('host_arrival_seconds', '300'),
  -- and to one of their channel, which an encoder may have to be set up for
  ('channel_host_arrival_seconds', '600'),
  -- how long a vanished phone may stay away before its session, seat or call is given up
  ('host_grace_seconds', '30'),
  ('guest_grace_seconds', '10'),
  ('call_grace_seconds', '10'),

  -- how often the sweeper runs. A guest whom only a sweep has missed is given that much more, because until the next
  -- one nobody would know that they are back
  ('sweep_interval_seconds', '60'),

  ('invitation_seconds', '60'),
  ('join_request_seconds', '60'),
  ('join_request_wait_seconds', '300'),
  ('join_request_rejected_wait_seconds', '600'),

  -- what one person may write: chat lines in a window (the host's own limit is higher), thumbnails and their files
  ('chat_messages_count', '10'),
  ('chat_host_messages_count', '100'),
  ('chat_window_seconds', '60'),
  ('thumbnail_count', '50'),
  ('chat_blocked_words', '[]'),
  -- what becomes of a line with one of them: it is refused, and with "mute_and_flag" its sender may say nothing more in
  -- that session and staff hears of it
  ('chat_blocked_words_action', '"block"'),
  -- tokens, joins, calls placed, gifts, attempts to say something and actions about people a minute, new sessions and
  -- reports an hour
  ('token_rate_count', '30'),
  ('call_rate_count', '20'),
  ('join_rate_count', '30'),
  ('create_rate_count', '10'),
  ('gift_rate_count', '120'),
  ('message_rate_count', '60'),
  ('moderation_rate_count', '60'),
  ('report_rate_count', '20'),
  -- changes of a channel and switching it on (each of both), and follows, an hour; searches, and looks at a channel, a
  -- minute of one user or address; how many channels one person may follow
  ('channel_rate_count', '10'),
  ('follow_rate_count', '60'),
  ('search_rate_count', '60'),
  ('channel_page_rate_count', '120'),
  ('follow_count', '2000'),
  -- stream keys made for a channel's encoder an hour, reports and looks at how it goes a minute (each of both)
  ('ingress_rate_count', '5'),
  ('health_rate_count', '6'),
  -- tokens of voice calls, agents sent for and looks at one's calls (history, transcript; each of both) a minute, new
  -- support calls an hour; reports of what was said a minute of one call, and lines in all
  ('voice_rate_count', '30'),
  ('agent_rate_count', '6'),
  ('support_rate_count', '6'),
  ('voice_read_rate_count', '60'),
  ('transcript_rate_count', '120'),
  ('transcript_lines_count', '2000'),
  -- recordings begun an hour, looks at recordings (each kind) a minute
  ('recording_rate_count', '6'),
  ('recording_read_rate_count', '60'),
  -- donations begun a minute and an hour, fees and passes an hour
  ('donate_rate_count', '10'),
  ('donate_hour_rate_count', '30'),
  ('pay_rate_count', '5'),
  -- by how many people somebody, or a session, is reported before staff hears of it by itself; 0: never
  ('report_flag_user_count', '3'),
  ('report_flag_session_count', '5'),

  -- how long logs are kept
  ('webhook_log_days_count', '14'),
  ('admin_log_days_count', '730'),
  -- and what was said in support calls
  ('transcript_days_count', '90'),
  -- and recordings of sessions, and of calls
  ('recording_days_count', '90'),
  ('call_recording_days_count', '30'),
  -- and LiveKit's reports of who was where, once what they come to is written down
  ('stay_days_count', '400'),

  -- whose midnights part the days of all figures
  ('analytics_time_zone', '"Europe/Istanbul"'),

  -- what of LiveKit may be used: minutes of everybody connected in a month, people connected and rooms open at once,
  -- minutes recorded in a month; 0: as much as one likes. LiveKit's own plans: Build 5000 minutes, 100 people, 60
  -- minutes recorded; Ship 10000, 1000 and 500, beyond which minutes cost extra
  ('livekit_participant_minutes_count', '0'),
  ('livekit_concurrent_participants_count', '0'),
  ('livekit_rooms_count', '0'),
  ('livekit_egress_minutes_count', '0'),
  -- creators, by their user ids, whose sessions begin all the same
  ('quota_exempt_creators', '[]'),

  -- from when on no session begins, such as "2030-01-01T12:00:00Z", and how long before those on air are told of it
  ('maintenance_at', 'null'),
  ('maintenance_warning_minutes_count', '15'),

  -- how many people are told by one tick that a session has begun
  ('announce_count', '5000'),

  ('stats_refresh_seconds', '3'),
  -- an ended room is closed this much later, so that phones show the end of the session, not an admin's intervention
  ('room_delete_delay_seconds', '30')
on conflict (key) do nothing;

create or replace trigger live_settings_updated_at
  before update on public.live_settings
  for each row execute function public.live_touch_updated_at();

alter table public.live_settings enable row level security;
revoke all on public.live_settings from anon, authenticated;
grant select on public.live_settings to authenticated;
grant all on public.live_settings to service_role;

drop policy if exists live_settings_select on public.live_settings;
create policy live_settings_select on public.live_settings
  for select to authenticated
  using (exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active));

-- What a setting is set to; the functions below call it. There are no defaults but the rows above: a setting that is
-- missing all the same is raised by its name. The table is so small that Postgres would go through it; by the index a
-- setting takes a third less, and a token takes several.
create or replace function public.live_setting_value(p_key text)
returns jsonb
language plpgsql
stable
set search_path = ''
set enable_seqscan = off
as $$
declare
  set_to constant jsonb := (select s.value from public.live_settings s where s.key = p_key);
begin
  if set_to is null then
    raise exception 'live_settings has no row %', p_key;
  end if;
  return set_to;
end;
$$;

-- A setting that is a whole number.
create or replace function public.live_setting(p_key text)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
  return public.live_setting_value(p_key)::integer;
end;
$$;

-- The same as seconds, as an interval.
create or replace function public.live_setting_seconds(p_key text)
returns interval
language plpgsql
stable
set search_path = ''
as $$
begin
  return make_interval(secs => public.live_setting(p_key));
end;
$$;

-- The same as days, at most ten years.
create or replace function public.live_setting_days(p_key text)
returns interval
language plpgsql
stable
set search_path = ''
as $$
begin
  return make_interval(days => least(public.live_setting(p_key), 3650));
end;
$$;

-- A setting that is a word or a name.
create or replace function public.live_setting_text(p_key text)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return public.live_setting_value(p_key) #>> '{}';
end;
$$;

-- A setting that lists users.
create or replace function public.live_setting_ids(p_key text)
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
begin
  return array(
    select listed.id::uuid from jsonb_array_elements_text(public.live_setting_value(p_key)) as listed (id)
  );
end;
$$;

-- A setting that is a moment, null if none is set.
create or replace function public.live_setting_time(p_key text)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return public.live_setting_text(p_key)::timestamptz;
end;
$$;

-- Whether a switch is on.
create or replace function public.live_switch(p_key text)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return public.live_setting_value(p_key)::boolean;
end;
$$;

-- The kill switches that every decision is told.
create or replace function public.live_switches()
returns jsonb
language plpgsql
stable
set search_path = ''
set enable_seqscan = off
as $$
begin
  return (
    select jsonb_object_agg(s.key, s.value)
    from public.live_settings s
    where s.key in ('live_enabled', 'calls_enabled', 'voice_enabled')
  );
end;
$$;

-- Keeps every setting: functions read them without a default. The triggers of live_settings call it, for everybody.
create or replace function public.live_settings_refuse_removal()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception 'a setting can be changed, not removed' using errcode = 'insufficient_privilege';
end;
$$;

create or replace trigger live_settings_no_delete
  before delete on public.live_settings
  for each row execute function public.live_settings_refuse_removal();
create or replace trigger live_settings_no_other_key
  before update of key on public.live_settings
  for each row when (old.key <> new.key) execute function public.live_settings_refuse_removal();
create or replace trigger live_settings_no_truncate
  before truncate on public.live_settings
  for each statement execute function public.live_settings_refuse_removal();

revoke execute on function public.live_names_time_zone(jsonb) from public, anon, authenticated;
revoke execute on function public.live_names_users(jsonb) from public, anon, authenticated;
revoke execute on function public.live_names_moment(jsonb) from public, anon, authenticated;
revoke execute on function public.live_setting_value(text) from public, anon, authenticated;
revoke execute on function public.live_setting(text) from public, anon, authenticated;
revoke execute on function public.live_setting_seconds(text) from public, anon, authenticated;
revoke execute on function public.live_setting_days(text) from public, anon, authenticated;
revoke execute on function public.live_setting_text(text) from public, anon, authenticated;
revoke execute on function public.live_setting_ids(text) from public, anon, authenticated;
revoke execute on function public.live_setting_time(text) from public, anon, authenticated;
revoke execute on function public.live_switch(text) from public, anon, authenticated;
revoke execute on function public.live_switches() from public, anon, authenticated;
revoke execute on function public.live_settings_refuse_removal() from public, anon, authenticated;
grant execute on function public.live_names_time_zone(jsonb) to service_role;
grant execute on function public.live_names_users(jsonb) to service_role;
grant execute on function public.live_names_moment(jsonb) to service_role;
grant execute on function public.live_setting_value(text) to service_role;
grant execute on function public.live_setting(text) to service_role;
grant execute on function public.live_setting_seconds(text) to service_role;
grant execute on function public.live_setting_days(text) to service_role;
grant execute on function public.live_setting_text(text) to service_role;
grant execute on function public.live_setting_ids(text) to service_role;
grant execute on function public.live_setting_time(text) to service_role;
grant execute on function public.live_switch(text) to service_role;
grant execute on function public.live_switches() to service_role;

reset lock_timeout;
