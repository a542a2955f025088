// A channel from its page to its end, by the requests that a front end written from the livestream guide makes: plain fetch
// of /api/live with the guide's own bodies. Whoever watches is in LiveKit's room and hears the broadcaster.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { asService, setting, signIn } from './support/app.js';
import { dispose, hear, join, publishMicrophone } from './support/media.js';
import { listener, until } from './support/realtime.js';
import { hear as listen, rows } from './support/screens.js';
import { offAir } from './support/session.js';

after(() => dispose());

/** Asks as a front end does, with the access token of whoever is signed in. */
async function ask(app, method, path, body) {
  const headers = { 'content-type': 'application/json' };
  if (app) headers.authorization = `Bearer ${(await app.supabase.auth.getSession()).data.session.access_token}`;
  const url = `${setting('SUPABASE_URL')}/api/live/${path}`;
  const reply = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  return { status: reply.status, ...(await reply.json()) };
}

const post = (app, path, body) => ask(app, 'POST', path, body);

test('a channel goes live, is found, watched, heard, and goes dark, by the bodies of the guide', { timeout: 120_000 }, async (t) => {
  const [creator, viewer] = [await signIn('creator4'), await signIn('subscriber')];
  await offAir(creator);

  const made = await post(creator, 'create', { title: 'My Awesome Stream', description: 'Join me for live content!' });
  assert.equal(made.status, 200, JSON.stringify(made));
  assert.match(made.roomName, /^live-.+-\d{13}$/);
  assert.equal(made.active, false);
  for (const field of ['id', 'slug', 'title', 'roomName', 'streamKey', 'active']) assert.ok(field in made, field);
  const { slug, roomName } = made;
  assert.equal((await post(viewer, 'token', { roomName, role: 'viewer' })).errorCode, 'CHANNEL_OFFLINE');
  assert.equal((await post(viewer, 'follow', { slug })).following, true);

  // the landing page listens to what goes on air
  const visitor = await listener(t, { name: 'viewer' });
  const landing = await listen(visitor, 'channels', rows('*', 'live_sessions'));
  const onAir = await post(creator, 'toggle-active', { active: true });
  assert.equal(onAir.status, 200, JSON.stringify(onAir));
  t.after(() => post(creator, 'toggle-active', { active: false }));
  const { id } = onAir.session;
  const lit = await until(() => landing.find(({ new: row }) => row.id === id)?.new, 'the landing page sees it');
  assert.equal(lit.channel_id, made.id);

  const broadcaster = await post(creator, 'token', { roomName, role: 'broadcaster' });
  assert.deepEqual([broadcaster.role, broadcaster.sessionId], ['host', id]);
  const stage = await join(broadcaster);
  t.after(() => stage.disconnect());
  const microphone = await publishMicrophone(stage);
  t.after(() => microphone.stop());

  // nobody has to be signed in to find it
  const found = await post(undefined, 'search', { slug, page: 1, limit: 8 });
  assert.deepEqual([found.streams[0].slug, found.streams[0].sessionId, found.totalPages], [slug, id, 1]);
  const page = await ask(undefined, 'GET', `channels/${slug}`);
  assert.deepEqual([page.channel.active, page.sessionId, page.followers >= 1], [true, id, true]);
  assert.ok((await post(undefined, 'popular', { window: 'now' })).streams.some((one) => one.slug === slug));
  assert.equal((await post(viewer, 'token', { roomName, role: 'broadcaster' })).errorCode, 'NOT_THE_HOST');

  const seat = await post(viewer, 'token', { roomName, role: 'viewer' });
  assert.equal(seat.role, 'viewer', JSON.stringify(seat));
  const room = await join(seat);
  t.after(() => room.disconnect());
  assert.equal(await hear(room), creator.userId, 'the broadcaster is heard');
  const inside = () => asService().from('live_participants').select('user_id').match({ session_id: id, is_active: true });
  await until(async () => (await inside()).data.length === 2, 'both are inside');
  const told = () => asService().from('notifications').select('id').match({ recipient_id: viewer.userId, type: 'creator_live' })
    .contains('data', { sessionId: id });
  await until(async () => (await told()).data.length === 1, 'the follower is told');

  const offAirAgain = await post(creator, 'toggle-active', { active: false });
  assert.deepEqual([offAirAgain.active, offAirAgain.session.id, offAirAgain.session.endReason], [false, id, 'host_ended']);
  assert.equal((await ask(undefined, 'GET', `channels/${slug}`)).channel.active, false);
  assert.equal((await post(viewer, 'token', { roomName, role: 'viewer' })).errorCode, 'CHANNEL_OFFLINE');
  assert.equal((await post(viewer, 'unfollow', { slug })).following, false);
});
