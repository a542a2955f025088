// What the shipped app and the panel would see of a session, a guest, a call and a ban: every channel they are on and every
// query they make themselves, by the names of fields that they read.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { invoke } from './support/app.js';
import { dispose, join } from './support/media.js';
import { listener, settled, until } from './support/realtime.js';
import { assertFields, broadcast, changed, hear, read, rows, told } from './support/screens.js';
import { goLive, say } from './support/session.js';

after(() => dispose());

const LISTED = [
  'id', 'title', 'session_type', 'access_type', 'ppv_coin_price', 'total_viewers', 'status', 'started_at', 'creator_id',
  'creator_profile_id',
];
const RESUMED = [
  'id', 'livekit_room_name', 'title', 'session_type', 'access_type', 'status', 'creator_id', 'chat_enabled', 'gifts_enabled',
  'guest_enabled', 'max_guests', 'total_viewers', 'started_at',
];
const LINE = ['id', 'sender_id', 'content', 'message_type', 'created_at'];
const LINE_OF_GIFT = ['gift_id', 'gift_quantity', 'gift_coin_value'];

/** Somebody with the app open; rooms are left and channels closed when the test ends. */
async function people(t, ...names) {
  return Promise.all(names.map((name) => listener(t, { name })));
}

async function enter(t, reply) {
  assert.equal(reply.success, true, JSON.stringify(reply));
  const room = await join(reply);
  t.after(() => room.disconnect());
  return room;
}

/** A session of this creator, who is in its room. */
async function onAir(t, host, changes) {
  const created = await goLive(host, changes);
  const { id } = created.session;
  const room = await enter(t, created);
  t.after(() => invoke(host, 'end-live-session', { sessionId: id }));
  return { id, room };
}

