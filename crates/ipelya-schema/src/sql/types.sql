select
  ''::text,
  format('`%s`', t.typname) as "type",
  (
    select string_agg(format('`%s`', e.enumlabel), ', ' order by e.enumsortorder)
    from pg_enum e
    where e.enumtypid = t.oid
  ) as "values"
from pg_type t
where t.typnamespace = 'public'::regnamespace and t.typtype = 'e'
order by t.typname
