-- The notifier's side of the mails to followers, and their readers' way to end them.

-- Where mails reach some people: addresses that Auth has confirmed, of accounts that it would sign in. The service role
-- cannot see Auth's tables, so this one runs as its owner and gives away nothing else; live_take_mails() calls it.
create or replace function public.live_mail_addresses(p_user_ids uuid[], p_now timestamptz)
returns table (user_id uuid, address text)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return query
  select u.id, u.email::text
  from auth.users u
  where u.id = any (p_user_ids)
    and u.email <> ''
    and u.email_confirmed_at is not null
    and not public.live_shut_out(u.id, p_now);
end;
$$;

-- What some mails say and to whom, without those that may not be sent any more: the session is over, the follower has
-- left, wants no mails of this channel or, by the app's preferences, none at all, one of the two has blocked the other,
-- or there is no confirmed address. live_take_mails() calls it.
create or replace function public.live_written_mails(p_mail_ids uuid[], p_now timestamptz)
returns table (mail_id uuid, content jsonb)
language plpgsql
stable
set search_path = ''
as $$
declare
  recipients constant uuid[] := array(select m.recipient_id from public.live_mails m where m.id = any (p_mail_ids));
begin
  return query
  select m.id, jsonb_build_object(
    'address', recipient.address,
    'language', coalesce(u.language, 'tr'),
    'creator_name', coalesce(p.display_name, p.username),
    'title', s.title,
    'slug', c.slug,
    'unsubscribe_token', f.mail_token
  )
  from public.live_mails m
  join public.live_sessions s on s.id = m.session_id
  join public.live_channels c on c.id = m.channel_id
  join public.live_channel_follows f on f.channel_id = m.channel_id and f.user_id = m.recipient_id
  join public.live_mail_addresses(recipients, p_now) recipient on recipient.user_id = m.recipient_id
  left join public.live_user_settings u on u.user_id = m.recipient_id
  left join public.profiles p on p.id = c.creator_profile_id
  where m.id = any (p_mail_ids)
    and f.email
    and public.live_mail_is_due(f.emailed_at, p_now)
    and not public.live_session_is_over(s.status, s.max_ends_at, p_now)
    and not public.live_either_blocks(c.creator_id, m.recipient_id)
    and not exists (
      select
      from public.notification_preferences n
      -- the app's table may lack the column
      where n.user_id = m.recipient_id and to_jsonb(n) ->> 'email_enabled' = 'false'
    );
end;
$$;

