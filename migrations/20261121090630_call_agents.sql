-- The AI agents that were sent for, one row for each dispatch. Its identity in the room is `agent-<id>`, which is no
-- user's, so that stays know nothing of it.

set lock_timeout = '3s';

create table if not exists public.call_agents (
  id uuid not null default gen_random_uuid(),
  call_id uuid not null,
  -- whose day its seconds count to: the call's caller; no foreign key, they are counted although the account is gone
  user_id uuid not null,
  -- LiveKit's id of the dispatch, once it has taken it
  dispatch_id text,
  voice text not null,
  language text not null,
  -- SHA-256 of the prompt, in hex: an admin's own prompt is not kept
  prompt_hash text not null,
  -- null: the sweeper, because the one before it was lost
  requested_by uuid,
  -- the agent it takes the place of, which goes once this one is sent
  replaces uuid,
  status text not null default 'requested',
  -- why it is not there: `quota` or `capacity` before it was sent, `unavailable` where LiveKit did not take the
  -- dispatch, `timeout` where no worker came, `dismissed` by staff, `replaced`, `call_ended`, or in what way LiveKit
  -- says it left
  reason text,
  -- how long it may stay
  max_seconds integer not null,
  -- what its models used, as the worker tells it
  usage jsonb,
  requested_at timestamptz not null default now(),
  joined_at timestamptz,
  left_at timestamptz,
  constraint call_agents_pkey primary key (id),
  constraint call_agents_call_id_fkey foreign key (call_id) references public.calls (id) on delete cascade,
  constraint call_agents_replaces_fkey foreign key (replaces) references public.call_agents (id) on delete set null,
  constraint call_agents_voice_check check (voice in ('alloy', 'echo', 'fable', 'onyx', 'nova', 'shimmer')),
  constraint call_agents_language_check check (language in ('tr', 'en')),
  constraint call_agents_status_check check (status in ('requested', 'joined', 'left', 'failed')),
  constraint call_agents_max_seconds_check check (max_seconds between 0 and 14400)
);

comment on table public.call_agents is 'AI agents sent for to support calls.';
comment on constraint call_agents_call_id_fkey on public.call_agents is
  'An agent of a call, which no account takes along; without the call there is none.';
comment on constraint call_agents_replaces_fkey on public.call_agents is 'Goes with the call, as both do.';

-- one at a time
create unique index if not exists call_agents_one_open on public.call_agents (call_id)
  where status in ('requested', 'joined');
create index if not exists call_agents_call_id_idx on public.call_agents (call_id, requested_at);
create index if not exists call_agents_replaces_idx on public.call_agents (replaces);
-- how long they talked on a day, of one caller and in all
create index if not exists call_agents_requested_at_idx on public.call_agents (requested_at);
create index if not exists call_agents_user_id_requested_at_idx on public.call_agents (user_id, requested_at);

alter table public.call_agents enable row level security;
revoke all on public.call_agents from anon, authenticated;
grant select on public.call_agents to authenticated;
grant all on public.call_agents to service_role;

drop policy if exists call_agents_select on public.call_agents;
create policy call_agents_select on public.call_agents
  for select to authenticated
  using (
    public.live_is_in_call(call_id)
    or exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active)
  );

reset lock_timeout;
