// The realtime channels as an unmodified client meets them: broadcast, presence, row changes, private channels, tokens.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { setting } from './support/app.js';
import { database, notes } from './support/database.js';
import { interruptible } from './support/outage.js';
import { VERSIONS, joined, listener, settled, subscribe, tokenOf, until } from './support/realtime.js';

const topic = (name) => `${name}:${randomUUID()}`;

/** What a channel hears of broadcasts, oldest first. */
function broadcasts(channel, event = '*') {
  const heard = [];
  channel.on('broadcast', { event }, (message) => heard.push(message));
  return heard;
}

/** What a channel hears of changed rows, oldest first. */
function changes(channel, wanted) {
  const heard = [];
  const filter = { event: '*', schema: 'public', table: 'e2e_notes', ...wanted };
  channel.on('postgres_changes', filter, (change) => heard.push(change));
  return heard;
}

/** What the server says of a channel. */
function system(channel) {
  const said = [];
  channel.on('system', {}, (message) => said.push(message));
  return said;
}

const insert = (db, id, owner, columns = {}) => {
  const row = { id, owner, ...columns };
  const names = Object.keys(row);
  const values = names.map((_, i) => `$${i + 1}`);
  return db.query(`insert into public.e2e_notes (${names}) values (${values})`, Object.values(row));
};

