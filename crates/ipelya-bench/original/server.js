// Three functions as they were first planned: edge functions in TypeScript that ask Auth who the caller is, read one table after
// the other, and grant or write what the request asks for. They have that plan's security holes on purpose and are measured,
// never deployed. `deno run -A server.js <function>` listens on a free port and prints it.
//
// Auth answers from AUTH_URL, where the benchmark says at once who is calling: what Auth itself costs is not counted. The plan
// asks LiveKit nothing.

import { createClient } from '@supabase/supabase-js';
import { AccessToken, WebhookReceiver } from 'livekit-server-sdk';

const { AUTH_URL, SUPABASE_URL, REST_URL, SUPABASE_SERVICE_ROLE_KEY, LIVEKIT_API_KEY, LIVEKIT_API_SECRET, LIVEKIT_URL } =
  Deno.env.toObject();

/** A client for each request, as the plan has it. */
function connect() {
  const there = (url) => String(url).replace(`${SUPABASE_URL}/auth/v1`, AUTH_URL).replace(`${SUPABASE_URL}/rest/v1`, REST_URL);
  return createClient(SUPABASE_URL, SUPABASE_SERVICE_ROLE_KEY, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: (url, init) => fetch(there(url), init) },
  });
}

async function whoCalls(db, request) {
  const authorization = request.headers.get('authorization') ?? '';
  const { data } = await db.auth.getUser(authorization.slice('Bearer '.length));
  return data.user;
}

async function liveKitToken(user, profile, room, isHost, role) {
  const access = new AccessToken(LIVEKIT_API_KEY, LIVEKIT_API_SECRET, {
    identity: user.id,
    name: profile.display_name,
    metadata: JSON.stringify({ profileId: profile.id, username: profile.username, role }),
    ttl: '2h',
  });
  access.addGrant({ room, roomJoin: true, canPublish: isHost, canSubscribe: true, canPublishData: true });
  return await access.toJwt();
}

async function token(request) {
  const db = connect();
  const user = await whoCalls(db, request);
  if (!user) return [401, { error: 'not signed in' }];
  const { sessionId, roomName } = await request.json();

  const profiles = db.from('profiles').select('id,username,display_name,avatar_url,is_creator,type');
  const { data: profile } = await profiles.eq('user_id', user.id).eq('type', 'real').single();
  const { data: session } = await db.from('live_sessions').select('*').eq('id', sessionId).single();
  if (!profile || !session) return [404, { error: 'not found' }];

  const isHost = session.creator_id === user.id;
  if (!isHost && session.access_type === 'pay_per_view') {
    const row = db.from('live_participants').select('paid_amount').eq('session_id', sessionId);
    const { data: participant } = await row.eq('user_id', user.id).single();
    if (!participant || participant.paid_amount < session.ppv_coin_price) return [402, { error: 'not paid' }];
  }
  const jwt = await liveKitToken(user, profile, roomName, isHost, isHost ? 'host' : 'viewer');
  return [200, { success: true, token: jwt, wsUrl: LIVEKIT_URL }];
}

async function create(request) {
  const db = connect();
  const user = await whoCalls(db, request);
  if (!user) return [401, { error: 'not signed in' }];
  const profiles = db.from('profiles').select('id,is_creator,username,display_name');
  const { data: profile } = await profiles.eq('user_id', user.id).eq('type', 'real').single();
  if (!profile?.is_creator) return [403, { error: 'no creator' }];

  const asked = await request.json();
  if (!asked.title || !asked.sessionType || !asked.accessType) return [400, { error: 'a field is missing' }];
  const room = `ipelya_${asked.sessionType}_${user.id}_${Date.now()}`;
  const { data: session, error } = await db
    .from('live_sessions')
    .insert({
      creator_id: user.id,
      creator_profile_id: profile.id,
      title: asked.title,
      description: asked.description,
      session_type: asked.sessionType,
      access_type: asked.accessType,
      ppv_coin_price: asked.accessType === 'pay_per_view' ? (asked.ppvCoinPrice ?? 0) : 0,
      livekit_room_name: room,
      status: asked.scheduledAt ? 'scheduled' : 'live',
      scheduled_at: asked.scheduledAt ?? null,
      started_at: asked.scheduledAt ? null : new Date().toISOString(),
      chat_enabled: asked.chatEnabled ?? true,
      gifts_enabled: asked.giftsEnabled ?? true,
    })
    .select()
    .single();
  if (error) return [500, { error: error.message }];
  const host = { session_id: session.id, user_id: user.id, profile_id: profile.id, role: 'host', is_active: true };
  await db.from('live_participants').insert(host);
  const jwt = await liveKitToken(user, profile, room, true, 'host');
  return [200, { success: true, session: { id: session.id, livekitRoomName: room, token: jwt, wsUrl: LIVEKIT_URL } }];
}

/**
 * Joins and leaves, which are what a busy room reports. The plan looks for the participant by the room's name too, which its
 * table of participants lacks; without that the update finds something to do.
 */
async function webhook(request) {
  const receiver = new WebhookReceiver(LIVEKIT_API_KEY, LIVEKIT_API_SECRET);
  const event = await receiver.receive(await request.text(), request.headers.get('authorization') ?? '');
  const db = connect();
  const { identity, sid } = event.participant ?? {};
  if (event.event === 'participant_joined') {
    const now = { livekit_participant_sid: sid, livekit_identity: identity, is_active: true };
    await db.from('live_participants').update(now).eq('user_id', identity);
  } else if (event.event === 'participant_left') {
    const { data: row } = await db.from('live_participants').select('joined_at').eq('user_id', identity).single();
    const seconds = row ? Math.floor((Date.now() - new Date(row.joined_at).getTime()) / 1000) : 0;
    const left = { is_active: false, left_at: new Date().toISOString(), total_watch_time_seconds: seconds };
    if (row) await db.from('live_participants').update(left).eq('user_id', identity);
  }
  return [200, { received: true }];
}

const work = { token, create, webhook }[Deno.args[0]];
const answer = async (request) => {
  const [status, body] = await work(request);
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
};
Deno.serve({ hostname: '127.0.0.1', port: 0, onListen: ({ port }) => console.log(port) }, answer);
