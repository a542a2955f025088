// What the database hears of people who come, vanish and return, by LiveKit's own webhooks.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

import { asService, invoke, setting, signIn } from './support/app.js';

const ROOM_CLIENT = fileURLToPath(new URL('./support/room-client.js', import.meta.url));

/** Somebody inside, in a process of their own: `leave()` says goodbye, `vanish()` is a phone without network. */
async function enter(app, sessionId, ...microphone) {
  const { wsUrl, token, success, error } = await invoke(app, 'get-livekit-token', { sessionId });
  assert.ok(success, error);
  const client = spawn(process.execPath, [ROOM_CLIENT, wsUrl, token, ...microphone], { stdio: ['pipe', 'pipe', 'ignore'] });
  const gone = once(client, 'exit');
  const says = listen(client);
  const sid = await says.sid;
  return {
    sid,
    hears: says.hears,
    leave: async () => {
      client.stdin.end();
      await gone;
    },
    vanish: async () => {
      client.kill('SIGKILL');
      await gone;
    },
  };
}

/** Its SID once it is inside, and whom it hears once it does. */
function listen(client) {
  const lines = createInterface({ input: client.stdout });
  const word = (name) =>
    new Promise((resolve, reject) => {
      client.once('exit', (code) => reject(new Error(`the client ended with ${code} before it said ${name}`)));
      lines.on('line', (line) => {
        const said = JSON.parse(line);
        if (said[name]) resolve(said[name]);
      });
    });
  const says = { sid: word('sid'), hears: word('hears') };
  says.hears.catch(() => {}); // not everybody is listened to
  return says;
}

/** Looks until what it sees is as wanted: within so many seconds, or three times as many where other work has the machine. */
async function until(what, seconds, look) {
  const deadline = Date.now() + seconds * 3000;
  for (;;) {
    const seen = await look();
    if (seen.done) return seen.value;
    assert.ok(Date.now() < deadline, `${what}: still ${JSON.stringify(seen.value)}`);
    await sleep(200);
  }
}

const service = asService();

async function row(table, columns, filters) {
  const { data, error } = await service.from(table).select(columns).match(filters).maybeSingle();
  assert.ifError(error);
  return data;
}

const seatOf = (session, person) =>
  row('live_participants', 'is_active,livekit_participant_sid,total_watch_time_seconds', {
    session_id: session.id,
    user_id: person.userId,
  });

function isInside(session, person, sid) {
  return until(`${sid} inside`, 10, async () => {
    const seat = await seatOf(session, person);
    return { value: seat, done: seat?.livekit_participant_sid === sid && seat.is_active };
  });
}

function isGone(session, person, seconds) {
  return until('gone', seconds, async () => {
    const seat = await seatOf(session, person);
    return { value: seat, done: seat?.livekit_participant_sid === null };
  });
}

test('people come, vanish and return, and the session waits for its host, by webhooks alone', { timeout: 500_000 }, async () => {
  const [creator, viewer, other] = [await signIn('creator4'), await signIn('viewer'), await signIn('subscriber')];
  const created = await invoke(creator, 'create-live-session', {
    title: 'Gelen giden', sessionType: 'video_live', accessType: 'public',
  });
  assert.ok(created.success, created.error);
  const { session } = created;
  const sessionRow = () => row('live_sessions', 'status,end_reason,host_left_at,total_viewers,livekit_room_sid', { id: session.id });
  const people = [];
  const guest = async (app, ...microphone) => {
    const inside = await enter(app, session.id, ...microphone);
    people.push(inside);
    return inside;
  };
  try {
    const host = await guest(creator, 'microphone');
    await isInside(session, creator, host.sid);
    assert.match((await sessionRow()).livekit_room_sid, /^RM_/);
    for (const app of [viewer, other]) await invoke(app, 'join-live-session', { sessionId: session.id });
    const [first, second] = [await guest(viewer), await guest(other)];
    await isInside(session, viewer, first.sid);
    await isInside(session, other, second.sid);
    assert.deepEqual(await Promise.all([first.hears, second.hears]), [creator.userId, creator.userId]);
    await until('two viewers', 10, async () => {
      const value = await sessionRow();
      return { value, done: value.total_viewers === 2 };
    });

    // a phone dies; its owner is back before LiveKit has given up the old connection
    await first.vanish();
    const back = await guest(viewer);
    await isInside(session, viewer, back.sid);
    const old = await until('the old stay closed', 40, async () => {
      const value = await row('live_stays', 'left_at,left_reason', { participant_sid: first.sid });
      return { value, done: value.left_at !== null };
    });
    assert.equal(old.left_reason, 'DUPLICATE_IDENTITY');
    await isInside(session, viewer, back.sid);

    await second.leave();
    await isGone(session, other, 10);

    // the host's phone dies; they are back in time
    await host.vanish();
    const away = await until('host away', 40, async () => {
      const value = await sessionRow();
      return { value, done: value.host_left_at !== null };
    });
    assert.equal(away.status, 'live');
    await sleep(3_000);
    const returned = await guest(creator, 'microphone');
    await until('host back', 10, async () => {
      const value = await sessionRow();
      return { value, done: value.host_left_at === null };
    });

    // and dies for good
    await returned.vanish();
    const over = await until('the end', 90, async () => {
      const value = await sessionRow();
      return { value, done: value.status === 'ended' };
    });
    assert.equal(over.end_reason, 'host_timeout');

    const { data: log, error } = await service
      .from('live_webhook_logs')
      .select('event_type,processing_status,participant_sid')
      .eq('session_id', session.id);
    assert.ifError(error);
    assert.deepEqual(log.filter((entry) => entry.processing_status === 'error'), []);
    // a client that is short of time reconnects on its own and joins anew; every join is one stay, whosever
    const { data: stays } = await service.from('live_stays').select('participant_sid').eq('session_id', session.id);
    const joined = log.filter((entry) => entry.event_type === 'participant_joined').map((entry) => entry.participant_sid);
    assert.deepEqual(joined.sort(), stays.map((stay) => stay.participant_sid).sort());
    assert.deepEqual(people.filter(({ sid }) => !joined.includes(sid)), []);
    assert.equal(people.length, 5);

    // and a sweep, asked for by hand, finds nothing to mend in it
    const sweep = await fetch(`${setting('SUPABASE_URL')}/functions/v1/sweeper`, {
      method: 'POST',
      headers: { authorization: `Bearer ${setting('SUPABASE_SERVICE_ROLE_KEY')}` },
    });
    const report = await sweep.json();
    assert.deepEqual([sweep.status, report.success, report.joined, report.left, report.failed], [200, true, 0, 0, 0]);
  } finally {
    for (const person of people) await person.vanish();
    await invoke(creator, 'end-live-session', { sessionId: session.id });
  }
});
