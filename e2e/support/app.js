// The app's side of the wire: an unmodified supabase-js client, signed in as one of the demo users.

import { createClient } from '@supabase/supabase-js';

const PASSWORD = 'ipelya-demo';

/** A setting of the running stack. */
export function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run "make test", or "make dev" and node --env-file=../.local/dev.env --test`);
  return value;
}

/** A signed-in app: `creator` to `creator4`, `subscriber`, `viewer`, `caller`, `callee` or `admin`. */
export async function signIn(name) {
  const supabase = createClient(setting('SUPABASE_URL'), setting('SUPABASE_ANON_KEY'), {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const { data, error } = await supabase.auth.signInWithPassword({ email: `${name}@ipelya.local`, password: PASSWORD });
  if (error) throw error;
  return { supabase, userId: data.user.id };
}

/** The service itself, past row security: for looking at rows no app may see. */
export function asService() {
  return createClient(setting('SUPABASE_URL'), setting('SUPABASE_SERVICE_ROLE_KEY'), {
    auth: { persistSession: false, autoRefreshToken: false },
  });
}

/** The live session of a demo creator, found as the app's list finds it. */
export async function liveSessionOf({ supabase, userId }) {
  const { data, error } = await supabase
    .from('live_sessions')
    .select('id,livekit_room_name,access_type')
    .eq('creator_id', userId)
    .eq('status', 'live')
    .single();
  if (error) throw error;
  return data;
}

/** Calls a function the way the app does; a refusal is returned with the body the app cannot see. */
export async function invoke({ supabase }, name, body) {
  const { data, error } = await supabase.functions.invoke(name, { body });
  if (!error) return { status: 200, ...data };
  return { status: error.context.status, ...(await error.context.json()) };
}
