-- One row per table of public: name, comment, and how realtime sees it.
select
  c.relname::text as name,
  obj_description(c.oid, 'pg_class') as comment,
  exists (
    select from pg_publication_tables t
    where t.pubname = 'supabase_realtime' and t.schemaname = 'public' and t.tablename = c.relname
  ) as published,
  case c.relreplident when 'f' then 'full' when 'n' then 'nothing' when 'i' then 'index' else 'default' end
    as replica_identity,
  c.relrowsecurity as secured
from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
order by c.relname
