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
  begin
    perform cron.schedule('live_tick', '5 seconds', 'select public.live_tick()');
  exception
    when others then
      raise warning 'pg_cron cannot run a job every 5 seconds (%); it runs every minute until pg_cron is 1.5 '
        'or newer and this migration is applied again', sqlerrm;
      perform cron.schedule('live_tick', '* * * * *', 'select public.live_tick()');
  end;
  -- each run leaves a row there
  perform cron.schedule(
    'live_tick_log', '0 * * * *',
    $job$delete from cron.job_run_details
      where end_time < now() - interval '1 day'
        and jobid in (select jobid from cron.job where jobname in ('live_tick', 'live_tick_log'))$job$
  );
end;
$$;
