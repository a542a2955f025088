-- Telling people something that they may want to know although they are not looking: a row in their inbox, which is the
-- app's table, and a push.

-- What a note says, in the language of its receiver: Turkish, unless they have chosen English. The facts are the
-- `name` of whom it is about, the `title` of a session, a number of `coins`, a `count` of people.
create or replace function public.live_note_words(
  p_type text, p_language text, p_facts jsonb, out title text, out body text
)
language plpgsql
immutable
set search_path = ''
as $$
declare
  spoken constant text := coalesce(p_language, 'tr');
  who constant text := coalesce(
    left(p_facts ->> 'name', 100), case spoken when 'en' then 'Somebody' else 'Biri' end
  );
  what constant text := p_facts ->> 'title';
begin
  select
    format(note.title, who),
    format(note.body, who, what, p_facts ->> 'coins', coalesce(': ' || what, '.'), p_facts ->> 'count')
  into title, body
  from (
    values
      ('incoming_call', 'tr', 'Gelen arama', '%1$s seni arıyor.'),
      ('incoming_call', 'en', 'Incoming call', '%1$s is calling you.'),
      ('missed_call', 'tr', 'Cevapsız arama', '%1$s seni aradı.'),
      ('missed_call', 'en', 'Missed call', '%1$s called you.'),
      ('creator_live', 'tr', '%1$s canlı yayında', '%2$s'),
      ('creator_live', 'en', '%1$s is live', '%2$s'),
      ('refund', 'tr', 'Coin iadesi', '%3$s coin hesabına iade edildi%4$s'),
      ('refund', 'en', 'Coins refunded', '%3$s coins are back in your account%4$s'),
      ('live_warning', 'tr', 'Uyarı', 'Canlı yayındaki davranışın topluluk kurallarına aykırı bulundu%4$s'),
      ('live_warning', 'en', 'Warning', 'What you did in a live session is against the community rules%4$s'),
      ('auto_flag_user', 'tr', 'İncelenecek kullanıcı', '%1$s %5$s kişi tarafından şikâyet edildi.'),
      ('auto_flag_user', 'en', 'A user to review', '%1$s was reported by %5$s people.'),
      ('auto_flag_session', 'tr', 'İncelenecek yayın', 'Bu yayında %5$s kişi şikâyette bulundu%4$s'),
      ('auto_flag_session', 'en', 'A session to review', '%5$s people made reports in this session%4$s'),
      ('auto_flag_words', 'tr', 'Sohbette yasaklı söz', '%1$s sohbette susturuldu%4$s'),
      ('auto_flag_words', 'en', 'Blocked words in a chat', '%1$s was muted in the chat%4$s'),
      ('quota_participant_minutes', 'tr', 'LiveKit kotası', 'Bu ayki katılımcı dakikaları yüzde %5$s doldu.'),
      ('quota_participant_minutes', 'en', 'LiveKit quota', '%5$s%% of this month''s participant minutes are used.'),
      ('quota_concurrent_participants', 'tr', 'LiveKit kotası', 'Bağlı kişi sınırı yüzde %5$s doldu.'),
      ('quota_concurrent_participants', 'en', 'LiveKit quota', '%5$s%% of the connections are taken.'),
      ('quota_rooms', 'tr', 'LiveKit kotası', 'Açık oda sınırı yüzde %5$s doldu.'),
      ('quota_rooms', 'en', 'LiveKit quota', '%5$s%% of the rooms are taken.'),
      ('quota_egress_minutes', 'tr', 'LiveKit kotası', 'Bu ayki kayıt dakikaları yüzde %5$s doldu.'),
      ('quota_egress_minutes', 'en', 'LiveKit quota', '%5$s%% of this month''s recording minutes are used.')
  ) as note (type, language, title, body)
  where note.type = p_type and note.language = spoken;
end;
$$;

-- Writes a note into the inboxes of one or many, from where the app's own pipeline pushes it; live_tell() calls it. The
-- inbox is the app's table and may have rules of its own, so this may fail.
--
-- The search path is for the triggers the app has on its table: they run inside and may say names unqualified.
create or replace function public.live_write_notes(
  p_recipient_ids uuid[], p_actor_id uuid, p_type text, p_facts jsonb, p_data jsonb
)
returns void
language plpgsql
set search_path = public, extensions, pg_temp
as $$
declare
  kind public.notifications.type%type;
begin
  kind := p_type;
  insert into public.notifications (recipient_id, actor_id, type, title, body, data)
  select recipient.id, p_actor_id, kind, words.title, words.body, p_data
  from unnest(p_recipient_ids) as recipient (id)
  left join public.live_user_settings u on u.user_id = recipient.id
  cross join lateral public.live_note_words(p_type, u.language, p_facts) words;
end;
$$;

-- Tells one or many, in their inboxes and, where that is done from here, by pushes. What happens happens whether or not
-- anybody can be told: a note that is not taken is lost with a warning, and no other with it. Returns how many were
-- tried, fewer than all if that took until p_until.
create or replace function public.live_tell(
  p_recipient_ids uuid[], p_actor_id uuid, p_type text, p_subject_id uuid, p_facts jsonb, p_data jsonb,
  p_now timestamptz, p_until timestamptz default 'infinity'
)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  pushes constant boolean := public.live_pushes_itself(p_now);
  -- by this the app's pipeline knows what it need not push
  data constant jsonb := p_data || case when pushes then '{"pushedBy": "live"}' else '{}' end::jsonb;
  recipient uuid;
  tried integer := 0;
begin
  begin
    if pushes then
      perform public.live_enqueue_pushes(p_recipient_ids, p_type, p_subject_id, p_facts, p_data, p_now);
    end if;
    perform public.live_write_notes(p_recipient_ids, p_actor_id, p_type, p_facts, data);
    return cardinality(p_recipient_ids);
  exception
    when others then
      null;
  end;
  -- one of them was not taken, or all
  foreach recipient in array p_recipient_ids loop
    begin
      perform public.live_write_notes(array[recipient], p_actor_id, p_type, p_facts, data);
    exception
      when others then
        raise warning 'notification % not written: %', p_type, sqlerrm;
    end;
    begin
      if pushes then
        perform public.live_enqueue_pushes(array[recipient], p_type, p_subject_id, p_facts, p_data, p_now);
      end if;
    exception
      when others then
        raise warning 'push % not written: %', p_type, sqlerrm;
    end;
    tried := tried + 1;
    exit when clock_timestamp() >= p_until;
  end loop;
  return tried;
end;
$$;

revoke execute on function public.live_note_words(text, text, jsonb) from public, anon, authenticated;
revoke execute on function public.live_write_notes(uuid[], uuid, text, jsonb, jsonb) from public, anon, authenticated;
revoke execute on function public.live_tell(uuid[], uuid, text, uuid, jsonb, jsonb, timestamptz, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_note_words(text, text, jsonb) to service_role;
grant execute on function public.live_write_notes(uuid[], uuid, text, jsonb, jsonb) to service_role;
grant execute on function public.live_tell(uuid[], uuid, text, uuid, jsonb, jsonb, timestamptz, timestamptz)
  to service_role;
