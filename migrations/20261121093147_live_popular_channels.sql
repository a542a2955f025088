-- The channels that were watched most: counted every few minutes, so that a look at them costs next to nothing.

set lock_timeout = '3s';

create table if not exists public.live_popular_channels (
  -- of the last day or the last week
  span text not null,
  channel_id uuid not null,
  -- by connections that lasted for half a minute, in sessions that ended in that time
  watch_seconds bigint not null,
  constraint live_popular_channels_pkey primary key (span, channel_id),
  constraint live_popular_channels_channel_id_fkey
    foreign key (channel_id) references public.live_channels (id) on delete cascade,
  constraint live_popular_channels_span_check check (span in ('day', 'week')),
  constraint live_popular_channels_watch_seconds_check check (watch_seconds > 0)
);

comment on table public.live_popular_channels is 'The channels watched most, of the last day and the last week.';
comment on constraint live_popular_channels_channel_id_fkey on public.live_popular_channels is
  'A number about a channel; without it, it is about nothing.';

create index if not exists live_popular_channels_channel_id_idx on public.live_popular_channels (channel_id);

alter table public.live_popular_channels enable row level security;
revoke all on public.live_popular_channels from anon, authenticated;
grant all on public.live_popular_channels to service_role;

drop policy if exists live_popular_channels_service on public.live_popular_channels;
create policy live_popular_channels_service on public.live_popular_channels
  for all to service_role using (true) with check (true);

-- Counts anew what was watched most, a thousand channels of each span, if that was last done five minutes ago;
-- live_tick() calls it. Returns how many were written.
create or replace function public.live_measure_popular(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  written integer;
begin
  update public.live_tick_runs r
    set popular_at = p_now
    where coalesce(r.popular_at <= p_now - interval '5 minutes', true);
  if not found then
    return 0;
  end if;
  delete from public.live_popular_channels where true;
  insert into public.live_popular_channels (span, channel_id, watch_seconds)
  select spans.name, watched.*
  from (values ('day', interval '1 day'), ('week', interval '7 days')) as spans (name, length)
  cross join lateral (
    select s.channel_id, sum(f.lasting_seconds) as seconds
    from public.live_sessions s
    join public.live_session_figures f on f.session_id = s.id
    where s.ended_at > p_now - spans.length and s.ended_at <= p_now and s.channel_id is not null
    group by s.channel_id
    having sum(f.lasting_seconds) > 0
    order by seconds desc, s.channel_id
    limit 1000
  ) watched;
  get diagnostics written = row_count;
  return written;
end;
$$;

revoke execute on function public.live_measure_popular(timestamptz) from public, anon, authenticated;
grant execute on function public.live_measure_popular(timestamptz) to service_role;

reset lock_timeout;
