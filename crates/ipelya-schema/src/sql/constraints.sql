select
  c.relname::text,
  format('`%s`', k.conname) as "constraint",
  format('`%s`', regexp_replace(pg_get_constraintdef(k.oid, true), '(''[^'']*'')::text(?!\[)', '\1', 'g')) as "rule"
from pg_constraint k
join pg_class c on c.oid = k.conrelid
where k.connamespace = 'public'::regnamespace and k.contype in ('p', 'u', 'f', 'c', 'x')
order by c.relname, array_position(array['p', 'u', 'f', 'c', 'x'], k.contype::text), k.conname
