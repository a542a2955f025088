// An app that listens: supabase-js with the WebSocket that Node 20 lacks, and what it hears, kept in order.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { createClient } from '@supabase/supabase-js';
import WebSocket from 'ws';

import { setting } from './app.js';

export const VERSIONS = ['1.0.0', '2.0.0'];

/**
 * A client of the given serializer version: of the signed-in `name`, of whoever `accessToken` says, or of nobody.
 * It finds the gateway at `url`. Disconnected when the test ends.
 */
export async function listener(t, { name, accessToken, vsn = '1.0.0', url = setting('SUPABASE_URL') } = {}) {
  const supabase = createClient(url, setting('SUPABASE_ANON_KEY'), {
    auth: { persistSession: false, autoRefreshToken: false },
    realtime: { transport: WebSocket, vsn },
    ...(accessToken && { accessToken }),
  });
  t.after(() => supabase.realtime.disconnect());
  if (!name) return { supabase };
  const credentials = { email: `${name}@ipelya.local`, password: 'ipelya-demo' };
  const { data, error } = await supabase.auth.signInWithPassword(credentials);
  assert.ifError(error);
  await supabase.realtime.setAuth(data.session.access_token);
  return { supabase, userId: data.user.id, token: data.session.access_token };
}

/** Subscribes and resolves with the first status, and the error if there is one. */
export function subscribe(channel) {
  return new Promise((resolve) => {
    channel.subscribe((status, error) => resolve({ status, error: error?.message }));
  });
}

/** Subscribes to a channel that must be joined. */
export async function joined(channel) {
  assert.deepEqual(await subscribe(channel), { status: 'SUBSCRIBED', error: undefined });
  return channel;
}

/** Waits until `condition` holds and returns what it returned. */
export async function until(condition, what, seconds = 20) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const outcome = await condition();
    if (outcome) return outcome;
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${what}`);
    await sleep(20);
  }
}

/** Long enough for whatever is on its way to have arrived. */
export const settled = () => sleep(500);

/** A token like those of Supabase Auth, signed with the local stack's public secret. */
export function tokenOf(sub, seconds, claims = {}) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + seconds;
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub, role: 'authenticated', exp, ...claims })}`;
  return `${text}.${createHmac('sha256', setting('SUPABASE_JWT_SECRET')).update(text).digest('base64url')}`;
}
