// Hands the backend and the person who is signed in to whoever needs them.

import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { SupabaseClient } from '@supabase/supabase-js';

import { useLanguage } from '@/i18n';
import { speaking, type Backend } from './backend';
import type { TestCard } from './config';

interface Server {
  backend: Backend;
  /** The auth id of the person, `null` while nobody is signed in, `undefined` while that is not known. */
  userId: string | null | undefined;
  testCard: TestCard | undefined;
}

const ServerContext = createContext<Server | undefined>(undefined);

interface ServerProviderProps {
  supabase: SupabaseClient;
  testCard: TestCard | undefined;
  children: ReactNode;
}

export function ServerProvider({ supabase, testCard, children }: ServerProviderProps) {
  const { language } = useLanguage();
  const backend = useMemo(() => speaking(supabase, language), [supabase, language]);
  const userId = useUserId(supabase);
  const server = useMemo(() => ({ backend, userId, testCard }), [backend, userId, testCard]);
  return <ServerContext value={server}>{children}</ServerContext>;
}

function useUserId(supabase: SupabaseClient): string | null | undefined {
  const [userId, setUserId] = useState<string | null>();
  const cache = useQueryClient();
  useEffect(() => {
    const { data } = supabase.auth.onAuthStateChange((event, session) => {
      // what one person has read is not for the next one
      if (event === 'SIGNED_OUT') cache.clear();
      setUserId(session?.user.id ?? null);
    });
    return () => data.subscription.unsubscribe();
  }, [supabase, cache]);
  return userId;
}

function useServer(): Server {
  const server = useContext(ServerContext);
  if (!server) throw new Error('useServer needs a ServerProvider');
  return server;
}

export function useBackend(): Backend {
  return useServer().backend;
}

export function useMaybeUserId(): string | null | undefined {
  return useServer().userId;
}

export function useTestCard(): TestCard | undefined {
  return useServer().testCard;
}

/** For what is shown to somebody who is signed in. */
export function useUserIdSignedIn(): string {
  const { userId } = useServer();
  if (!userId) throw new Error('nobody is signed in');
  return userId;
}
