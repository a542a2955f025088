// The app's and the panel's screens, as far as the server sees them: channels they are on and queries they make.

import assert from 'node:assert/strict';

import { joined } from './realtime.js';

/** Row changes, as a channel is asked for them. */
export const rows = (event, table, filter) => [
  'postgres_changes',
  { event, schema: 'public', table, ...(filter && { filter }) },
];

/** Broadcasts of one name. */
export const broadcast = (event) => ['broadcast', { event }];

/** Subscribes as a screen does, and keeps what is heard, oldest first. */
export async function hear({ supabase }, topic, ...wanted) {
  const heard = [];
  const channel = supabase.channel(topic);
  for (const [kind, filter] of wanted) channel.on(kind, filter, (message) => heard.push(message));
  await joined(channel);
  return heard;
}

/** The payload of a broadcast, once it has been heard. */
export const told = (heard, event) => heard.find((message) => message.event === event)?.payload;

/** The newest row of a kind of change that looks like this. */
export const changed = (heard, eventType, like) =>
  heard.findLast((change) => change.eventType === eventType && matches(change.new, like))?.new;

const matches = (row, like) => Object.entries(like).every(([name, value]) => row[name] === value);

/** It has every field that a screen reads, and null only where a screen can bear it. */
export function assertFields(what, fields, optional = []) {
  for (const name of [...fields, ...optional]) assert.ok(name in what, `${name} is missing in ${JSON.stringify(what)}`);
  for (const name of fields) assert.notEqual(what[name], null, `${name} is null in ${JSON.stringify(what)}`);
}

/** What a query must not answer with an error. */
export async function read(query) {
  const { data, error } = await query;
  assert.ifError(error);
  return data;
}
