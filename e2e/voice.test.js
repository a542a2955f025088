// A call with support: first by the commands of the guide as they are printed there, then with a voice. The caller speaks, is
// heard and answered by the worker of support calls, and reads afterwards what both said.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { invoke, setting, signIn } from './support/app.js';
import { dispose, join, listenForTones, publishMicrophone } from './support/media.js';
import { until } from './support/realtime.js';

/** The tones of a worker without models: what it says by itself, and what it answers. */
const SPEECH_HERTZ = 660;
const REPLY_HERTZ = 880;
/** Where the guide's server is. */
const GUIDES = 'http://localhost:3000';

let caller, admin;

before(async () => {
  [caller, admin] = await Promise.all(['caller', 'admin'].map(signIn));
});

after(() => dispose());

const accessToken = async ({ supabase }) => (await supabase.auth.getSession()).data.session.access_token;

/** Runs one of the guide's commands at the stack's address, signed in as somebody or, without them, as nobody. */
async function curl(app, command, ...more) {
  const words = command.match(/'[^']*'|"[^"]*"|[^\s\\]+/g).map((word) => word.replace(/^(['"])(.*)\1$/, '$2'));
  assert.equal(words.shift(), 'curl');
  const here = words.map((word) => word.replace(GUIDES, setting('SUPABASE_URL')));
  const who = app ? ['-H', `Authorization: Bearer ${await accessToken(app)}`] : [];
  const { stdout } = await promisify(execFile)('curl', ['-s', '-w', '\n%{http_code}', ...here, ...who, ...more]);
  const [body, status] = [stdout.slice(0, stdout.lastIndexOf('\n')), Number(stdout.split('\n').at(-1))];
  return { status, body, json: () => JSON.parse(body) };
}

const token = (app) =>
  curl(app, `curl ${GUIDES}/api/voice/token \\
  -H "Content-Type: application/json" \\
  -d '{"roomType": "support"}'`);

const agent = (app, body) =>
  curl(app, `curl ${GUIDES}/api/voice/agent -H "Content-Type: application/json"`, '-d', JSON.stringify(body));

test('the guide’s commands, as they are printed, and signed in', async () => {
  const health = await curl(undefined, `curl ${GUIDES}/api/voice/webhook`);
  assert.equal(health.status, 200, health.body);
  assert.equal((await token(undefined)).status, 401);

  const placed = await token(caller);
  assert.equal(placed.status, 200, placed.body);
  const call = placed.json();
  assert.equal(call.roomName, `support-${call.callId}`);
  assert.deepEqual([call.participantName, call.livekitHost], ['Ayla Arayan', setting('LIVEKIT_URL')]);
  assert.equal(typeof call.token, 'string');
  assert.equal(typeof call.agentSpawned, 'boolean');

  // what an agent is told is staff's to say
  const order = { roomName: call.roomName, voice: 'alloy', systemPrompt: 'Custom prompt...' };
  assert.deepEqual([(await agent(caller, order)).status, (await agent(caller, { roomName: call.roomName, voice: 'alloy' })).status], [403, 200]);
  const sent = await agent(admin, order);
  assert.equal(sent.status, 200, sent.body);
  assert.deepEqual([sent.json().agent.voice, sent.json().callId], ['alloy', call.callId]);

  const query = 'callType=support&limit=20&offset=0&includeStats=true';
  const history = await curl(caller, `curl ${GUIDES}/api/voice/history?${query}`);
  assert.equal(history.status, 200, history.body);
  const { calls, pagination, stats } = history.json();
  assert.equal(calls[0].id, call.callId, 'the latest comes first');
  assert.equal(calls[0].callType, 'support');
  assert.equal(pagination.limit, 20);
  assert.ok(stats.totalCalls >= 1);
  assert.equal((await curl(caller, `curl ${GUIDES}/api/voice/history?allUsers=true`)).status, 403);
  const everybodys = await curl(admin, `curl ${GUIDES}/api/voice/history?allUsers=true&callType=support`);
  assert.equal(everybodys.json().calls[0].id, call.callId);
});

test('the caller speaks, is answered, and reads what both said', { timeout: 120_000 }, async (t) => {
  const call = (await token(caller)).json();
  t.after(() => invoke(caller, 'end-call', { callId: call.callId }));
  let tones;
  const room = await join({ wsUrl: call.livekitHost, token: call.token }, (entered) => {
    tones = listenForTones(entered);
  });
  t.after(() => room.disconnect());
  await until(() => tones.secondsOf(SPEECH_HERTZ) >= 0.3, 'the agent says who it is', 60);
  await until(() => tones.isSilentFor(1), 'the agent listens', 60);
  tones.forget();
  const microphone = await publishMicrophone(room, { hertz: 300, seconds: 2 });
  t.after(() => microphone.stop());
  await until(() => tones.secondsOf(REPLY_HERTZ) >= 0.3, 'the agent answers', 60);
  assert.equal(tones.secondsOf(SPEECH_HERTZ), 0);

  const ended = await invoke(caller, 'end-call', { callId: call.callId });
  assert.deepEqual([ended.success, ended.call.status, ended.call.endReason], [true, 'ended', 'completed'], JSON.stringify(ended));
  const read = () => invoke(caller, 'voice-get-transcript', { callId: call.callId });
  const { lines, transcript } = await until(async () => {
    const told = await read();
    assert.equal(told.status, 200, JSON.stringify(told));
    if (told.lines.some(({ text }) => text.startsWith('I heard'))) return told;
    // as often as it may be read
    return sleep(1000);
  }, 'what both said is written down', 30);
  const spoken = lines.findIndex(({ speaker }) => speaker === 'user');
  assert.deepEqual([lines[spoken]?.text, lines[spoken + 1]?.speaker, lines[spoken + 1]?.text], ['300 Hz', 'agent', 'I heard 300 Hz.'], transcript);

  const stranger = await invoke(await signIn('viewer'), 'voice-get-transcript', { callId: call.callId });
  assert.deepEqual([stranger.status, stranger.errorCode], [404, 'CALL_NOT_FOUND']);
});
