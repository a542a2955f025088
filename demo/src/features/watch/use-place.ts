import { listenToSession, listenToUser, type ParticipantRow } from '@ipelya/live';
import type { UseQueryResult } from '@tanstack/react-query';

import { useBackend, useUserIdSignedIn } from '@/server/context';
import { read } from '@/server/rows';
import { useLiveQuery } from '@/server/use-live-query';

/** The person's own place in a session: their role, whether they are muted or invited; `null` before they have one. */
export function usePlace(sessionId: string): UseQueryResult<ParticipantRow | null> {
  const backend = useBackend();
  const userId = useUserIdSignedIn();
  return useLiveQuery<ParticipantRow | null>({
    key: ['place', sessionId, userId],
    read: () => {
      const query = backend.supabase.from('live_participants').select('*').eq('session_id', sessionId);
      return read(query.eq('user_id', userId).maybeSingle());
    },
    watch: ({ refresh, onStatus }) => {
      const stops = [
        listenToSession(backend, sessionId, { participant_promoted: refresh, participant_demoted: refresh }),
        listenToUser(
          backend,
          userId,
          {
            guest_invitation: refresh,
            guest_invitation_cancelled: refresh,
            join_request_response: refresh,
            your_guest_ended: refresh,
            muted: refresh,
            unmuted: refresh,
          },
          { onStatus },
        ),
      ];
      return () => stops.forEach((stop) => stop());
    },
  });
}

/** May keep order in the session. */
export function keepsOrder(place: ParticipantRow | null | undefined): boolean {
  return place?.role === 'host' || place?.role === 'moderator';
}
