// What is repeated, when, with which key; and what never is.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { endLiveSession, getLiveKitToken, kickParticipant, Refusal, sendLiveGift, Unreachable } from '../src/index.js';
import * as ops from '../src/ops.js';
import { done, json, noNetwork, refused, standIn, thrownBy, type Answer } from './support/stand-in.js';

const ID = '00000000-0000-4000-8000-000000000001';
const GIFT = { sessionId: ID, giftId: 'heart', quantity: 1 };

const unavailable = (): Response => refused(503, 'SERVICE_UNAVAILABLE', {}, { 'retry-after': '1' });

test('each call has a key of its own, and its repeats keep it', async () => {
  const { live, sent } = standIn([noNetwork(), unavailable(), done(), done()]);

  await sendLiveGift(live, GIFT);
  await sendLiveGift(live, GIFT);

  assert.deepEqual(
    sent.map(({ headers }) => headers.get('idempotency-key')),
    ['key-1', 'key-1', 'key-1', 'key-2'],
  );
  assert.deepEqual(
    sent.map(({ body }) => body),
    [GIFT, GIFT, GIFT, GIFT],
  );
});

test('the repeat of an earlier call goes out with its key', async () => {
  const { live, sent } = standIn([done()]);
  await sendLiveGift(live, GIFT, { idempotencyKey: 'mine' });
  assert.equal(sent[0]?.headers.get('idempotency-key'), 'mine');
});

test('what takes no key is sent none', async () => {
  const { live, sent } = standIn([done()]);
  await endLiveSession(live, { sessionId: ID }, { idempotencyKey: 'mine' });
  assert.equal(sent[0]?.headers.get('idempotency-key'), null);
});

test('keys differ, also where there is no Web Crypto', async (t) => {
  const keysOf = async (): Promise<Set<string | null>> => {
    const keys = new Set<string | null>();
    const { live, sent } = standIn([done()], { surroundings: {} });
    for (let call = 0; call < 100; call += 1) await sendLiveGift(live, GIFT);
    for (const { headers } of sent) keys.add(headers.get('idempotency-key'));
    return keys;
  };
  const keys = await keysOf();
  t.mock.getter(globalThis, 'crypto', () => undefined);
  for (const key of await keysOf()) keys.add(key);

  assert.equal(keys.size, 200);
  for (const key of keys) assert.match(key ?? '', /^[!-~]{20,255}$/);
});

test('reads, keyed and final operations outlive what passes', async () => {
  const passing: Answer[] = [noNetwork(), unavailable(), json(502, {})];
  const { live: reading } = standIn([...passing, done({ token: 't' })], { attempts: 4 });
  const { live: giving } = standIn([...passing, done({ balance: 5 })], { attempts: 4 });
  const { live: ending } = standIn([...passing, done()], { attempts: 4 });
  const { live: listing } = standIn([...passing, done({ bans: [] })], { attempts: 4 });

  assert.equal((await getLiveKitToken(reading, { sessionId: ID })).token, 't');
  assert.equal((await sendLiveGift(giving, GIFT)).balance, 5);
  assert.equal((await endLiveSession(ending, { sessionId: ID })).success, true);
  assert.deepEqual((await ops.listBans(listing)).bans, []);
});

test('what somebody may have undone meanwhile is tried once', async () => {
  for (const answer of [noNetwork(), unavailable(), json(504, {})]) {
    const { live, sent, waits } = standIn([answer]);
    await thrownBy(kickParticipant(live, { sessionId: ID, targetUserId: ID }));
    await thrownBy(ops.liftBan(live, { id: ID }));
    await thrownBy(ops.changeSetting(live, { key: 'k', value: true }));
    assert.deepEqual([sent.length, waits], [3, []]);
  }
});

