// A live session with real media: sign in, get a token, join, publish, listen.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { invoke, liveSessionOf, setting, signIn } from './support/app.js';
import { dispose, hear, join, publishMicrophone } from './support/media.js';

after(() => dispose());

test('a viewer hears the host and cannot publish', async () => {
  const creator = await signIn('creator');
  const viewer = await signIn('viewer');
  const session = await liveSessionOf(creator);

  // The app sends these fields; none of them has a say.
  const hostToken = await invoke(creator, 'get-livekit-token', { sessionId: session.id, roomName: 'call_x' });
  const viewerToken = await invoke(viewer, 'get-livekit-token', {
    sessionId: session.id,
    roomName: `live_video_${session.id}`,
    isHost: true,
    participantRole: 'host',
    userName: 'Somebody Else',
  });
  for (const [reply, role] of [[hostToken, 'host'], [viewerToken, 'viewer']]) {
    assert.equal(reply.success, true, JSON.stringify(reply));
    assert.equal(reply.role, role);
    assert.equal(reply.roomName, session.livekit_room_name);
    assert.equal(reply.wsUrl, setting('LIVEKIT_URL'));
    assert.equal(reply.server_url, reply.wsUrl);
    assert.equal(reply.participant_token, reply.token);
  }

  const hostRoom = await join(hostToken);
  const viewerRoom = await join(viewerToken);
  try {
    assert.equal(hostRoom.localParticipant.identity, creator.userId);
    assert.equal(viewerRoom.localParticipant.identity, viewer.userId);
    assert.deepEqual(
      [hostRoom, viewerRoom].map((room) => JSON.parse(room.localParticipant.metadata)).map(({ role, isCreator }) => [role, isCreator]),
      [['host', true], ['viewer', false]],
    );

    const heard = hear(viewerRoom);
    const microphone = await publishMicrophone(hostRoom);
    assert.equal(await heard, creator.userId);
    await microphone.stop();

    // LiveKit leaves a forbidden publication unanswered, and the client gives up on it.
    await assert.rejects(publishMicrophone(viewerRoom), /timed out|permission/i);
    assert.equal(hostRoom.remoteParticipants.get(viewer.userId).trackPublications.size, 0);
  } finally {
    await viewerRoom.disconnect();
    await hostRoom.disconnect();
  }
});

test('a stranger to a restricted session is told what it takes', async () => {
  const [viewer, subscriber] = [await signIn('viewer'), await signIn('subscriber')];
  const forSubscribers = await liveSessionOf(await signIn('creator2'));
  const payPerView = await liveSessionOf(await signIn('creator3'));

  const unsubscribed = await invoke(viewer, 'get-livekit-token', { sessionId: forSubscribers.id });
  assert.deepEqual(
    [unsubscribed.status, unsubscribed.success, unsubscribed.errorCode, unsubscribed.requiresSubscription],
    [403, false, 'SUBSCRIPTION_REQUIRED', true],
  );
  assert.equal((await invoke(subscriber, 'get-livekit-token', { sessionId: forSubscribers.id })).role, 'viewer');

  const unpaid = await invoke(viewer, 'get-livekit-token', { sessionId: payPerView.id });
  assert.deepEqual(
    [unpaid.status, unpaid.errorCode, unpaid.requiresPayment, unpaid.required, unpaid.required_coins],
    [402, 'PAYMENT_REQUIRED', true, 50, 50],
  );
});

test('a signed-out app gets no token', async () => {
  const viewer = await signIn('viewer');
  const session = await liveSessionOf(await signIn('creator'));
  const { data } = await viewer.supabase.auth.getSession();
  await viewer.supabase.auth.signOut();

  const asAnon = await invoke(viewer, 'get-livekit-token', { sessionId: session.id });
  assert.deepEqual([asAnon.status, asAnon.errorCode], [401, 'UNAUTHORIZED']);

  const kept = await fetch(`${setting('SUPABASE_URL')}/functions/v1/get-livekit-token`, {
    method: 'POST',
    headers: { authorization: `Bearer ${data.session.access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ sessionId: session.id }),
  });
  assert.equal(kept.status, 401, 'a token that outlived its sign-in');
});
