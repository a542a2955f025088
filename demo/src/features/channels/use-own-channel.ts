import { getChannelStats, Refusal } from '@ipelya/live';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import { useBackend, useUserIdSignedIn } from '@/server/context';

/** The key under which the slug of somebody's own channel is kept. */
export const ownSlugKey = (userId: string): string[] => ['own-slug', userId];

/** The slug of the person's own channel, `null` if they have none. */
export function useOwnSlug(): UseQueryResult<string | null> {
  const backend = useBackend();
  return useQuery({
    queryKey: ownSlugKey(useUserIdSignedIn()),
    queryFn: async () => {
      try {
        return (await getChannelStats(backend)).slug;
      } catch (error) {
        if (error instanceof Refusal && error.code === 'CHANNEL_NOT_FOUND') return null;
        throw error;
      }
    },
    staleTime: Infinity,
  });
}
