// The token function as it was first planned: an edge function in TypeScript that asks Auth who the caller is, reads one
// table after the other, and grants what the request asks for. It has that plan's security holes on purpose and is
// measured, never deployed. Listens on a free port and prints it.
//
// Auth answers from AUTH_URL, where the benchmark says who is calling at once: what Auth itself costs is not counted.

import { createServer } from 'node:http';

import { createClient } from '@supabase/supabase-js';
import { AccessToken } from 'livekit-server-sdk';

const { AUTH_URL, SUPABASE_URL, SUPABASE_SERVICE_ROLE_KEY, LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = process.env;

async function token({ authorization }, { sessionId, roomName }) {
  const db = createClient(SUPABASE_URL, SUPABASE_SERVICE_ROLE_KEY, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: (url, init) => fetch(String(url).replace(`${SUPABASE_URL}/auth/v1`, AUTH_URL), init) },
  });
  const { data: auth } = await db.auth.getUser(authorization.slice('Bearer '.length));
  if (!auth.user) return [401, { error: 'not signed in' }];

  const profiles = db.from('profiles').select('id,username,display_name,avatar_url,is_creator,type');
  const { data: profile } = await profiles.eq('user_id', auth.user.id).eq('type', 'real').single();
  const { data: session } = await db.from('live_sessions').select('*').eq('id', sessionId).single();
  if (!profile || !session) return [404, { error: 'not found' }];

  const isHost = session.creator_id === auth.user.id;
  if (!isHost && session.access_type === 'pay_per_view') {
    const row = db.from('live_participants').select('paid_amount').eq('session_id', sessionId);
    const { data: participant } = await row.eq('user_id', auth.user.id).single();
    if (!participant || participant.paid_amount < session.ppv_coin_price) return [402, { error: 'not paid' }];
  }

  const role = isHost ? 'host' : 'viewer';
  const access = new AccessToken(LIVEKIT_API_KEY, LIVEKIT_API_SECRET, {
    identity: auth.user.id,
    name: profile.display_name,
    metadata: JSON.stringify({ profileId: profile.id, username: profile.username, role }),
    ttl: '2h',
  });
  access.addGrant({ room: roomName, roomJoin: true, canPublish: isHost, canSubscribe: true, canPublishData: true });
  return [200, { success: true, token: await access.toJwt(), wsUrl: LIVEKIT_URL }];
}

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const [status, body] = await token(request.headers, JSON.parse(Buffer.concat(chunks).toString()));
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
