// Listening, by an unmodified supabase-js against a stand-in for Supabase Realtime.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';

import {
  createLive,
  listenToHost,
  listenToSession,
  listenToStage,
  listenToUser,
  watchBalance,
  watchCalls,
  watchChat,
  watchEarnings,
  watchGifts,
  watchNotifications,
  watchSession,
  watchSessions,
  watchSessionsOf,
  type ChannelStatus,
} from '../src/index.js';
import { watchAllParticipants, watchParticipants } from '../src/ops.js';
import { RealtimeStandIn } from './support/server.js';

const SESSION = 'session-1';
const USER = 'user-1';

let server: RealtimeStandIn;

beforeEach(() => {
  server = new RealtimeStandIn();
});

afterEach(() => server.end());

test('broadcasts reach the handler of their event, and nobody else', async () => {
  const live = createLive(server.supabase);
  const heard: unknown[] = [];
  listenToSession(live, SESSION, {
    session_ended: ({ reason }) => heard.push(['ended', reason]),
    host_disconnected: ({ reconnectDeadline }) => heard.push(['away', reconnectDeadline]),
    host_reconnected: () => heard.push(['back']),
  });
  await server.settled();

  await server.say(`live:${SESSION}`, 'host_disconnected', { message: 'm', reconnectDeadline: 5 });
  await server.say(`live:${SESSION}`, 'host_reconnected', {});
  await server.say(`live:${SESSION}`, 'message_pinned', { messageId: 'm', pinned: true });
  await server.say(`live:${SESSION}`, 'constructor', {});
  await server.say(`live:other`, 'session_ended', { reason: 'other' });
  await server.say(`live:${SESSION}`, 'session_ended', { reason: 'host_ended' });

  assert.deepEqual(heard, [['away', 5], ['back'], ['ended', 'host_ended']]);
});

test('each listener has its channel', async () => {
  const live = createLive(server.supabase);
  listenToSession(live, SESSION, {});
  listenToStage(live, SESSION, {});
  listenToHost(live, SESSION, {});
  listenToUser(live, USER, {});
  await server.settled();
  assert.deepEqual([...server.joined.keys()].sort(), [
    'live:session-1',
    'session:session-1',
    'session:session-1:host',
    'user:user-1',
  ]);
});

test('rows are asked for by table and filter', async () => {
  const live = createLive(server.supabase);
  watchSessions(live, {});
  watchSessionsOf(live, USER, {});
  watchSession(live, SESSION, {});
  watchChat(live, SESSION, {});
  watchGifts(live, SESSION, {});
  watchCalls(live, USER, {});
  watchBalance(live, USER, {});
  watchEarnings(live, USER, {});
  watchNotifications(live, USER, {});
  watchParticipants(live, SESSION, {});
  watchAllParticipants(live, {});
  await server.settled();

  const asked = [...server.joined.values()].flatMap(({ topic, changes }) =>
    changes.map(({ event, table, filter }) =>
      [topic, event, table, filter].filter((part) => part !== undefined).join(' '),
    ),
  );
  assert.deepEqual(asked, [
    'live_sessions_list * live_sessions',
    'live_sessions:user-1 * live_sessions creator_id=eq.user-1',
    'live_session_status:session-1 UPDATE live_sessions id=eq.session-1',
    'live_chat:session-1 INSERT live_messages session_id=eq.session-1',
    'live_chat:session-1 UPDATE live_messages session_id=eq.session-1',
    'live_gifts:session-1 INSERT live_gifts session_id=eq.session-1',
    'calls:user-1 INSERT calls callee_id=eq.user-1',
    'calls:user-1 UPDATE calls callee_id=eq.user-1',
    'calls:user-1 UPDATE calls caller_id=eq.user-1',
    'balance:user-1 * coin_balances user_id=eq.user-1',
    'creator:user-1 INSERT creator_transactions creator_id=eq.user-1',
    'notifications:user-1 INSERT notifications recipient_id=eq.user-1',
    'participants-session-1 * live_participants session_id=eq.session-1',
    'all-participants-changes * live_participants',
  ]);
});

