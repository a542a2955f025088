// A whole session, by the requests the app makes: the creator goes live, viewers pay, watch, chat and give, the creator ends.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { asService, invoke, signIn } from './support/app.js';
import { dispose, hear, join, publishMicrophone } from './support/media.js';
import { goLive, newSession, offAir, say } from './support/session.js';

after(() => dispose());

const HEART = 10; // coins, from the catalogue

async function balanceOf({ userId }) {
  const { data, error } = await asService().from('coin_balances').select('balance').eq('user_id', userId).single();
  assert.ifError(error);
  return data.balance;
}

/** What was paid for entry, from the journal. */
async function entriesOf(sessionId) {
  const { data, error } = await asService().from('live_payments').select('coins').match({ session_id: sessionId, kind: 'ppv' });
  assert.ifError(error);
  return data.map(({ coins }) => coins);
}

/** The roles of those LiveKit has reported inside. */
async function insideOf(sessionId) {
  const { data, error } = await asService()
    .from('live_participants')
    .select('role')
    .eq('session_id', sessionId)
    .eq('is_active', true)
    .not('livekit_participant_sid', 'is', null)
    .order('role');
  assert.ifError(error);
  return data.map(({ role }) => role);
}

/** Asks again until it holds, for ten seconds. */
async function until(what, holds) {
  for (const deadline = Date.now() + 10_000; ; ) {
    try {
      return await holds();
    } catch (error) {
      if (Date.now() > deadline) throw new Error(what, { cause: error });
      await sleep(100);
    }
  }
}

/** The chat as the app loads it. */
async function chatOf({ supabase }, sessionId) {
  const { data, error } = await supabase
    .from('live_messages')
    .select('id,sender_id,content,message_type,gift_id,gift_quantity,gift_coin_value,created_at,profiles:sender_profile_id(display_name,avatar_url)')
    .eq('session_id', sessionId)
    .eq('is_deleted', false)
    .order('created_at', { ascending: true })
    .limit(100);
  assert.ifError(error);
  return data;
}

