-- What the AI agent of support calls is told to do, in each language. A version is never changed: another one takes its
-- place, and an earlier one can be taken up again. The rules that no prompt changes are the worker's own.

set lock_timeout = '3s';

create table if not exists public.agent_prompts (
  id uuid not null default gen_random_uuid(),
  language text not null,
  version integer not null,
  prompt text not null,
  -- said after the notice that it is an AI
  greeting text not null,
  is_active boolean not null default false,
  created_at timestamptz not null default now(),
  -- the admin who wrote it; no foreign key, the trail outlives the account
  created_by uuid,
  constraint agent_prompts_pkey primary key (id),
  constraint agent_prompts_language_version_key unique (language, version),
  constraint agent_prompts_language_check check (language in ('tr', 'en')),
  constraint agent_prompts_version_check check (version > 0),
  -- what the worker takes
  constraint agent_prompts_prompt_check check (char_length(prompt) between 1 and 8000),
  constraint agent_prompts_greeting_check check (char_length(greeting) <= 1000)
);

comment on table public.agent_prompts is 'What the AI agent of support calls is told to do, by language and version.';

create unique index if not exists agent_prompts_one_active on public.agent_prompts (language) where is_active;

insert into public.agent_prompts (language, version, prompt, greeting, is_active)
select told.language, 1, told.prompt, told.greeting, true
from (
  values
    (
      'tr',
      'İpelya uygulamasının destek hattında arayanlara yardım ediyorsun. Canlı yayın, sesli oda, arama, hediye ve coin '
      'ile ilgili soruları yanıtla. Kısa ve sade konuş, her seferinde tek bir şey sor. Bilmediğini söyle, uydurma. '
      'Para, hesap ya da güvenlik ile ilgili bir karar gerekiyorsa destek ekibinin bakacağını söyle.',
      'Size nasıl yardımcı olabilirim?'
    ),
    (
      'en',
      'You help people who call the support line of the İpelya app. Answer questions about live video, audio rooms, '
      'calls, gifts and coins. Speak briefly and plainly, and ask for one thing at a time. Say so when you do not '
      'know, and make nothing up. Where money, an account or somebody''s safety is to be decided, say that the support '
      'team will look at it.',
      'How can I help you?'
    )
) as told (language, prompt, greeting)
on conflict (language, version) do nothing;

alter table public.agent_prompts enable row level security;
revoke all on public.agent_prompts from anon, authenticated;
grant select on public.agent_prompts to authenticated;
grant all on public.agent_prompts to service_role;

drop policy if exists agent_prompts_select on public.agent_prompts;
create policy agent_prompts_select on public.agent_prompts
  for select to authenticated
  using (exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active));

reset lock_timeout;