test('a session, as the list, the watcher, the host and the panel see it', async (t) => {
  const [host, viewer, stranger, staff] = await people(t, 'creator4', 'subscriber', 'callee', 'admin');
  const nobody = await listener(t);
  const listed = await hear(viewer, 'live_sessions_list', rows('*', 'live_sessions'));
  const own = await hear(host, 'my-live-session', rows('*', 'live_sessions', `creator_id=eq.${host.userId}`));
  const panelled = await hear(staff, 'live-sessions-changes', rows('*', 'live_sessions'));
  const anonymous = await hear(nobody, 'live_sessions_list', rows('*', 'live_sessions'), rows('*', 'live_messages'));

  const { id, room } = await onAir(t, host);
  for (const heard of [listed, own, panelled]) {
    await until(() => heard.some(({ new: row }) => row.id === id && row.status === 'live'), 'the session on the list');
  }

  // the queries of the list, of one's own card and of a host who comes back
  const embedded = 'profiles!live_sessions_creator_profile_id_fkey(id,user_id,display_name,avatar_url,is_verified)';
  const listing = viewer.supabase.from('live_sessions').select(`${LISTED},thumbnail_url,${embedded}`).eq('status', 'live');
  const list = await read(listing.order('total_viewers', { ascending: false }).limit(50));
  const card = list.find((row) => row.id === id);
  assertFields(card, LISTED, ['thumbnail_url']);
  assertFields(card.profiles, ['id', 'user_id', 'display_name', 'is_verified'], ['avatar_url']);
  const mine = host.supabase.from('live_sessions').select(`${LISTED},creator:${embedded}`).eq('creator_id', host.userId);
  assert.equal((await read(mine.eq('status', 'live').maybeSingle())).id, id);
  const resumed = host.supabase.from('live_sessions').select(RESUMED.join()).eq('id', id).eq('status', 'live').single();
  assertFields(await read(resumed), RESUMED);

  // the watch screen
  const status = await hear(viewer, `live_session_status:${id}`, rows('UPDATE', 'live_sessions', `id=eq.${id}`));
  const happened = ['host_disconnected', 'host_reconnected', 'session_ended'].map(broadcast);
  const live = await hear(viewer, `live:${id}`, ...happened);
  const here = `session_id=eq.${id}`;
  const chat = await hear(viewer, `live_chat:${id}`, rows('INSERT', 'live_messages', here), rows('UPDATE', 'live_messages', here));
  const gifts = await hear(host, `live_gifts:${id}`, rows('INSERT', 'live_gifts', here));
  const balance = await hear(viewer, `balance:${viewer.userId}`, rows('*', 'coin_balances', `user_id=eq.${viewer.userId}`));
  const earned = await hear(host, `creator:${host.userId}`, rows('INSERT', 'creator_transactions', `creator_id=eq.${host.userId}`));
  // the panel's
  const page = await hear(staff, `session-${id}`, rows('UPDATE', 'live_sessions', `id=eq.${id}`));
  const attendance = await hear(staff, `participants-${id}`, rows('*', 'live_participants', here));
  const anyone = await hear(staff, 'all-participants-changes', rows('*', 'live_participants'));
  const lines = await hear(staff, `live_messages_${id}`, rows('INSERT', 'live_messages'));
  // what is none of a stranger's business
  const spied = await Promise.all([
    hear(stranger, `balance:${viewer.userId}`, rows('*', 'coin_balances', `user_id=eq.${viewer.userId}`)),
    hear(stranger, `creator:${host.userId}`, rows('*', 'creator_transactions', `creator_id=eq.${host.userId}`)),
    hear(stranger, `participants-${id}`, rows('*', 'live_participants', here)),
  ]);

  await enter(t, await invoke(viewer, 'join-live-session', { sessionId: id }));
  const counted = await until(() => status.find(({ new: row }) => row.total_viewers >= 1)?.new, 'a viewer is counted');
  assertFields(counted, ['id', 'status', 'total_viewers', 'peak_viewers']);
  await until(() => page.some(({ new: row }) => row.total_viewers >= 1), 'the panel counts too');
  for (const heard of [attendance, anyone]) {
    await until(() => heard.some(({ new: row }) => row.user_id === viewer.userId && row.session_id === id), 'the panel sees who came');
  }

  await read(say(viewer, id, 'selam'));
  const line = await until(() => changed(chat, 'INSERT', { content: 'selam' }), 'a line of chat');
  assertFields(line, LINE, LINE_OF_GIFT);
  await until(() => changed(lines, 'INSERT', { id: line.id }), 'the panel sees it');
  const history = viewer.supabase
    .from('live_messages')
    .select(`${[...LINE, ...LINE_OF_GIFT]},profiles:sender_profile_id(display_name,avatar_url)`)
    .eq('session_id', id)
    .eq('is_deleted', false);
  const [first] = await read(history.order('created_at', { ascending: true }).limit(100));
  assert.deepEqual([first.content, typeof first.profiles.display_name], ['selam', 'string']);
  await read(host.supabase.from('live_messages').update({ is_deleted: true }).eq('id', line.id));
  await until(() => changed(chat, 'UPDATE', { id: line.id, is_deleted: true }), 'it is taken down for everybody');

  const gift = await invoke(viewer, 'send-live-gift', { sessionId: id, giftId: 'heart', quantity: 2 });
  assert.equal(gift.success, true, JSON.stringify(gift));
  const flown = await until(() => changed(gifts, 'INSERT', { sender_id: viewer.userId }), 'a gift');
  assertFields(flown, ['id', 'gift_id', 'sender_id', 'quantity', 'created_at']);
  assert.deepEqual([flown.gift_id, flown.quantity], ['heart', 2]);
  const left = await until(() => changed(balance, 'UPDATE', { balance: gift.balance }), 'the balance goes down');
  assertFields(left, ['balance', 'lifetime_earned', 'lifetime_spent']);
  assertFields(await until(() => earned[0]?.new, 'the creator earns'), ['id', 'creator_id']);

  await room.disconnect();
  const away = await until(() => told(live, 'host_disconnected'), 'the host is away');
  assertFields(away, ['message', 'reconnectDeadline']);
  const seconds = (away.reconnectDeadline - Date.now()) / 1000;
  assert.ok(seconds > 0 && seconds <= 31, `${seconds} s are left`);
  await enter(t, await invoke(host, 'get-livekit-token', { sessionId: id }));
  await until(() => told(live, 'host_reconnected'), 'the host is back');

  await invoke(host, 'end-live-session', { sessionId: id });
  assertFields(await until(() => told(live, 'session_ended'), 'it ends'), ['reason']);
  for (const heard of [status, listed, own, panelled]) {
    await until(() => changed(heard, 'UPDATE', { id, status: 'ended' }), 'it leaves every list');
  }
  await settled();
  assert.deepEqual(spied, [[], [], []], 'who may not read a row is not told of it');
  // who may not read a table at all is told that much, as the hosted service does it, and nothing of any row
  const heard = anonymous.filter(({ table }) => table === 'live_messages');
  assert.deepEqual([...new Set(heard.flatMap(({ errors }) => errors))], ['Error 401: Unauthorized']);
  assert.ok(heard.every(({ new: row, old }) => Object.keys({ ...row, ...old }).length === 0), JSON.stringify(heard));
});

