// A way to the gateway that can be cut and given back, as when the gateway restarts: connections die, new ones are
// refused for a while, and whoever connects afterwards is somebody new.

import { once } from 'node:events';
import { createServer, connect } from 'node:net';

import { setting } from './app.js';

/** The gateway at another address, until the test ends. */
export async function interruptible(t) {
  const { hostname, port: target } = new URL(setting('SUPABASE_URL'));
  const open = new Set();
  const server = createServer((client) => {
    const upstream = connect(Number(target), hostname);
    for (const [one, other] of [[client, upstream], [upstream, client]]) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  const listen = async (port) => {
    server.listen(port, hostname);
    await once(server, 'listening');
  };
  const cut = async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of open) socket.destroy();
    await closed;
  };
  await listen(0);
  const { port } = server.address();
  t.after(() => server.listening && cut());
  return { url: `http://${hostname}:${port}`, cut, giveBack: () => listen(port) };
}
