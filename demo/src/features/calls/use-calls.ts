import { useEffect } from 'react';
import { getCall, watchCalls, type CallRow, type Schema } from '@ipelya/live';
import type { UseQueryResult } from '@tanstack/react-query';

import { useBackend, useUserIdSignedIn } from '@/server/context';
import { read } from '@/server/rows';
import { useLiveQuery } from '@/server/use-live-query';
import { ring } from './ringtone';

export type Call = Schema<'Call'>;

/** The call that rings for the person; `null` while none does. */
export function useIncomingCall(): UseQueryResult<CallRow | null> {
  const backend = useBackend();
  const userId = useUserIdSignedIn();
  return useLiveQuery<CallRow | null>({
    key: ['incoming-call', userId],
    read: () => {
      const query = backend.supabase.from('calls').select('*').eq('callee_id', userId).eq('status', 'ringing');
      return read(query.order('initiated_at').limit(1).maybeSingle());
    },
    watch: ({ refresh, onStatus }) => watchCalls(backend, userId, { onInsert: refresh, onUpdate: refresh, onStatus }),
  });
}

/** One call of the person's; read anew now and then where no channel tells them of it. */
export function useCall(callId: string, everyMs?: number): UseQueryResult<Call> {
  const backend = useBackend();
  const userId = useUserIdSignedIn();
  return useLiveQuery<Call>({
    key: ['call', callId],
    read: async () => (await getCall(backend, { callId })).call,
    ...(everyMs !== undefined && { everyMs }),
    watch: ({ refresh, onStatus }) =>
      watchCalls(backend, userId, {
        onUpdate: ({ id }) => {
          if (id === callId) refresh();
        },
        onStatus,
      }),
  });
}

/** Is heard to ring while `ringing`. */
export function useRinging(ringing: boolean): void {
  useEffect(() => (ringing ? ring() : undefined), [ringing]);
}