for (const vsn of VERSIONS) {
  test(`version ${vsn}: clients broadcast to each other, to themselves only if they ask`, async (t) => {
    const name = topic('room');
    const [{ supabase: one }, { supabase: other }] = [await listener(t, { vsn }), await listener(t, { vsn: '1.0.0' })];
    const speaking = one.channel(name, { config: { broadcast: { self: true, ack: true } } });
    const silent = other.channel(name);
    const [echo, heard] = [broadcasts(speaking), broadcasts(silent, 'selam')];
    await Promise.all([joined(speaking), joined(silent)]);

    const payload = { text: 'çok güzel 🎁', nested: { list: [1, null] } };
    assert.equal(await speaking.send({ type: 'broadcast', event: 'selam', payload }), 'ok');
    assert.equal(await silent.send({ type: 'broadcast', event: 'karşılık', payload: {} }), 'ok');
    await until(() => echo.length === 2 && heard.length === 1, 'both broadcasts');
    assert.deepEqual(heard, [{ type: 'broadcast', event: 'selam', payload }]);
    assert.deepEqual(echo.map(({ event }) => event), ['selam', 'karşılık']);

    await one.removeChannel(speaking);
    await silent.send({ type: 'broadcast', event: 'selam', payload: {} });
    await settled();
    assert.equal(echo.length, 2, 'who has left hears nothing');
  });

  test(`version ${vsn}: broadcasts over HTTP and from SQL arrive once, on the channel they are for`, async (t) => {
    const db = await database(t);
    const name = topic('live');
    const { supabase } = await listener(t, { vsn });
    const channel = supabase.channel(name);
    const heard = broadcasts(channel);
    await joined(channel);

    assert.deepEqual(await channel.httpSend('over_http', { n: 1 }), { success: true });
    await db.query("select realtime.send('{\"n\": 2}', 'from_sql', $1, false)", [name]);
    await until(() => heard.length === 2, 'both');
    await db.query("select realtime.send('{\"n\": 3}', 'private', $1, true)", [name]);
    await db.query("select realtime.send('{\"n\": 4}', 'elsewhere', $1, false)", [`${name}x`]);
    await db.query('begin');
    await db.query("select realtime.send('{\"n\": 5}', 'undone', $1, false)", [name]);
    await db.query('rollback');
    await settled();

    const [overHttp, { meta, payload: { id, ...payload }, ...fromSql }] = heard;
    assert.equal(heard.length, 2);
    assert.deepEqual(overHttp, { type: 'broadcast', event: 'over_http', payload: { n: 1 } });
    assert.deepEqual([fromSql, payload], [{ type: 'broadcast', event: 'from_sql' }, { n: 2 }]);
    assert.equal(meta.id, id);
  });

  test(`version ${vsn}: changed rows are told in the client's shape`, async (t) => {
    const db = await notes(t);
    const { supabase, userId } = await listener(t, { vsn, name: 'viewer' });
    const channel = supabase.channel(topic('notes'));
    const [heard, said] = [changes(channel), system(channel)];
    const deleted = changes(channel, { event: 'DELETE' });
    await joined(channel);
    await until(() => said.length > 0, 'the subscription');
    const subscribed = { extension: 'postgres_changes', status: 'ok', message: 'Subscribed to PostgreSQL' };
    assert.deepEqual(said, [{ ...subscribed, channel: channel.subTopic }]);

    const extra = { a: [1, 'x', null] };
    await insert(db, 1, userId, {
      price: '12.50', label: 'ilk', extra, tags: ['a', 'b c'], at: '2026-01-02T03:04:05.678Z', secret: 'x',
    });
    await db.query("update public.e2e_notes set label = 'son', secret = 'y' where id = 1");
    await until(() => heard.length === 2, 'two changes');
    await db.query('delete from public.e2e_notes where id = 1');
    await until(() => heard.length === 3, 'three changes');

    const row = {
      id: 1, owner: userId, is_public: false, price: 12.5, label: 'ilk', extra, tags: ['a', 'b c'],
      at: '2026-01-02T03:04:05.678+00:00',
    };
    const base = { schema: 'public', table: 'e2e_notes', errors: null };
    const told = heard.map(({ commit_timestamp: at, ...change }) => {
      assert.match(at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      return change;
    });
    assert.deepEqual(told, [
      { ...base, eventType: 'INSERT', new: row, old: {} },
      { ...base, eventType: 'UPDATE', new: { ...row, label: 'son' }, old: row },
      { ...base, eventType: 'DELETE', new: {}, old: { id: 1 } },
    ]);
    assert.equal(deleted.length, 1, 'a binding for deletions hears of nothing else');
  });

  test(`version ${vsn}: presence is told to those who are there and those who come`, async (t) => {
    const name = topic('lobby');
    const enter = async (key) => {
      const { supabase } = await listener(t, { vsn });
      const channel = supabase.channel(name, { config: { presence: { key } } });
      const seen = [];
      for (const event of ['join', 'leave']) {
        channel.on('presence', { event }, ({ key: who }) => seen.push(`${event} ${who}`));
      }
      channel.on('presence', { event: 'sync' }, () => {});
      await joined(channel);
      return { supabase, channel, seen };
    };
    const present = ({ channel }) =>
      Object.fromEntries(
        Object.entries(channel.presenceState()).map(([key, [{ presence_ref: ref, ...meta }]]) => [key, meta]),
      );

    const ada = await enter('ada');
    assert.equal(await ada.channel.track({ mood: 'iyi' }), 'ok');
    const can = await enter('can');
    await until(() => present(can).ada, 'who was there before');
    assert.equal(await can.channel.track({ mood: 'yorgun' }), 'ok');
    await until(() => present(ada).can, 'who came');
    assert.equal(await ada.channel.track({ mood: 'daha iyi' }), 'ok');
    await until(() => present(can).ada?.mood === 'daha iyi', 'what changed');
    assert.deepEqual(present(can), { ada: { mood: 'daha iyi' }, can: { mood: 'yorgun' } });
    assert.deepEqual(present(ada), present(can));

    assert.equal(await can.channel.untrack(), 'ok');
    await until(() => !present(ada).can, 'who took it back');
    await can.channel.track({});
    await until(() => present(ada).can, 'who came again');
    can.supabase.realtime.conn.terminate();
    can.supabase.realtime.disconnect();
    await until(() => !present(ada).can, 'who vanished');
    const seen = ada.seen.filter((line) => line.endsWith('can'));
    assert.deepEqual(seen, ['join can', 'leave can', 'join can', 'leave can']);
  });
}

test('version 2 carries bytes, which version 1 cannot', async (t) => {
  const name = topic('bytes');
  const clients = await Promise.all(['2.0.0', '2.0.0', '1.0.0'].map((vsn) => listener(t, { vsn })));
  const [one, two, old] = clients.map(({ supabase }) => supabase.channel(name));
  const [heard, heardByOld] = [broadcasts(two), broadcasts(old)];
  await Promise.all([one, two, old].map(joined));
  await one.send({ type: 'broadcast', event: 'bytes', payload: new Uint8Array([0, 255, 7]).buffer });
  await one.send({ type: 'broadcast', event: 'text', payload: { n: 1 } });
  await until(() => heard.length === 2 && heardByOld.length === 1, 'both');
  assert.deepEqual([...new Uint8Array(heard[0].payload)], [0, 255, 7]);
  assert.deepEqual(heardByOld, [{ type: 'broadcast', event: 'text', payload: { n: 1 } }]);
});

test('a batch over HTTP is taken or refused as a whole', async () => {
  const send = async (messages, headers = { apikey: setting('SUPABASE_SERVICE_ROLE_KEY') }) => {
    const reply = await fetch(`${setting('SUPABASE_URL')}/realtime/v1/api/broadcast`, {
      method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ messages }),
    });
    return [reply.status, await reply.text()];
  };
  const message = { topic: 'x', event: 'e', payload: {} };
  assert.deepEqual(await send([message, message]), [202, '']);
  assert.deepEqual(await send([message], {}), [401, '{"message":"Unauthorized"}']);
  const [status, why] = await send([message, { topic: 'x', payload: {} }]);
  assert.equal(status, 422);
  assert.match(JSON.parse(why).errors.messages[0], /missing field `event`/);
});

