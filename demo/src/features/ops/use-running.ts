import { watchSessions, type Reply } from '@ipelya/live';
import { listSessions, watchAllParticipants } from '@ipelya/live/ops';
import type { UseQueryResult } from '@tanstack/react-query';

import { useBackend } from '@/server/context';
import { useLiveQuery } from '@/server/use-live-query';
import { atMostEvery } from './at-most-every';

export type Running = Reply<typeof listSessions>;

/** However much happens, the list is not read oftener. */
const AT_MOST_EVERY_MS = 1000;
/** Calls have no channel for staff. */
const READ_EVERY_MS = 10_000;

/** Everything that runs, with the numbers above it. */
export function useRunning(): UseQueryResult<Running> {
  const backend = useBackend();
  return useLiveQuery<Running>({
    key: ['running'],
    read: () => listSessions(backend, { status: 'live' }),
    everyMs: READ_EVERY_MS,
    watch: ({ refresh, onStatus }) => {
      const soon = atMostEvery(AT_MOST_EVERY_MS, refresh);
      const on = { onInsert: soon.run, onUpdate: soon.run, onDelete: soon.run };
      const stops = [watchSessions(backend, { ...on, onStatus }), watchAllParticipants(backend, on), soon.stop];
      return () => stops.forEach((stop) => stop());
    },
  });
}
