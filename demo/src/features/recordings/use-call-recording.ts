import { listenToUser } from '@ipelya/live';
import type { UseQueryResult } from '@tanstack/react-query';

import { useBackend, useUserIdSignedIn } from '@/server/context';
import { read } from '@/server/rows';
import { useLiveQuery } from '@/server/use-live-query';

/** Whether a call is recorded, and whether the person has said that it may be. */
export interface CallRecordingState {
  isRecording: boolean;
  /** `null`: they have said nothing yet. */
  consent: boolean | null;
}

export function useCallRecording(callId: string): UseQueryResult<CallRecordingState> {
  const backend = useBackend();
  const userId = useUserIdSignedIn();
  return useLiveQuery<CallRecordingState>({
    key: ['call-recording', callId, userId],
    read: async () => {
      const { supabase } = backend;
      const [call, member] = await Promise.all([
        read<{ is_recording: boolean } | null>(supabase.from('calls').select('is_recording').eq('id', callId).maybeSingle()),
        read<{ recording_consent: boolean | null } | null>(
          supabase.from('call_members').select('recording_consent').eq('call_id', callId).eq('user_id', userId).maybeSingle(),
        ),
      ]);
      return { isRecording: call?.is_recording === true, consent: member?.recording_consent ?? null };
    },
    watch: ({ refresh, onStatus }) =>
      listenToUser(backend, userId, { recording_started: refresh, recording_stopped: refresh }, { onStatus }),
  });
}
