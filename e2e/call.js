// A phone of a demo user on the running `make dev` stack, with real media: `npm run answer` waits for a ring and answers it,
// `npm run call` in another terminal calls. Each says when it hears the other. Ctrl-C hangs up.
//
// Others than callee and caller: node --env-file=../.local/dev.env call.js answer viewer, call.js call subscriber viewer.

import { setTimeout as sleep } from 'node:timers/promises';

import { invoke, signIn } from './support/app.js';
import { dispose, hear, join, publishMicrophone } from './support/media.js';

/** The app listens to Realtime; this phone looks so often instead, and shows that requests alone are enough. */
const LOOK_EVERY = 250; // milliseconds

async function ask(app, name, body) {
  const reply = await invoke(app, name, body);
  if (!reply.success) throw new Error(`${reply.errorCode}: ${reply.error}`);
  return reply;
}

async function one(query) {
  const { data, error } = await query.maybeSingle();
  if (error) throw error;
  return data;
}

/** Looks again and again until there is something to be seen. */
async function until(look) {
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    await sleep(LOOK_EVERY);
  }
}

function profile({ supabase }, column, value) {
  return one(supabase.from('profiles').select('user_id,display_name').eq(column, value).eq('type', 'real'));
}

/** In the room of a call, with a microphone, until it is over. */
async function talk(app, id, other) {
  process.on('SIGINT', () => ask(app, 'end-call', { callId: id }));
  const room = await join(await ask(app, 'get-livekit-token', { callId: id, roomName: `call_${id}` }));
  const microphone = await publishMicrophone(room);
  try {
    hear(room).then(
      () => console.log(`hears ${other}`),
      () => {}, // it was over before there was enough of it
    );
    let status;
    const row = await until(async () => {
      const now = await one(app.supabase.from('calls').select('status,end_reason,duration_seconds').eq('id', id));
      if (now.status !== status) console.log(now.status);
      status = now.status;
      return status === 'ended' && now;
    });
    console.log(`${row.end_reason} after ${row.duration_seconds} s`);
  } finally {
    await microphone.stop();
    await room.disconnect();
    await dispose();
  }
}

async function call(from = 'caller', to = 'callee') {
  const app = await signIn(from);
  const callee = await profile(app, 'username', to);
  const placed = await ask(app, 'create-call', { calleeId: callee.user_id, callType: 'audio' });
  console.log(`calls ${callee.display_name}`);
  await talk(app, placed.call.id, callee.display_name);
}

async function answer(who = 'callee') {
  const app = await signIn(who);
  console.log('waits for a call');
  const ringing = () => app.supabase.from('calls').select('id,caller_id').eq('callee_id', app.userId).eq('status', 'ringing');
  const { id, caller_id } = await until(() => one(ringing()));
  const caller = await profile(app, 'user_id', caller_id);
  console.log(`is called by ${caller.display_name}`);
  await ask(app, 'accept-call', { callId: id });
  await talk(app, id, caller.display_name);
}

const [action, ...names] = process.argv.slice(2);
await { call, answer }[action](...names);
