-- What live video locks, by which key, and in which order. No other file computes a key.
--
-- Every transaction takes what it needs of this, from top to bottom; advisory locks and row locks alike are held until
-- it ends.
--
--   one round of live_tick()           live_try_lock_tick, which does not wait
--   the idempotency key of a request   the row of live_idempotency, by its insert (live_idempotency_begin)
--   what Stripe tells of one payment   live_lock_intent, of an invoice before that of its payment intent
--   somebody who pays by card          live_lock_payer
--   somebody's reports                 live_lock_reporter
--   a report that is decided           the row of live_reports (live_ops_act_on_report)
--   a rate limit                       the row of live_rate_limits, by its upsert (live_rate_wait)
--   a creator who opens a session      live_lock_creator
--   a viewer's entry to a session      live_lock_entry
--   the two people of a new call       live_lock_party, in the order of their ids
--   a session                          live_lock_session: shared by whatever acts in it, alone by whatever ends it
--   a quota of LiveKit's               live_lock_quota: sessions begin one after the other where a limit is set
--   the places of a room               live_lock_places
--   the stage of a session             live_lock_stage: whoever changes what somebody is in it
--   a room of LiveKit's                live_lock_room: shared by reports of people, alone by its finish. Several of one
--                                      session or call in the order of their SIDs
--   a person in a session or a call    live_lock_presence. Several people in the order of their ids, the host last
--   somebody's chat in a session       live_lock_chat
--   the pinned message of a session    live_lock_pin
--   rows of people and messages        live_participants, then live_sessions; live_messages
--   the payer's balance                the row of coin_balances: by the update that takes the coins (live_move_coins),
--                                      by select before it (live_charge_call, live_refund), or by live_lock_balances,
--                                      which does not wait, where many pay in one transaction or somebody hangs up
--   a call                             the row of calls
--   the agents of support calls        live_lock_agents, then the row of call_agents
--   a recording                        the row of its session or call (live_hold_recorded), then how often somebody has
--                                      begun one, then live_lock_recordings, under which they are counted, then its own
--                                      row. Several in the order of their sessions, then calls. The accounts of people
--                                      are held without waiting (live_hold_accounts)
--   a payment by card                  the row of live_card_payments: whatever changes it or writes its entries in the
--                                      ledger; then that of live_passes
--   a creator's card money             live_lock_payouts
--   the creator's books                the row of creator_balances, by the trigger of creator_transactions. Every gift
--                                      to that creator needs it, so they come last, and nobody waits for a balance
--                                      while they hold them
--   a flag                             live_lock_flag, of several targets in the order of their ids. Nothing follows
--                                      but what staff is told
--   an admin who looks on              live_lock_view, which nothing follows but the log
--   pushes                             rows of live_outbox: passed over if somebody has them, and nothing follows but
--                                      the rows of a phone's token
--   somebody's thumbnails              live_lock_thumbnails and live_lock_thumbnail_files, which nothing follows
--
-- Two exceptions. Taking a seat writes the row of live_participants after the books; nobody waits for a balance or for
-- books while they hold that row, but the tick. And live_tick() goes through all of it several times in one
-- transaction: it passes over rows that somebody is busy with, and gives up a lock it does not get soon (lock_timeout).
--
-- Whoever waits holds a connection that tokens and webhooks need too, so each function that is called from outside and
-- may wait long says for how long it does.

-- Holds a session still: many may share it to act in the session (join, gift, a chat line, a report), one alone may end
-- it. An advisory lock, because row locks shared by thousands of viewers would rewrite the row for each of them.
create or replace function public.live_lock_session(p_session_id uuid, p_alone boolean)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_alone then
    perform pg_advisory_xact_lock(hashtextextended('live_session:' || p_session_id, 0));
  else
    perform pg_advisory_xact_lock_shared(hashtextextended('live_session:' || p_session_id, 0));
  end if;
end;
$$;

-- Lets one report of somebody's through live_report_user() at a time, so that the same report is found and not made
-- twice.
create or replace function public.live_lock_reporter(p_user_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('live_reporter:' || p_user_id, 0));
end;
$$;

