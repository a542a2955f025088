-- How a channel is called in addresses: its slug. The form of one is known to ipelya_core::channel too; a test walks
-- both over the same table.

-- Whether this is one: small letters of ASCII and digits, single hyphens between them, 3 to 30 characters.
create or replace function public.live_is_slug(p_slug text)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  return char_length(p_slug) between 3 and 30 and p_slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$';
end;
$$;

-- A name written as a slug would be: Turkish letters without their marks, whatever else is no letter or digit as a
-- hyphen. It may come out too short to be one.
create or replace function public.live_folded_name(p_name text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return btrim(
    left(
      btrim(
        regexp_replace(
          lower(translate(p_name, 'ıİIşŞğĞüÜöÖçÇâÂîÎûÛ', 'iiissgguuooccaaiiuu')), '[^a-z0-9]+', '-', 'g'
        ),
        '-'
      ),
      30
    ),
    '-'
  );
end;
$$;

-- What the eye sees of a slug: two that look the same have the same.
create or replace function public.live_slug_skeleton(p_slug text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return replace(replace(translate(replace(p_slug, '-', ''), '01', 'ol'), 'rn', 'm'), 'vv', 'w');
end;
$$;

revoke execute on function public.live_is_slug(text) from public, anon, authenticated;
revoke execute on function public.live_folded_name(text) from public, anon, authenticated;
revoke execute on function public.live_slug_skeleton(text) from public, anon, authenticated;
grant execute on function public.live_is_slug(text) to service_role;
grant execute on function public.live_folded_name(text) to service_role;
grant execute on function public.live_slug_skeleton(text) to service_role;
