// Being let in: what the door asks for, and the token it gives.

import { getLiveKitToken, joinLiveSession, type Reply } from '@ipelya/live';
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';

import type { Session } from '@/features/sessions/session';
import { useBackend, useUserIdSignedIn } from '@/server/context';
import { read } from '@/server/rows';

export interface Entry {
  serverUrl: string;
  token: string;
}

interface EntryPayment {
  id: string;
  kind: string;
  refunds: string | null;
}

/** Whether the person has paid for this session, and it was not given back. */
export function useHasPaid(session: Session): UseQueryResult<boolean> {
  const { supabase } = useBackend();
  const userId = useUserIdSignedIn();
  return useQuery({
    queryKey: ['paid', session.id, userId],
    queryFn: async () => {
      const query = supabase.from('live_payments').select('id,kind,refunds').eq('session_id', session.id);
      const payments = await read<EntryPayment[]>(query.eq('payer_id', userId).in('kind', ['ppv', 'refund']));
      const refunded = new Set(payments.map(({ refunds }) => refunds));
      return payments.some(({ id, kind }) => kind === 'ppv' && !refunded.has(id));
    },
    enabled: session.access_type === 'pay_per_view' && session.creator_id !== userId,
  });
}

/** Goes in as soon as `mayAsk`; what has a price is asked for with the price that was shown. */
export function useEntry(session: Session, mayAsk: boolean): UseQueryResult<Entry> {
  const backend = useBackend();
  const cache = useQueryClient();
  const userId = useUserIdSignedIn();
  return useQuery({
    queryKey: ['entry', session.id, userId],
    queryFn: async () => {
      const input = { sessionId: session.id };
      if (session.creator_id === userId) return toEntry(await getLiveKitToken(backend, input));
      const priced = session.access_type === 'pay_per_view' ? { expectedPrice: session.ppv_coin_price } : {};
      const joined = await joinLiveSession(backend, { ...input, ...priced });
      void cache.invalidateQueries({ queryKey: ['place', session.id] });
      void cache.invalidateQueries({ queryKey: ['chat', session.id] });
      return toEntry(joined);
    },
    enabled: mayAsk,
    staleTime: Infinity,
    gcTime: 0,
  });
}

function toEntry({ server_url, participant_token }: Pick<Reply<typeof getLiveKitToken>, 'server_url' | 'participant_token'>): Entry {
  return { serverUrl: server_url, token: participant_token };
}
