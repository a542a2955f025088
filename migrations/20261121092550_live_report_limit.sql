-- Keeps one person from flooding the reports: the app inserts them directly, so the limit stands beside the table.

set lock_timeout = '3s';

-- Refuses a phone's 21st report within an hour, and one about nobody; the trigger of live_reports calls it. It runs as
-- its owner because no client may touch the rate limits.
create or replace function public.live_reports_admit()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if current_setting('role') in ('anon', 'authenticated') then
    perform public.live_rate_take(auth.uid()::text, 'report', public.live_setting('report_rate_count'), 3600, now());
    -- what a foreign key would say, had a report not to outlive the account it is about
    if cardinality(public.live_users_gone(array[new.reported_user_id])) > 0 then
      raise exception 'nobody has the id %', new.reported_user_id using errcode = 'foreign_key_violation';
    end if;
  end if;
  return new;
end;
$$;

create or replace trigger live_reports_admit
  before insert on public.live_reports
  for each row execute function public.live_reports_admit();

revoke execute on function public.live_reports_admit() from public, anon, authenticated;

reset lock_timeout;
