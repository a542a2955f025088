// Recordings as the page lists them, each with the session that it is of.

import { listRecordings, type Reply } from '@ipelya/live';
import { useInfiniteQuery, useQuery, type InfiniteData, type UseInfiniteQueryResult, type UseQueryResult } from '@tanstack/react-query';

import type { Session } from '@/features/sessions/session';
import { useBackend, useUserIdSignedIn } from '@/server/context';
import { FACE_COLUMNS } from '@/server/faces';
import { read } from '@/server/rows';
import type { Recording, Wanted } from './recording';

/** How many to a page. */
const LIMIT = 10;
/** No channel tells that a recording is ready: how often those that are not are looked for, in milliseconds. */
const LOOK_EVERY_MS = 5000;

export type RecordedSession = Pick<
  Session,
  'id' | 'title' | 'session_type' | 'access_type' | 'ppv_coin_price' | 'creator_id' | 'creator'
>;

const COLUMNS = `id,title,session_type,access_type,ppv_coin_price,creator_id,creator:profiles!live_sessions_creator_profile_id_fkey(${FACE_COLUMNS})`;

/** Whether it may yet become something to watch. */
export function isComing({ status, available }: Recording): boolean {
  return !available && status !== 'failed' && status !== 'aborted';
}

type Page = Reply<typeof listRecordings>;

export function useRecordings(wanted: Wanted): UseInfiniteQueryResult<InfiniteData<Page>> {
  const backend = useBackend();
  const userId = useUserIdSignedIn();
  return useInfiniteQuery({
    queryKey: ['recordings', userId, wanted],
    queryFn: ({ pageParam }) => listRecordings(backend, { ...wanted, limit: LIMIT, ...(pageParam && { before: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: ({ nextBefore }) => nextBefore,
    refetchOnMount: 'always',
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ recordings }) => recordings.some(isComing)) ? LOOK_EVERY_MS : false,
  });
}

/** Whether a recording is the person's own. */
export function useIsOwn(recordingId: string): UseQueryResult<boolean> {
  const { supabase } = useBackend();
  const userId = useUserIdSignedIn();
  return useQuery({
    queryKey: ['own-recording', recordingId, userId],
    queryFn: async () => {
      const query = supabase.from('recordings').select('owner_id').eq('id', recordingId).maybeSingle();
      return (await read<{ owner_id: string | null } | null>(query))?.owner_id === userId;
    },
    staleTime: Infinity,
  });
}

/** The session that a recording is of; `null` if it is of a call. */
export function useRecordedSession(sessionId: string | null): UseQueryResult<RecordedSession | null> {
  const { supabase } = useBackend();
  return useQuery({
    queryKey: ['recorded-session', sessionId],
    queryFn: () => read<RecordedSession | null>(supabase.from('live_sessions').select(COLUMNS).eq('id', sessionId).maybeSingle()),
    enabled: sessionId !== null,
    staleTime: Infinity,
  });
}
