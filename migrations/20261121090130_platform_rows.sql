-- Refuses a project whose own tables would not take what live video writes there: writes one row of each kind as the
-- service role, as the functions will, names everything that was refused, and undoes all of it. Checks over several
-- columns, columns without default that we do not know, rules of triggers: whatever it is, it shows here and not at the
-- first sale.

set lock_timeout = '3s';

do $$
declare
  -- two people of the project, or of this block's own making
  payer uuid;
  payee uuid;
  trial record;
  refused text[] := '{}';
  notes text[] := '{}';
  notes_taken boolean := false;
begin
  begin
    select p.user_id into payer
    from public.profiles p
    join auth.users u on u.id = p.user_id
    join public.coin_balances b on b.user_id = p.user_id
    where p.type = 'real'
    limit 1;
    select p.user_id into payee
    from public.profiles p
    join auth.users u on u.id = p.user_id
    where p.type = 'real' and p.user_id is distinct from payer
    limit 1;
    if payer is null or payee is null then
      payer := gen_random_uuid();
      payee := gen_random_uuid();
      insert into auth.users (id, aud, role)
      select person, 'authenticated', 'authenticated' from unnest(array[payer, payee]) as person;
      -- where the app does not do that by itself
      insert into public.profiles (user_id, type)
      select person, 'real'
      from unnest(array[payer, payee]) as person
      where not exists (select from public.profiles p where p.user_id = person);
    end if;

    -- a key that is checked at the end of a transaction says nothing to one that is undone
    set constraints all immediate;
    set local role service_role;
    for trial in
      select 'coin_balances' as relation, null as word,
        'update public.coin_balances set balance = balance + 1 - 1, lifetime_spent = coalesce(lifetime_spent, 0) + 1,
           updated_at = now() where user_id = $1' as sql
      union all
      select 'coin_transactions', word,
        format(
          'insert into public.coin_transactions (
             id, user_id, type, amount, balance_after, reference_id, reference_type, description, created_at
           ) values (gen_random_uuid(), $1, %L, %s, 0, gen_random_uuid(), %L, %L, now())',
          word, case word when 'refund' then 1 else -1 end, 'live_gift', 'heart'
        )
      from unnest(array['gift_sent', 'live_ppv', 'live_call', 'refund']) as word
      union all
      select 'creator_transactions', word,
        format(
          'insert into public.creator_transactions (
             creator_id, type, amount, source_type, source_id, description, metadata, created_at
           ) values ($2, %L, %s, %L, %L, %L, %L, now())',
          word, case word when 'refund' then -1 else 2 end, 'live_gift', gen_random_uuid(), 'heart',
          jsonb_build_object('from_user', payer, 'coins', 2)
        )
      from unnest(array['gift', 'ppv', 'refund']) as word
      union all
      select 'notifications', word,
        format(
          'insert into public.notifications (recipient_id, actor_id, type, title, body, data)
           values ($1, $2, %L, %L, %L, %L)',
          word, 'İpelya', 'Deneme', jsonb_build_object('url', '/')
        )
      from unnest(array[
        'creator_live', 'incoming_call', 'missed_call', 'auto_flag_user', 'auto_flag_session', 'auto_flag_words'
      ]) as word
    loop
      begin
        execute trial.sql using payer, payee;
        notes_taken := notes_taken or trial.relation = 'notifications';
      exception
        -- a word that an enum has gained in this same transaction
        when unsafe_new_enum_value_usage then
          null;
        when others then
          if trial.relation = 'notifications' then
            notes := notes || format('%s: %s', trial.word, sqlerrm);
          else
            refused := refused || format('%s%s: %s', trial.relation, '.type ' || quote_literal(trial.word), sqlerrm);
          end if;
      end;
    end loop;
    raise exception using errcode = 'LV000';
  exception
    when sqlstate 'LV000' then
      null;
    when others then
      raise warning 'what this project refuses is not known: %', sqlerrm;
      return;
  end;

  -- one word less is a phone that does not ring for it; no word at all is an inbox that takes nothing of ours
  if not notes_taken then
    refused := refused || ('notifications ' || array_to_string(notes, '; notifications '));
  elsif cardinality(notes) > 0 then
    raise warning 'notifications that this project refuses are lost: %', array_to_string(notes, '; ');
  end if;
  if cardinality(refused) > 0 then
    raise exception 'İpelya Live writes rows that this project refuses: %', array_to_string(refused, '; ')
      using hint = 'Let the app''s tables take them, then apply the migrations again.';
  end if;
end;
$$;

reset lock_timeout;
