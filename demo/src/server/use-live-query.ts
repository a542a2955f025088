// What is read once and then kept up by a realtime channel.

import { useEffect, useEffectEvent } from 'react';
import { keepPreviousData, useQuery, useQueryClient, type QueryKey, type UseQueryResult } from '@tanstack/react-query';
import type { ListenOptions, Unsubscribe } from '@ipelya/live';

/** What a channel may do with what was read. */
export interface Kept<Data> {
  /** Changes it by what the channel said. */
  change: (by: (data: Data) => Data) => void;
  /** Reads it anew. */
  refresh: () => void;
  /** To be handed to the channel: what was said while it was away is lost, so all is read anew when it is back. */
  onStatus: NonNullable<ListenOptions['onStatus']>;
}

interface LiveQuery<Data> {
  key: QueryKey;
  read: () => Promise<Data>;
  watch: (kept: Kept<Data>) => Unsubscribe;
  enabled?: boolean;
  /** For what no channel tells: how often to read it anew, in milliseconds. */
  everyMs?: number;
  /** Whether what was read by another key stays until this one's is there. */
  keepsPrevious?: boolean;
}

export function useLiveQuery<Data>(query: LiveQuery<Data>): UseQueryResult<Data> {
  const { key, read, watch, enabled = true, everyMs, keepsPrevious = false } = query;
  const cache = useQueryClient();
  const subscribe = useEffectEvent(() => {
    const refresh = (): void => void cache.invalidateQueries({ queryKey: key, exact: true });
    return watch({
      change: (by) => cache.setQueryData<Data>(key, (data) => (data === undefined ? data : by(data))),
      refresh,
      onStatus: (status) => {
        if (status === 'SUBSCRIBED') refresh();
      },
    });
  });
  const name = JSON.stringify(key);
  useEffect(() => (enabled ? subscribe() : undefined), [name, enabled]);
  return useQuery<Data>({
    queryKey: key,
    queryFn: read,
    enabled,
    refetchInterval: everyMs,
    placeholderData: keepsPrevious ? keepPreviousData : undefined,
  });
}
