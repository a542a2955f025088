-- Where a channel's encoder (OBS and the like) sends to: an ingress of LiveKit's. LiveKit makes the stream key and
-- keeps it; it is never written here.

set lock_timeout = '3s';

create table if not exists public.live_channel_ingress (
  channel_id uuid not null,
  -- LiveKit's id of it
  ingress_id text not null,
  -- the end of the stream key, by which its owner tells it from another
  key_hint text not null,
  input text not null,
  url text not null,
  -- what LiveKit last said of it, by which time
  status text not null default 'inactive',
  status_at timestamptz not null,
  created_at timestamptz not null default now(),

  constraint live_channel_ingress_pkey primary key (channel_id),
  constraint live_channel_ingress_ingress_id_key unique (ingress_id),
  constraint live_channel_ingress_channel_id_fkey
    foreign key (channel_id) references public.live_channels (id) on delete cascade,
  constraint live_channel_ingress_key_hint_check check (char_length(key_hint) <= 4),
  constraint live_channel_ingress_input_check check (input in ('rtmp', 'whip')),
  constraint live_channel_ingress_status_check check (
    status in ('inactive', 'buffering', 'publishing', 'error', 'complete')
  )
);

comment on table public.live_channel_ingress is 'Where channels'' encoders send to; without the stream key.';
comment on constraint live_channel_ingress_channel_id_fkey on public.live_channel_ingress is
  'Nobody sends to a channel that is gone; what LiveKit has of it is noted in live_ingress_leftovers.';

alter table public.live_channel_ingress enable row level security;
revoke all on public.live_channel_ingress from anon, authenticated;
grant all on public.live_channel_ingress to service_role;

drop policy if exists live_channel_ingress_service on public.live_channel_ingress;
create policy live_channel_ingress_service on public.live_channel_ingress
  for all to service_role using (true) with check (true);

-- Ingresses that no channel has any more, until LiveKit has deleted them; the sweeper sees to that.
create table if not exists public.live_ingress_leftovers (
  ingress_id text not null,
  -- not before then: one that is being made at this moment is no channel's yet
  due_at timestamptz not null,
  constraint live_ingress_leftovers_pkey primary key (ingress_id)
);

comment on table public.live_ingress_leftovers is 'Ingresses that LiveKit is to delete.';

alter table public.live_ingress_leftovers enable row level security;
revoke all on public.live_ingress_leftovers from anon, authenticated;
grant all on public.live_ingress_leftovers to service_role;

drop policy if exists live_ingress_leftovers_service on public.live_ingress_leftovers;
create policy live_ingress_leftovers_service on public.live_ingress_leftovers
  for all to service_role using (true) with check (true);

-- Notes the ingress that a channel loses, by another one or its own end; the triggers of live_channel_ingress call
-- it. As its owner, because an account that goes takes its channel along by Auth's hand, which may not write here.
create or replace function public.live_keep_leftover_ingress()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.live_ingress_leftovers as l (ingress_id, due_at)
  values (old.ingress_id, now())
  on conflict (ingress_id) do update set due_at = least(l.due_at, excluded.due_at);
  return null;
end;
$$;

create or replace trigger live_channel_ingress_keep_replaced
  after update of ingress_id on public.live_channel_ingress
  for each row when (old.ingress_id <> new.ingress_id) execute function public.live_keep_leftover_ingress();
create or replace trigger live_channel_ingress_keep_deleted
  after delete on public.live_channel_ingress
  for each row execute function public.live_keep_leftover_ingress();

revoke execute on function public.live_keep_leftover_ingress() from public, anon, authenticated;
grant execute on function public.live_keep_leftover_ingress() to service_role;

-- How well a channel's broadcast goes, as its creator's own client measures it: the last sample, for which nobody
-- vouches.
create table if not exists public.live_channel_health (
  channel_id uuid not null,
  bitrate_kbps double precision,
  fps double precision,
  -- in percent
  packet_loss double precision,
  rtt_ms double precision,
  sampled_at timestamptz not null,
  constraint live_channel_health_pkey primary key (channel_id),
  constraint live_channel_health_channel_id_fkey
    foreign key (channel_id) references public.live_channels (id) on delete cascade,
  constraint live_channel_health_sample_check check (
    bitrate_kbps between 0 and 1000000
    and fps between 0 and 1000
    and packet_loss between 0 and 100
    and rtt_ms between 0 and 600000
  )
);

comment on table public.live_channel_health is 'What creators'' clients last measured of their own broadcast.';
comment on constraint live_channel_health_channel_id_fkey on public.live_channel_health is
  'Means nothing without the channel.';

alter table public.live_channel_health enable row level security;
revoke all on public.live_channel_health from anon, authenticated;
grant all on public.live_channel_health to service_role;

drop policy if exists live_channel_health_service on public.live_channel_health;
create policy live_channel_health_service on public.live_channel_health
  for all to service_role using (true) with check (true);

reset lock_timeout;
