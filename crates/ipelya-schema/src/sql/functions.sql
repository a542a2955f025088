-- A trigger runs its function for whoever may write the table; nothing else can call one.
select
  ''::text,
  format(
    '`%s(%s)`',
    p.proname,
    regexp_replace(
      replace(pg_get_function_arguments(p.oid), 'timestamp with time zone', 'timestamptz'),
      '(NULL|''[^'']*'')::[a-z]+', '\1', 'g'
    )
  )
    || coalesce(': ' || obj_description(p.oid, 'pg_proc'), '') as "function",
  format('`%s`', pg_get_function_result(p.oid)) as "returns",
  case
    when p.prosecdef and p.proowner = 'service_role'::regrole then 'as service_role'
    when p.prosecdef then '**definer**'
    else 'invoker'
  end as "security",
  case
    when p.prorettype = 'trigger'::regtype then 'triggers'
    else coalesce(
      (
        select string_agg(role, ', ' order by place)
        from unnest(array['public', 'anon', 'authenticated', 'service_role', 'ipelya_functions']) with ordinality as r (role, place)
        where has_function_privilege(role, p.oid, 'execute')
      ),
      'nobody'
    )
  end as "executable by"
from pg_proc p
where p.pronamespace = 'public'::regnamespace
  and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
order by p.proname, p.oid::regprocedure::text
