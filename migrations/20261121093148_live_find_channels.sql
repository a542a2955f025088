-- Channels are found: by name, by place, by how many watch.

-- How far two places on earth are from each other in kilometres, along its surface, of a sphere of 6 371 km (the mean
-- radius of the earth, IUGG).
create or replace function public.live_distance_km(
  p_longitude double precision, p_latitude double precision, p_other_longitude double precision,
  p_other_latitude double precision
)
returns double precision
language plpgsql
immutable
set search_path = ''
as $$
begin
  return 2 * 6371 * asin(least(1, sqrt(
    sind((p_other_latitude - p_latitude) / 2) ^ 2
    + cosd(p_latitude) * cosd(p_other_latitude) * sind((p_other_longitude - p_longitude) / 2) ^ 2
  )));
end;
$$;

-- The boxes on the map, at most two, that hold every place within so many kilometres: longitude from -180 to 180, so
-- one that crosses there is two, and one that has a pole in it goes all around.
create or replace function public.live_boxes_around(
  p_longitude double precision, p_latitude double precision, p_radius_km double precision
)
returns box[]
language plpgsql
immutable
set search_path = ''
as $$
declare
  -- half a thousandth of a degree more, for what rounding takes
  reach constant double precision := degrees(p_radius_km / 6371) + 0.0005;
  south constant double precision := greatest(-90, p_latitude - reach);
  north constant double precision := least(90, p_latitude + reach);
  wide double precision;
begin
  if south = -90 or north = 90 then
    return array[box(point(-180, south), point(180, north))];
  end if;
  wide := asind(least(1, sind(reach) / cosd(p_latitude)));
  return array[
    box(point(greatest(-180, p_longitude - wide), south), point(least(180, p_longitude + wide), north))
  ] || case
    when p_longitude - wide < -180 then array[box(point(p_longitude - wide + 360, south), point(180, north))]
    when p_longitude + wide > 180 then array[box(point(-180, south), point(p_longitude + wide - 360, north))]
  end;
end;
$$;

-- Whose channels are not for a visitor's eyes, beside those that are suspended (see live_channel_is_hidden): creators
-- who are banned, or have blocked the visitor or are blocked by them. live_search_channels() and live_list_popular()
-- ask it. Wherever channels are found these are left out by `not in`, which looks each up in a hash.
create or replace function public.live_hidden_creators(p_user_id uuid, p_now timestamptz)
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
begin
  return array(
    select b.blocker_id from public.blocked_users b where b.blocked_id = p_user_id
    union all
    select b.blocked_id from public.blocked_users b where b.blocker_id = p_user_id
    union all
    select b.banned_user_id
    from public.live_session_bans b
    where b.ban_type = 'global' and b.is_active and (b.expires_at is null or b.expires_at > p_now)
  );
end;
$$;

-- The channels on air within so many kilometres of a place, how many watch them, and how far they are.
-- live_search_channels() calls it.
create or replace function public.live_channels_near(
  p_longitude double precision, p_latitude double precision, p_radius_km double precision,
  p_hidden uuid[] default '{}', out ids uuid[], out viewers integer[], out distances double precision[]
)
language plpgsql
stable
set search_path = ''
as $$
begin
  select array_agg(near.id), array_agg(near.viewers), array_agg(near.distance)
  into ids, viewers, distances
  from (
    -- a place on the very line between two boxes is in both
    select distinct c.id, coalesce(s.total_viewers, 0) as viewers,
      public.live_distance_km(p_longitude, p_latitude, c.longitude, c.latitude) as distance
    from unnest(public.live_boxes_around(p_longitude, p_latitude, p_radius_km)) as around (part)
    join public.live_channels c on point(c.longitude, c.latitude) <@ around.part
    left join public.live_sessions s on s.id = c.session_id and s.status = 'live'
    where c.session_id is not null
      and c.longitude is not null
      and c.suspended_at is null
      and c.creator_id not in (select person from unnest(p_hidden) as person)
  ) near
  where near.distance <= p_radius_km;
end;
$$;

-- The channels on air, at most p_many, and how many watch them. live_search_channels() and live_list_popular() call it.
create or replace function public.live_channels_on_air(
  p_hidden uuid[], p_many integer, out ids uuid[], out viewers integer[]
)
language plpgsql
stable
set search_path = ''
as $$
begin
  select array_agg(on_air.id), array_agg(on_air.viewers)
  into ids, viewers
  from (
    select c.id, coalesce(s.total_viewers, 0) as viewers
    from public.live_channels c
    left join public.live_sessions s on s.id = c.session_id and s.status = 'live'
    where c.session_id is not null
      and c.suspended_at is null
      and c.creator_id not in (select person from unnest(p_hidden) as person)
    limit p_many
  ) on_air;
