// One participant with LiveKit's own client, for tests in Rust: node guest.js <url> <token>.
//
// Says {"sid": …} on standard output once inside and {"gone": true} once disconnected by the server; leaves properly
// when its standard input ends. Killing it is how a phone without network looks.

import { Room, RoomEvent, dispose } from '@livekit/rtc-node';

const [url, token] = process.argv.slice(2);
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

const room = new Room();
room.on(RoomEvent.Disconnected, () => say({ gone: true }));
await room.connect(url, token, { autoSubscribe: true, dynacast: false });
say({ sid: room.localParticipant.sid });

for await (const _ of process.stdin);
await room.disconnect();
await dispose();
process.exit(0);
