// One participant with LiveKit's own client, for tests in Rust: node room-client.js <url> <token> [microphone].
//
// Says on standard output {"sid": …} once inside, {"token": …} with the fresh token LiveKit hands everybody inside,
// {"hears": <identity>} and {"sees": <identity>} once somebody's microphone or camera really arrives, {"loses": <identity>}
// once a track of theirs is gone, and {"gone": true} once disconnected by the server. With `microphone` it publishes one
// that plays a tone, as far as LiveKit lets it. A line `microphone` or `camera` on standard input publishes one and is
// answered {"published": true} or false; `say <text>` sends everybody a data packet, as
// {"told": <text>} tells of one. Leaves properly when its
// standard input ends. Killing it is how a phone without network looks.

import { createInterface } from 'node:readline';

import { RoomEvent } from '@livekit/rtc-node';
import { dispose, join, perceive, publishCamera, publishMicrophone } from './media.js';

const [wsUrl, token, microphone] = process.argv.slice(2);
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

const room = await join({ wsUrl, token }, (joining) =>
  perceive(joining, {
    hears: (hears) => say({ hears }),
    sees: (sees) => say({ sees }),
    loses: (loses) => say({ loses }),
  }),
);
room.on(RoomEvent.Disconnected, () => say({ gone: true }));
room.on(RoomEvent.DataReceived, (data) => say({ told: new TextDecoder().decode(data) }));
say({ sid: room.localParticipant.sid });
const sayToken = () => say({ token: room.token });
if (room.token === token) room.on('tokenRefreshed', sayToken);
else sayToken();

const published = [];
const publish = async (kind) => {
  const track = await (kind === 'camera' ? publishCamera : publishMicrophone)(room).catch(() => null);
  if (track) published.push(track);
  return track !== null;
};
if (microphone) await publish('microphone');

for await (const line of createInterface({ input: process.stdin })) {
  const [command, ...words] = line.split(' ');
  if (command === 'say') await room.localParticipant.publishData(new TextEncoder().encode(words.join(' ')), { reliable: true });
  else say({ published: await publish(command) });
}
await Promise.all(published.map((track) => track.stop()));
await room.disconnect();
await dispose();
process.exit(0);