end;
$$;

-- How many watch these channels, null of those off the air; each once. live_channels_named() calls it.
create or replace function public.live_channels_watched(
  p_ids uuid[], p_hidden uuid[], out ids uuid[], out viewers integer[]
)
language plpgsql
stable
set search_path = ''
as $$
begin
  select array_agg(c.id), array_agg(case when c.session_id is not null then coalesce(s.total_viewers, 0) end)
  into ids, viewers
  from public.live_channels c
  left join public.live_sessions s on s.id = c.session_id and s.status = 'live'
  where c.id = any (p_ids)
    and c.suspended_at is null
    and c.creator_id not in (select person from unnest(p_hidden) as person);
end;
$$;

-- The channels whose slug begins like this, of those off the air at most p_many, and if these do not fill a page a few
-- hundred that are called something like it; and how many watch them. live_search_channels() calls it.
create or replace function public.live_channels_named(
  p_name text, p_include_offline boolean, p_hidden uuid[], p_page_size integer, p_many integer,
  out ids uuid[], out viewers integer[]
)
language plpgsql
stable
set search_path = ''
as $$
declare
  name constant text := public.live_folded_name(p_name);
begin
  if name = '' then
    return;
  end if;
  select array_agg(found.id), array_agg(found.viewers)
  into ids, viewers
  from (
    (
      select c.id, coalesce(s.total_viewers, 0) as viewers
      from public.live_channels c
      left join public.live_sessions s on s.id = c.session_id and s.status = 'live'
      where c.slug ~~ (name || '%')
        and c.session_id is not null
        and c.suspended_at is null
        and c.creator_id not in (select person from unnest(p_hidden) as person)
      limit p_many
    )
    union all
    (
      select c.id, null
      from public.live_channels c
      where p_include_offline
        and c.slug ~~ (name || '%')
        and c.session_id is null
        and c.suspended_at is null
        and c.creator_id not in (select person from unnest(p_hidden) as person)
      order by c.slug using operator(pg_catalog.~<~)
      limit p_many
    )
  ) found;
  if coalesce(cardinality(ids), 0) < p_page_size then
    -- on its own, because within a query it would be asked once more by the planner
    ids := ids || public.live_channels_like(name, p_include_offline, 300);
    select watched.ids, watched.viewers into ids, viewers from public.live_channels_watched(ids, p_hidden) watched;
  end if;
end;
$$;

-- One page of these channels: the one called exactly so first, then the near, those watched for long, those on air,
-- those that many watch. How many watch is null of those off the air. Counts no further than p_many. Search and popular
-- call it.
create or replace function public.live_channel_list(
  p_ids uuid[], p_viewers integer[], p_distances double precision[], p_watched bigint[], p_exact text, p_page integer,
  p_limit integer, p_many integer
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  exact constant uuid := (select c.id from public.live_channels c where c.slug = p_exact);
  many constant integer := coalesce(cardinality(p_ids), 0);
  listed jsonb;
begin
  with page as (
    select turn.*, row_number() over () as place
    from (
      select seen.*
      from unnest(p_ids, p_viewers, p_distances, p_watched) as seen (id, viewers, distance, watched)
      order by seen.id is not distinct from exact desc, seen.distance, seen.watched desc, seen.viewers is not null desc,
        seen.viewers desc, seen.id
      limit p_limit offset (p_page - 1) * p_limit
    ) turn
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', c.id,
    'slug', c.slug,
    'title', c.title,
    'active', c.active,
    'creator', public.live_channel_creator(c.creator_profile_id),
    'session_id', c.session_id,
    'viewer_count', coalesce(page.viewers, 0),
    'started_at', s.started_at,
    'access_type', c.access_type,
    'ppv_coin_price', c.ppv_coin_price,
    'distance_km', round(page.distance::numeric, 1)
  ) order by page.place), '[]')
  into listed
  from page
  join public.live_channels c on c.id = page.id
  left join public.live_sessions s on s.id = c.session_id;
  return jsonb_build_object(
    'streams', listed, 'total', least(many, p_many), 'is_lower_bound', many > p_many
  );
end;
$$;

