// The one server this page talks to: supabase-js and our client over it.

import { createLive, type Live } from '@ipelya/live';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';

import type { Language } from '@/i18n';
import type { Config } from './config';

export type Backend = Live<SupabaseClient>;

/** Signed in for this window alone, so that two windows can be two people. */
export function connect({ anonKey }: Config): SupabaseClient {
  return createClient(window.location.origin, anonKey, {
    auth: { storage: window.sessionStorage, storageKey: `ipelya-demo-${windowId()}`, detectSessionInUrl: false },
  });
}

/** The server's sentences come in the page's language. */
export function speaking(supabase: SupabaseClient, language: Language): Backend {
  return createLive(supabase, { language });
}

/** supabase-js tells all windows of one storage key who has signed in; each window here has a key of its own. */
function windowId(): string {
  const key = 'ipelya-demo-window';
  const known = window.sessionStorage.getItem(key);
  if (known) return known;
  const id = crypto.randomUUID();
  window.sessionStorage.setItem(key, id);
  return id;
}
