-- Those of primary and unique keys are told with the keys.
select
  c.relname::text,
  format('`%s`', x.relname) as "index",
  case when i.indisunique then 'unique ' else '' end
    || format('`%s`', regexp_replace(
      regexp_replace(pg_get_indexdef(i.indexrelid), '^CREATE (UNIQUE )?INDEX \S+ ON \S+ USING (btree )?', ''),
      '(''[^'']*'')::text(?!\[)', '\1', 'g'
    ))
    as "over"
from pg_index i
join pg_class c on c.oid = i.indrelid
join pg_class x on x.oid = i.indexrelid
where c.relnamespace = 'public'::regnamespace
  and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
order by c.relname, x.relname
