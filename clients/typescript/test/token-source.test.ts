// Tokens for LiveKit's clients: asked for once while they hold, whatever the phone's clock says.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TokenSource, type TokenSourceConfigurable, type TokenSourceFixed } from 'livekit-client';

import { createTokenSource, Refusal } from '../src/index.js';
import { done, refused, standIn, thrownBy } from './support/stand-in.js';

const ID = '00000000-0000-4000-8000-000000000001';
const SECOND = 1000;

/** A token that holds for so many seconds; its own times have nothing to do with the clock of the test. */
function token(name: string, seconds = 600, claims: object = { nbf: 9_000, exp: 9_000 + seconds }): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return [part({ alg: 'HS256' }), part({ sub: name, name: 'Ayşe ☾', ...claims }), 'signature'].join('.');
}

function reply(participant_token: string): Response {
  return done({
    token: participant_token,
    wsUrl: 'wss://live.example',
    server_url: 'wss://live.example',
    participant_token,
  });
}

test('a token is asked for once while it holds', async () => {
  const { live, sent, clock } = standIn([reply(token('first')), reply(token('second'))]);
  const source = createTokenSource(live, { sessionId: ID });

  assert.deepEqual(await source.fetch(), { serverUrl: 'wss://live.example', participantToken: token('first') });
  clock.ms += 569 * SECOND;
  assert.equal((await source.fetch()).participantToken, token('first'));
  clock.ms += 1 * SECOND;
  assert.equal((await source.fetch()).participantToken, token('second'));

  assert.deepEqual(
    sent.map(({ path, body }) => [path, body]),
    [
      ['/functions/v1/get-livekit-token', { sessionId: ID }],
      ['/functions/v1/get-livekit-token', { sessionId: ID }],
    ],
  );
});

test('a call has its own tokens', async () => {
  const { live, sent } = standIn([reply(token('call'))]);
  await createTokenSource(live, { callId: ID }).fetch();
  assert.deepEqual(sent[0]?.body, { callId: ID });
});

test('a new token is asked for if it must be', async () => {
  const { live, sent } = standIn([reply(token('first')), reply(token('second'))]);
  const source = createTokenSource(live, { sessionId: ID });
  await source.fetch();
  assert.equal((await source.fetch(undefined, true)).participantToken, token('second'));
  assert.equal((await source.fetch()).participantToken, token('second'));
  assert.equal(sent.length, 2);
});

test('whoever asks at the same time shares one request', async () => {
  const { live, sent } = standIn([reply(token('first'))]);
  const source = createTokenSource(live, { sessionId: ID });
  await Promise.all([source.fetch(), source.fetch(), source.fetch(undefined, true)]);
  assert.equal(sent.length, 1);
});

test('the token of a join saves the first request, and holds no longer for it', async () => {
  const { live, sent, clock } = standIn([reply(token('second'))]);
  const first = { server_url: 'wss://live.example', participant_token: token('joined') };
  const source = createTokenSource(live, { sessionId: ID }, { first, marginMs: 100 * SECOND });
  assert.equal((await source.fetch()).participantToken, token('joined'));
  assert.equal(sent.length, 0);
  clock.ms += 500 * SECOND;
  assert.equal((await source.fetch()).participantToken, token('second'));
});

test('a refusal is thrown and not kept', async () => {
  const { live } = standIn([refused(409, 'CALL_NOT_ANSWERED'), reply(token('first'))]);
  const source = createTokenSource(live, { callId: ID });
  const error = await thrownBy(source.fetch());
  assert.ok(error instanceof Refusal && error.code === 'CALL_NOT_ANSWERED');
  assert.equal((await source.fetch()).participantToken, token('first'));
});

test('a token that does not say how long it holds is not kept', async () => {
  for (const unreadable of [
    '',
    'a.b.c',
    token('x', 0, {}),
    token('x', 0, { exp: 9_000 }),
    token('x', 0, { nbf: 2, exp: 1 }),
  ]) {
    const { live, sent } = standIn([reply(unreadable)]);
    const source = createTokenSource(live, { sessionId: ID });
    await source.fetch();
    await source.fetch();
    assert.equal(sent.length, 2, unreadable);
  }
});

test("it is a token source of LiveKit's client, by itself and as a custom one", async () => {
  const { live, sent } = standIn([reply(token('first'))]);
  const source = createTokenSource(live, { sessionId: ID });
  const fixed: Pick<TokenSourceFixed, 'fetch'> = source;
  const configurable: TokenSourceConfigurable = source;
  const custom = TokenSource.custom(source.fetch);

  for (const credentials of [
    await fixed.fetch(),
    await configurable.fetch({ roomName: 'any' }),
    await custom.fetch({}),
  ]) {
    assert.deepEqual([credentials.serverUrl, credentials.participantToken], ['wss://live.example', token('first')]);
  }
  assert.equal(sent.length, 1);
});