test('a paid video session from its first second to its last', async () => {
  const [creator, viewer, other] = [await signIn('creator4'), await signIn('subscriber'), await signIn('viewer')];
  const { session } = await goLive(creator, { accessType: 'pay_per_view', ppvCoinPrice: 2 });
  assert.equal(session.roomName, `live_video_${session.id}`);
  assert.deepEqual([session.sessionType, session.accessType, session.status], ['video_live', 'pay_per_view', 'live']);

  // created once, however often the effect runs
  const again = await invoke(creator, 'create-live-session', newSession());
  assert.deepEqual([again.existing, again.session.id], [true, session.id]);

  const rooms = [];
  try {
    // nobody is charged before there is something to be seen
    const tooEarly = await invoke(viewer, 'join-live-session', { sessionId: session.id });
    assert.deepEqual([tooEarly.status, tooEarly.errorCode], [409, 'WAITING_FOR_HOST'], JSON.stringify(tooEarly));
    const hostRoom = await join(await invoke(creator, 'get-livekit-token', { sessionId: session.id, roomName: session.roomName }));
    rooms.push(hostRoom);
    const microphone = await publishMicrophone(hostRoom);
    await until('the host inside', async () => assert.deepEqual(await insideOf(session.id), ['host']));

    // without a ticket no token; opening the screen buys the ticket, once
    const early = await invoke(viewer, 'get-livekit-token', { sessionId: session.id });
    assert.deepEqual([early.status, early.errorCode, early.required], [402, 'PAYMENT_REQUIRED', 2]);
    const [balance, otherBalance] = [await balanceOf(viewer), await balanceOf(other)];
    const [joined, twice] = await Promise.all([1, 2].map(() => invoke(viewer, 'join-live-session', { sessionId: session.id })));
    for (const reply of [joined, twice]) {
      assert.equal(reply.success, true, JSON.stringify(reply));
      assert.equal(reply.session.roomName, session.roomName);
      assert.equal(reply.session.creator.display_name, 'Nehir Demir');
    }
    assert.equal(await balanceOf(viewer), balance - 2);

    const viewerRoom = await join(await invoke(viewer, 'get-livekit-token', { sessionId: session.id, roomName: session.roomName }));
    rooms.push(viewerRoom);
    assert.equal(await hear(viewerRoom), creator.userId);

    // the second viewer was shown another price: nothing is taken from them, and nothing shown
    const changed = await invoke(other, 'join-live-session', { sessionId: session.id, expectedPrice: 1 });
    assert.deepEqual([changed.status, changed.errorCode], [409, 'PRICE_CHANGED']);
    assert.equal(await balanceOf(other), otherBalance);
    const outside = await say(other, session.id, 'beni duyuyor musunuz?');
    assert.equal(outside.error.details, 'NOT_IN_SESSION');
    assert.deepEqual(await chatOf(other, session.id), []);
    // they agree to the real one and see the session like the first
    const agreed = await invoke(other, 'join-live-session', { sessionId: session.id, expectedPrice: 2 });
    assert.deepEqual([agreed.success, agreed.paid, await balanceOf(other)], [true, 2, otherBalance - 2], JSON.stringify(agreed));
    const otherRoom = await join(agreed);
    rooms.push(otherRoom);
    assert.equal(await hear(otherRoom), creator.userId);
    await microphone.stop();
    assert.deepEqual(await entriesOf(session.id), [2, 2]);
    await until('both inside', async () => assert.deepEqual(await insideOf(session.id), ['host', 'viewer', 'viewer']));

    assert.ifError((await say(viewer, session.id, 'merhaba')).error);
    assert.ifError((await say(creator, session.id, 'hoş geldin')).error);
    assert.ifError((await say(other, session.id, 'ben de geldim')).error);
    const gift = await invoke(viewer, 'send-live-gift', { sessionId: session.id, giftId: 'heart', quantity: 2, coinAmount: 1 });
    assert.equal(gift.success, true, JSON.stringify(gift));
    assert.deepEqual([gift.balance, await balanceOf(viewer)], [balance - 2 - 2 * HEART, balance - 2 - 2 * HEART]);
    const { data: gifts } = await viewer.supabase.from('live_gifts').select('gift_id,sender_id,quantity').eq('session_id', session.id);
    assert.deepEqual(gifts, [{ gift_id: 'heart', sender_id: viewer.userId, quantity: 2 }]);

    const chat = await chatOf(creator, session.id);
    assert.deepEqual(
      chat.map(({ sender_id, content, message_type, gift_id }) => [sender_id, content, message_type, gift_id]),
      [
        [viewer.userId, 'merhaba', 'text', null],
        [creator.userId, 'hoş geldin', 'text', null],
        [other.userId, 'ben de geldim', 'text', null],
        [viewer.userId, null, 'gift', 'heart'],
      ],
    );

    // the broadcast screen sends the session's id along as the reason
    const ended = await invoke(creator, 'end-live-session', { sessionId: session.id, reason: session.id });
    assert.equal(ended.success, true, JSON.stringify(ended));
    assert.deepEqual([ended.session.status, ended.session.totalGiftsReceived, ended.session.totalMessages], ['ended', 2 * HEART, 3]);
    assert.equal((await invoke(creator, 'end-live-session', { sessionId: session.id })).success, true);

    // nobody is thrown out of the room: the phones leave by themselves
    assert.equal(viewerRoom.isConnected, true);
    for (const [name, body] of [
      ['join-live-session', { sessionId: session.id }],
      ['get-livekit-token', { sessionId: session.id }],
      ['send-live-gift', { sessionId: session.id, giftId: 'heart', quantity: 1 }],
    ]) {
      const late = await invoke(viewer, name, body);
      assert.deepEqual([late.status, late.errorCode], [409, 'SESSION_ENDED'], name);
    }
    assert.equal((await say(viewer, session.id, 'bitti mi?')).error.details, 'SESSION_ENDED');

    // they have seen less than a minute of it: the entry is given back, the gift is not
    await until('both refunded', async () => {
      assert.deepEqual([await balanceOf(viewer), await balanceOf(other)], [balance - 2 * HEART, otherBalance]);
    });
    const { data: earned } = await asService()
      .from('creator_transactions')
      .select('type,amount')
      .eq('creator_id', creator.userId)
      .eq('metadata->>session_id', session.id)
      .order('amount');
    const booked = earned.map(({ type, amount }) => [type, amount]);
    assert.deepEqual(booked, [['refund', -1], ['refund', -1], ['ppv', 1], ['ppv', 1], ['gift', 14]], '70 % of each, whole coins');
  } finally {
    for (const room of rooms) await room.disconnect();
    await offAir(creator);
  }
});

