import { listenToHost, listenToUser, type GuestRequestRow } from '@ipelya/live';
import type { UseQueryResult } from '@tanstack/react-query';

import { useBackend, useUserIdSignedIn } from '@/server/context';
import { read } from '@/server/rows';
import { useLiveQuery } from '@/server/use-live-query';

/** Who asks to come on stage and waits for the host, who may read it. */
export function useRequests(sessionId: string): UseQueryResult<GuestRequestRow[]> {
  const backend = useBackend();
  return useLiveQuery<GuestRequestRow[]>({
    key: ['requests', sessionId],
    read: () => {
      const query = backend.supabase.from('live_guest_requests').select('*').eq('session_id', sessionId);
      return read(query.eq('status', 'pending').gt('expires_at', new Date().toISOString()).order('created_at'));
    },
    watch: ({ refresh, onStatus }) =>
      listenToHost(backend, sessionId, { join_request: refresh, join_request_cancelled: refresh }, { onStatus }),
  });
}

/** The person's own last request in a session. */
export function useOwnRequest(sessionId: string): UseQueryResult<GuestRequestRow | null> {
  const backend = useBackend();
  const userId = useUserIdSignedIn();
  return useLiveQuery<GuestRequestRow | null>({
    key: ['own-request', sessionId, userId],
    read: () => {
      const query = backend.supabase.from('live_guest_requests').select('*').eq('session_id', sessionId);
      return read(query.eq('requester_id', userId).order('created_at', { ascending: false }).limit(1).maybeSingle());
    },
    watch: ({ refresh, onStatus }) => listenToUser(backend, userId, { join_request_response: refresh }, { onStatus }),
  });
}
