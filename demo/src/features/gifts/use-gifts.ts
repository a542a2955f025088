import { useEffect, useReducer } from 'react';
import { listLiveGifts, watchGifts } from '@ipelya/live';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import { useBackend } from '@/server/context';
import type { CatalogueGift } from './catalogue';
import { advance, EMPTY, type Flight, type Flights } from './flights';

/** What can be given, with prices. */
export function useGiftCatalogue(): UseQueryResult<CatalogueGift[]> {
  const backend = useBackend();
  return useQuery({
    queryKey: ['gift-catalogue'],
    queryFn: async () => (await listLiveGifts(backend)).gifts,
    staleTime: Infinity,
  });
}

interface FlyingGifts {
  flights: Flights;
  landed: (flight: Flight) => void;
}

/** The gifts of a session that are in the air. */
export function useFlights(sessionId: string): FlyingGifts {
  const backend = useBackend();
  const [flights, dispatch] = useReducer(advance<Flight>, EMPTY);
  useEffect(
    () =>
      watchGifts(backend, sessionId, {
        onInsert: ({ id, gift_id, sender_id, quantity }) =>
          dispatch({ type: 'given', flight: { id, giftId: gift_id, senderId: sender_id, quantity } }),
      }),
    [backend, sessionId],
  );
  return { flights, landed: ({ id }) => dispatch({ type: 'landed', id }) };
}
