// The rows whose changes the app and the panel watch. What arrives is what row security lets the signed-in person read.

import {
  listen,
  type Change,
  type ChangeFilter,
  type ListenOptions,
  type RealtimeHost,
  type Unsubscribe,
} from './channel.js';
import type { Live } from './live.js';
import type {
  CallRow,
  CoinBalanceRow,
  CreatorTransactionRow,
  GiftRow,
  MessageRow,
  NotificationRow,
  ParticipantRow,
  SessionRow,
} from './rows.js';

/** What to do about rows that come, change and go. */
export interface OnRows<Row> extends ListenOptions {
  onInsert?: (row: Row) => void;
  /** `old` has the row as it was, as far as the database tells it. */
  onUpdate?: (row: Row, old: Partial<Row>) => void;
  onDelete?: (old: Partial<Row>) => void;
}

/** For rows that only come. */
export type OnNewRows<Row> = Pick<OnRows<Row>, 'onInsert' | 'onStatus'>;

/** For rows that come and change. */
export type OnKeptRows<Row> = Pick<OnRows<Row>, 'onInsert' | 'onUpdate' | 'onStatus'>;

/** For a row that is there and changes. */
export type OnChangedRow<Row> = Pick<OnRows<Row>, 'onUpdate' | 'onStatus'>;

/** A `Live` whose client has realtime, as every `SupabaseClient` does. */
type Listening = Pick<Live<Live['supabase'] & RealtimeHost>, 'supabase'>;

/** Every session one may see: for lists of what is on air. */
export function watchSessions({ supabase }: Listening, on: OnRows<SessionRow>): Unsubscribe {
  return watch(supabase, 'live_sessions_list', [rows('*', 'live_sessions')], on);
}

/** The sessions of one creator. */
export function watchSessionsOf({ supabase }: Listening, creatorId: string, on: OnRows<SessionRow>): Unsubscribe {
  return watch(supabase, `live_sessions:${creatorId}`, [rows('*', 'live_sessions', `creator_id=eq.${creatorId}`)], on);
}

/** One session: its status and numbers. */
export function watchSession({ supabase }: Listening, sessionId: string, on: OnChangedRow<SessionRow>): Unsubscribe {
  return watch(
    supabase,
    `live_session_status:${sessionId}`,
    [rows('UPDATE', 'live_sessions', `id=eq.${sessionId}`)],
    on,
  );
}

/** The chat of a session: new lines, and lines that are deleted or pinned. */
export function watchChat({ supabase }: Listening, sessionId: string, on: OnKeptRows<MessageRow>): Unsubscribe {
  const here = `session_id=eq.${sessionId}`;
  const filters = [rows('INSERT', 'live_messages', here), rows('UPDATE', 'live_messages', here)];
  return watch(supabase, `live_chat:${sessionId}`, filters, on);
}

/** The gifts of a session. */
export function watchGifts({ supabase }: Listening, sessionId: string, on: OnNewRows<GiftRow>): Unsubscribe {
  return watch(supabase, `live_gifts:${sessionId}`, [rows('INSERT', 'live_gifts', `session_id=eq.${sessionId}`)], on);
}

/** The calls of the person signed in: those that come in, and what becomes of any of theirs. */
export function watchCalls({ supabase }: Listening, userId: string, on: OnKeptRows<CallRow>): Unsubscribe {
  const filters = [
    rows('INSERT', 'calls', `callee_id=eq.${userId}`),
    rows('UPDATE', 'calls', `callee_id=eq.${userId}`),
    rows('UPDATE', 'calls', `caller_id=eq.${userId}`),
  ];
  return watch(supabase, `calls:${userId}`, filters, on);
}

/** The coins of the person signed in. */
export function watchBalance({ supabase }: Listening, userId: string, on: OnRows<CoinBalanceRow>): Unsubscribe {
  return watch(supabase, `balance:${userId}`, [rows('*', 'coin_balances', `user_id=eq.${userId}`)], on);
}

/** What a creator earns, who is signed in. */
export function watchEarnings(
  { supabase }: Listening,
  userId: string,
  on: OnNewRows<CreatorTransactionRow>,
): Unsubscribe {
  const filters = [rows('INSERT', 'creator_transactions', `creator_id=eq.${userId}`)];
  return watch(supabase, `creator:${userId}`, filters, on);
}

/** The notifications of the person signed in. */
export function watchNotifications(
  { supabase }: Listening,
  userId: string,
  on: OnNewRows<NotificationRow>,
): Unsubscribe {
  const filters = [rows('INSERT', 'notifications', `recipient_id=eq.${userId}`)];
  return watch(supabase, `notifications:${userId}`, filters, on);
}

/** Who is in a session, for its host, its moderators and staff. */
export function watchParticipants({ supabase }: Listening, sessionId: string, on: OnRows<ParticipantRow>): Unsubscribe {
  const filters = [rows('*', 'live_participants', `session_id=eq.${sessionId}`)];
  return watch(supabase, `participants-${sessionId}`, filters, on);
}

/** Who is in any session, for staff. */
export function watchAllParticipants({ supabase }: Listening, on: OnRows<ParticipantRow>): Unsubscribe {
  return watch(supabase, 'all-participants-changes', [rows('*', 'live_participants')], on);
}

function rows(event: ChangeFilter['event'], table: string, filter?: string): ChangeFilter {
  return { event, schema: 'public', table, ...(filter !== undefined && { filter }) };
}

function watch<Row>(supabase: RealtimeHost, topic: string, wanted: ChangeFilter[], on: OnRows<Row>): Unsubscribe {
  const { onInsert, onUpdate, onDelete, ...options } = on;
  return listen(supabase, topic, wanted, {
    ...options,
    onMessage: (message) => {
      const change = message as Change;
      if (change.eventType === 'INSERT') onInsert?.(change.new as Row);
      else if (change.eventType === 'UPDATE') onUpdate?.(change.new as Row, change.old as Partial<Row>);
      else onDelete?.(change.old as Partial<Row>);
    },
  });
}
