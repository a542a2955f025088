// What stands between clients and functions: a burst that no function could take at once, and names nobody answers to.

import assert from 'node:assert/strict';
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { asService, invoke, setting, signIn } from './support/app.js';

const base64url = (text) => Buffer.from(text).toString('base64url');

/** LiveKit's token for a body: its hash, signed with the API secret. */
function signed(body) {
  const at = Math.floor(Date.now() / 1000);
  const claims = {
    iss: setting('LIVEKIT_API_KEY'), nbf: at, iat: at, exp: at + 300,
    sha256: createHash('sha256').update(body).digest('base64'),
  };
  const text = `${base64url(JSON.stringify({ alg: 'HS256', typ: 'JWT' }))}.${base64url(JSON.stringify(claims))}`;
  return `${text}.${createHmac('sha256', setting('LIVEKIT_API_SECRET')).update(text).digest('base64url')}`;
}

/** Posts an event as LiveKit does; what became of it. */
async function report(event) {
  const body = JSON.stringify(event);
  const reply = await fetch(`${setting('SUPABASE_URL')}/functions/v1/livekit-webhook`, {
    method: 'POST',
    headers: { authorization: signed(body), 'content-type': 'application/webhook+json', 'user-agent': 'LiveKit' },
    body,
    signal: AbortSignal.timeout(240_000),
  });
  return `${reply.status} ${(await reply.json()).result}`;
}

test('a thousand webhooks at once are all answered and none is lost', async () => {
  const [creator, viewer] = [await signIn('creator4'), await signIn('viewer')];
  const created = await invoke(creator, 'create-live-session', {
    title: 'Kalabalık', sessionType: 'video_live', accessType: 'public',
  });
  assert.ok(created.success, created.error);
  const { session } = created;
  try {
    const at = Math.floor(Date.now() / 1000);
    const connections = Array.from({ length: 500 }, () => `PA_${randomUUID()}`);
    const events = ['participant_joined', 'participant_left'].flatMap((event) =>
      connections.map((sid, i) => ({
        event,
        id: `EV_${randomUUID()}`,
        createdAt: String(event === 'participant_left' ? at + 60 : at),
        room: { name: session.roomName, sid: 'RM_burst' },
        participant: { sid, identity: (i % 2 ? viewer : creator).userId, kind: 'STANDARD', joinedAt: String(at) },
      })),
    );
    const replies = await Promise.all(events.map(report));
    assert.deepEqual([...new Set(replies)], ['200 success']);

    const count = async (table, filter) => {
      const { count: rows, error } = await filter(asService().from(table).select('*', { count: 'exact', head: true }));
      assert.ifError(error);
      return rows;
    };
    const applied = (rows) => rows.match({ session_id: session.id, processing_status: 'success' }).like('event_type', 'participant_%');
    assert.equal(await count('live_webhook_logs', applied), 1000);
    const closed = (rows) => rows.eq('session_id', session.id).not('left_at', 'is', null);
    assert.equal(await count('live_stays', closed), 500);

    const gifts = await invoke(viewer, 'list-live-gifts', {});
    assert.equal(gifts.success, true, 'the other functions answer afterwards');
  } finally {
    // as the panel ends it: without a function, should none answer any more
    await asService().from('live_sessions').update({ status: 'ended' }).eq('id', session.id);
  }
});

test('a function that does not exist is refused like everything else', async () => {
  const viewer = await signIn('viewer');
  const english = await invoke(viewer, 'no-such-function', {});
  assert.deepEqual(
    [english.status, english.success, english.errorCode, english.error],
    [404, false, 'FUNCTION_NOT_FOUND', 'There is no such function.'],
  );
  const { error, response } = await viewer.supabase.functions.invoke('no-such-function', {
    body: {},
    headers: { 'Accept-Language': 'tr-TR,tr;q=0.9' },
  });
  const turkish = await error.context.json();
  assert.equal(turkish.error, 'Böyle bir fonksiyon yok.');
  assert.equal(turkish.requestId, response.headers.get('x-request-id'));
  assert.equal(response.headers.get('content-type'), 'application/json');
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
});