test('filters choose rows by their values', async (t) => {
  const db = await notes(t);
  const { supabase, userId } = await listener(t, { name: 'viewer' });
  const channel = supabase.channel(topic('filters'));
  const filters = {
    'price=eq.10': [2, 3], 'price=neq.10': [1, 4], 'price=lt.10': [1], 'price=lte.10.00': [1, 2, 3], 'price=gt.10': [4],
    'price=gte.10': [2, 3, 4], 'id=in.(1,4,77)': [1, 4], 'label=in.(b,"c,d")': [2, 3], 'is_public=eq.true': [3],
    [`owner=eq.${userId.toUpperCase()}`]: [1, 2, 3, 4, 5], 'at=gt.2026-01-01 12:00:00+03:00': [2],
  };
  const inserted = (filter) => changes(channel, { event: 'INSERT', filter });
  const heard = Object.fromEntries(Object.keys(filters).map((filter) => [filter, inserted(filter)]));
  const deletions = changes(channel, { event: 'DELETE', filter: 'price=gt.10' });
  await joined(channel);
  await insert(db, 1, userId, { price: '9', label: 'a', at: '2026-01-01T08:59:59Z' });
  await insert(db, 2, userId, { price: '10', label: 'b', at: '2026-01-01T09:00:01Z' });
  await insert(db, 3, userId, { price: '10.00', label: 'c,d', is_public: true });
  await insert(db, 4, userId, { price: '100' });
  await insert(db, 5, userId);
  await until(() => heard[`owner=eq.${userId.toUpperCase()}`].length === 5, 'all rows');
  await db.query('delete from public.e2e_notes');
  await until(() => deletions.length === 1, 'the deletion');
  for (const [filter, ids] of Object.entries(filters)) {
    assert.deepEqual(heard[filter].map((change) => change.new.id), ids, filter);
  }
  assert.deepEqual(deletions.map((change) => change.old), [{ id: 4 }]);
});

test('what cannot be subscribed to is said on the channel', async (t) => {
  await notes(t);
  const { supabase } = await listener(t, { name: 'viewer' });
  const refused = async (wanted) => {
    const channel = supabase.channel(topic('refused'));
    const said = system(channel);
    changes(channel, wanted);
    await joined(channel);
    await until(() => said.length, JSON.stringify(wanted));
    const [{ extension, status, message }] = said;
    assert.deepEqual([extension, status], ['postgres_changes', 'error']);
    return message;
  };
  assert.match(await refused({ table: 'nothing' }), /^Unable to subscribe .* check Realtime is enabled for the given/);
  assert.match(await refused({ table: 'admin_profiles' }), /check Realtime is enabled/);
  assert.equal(await refused({ filter: 'id=like.5' }), 'Error parsing `filter` params: ["like", "5"]');
  assert.match(await refused({ filter: 'nope=eq.5' }), /invalid column for filter nope$/);
  assert.match(await refused({ filter: 'secret=eq.5' }), /invalid column for filter secret$/);
  assert.match(await refused({ filter: 'id=eq.five' }), /invalid input syntax for type integer: "five"$/);
});

