-- "yes" for the whole table, else the columns.
select
  c.relname::text,
  r.role as "role",
  coalesce(string_agg(held.said, '') filter (where p.privilege = 'select'), '') as "select",
  coalesce(string_agg(held.said, '') filter (where p.privilege = 'insert'), '') as "insert",
  coalesce(string_agg(held.said, '') filter (where p.privilege = 'update'), '') as "update",
  coalesce(string_agg(held.said, '') filter (where p.privilege = 'delete'), '') as "delete"
from pg_class c
cross join unnest(array['anon', 'authenticated', 'service_role']) with ordinality as r (role, place)
cross join unnest(array['select', 'insert', 'update', 'delete']) as p (privilege)
cross join lateral (
  select case
    when has_table_privilege(r.role, c.oid, p.privilege) then 'yes'
    when p.privilege <> 'delete' then (
      select string_agg(format('`%s`', a.attname), ', ' order by a.attnum)
      from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and has_column_privilege(r.role, c.oid, a.attnum, p.privilege)
    )
  end as said
) held
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
group by c.relname, r.role, r.place
order by c.relname, r.place