test('a guest, as the host and the guest see it', async (t) => {
  const [host, guest, invited] = await people(t, 'creator4', 'viewer', 'callee');
  const { id } = await onAir(t, host, { sessionType: 'audio_room', title: 'Açık mikrofon' });
  for (const person of [guest, invited]) await enter(t, await invoke(person, 'join-live-session', { sessionId: id }));
  const decided = await hear(host, `session:${id}:host`, broadcast('join_request'), broadcast('invitation_rejected'));
  const events = ['guest_invitation', 'join_request_response', 'your_guest_ended'].map(broadcast);
  const guests = await hear(guest, `user:${guest.userId}`, ...events);
  const theirs = await hear(invited, `user:${invited.userId}`, ...events);

  const asked = await invoke(guest, 'request-to-join', { sessionId: id });
  assert.equal(asked.success, true, JSON.stringify(asked));
  const request = await until(() => told(decided, 'join_request'), 'somebody asks');
  assertFields(request, ['requestId', 'userId', 'userName', 'expiresAt'], ['userAvatar', 'message']);
  assert.deepEqual([request.requestId, request.userId], [asked.requestId, guest.userId]);
  await invoke(host, 'respond-join-request', { requestId: request.requestId, approve: true });
  assert.equal((await until(() => told(guests, 'join_request_response'), 'an answer')).approved, true);
  await invoke(host, 'end-guest', { sessionId: id, guestUserId: guest.userId });
  await until(() => told(guests, 'your_guest_ended'), 'it is over');

  await invoke(host, 'invite-guest', { sessionId: id, targetUserId: invited.userId });
  const invitation = await until(() => told(theirs, 'guest_invitation'), 'an invitation');
  assertFields(invitation, ['id', 'sessionId', 'hostName', 'sessionTitle', 'expiresAt'], ['hostAvatar']);
  assert.deepEqual([invitation.sessionId, invitation.sessionTitle], [id, 'Açık mikrofon']);
  await invoke(invited, 'respond-guest-invitation', { sessionId: id, accept: false });
  await until(() => told(decided, 'invitation_rejected'), 'it is declined');
  assert.equal(told(guests, 'guest_invitation'), undefined, 'which is not the other one’s');
});

test('a call, as both phones see it and nobody else', async (t) => {
  const [caller, callee, stranger] = await people(t, 'caller', 'callee', 'viewer');
  // as the app listens: for calls that come in, and for any change of any call
  const phone = ({ userId }) => [rows('INSERT', 'calls', `callee_id=eq.${userId}`), rows('UPDATE', 'calls')];
  const [calling, ringing, spied] = await Promise.all(
    [caller, callee, stranger].map((person) => hear(person, `calls:${person.userId}`, ...phone(person))),
  );

  const placed = await invoke(caller, 'create-call', { calleeId: callee.userId, callType: 'video' });
  assert.equal(placed.success, true, JSON.stringify(placed));
  const { id } = placed.call;
  const rung = await until(() => changed(ringing, 'INSERT', { id }), 'it rings');
  assertFields(rung, ['id', 'status', 'caller_id', 'callee_id', 'call_type', 'livekit_room_name']);
  assert.equal(rung.status, 'ringing');
  await invoke(callee, 'accept-call', { callId: id });
  for (const heard of [calling, ringing]) await until(() => changed(heard, 'UPDATE', { id, status: 'connected' }), 'it is answered');
  await invoke(caller, 'end-call', { callId: id });
  for (const heard of [calling, ringing]) await until(() => changed(heard, 'UPDATE', { id, status: 'ended' }), 'it is over');
  await settled();
  assert.deepEqual([spied, changed(calling, 'INSERT', { id })], [[], undefined]);
});

test('a report, a ban and a word of staff, as everybody sees them', async (t) => {
  const [host, viewer, stranger, staff] = await people(t, 'creator4', 'subscriber', 'callee', 'admin');
  const { id } = await onAir(t, host);
  await enter(t, await invoke(viewer, 'join-live-session', { sessionId: id }));
  const live = await hear(viewer, `live:${id}`, broadcast('admin_announcement'));
  const concerned = await hear(viewer, `user:${viewer.userId}`, broadcast('banned'));

  const report = { session_id: id, reporter_id: viewer.userId, reported_user_id: host.userId, reason: 'spam', description: '', status: 'pending' };
  const kept = await read(viewer.supabase.from('live_reports').insert(report).select('id').single());
  assert.deepEqual(await read(stranger.supabase.from('live_reports').select('id').eq('id', kept.id)), []);

  const announced = await invoke(staff, `live-ops/sessions/${id}/announce`, { message: 'Kurallara uyalım', type: 'warning' });
  assert.equal(announced.success, true, JSON.stringify(announced));
  assertFields(await until(() => told(live, 'admin_announcement'), 'staff is heard'), ['message', 'alertType', 'timestamp']);

  const ban = { sessionId: id, targetUserId: viewer.userId, reason: 'Uygunsuz davranış' };
  assert.equal((await invoke(host, 'ban-participant', ban)).success, true);
  t.after(() => invoke(host, 'unban-participant', { sessionId: id, targetUserId: viewer.userId }));
  await until(() => told(concerned, 'banned'), 'who is banned is told');
  const bans = ({ supabase }) =>
    supabase
      .from('live_session_bans')
      .select('id,session_id,banned_by,ban_type,reason,expires_at,created_at')
      .eq('banned_user_id', viewer.userId)
      .eq('is_active', true)
      .eq('session_id', id);
  const [found] = await read(bans(viewer));
  assert.deepEqual([found.ban_type, found.banned_by, found.expires_at], ['session', host.userId, null]);
  assert.deepEqual(await read(bans(stranger)), [], 'and nobody else’s business');
});
