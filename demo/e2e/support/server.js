// What a test arranges behind the page's back, as the service itself: amounts and settings that must be certain ones.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { createClient } from '@supabase/supabase-js';

const service = createClient(process.env.SUPABASE_URL, process.env.SUPABASE_SERVICE_ROLE_KEY, {
  auth: { persistSession: false, autoRefreshToken: false },
});

async function done(query) {
  const { data, error } = await query;
  assert.ifError(error);
  return data;
}

/** The auth id of a demo user by the name that is shown. */
export async function idOf(name) {
  const { user_id: id } = await done(service.from('profiles').select('user_id').eq('display_name', name).single());
  return id;
}

export async function setCoins(name, balance) {
  await done(service.from('coin_balances').upsert({ user_id: await idOf(name), balance }, { onConflict: 'user_id' }));
}

/** What a minute of a call with them costs. */
export async function setRate(name, coins) {
  const row = { user_id: await idOf(name), coin_per_minute: coins };
  await done(service.from('live_user_settings').upsert(row, { onConflict: 'user_id' }));
}

/** Takes somebody's channel away, and keeps none of these names for it. */
export async function forgetChannel(name, slugs) {
  await done(service.from('live_channels').delete().eq('creator_id', await idOf(name)));
  await done(service.from('live_channel_slugs').delete().in('slug', slugs));
}

/** Channels off the air by these slugs, all of them shown as somebody's. Returns what takes them away again. */
export async function addChannels(name, slugs) {
  const { id } = await done(service.from('profiles').select('id').eq('display_name', name).single());
  const rows = slugs.map((slug) => {
    return { creator_id: randomUUID(), creator_profile_id: id, slug, room_name: `live-${slug}-0`, title: slug };
  });
  await done(service.from('live_channels').insert(rows));
  return async () => {
    await done(service.from('live_channels').delete().in('slug', slugs));
    await done(service.from('live_channel_slugs').delete().in('slug', slugs));
  };
}

/** Has somebody use up what they have paid for going live, longer ago than it lasts. */
export async function useUpFees(name) {
  const used = { used_at: new Date(Date.now() - 2 * 24 * 60 * 60 * 1000).toISOString() };
  const paid = { payer_id: await idOf(name), purpose: 'go_live', status: 'paid' };
  await done(service.from('live_card_payments').update(used).match(paid));
}

export async function settingOf(key) {
  return (await done(service.from('live_settings').select('value').eq('key', key).single())).value;
}

export async function changeSetting(key, value) {
  await done(service.from('live_settings').update({ value }).eq('key', key));
}

/** Ends what an interrupted run may have left of calls by voice, and lets these people call as often as they like. */
export async function endCalls(names) {
  const ids = await Promise.all(names.map(idOf));
  const open = await done(service.from('calls').select('id,status').in('caller_id', ids).neq('status', 'ended').neq('kind', 'user_to_user'));
  await done(service.from('live_rate_limits').delete().in('subject', ids).eq('action', 'support'));
  for (const { id, status } of open) {
    const reason = status === 'connected' ? 'completed' : 'cancelled';
    await done(service.rpc('live_end_call', { p_call_id: id, p_reason: reason, p_ended_by: null, p_now: new Date().toISOString() }));
  }
}

/** Has what LiveKit and the store know written down now, not within a minute. */
export async function sweep() {
  await done(service.functions.invoke('sweeper', { body: {} }));
}

/** Takes the recordings of these people away, and lets them have as many made as they like. */
export async function forgetRecordings(names) {
  const ids = await Promise.all(names.map(idOf));
  await done(service.from('recordings').delete().in('owner_id', ids));
  await done(service.from('live_rate_limits').delete().in('subject', ids).eq('action', 'recording'));
}
