import type { ParticipantRow } from '@ipelya/live';
import { watchParticipants } from '@ipelya/live/ops';
import type { UseQueryResult } from '@tanstack/react-query';

import { useBackend } from '@/server/context';
import { read, upsert } from '@/server/rows';
import { useLiveQuery } from '@/server/use-live-query';

/** Who is in a session, its host left out; for those who keep order in it. */
export function useInside(sessionId: string): UseQueryResult<ParticipantRow[]> {
  const backend = useBackend();
  const counts = ({ is_active, role }: ParticipantRow): boolean => is_active && role !== 'host';
  return useLiveQuery<ParticipantRow[]>({
    key: ['inside', sessionId],
    read: () => {
      const query = backend.supabase.from('live_participants').select('*').eq('session_id', sessionId);
      return read(query.eq('is_active', true).neq('role', 'host').order('created_at').limit(200));
    },
    watch: ({ change, onStatus }) => {
      const take = (row: ParticipantRow): void =>
        change((rows) => (counts(row) ? upsert(rows, row) : rows.filter(({ id }) => id !== row.id)));
      return watchParticipants(backend, sessionId, { onInsert: take, onUpdate: take, onStatus });
    },
  });
}
