-- A creator's lasting page. Being on air is an ordinary row of live_sessions that names its channel.

set lock_timeout = '3s';

create table if not exists public.live_channels (
  id uuid not null default gen_random_uuid(),
  -- no foreign key: it goes with the profile
  creator_id uuid not null,
  creator_profile_id uuid not null,
  slug text not null,
  -- the name that a client enters by; LiveKit's rooms are the sessions'
  room_name text not null,
  -- slug and name of the creator, as live_folded_name() writes them; written by a trigger and by nothing else, whenever
  -- the channel is changed or goes on air
  search_name text not null,
  title text not null,
  description text,

  -- of the sessions that it opens
  access_type text not null default 'public',
  ppv_coin_price integer not null default 0,

  -- degrees, where the creator has given them; rounded to a tenth, which is 11 km, so that nobody is found at home
  longitude double precision,
  latitude double precision,

  -- the session that is on air; written by the trigger of live_sessions and by nothing else
  session_id uuid,
  active boolean not null generated always as (session_id is not null) stored,
  -- written by the trigger of live_channel_follows
  followers integer not null default 0,

  -- by staff: no session begins, and nobody finds it
  suspended_at timestamptz,
  -- when the slug was last another
  renamed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),

  constraint live_channels_pkey primary key (id),
  constraint live_channels_creator_id_key unique (creator_id),
  constraint live_channels_slug_key unique (slug),
  constraint live_channels_room_name_key unique (room_name),
  constraint live_channels_creator_profile_id_fkey
    foreign key (creator_profile_id) references public.profiles (id) on delete cascade,
  constraint live_channels_slug_check check (public.live_is_slug(slug)),
  constraint live_channels_title_check check (char_length(title) between 1 and 100),
  constraint live_channels_description_check check (char_length(description) <= 2000),
  constraint live_channels_access_type_check check (access_type in ('public', 'subscribers_only', 'pay_per_view')),
  constraint live_channels_ppv_coin_price_check check (
    ppv_coin_price >= 0 and (access_type <> 'pay_per_view' or ppv_coin_price >= 1)
  ),
  constraint live_channels_place_check check (
    (longitude is null) = (latitude is null)
    and longitude between -180 and 180
    and latitude between -90 and 90
    and longitude = round(longitude::numeric, 1)
    and latitude = round(latitude::numeric, 1)
  ),
  constraint live_channels_followers_check check (followers >= 0)
);

comment on table public.live_channels is 'Creators'' pages: how they are called, what their sessions are.';
comment on constraint live_channels_creator_profile_id_fkey on public.live_channels is
  'The page of a person, who takes it along.';

create index if not exists live_channels_creator_profile_id_idx on public.live_channels (creator_profile_id);
-- two channels must not look the same. No generated column: where a trigger looks at a row before its update, Postgres
-- takes all of them for changed, and with one in a key locks the row against those who begin to refer to it
create unique index if not exists live_channels_skeleton_key on public.live_channels (public.live_slug_skeleton(slug));
-- the beginning of a slug, which may be that of thousands: what a search asks of each stands beside it
create index if not exists live_channels_slug_idx on public.live_channels (slug text_pattern_ops)
  include (id, creator_id, session_id, suspended_at);
-- the same of the few that are on air
create index if not exists live_channels_slug_on_air_idx on public.live_channels (slug text_pattern_ops)
  where session_id is not null;
-- what is on, by where it is
create index if not exists live_channels_place_idx on public.live_channels
  using gist (point(longitude, latitude)) where session_id is not null and longitude is not null;
create index if not exists live_channels_session_id_idx on public.live_channels (session_id)
  where session_id is not null;

create or replace trigger live_channels_updated_at
  before update on public.live_channels
  for each row execute function public.live_touch_updated_at();

-- Writes down what a channel is found by; the trigger of live_channels calls it.
create or replace function public.live_name_channel()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.search_name := concat_ws(' ', new.slug, (
    select nullif(public.live_folded_name(coalesce(p.display_name, p.username)), '')
    from public.profiles p
    where p.id = new.creator_profile_id
  ));
  return new;
end;
$$;

create or replace trigger live_channels_name
  before insert or update of slug, search_name on public.live_channels
  for each row execute function public.live_name_channel();

revoke execute on function public.live_name_channel() from public, anon, authenticated;
grant execute on function public.live_name_channel() to service_role;

alter table public.live_channels enable row level security;
revoke all on public.live_channels from anon, authenticated;
grant all on public.live_channels to service_role;

drop policy if exists live_channels_service on public.live_channels;
create policy live_channels_service on public.live_channels
  for all to service_role using (true) with check (true);

reset lock_timeout;
