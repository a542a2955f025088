-- The way in for functions that ask Postgres itself and not PostgREST: a role that signs in, may call the SQL functions
-- that are called from outside, and can do nothing else. These run as the service role, whoever calls them, so they can
-- do the same over either way. It has no password until somebody gives it one, and no one signs in until then.

set lock_timeout = '3s';

do $$
begin
  if not exists (select from pg_catalog.pg_roles r where r.rolname = 'ipelya_functions') then
    create role ipelya_functions login noinherit;
  end if;
exception
  -- another database of this cluster was prepared at the same moment
  when duplicate_object or unique_violation then null;
end;
$$;

-- PostgREST makes a function's own statement_timeout that of the whole statement; here it is the role's. A caller gives
-- up after 5 s (http_client::REQUEST_TIMEOUT).
do $$
declare
  wanted record;
begin
  for wanted in
    select *
    from (
      values
        ('statement_timeout', '4s'),
        ('idle_in_transaction_session_timeout', '5s')
    ) as setting (name, value)
    where not exists (
      select
      from pg_catalog.pg_db_role_setting s
      join pg_catalog.pg_roles r on r.oid = s.setrole
      where r.rolname = 'ipelya_functions'
        and s.setdatabase = 0
        and format('%s=%s', setting.name, setting.value) = any (s.setconfig)
    )
  loop
    execute format('alter role ipelya_functions set %I = %L', wanted.name, wanted.value);
  end loop;
exception
  when unique_violation or internal_error then null;
end;
$$;

grant usage on schema public to ipelya_functions;

do $$
declare
  -- an owner has to be allowed to make what it owns, once
  was_allowed constant boolean := has_schema_privilege('service_role', 'public', 'create');
  callable record;
begin
  if not was_allowed then
    grant create on schema public to service_role;
  end if;
  for callable in
    select p.oid::regprocedure as function, p.proowner = 'service_role'::regrole as is_owned
    from pg_catalog.pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and p.proname = any (array[
        'live_act_on_call', 'live_agent_sent', 'live_agents_due', 'live_attach_checkout', 'live_attach_intent',
        'live_ban', 'live_billing_customer', 'live_buy_recording', 'live_call_conference', 'live_call_facts',
        'live_call_support', 'live_cancel_call_creation', 'live_cancel_creation', 'live_cancel_join_request',
        'live_cancel_start', 'live_cancel_voice_call', 'live_card_work', 'live_change_role', 'live_channel_facts',
        'live_channel_go_live', 'live_channel_go_offline', 'live_channel_health', 'live_channel_page',
        'live_channel_stats', 'live_create_facts', 'live_create_session', 'live_delete_message',
        'live_delete_recording', 'live_end_guest', 'live_end_own_session', 'live_enter_call', 'live_follow_channel',
        'live_forget_ingress', 'live_gauges', 'live_ingress_facts', 'live_initiate_call', 'live_invite_guest',
        'live_join_facts', 'live_kick', 'live_leave_session', 'live_list_donations', 'live_list_gifts',
        'live_list_popular', 'live_list_recordings', 'live_mute', 'live_note_recording_read',
        'live_objects_deleted', 'live_open_donation', 'live_open_fee', 'live_open_pass', 'live_ops_act_on_report',
        'live_ops_activate_prompt', 'live_ops_add_prompt', 'live_ops_admin_logs', 'live_ops_agent_failures',
        'live_ops_announce', 'live_ops_announce_all', 'live_ops_ban', 'live_ops_bans', 'live_ops_calls',
        'live_ops_card_payments', 'live_ops_card_revenue', 'live_ops_change_setting', 'live_ops_concurrency_stats',
        'live_ops_creator_stats', 'live_ops_daily_stats', 'live_ops_delete_message', 'live_ops_end_call',
        'live_ops_free_slug', 'live_ops_health', 'live_ops_hold_recording', 'live_ops_kick', 'live_ops_lift_ban',
        'live_ops_messages', 'live_ops_mute', 'live_ops_overview_stats', 'live_ops_participants',
        'live_ops_pay_out', 'live_ops_payments', 'live_ops_payouts', 'live_ops_payouts_due', 'live_ops_preview',
        'live_ops_prompts', 'live_ops_recording_deletions', 'live_ops_recording_readers',
        'live_ops_recording_storage', 'live_ops_recordings', 'live_ops_refund', 'live_ops_refund_card',
        'live_ops_replay_webhook', 'live_ops_report', 'live_ops_reports', 'live_ops_revenue_stats',
        'live_ops_session', 'live_ops_session_report', 'live_ops_sessions', 'live_ops_settings', 'live_ops_step',
        'live_ops_stuck', 'live_ops_suspend_channel', 'live_ops_switch_agent', 'live_ops_switch_user',
        'live_ops_system_status', 'live_ops_terminate', 'live_ops_terminate_all', 'live_ops_transcript_readers',
        'live_ops_user', 'live_ops_voice_calls', 'live_ops_webhook_logs', 'live_own_channel_facts',
        'live_own_payment', 'live_pin_message', 'live_read_transcript', 'live_recording_event',
        'live_recording_facts', 'live_recording_sent', 'live_recordings_to_sweep', 'live_report_user',
        'live_request_refund', 'live_request_to_join', 'live_respond_guest_invitation', 'live_respond_join_request',
        'live_save_channel', 'live_search_channels', 'live_send_agent', 'live_send_gift', 'live_send_message',
        'live_session_facts', 'live_set_ingress', 'live_set_recording_consent', 'live_settle_mails',
        'live_settle_pushes', 'live_settle_tickets', 'live_start_recording', 'live_start_session',
        'live_stop_recording', 'live_stripe_fact', 'live_sweep_apply', 'live_sweep_facts', 'live_sweep_ingress',
        'live_sweep_recordings', 'live_sweep_report', 'live_take_back_role', 'live_take_mails', 'live_take_outbox',
        'live_take_seat', 'live_take_transcript', 'live_tick_when_late', 'live_unban', 'live_unfollow_channel',
        'live_unknown_events', 'live_unsubscribe', 'live_update_recording', 'live_voice_history',
        'live_webhook_event'
      ])
  loop
    if not callable.is_owned then
      execute format('alter function %s owner to service_role', callable.function);
    end if;
    execute format('grant execute on function %s to ipelya_functions', callable.function);
  end loop;
  if not was_allowed then
    revoke create on schema public from service_role;
  end if;
end;
$$;

reset lock_timeout;
