-- The pictures a creator keeps to choose from when going live, and the public bucket that holds the files.

set lock_timeout = '3s';

create table if not exists public.user_broadcast_thumbnails (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  thumbnail_url text not null,
  name text,
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  constraint user_broadcast_thumbnails_pkey primary key (id),
  constraint user_broadcast_thumbnails_user_id_fkey
    foreign key (user_id) references auth.users (id) on delete cascade,
  constraint user_broadcast_thumbnails_thumbnail_url_check check (char_length(thumbnail_url) between 1 and 2048),
  constraint user_broadcast_thumbnails_name_check check (char_length(name) <= 100)
);

comment on table public.user_broadcast_thumbnails is
  'Thumbnails a user keeps for their broadcasts, at most thumbnail_count of them and as many files.';
comment on constraint user_broadcast_thumbnails_user_id_fkey on public.user_broadcast_thumbnails is
  'Goes with the account: a choice of pictures nobody else sees.';

create index if not exists user_broadcast_thumbnails_user_id_created_at_idx
  on public.user_broadcast_thumbnails (user_id, created_at desc);

-- Refuses the thumbnail of somebody who has as many as one may have; the trigger of user_broadcast_thumbnails calls it.
-- It runs as its owner because no client may read the settings.
create or replace function public.user_broadcast_thumbnails_admit()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  allowed constant integer := public.live_setting('thumbnail_count');
begin
  -- two at the same moment must not both be the last
  perform public.live_lock_thumbnails(new.user_id);
  if (select count(*) from public.user_broadcast_thumbnails t where t.user_id = new.user_id) >= allowed then
    raise exception 'more than % thumbnails', allowed
      using errcode = 'check_violation', constraint = 'user_broadcast_thumbnails_count_check';
  end if;
  return new;
end;
$$;

create or replace trigger user_broadcast_thumbnails_admit
  before insert on public.user_broadcast_thumbnails
  for each row execute function public.user_broadcast_thumbnails_admit();

alter table public.user_broadcast_thumbnails enable row level security;
revoke all on public.user_broadcast_thumbnails from anon, authenticated;
grant select, insert, update, delete on public.user_broadcast_thumbnails to authenticated;
grant all on public.user_broadcast_thumbnails to service_role;

drop policy if exists user_broadcast_thumbnails_own on public.user_broadcast_thumbnails;
create policy user_broadcast_thumbnails_own on public.user_broadcast_thumbnails
  for all to authenticated
  using (user_id = (select auth.uid()))
  with check (
    user_id = (select auth.uid()) and coalesce((select auth.jwt()) ->> 'is_anonymous', 'false') = 'false'
  );

-- Files are at <user id>/<time>.<ext>. A bucket that exists already keeps its own rules.
do $$
begin
  if not exists (select from storage.buckets where id = 'broadcast-thumbnails') then
    insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
    values (
      'broadcast-thumbnails', 'broadcast-thumbnails', true, 5242880, array['image/jpeg', 'image/png', 'image/webp']
    );
    create policy broadcast_thumbnails_own on storage.objects
      for all to authenticated
      using (
        bucket_id = 'broadcast-thumbnails' and (storage.foldername(name))[1] = (select auth.uid())::text
      )
      with check (
        bucket_id = 'broadcast-thumbnails'
        and (storage.foldername(name))[1] = (select auth.uid())::text
        and coalesce((select auth.jwt()) ->> 'is_anonymous', 'false') = 'false'
      );
  end if;
end;
$$;

-- Whether the caller may keep one more file: a policy of storage.objects asks it, because a policy cannot ask its own
-- table. It runs as its owner and counts nobody's files but the caller's; volatile, so that it counts those of the same
-- statement too.
create or replace function public.live_thumbnail_file_fits()
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  me constant uuid := auth.uid();
begin
  perform public.live_lock_thumbnail_files(me);
  return (
    select count(*)
    from storage.objects o
    where o.bucket_id = 'broadcast-thumbnails' and o.name like me || '/%'
  ) < public.live_setting('thumbnail_count');
end;
$$;

-- Restrictive: it holds beside whatever else a project allows, and for a bucket that was there before as well.
do $$
begin
  if not exists (
    select from pg_catalog.pg_policies
    where schemaname = 'storage' and tablename = 'objects' and policyname = 'broadcast_thumbnails_count'
  ) then
    create policy broadcast_thumbnails_count on storage.objects
      as restrictive for insert to authenticated
      with check (case when bucket_id = 'broadcast-thumbnails' then public.live_thumbnail_file_fits() else true end);
  end if;
end;
$$;

revoke execute on function public.user_broadcast_thumbnails_admit() from public, anon, authenticated;
revoke execute on function public.live_thumbnail_file_fits() from public, anon;
grant execute on function public.live_thumbnail_file_fits() to authenticated, service_role;

reset lock_timeout;
