import { searchChannels } from '@ipelya/live';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import { useBackend, useUserIdSignedIn } from '@/server/context';
import { nameOf, type Face } from '@/server/faces';

/** The most that a search answers at once. */
const MOST = 50;

/** The key under which the slug of somebody's own channel is kept. */
export const ownSlugKey = (userId: string): string[] => ['own-slug', userId];

/**
 * The slug of the person's own channel, `null` if they have none. No request tells it by itself, so it is looked for by
 * the name of its creator, who is known by their profile.
 */
export function useOwnSlug(profile: Face & { id: string }): UseQueryResult<string | null> {
  const backend = useBackend();
  return useQuery({
    queryKey: ownSlugKey(useUserIdSignedIn()),
    queryFn: async () => {
      const found = await searchChannels(backend, { slug: nameOf(profile), includeOffline: true, limit: MOST });
      return found.streams.find(({ creator }) => creator.id === profile.id)?.slug ?? null;
    },
    staleTime: Infinity,
  });
}