-- Takes mails that are due, at most p_many; what may not be sent any more is dropped. Whoever takes a mail has a minute
-- to say what came of it: then it is due again, once, since it may have been sent. The notifier calls it every second,
-- which also says that there is one. None while the provider wants a pause.
create or replace function public.live_take_mails(p_many integer, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '1s'
as $$
declare
  due uuid[];
  mails jsonb;
begin
  update public.live_outbox_sender s
    set mails_seen_at = p_now
    where s.mails_seen_at is null or s.mails_seen_at < p_now - interval '15 seconds';
  if exists (select from public.live_outbox_sender s where s.mails_paused_until > p_now) then
    return '[]';
  end if;

  due := array(
    select m.id
    from public.live_mails m
    where m.status in ('waiting', 'sending') and m.due_at <= p_now
    order by m.due_at
    limit p_many
    for no key update skip locked
  );
  with verdict as (
    select m.id, w.content,
      case
        when w.mail_id is null then 'dropped'
        when m.status = 'sending' and m.is_repeat then 'failed'
        else 'sending'
      end as status
    from public.live_mails m
    left join public.live_written_mails(due, p_now) w on w.mail_id = m.id
    where m.id = any (due)
  ),
  taken as (
    update public.live_mails m
      set status = v.status,
          due_at = case when v.status = 'sending' then p_now + interval '1 minute' end,
          attempts = m.attempts + (v.status = 'sending')::integer,
          is_repeat = m.is_repeat or m.status = 'sending',
          error = case when v.status = 'failed' then 'NoAnswer' else m.error end
      from verdict v
      where m.id = v.id
      returning m.id, m.status, m.attempts, m.created_at, v.content
  )
  select coalesce(jsonb_agg(
    jsonb_build_object('id', t.id, 'attempt', t.attempts) || t.content order by t.created_at, t.id
  ), '[]') into mails
  from taken t
  where t.status = 'sending';
  return mails;
end;
$$;

-- Writes down what came of mails that were taken: an array of `id`, `attempt`, `outcome` (`sent`, with its `message`;
-- `retry`: it was not taken; `unanswered`: it may have been; `failed`) and, but for the first, `error`. A retry waits
-- twice as long each time, up to five minutes, and as long as the provider wants to hear nothing. What has no answer
-- twice counts as sent for whoever might get another. The notifier calls it.
create or replace function public.live_settle_mails(p_results jsonb, p_paused_until timestamptz, p_now timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
set lock_timeout = '1s'
as $$
begin
  update public.live_outbox_sender s set mails_paused_until = p_paused_until where p_paused_until is not null;

  with settled as (
    update public.live_mails m
      set status = verdict.status,
          due_at = case
            when verdict.status = 'waiting'
            then greatest(p_paused_until, p_now + least(300, 2 ^ least(r.attempt, 9)) * interval '1 second')
          end,
          is_repeat = m.is_repeat or r.outcome = 'unanswered',
          message_id = r.message,
          sent_at = case when verdict.status = 'sent' then p_now end,
          error = r.error
      from jsonb_to_recordset(p_results) as r (id uuid, attempt integer, outcome text, message text, error text)
      join public.live_mails before on before.id = r.id
      cross join lateral (
        select case
          when r.outcome = 'sent' then 'sent'
          when r.outcome = 'retry' or (r.outcome = 'unanswered' and not before.is_repeat) then 'waiting'
          else 'failed'
        end as status
      ) verdict
      where m.id = r.id
        -- somebody else may have it by now; what was sent was sent
        and m.status = 'sending'
        and (m.attempts = r.attempt or r.outcome = 'sent')
      returning m.channel_id, m.recipient_id, m.status, r.outcome
  )
  update public.live_channel_follows f
    set emailed_at = p_now
    from settled s
    where f.channel_id = s.channel_id
      and f.user_id = s.recipient_id
      and (s.status = 'sent' or (s.status = 'failed' and s.outcome = 'unanswered'));
end;
$$;

-- Throws away mails that are two days old; live_tick() calls it.
create or replace function public.live_forget_mails(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  forgotten integer;
begin
  delete from public.live_mails m
    where m.id in (
      select x.id
      from public.live_mails x
      where x.created_at <= p_now - interval '2 days'
      order by x.created_at
      limit 2000
      for update skip locked
    );
  get diagnostics forgotten = row_count;
  return forgotten;
end;
$$;

-- Ends the mails of the follow with this token, which its mails carry; it goes on in every other way. A token that is
-- nobody's is answered the same. No limit by address: mail services ask for all their readers from a few, and a token
-- cannot be guessed. unsubscribe calls it.
create or replace function public.live_unsubscribe(p_token uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.live_channel_follows f set email = false where f.mail_token = p_token and f.email;
end;
$$;

revoke execute on function public.live_mail_addresses(uuid[], timestamptz) from public, anon, authenticated;
revoke execute on function public.live_written_mails(uuid[], timestamptz) from public, anon, authenticated;
revoke execute on function public.live_take_mails(integer, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_settle_mails(jsonb, timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_forget_mails(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_unsubscribe(uuid) from public, anon, authenticated;
grant execute on function public.live_mail_addresses(uuid[], timestamptz) to service_role;
grant execute on function public.live_written_mails(uuid[], timestamptz) to service_role;
grant execute on function public.live_take_mails(integer, timestamptz) to service_role;
grant execute on function public.live_settle_mails(jsonb, timestamptz, timestamptz) to service_role;
grant execute on function public.live_forget_mails(timestamptz) to service_role;
grant execute on function public.live_unsubscribe(uuid) to service_role;
