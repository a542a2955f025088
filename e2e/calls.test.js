// Calls between two demo users: by the phones of call.js, and by the requests the app makes.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { asService, invoke, signIn } from './support/app.js';
import { dispose, hear, join, publishMicrophone } from './support/media.js';

after(() => dispose());

const PHONE = fileURLToPath(new URL('./call.js', import.meta.url));

/** A phone of call.js. */
function phone(...words) {
  const child = spawn(process.execPath, [PHONE, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'close');
  const said = [];
  createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
  return {
    said,
    until: async (line) => {
      while (!said.includes(line)) {
        assert.deepEqual([child.exitCode, child.signalCode], [null, null], `it ended, having said ${said.join(', ')}`);
        await sleep(50);
      }
    },
    hangUp: () => child.kill('SIGINT'),
    gone: async () => (await gone)[0],
    end: () => child.kill('SIGKILL'),
  };
}

async function place(caller, callee, callType) {
  const reply = await invoke(caller, 'create-call', { calleeId: callee.userId, callType });
  assert.equal(reply.success, true, JSON.stringify(reply));
  return reply.call;
}

/** The call as either phone sees it. */
async function rowOf({ supabase }, id) {
  const { data, error } = await supabase.from('calls').select('status,end_reason').eq('id', id).maybeSingle();
  assert.ifError(error);
  return data && [data.status, data.end_reason];
}

async function assertRow(people, id, row) {
  for (const person of people) assert.deepEqual(await rowOf(person, id), row);
}

test('two phones call each other from the command line', async () => {
  const phones = [phone('answer'), phone('call')];
  const [answering, calling] = phones;
  try {
    await Promise.all([calling.until('hears Can Aranan'), answering.until('hears Ayla Arayan')]);
    calling.hangUp();
    assert.deepEqual(await Promise.all(phones.map(({ gone }) => gone())), [0, 0]);
    for (const { said } of phones) assert.match(said.at(-1), /^completed after \d+ s$/);

    // and a ring is given up the same way
    const unanswered = phone('call');
    phones.push(unanswered);
    await unanswered.until('ringing');
    unanswered.hangUp();
    assert.equal(await unanswered.gone(), 0);
    assert.equal(unanswered.said.at(-1), 'cancelled after 0 s');
  } finally {
    for (const { end } of phones) end();
  }
});

test('a call is placed, answered, talked in and ended as the app does it', async () => {
  const [caller, callee, other] = [await signIn('caller'), await signIn('callee'), await signIn('viewer')];
  const call = await place(caller, callee, 'video');
  assert.deepEqual(
    [call.callerId, call.calleeId, call.roomName, call.callType, call.status],
    [caller.userId, callee.userId, `call_video_${call.id}`, 'video', 'ringing'],
  );
  const rooms = [];
  const enter = async (app, role) => {
    const reply = await invoke(app, 'get-livekit-token', { callId: call.id, roomName: `call_${call.id}` });
    assert.deepEqual([reply.role, reply.roomName], [role, call.roomName], JSON.stringify(reply));
    const room = await join(reply);
    rooms.push(room);
    return room;
  };
  try {
    // what the callee's phone listens for; nobody else sees it
    const incoming = await callee.supabase.from('calls').select('id,status').eq('callee_id', callee.userId).eq('status', 'ringing');
    assert.deepEqual(incoming.data, [{ id: call.id, status: 'ringing' }]);
    assert.equal(await rowOf(other, call.id), null);
    const tooEarly = await invoke(callee, 'get-livekit-token', { callId: call.id });
    assert.equal(tooEarly.success, false, 'it has not been accepted');

    const accepted = await invoke(callee, 'accept-call', { callId: call.id });
    assert.deepEqual([accepted.success, accepted.call.status], [true, 'connected'], JSON.stringify(accepted));
    await assertRow([caller, callee], call.id, ['connected', null]);
    const busy = await invoke(other, 'create-call', { calleeId: callee.userId, callType: 'audio' });
    assert.deepEqual([busy.status, busy.errorCode], [409, 'BUSY']);

    const [callerRoom, calleeRoom] = [await enter(caller, 'caller'), await enter(callee, 'callee')];
    const microphones = [await publishMicrophone(callerRoom), await publishMicrophone(calleeRoom)];
    assert.deepEqual(await Promise.all([hear(callerRoom), hear(calleeRoom)]), [callee.userId, caller.userId]);
    for (const microphone of microphones) await microphone.stop();

    assert.equal((await invoke(callee, 'end-call', { callId: call.id })).success, true);
    await assertRow([caller, callee], call.id, ['ended', 'completed']);
    assert.equal((await invoke(caller, 'end-call', { callId: call.id })).success, true, 'both hang up');
    const late = await invoke(caller, 'get-livekit-token', { callId: call.id });
    assert.deepEqual([late.status, late.errorCode], [409, 'CALL_ENDED']);
  } finally {
    for (const room of rooms) await room.disconnect();
    await invoke(caller, 'end-call', { callId: call.id });
  }
});

test('a call is declined, and another given up', async () => {
  const [caller, callee] = [await signIn('caller'), await signIn('callee')];
  for (const [name, app, reason, notes] of [
    ['decline-call', callee, 'declined', ['incoming_call']],
    ['cancel-call', caller, 'cancelled', ['incoming_call', 'missed_call']],
  ]) {
    const call = await place(caller, callee, 'audio');
    assert.equal((await invoke(app, name, { callId: call.id })).success, true, name);
    await assertRow([caller, callee], call.id, ['ended', reason]);
    const accepted = await invoke(callee, 'accept-call', { callId: call.id });
    assert.deepEqual([accepted.status, accepted.errorCode], [409, 'CALL_ENDED'], name);

    const { data, error } = await asService().from('notifications').select('type').eq('data->>callId', call.id).order('type');
    assert.ifError(error);
    assert.deepEqual(data.map(({ type }) => type), notes, name);
  }
});
