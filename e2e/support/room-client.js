// One participant with LiveKit's own client, for tests in Rust: node room-client.js <url> <token> [microphone].
//
// Says on standard output {"sid": …} once inside, {"token": …} with the fresh token LiveKit hands everybody inside,
// {"hears": <identity>} once somebody's microphone is really heard, and {"gone": true} once disconnected by the server. With
// `microphone` it publishes one that plays a tone, as far as LiveKit lets it. Leaves properly when its standard input
// ends. Killing it is how a phone without network looks.

import { RoomEvent, dispose } from '@livekit/rtc-node';
import { hear, join, publishMicrophone } from './media.js';

const [wsUrl, token, microphone] = process.argv.slice(2);
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

const room = await join({ wsUrl, token });
room.on(RoomEvent.Disconnected, () => say({ gone: true }));
hear(room).then(
  (hears) => say({ hears }),
  () => {}, // it was cut off before there was enough of it
);
say({ sid: room.localParticipant.sid });
const sayToken = () => say({ token: room.token });
if (room.token === token) room.on('tokenRefreshed', sayToken);
else sayToken();
const playing = microphone ? await publishMicrophone(room).catch(() => null) : null;

for await (const _ of process.stdin);
await playing?.stop();
await room.disconnect();
await dispose();
process.exit(0);