test('who may not see a row hears nothing of it', async (t) => {
  const db = await notes(t);
  const everybody = {
    owner: await listener(t, { name: 'creator' }),
    stranger: await listener(t, { name: 'viewer' }),
    nobody: await listener(t),
  };
  const heard = {};
  for (const [who, { supabase }] of Object.entries(everybody)) {
    const channel = supabase.channel(topic('rls'));
    heard[who] = changes(channel);
    await joined(channel);
  }
  const { userId } = everybody.owner;
  const then = async (sql, count) => {
    await db.query(sql);
    // Judged when it is handed on, as by the hosted service: the next change must not come before.
    await until(() => heard.owner.length === count && heard.nobody.length === count, sql);
  };
  await then(`insert into public.e2e_notes (id, owner) values (1, '${userId}')`, 1);
  await then("update public.e2e_notes set is_public = true, label = 'açık' where id = 1", 2);
  await then("update public.e2e_notes set is_public = false, label = 'kapalı' where id = 1", 3);
  await then('delete from public.e2e_notes', 4);
  await settled();

  const told = (who) => heard[who].map((change) => change.new.label ?? change.eventType);
  assert.deepEqual(told('owner'), ['INSERT', 'açık', 'kapalı', 'DELETE']);
  assert.deepEqual(told('stranger'), ['açık', 'DELETE']);
  assert.deepEqual(heard.stranger.at(-1).old, { id: 1 });
  // Who may not read the table at all is told so, and nothing else.
  for (const { errors, new: row, old } of heard.nobody.slice(0, 3)) {
    assert.deepEqual([errors, row, old], [['Error 401: Unauthorized'], {}, {}]);
  }
  assert.deepEqual(heard.nobody.at(-1).old, {});
});

test('private channels let in and hear whom the policies let', async (t) => {
  const forget = `drop policy if exists e2e_read on realtime.messages;
    drop policy if exists e2e_write on realtime.messages;`;
  const db = await database(t, forget);
  const name = topic('private');
  const [guest, reader, stranger] = await Promise.all(
    ['creator', 'subscriber', 'viewer'].map((who) => listener(t, { name: who, vsn: '2.0.0' })),
  );
  await db.query(`
    create policy e2e_read on realtime.messages for select to authenticated using (
      (select realtime.topic()) = '${name}' and auth.uid() in ('${guest.userId}', '${reader.userId}'));
    create policy e2e_write on realtime.messages for insert to authenticated with check (
      (select realtime.topic()) = '${name}' and extension in ('broadcast', 'presence')
      and auth.uid() = '${guest.userId}');`);

  const on = (who, secret = true) =>
    who.supabase.channel(name, { config: { private: secret, broadcast: { self: true, ack: true } } });
  const refused = await subscribe(on(stranger));
  assert.equal(refused.status, 'CHANNEL_ERROR');
  assert.match(refused.error, /Unauthorized: You do not have permissions to read from this Channel topic: private:/);

  const channels = { guest: on(guest), reader: on(reader), outside: on(await listener(t), false) };
  const heard = Object.fromEntries(Object.entries(channels).map(([who, channel]) => [who, broadcasts(channel)]));
  for (const channel of Object.values(channels)) await joined(channel);
  assert.equal(await channels.guest.send({ type: 'broadcast', event: 'guest', payload: {} }), 'ok');
  channels.reader.send({ type: 'broadcast', event: 'reader', payload: {} });
  assert.equal(await channels.reader.track({}), 'error');
  assert.equal(await channels.guest.track({}), 'ok');
  await db.query("select realtime.send('{}', 'sql', $1)", [name]);
  await db.query("select realtime.send('{}', 'public', $1, false)", [name]);
  await channels.guest.httpSend('guest_http', {});
  await channels.reader.httpSend('reader_http', {});
  await until(() => heard.outside.length && heard.guest.length === 3, 'all of them');
  await settled();
  const events = (who) => heard[who].map(({ event }) => event).sort();
  assert.deepEqual(events('guest'), ['guest', 'guest_http', 'sql']);
  assert.deepEqual(events('reader'), ['guest', 'guest_http', 'sql']);
  assert.deepEqual(events('outside'), ['public']);
});

