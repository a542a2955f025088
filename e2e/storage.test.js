// Thumbnails as the app keeps them: uploaded, listed, shown to everybody and removed, by their owner alone.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { createClient } from '@supabase/supabase-js';

import { setting, signIn } from './support/app.js';
import { database } from './support/database.js';

const BUCKET = 'broadcast-thumbnails';
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const PNG = { contentType: 'image/png' };

/** The bucket as somebody who is signed in, and a fresh name in their folder. */
async function bucketOf(name) {
  const { supabase, userId } = await signIn(name);
  return { bucket: supabase.storage.from(BUCKET), name: () => `${userId}/${randomUUID()}.png`, userId };
}

/** The bucket as anybody. */
const bucketOfNobody = () => createClient(setting('SUPABASE_URL'), setting('SUPABASE_ANON_KEY')).storage.from(BUCKET);

/** What a refusal says: the status of the reply, the one it names, and why. */
const refusal = ({ data, error }) => {
  assert.equal(data, null);
  return [error.status, error.statusCode, error.message];
};

/** What anybody gets at an address. */
async function shown(bucket, name) {
  const reply = await fetch(bucket.getPublicUrl(name).data.publicUrl);
  const body = Buffer.from(await reply.arrayBuffer());
  return { status: reply.status, type: reply.headers.get('content-type'), body };
}

const DENIED = [400, '403', 'new row violates row-level security policy for table "objects"'];

test('an owner uploads, replaces, lists, shows and removes a picture', async () => {
  const { bucket, name, userId } = await bucketOf('creator');
  const [first, second] = [name(), name()];
  const uploaded = await bucket.upload(first, PICTURE, { ...PNG, cacheControl: '60', upsert: false });
  assert.ifError(uploaded.error);
  assert.deepEqual([uploaded.data.path, uploaded.data.fullPath], [first, `${BUCKET}/${first}`]);
  assert.ifError((await bucket.upload(second, new Blob([PICTURE], { type: 'image/png' }))).error);

  const url = bucket.getPublicUrl(first).data.publicUrl;
  assert.equal(url, `${setting('SUPABASE_URL')}/storage/v1/object/public/${BUCKET}/${first}`);
  assert.deepEqual(await shown(bucket, first), { status: 200, type: 'image/png', body: PICTURE });
  assert.deepEqual(await shown(bucket, second), { status: 200, type: 'image/png', body: PICTURE });
  assert.equal((await fetch(url)).headers.get('cache-control'), 'max-age=60');

  assert.deepEqual(refusal(await bucket.upload(first, PICTURE, PNG)), [400, '409', 'The resource already exists']);
  const other = Buffer.concat([PICTURE, PICTURE]);
  const replaced = await bucket.upload(first, other, { ...PNG, upsert: true });
  assert.equal(replaced.data?.id, uploaded.data.id);
  assert.deepEqual((await shown(bucket, first)).body, other);
  assert.ifError((await bucket.update(first, PICTURE, PNG)).error);
  assert.deepEqual((await shown(bucket, first)).body, PICTURE);

  const disposition = async (download) => {
    const reply = await fetch(bucket.getPublicUrl(first, { download }).data.publicUrl);
    return reply.headers.get('content-disposition');
  };
  assert.equal((await fetch(url)).headers.get('content-disposition'), null);
  assert.equal(await disposition(true), 'attachment;');
  const named = encodeURIComponent('kapağım (1).png');
  assert.equal(await disposition('kapağım (1).png'), `attachment; filename=${named}; filename*=UTF-8''${named}`);

  const listed = await bucket.list(userId, { sortBy: { column: 'created_at', order: 'desc' }, limit: 2 });
  assert.deepEqual(listed.data.map((file) => `${userId}/${file.name}`), [second, first]);
  assert.deepEqual(
    [listed.data[1].id, listed.data[1].metadata.size, listed.data[1].metadata.mimetype],
    [uploaded.data.id, PICTURE.length, 'image/png'],
  );
  const folders = await bucket.list();
  assert.deepEqual(folders.data.map(({ name: folder, id }) => [folder, id]), [[userId, null]]);

  const removed = await bucket.remove([first, second, `${userId}/never-was.png`]);
  assert.deepEqual(removed.data.map((file) => file.name).sort(), [first, second].sort());
  assert.deepEqual((await bucket.list(userId, { search: first.split('/')[1] })).data, []);
  const gone = await shown(bucket, first);
  assert.deepEqual([gone.status, JSON.parse(gone.body)], [
    400, { statusCode: '404', code: 'NoSuchKey', error: 'not_found', message: 'Object not found' },
  ]);
});

