import { watchChat, type MessageRow } from '@ipelya/live';
import type { UseQueryResult } from '@tanstack/react-query';

import { useBackend } from '@/server/context';
import { read, upsert } from '@/server/rows';
import { useLiveQuery } from '@/server/use-live-query';

/** How many lines are read at first. */
const HISTORY = 100;

/** The chat of a session, oldest first, with what is pinned however long ago it was said. */
export function useChat(sessionId: string): UseQueryResult<MessageRow[]> {
  const backend = useBackend();
  return useLiveQuery<MessageRow[]>({
    key: ['chat', sessionId],
    read: async () => {
      const lines = () =>
        backend.supabase.from('live_messages').select('*').eq('session_id', sessionId).eq('is_deleted', false);
      const [latest, pinned] = await Promise.all([
        read<MessageRow[]>(lines().order('created_at', { ascending: false }).limit(HISTORY)),
        read<MessageRow[]>(lines().eq('is_pinned', true)),
      ]);
      return [...pinned.filter(({ id }) => latest.every((line) => line.id !== id)), ...latest.reverse()];
    },
    watch: ({ change, onStatus }) =>
      watchChat(backend, sessionId, {
        onInsert: (row) => change((lines) => upsert(lines, row)),
        onUpdate: (row) => change((lines) => (row.is_deleted ? lines.filter(({ id }) => id !== row.id) : upsert(lines, row))),
        onStatus,
      }),
  });
}