test('a refusal that will not pass is not asked for again', async () => {
  for (const [status, code] of [
    [400, 'INVALID_FIELD'],
    [401, 'UNAUTHORIZED'],
    [402, 'PAYMENT_REQUIRED'],
    [403, 'BANNED'],
    [404, 'SESSION_NOT_FOUND'],
    [409, 'WAITING_FOR_HOST'],
    [422, 'IDEMPOTENCY_KEY_REUSED'],
    [429, 'RATE_LIMITED'],
    [500, 'INTERNAL_ERROR'],
    [503, 'DEGRADED'],
  ] as const) {
    const { live, sent, waits } = standIn([refused(status, code, {}, { 'retry-after': '1' })]);
    const error = await thrownBy(sendLiveGift(live, GIFT));
    assert.ok(error instanceof Refusal);
    assert.deepEqual([error.code, sent.length, waits], [code, 1, []]);
  }
});

test('a gift that is still being given is waited for under its own key', async () => {
  const { live, sent } = standIn([
    noNetwork(),
    refused(409, 'REQUEST_IN_PROGRESS', {}, { 'retry-after': '1' }),
    done({ balance: 5 }),
  ]);
  assert.equal((await sendLiveGift(live, GIFT)).balance, 5);
  assert.deepEqual(new Set(sent.map(({ headers }) => headers.get('idempotency-key'))), new Set(['key-1']));
});

test('after so many attempts the last failure is told', async () => {
  for (const [attempts, answer, type] of [
    [3, noNetwork(), Unreachable],
    [2, unavailable(), Refusal],
    [1, unavailable(), Refusal],
  ] as const) {
    const { live, sent } = standIn([answer], { attempts });
    assert.ok((await thrownBy(sendLiveGift(live, GIFT))) instanceof type);
    assert.equal(sent.length, attempts);
  }
});

test('waits grow, are never shorter than asked for, and are not the same for everybody', async () => {
  const waitsOf = async (answer: Answer, random: number): Promise<number[]> => {
    const { live, waits } = standIn([answer], { attempts: 4 });
    await thrownBy(getLiveKitToken({ ...live, random: () => random }, { sessionId: ID }));
    return waits;
  };
  assert.deepEqual(await waitsOf(noNetwork(), 0), [250, 500, 1000]);
  assert.deepEqual(await waitsOf(noNetwork(), 0.5), [375, 750, 1500]);
  assert.deepEqual(await waitsOf(unavailable(), 0), [1000, 1000, 1000]);
  assert.deepEqual(await waitsOf(unavailable(), 0.5), [1125, 1250, 1500]);
});

test('whoever is asked to wait long is told instead', async () => {
  const { live, sent, waits } = standIn([refused(503, 'SERVICE_UNAVAILABLE', {}, { 'retry-after': '60' })]);
  const error = await thrownBy(sendLiveGift(live, GIFT));
  assert.ok(error instanceof Refusal);
  assert.deepEqual([error.retryAfter, sent.length, waits], [60, 1, []]);
});

test('a call that is given up is not sent, not repeated, and throws the reason', async () => {
  const reason = new Error('screen closed');
  const early = standIn([done()]);
  assert.equal(await thrownBy(sendLiveGift(early.live, GIFT, { signal: AbortSignal.abort(reason) })), reason);
  assert.equal(early.sent.length, 0);

  const giveUp = new AbortController();
  const late = standIn([noNetwork()]);
  const sleep = async (): Promise<void> => giveUp.abort(reason);
  assert.equal(await thrownBy(sendLiveGift({ ...late.live, sleep }, GIFT, { signal: giveUp.signal })), reason);
  assert.equal(late.sent.length, 1);
});

test('a wait ends when the call is given up', async () => {
  const giveUp = new AbortController();
  // real waiting, of half a second at least
  const { live, sent } = standIn([noNetwork()], { surroundings: { random: () => 0.99 } });
  const began = performance.now();
  const call = thrownBy(sendLiveGift(live, GIFT, { signal: giveUp.signal }));
  setTimeout(() => giveUp.abort(), 20);
  await call;
  assert.ok(performance.now() - began < 400);
  assert.equal(sent.length, 1);
});
