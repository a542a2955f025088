-- What a user decides about calls to them, whether they may ring at all and what a minute costs the caller, and the
-- language they are written to in. No row means calls are on and free.

set lock_timeout = '3s';

create table if not exists public.live_user_settings (
  user_id uuid not null,
  calls_enabled boolean not null default true,
  coin_per_minute integer not null default 0,
  -- of notifications; null where they have not said
  language text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint live_user_settings_pkey primary key (user_id),
  constraint live_user_settings_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade,
  constraint live_user_settings_coin_per_minute_check check (coin_per_minute between 0 and 10000),
  constraint live_user_settings_language_check check (language in ('tr', 'en'))
);

comment on table public.live_user_settings is 'Per user: calls on or off, coins per minute, the language of notifications.';
comment on constraint live_user_settings_user_id_fkey on public.live_user_settings is
  'Goes with the account: nobody else has anything of these settings.';

create or replace trigger live_user_settings_updated_at
  before update on public.live_user_settings
  for each row execute function public.live_touch_updated_at();

alter table public.live_user_settings enable row level security;
revoke all on public.live_user_settings from anon, authenticated;
grant select on public.live_user_settings to authenticated;
grant all on public.live_user_settings to service_role;

drop policy if exists live_user_settings_select on public.live_user_settings;
create policy live_user_settings_select on public.live_user_settings
  for select to authenticated using (user_id = (select auth.uid()));

reset lock_timeout;
