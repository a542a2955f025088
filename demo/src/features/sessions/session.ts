// Sessions as the lists and the watch screen read them.

import type { SessionRow } from '@ipelya/live';
import type { SupabaseClient } from '@supabase/supabase-js';

import { FACE_COLUMNS, type Face } from '@/server/faces';
import { read } from '@/server/rows';

/** A session and whose it is. The creator is `null` once their account is gone. */
export type Session = SessionRow & { creator: Face | null };

const COLUMNS = `*,creator:profiles!live_sessions_creator_profile_id_fkey(${FACE_COLUMNS})`;

export function readOnAir(supabase: SupabaseClient): Promise<Session[]> {
  const query = supabase.from('live_sessions').select(COLUMNS).eq('status', 'live');
  return read(query.order('total_viewers', { ascending: false }).limit(50));
}

export function readSession(supabase: SupabaseClient, id: string): Promise<Session | null> {
  return read(supabase.from('live_sessions').select(COLUMNS).eq('id', id).maybeSingle());
}

/** The session somebody is on air with, of which there is one at most. */
export function readOwn(supabase: SupabaseClient, creatorId: string): Promise<Session | null> {
  return read(supabase.from('live_sessions').select(COLUMNS).eq('creator_id', creatorId).eq('status', 'live').maybeSingle());
}
