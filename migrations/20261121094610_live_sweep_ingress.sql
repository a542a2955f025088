-- What the sweeper makes of the ingresses that LiveKit has.

-- Holds what LiveKit has, being asked at p_now, against what channels have. p_seen: [{ingress_id, name, room_name,
-- status}]. Writes down how each of them is, and notes those that are named after a channel that does not have them:
-- whoever makes one at this moment has five minutes to write it down. Returns what LiveKit is to be told: `point`,
-- which send into another room than they are to, and `delete`.
create or replace function public.live_sweep_ingress(p_seen jsonb, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.live_channel_ingress i
    set status = now_is.status, status_at = p_now
    from (
      select mine.ingress_id, coalesce(v.status, 'inactive') as status
      from public.live_channel_ingress mine
      left join jsonb_to_recordset(p_seen) as v (ingress_id text, status text) using (ingress_id)
    ) now_is
    where i.ingress_id = now_is.ingress_id and i.status <> now_is.status and i.status_at <= p_now;

  insert into public.live_ingress_leftovers (ingress_id, due_at)
  select v.ingress_id, p_now + interval '5 minutes'
  from jsonb_to_recordset(p_seen) as v (ingress_id text, name text)
  join public.live_channels c on v.name = 'channel_' || c.id
  where not exists (select from public.live_channel_ingress i where i.ingress_id = v.ingress_id)
  on conflict (ingress_id) do nothing;
  delete from public.live_ingress_leftovers l
    where not exists (
      select from jsonb_to_recordset(p_seen) as v (ingress_id text) where v.ingress_id = l.ingress_id
    );

  return jsonb_build_object(
    'point', (
      select coalesce(jsonb_agg(jsonb_build_object('ingress_id', i.ingress_id, 'room_name', wanted.room)), '[]')
      from jsonb_to_recordset(p_seen) as v (ingress_id text, room_name text)
      join public.live_channel_ingress i on i.ingress_id = v.ingress_id
      join public.live_channels c on c.id = i.channel_id
      cross join lateral (select public.live_ingress_room(c, p_now) as room) wanted
      where wanted.room <> v.room_name
    ),
    'delete', (
      select coalesce(jsonb_agg(l.ingress_id order by l.ingress_id), '[]')
      from public.live_ingress_leftovers l
      where l.due_at <= p_now
    )
  );
end;
$$;

revoke execute on function public.live_sweep_ingress(jsonb, timestamptz) from public, anon, authenticated;
grant execute on function public.live_sweep_ingress(jsonb, timestamptz) to service_role;
