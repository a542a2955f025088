-- What Postgres adds in printing is left out: the type of every text, the long name of timestamptz.
select
  c.relname::text,
  format('`%s`', a.attname) as "column",
  format('`%s`', replace(format_type(a.atttypid, a.atttypmod), 'timestamp with time zone', 'timestamptz')) as "type",
  case when a.attnotnull then '' else 'yes' end as "null",
  case
    when a.attgenerated = 's' then format('generated: `%s`', printed.expression)
    when a.attidentity <> '' then 'identity'
    when d.adbin is not null then format('`%s`', printed.expression)
    else ''
  end as "default"
from pg_attribute a
join pg_class c on c.oid = a.attrelid
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
cross join lateral (
  select btrim(
    regexp_replace(pg_get_expr(d.adbin, d.adrelid, true), '(''[^'']*'')::text(?!\[)', '\1', 'g'), e' \n'
  ) as expression
) as printed
where c.relnamespace = 'public'::regnamespace
  and c.relkind in ('r', 'p', 'v', 'm')
  and a.attnum > 0 and not a.attisdropped
order by c.relname, a.attnum
