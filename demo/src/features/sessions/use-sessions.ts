import { watchSession, watchSessions, watchSessionsOf } from '@ipelya/live';
import type { UseQueryResult } from '@tanstack/react-query';

import { useBackend } from '@/server/context';
import { useLiveQuery } from '@/server/use-live-query';
import { readOnAir, readOwn, readSession, type Session } from './session';

/** Everything on air. */
export function useOnAir(): UseQueryResult<Session[]> {
  const backend = useBackend();
  return useLiveQuery<Session[]>({
    key: ['on-air'],
    read: () => readOnAir(backend.supabase),
    watch: ({ change, refresh, onStatus }) =>
      watchSessions(backend, {
        // a new row says nothing of whose it is
        onInsert: refresh,
        onUpdate: (row) => {
          if (row.status !== 'live') change((all) => all.filter(({ id }) => id !== row.id));
          else change((all) => all.map((old) => (old.id === row.id ? { ...old, ...row } : old)));
        },
        onDelete: refresh,
        onStatus,
      }),
  });
}

/** One session, whatever has become of it. */
export function useSession(id: string): UseQueryResult<Session | null> {
  const backend = useBackend();
  return useLiveQuery<Session | null>({
    key: ['session', id],
    read: () => readSession(backend.supabase, id),
    watch: ({ change, onStatus }) =>
      watchSession(backend, id, { onUpdate: (row) => change((old) => old && { ...old, ...row }), onStatus }),
  });
}

/** The session that somebody is on air with. */
export function useOwnSession(creatorId: string): UseQueryResult<Session | null> {
  const backend = useBackend();
  return useLiveQuery<Session | null>({
    key: ['own-session', creatorId],
    read: () => readOwn(backend.supabase, creatorId),
    watch: ({ refresh, onStatus }) =>
      watchSessionsOf(backend, creatorId, { onInsert: refresh, onUpdate: refresh, onStatus }),
  });
}
