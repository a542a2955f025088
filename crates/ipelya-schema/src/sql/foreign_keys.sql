-- Every foreign key but those of the app's own tables: what becomes of its rows, and why, as the comment on it says.
select
  ''::text,
  format('`%s`', k.conname) as "foreign key",
  format('`%s.%s`', c.relname, (
    select string_agg(a.attname, ', ' order by place)
    from unnest(k.conkey) with ordinality as columns (attnum, place)
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = columns.attnum
  )) as "column",
  format('`%s`', k.confrelid::regclass) as "of",
  case k.confdeltype
    when 'c' then 'is deleted too' when 'n' then 'becomes null' when 'd' then 'gets its default' else 'forbids it'
  end as "on its deletion",
  coalesce(obj_description(k.oid, 'pg_constraint'), '') as "because"
from pg_constraint k
join pg_class c on c.oid = k.conrelid
where k.connamespace = 'public'::regnamespace and k.contype = 'f' and c.relname <> all ($1)
order by c.relname, k.conname
