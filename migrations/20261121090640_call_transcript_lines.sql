-- What was said in support calls, line by line, as the worker reports it. Only whose call it was reads it here; staff,
-- also who has joined the call, does by a function that notes who did.

set lock_timeout = '3s';

create table if not exists public.call_transcript_lines (
  call_id uuid not null,
  -- the worker's id of the line, by which it is known when it is reported again
  item_id text not null,
  -- whose call it is: what they said goes with their account
  user_id uuid not null,
  speaker text not null,
  text text not null,
  -- the speaker was cut short; the text is what was said until then
  interrupted boolean not null,
  spoken_at timestamptz not null,
  constraint call_transcript_lines_pkey primary key (call_id, item_id),
  constraint call_transcript_lines_call_id_fkey foreign key (call_id) references public.calls (id) on delete cascade,
  constraint call_transcript_lines_user_id_fkey
    foreign key (user_id) references auth.users (id) on delete cascade,
  constraint call_transcript_lines_item_id_check check (char_length(item_id) between 1 and 200),
  constraint call_transcript_lines_speaker_check check (speaker in ('user', 'agent', 'staff')),
  constraint call_transcript_lines_text_check check (char_length(text) between 1 and 4000)
);

comment on table public.call_transcript_lines is 'What was said in support calls.';
comment on constraint call_transcript_lines_call_id_fkey on public.call_transcript_lines is
  'What was said in a call; without the call it is about nothing.';
comment on constraint call_transcript_lines_user_id_fkey on public.call_transcript_lines is
  'What somebody has said is theirs, and goes with their account.';

create index if not exists call_transcript_lines_user_id_idx on public.call_transcript_lines (user_id);
create index if not exists call_transcript_lines_spoken_at_idx on public.call_transcript_lines (spoken_at);

alter table public.call_transcript_lines enable row level security;
revoke all on public.call_transcript_lines from anon, authenticated;
grant select on public.call_transcript_lines to authenticated;
grant all on public.call_transcript_lines to service_role;

drop policy if exists call_transcript_lines_select on public.call_transcript_lines;
create policy call_transcript_lines_select on public.call_transcript_lines
  for select to authenticated
  using (user_id = (select auth.uid()));

reset lock_timeout;
