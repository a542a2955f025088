import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import { useBackend } from '@/server/context';
import { read } from '@/server/rows';
import type { RecordingStatus, Subject } from './recording';

/** What is being recorded, as far as its owner sees it. */
export interface OpenRecording {
  id: string;
  status: RecordingStatus;
  started_at: string | null;
}

const OPEN: readonly RecordingStatus[] = ['requested', 'starting', 'active', 'ending'];
/** How far a recording has come no channel tells. */
const LOOK_EVERY_MS = 2000;

/** The recording that is being made of a session or call, while the server says that there is one. */
export function useOpenRecording(subject: Subject, isRecording: boolean): UseQueryResult<OpenRecording | null> {
  const { supabase } = useBackend();
  return useQuery({
    queryKey: ['open-recording', subject],
    queryFn: () => {
      const rows = supabase.from('recordings').select('id,status,started_at');
      const own = 'sessionId' in subject ? rows.eq('session_id', subject.sessionId) : rows.eq('call_id', subject.callId);
      return read<OpenRecording | null>(own.in('status', OPEN).order('created_at', { ascending: false }).limit(1).maybeSingle());
    },
    enabled: isRecording,
    refetchInterval: LOOK_EVERY_MS,
    refetchOnMount: 'always',
  });
}
