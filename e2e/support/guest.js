// One participant with LiveKit's own client, for tests in Rust: node guest.js <url> <token> [microphone].
//
// Says on standard output {"sid": …} once inside, {"hears": <identity>} once somebody's microphone is really heard, and
// {"gone": true} once disconnected by the server. With `microphone` it publishes one that plays a tone. Leaves properly when its standard input ends. Killing it is how a phone without network looks.

import { RoomEvent, dispose } from '@livekit/rtc-node';
import { hear, join, publishMicrophone } from './media.js';

const [wsUrl, token, microphone] = process.argv.slice(2);
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

const room = await join({ wsUrl, token });
room.on(RoomEvent.Disconnected, () => say({ gone: true }));
const playing = microphone ? await publishMicrophone(room) : null;
hear(room).then(
  (hears) => say({ hears }),
  () => {}, // it was cut off before there was enough of it
);
say({ sid: room.localParticipant.sid });

for await (const _ of process.stdin);
await playing?.stop();
await room.disconnect();
await dispose();
process.exit(0);
