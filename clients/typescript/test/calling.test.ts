// What goes over the wire, and what a reply or a refusal becomes.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  endLiveSession,
  getLiveKitToken,
  joinLiveSession,
  listLiveGifts,
  LiveError,
  Refusal,
  sendLiveGift,
  UnexpectedReply,
  Unreachable,
} from '../src/index.js';
import * as ops from '../src/ops.js';
import { done, json, noNetwork, refused, standIn, thrownBy } from './support/stand-in.js';

const ID = '00000000-0000-4000-8000-000000000001';

test('a function is posted to by its name, with the body and the token of who is signed in', async () => {
  const { live, sent } = standIn([done({ paid: 0 })]);

  const reply = await joinLiveSession(live, { sessionId: ID });

  assert.equal(reply.paid, 0);
  assert.equal(sent.length, 1);
  const [request] = sent;
  assert.deepEqual(
    [request?.method, request?.path, request?.body],
    ['POST', '/functions/v1/join-live-session', { sessionId: ID }],
  );
  assert.equal(request?.headers.get('authorization'), 'Bearer access-token');
  assert.equal(request?.headers.get('content-type'), 'application/json');
  assert.equal(request?.headers.get('accept-language'), null);
});

test('a function that needs nothing is called without anything', async () => {
  const { live, sent } = standIn([done({ gifts: [] })]);
  assert.deepEqual((await listLiveGifts(live)).gifts, []);
  assert.deepEqual([sent[0]?.method, sent[0]?.body], ['POST', {}]);
});

test('a read of the panel has its input in the path and the query', async () => {
  const { live, sent } = standIn([done({ participants: [] })]);
  await ops.listParticipants(live, { id: ID, role: 'viewer', limit: 10 });
  await ops.listSessions(live);
  await ops.getHealth(live);
  assert.deepEqual(
    sent.map(({ method, path, body }) => [method, path, body]),
    [
      ['GET', `/functions/v1/live-ops/sessions/${ID}/participants?role=viewer&limit=10`, undefined],
      ['GET', '/functions/v1/live-ops/sessions', undefined],
      ['GET', '/functions/v1/live-ops/health', undefined],
    ],
  );
});

test('what the panel changes has its input in the path and the body', async () => {
  const { live, sent } = standIn([done()]);
  await ops.liftBan(live, { id: ID, reason: 'mistake' });
  await ops.changeSetting(live, { key: 'a/b?c', value: 5 });
  await ops.kickUser(live, { user_id: ID, session_id: ID });
  assert.deepEqual(
    sent.map(({ method, path, body }) => [method, path, body]),
    [
      ['DELETE', `/functions/v1/live-ops/bans/${ID}`, { reason: 'mistake' }],
      ['PATCH', '/functions/v1/live-ops/settings/a%2Fb%3Fc', { value: 5 }],
      ['POST', `/functions/v1/live-ops/users/${ID}/kick`, { session_id: ID }],
    ],
  );
});

test('an id that would make another path of it is not sent', async () => {
  const { live, sent } = standIn([done()]);
  for (const id of ['', '.', '..']) await assert.rejects(ops.getSession(live, { id }), TypeError, id);
  assert.deepEqual(sent, []);
});

test('the sentences are asked for in the chosen language', async () => {
  const { live, sent } = standIn([done()], { language: 'tr' });
  await endLiveSession(live, { sessionId: ID });
  assert.equal(sent[0]?.headers.get('accept-language'), 'tr');
});

test('a refusal has its code, status, sentence and request', async () => {
  const { live } = standIn([refused(404, 'SESSION_NOT_FOUND')]);

  const error = await thrownBy(endLiveSession(live, { sessionId: ID }));

  assert.ok(error instanceof Refusal && error instanceof LiveError && error instanceof Error);
  assert.deepEqual(
    [error.name, error.code, error.status, error.message, error.requestId, error.operation],
    ['Refusal', 'SESSION_NOT_FOUND', 404, 'A sentence.', 'request-1', 'end-live-session'],
  );
});

