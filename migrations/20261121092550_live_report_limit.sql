-- Keeps one person from flooding the reports: the app inserts them directly, so the limit stands beside the table.

-- Refuses a phone's 21st report within an hour; the trigger of live_reports calls it. It runs as its owner because
-- no client may touch the rate limits.
create or replace function public.live_reports_admit()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if current_setting('role') in ('anon', 'authenticated') then
    perform public.live_rate_take(
      auth.uid()::text, 'report', public.live_setting('report_rate_count', 20), 3600, now()
    );
  end if;
  return new;
end;
$$;

revoke execute on function public.live_reports_admit() from public, anon, authenticated;

create or replace trigger live_reports_admit
  before insert on public.live_reports
  for each row execute function public.live_reports_admit();
