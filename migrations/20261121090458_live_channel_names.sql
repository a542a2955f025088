-- Channels by something like their names: the trigrams of pg_trgm, which projects keep in one of two schemas.

set lock_timeout = '3s';
set search_path = public, extensions, pg_temp;

create extension if not exists pg_trgm with schema extensions;

-- Its settings can be set only once something of it was used in this session, and it may be there already.
do $$ begin perform show_limit(); end $$;

-- without a list of entries that wait, all of which every search would go through
create index if not exists live_channels_search_name_idx on public.live_channels using gin (search_name gin_trgm_ops)
  with (fastupdate = off);
-- the same of the few that are on air
create index if not exists live_channels_name_on_air_idx on public.live_channels using gin (search_name gin_trgm_ops)
  with (fastupdate = off) where session_id is not null;

-- The channels, at most p_many, in whose slug or creator's name there is something like p_name, which is folded as they
-- are: alike is what pg_trgm takes for it, a word similarity of 0.6. live_channels_named() calls it.
create or replace function public.live_channels_like(p_name text, p_include_offline boolean, p_many integer)
returns uuid[]
language plpgsql
stable
set search_path = public, extensions, pg_temp
-- where many are alike, the planner expects to come upon so few of them sooner by reading all
set enable_seqscan = off
as $$
begin
  if p_include_offline then
    return array(select c.id from public.live_channels c where c.search_name %> p_name limit p_many);
  end if;
  return array(
    select c.id from public.live_channels c where c.search_name %> p_name and c.session_id is not null limit p_many
  );
end;
$$;

revoke execute on function public.live_channels_like(text, boolean, integer) from public, anon, authenticated;
grant execute on function public.live_channels_like(text, boolean, integer) to service_role;

reset search_path;
reset lock_timeout;
