// The guide for operations says what it does: every command in it is run as it stands there, one after the other.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { asService, invoke, setting, signIn } from './support/app.js';

/** Each command of a guide that is marked as tried. */
async function commandsOf(name) {
  const text = await readFile(new URL(`../docs/${name}`, import.meta.url), 'utf8');
  assert.equal((text.match(/^```sh$/gm) ?? []).length, 0, `${name} has commands that nobody tries`);
  return [...text.matchAll(/^```sh tried\n([\s\S]*?)^```$/gm)].map(([, command]) => command);
}

/** Runs commands in one shell that ends with the first that fails; what each has printed. */
async function run(commands, variables) {
  const mark = '\u0001';
  const script = commands.map((command) => `${command}\nprintf '${mark}'\n`).join('');
  const shell = spawn('bash', ['-euo', 'pipefail'], { env: { ...process.env, ...variables } });
  const [said, complained] = [[], []];
  shell.stdout.on('data', (part) => said.push(part));
  shell.stderr.on('data', (part) => complained.push(part));
  const ended = new Promise((resolve) => shell.on('close', resolve));
  shell.stdin.end(script);
  const code = await ended;
  const printed = Buffer.concat(said).toString().split(mark);
  const failed = `${commands[printed.length - 1]}\n${printed.at(-1)}\n${Buffer.concat(complained)}`;
  assert.equal(code, 0, `this fails:\n${failed}`);
  return printed.slice(0, -1);
}

test('both languages of the guide have the same commands', async () => {
  const [english, turkish] = [await commandsOf('ops-guide.md'), await commandsOf('ops-guide.tr.md')];
  assert.ok(english.length > 15);
  assert.deepEqual(turkish, english);
});

test('every command of the guide works as it stands there', { timeout: 300_000 }, async () => {
  const service = asService();
  const insert = async (table, row) => {
    const { data, error } = await service.from(table).insert(row).select('id').single();
    assert.ifError(error);
    return data.id;
  };
  const [creator, viewer] = [await signIn('creator4'), await signIn('subscriber')];
  const settings = async () => (await service.from('live_settings').select('key,value').order('key')).data;
  const { data: before } = await service.from('live_sessions').select('id').eq('creator_id', creator.userId).eq('status', 'live');
  for (const { id } of before) await invoke(creator, 'end-live-session', { sessionId: id });
  const set = await settings();

  const created = await invoke(creator, 'create-live-session', { title: 'Kılavuz', sessionType: 'video_live', accessType: 'public' });
  assert.ok(created.success, created.error);
  const sessionId = created.session.id;
  const joined = await invoke(viewer, 'join-live-session', { sessionId });
  assert.ok(joined.success, joined.error);
  const given = await invoke(viewer, 'send-live-gift', { sessionId, giftId: 'heart' });
  assert.ok(given.success, given.error);
  const { data: payment } = await service.from('live_payments').select('id').eq('session_id', sessionId).single();
  const supported = await invoke(viewer, 'voice-token', { roomType: 'support' });
  assert.ok(supported.success, supported.error);
  const variables = {
    CALL: supported.callId,
    OPS_EMAIL: 'admin@ipelya.local',
    OPS_PASSWORD: 'ipelya-demo',
    SESSION: sessionId,
    USER_ID: viewer.userId,
    PAYMENT: payment.id,
    BAN: await insert('live_session_bans', {
      ban_type: 'creator', creator_id: creator.userId, banned_user_id: viewer.userId, reason: 'spam',
    }),
    REPORT: await insert('live_reports', {
      session_id: sessionId, reporter_id: creator.userId, reported_user_id: viewer.userId, reason: 'spam',
    }),
    // one that came to nothing, so that nobody is shown it
    RECORDING: await insert('recordings', {
      session_id: sessionId, owner_id: creator.userId, status: 'failed', storage_key: `v1/session/${sessionId}/guide.mp4`,
    }),
    EVENT: await insert('live_webhook_logs', {
      event_type: 'room_started', processing_status: 'error', event: { type: 'room_started', room_name: created.roomName },
    }),
    // the other tests need their sessions
    BEFORE: '2000-01-01T00:00:00Z',
  };
  const commands = await commandsOf('ops-guide.md');
  const printed = await run(commands, variables);
  assert.equal(printed.length, commands.length);
  printed.forEach((text, place) => {
    assert.match(text, /"success":true/, commands[place]);
    assert.doesNotMatch(text, /"success":false/, commands[place]);
  });

  // they did what the guide says
  const row = async (table, columns, id) => (await service.from(table).select(columns).eq('id', id).single()).data;
  assert.deepEqual(await row('live_sessions', 'status', sessionId), { status: 'ended' });
  assert.deepEqual(await row('live_session_bans', 'is_active', variables.BAN), { is_active: false });
  assert.deepEqual(await row('live_reports', 'status', variables.REPORT), { status: 'resolved' });
  const { data: refunds } = await service.from('live_payments').select('id').eq('refunds', payment.id);
  assert.equal(refunds.length, 1);
  assert.deepEqual(await settings(), set);
  const { count } = await service
    .from('live_admin_logs').select('*', { count: 'exact', head: true }).eq('action', 'update_settings');
  assert.ok(count >= 12);
  assert.ok(setting('SUPABASE_URL').startsWith('http://127.0.0.1'));
});