test('a paid audio room, where viewers listen until they are made speakers', async () => {
  const [creator, listener] = [await signIn('creator4'), await signIn('viewer')];
  const { session } = await goLive(creator, { sessionType: 'audio_room', accessType: 'pay_per_view', ppvCoinPrice: 3 });
  assert.equal(session.roomName, `audio_room_${session.id}`);

  const rooms = [];
  try {
    const guessed = { sessionId: session.id, roomName: `live_video_${session.id}`, isHost: false, userName: 'x', userAvatar: '' };
    const hostRoom = await join(await invoke(creator, 'get-livekit-token', { ...guessed, isHost: true }));
    rooms.push(hostRoom);
    await until('the host inside', async () => assert.deepEqual(await insideOf(session.id), ['host']));

    // the audio-room screen joins, which pays, and asks for its token at the same moment, by a room name of its own making
    const balance = await balanceOf(listener);
    const [joined, token] = await Promise.all([
      invoke(listener, 'join-live-session', { sessionId: session.id }),
      invoke(listener, 'get-livekit-token', guessed),
    ]);
    assert.deepEqual([joined.session.sessionType, joined.role, token.role], ['audio_room', 'listener', 'listener']);
    assert.deepEqual([token.roomName, await balanceOf(listener)], [session.roomName, balance - 3]);

    const viewerRoom = await join(token);
    rooms.push(viewerRoom);
    const heard = hear(viewerRoom);
    const microphone = await publishMicrophone(hostRoom);
    assert.equal(await heard, creator.userId);
    await microphone.stop();

    // they talk and give as in a video session
    assert.ifError((await say(listener, session.id, 'söz alabilir miyim?')).error);
    const gift = await invoke(listener, 'send-live-gift', { sessionId: session.id, giftId: 'heart', quantity: 1 });
    assert.deepEqual([gift.success, gift.balance], [true, balance - 3 - HEART], JSON.stringify(gift));

    // what the database makes of them is what their next token says, whatever they ask for
    const { error: promoted } = await asService()
      .from('live_participants')
      .update({ role: 'speaker' })
      .match({ session_id: session.id, user_id: listener.userId });
    assert.ifError(promoted);
    await viewerRoom.disconnect();
    const asSpeaker = await invoke(listener, 'get-livekit-token', guessed);
    assert.equal(asSpeaker.role, 'speaker');
    const speaker = await join(asSpeaker);
    rooms.push(speaker);
    const heardSpeaker = hear(hostRoom);
    const question = await publishMicrophone(speaker);
    assert.equal(await heardSpeaker, listener.userId);
    await question.stop();

    // the next time the app comes back it finds its own session
    const resumed = await creator.supabase
      .from('live_sessions')
      .select('id,livekit_room_name,title,session_type,access_type,status,creator_id,chat_enabled,gifts_enabled,guest_enabled,max_guests,total_viewers,started_at')
      .eq('id', session.id)
      .eq('status', 'live')
      .single();
    assert.ifError(resumed.error);

    assert.equal((await invoke(listener, 'leave-live-session', { sessionId: session.id })).success, true);
    assert.equal((await invoke(listener, 'end-live-session', { sessionId: session.id })).errorCode, 'NOT_THE_HOST');
    assert.equal((await invoke(creator, 'end-live-session', { sessionId: session.id, reason: session.id })).success, true);
  } finally {
    for (const room of rooms) await room.disconnect();
    await offAir(creator);
  }
});
