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

-- The channels on air within so many kilometres of a place, and how far they are. live_search_channels() calls it.
create or replace function public.live_channels_near(
  p_longitude double precision, p_latitude double precision, p_radius_km double precision,
  out ids uuid[], out distances double precision[]
)
language plpgsql
stable
set search_path = ''
as $$
begin
  select array_agg(near.id), array_agg(near.distance)
  into ids, distances
  from (
    -- a place on the very line between two boxes is in both
    select distinct c.id, public.live_distance_km(p_longitude, p_latitude, c.longitude, c.latitude) as distance
    from unnest(public.live_boxes_around(p_longitude, p_latitude, p_radius_km)) as around (part)
    join public.live_channels c on point(c.longitude, c.latitude) <@ around.part
    where c.session_id is not null and c.longitude is not null
  ) near
  where near.distance <= p_radius_km;
end;
$$;

-- The channels whose slug begins like this, of those off the air at most p_many, and if these do not fill a page a few
-- hundred that are called something like it. live_search_channels() calls it.
create or replace function public.live_channels_named(
  p_name text, p_include_offline boolean, p_page_size integer, p_many integer
)
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
declare
  name constant text := public.live_folded_name(p_name);
  ids uuid[];
begin
  if name = '' then
    return '{}';
  end if;
  ids := array(
    select c.id from public.live_channels c where c.slug ~~ (name || '%') and c.session_id is not null limit p_many
  );
  if p_include_offline then
    ids := ids || array(
      select c.id
      from public.live_channels c
      where c.slug ~~ (name || '%') and c.session_id is null
      order by c.slug using operator(pg_catalog.~<~)
      limit p_many
    );
  end if;
  if cardinality(ids) < p_page_size then
    ids := array(
      select distinct found.id from unnest(ids || public.live_channels_like(name, p_include_offline, 300)) as found (id)
    );
  end if;
  return ids;
end;
$$;

-- One page of these channels for a visitor, without those that are not for their eyes (see live_channel_is_hidden): the
-- one called exactly so first, then the near, those watched for long, those on air, those that many watch. Counts no
-- further than p_many. Search and popular call it.
create or replace function public.live_channel_list(
  p_ids uuid[], p_distances double precision[], p_watched bigint[], p_exact text, p_user_id uuid, p_page integer,
  p_limit integer, p_many integer, p_now timestamptz
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  blocked constant uuid[] := array(
    select b.blocker_id from public.blocked_users b where b.blocked_id = p_user_id
    union all
    select b.blocked_id from public.blocked_users b where b.blocker_id = p_user_id
  );
  banned constant uuid[] := array(
    select b.banned_user_id
    from public.live_session_bans b
    where b.ban_type = 'global' and b.is_active and (b.expires_at is null or b.expires_at > p_now)
  );
  listed jsonb;
  many integer;
begin
  with seen as (
    select c.id, c.slug, c.title, c.active, c.creator_profile_id, c.session_id, c.access_type, c.ppv_coin_price,
      f.distance, f.watched, coalesce(s.total_viewers, 0) as viewers, s.started_at
    from unnest(p_ids, p_distances, p_watched) as f (id, distance, watched)
    join public.live_channels c on c.id = f.id
    left join public.live_sessions s on s.id = c.session_id
    where c.suspended_at is null and c.creator_id <> all (blocked) and c.creator_id <> all (banned)
  ),
  page as (
    select seen.*, row_number() over (
      order by seen.slug is not distinct from p_exact desc, seen.distance, seen.watched desc, seen.active desc,
        seen.viewers desc, seen.id
    ) as place
    from seen
    order by place
    limit p_limit offset (p_page - 1) * p_limit
  )
  select (select count(*) from seen), coalesce(jsonb_agg(jsonb_build_object(
    'id', page.id,
    'slug', page.slug,
    'title', page.title,
    'active', page.active,
    'creator', public.live_channel_creator(page.creator_profile_id),
    'session_id', page.session_id,
    'viewer_count', page.viewers,
    'started_at', page.started_at,
    'access_type', page.access_type,
    'ppv_coin_price', page.ppv_coin_price,
    'distance_km', round(page.distance::numeric, 1)
  ) order by page.place), '[]')
  into many, listed
  from page;
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
set search_path = ''
as $$
declare
  ids uuid[];
  distances double precision[];
begin
  perform public.live_rate_visitor(
    p_user_id, p_address, 'search', public.live_setting('search_rate_count'), p_now
  );
  if p_slug is not null then
    ids := public.live_channels_named(p_slug, p_include_offline, p_page * p_limit, p_many + 1);
  elsif p_longitude is not null then
    select near.ids, near.distances
    into ids, distances
    from public.live_channels_near(p_longitude, p_latitude, p_radius_km) near;
  else
    ids := array(select c.id from public.live_channels c where c.session_id is not null limit p_many + 1);
  end if;
  return public.live_channel_list(
    ids, distances, null, lower(p_slug), p_user_id, p_page, p_limit, p_many, p_now
  );
end;
$$;

-- A page of the channels that are watched most: at this moment, or over the last day or week. popular calls it.
create or replace function public.live_list_popular(
  p_user_id uuid, p_address text, p_window text, p_page integer, p_limit integer, p_many integer, p_now timestamptz
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  ids uuid[];
  watched bigint[];
begin
  perform public.live_rate_visitor(
    p_user_id, p_address, 'channel page', public.live_setting('channel_page_rate_count'), p_now
  );
  if p_window = 'now' then
    ids := array(select c.id from public.live_channels c where c.session_id is not null limit p_many + 1);
  else
    select array_agg(p.channel_id), array_agg(p.watch_seconds)
    into ids, watched
    from public.live_popular_channels p
    where p.span = p_window;
  end if;
  return public.live_channel_list(ids, null, watched, null, p_user_id, p_page, p_limit, p_many, p_now);
end;
$$;

revoke execute on function public.live_distance_km(
  double precision, double precision, double precision, double precision
) from public, anon, authenticated;
revoke execute on function public.live_boxes_around(double precision, double precision, double precision)
  from public, anon, authenticated;
revoke execute on function public.live_channels_near(double precision, double precision, double precision)
  from public, anon, authenticated;
revoke execute on function public.live_channels_named(text, boolean, integer, integer) from public, anon, authenticated;
revoke execute on function public.live_channel_list(
  uuid[], double precision[], bigint[], text, uuid, integer, integer, integer, timestamptz
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
grant execute on function public.live_channels_near(double precision, double precision, double precision)
  to service_role;
grant execute on function public.live_channels_named(text, boolean, integer, integer) to service_role;
grant execute on function public.live_channel_list(
  uuid[], double precision[], bigint[], text, uuid, integer, integer, integer, timestamptz
)
  to service_role;
grant execute on function public.live_search_channels(
  uuid, text, text, double precision, double precision, double precision, boolean, integer, integer, integer,
  timestamptz
)
  to service_role;
grant execute on function public.live_list_popular(uuid, text, text, integer, integer, integer, timestamptz)
  to service_role;
