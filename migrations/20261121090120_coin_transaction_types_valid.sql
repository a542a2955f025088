-- Holds the rows of coin_transactions against the checks that the migration before has widened. A row that broke the
-- app's own check all along is no reason to stop here: it is told, and the check stands for new rows.

set lock_timeout = '3s';

do $$
declare
  rule record;
begin
  for rule in
    select k.conname as name
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attname = 'type' and k.conkey = array[a.attnum]
    where k.conrelid = 'public.coin_transactions'::regclass and k.contype = 'c' and not k.convalidated
  loop
    begin
      execute format('alter table public.coin_transactions validate constraint %I', rule.name);
    exception
      when check_violation or lock_not_available then
        raise warning '% of coin_transactions is not valid for every row: %', rule.name, sqlerrm;
    end;
  end loop;
end;
$$;

reset lock_timeout;
