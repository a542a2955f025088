// Against the running stack: what is typed here is what comes.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, suite, test } from 'node:test';

import {
  acceptCall,
  createCall,
  createLive,
  createLiveSession,
  createTokenSource,
  declineCall,
  deleteLiveMessage,
  endCall,
  endLiveSession,
  getCall,
  getLiveKitToken,
  joinLiveSession,
  leaveLiveSession,
  listLiveGifts,
  Refusal,
  sendLiveGift,
  sendLiveMessage,
  startLiveSession,
  Unreachable,
  type RefusalCode,
} from '../src/index.js';
import * as ops from '../src/ops.js';
import { getWebhookStatus } from '../src/service.js';
import { coinsOf, signIn, stranger, withoutStack, type Person } from './support/demo.js';
import { thrownBy } from './support/stand-in.js';

/** The refusal a call ends in. */
async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  const error = await thrownBy(call);
  assert.ok(error instanceof Refusal, String(error));
  return error;
}

async function assertRefused(call: Promise<unknown>, code: RefusalCode, status: number): Promise<Refusal> {
  const refusal = await refusalOf(call);
  assert.deepEqual([refusal.code, refusal.status], [code, status]);
  assert.ok(refusal.requestId);
  return refusal;
}

/** A network that loses the answers to the first so many requests after they have been carried out. */
function losingAnswers(lost: number): { fetch: typeof fetch; keys: (string | null)[] } {
  const keys: (string | null)[] = [];
  const losing: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (!String(input).includes('/functions/v1/')) return response;
    keys.push(new Headers(init?.headers).get('idempotency-key'));
    if (keys.length > lost) return response;
    await response.arrayBuffer();
    throw new TypeError('fetch failed');
  };
  return { fetch: losing, keys };
}

