// `npm run host`: the creator is on air in the demo session of the running `make dev` stack, with a tone for a voice, until
// Ctrl-C or for as many seconds as are said. What needs somebody who is heard, a recording say, is tried against it.

import { setTimeout as sleep } from 'node:timers/promises';

import { invoke, liveSessionOf, signIn } from './support/app.js';
import { dispose, join, publishMicrophone } from './support/media.js';

const seconds = Number(process.argv[2] ?? 3600);
const stopped = new AbortController();
process.on('SIGINT', () => stopped.abort());

const creator = await signIn('creator');
const session = await liveSessionOf(creator);
const reply = await invoke(creator, 'get-livekit-token', { sessionId: session.id });
if (!reply.success) throw new Error(`${reply.errorCode}: ${reply.error}`);
const room = await join(reply);
try {
  const microphone = await publishMicrophone(room);
  console.log(`on air in ${session.id} for ${seconds} s`);
  const { data } = await creator.supabase.auth.getSession();
  console.log(`export SESSION=${session.id} TOKEN=${data.session.access_token}`);
  await sleep(seconds * 1000, null, { signal: stopped.signal }).catch(() => undefined);
  await microphone.stop();
} finally {
  await room.disconnect();
  await dispose();
}
