select
  c.relname::text,
  format('`%s`', t.tgname) as "trigger",
  format('`%s`', lower(regexp_replace(
    pg_get_triggerdef(t.oid, true),
    '^CREATE TRIGGER \S+ (.*) ON \S+ (?:REFERENCING .*)?(FOR EACH .*) EXECUTE FUNCTION .*$', '\1, \2'
  ))) as "runs",
  format('`%s()`', p.proname) as "function"
from pg_trigger t
join pg_class c on c.oid = t.tgrelid
join pg_proc p on p.oid = t.tgfoid
where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
order by c.relname, t.tgname
