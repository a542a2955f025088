// The client says what the project's documents and migrations say.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import * as app from '../src/index.js';
import type { HostEvents, Operation, SessionEvents, StageEvents, UserEvents } from '../src/index.js';
import * as ops from '../src/ops.js';
import * as service from '../src/service.js';

/** The package, and the project around it. */
const PACKAGE = new URL('../../', import.meta.url);
const PROJECT = new URL('../../', PACKAGE);

interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
}

interface Described {
  readonly parameters?: Parameter[];
  readonly requestBody?: unknown;
  readonly security: Record<string, unknown>[];
  readonly responses: { readonly 200: { readonly content: Record<string, unknown> } };
}

/** Every operation of the document, by method and path. */
async function described(): Promise<Map<string, Described>> {
  const text = await readFile(new URL('docs/openapi.json', PROJECT), 'utf8');
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Described>> };
  const entries = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [nameOf(method, path.replace('/functions/v1/', '')), operation] as const,
    ),
  );
  return new Map(entries);
}

/** Every operation of the client. */
function named(): Operation<never, unknown>[] {
  const exported: unknown[] = [app, ops, service].flatMap((module) => Object.values(module));
  return exported.filter(
    (value): value is Operation<never, unknown> => typeof value === 'function' && 'repeats' in value,
  );
}

/** Whether it is for a browser, which is shown HTML. */
function isPage({ responses }: Described): boolean {
  return 'text/html' in responses[200].content;
}

function nameOf(method: string, path: string): string {
  return `${method.toUpperCase()} ${path}`;
}

test('the types are what the documents make of them', async () => {
  const script = fileURLToPath(new URL('scripts/generate.js', PACKAGE));
  await promisify(execFile)(process.execPath, [script, '--check']);
});

test('the operations are those of the document, each once, but for those that LiveKit, Stripe, workers and browsers call', async () => {
  const all = await described();
  // by the addresses in the guide of voice calls they are the same
  const byName = ([name]: [string, unknown]) => !name.includes(' /api/voice/') && name !== 'GET get-recording-url';
  const document = new Map([...all].filter(byName));
  for (const name of all.keys()) {
    assert.ok(document.has(name.replace(' /api/voice/', ' voice-').replace('GET get-recording', 'POST get-recording')), name);
  }
  const isTheirs = (scheme: object) => 'livekit' in scheme || 'stripe' in scheme || 'agent' in scheme;
  const theirOwn = [...document].filter(([, { security }]) => security.some(isTheirs)).map(([name]) => name);
  const webhooks = [...theirOwn, 'GET voice-webhook', 'GET recording-webhook'];
  assert.deepEqual(theirOwn.sort(), [
    'POST /api/live/stripe-webhook',
    'POST livekit-webhook',
    'POST recording-webhook',
    'POST voice-transcript',
    'POST voice-webhook',
  ]);

  const ours = named().map(({ method, path }) => nameOf(method, path));
  const pages = [...document].filter(([, operation]) => isPage(operation)).map(([name]) => name);
  assert.deepEqual(pages.sort(), ['GET /api/live/unsubscribe/{token}', 'POST /api/live/unsubscribe/{token}']);
  const theirs = [...document.keys()].filter((name) => !webhooks.includes(name) && !pages.includes(name));
  assert.deepEqual(ours.sort(), theirs.sort());
});

test('what takes an idempotency key in the document is sent one', async () => {
  const document = await described();
  for (const { method, path, repeats } of named()) {
    const parameters = document.get(nameOf(method, path))?.parameters ?? [];
    assert.equal(
      repeats === 'keyed',
      parameters.some(({ name }) => name === 'Idempotency-Key'),
      path,
    );
  }
});

test('only operations with a GET have their input in the query, and only the others in a body', async () => {
  const document = await described();
  for (const [name, operation] of document) {
    const { parameters = [], requestBody } = operation;
    const isGet = name.startsWith('GET ');
    assert.equal(requestBody !== undefined, !isGet && !isPage(operation), name);
    assert.ok(isGet || parameters.every((parameter) => parameter.in !== 'query'), name);
  }
});

test('only what the service itself is called with needs its key', async () => {
  const document = await described();
  for (const { method, path } of named()) {
    const needsKey = document.get(nameOf(method, path))?.security.some((scheme) => 'service' in scheme);
    assert.equal(needsKey, ['sweeper', 'notifier', 'reconcile-payments'].includes(path), path);
  }
});

/** The fields that are read of each event; the compiler holds both to the types. */
type Fields<Events> = { readonly [E in keyof Events]: readonly (keyof Events[E])[] };

