// Guests and order in a session, by the requests the app makes and the rows its people may read.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { RoomEvent } from '@livekit/rtc-node';

import { invoke, signIn } from './support/app.js';
import { dispose, hear, join, publishMicrophone } from './support/media.js';

after(() => dispose());

const rooms = [];
let host, guest, other, session;

/** Goes on air with an audio room, and lets the two others in. */
before(async () => {
  [host, guest, other] = [await signIn('creator4'), await signIn('viewer'), await signIn('callee')];
  const created = await invoke(host, 'create-live-session', {
    title: 'Açık mikrofon', sessionType: 'audio_room', accessType: 'public', ppvCoinPrice: 0, chatEnabled: true,
    giftsEnabled: true, guestEnabled: true, maxGuests: 3,
  });
  assert.equal(created.success, true, JSON.stringify(created));
  session = created.session;
  rooms.push(await join(created));
  for (const app of [guest, other]) {
    const joined = await invoke(app, 'join-live-session', { sessionId: session.id });
    assert.equal(joined.success, true, JSON.stringify(joined));
    rooms.push(await join(joined));
  }
});

after(async () => {
  for (const room of rooms) await room.disconnect();
  if (session) await invoke(host, 'end-live-session', { sessionId: session.id });
});


test('a listener asks for the microphone, is heard, and goes back', async () => {
  const asked = await invoke(guest, 'request-to-join', { sessionId: session.id });
  assert.equal(asked.success, true, JSON.stringify(asked));
  assert.equal(asked.request.id, asked.requestId);
  const approved = await invoke(host, 'respond-join-request', { requestId: asked.request.id, approve: true });
  assert.deepEqual([approved.success, approved.approved], [true, true], JSON.stringify(approved));

  const [hostRoom, guestRoom] = rooms;
  const heard = hear(hostRoom);
  const microphone = await publishMicrophone(guestRoom);
  assert.equal(await heard, guest.userId);

  const gone = new Promise((resolve) => hostRoom.on(RoomEvent.TrackUnsubscribed, resolve));
  const ended = await invoke(host, 'end-guest', { sessionId: session.id, guestUserId: guest.userId });
  assert.equal(ended.success, true, JSON.stringify(ended));
  await gone;
  await microphone.stop();
});

test('somebody is invited, and declines', async () => {
  const invited = await invoke(host, 'invite-guest', { sessionId: session.id, targetUserId: other.userId });
  assert.equal(invited.success, true, JSON.stringify(invited));
  const declined = await invoke(other, 'respond-guest-invitation', { sessionId: session.id, accept: false });
  assert.deepEqual([declined.success, declined.accepted], [true, false], JSON.stringify(declined));
  const late = await invoke(other, 'respond-guest-invitation', { sessionId: session.id, accept: true });
  assert.deepEqual([late.success, late.errorCode], [false, 'INVITATION_NOT_FOUND']);
});

test('somebody is made a speaker, kicked, comes back, is banned, and finds the ban as the phone does', async () => {
  const about = { sessionId: session.id, targetUserId: other.userId };
  assert.equal((await invoke(host, 'promote-to-speaker', about)).success, true);
  const forbidden = await invoke(guest, 'kick-participant', about);
  assert.deepEqual([forbidden.status, forbidden.errorCode], [403, 'NOT_A_MODERATOR']);

  const out = new Promise((resolve) => rooms[2].on(RoomEvent.Disconnected, resolve));
  assert.equal((await invoke(host, 'kick-participant', about)).success, true);
  await out;
  assert.equal((await invoke(other, 'join-live-session', { sessionId: session.id })).success, true, 'they may come back');

  assert.equal((await invoke(host, 'ban-participant', { ...about, reason: 'Uygunsuz davranış' })).success, true);
  const { data, error } = await other.supabase
    .from('live_session_bans')
    .select('id,session_id,banned_by,ban_type,reason,expires_at,created_at')
    .eq('banned_user_id', other.userId)
    .eq('is_active', true)
    .eq('session_id', session.id);
  assert.ifError(error);
  assert.deepEqual(
    data.map((ban) => [ban.ban_type, ban.banned_by, ban.reason, ban.expires_at]),
    [['session', host.userId, 'Uygunsuz davranış', null]],
  );
  for (const name of ['join-live-session', 'get-livekit-token']) {
    const refused = await invoke(other, name, { sessionId: session.id });
    assert.deepEqual([refused.status, refused.errorCode], [403, 'BANNED'], name);
  }
  assert.equal((await invoke(host, 'unban-participant', about)).lifted, 1);
  assert.equal((await invoke(other, 'join-live-session', { sessionId: session.id })).success, true);
});

test('a muted listener neither writes nor asks', async () => {
  const about = { sessionId: session.id, targetUserId: guest.userId };
  assert.equal((await invoke(host, 'mute-participant', about)).participant.isMuted, true);
  const { data: profile } = await guest.supabase
    .from('profiles').select('id').eq('user_id', guest.userId).eq('type', 'real').single();
  const line = {
    session_id: session.id, sender_id: guest.userId, sender_profile_id: profile.id, content: 'selam', message_type: 'text',
  };
  const silenced = await guest.supabase.from('live_messages').insert(line);
  assert.equal(silenced.error.message, 'MUTED');
  assert.equal((await invoke(host, 'unmute-participant', about)).participant.isMuted, false);
  assert.ifError((await guest.supabase.from('live_messages').insert(line)).error);
});
