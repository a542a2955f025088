// The demo users of a running stack, as the app signs them in.

import { createClient, type SupabaseClient } from '@supabase/supabase-js';

import { createLive, type Live, type LiveOptions } from '../../src/index.js';

/** A person who is signed in. */
export interface Person {
  readonly live: Live<SupabaseClient>;
  readonly id: string;
}

/** `false`, or why nothing can be tried against a stack. */
export const withoutStack: string | false =
  process.env['SUPABASE_URL'] && process.env['SUPABASE_ANON_KEY']
    ? false
    : 'SUPABASE_URL is not set: start a stack with "make dev", then "npm run test:dev"';

/** A client of the running stack, signed in as nobody; `fetch` may be one's own. */
export function stranger(fetch: typeof globalThis.fetch = globalThis.fetch): SupabaseClient {
  return createClient(process.env['SUPABASE_URL'] ?? '', process.env['SUPABASE_ANON_KEY'] ?? '', {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch },
  });
}

/** One of the demo users: `creator` to `creator4`, `subscriber`, `viewer`, `caller`, `callee` or `admin`. */
export async function signIn(
  name: string,
  options: LiveOptions = {},
  fetch?: typeof globalThis.fetch,
): Promise<Person> {
  const supabase = stranger(fetch);
  const { data, error } = await supabase.auth.signInWithPassword({
    email: `${name}@ipelya.local`,
    password: 'ipelya-demo',
  });
  if (error) throw error;
  return { live: createLive(supabase, options), id: data.user.id };
}

/** The coins of somebody, as their app reads them. */
export async function coinsOf({ live, id }: Person): Promise<number> {
  const { data, error } = await live.supabase.from('coin_balances').select('balance').eq('user_id', id).single();
  if (error) throw error;
  return Number((data as { balance: unknown }).balance);
}
