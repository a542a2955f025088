-- How each reader may see one changed row, as `realtime.apply_rls` of the hosted service decides it.
--
-- `shapes` is the change by role as clients are told, with the columns that the role may read; `seen` says of each
-- reader whether row security lets them see the row as it is now. Deletions cannot be judged: everybody learns of them,
-- but only the primary key where rows are secured.
create function pg_temp.judge(
  schema_name text, table_name text, action text, committed bigint, new_row jsonb, old_row jsonb,
  roles text[], claims text[],
  out shapes jsonb, out seen boolean[]
)
language plpgsql
as $$
declare
  entity constant regclass := format('%I.%I', schema_name, table_name);
  secured constant boolean := (select c.relrowsecurity from pg_catalog.pg_class c where c.oid = entity);
  keys constant text[] := array(
    select a.attname::text
    from pg_catalog.pg_index i
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
    where i.indrelid = entity and i.indisprimary
  );
  -- a large value that did not change is only in the old row
  whole constant jsonb := old_row || new_row;
  typed_new jsonb;
  typed_old jsonb;
  shape jsonb;
  probe text;
  reader text;
  sees boolean;
begin
  if action = 'UPDATE' and old_row = '{}' then
    old_row := (select jsonb_object_agg(name, new_row -> name) from unnest(keys) name);
  end if;
  execute format(
    'select to_jsonb(jsonb_populate_record(null::%1$s, $1)), to_jsonb(jsonb_populate_record(null::%1$s, $2))', entity
  ) into typed_new, typed_old using whole, old_row;

  shapes := '{}';
  foreach reader in array array(select distinct unnest(roles)) loop
    select jsonb_build_object(
      'schema', schema_name, 'table', table_name, 'type', action,
      'commit_timestamp', to_char(to_timestamp(committed / 1e6) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'columns', coalesce(jsonb_agg(jsonb_build_object('name', c.name, 'type', c.type) order by c.position), '[]'),
      'record', coalesce(jsonb_object_agg(c.name, typed_new -> c.name) filter (where whole ? c.name), '{}'),
      'old_record', coalesce(jsonb_object_agg(c.name, typed_old -> c.name) filter (
        where old_row ? c.name and (action <> 'DELETE' or not secured or c.name = any (keys))
      ), '{}'),
      'errors', case
        when action = 'DELETE' then null
        when cardinality(keys) = 0 then array['Error 400: Bad Request, no primary key']
        when not keys <@ coalesce(array_agg(c.name), '{}') then array['Error 401: Unauthorized']
      end
    )
    into shape
    from (
      select a.attname::text as name, t.typname as type, a.attnum as position
      from pg_catalog.pg_attribute a
      join pg_catalog.pg_type t on t.oid = a.atttypid
      where a.attrelid = entity and a.attnum > 0 and not a.attisdropped
        and has_column_privilege(reader, entity, a.attnum, 'select')
    ) c;
    if shape ->> 'errors' is not null then
      shape := shape || '{"columns": [], "record": {}, "old_record": {}}';
    end if;
    shapes := shapes || jsonb_build_object(reader, shape - case action
      when 'INSERT' then 'old_record' when 'DELETE' then 'record' else '' end);
  end loop;

  seen := array_fill(true, array[cardinality(roles)]);
  if not secured or action = 'DELETE' or cardinality(keys) = 0 then
    return;
  end if;
  probe := format('select exists (select from %s where %s)', entity, (
    select string_agg(format('%I = %L::%s', a.attname, whole ->> a.attname::text,
      pg_catalog.format_type(a.atttypid, a.atttypmod)), ' and ')
    from pg_catalog.pg_attribute a
    where a.attrelid = entity and a.attname = any (keys)
  ));
  for i in 1 .. cardinality(roles) loop
    continue when shapes -> roles[i] ->> 'errors' is not null;
    begin
      perform set_config('role', roles[i], true), set_config('request.jwt.claims', claims[i], true);
      execute probe into sees;
      seen[i] := sees;
    exception
      -- who cannot be judged sees nothing
      when others then seen[i] := false;
    end;
    perform set_config('role', 'none', true);
  end loop;
end;
$$;