suite('a running stack', { skip: withoutStack }, () => {
  let creator: Person;
  let viewer: Person;
  let sessionId: string;

  before(async () => {
    [creator, viewer] = await Promise.all([signIn('creator4'), signIn('viewer')]);
    await offAir();
    const { session } = await createLiveSession(creator.live, {
      title: 'Akşam sohbeti',
      sessionType: 'video_live',
      accessType: 'public',
    });
    sessionId = session.id;
  });

  after(async () => {
    await offAir();
    await Promise.all([creator, viewer].map(({ live }) => live.supabase.auth.signOut({ scope: 'local' })));
  });

  /** Ends what the creator has on air. */
  async function offAir(): Promise<void> {
    const { data } = await creator.live.supabase
      .from('live_sessions')
      .select('id')
      .eq('creator_id', creator.id)
      .eq('status', 'live');
    for (const { id } of (data ?? []) as { id: string }[]) await endLiveSession(creator.live, { sessionId: id });
  }

  test('whoever joins is handed a token, which a token source goes on from', async () => {
    const joined = await joinLiveSession(viewer.live, { sessionId });
    assert.deepEqual([joined.role, joined.session.id, joined.paid], ['viewer', sessionId, 0]);

    const source = createTokenSource(viewer.live, { sessionId }, { first: joined });
    assert.deepEqual(await source.fetch(), { serverUrl: joined.wsUrl, participantToken: joined.token });
    const renewed = await source.fetch(undefined, true);
    assert.equal(renewed.serverUrl, joined.wsUrl);
    assert.deepEqual(await source.fetch(), renewed);
  });

  test('refusals have their codes', async () => {
    await assertRefused(getLiveKitToken(viewer.live, { sessionId: randomUUID() }), 'SESSION_NOT_FOUND', 404);
    const invalid = await assertRefused(getLiveKitToken(viewer.live, { sessionId: 'none' }), 'INVALID_FIELD', 400);
    assert.equal(invalid.field, 'sessionId');
    await assertRefused(endLiveSession(viewer.live, { sessionId }), 'NOT_THE_HOST', 403);
    await assertRefused(ops.listSessions(viewer.live), 'ADMIN_REQUIRED', 403);
    await assertRefused(getLiveKitToken(createLive(stranger()), { sessionId }), 'UNAUTHORIZED', 401);
  });

  test('a sentence is in the chosen language', async () => {
    const turkish = await refusalOf(listSessionsIn('tr'));
    const english = await refusalOf(listSessionsIn('en'));
    assert.notEqual(turkish.message, english.message);
    assert.match(turkish.message, /[çğıöşü]/);

    function listSessionsIn(language: 'tr' | 'en'): Promise<unknown> {
      return ops.listSessions(createLive(viewer.live.supabase, { language }));
    }
  });

  test('a gift sent twice with one key is paid once, and given back by staff', async () => {
    await joinLiveSession(viewer.live, { sessionId });
    const { gifts } = await listLiveGifts(viewer.live);
    const price = gifts.find(({ id }) => id === 'heart')?.coinPrice ?? Number.NaN;
    const had = await coinsOf(viewer);
    const heart = { sessionId, giftId: 'heart', quantity: 1 };
    const idempotencyKey = randomUUID();

    const first = await sendLiveGift(viewer.live, heart, { idempotencyKey });
    const again = await sendLiveGift(viewer.live, heart, { idempotencyKey });
    assert.deepEqual(again, first);
    assert.deepEqual([first.balance, await coinsOf(viewer)], [had - price, had - price]);
    await assertRefused(
      sendLiveGift(viewer.live, { ...heart, quantity: 2 }, { idempotencyKey }),
      'IDEMPOTENCY_KEY_REUSED',
      422,
    );

    await giveBack(1);
    assert.equal(await coinsOf(viewer), had);
  });

  test('a gift whose answers are lost on the way is paid once', async () => {
    const { fetch, keys } = losingAnswers(2);
    const unlucky = await signIn('viewer', { surroundings: { sleep: async () => undefined } }, fetch);
    // joined by a lucky network: what is lost here is the gift's answers
    await joinLiveSession(viewer.live, { sessionId });
    const had = await coinsOf(viewer);

    const { balance } = await sendLiveGift(unlucky.live, { sessionId, giftId: 'heart', quantity: 1 });

    assert.equal(keys.length, 3);
    assert.equal(new Set(keys).size, 1);
    assert.equal(await coinsOf(viewer), balance);
    await giveBack(1);
    assert.equal(await coinsOf(viewer), had);
  });

  /** Refunds the gifts of the session that are still paid; there are to be so many. */
  async function giveBack(gifts: number): Promise<void> {
    const { live } = await signIn('admin');
    const { payments } = await ops.listPayments(live, { session_id: sessionId, kind: 'gift' });
    const paid = payments.filter(({ refunded_at }) => refunded_at === null);
    assert.equal(paid.length, gifts);
    for (const { id } of paid) assert.equal((await ops.refundPayment(live, { id, reason: 'test' })).refunded, true);
  }

  test('what is final is the same the second time', async () => {
    await joinLiveSession(viewer.live, { sessionId });
    const { message } = await sendLiveMessage(viewer.live, { sessionId, content: `merhaba ${randomUUID()}` });
    for (let time = 0; time < 2; time += 1) {
      const { message: deleted } = await deleteLiveMessage(viewer.live, { messageId: message.id });
      assert.equal(deleted.id, message.id);
    }
    await offAir();

    const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
    const planned = await createLiveSession(creator.live, {
      title: 'Sonra',
      sessionType: 'audio_room',
      accessType: 'public',
      scheduledAt: inAnHour,
    });
    assert.equal(planned.session.status, 'scheduled');
    const own = { sessionId: planned.session.id };
    for (let time = 0; time < 2; time += 1) {
      assert.equal((await startLiveSession(creator.live, own)).session.status, 'live');
    }
    for (let time = 0; time < 2; time += 1) await leaveLiveSession(viewer.live, own);
    const ends = [await endLiveSession(creator.live, own), await endLiveSession(creator.live, own)];
    assert.deepEqual(ends[0], ends[1]);
    assert.equal(ends[0]?.session.status, 'ended');
  });

  test('a call rings, is answered and hung up, each as often as one likes', async () => {
    const [caller, callee] = [viewer, creator];
    await offAir();
    const placed = await createCall(caller.live, { calleeId: callee.id, callType: 'audio' });
    const own = { callId: placed.call.id };
    try {
      assert.deepEqual([placed.call.status, placed.call.callerId], ['ringing', caller.id]);
      assert.ok((await createTokenSource(caller.live, own).fetch()).participantToken);
      await assertRefused(createTokenSource(callee.live, own).fetch(), 'CALL_NOT_ANSWERED', 409);
      for (let time = 0; time < 2; time += 1) {
        assert.equal((await acceptCall(callee.live, own)).call.status, 'connected');
      }
      await assertRefused(declineCall(callee.live, own), 'CALL_ANSWERED', 409);
    } finally {
      for (let time = 0; time < 2; time += 1) {
        assert.equal((await endCall(caller.live, own)).call.status, 'ended');
      }
    }
    assert.equal((await getCall(callee.live, own)).call.status, 'ended');
  });

  test("the panel's reads take their parts of path and query", async () => {
    const { live } = await signIn('admin');
    assert.equal((await ops.getSession(live, { id: sessionId })).id, sessionId);
    const { participants } = await ops.listParticipants(live, { id: sessionId, role: 'viewer' });
    assert.ok(participants.every(({ role }) => role === 'viewer'));
    const { sessions } = await ops.listSessions(live, { status: 'all', limit: 2 });
    assert.equal(sessions.length, 2);
    assert.ok((await ops.listDays(live, { days: 3 })).days.length > 0);
    const { csv, filename } = await ops.getSessionReportCsv(live, { id: sessionId });
    assert.ok(csv.length > 0 && filename.endsWith('.csv'));
    assert.ok((await ops.listSettings(live)).settings.length > 0);
    await assertRefused(ops.getReport(live, { id: randomUUID() }), 'REPORT_NOT_FOUND', 404);
    await assertRefused(ops.liftBan(live, { id: randomUUID(), reason: 'none' }), 'BAN_NOT_FOUND', 404);
    await assertRefused(ops.changeSetting(live, { key: 'a/b', value: 1 }), 'SETTING_NOT_FOUND', 404);
  });

  test('what needs no sign-in is told to everybody', async () => {
    const live = createLive(stranger());
    assert.equal((await getWebhookStatus(live)).status, 'up');
    const health = await ops.getHealth(live).catch((error: unknown) => error);
    assert.ok(
      health instanceof Refusal ? health.code === 'DEGRADED' && health.checks : (health as { checks: unknown }).checks,
    );
  });

  test('a server that is not there is no refusal', async () => {
    const away: typeof fetch = (_, init) => fetch('http://127.0.0.1:9', init);
    const live = createLive(stranger(away), { surroundings: { sleep: async () => undefined } });
    assert.ok((await thrownBy(listLiveGifts(live))) instanceof Unreachable);
  });
});