test('a refusal has the flags of its code', async () => {
  const checks = { database: 'down' };
  for (const [answer, flags] of [
    [refused(400, 'INVALID_FIELD', { field: 'sessionId' }), { field: 'sessionId' }],
    [
      refused(402, 'PAYMENT_REQUIRED', { requiresPayment: true, required: 50, required_coins: 50 }),
      { requiresPayment: true, required: 50 },
    ],
    [refused(409, 'PRICE_CHANGED', { required: 60 }), { requiresPayment: false, required: 60 }],
    [refused(403, 'SUBSCRIPTION_REQUIRED', { requiresSubscription: true }), { requiresSubscription: true }],
    [refused(403, 'BANNED', { banType: 'creator' }), { banType: 'creator' }],
    [refused(409, 'BUSY', { incomingCallId: ID }), { incomingCallId: ID }],
    [refused(429, 'RATE_LIMITED', {}, { 'retry-after': '7' }), { retryAfter: 7 }],
    [refused(503, 'DEGRADED', { checks }), { checks }],
    [refused(409, 'SESSION_FULL'), { field: undefined, retryAfter: undefined, banType: undefined }],
  ] as const) {
    const { live } = standIn([answer]);
    const error = await thrownBy(endLiveSession(live, { sessionId: ID }));
    assert.ok(error instanceof Refusal);
    for (const [flag, value] of Object.entries(flags)) {
      assert.deepEqual(Object.entries(error).find(([name]) => name === flag)?.[1], value, `${error.code} ${flag}`);
    }
  }
});

test('a refusal that travels as 200 is a refusal with the status that is meant', async () => {
  const { live, sent } = standIn([
    refused(200, 'PAYMENT_REQUIRED', { status: 402, requiresPayment: true, required: 50, required_coins: 50 }),
  ]);

  const error = await thrownBy(joinLiveSession(live, { sessionId: ID }));

  assert.ok(error instanceof Refusal);
  assert.deepEqual([error.code, error.status, error.required], ['PAYMENT_REQUIRED', 402, 50]);
  assert.equal(sent.length, 1);
});

test('no network is not a refusal, and tells the key to come back with', async () => {
  const { live } = standIn([noNetwork()]);
  const error = await thrownBy(sendLiveGift(live, { sessionId: ID, giftId: 'heart' }));
  assert.ok(error instanceof Unreachable);
  assert.deepEqual([error.name, error.operation, error.idempotencyKey], ['Unreachable', 'send-live-gift', 'key-1']);
});

test('a gateway that cannot reach the server is not a refusal either', async () => {
  for (const status of [502, 503, 504]) {
    const { live } = standIn([json(status, { message: 'Service Unavailable' })]);
    assert.ok((await thrownBy(getLiveKitToken(live, { sessionId: ID }))) instanceof Unreachable, `${status}`);
  }
});

test('an answer that is none of the service says so', async () => {
  for (const [answer, status] of [
    [json(404, { message: 'Not Found' }), 404],
    [json(429, { message: 'Too Many Requests' }), 429],
    [new Response('<html>', { status: 403, headers: { 'content-type': 'text/html' } }), 403],
    [new Response('hello', { status: 200, headers: { 'content-type': 'text/plain' } }), 200],
    [json(200, { success: false }), 200],
    [json(200, null), 200],
  ] as const) {
    const { live, sent } = standIn([answer]);
    const error = await thrownBy(getLiveKitToken(live, { sessionId: ID }));
    assert.ok(error instanceof UnexpectedReply, `${status}`);
    assert.deepEqual([error.status, sent.length], [status, 1]);
  }
});

test('a time limit ends an attempt that nobody answers', async () => {
  const silence = (signal: AbortSignal | null | undefined): Promise<Response> =>
    new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new DOMException('over', 'AbortError'))));
  const { live, sent } = standIn([silence, done({ token: 't' })], { timeoutMs: 30 });
  assert.equal((await getLiveKitToken(live, { sessionId: ID })).token, 't');
  assert.equal(sent.length, 2);
});
