-- What can be given during a session, by slug, and what it costs. The only source of gift prices: whatever amount a
-- phone sends along is ignored.

set lock_timeout = '3s';

create table if not exists public.live_gift_catalog (
  slug text not null,
  name_en text not null,
  name_tr text not null,
  coin_price integer not null,
  animation text not null,
  sort_order integer not null default 0,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint live_gift_catalog_pkey primary key (slug),
  constraint live_gift_catalog_slug_check check (slug ~ '^[a-z][a-z0-9_]{0,49}$'),
  constraint live_gift_catalog_coin_price_check check (coin_price between 1 and 1000000),
  constraint live_gift_catalog_animation_check check (animation in ('float', 'burst', 'rain'))
);

comment on table public.live_gift_catalog is 'Live gifts by slug with their prices in coins.';

-- prices and animations are those the installed app sessions
insert into public.live_gift_catalog (slug, name_en, name_tr, coin_price, animation, sort_order)
values
  ('heart', 'Heart', 'Kalp', 10, 'float', 1),
  ('star', 'Star', 'Yıldız', 25, 'burst', 2),
  ('fire', 'Fire', 'Ateş', 50, 'burst', 3),
  ('diamond', 'Diamond', 'Elmas', 100, 'burst', 4),
  ('crown', 'Crown', 'Taç', 200, 'rain', 5),
  ('rocket', 'Rocket', 'Roket', 500, 'rain', 6)
on conflict (slug) do nothing;

create or replace trigger live_gift_catalog_updated_at
  before update on public.live_gift_catalog
  for each row execute function public.live_touch_updated_at();

alter table public.live_gift_catalog enable row level security;
revoke all on public.live_gift_catalog from anon, authenticated;
grant select on public.live_gift_catalog to anon, authenticated;
grant all on public.live_gift_catalog to service_role;

drop policy if exists live_gift_catalog_select on public.live_gift_catalog;
create policy live_gift_catalog_select on public.live_gift_catalog
  for select to anon, authenticated using (is_active);

-- What can be given now, in the order the app shows it; list-live-gifts calls it.
create or replace function public.live_list_gifts()
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return (
    select coalesce(
      jsonb_agg(
        jsonb_build_object(
          'id', c.slug,
          'name_en', c.name_en,
          'name_tr', c.name_tr,
          'coin_price', c.coin_price,
          'animation', c.animation
        )
        order by c.sort_order, c.slug
      ),
      '[]'
    )
    from public.live_gift_catalog c
    where c.is_active
  );
end;
$$;

revoke execute on function public.live_list_gifts() from public, anon, authenticated;
grant execute on function public.live_list_gifts() to service_role;

reset lock_timeout;
