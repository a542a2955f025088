-- Lets coin_transactions say what live video spends coins on. The app's own list of types is only ever widened: its
-- check keeps its text and gains our words beside it; where the column is an enum, the enum gains them.

do $$
declare
  of_column oid;
  rule record;
begin
  select a.atttypid into of_column
  from pg_catalog.pg_attribute a
  where a.attrelid = 'public.coin_transactions'::regclass and a.attname = 'type';

  if exists (select from pg_catalog.pg_type t where t.oid = of_column and t.typtype = 'e') then
    execute format('alter type %s add value if not exists ''gift_sent''', of_column::regtype);
    execute format('alter type %s add value if not exists ''live_ppv''', of_column::regtype);
    execute format('alter type %s add value if not exists ''live_call''', of_column::regtype);
    return;
  end if;

  for rule in
    select k.conname as name, pg_get_expr(k.conbin, k.conrelid) as condition
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attname = 'type' and k.conkey = array[a.attnum]
    where k.conrelid = 'public.coin_transactions'::regclass
      and k.contype = 'c'
      and pg_get_expr(k.conbin, k.conrelid) not like '%live_ppv%'
  loop
    execute format('alter table public.coin_transactions drop constraint %I', rule.name);
    execute format(
      'alter table public.coin_transactions add constraint %I check (%s or type in (%L, %L, %L))',
      rule.name, rule.condition, 'gift_sent', 'live_ppv', 'live_call'
    );
  end loop;
end;
$$;
