-- Lets coin_transactions say what live video spends coins on. The app's own list of types is only ever widened: a check
-- that refuses our words keeps its text and gains them beside it; where the column is an enum, the enum gains them.
--
-- The table may be large and busy: the check is changed without looking at the rows that are there, which the next
-- migration does, in a transaction of its own and without keeping anybody from writing.

set lock_timeout = '3s';

do $$
declare
  words constant text[] := array['gift_sent', 'live_ppv', 'live_call', 'refund'];
  of_column oid;
  word text;
  rule record;
  taken boolean;
begin
  select a.atttypid into of_column
  from pg_catalog.pg_attribute a
  where a.attrelid = 'public.coin_transactions'::regclass and a.attname = 'type';

  if exists (select from pg_catalog.pg_type t where t.oid = of_column and t.typtype = 'e') then
    foreach word in array words loop
      execute format('alter type %s add value if not exists %L', of_column::regtype, word);
    end loop;
    return;
  end if;

  for rule in
    select k.conname as name, pg_get_expr(k.conbin, k.conrelid) as condition
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attname = 'type' and k.conkey = array[a.attnum]
    where k.conrelid = 'public.coin_transactions'::regclass and k.contype = 'c'
  loop
    execute format(
      'select bool_and((%s) is not false) from unnest($1::%s[]) as words (type)', rule.condition, of_column::regtype
    )
    into taken
    using words;
    if not taken then
      execute format('alter table public.coin_transactions drop constraint %I', rule.name);
      execute format(
        'alter table public.coin_transactions add constraint %I check (%s or type in (%L, %L, %L, %L)) not valid',
        rule.name, rule.condition, words[1], words[2], words[3], words[4]
      );
    end if;
  end loop;
end;
$$;

reset lock_timeout;