test('nobody writes, replaces, lists or removes what is somebody else’s', async () => {
  const [owner, stranger] = [await bucketOf('creator'), await bucketOf('viewer')];
  const name = owner.name();
  assert.ifError((await owner.bucket.upload(name, PICTURE, PNG)).error);
  for (const bucket of [stranger.bucket, bucketOfNobody()]) {
    assert.deepEqual(refusal(await bucket.upload(owner.name(), PICTURE, PNG)), DENIED);
    assert.equal(refusal(await bucket.upload(name, PICTURE, { ...PNG, upsert: true }))[1], '403');
    assert.deepEqual((await bucket.list(owner.userId)).data, []);
    assert.deepEqual((await bucket.remove([name])).data, []);
  }
  assert.deepEqual(refusal(await stranger.bucket.upload('loose.png', PICTURE, PNG)), DENIED);
  assert.deepEqual((await shown(bucketOfNobody(), name)).body, PICTURE);
  await owner.bucket.remove([name]);
});

test('a refused upload leaves neither a row nor a file', async (t) => {
  const db = await database(t);
  const { bucket, name, userId } = await bucketOf('creator2');
  const large = Buffer.alloc(5 * 1024 * 1024 + 1);
  const tooLarge = [400, '413', 'The object exceeded the maximum allowed size'];
  assert.deepEqual(refusal(await bucket.upload(name(), large, PNG)), tooLarge);
  const huge = new Blob([Buffer.alloc(52 * 1024 * 1024)], { type: 'image/png' });
  assert.deepEqual(refusal(await bucket.upload(name(), huge)), tooLarge);
  const page = refusal(await bucket.upload(name(), PICTURE, { contentType: 'text/html' }));
  assert.deepEqual(page, [400, '415', 'mime type text/html is not supported']);
  const elsewhere = (await signIn('creator2')).supabase.storage.from('no-such-bucket');
  assert.deepEqual(refusal(await elsewhere.upload(name(), PICTURE, PNG)), [400, '404', 'Bucket not found']);
  const accessToken = async () => 'forged';
  const forged = createClient(setting('SUPABASE_URL'), setting('SUPABASE_ANON_KEY'), { accessToken });
  assert.equal(refusal(await forged.storage.from(BUCKET).upload(name(), PICTURE, PNG))[1], '403');

  // The most one may keep: a policy counts them.
  const { rows: [{ most }] } = await db.query("select public.live_setting('thumbnail_count')::text::integer as most");
  const names = Array.from({ length: most }, name);
  for (const each of names) assert.ifError((await bucket.upload(each, PICTURE, PNG)).error);
  assert.equal(refusal(await bucket.upload(name(), PICTURE, PNG))[1], '403');
  const { rows } = await db.query('select name from storage.objects where name like $1', [`${userId}/%`]);
  assert.deepEqual(rows.map((row) => row.name).sort(), names.sort());
  assert.equal((await bucket.remove(names)).data.length, most);
});

test('a name with dots is a name and no way out', async () => {
  const { bucket, userId } = await bucketOf('creator');
  const { data: { session } } = await (await signIn('creator')).supabase.auth.getSession();
  // Encoded, so that no client on the way takes the dots for steps.
  const climbing = (steps) => `${userId}/${'..%2f'.repeat(steps)}${randomUUID()}.png`;
  const send = (method, path, body) =>
    fetch(`${setting('SUPABASE_URL')}/storage/v1/object/${path}`, {
      method, body, headers: { authorization: `Bearer ${session.access_token}`, 'content-type': 'image/png' },
    });
  const name = climbing(6);
  assert.equal((await send('POST', `${BUCKET}/${name}`, PICTURE)).status, 200);
  const back = await send('GET', `public/${BUCKET}/${name}`);
  assert.deepEqual(Buffer.from(await back.arrayBuffer()), PICTURE);
  for (const path of ['..%2f..%2fjwt-key', '..%2f..%2f..%2fCargo.toml', '%2fetc%2fpasswd']) {
    assert.equal((await send('GET', `public/${BUCKET}/${path}`)).status, 400, path);
  }
  assert.equal((await send('POST', `${BUCKET}/${userId}/a%00b.png`, PICTURE)).status, 400);
  assert.equal((await bucket.remove([decodeURIComponent(name)])).data.length, 1);
});