test('rows that come, change and go are told apart', async () => {
  const live = createLive(server.supabase);
  const seen: unknown[] = [];
  watchSessions(live, {
    onInsert: ({ id }) => seen.push(['insert', id]),
    onUpdate: ({ status }, old) => seen.push(['update', status, old.status]),
    onDelete: ({ id }) => seen.push(['delete', id]),
  });
  await server.settled();

  const columns = [
    { name: 'id', type: 'text' },
    { name: 'status', type: 'text' },
  ];
  const row = { id: 's', status: 'live' };
  const change = { table: 'live_sessions', columns };
  await server.change('live_sessions_list', 0, { ...change, type: 'INSERT', record: row });
  await server.change('live_sessions_list', 0, {
    ...change,
    type: 'UPDATE',
    record: { ...row, status: 'ended' },
    old_record: row,
  });
  await server.change('live_sessions_list', 0, { ...change, type: 'DELETE', old_record: row });

  assert.deepEqual(seen, [
    ['insert', 's'],
    ['update', 'ended', 'live'],
    ['delete', 's'],
  ]);
});

test('several listen on one channel, which is left with the last of them', async () => {
  const live = createLive(server.supabase);
  const heard: string[] = [];
  const first = listenToSession(live, SESSION, { session_ended: () => heard.push('first') });
  await server.settled();
  const second = listenToSession(createLive(server.supabase), SESSION, { session_ended: () => heard.push('second') });
  await server.settled();

  await server.say(`live:${SESSION}`, 'session_ended', { reason: 'r' });
  first();
  first();
  await server.settled();
  await server.say(`live:${SESSION}`, 'session_ended', { reason: 'r' });
  assert.deepEqual(heard, ['first', 'second', 'second']);
  assert.deepEqual(server.log, [`join live:${SESSION}`]);

  second();
  await server.settled();
  assert.deepEqual(server.log, [`join live:${SESSION}`, `leave live:${SESSION}`]);
  assert.deepEqual(server.supabase.getChannels(), []);
});

test('an effect that runs twice, as in strict mode, is listening in the end', async () => {
  const live = createLive(server.supabase);
  const heard: string[] = [];
  for (const wait of [false, true]) {
    const stop = listenToUser(live, USER, { muted: () => heard.push('stale') });
    if (wait) await server.settled();
    stop();
  }
  const stop = listenToUser(live, USER, { muted: () => heard.push('fresh') });
  await server.settled();

  await server.say(`user:${USER}`, 'muted', { sessionId: SESSION });
  assert.deepEqual(heard, ['fresh']);

  stop();
  await server.settled();
  assert.equal(server.joined.size, 0);
});

test('a listener is told how its channel is, also when it comes late', async () => {
  const live = createLive(server.supabase);
  const told: [string, ChannelStatus][] = [];
  const stopFirst = listenToUser(live, USER, {}, { onStatus: (status) => told.push(['first', status]) });
  await server.settled();
  const stopSecond = listenToUser(live, USER, {}, { onStatus: (status) => told.push(['second', status]) });
  assert.deepEqual(told, [
    ['first', 'SUBSCRIBED'],
    ['second', 'SUBSCRIBED'],
  ]);
  stopFirst();
  stopSecond();
});

test('a channel that takes time to be left is waited for', async () => {
  const left: (() => void)[] = [];
  const { supabase } = server;
  const slow = {
    functions: supabase.functions,
    channel: supabase.channel.bind(supabase),
    removeChannel: async (channel: Parameters<typeof supabase.removeChannel>[0]) => {
      await new Promise<void>((resolve) => left.push(resolve));
      return supabase.removeChannel(channel);
    },
  };
  const live = createLive(slow);
  const heard: string[] = [];
  listenToUser(live, USER, {})();
  // this one is gone before its channel could be joined
  listenToUser(live, USER, { muted: () => heard.push('stale') })();
  const onStatus = (status: ChannelStatus): unknown => heard.push(status);
  const stop = listenToUser(live, USER, { muted: () => heard.push('fresh') }, { onStatus });
  await server.settled();
  assert.deepEqual(server.log, [`join user:${USER}`]);

  left[0]?.();
  await server.settled();
  assert.deepEqual(server.log, [`join user:${USER}`, `leave user:${USER}`, `join user:${USER}`]);
  await server.say(`user:${USER}`, 'muted', { sessionId: SESSION });
  assert.deepEqual(heard, ['SUBSCRIBED', 'fresh']);
  assert.equal(left.length, 1);

  stop();
  left[1]?.();
  await server.settled();
  assert.equal(server.joined.size, 0);
});