test('tokens are refused, refreshed and expire', async (t) => {
  const db = await notes(t);
  const { userId } = await listener(t, { name: 'viewer' });
  const withToken = async (accessToken) => {
    const { supabase } = await listener(t, { accessToken });
    return supabase;
  };
  const refusal = async (token) => {
    const { status, error } = await subscribe((await withToken(async () => token)).channel(topic('token')));
    assert.equal(status, 'CHANNEL_ERROR');
    return JSON.parse(error);
  };
  assert.match(await refusal(tokenOf(userId, -7)), /^InvalidJWTToken: Token has expired [78] seconds ago$/);
  assert.equal(await refusal('nonsense'), 'MalformedJWT: The token provided is not a valid JWT');
  assert.equal(await refusal(`${tokenOf(userId, 60)}x`), 'JwtSignatureError: Failed to validate JWT signature');
  const nobody = tokenOf(userId, 60, { role: undefined });
  assert.equal(await refusal(nobody), 'InvalidJWTToken: Fields `role` and `exp` are required in JWT');

  let token = tokenOf(userId, 3);
  const [refreshed, forgetful] = [await withToken(async () => token), await withToken(async () => tokenOf(userId, 3))];
  const [kept, lost] = [refreshed.channel(topic('kept')), forgetful.channel(topic('lost'))];
  const [heard, said, states] = [changes(kept), system(lost), []];
  await joined(kept);
  const first = await new Promise((resolve) => {
    lost.subscribe((status) => {
      states.push(status);
      resolve(status);
    });
  });
  assert.equal(first, 'SUBSCRIBED');
  token = tokenOf(userId, 60);
  await refreshed.realtime.setAuth();
  await until(() => states.includes('CLOSED'), 'the end of a token');
  assert.deepEqual(said.map(({ status, extension }) => [status, extension]), [['error', 'system']]);
  assert.match(said[0].message, /^Token has expired \d seconds ago$/);

  await insert(db, 1, userId);
  await until(() => heard.length === 1, 'a change after the refresh');
  token = `${tokenOf(userId, 60)}x`;
  await refreshed.realtime.setAuth();
  await until(() => kept.state === 'closed', 'the end after a forged token');
});

test('a changed token changes what is heard', async (t) => {
  const db = await notes(t);
  const [one, other] = [await listener(t, { name: 'creator' }), await listener(t, { name: 'viewer' })];
  let token = one.token;
  const { supabase } = await listener(t, { accessToken: async () => token });
  const channel = supabase.channel(topic('switch'));
  const [heard, said] = [changes(channel), system(channel)];
  await joined(channel);
  await insert(db, 1, one.userId);
  await until(() => heard.length === 1, 'the first user');
  token = other.token;
  await supabase.realtime.setAuth();
  await until(() => said.length === 2, 'the subscription anew');
  await insert(db, 2, one.userId);
  await insert(db, 3, other.userId);
  await until(() => heard.length === 2, 'the second user');
  assert.deepEqual(heard.map((change) => change.new.id), [1, 3]);
});