-- Lets one request at a time open a session of this creator.
create or replace function public.live_lock_creator(p_creator_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('live_creator:' || p_creator_id, 0));
end;
$$;

-- A viewer's own parallel joins wait here for each other.
create or replace function public.live_lock_entry(p_session_id uuid, p_user_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('live_entry:' || p_session_id || p_user_id, 0));
end;
$$;

-- Lets one request at a time place a call from or to this person.
create or replace function public.live_lock_party(p_user_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('live_party:' || p_user_id, 0));
end;
$$;

-- Those who buy a place in a room of limited size wait here for each other.
create or replace function public.live_lock_places(p_session_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('live_place:' || p_session_id, 0));
end;
$$;

-- One change at a time of who is what in a session: its seats on stage, invitations, requests, bans, mutes.
create or replace function public.live_lock_stage(p_session_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('live_stage:' || p_session_id, 0));
end;
$$;

-- Reports of people in a room share it, its finish has it alone. No SID is a room of its own.
create or replace function public.live_lock_room(p_room_sid text, p_alone boolean)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_alone then
    perform pg_advisory_xact_lock(hashtextextended('live_room:' || coalesce(p_room_sid, ''), 0));
  else
    perform pg_advisory_xact_lock_shared(hashtextextended('live_room:' || coalesce(p_room_sid, ''), 0));
  end if;
end;
$$;

-- Two reports about one person in one session or call take turns. Nobody (null) locks nothing.
create or replace function public.live_lock_presence(p_session_or_call_id uuid, p_user_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('live_presence:' || p_session_or_call_id || p_user_id, 0));
end;
$$;

-- Two chat lines of one sender in one session take turns, so that they cannot both be the last one allowed.
create or replace function public.live_lock_chat(p_session_id uuid, p_sender_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('live_chat:' || p_session_id || p_sender_id, 0));
end;
$$;

-- Reports about one user or one session are counted one after the other, so that no two both find one too few, or
-- both enough.
create or replace function public.live_lock_flag(p_target_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('live_flag:' || p_target_id, 0));
end;
$$;

-- Lets one session begin at a time, so that the last place below a limit is given once.
create or replace function public.live_lock_quota()
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('live_quota', 0));
end;
$$;

-- Two looks of one admin at one session take turns, so that the log has one of them.
create or replace function public.live_lock_view(p_session_id uuid, p_admin_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('live_view:' || p_session_id || p_admin_id, 0));
end;
$$;

-- One pin at a time in a session.
create or replace function public.live_lock_pin(p_session_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('live_pin:' || p_session_id, 0));
end;
$$;

-- Two new thumbnails of one user take turns, so that they cannot both be the last one allowed.
create or replace function public.live_lock_thumbnails(p_user_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('live_thumbnails:' || p_user_id, 0));
end;
$$;

-- The same for their files.
create or replace function public.live_lock_thumbnail_files(p_user_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('live_thumbnail_files:' || p_user_id, 0));
end;
$$;

-- Locks the balances of those people that nobody else is busy with, and returns whose they are. What pays for many in
-- one transaction calls it first: it waits for nobody, so it never waits in a circle; whoever is missing has their turn
-- next time.
create or replace function public.live_lock_balances(p_user_ids uuid[])
returns uuid[]
language plpgsql
set search_path = ''
as $$
begin
  return array(
    select b.user_id from public.coin_balances b where b.user_id = any (p_user_ids) for no key update skip locked
  );
end;
$$;

-- What Stripe tells of one payment intent, or one invoice, is taken in one after the other, so that what came too early
-- is seen by what it waits for. Nothing (null) locks nothing.
create or replace function public.live_lock_intent(p_intent text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('live_intent:' || p_intent, 0));
end;
$$;

-- Somebody's card payments begin one after the other, so that the same one is found and not begun twice.
create or replace function public.live_lock_payer(p_user_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('live_payer:' || p_user_id, 0));
end;
$$;

-- Two payouts to one creator take turns, so that they cannot both be of the same money.
create or replace function public.live_lock_payouts(p_creator_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('live_payouts:' || p_creator_id, 0));
end;
$$;

