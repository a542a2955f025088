-- Runs live_tick() every 5 seconds where pg_cron exists. Elsewhere something else must: the local stack has a loop.

do $$
begin
  if not exists (select from pg_catalog.pg_available_extensions where name = 'pg_cron') then
    return;
  end if;

  if not exists (select from pg_catalog.pg_extension where extname = 'pg_cron') then
    begin
      create extension pg_cron;
    exception
      when others then
        raise warning 'pg_cron could not be enabled (%): enable it, then apply this migration again', sqlerrm;
        return;
    end;
  end if;

  -- a job of the same name is replaced
  perform cron.schedule('live_tick', '5 seconds', 'select public.live_tick()');
end;
$$;
