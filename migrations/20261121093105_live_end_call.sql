-- How a call ends, whoever or whatever ends it. Idempotent: the first reason stands.

-- Tells whoever was called, and did not come, of a call they have missed. Nobody is called by one with support.
create or replace function public.live_notify_missed(p_call public.calls, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform public.live_tell(
    array(
      select m.user_id
      from public.call_members m
      where m.call_id = p_call.id
        and m.role in ('party', 'member')
        and (
          m.role = 'party'
          or not exists (select from public.live_stays t where t.call_id = p_call.id and t.user_id = m.user_id)
        )
    ),
    p_call.caller_id, 'missed_call', p_call.id,
    jsonb_build_object('name', public.live_call_face(p_call.caller_id) ->> 'display_name'),
    public.live_call_note(p_call), p_now
  );
end;
$$;

-- Ends a call and, if nobody answered, leaves those who were called a missed-call notification; the call functions, the
-- webhook and live_tick() call it. Returns whether this call of the function ended it.
create or replace function public.live_end_call(
  p_call_id uuid,
  p_reason text,
  p_ended_by uuid,
  p_now timestamptz default now(),
  p_ended_at timestamptz default null,
  p_detail text default null
)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  ended public.calls;
begin
  update public.calls c
    set status = 'ended',
        end_reason = p_reason,
        end_detail = p_detail,
        ended_by = p_ended_by,
        ended_at = greatest(c.initiated_at, coalesce(p_ended_at, p_now)),
        duration_seconds = case
          when c.answered_at is null then 0
          else greatest(0, floor(extract(epoch from coalesce(p_ended_at, p_now) - c.answered_at)))::integer
        end,
        party_left_at = null
    where c.id = p_call_id
      -- a call that was answered meanwhile can no longer be missed, nor one still ringing be completed
      and c.status = any (
        case p_reason
          when 'completed' then array['connected']
          when 'failed' then array['ringing', 'connected']
          else array['ringing']
        end
      )
    returning * into ended;
  if not found then
    return false;
  end if;

  perform public.live_mark_day(ended.created_at, p_now);
  if ended.answered_at is null and p_reason in ('missed', 'cancelled') then
    perform public.live_notify_missed(ended, p_now);
  end if;
  return true;
end;
$$;

revoke execute on function public.live_notify_missed(public.calls, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_end_call(uuid, text, uuid, timestamptz, timestamptz, text)
  from public, anon, authenticated;
grant execute on function public.live_notify_missed(public.calls, timestamptz) to service_role;
grant execute on function public.live_end_call(uuid, text, uuid, timestamptz, timestamptz, text) to service_role;