test('a connection that is cut is made again, and nothing after it is missed', async (t) => {
  const db = await notes(t);
  const { supabase, userId } = await listener(t, { name: 'viewer', vsn: '2.0.0' });
  const channel = supabase.channel(topic('again'));
  const [heard, said, told] = [changes(channel), system(channel), broadcasts(channel)];
  await joined(channel);
  const again = async (cut) => {
    const before = said.length;
    await cut();
    await until(() => said.length > before && channel.state === 'joined', 'joined again');
  };
  await insert(db, 1, userId);
  await until(() => heard.length === 1, 'before');
  await again(() => supabase.realtime.conn.terminate());
  await insert(db, 2, userId);
  await until(() => heard.length === 2, 'after the network');
  // Without its replication slot the gateway cannot know what it has missed, so it says so by hanging up.
  const slots = 'from pg_replication_slots where active_pid is not null';
  await again(() => db.query(`select pg_terminate_backend(active_pid) ${slots}`));
  await insert(db, 3, userId);
  await db.query("select realtime.send('{}', 'sql', $1, false)", [channel.subTopic]);
  await until(() => heard.length === 3 && told.length === 1, 'after the database');
  assert.deepEqual(heard.map((change) => change.new.id), [1, 2, 3]);

  supabase.realtime.disconnect();
  const unused = async () => (await db.query(`select ${slots}`)).rowCount === 0;
  await until(unused, 'no slot is left when nobody listens');
});

test('ten clients come back by themselves after the gateway was away', async (t) => {
  const db = await notes(t);
  const gateway = await interruptible(t);
  const clients = [];
  for (let i = 0; i < 10; i += 1) {
    const { supabase, userId } = await listener(t, { name: 'viewer', vsn: VERSIONS[i % 2], url: gateway.url });
    const channel = supabase.channel(topic('outage'));
    clients.push({ userId, channel, heard: changes(channel), said: system(channel) });
    await joined(channel);
  }
  const subscribed = (times) => () =>
    clients.every(({ channel, said }) => channel.state === 'joined' && said.length === times);
  await until(subscribed(1), 'ten subscriptions');
  const [{ userId }] = clients;
  await insert(db, 1, userId);
  await until(() => clients.every(({ heard }) => heard.length === 1), 'the change before');

  await gateway.cut();
  await until(() => clients.every(({ channel }) => channel.state === 'errored'), 'ten lost connections');
  await insert(db, 2, userId);
  await sleep(3000);
  await gateway.giveBack();
  await until(subscribed(2), 'ten subscriptions again', 60);
  await insert(db, 3, userId);
  await until(() => clients.every(({ heard }) => heard.length === 2), 'the change after');
  await settled();
  for (const { heard } of clients) assert.deepEqual(heard.map((change) => change.new.id), [1, 3]);
});

test('50 subscribers, 1 000 changes: none lost, none twice, in order, none to whom it is forbidden', async (t) => {
  const db = await notes(t);
  const names = ['creator', 'creator2', 'creator3', 'creator4', 'subscriber', 'viewer', 'caller', 'callee', 'admin'];
  const subscribers = [];
  for (let i = 0; i < 50; i += 1) {
    const { supabase, userId } = await listener(t, { name: names[i % names.length], vsn: VERSIONS[i % 2] });
    const channel = supabase.channel(topic('crowd'));
    subscribers.push({ userId, channel, heard: changes(channel) });
    await joined(channel);
  }
  const owners = [...new Set(subscribers.map(({ userId }) => userId))];
  const ownerOf = (id) => owners[id % owners.length];
  const rows = Array.from({ length: 20 }, (_, id) => ({ id, owner: ownerOf(id), is_public: id % 5 === 0 }));
  for (const row of rows) await insert(db, row.id, row.owner, { is_public: row.is_public, price: 0 });
  // Seven changes of each row in a transaction.
  for (let version = 1; version < 50; version += 7) {
    await db.query('begin');
    for (let price = version; price < version + 7; price += 1) {
      for (const { id } of rows) await db.query('update public.e2e_notes set price = $2 where id = $1', [id, price]);
    }
    await db.query('commit');
  }
  const expected = ({ userId }) => rows.filter((row) => row.is_public || row.owner === userId);
  await until(() => subscribers.every((it) => it.heard.length >= expected(it).length * 50), 'all changes', 120);
  await settled();
  const versions = Array.from({ length: 50 }, (_, version) => version);
  for (const subscriber of subscribers) {
    assert.equal(subscriber.heard.length, expected(subscriber).length * versions.length);
    for (const { id } of expected(subscriber)) {
      const ofRow = subscriber.heard.filter((change) => change.new.id === id);
      assert.deepEqual(ofRow.map((change) => change.new.price), versions, `row ${id}`);
    }
  }
});
