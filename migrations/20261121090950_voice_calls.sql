-- Calls and who was in them under the names of the voice documents: views of calls, live_stays and call_agents, so that
-- nothing is kept twice. Whoever reads them sees what the policies of those tables let them see. Moments are in UTC, in
-- a type without a zone, as these documents have them.

set lock_timeout = '3s';

-- Calls of every kind. The transcript is one line for each that was said, whatever line breaks were in it, so that
-- nobody's words look like somebody else's; staff, who may not read it here, has the call without.
create or replace view public.voice_calls
with (security_invoker = true)
as
select
  c.id,
  c.livekit_room_name::varchar(255) as room_name,
  c.caller_id::text::varchar(255) as caller_id,
  c.callee_id::text::varchar(255) as callee_id,
  case c.kind when 'user_to_user' then 'user-to-user' else c.kind end::varchar(50) as call_type,
  case
    when c.status = 'connected' then 'connected'
    when c.status = 'ringing' and exists (
      select
      from public.live_stays t
      where t.call_id = c.id and t.kind = 'STANDARD' and t.joined_at is not null and t.left_at is null
    ) then 'ringing'
    when c.status = 'ringing' then 'pending'
    when c.end_reason in ('completed', 'failed') then c.end_reason
    else 'missed'
  end::varchar(50) as status,
  c.initiated_at at time zone 'utc' as started_at,
  c.answered_at at time zone 'utc' as connected_at,
  c.ended_at at time zone 'utc' as ended_at,
  c.duration_seconds,
  -- where its address is to be had, which is never told here
  (
    select '/functions/v1/get-recording-url?recordingId=' || r.id
    from public.recordings r
    where r.call_id = c.id and r.available_at is not null
    order by r.created_at desc
    limit 1
  ) as recording_url,
  (
    select string_agg(
      initcap(l.speaker) || ': ' || regexp_replace(l.text, '\s*[\n\r\u000b\u000c\u0085\u2028\u2029]+\s*', ' ', 'g'),
      e'\n' order by l.spoken_at, l.item_id
    )
    from public.call_transcript_lines l
    where l.call_id = c.id
  ) as transcript,
  jsonb_build_object(
    'language', c.language,
    -- whether what is said is written down
    'transcript', c.transcript_on,
    'media', split_part(c.call_type, '_', 1),
    'end_reason', c.end_reason,
    'end_detail', c.end_detail,
    'ended_by', c.ended_by
  ) as metadata,
  c.created_at at time zone 'utc' as created_at
from public.calls c;

comment on view public.voice_calls is 'Calls of every kind, as the voice documents name them.';

-- Who was in a call: each connection of a person, and each agent that came. The id is 31 bits of a hash of LiveKit's
-- SID, or of the agent's id: it stays the same, and two of a call are the same once in two thousand million.
create or replace view public.call_participants
with (security_invoker = true)
as
select
  ('x' || substr(md5(t.participant_sid), 1, 8))::bit(32)::integer & 2147483647 as id,
  t.call_id,
  t.user_id::text::varchar(255) as user_id,
  (
    select coalesce(p.display_name, p.username)
    from public.profiles p
    where p.user_id = t.user_id and p.type = 'real'
    limit 1
  )::varchar(255) as participant_name,
  t.joined_at at time zone 'utc' as joined_at,
  t.left_at at time zone 'utc' as left_at,
  case
    when t.left_at < t.joined_at then 0
    else floor(extract(epoch from t.left_at - t.joined_at))::integer
  end as duration_seconds,
  coalesce(m.is_muted, false) as is_muted
from public.live_stays t
left join public.call_members m on m.call_id = t.call_id and m.user_id = t.user_id
where t.call_id is not null and t.kind = 'STANDARD'
union all
select
  ('x' || substr(md5(a.id::text), 1, 8))::bit(32)::integer & 2147483647,
  a.call_id,
  ('agent-' || a.id)::varchar(255),
  'AI'::varchar(255),
  a.joined_at at time zone 'utc',
  a.left_at at time zone 'utc',
  case
    when a.left_at < a.joined_at then 0
    else floor(extract(epoch from a.left_at - a.joined_at))::integer
  end,
  false
from public.call_agents a
where a.joined_at is not null;

comment on view public.call_participants is 'Who was in a call, and from when to when.';

revoke all on public.voice_calls, public.call_participants from anon, authenticated, service_role;
grant select on public.voice_calls, public.call_participants to authenticated, service_role;

reset lock_timeout;
