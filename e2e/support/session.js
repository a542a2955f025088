// What creators and viewers do in every session, by the requests that the app makes.

import assert from 'node:assert/strict';

import { invoke } from './app.js';

/** What the create screen sends: always all ten fields. */
export function newSession(changes) {
  return {
    title: 'Akşam sohbeti',
    description: '',
    thumbnailUrl: '',
    sessionType: 'video_live',
    accessType: 'public',
    ppvCoinPrice: 0,
    chatEnabled: true,
    giftsEnabled: true,
    guestEnabled: true,
    maxGuests: 3,
    ...changes,
  };
}

/** Ends what an interrupted run may have left on air. */
export async function offAir(creator) {
  const { data } = await creator.supabase.from('live_sessions').select('id').eq('creator_id', creator.userId).eq('status', 'live');
  for (const { id } of data) await invoke(creator, 'end-live-session', { sessionId: id });
}

/** A new session of this creator: what the app is answered. */
export async function goLive(creator, changes) {
  await offAir(creator);
  const reply = await invoke(creator, 'create-live-session', newSession(changes));
  assert.equal(reply.success, true, JSON.stringify(reply));
  return reply;
}

/** Says something the way the app does: a row of its own. */
export async function say({ supabase, userId }, sessionId, content) {
  const { data: profile } = await supabase.from('profiles').select('id').eq('user_id', userId).eq('type', 'real').single();
  const row = { session_id: sessionId, sender_id: userId, sender_profile_id: profile.id, content, message_type: 'text' };
  return supabase.from('live_messages').insert(row);
}
