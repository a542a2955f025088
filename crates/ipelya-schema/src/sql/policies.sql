-- A policy on `all` actions without a rule of its own for what it leaves behind uses the other one for both.
with policies as (
  select
    p.*,
    case p.polcmd
      when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all'
    end as action,
    replace(pg_get_expr(p.polqual, p.polrelid, true), '(( SELECT auth.uid() AS uid))', '(select auth.uid())')
      as shown,
    replace(pg_get_expr(p.polwithcheck, p.polrelid, true), '(( SELECT auth.uid() AS uid))', '(select auth.uid())')
      as left_behind
  from pg_policy p
)
select
  c.relname::text,
  format('`%s`', p.polname) || case when p.polpermissive then '' else ' (restrictive)' end as "policy",
  p.action as "action",
  (
    select string_agg(role, ', ' order by role)
    from unnest(p.polroles) as r
    cross join lateral (select case r when 0 then 'public' else r::regrole::text end as role) as named
  ) as "roles",
  '`' || regexp_replace(p.shown, '(''[^'']*'')::text(?!\[)', '\1', 'g') || '`' as "rows it shows or takes",
  '`' || regexp_replace(p.left_behind, '(''[^'']*'')::text(?!\[)', '\1', 'g') || '`' as "rows it leaves behind"
from policies p
join pg_class c on c.oid = p.polrelid
where c.relnamespace = 'public'::regnamespace
order by c.relname, p.action, p.polname
