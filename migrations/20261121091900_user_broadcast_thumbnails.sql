-- The pictures a creator keeps to choose from when going live, and the public bucket that holds the files.

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

comment on table public.user_broadcast_thumbnails is 'Thumbnails a user keeps for their broadcasts.';

create index if not exists user_broadcast_thumbnails_user_id_created_at_idx
  on public.user_broadcast_thumbnails (user_id, created_at desc);

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
