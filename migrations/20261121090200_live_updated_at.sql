-- The one trigger function behind every updated_at column of the live tables.

-- Stamps a changed row; the live_*_updated_at triggers call it.
create or replace function public.live_touch_updated_at()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end;
$$;

revoke execute on function public.live_touch_updated_at() from public, anon, authenticated;