const session: Fields<SessionEvents> = {
  session_started: ['sessionId', 'startedAt'],
  session_ended: ['reason'],
  host_disconnected: ['message', 'reconnectDeadline'],
  host_reconnected: [],
  admin_announcement: ['message', 'alertType', 'timestamp'],
  participant_promoted: ['sessionId', 'userId', 'oldRole', 'newRole'],
  participant_demoted: ['sessionId', 'userId', 'oldRole', 'newRole'],
  message_pinned: ['messageId', 'pinned'],
  maintenance: ['startsAt'],
  recording_started: ['recordingId'],
  recording_stopped: ['recordingId'],
  donation_received: ['paymentId', 'amount', 'currency', 'donorName', 'message'],
};
const stage: Fields<StageEvents> = {
  new_cohost: ['sessionId', 'userId', 'guestUserId', 'userName', 'userAvatar', 'role'],
  guest_ended: ['sessionId', 'userId', 'guestUserId', 'reason'],
};
const host: Fields<HostEvents> = {
  join_request: ['id', 'requestId', 'sessionId', 'userId', 'userName', 'userAvatar', 'message', 'expiresAt'],
  join_request_cancelled: ['id', 'requestId', 'sessionId', 'userId'],
  invitation_accepted: ['id', 'invitationId', 'sessionId', 'userId', 'userName', 'expired'],
  invitation_rejected: ['id', 'invitationId', 'sessionId', 'userId', 'userName', 'expired'],
};
const user: Fields<UserEvents> = {
  guest_invitation: [
    'id',
    'invitationId',
    'sessionId',
    'sessionTitle',
    'hostId',
    'hostName',
    'hostAvatar',
    'expiresAt',
    'isRecording',
  ],
  guest_invitation_cancelled: ['id', 'invitationId', 'sessionId'],
  join_request_response: ['id', 'requestId', 'sessionId', 'approved', 'expired'],
  your_guest_ended: ['sessionId', 'userId', 'guestUserId', 'reason'],
  call_coins_low: ['callId', 'endsAt'],
  banned: ['sessionId', 'banType', 'expiresAt'],
  warned: ['sessionId'],
  muted: ['sessionId'],
  unmuted: ['sessionId'],
  recording_started: ['recordingId'],
  recording_stopped: ['recordingId'],
  payment_updated: ['paymentId', 'status'],
};

/** Each event of the client as topic and name, with its fields. */
const heard = new Map<string, readonly string[]>(
  Object.entries({ 'live:': session, 'session:': stage, 'session::host': host, 'user:': user }).flatMap(
    ([topic, events]) => Object.entries(events).map(([event, fields]) => [`${topic} ${event}`, fields] as const),
  ),
);

/** What the migrations put together of words before they say it. */
const COMPOSED: Record<string, string[]> = {
  "word || 'd'": ['muted', 'unmuted'],
  p_event: ['invitation_accepted', 'invitation_rejected'],
};

/** Every event the migrations say, with the text of the file that says it. */
async function said(): Promise<Map<string, string>> {
  const folder = new URL('migrations/', PROJECT);
  const events = new Map<string, string>();
  const call = /live_broadcast\(\s*'(\w+:)' \|\| [\w.]+(?: \|\| '(:host)')?,\s*('\w+'|case .+? end|[^,]+),/gs;
  for (const file of await readdir(folder)) {
    const text = await readFile(new URL(file, folder), 'utf8');
    for (const [, start = '', end = '', event = ''] of text.matchAll(call)) {
      const names = COMPOSED[event] ?? [...event.matchAll(/'(\w+)'/g)].map(([, name = '']) => name);
      assert.ok(names.length > 0, `${file}: ${event}`);
      for (const name of names)
        events.set(`${start}${end} ${name}`, (events.get(`${start}${end} ${name}`) ?? '') + text);
    }
    const calls = text.matchAll(/perform public\.live_broadcast\(/g);
    assert.equal(
      [...calls].length,
      [...text.matchAll(call)].length,
      `${file}: a broadcast that this test does not read`,
    );
  }
  return events;
}

test('the events are those that the database says', async () => {
  assert.deepEqual([...heard.keys()].sort(), [...(await said()).keys()].sort());
});

test('the fields of the events are those that the database gives them', async () => {
  const events = await said();
  for (const [event, fields] of heard) {
    for (const field of fields) assert.ok(events.get(event)?.includes(`'${field}'`), `${event} ${field}`);
  }
});

test("every flag of the document's refusals is a field of ours", async () => {
  const text = await readFile(new URL('docs/openapi.json', PROJECT), 'utf8');
  const { components } = JSON.parse(text) as {
    components: { schemas: { Refusal: { properties: Record<string, unknown> } } };
  };
  const call = { operation: 'x', idempotencyKey: undefined };
  const refusal = new app.Refusal(call, { success: false, error: '', errorCode: 'BUSY' }, 409);
  const ours = new Set(Object.keys(refusal));
  // the envelope has names of its own, and one price is enough
  const elsewhere = ['success', 'error', 'errorCode', 'required_coins'];
  const missing = Object.keys(components.schemas.Refusal.properties).filter(
    (name) => !ours.has(name) && !elsewhere.includes(name),
  );
  assert.deepEqual(missing, []);
});
