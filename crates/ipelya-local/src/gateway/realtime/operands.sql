-- A filter's operands as Postgres writes values of the column, so that comparing texts compares values.
create function pg_temp.operands(
  schema_name text, table_name text, column_name text, value text, is_array boolean, reader text,
  out operands text[], out is_number boolean
)
language plpgsql
as $$
declare
  column_type text;
begin
  select pg_catalog.format_type(a.atttypid, null), t.typcategory = 'N'
  into column_type, is_number
  from pg_catalog.pg_attribute a
  join pg_catalog.pg_type t on t.oid = a.atttypid
  where a.attrelid = to_regclass(format('%I.%I', schema_name, table_name))
    and a.attname = column_name and a.attnum > 0 and not a.attisdropped
    and has_column_privilege(reader, a.attrelid, a.attnum, 'select');
  if column_type is null then
    raise exception 'invalid column for filter %', column_name;
  end if;
  -- format() writes values as the replication stream does, which a cast to text does not
  execute format(
    'select array(select format(''%%s'', operand) from unnest(%s) operand)',
    format(case when is_array then '$1::%s[]' else 'array[$1::%s]' end, column_type)
  ) into operands using value;
end;
$$;