-- A page of the channels that are called so, or that are near and on air, or else of all that are on air; search calls
-- it. Off the air only those are found that are asked for by name.
create or replace function public.live_search_channels(
  p_user_id uuid, p_address text, p_slug text, p_longitude double precision, p_latitude double precision,
  p_radius_km double precision, p_include_offline boolean, p_page integer, p_limit integer, p_many integer,
  p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  hidden uuid[];
  hits record;
begin
  perform public.live_rate_visitor(
    p_user_id, p_address, 'search', public.live_setting('search_rate_count'), p_now
  );
  hidden := public.live_hidden_creators(p_user_id, p_now);
  if p_slug is not null then
    select named.*, null::double precision[] as distances
    into hits
    from public.live_channels_named(p_slug, p_include_offline, hidden, p_page * p_limit, p_many + 1) named;
  elsif p_longitude is not null then
    select near.* into hits from public.live_channels_near(p_longitude, p_latitude, p_radius_km, hidden) near;
  else
    select on_air.*, null::double precision[] as distances
    into hits
    from public.live_channels_on_air(hidden, p_many + 1) on_air;
  end if;
  return public.live_channel_list(
    hits.ids, hits.viewers, hits.distances, null, lower(p_slug), p_page, p_limit, p_many
  );
end;
$$;

-- A page of the channels that are watched most: at this moment, or over the last day or week. popular calls it.
create or replace function public.live_list_popular(
  p_user_id uuid, p_address text, p_window text, p_page integer, p_limit integer, p_many integer, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  hidden uuid[];
  hits record;
begin
  perform public.live_rate_visitor(
    p_user_id, p_address, 'channel page', public.live_setting('channel_page_rate_count'), p_now
  );
  hidden := public.live_hidden_creators(p_user_id, p_now);
  if p_window = 'now' then
    select on_air.*, null::bigint[] as watched into hits from public.live_channels_on_air(hidden, p_many + 1) on_air;
  else
    select array_agg(c.id) as ids,
      array_agg(case when c.session_id is not null then coalesce(s.total_viewers, 0) end) as viewers,
      array_agg(p.watch_seconds) as watched
    into hits
    from public.live_popular_channels p
    join public.live_channels c on c.id = p.channel_id
    left join public.live_sessions s on s.id = c.session_id and s.status = 'live'
    where p.span = p_window
      and c.suspended_at is null
      and c.creator_id not in (select person from unnest(hidden) as person);
  end if;
  return public.live_channel_list(
    hits.ids, hits.viewers, null, hits.watched, null, p_page, p_limit, p_many
  );
end;
$$;

revoke execute on function public.live_distance_km(
  double precision, double precision, double precision, double precision
) from public, anon, authenticated;
revoke execute on function public.live_boxes_around(double precision, double precision, double precision)
  from public, anon, authenticated;
revoke execute on function public.live_hidden_creators(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_channels_near(double precision, double precision, double precision, uuid[])
  from public, anon, authenticated;
revoke execute on function public.live_channels_on_air(uuid[], integer) from public, anon, authenticated;
revoke execute on function public.live_channels_watched(uuid[], uuid[]) from public, anon, authenticated;
revoke execute on function public.live_channels_named(text, boolean, uuid[], integer, integer)
  from public, anon, authenticated;
revoke execute on function public.live_channel_list(
  uuid[], integer[], double precision[], bigint[], text, integer, integer, integer
)
  from public, anon, authenticated;
revoke execute on function public.live_search_channels(
  uuid, text, text, double precision, double precision, double precision, boolean, integer, integer, integer,
  timestamptz
)
  from public, anon, authenticated;
revoke execute on function public.live_list_popular(uuid, text, text, integer, integer, integer, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_distance_km(
  double precision, double precision, double precision, double precision
) to service_role;
grant execute on function public.live_boxes_around(double precision, double precision, double precision)
  to service_role;
grant execute on function public.live_hidden_creators(uuid, timestamptz) to service_role;
grant execute on function public.live_channels_near(double precision, double precision, double precision, uuid[])
  to service_role;
grant execute on function public.live_channels_on_air(uuid[], integer) to service_role;
grant execute on function public.live_channels_watched(uuid[], uuid[]) to service_role;
grant execute on function public.live_channels_named(text, boolean, uuid[], integer, integer) to service_role;
grant execute on function public.live_channel_list(
  uuid[], integer[], double precision[], bigint[], text, integer, integer, integer
)
  to service_role;
grant execute on function public.live_search_channels(
  uuid, text, text, double precision, double precision, double precision, boolean, integer, integer, integer,
  timestamptz
)
  to service_role;
grant execute on function public.live_list_popular(uuid, text, text, integer, integer, integer, timestamptz)
  to service_role;
