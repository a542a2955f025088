-- Slugs that are not to be had: what stands for the product itself, and what a channel was called before, which leads
-- to it for so long.

set lock_timeout = '3s';

create table if not exists public.live_channel_slugs (
  slug text not null,
  skeleton text not null generated always as (public.live_slug_skeleton(slug)) stored,
  -- nobody's, ever
  reserved boolean not null default false,
  -- whose it was; null of one reserved, and of a channel that is gone
  channel_id uuid,
  -- until when it is kept for that channel
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  constraint live_channel_slugs_pkey primary key (slug),
  constraint live_channel_slugs_channel_id_fkey
    foreign key (channel_id) references public.live_channels (id) on delete set null,
  constraint live_channel_slugs_slug_check check (public.live_is_slug(slug)),
  constraint live_channel_slugs_reserved_check check (
    case when reserved then channel_id is null and expires_at is null else expires_at is not null end
  )
);

comment on table public.live_channel_slugs is 'Former and reserved slugs.';
comment on constraint live_channel_slugs_channel_id_fkey on public.live_channel_slugs is
  'A name stays kept for a while when its channel goes, so that nobody comes in its place at once.';

create index if not exists live_channel_slugs_skeleton_idx on public.live_channel_slugs (skeleton);
create index if not exists live_channel_slugs_channel_id_idx on public.live_channel_slugs (channel_id);
create index if not exists live_channel_slugs_expires_at_idx on public.live_channel_slugs (expires_at);

insert into public.live_channel_slugs (slug, reserved)
select word, true
from unnest(array[
  'api', 'admin', 'live', 'login', 'signup', 'settings', 'help', 'support', 'www', 'mail', 'official', 'moderator',
  'search', 'popular', 'follow', 'ipelya'
]) as word
on conflict (slug) do nothing;

alter table public.live_channel_slugs enable row level security;
revoke all on public.live_channel_slugs from anon, authenticated;
grant all on public.live_channel_slugs to service_role;

drop policy if exists live_channel_slugs_service on public.live_channel_slugs;
create policy live_channel_slugs_service on public.live_channel_slugs
  for all to service_role using (true) with check (true);

-- Keeps the slug that a channel loses, by another name or its end, for 180 days; the triggers of live_channels call it.
-- As its owner, because an account that goes takes its channel along by Auth's hand, which may not write here.
create or replace function public.live_keep_former_slug()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.live_channel_slugs as k (slug, channel_id, expires_at)
  values (old.slug, case when tg_op = 'UPDATE' then old.id end, now() + interval '180 days')
  on conflict (slug) do update
    set channel_id = excluded.channel_id, expires_at = excluded.expires_at
    where not k.reserved;
  return null;
end;
$$;

create or replace trigger live_channels_keep_renamed
  after update of slug on public.live_channels
  for each row when (old.slug <> new.slug) execute function public.live_keep_former_slug();
create or replace trigger live_channels_keep_deleted
  after delete on public.live_channels
  for each row execute function public.live_keep_former_slug();

revoke execute on function public.live_keep_former_slug() from public, anon, authenticated;
grant execute on function public.live_keep_former_slug() to service_role;

reset lock_timeout;
