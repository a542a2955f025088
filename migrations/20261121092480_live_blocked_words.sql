-- The words that chat does not take: how a text is made comparable, and the list of the settings made so once, when
-- it is changed, because every message asks for all of it.

set lock_timeout = '3s';

create table if not exists public.live_blocked_words (
  -- as texts are compared
  folded text not null,
  -- as it is listed
  word text not null,
  constraint live_blocked_words_pkey primary key (folded)
);

comment on table public.live_blocked_words is
  'What chat_blocked_words of live_settings lists, as texts are compared. Written by the triggers of that table only.';

alter table public.live_blocked_words enable row level security;
revoke all on public.live_blocked_words from anon, authenticated;
grant all on public.live_blocked_words to service_role;

drop policy if exists live_blocked_words_service on public.live_blocked_words;
create policy live_blocked_words_service on public.live_blocked_words
  for all to service_role using (true) with check (true);

-- A text without case and without marks on its letters, so that ç, â, ş and the like are what they are typed as in
-- haste, and İ, I, ı and i are one letter; wide and other fancy letters are plain ones. Marks of no width are left
-- out, since nobody sees them. live_blocked_word() and the list go through it first.
create or replace function public.live_fold(p_text text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return translate(lower(regexp_replace(
    normalize(p_text, nfkd),
    '[\u00ad\u0300-\u036f\u1ab0-\u1aff\u200b-\u200f\u2060-\u2064\u20d0-\u20ff\ufe20-\ufe2f\ufeff]+', '', 'g'
  )), 'ı', 'i');
end;
$$;

-- A folded text as words between single spaces: what is no letter or digit separates them.
create or replace function public.live_plain_words(p_folded text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return ' ' || btrim(regexp_replace(p_folded, '[^[:alnum:]]+', ' ', 'g')) || ' ';
end;
$$;

-- The same with digits and signs read as the letters they are written for: 0 o, 1 i, 3 e, 4 a, 5 s, 7 t, @ a, $ s
-- and, inside a word, ! i. 1 is never l, because in Turkish it stands for i and ı. A number without letters is a
-- number: 455 is no word.
create or replace function public.live_disguised_words(p_folded text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return public.live_plain_words((
    select string_agg(
      case when part.word ~ '[[:alpha:]]' then translate(part.word, '013457@$!', 'oieastasi') else part.word end,
      ' ' order by part.place
    )
    from regexp_split_to_table(regexp_replace(p_folded, '!+(?![[:alnum:]])', ' ', 'g'), '[^[:alnum:]@$!]+')
      with ordinality as part (word, place)
  ));
end;
$$;

-- The word or phrase of the list that a text contains, whole and whatever stands between its words; null if none.
-- Each text is read twice, as it stands and as if it were disguised: `@` may be a letter or stand before somebody's
-- name. live_chat_guard() asks it.
create or replace function public.live_blocked_word(p_content text)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  folded text;
  plain text;
  disguised text;
begin
  -- an empty list costs nothing
  if not exists (select from public.live_blocked_words) then
    return null;
  end if;

  folded := public.live_fold(p_content);
  plain := public.live_plain_words(folded);
  disguised := case when folded ~ '[013457@$!]' then public.live_disguised_words(folded) else plain end;
  return (
    select b.word
    from public.live_blocked_words b
    where position(b.folded in plain) > 0 or position(b.folded in disguised) > 0
    order by length(b.folded) desc, b.folded
    limit 1
  );
end;
$$;

-- Makes the list anew from what live_settings says, whatever stands in the array. Its triggers and this migration
-- call it.
create or replace function public.live_list_blocked_words()
returns void
language plpgsql
set search_path = ''
as $$
begin
  -- Supabase takes no delete without a condition from its API
  delete from public.live_blocked_words where true;
  insert into public.live_blocked_words (folded, word)
  select distinct on (made.folded) made.folded, listed.word
  from public.live_settings s
  cross join jsonb_array_elements_text(s.value) as listed (word)
  cross join lateral (select public.live_disguised_words(public.live_fold(listed.word))) as made (folded)
  where s.key = 'chat_blocked_words' and btrim(made.folded) <> ''
  order by made.folded, listed.word;
end;
$$;

-- The same; the triggers of live_settings call it.
create or replace function public.live_settings_list_words()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform public.live_list_blocked_words();
  return null;
end;
$$;

create or replace trigger live_settings_list_words
  after insert or update of value on public.live_settings
  for each row when (new.key = 'chat_blocked_words')
  execute function public.live_settings_list_words();

select public.live_list_blocked_words();

revoke execute on function public.live_fold(text) from public, anon, authenticated;
revoke execute on function public.live_plain_words(text) from public, anon, authenticated;
revoke execute on function public.live_disguised_words(text) from public, anon, authenticated;
revoke execute on function public.live_blocked_word(text) from public, anon, authenticated;
revoke execute on function public.live_list_blocked_words() from public, anon, authenticated;
revoke execute on function public.live_settings_list_words() from public, anon, authenticated;
grant execute on function public.live_fold(text) to service_role;
grant execute on function public.live_plain_words(text) to service_role;
grant execute on function public.live_disguised_words(text) to service_role;
grant execute on function public.live_blocked_word(text) to service_role;
grant execute on function public.live_list_blocked_words() to service_role;

reset lock_timeout;
