-- Who wants to hear of a channel, and how.

set lock_timeout = '3s';

create table if not exists public.live_channel_follows (
  channel_id uuid not null,
  user_id uuid not null,
  -- when it is on: a notification, which goes to the phone too
  push boolean not null default true,
  -- and a mail
  email boolean not null default false,
  -- the latest mail
  emailed_at timestamptz,
  -- by which a mail's reader ends the mails without signing in
  mail_token uuid not null default gen_random_uuid(),
  created_at timestamptz not null default now(),
  constraint live_channel_follows_pkey primary key (channel_id, user_id),
  constraint live_channel_follows_mail_token_key unique (mail_token),
  constraint live_channel_follows_channel_id_fkey
    foreign key (channel_id) references public.live_channels (id) on delete cascade,
  constraint live_channel_follows_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade
);

comment on table public.live_channel_follows is 'Who follows which channel.';
comment on constraint live_channel_follows_channel_id_fkey on public.live_channel_follows is
  'Without the channel there is nothing to follow.';
comment on constraint live_channel_follows_user_id_fkey on public.live_channel_follows is
  'Goes with the account: it is nobody else''s.';

create index if not exists live_channel_follows_user_id_idx on public.live_channel_follows (user_id);
create index if not exists live_channel_follows_email_idx on public.live_channel_follows (channel_id, user_id)
  where email;

alter table public.live_channel_follows enable row level security;
revoke all on public.live_channel_follows from anon, authenticated;
grant all on public.live_channel_follows to service_role;

drop policy if exists live_channel_follows_service on public.live_channel_follows;
create policy live_channel_follows_service on public.live_channel_follows
  for all to service_role using (true) with check (true);

-- Counts a channel's followers along; the triggers of live_channel_follows call it. As its owner, because an account
-- that goes takes its follows along by Auth's hand, which may not write here.
create or replace function public.live_count_followers()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.live_channels c
    set followers = c.followers + case when tg_op = 'INSERT' then 1 else -1 end
    where c.id = case when tg_op = 'INSERT' then new.channel_id else old.channel_id end;
  return null;
end;
$$;

create or replace trigger live_channel_follows_count
  after insert or delete on public.live_channel_follows
  for each row execute function public.live_count_followers();

revoke execute on function public.live_count_followers() from public, anon, authenticated;
grant execute on function public.live_count_followers() to service_role;

reset lock_timeout;
