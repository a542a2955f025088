// `npm run join`: the demo session on the running `make dev` stack, with real media. The creator joins and plays a tone, the
// viewer joins and listens; each with a token of this project's own function.

import { invoke, liveSessionOf, signIn } from './support/app.js';
import { dispose, hear, join, publishMicrophone } from './support/media.js';

async function enter(app, session) {
  const reply = await invoke(app, 'get-livekit-token', { sessionId: session.id });
  if (!reply.success) throw new Error(`${reply.errorCode}: ${reply.error}`);
  const room = await join(reply);
  console.log(`${reply.role} joined ${reply.roomName} as ${room.localParticipant.name} (${room.localParticipant.identity})`);
  return room;
}

const [creator, viewer] = [await signIn('creator'), await signIn('viewer')];
const session = await liveSessionOf(creator);
const [hostRoom, viewerRoom] = [await enter(creator, session), await enter(viewer, session)];
try {
  const heard = hear(viewerRoom);
  const microphone = await publishMicrophone(hostRoom);
  console.log('host publishes a microphone');
  console.log(`viewer hears ${await heard}`);
  await microphone.stop();
} finally {
  await viewerRoom.disconnect();
  await hostRoom.disconnect();
  await dispose();
}