-- Agents are sent for one after the other, so that neither a caller's share of a day nor what there is for all is taken
-- twice.
create or replace function public.live_lock_agents()
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('live_agents', 0));
end;
$$;

-- Recordings begin one after the other, so that there are never more at once than may be.
create or replace function public.live_lock_recordings()
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('live_recordings', 0));
end;
$$;

-- Whether this may be the round of live_tick() that runs now.
create or replace function public.live_try_lock_tick()
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  return pg_try_advisory_xact_lock(hashtextextended('live_tick', 0));
end;
$$;

revoke execute on function public.live_lock_session(uuid, boolean) from public, anon, authenticated;
revoke execute on function public.live_lock_reporter(uuid) from public, anon, authenticated;
revoke execute on function public.live_lock_creator(uuid) from public, anon, authenticated;
revoke execute on function public.live_lock_entry(uuid, uuid) from public, anon, authenticated;
revoke execute on function public.live_lock_party(uuid) from public, anon, authenticated;
revoke execute on function public.live_lock_places(uuid) from public, anon, authenticated;
revoke execute on function public.live_lock_stage(uuid) from public, anon, authenticated;
revoke execute on function public.live_lock_room(text, boolean) from public, anon, authenticated;
revoke execute on function public.live_lock_presence(uuid, uuid) from public, anon, authenticated;
revoke execute on function public.live_lock_chat(uuid, uuid) from public, anon, authenticated;
revoke execute on function public.live_lock_flag(uuid) from public, anon, authenticated;
revoke execute on function public.live_lock_quota() from public, anon, authenticated;
revoke execute on function public.live_lock_view(uuid, uuid) from public, anon, authenticated;
revoke execute on function public.live_lock_pin(uuid) from public, anon, authenticated;
revoke execute on function public.live_lock_thumbnails(uuid) from public, anon, authenticated;
revoke execute on function public.live_lock_thumbnail_files(uuid) from public, anon, authenticated;
revoke execute on function public.live_lock_balances(uuid[]) from public, anon, authenticated;
revoke execute on function public.live_lock_intent(text) from public, anon, authenticated;
revoke execute on function public.live_lock_payer(uuid) from public, anon, authenticated;
revoke execute on function public.live_lock_payouts(uuid) from public, anon, authenticated;
revoke execute on function public.live_lock_agents() from public, anon, authenticated;
revoke execute on function public.live_lock_recordings() from public, anon, authenticated;
revoke execute on function public.live_try_lock_tick() from public, anon, authenticated;
grant execute on function public.live_lock_session(uuid, boolean) to service_role;
grant execute on function public.live_lock_reporter(uuid) to service_role;
grant execute on function public.live_lock_creator(uuid) to service_role;
grant execute on function public.live_lock_entry(uuid, uuid) to service_role;
grant execute on function public.live_lock_party(uuid) to service_role;
grant execute on function public.live_lock_places(uuid) to service_role;
grant execute on function public.live_lock_stage(uuid) to service_role;
grant execute on function public.live_lock_room(text, boolean) to service_role;
grant execute on function public.live_lock_presence(uuid, uuid) to service_role;
grant execute on function public.live_lock_chat(uuid, uuid) to service_role;
grant execute on function public.live_lock_flag(uuid) to service_role;
grant execute on function public.live_lock_quota() to service_role;
grant execute on function public.live_lock_view(uuid, uuid) to service_role;
grant execute on function public.live_lock_pin(uuid) to service_role;
grant execute on function public.live_lock_thumbnails(uuid) to service_role;
grant execute on function public.live_lock_thumbnail_files(uuid) to service_role;
grant execute on function public.live_lock_balances(uuid[]) to service_role;
grant execute on function public.live_lock_intent(text) to service_role;
grant execute on function public.live_lock_payer(uuid) to service_role;
grant execute on function public.live_lock_payouts(uuid) to service_role;
grant execute on function public.live_lock_agents() to service_role;
grant execute on function public.live_lock_recordings() to service_role;
grant execute on function public.live_try_lock_tick() to service_role;
