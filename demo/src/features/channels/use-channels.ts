// Channels that are looked for, and one channel's page.

import {
  getChannel,
  getPopularChannels,
  searchChannels,
  watchSessions,
  type Input,
  type Schema,
  type SessionRow,
} from '@ipelya/live';
import { useQueryClient, type UseQueryResult } from '@tanstack/react-query';

import { useBackend } from '@/server/context';
import type { Backend } from '@/server/backend';
import { useLiveQuery } from '@/server/use-live-query';
import type { Place } from './places';

export type ListedChannel = Schema<'ListedChannel'>;
export type ChannelList = Schema<'ChannelList'>;
export type ChannelPage = Schema<'ChannelPage'>;
export type Span = NonNullable<Input<typeof getPopularChannels>['window']>;

/** What is looked for. */
export type Lookup =
  | { by: 'popular'; span: Span }
  | { by: 'name'; name: string; includeOffline: boolean }
  | { by: 'place'; place: Place; radiusKm: number };

/** How many to a page. */
const LIMIT = 8;
/** How often viewers are counted anew, in milliseconds. */
const COUNT_MS = 15_000;

function readChannels(backend: Backend, lookup: Lookup, page: number): Promise<ChannelList> {
  const part = { page, limit: LIMIT };
  switch (lookup.by) {
    case 'popular':
      return getPopularChannels(backend, { window: lookup.span, ...part });
    case 'name': {
      const { name, includeOffline } = lookup;
      return searchChannels(backend, name ? { slug: name, includeOffline, ...part } : part);
    }
    case 'place':
      return searchChannels(backend, { ...lookup.place, radiusKm: lookup.radiusKm, ...part });
  }
}

/** A page of the channels that are looked for, from 1 on. */
export function useChannels(lookup: Lookup, page: number): UseQueryResult<ChannelList> {
  const backend = useBackend();
  return useLiveQuery<ChannelList>({
    key: ['channels', lookup, page],
    read: () => readChannels(backend, lookup, page),
    watch: ({ refresh, onStatus }) => {
      const onUpdate = ({ status }: SessionRow): void => {
        if (status !== 'live') refresh();
      };
      return watchSessions(backend, { onInsert: refresh, onUpdate, onStatus });
    },
    everyMs: COUNT_MS,
    keepsPrevious: true,
  });
}

/** A channel's page, by its slug or one that it had until lately. */
export function useChannel(slug: string): UseQueryResult<ChannelPage> {
  const backend = useBackend();
  const cache = useQueryClient();
  const key = ['channel', slug];
  return useLiveQuery<ChannelPage>({
    key,
    read: () => getChannel(backend, { slug }),
    watch: ({ change, refresh, onStatus }) => {
      const told = (row: SessionRow): void => {
        const page = cache.getQueryData<ChannelPage>(key);
        if (page?.channel.id !== row.channel_id) return;
        const goesOn = row.status === 'live' && row.id === page.sessionId;
        if (goesOn) change((old) => ({ ...old, viewerCount: row.total_viewers }));
        else refresh();
      };
      return watchSessions(backend, { onInsert: told, onUpdate: told, onStatus });
    },
  });
}
