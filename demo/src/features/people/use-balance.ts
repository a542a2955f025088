import { watchBalance } from '@ipelya/live';
import type { UseQueryResult } from '@tanstack/react-query';

import { useBackend } from '@/server/context';
import { read } from '@/server/rows';
import { useLiveQuery } from '@/server/use-live-query';

/** The coins of the person who is signed in; `null` for somebody who has never had any. */
export function useBalance(userId: string): UseQueryResult<number | null> {
  const backend = useBackend();
  return useLiveQuery<number | null>({
    key: ['balance', userId],
    read: async () => {
      const query = backend.supabase.from('coin_balances').select('balance').eq('user_id', userId).maybeSingle();
      return (await read<{ balance: number } | null>(query))?.balance ?? null;
    },
    watch: ({ change, onStatus }) =>
      watchBalance(backend, userId, {
        onInsert: ({ balance }) => change(() => balance),
        onUpdate: ({ balance }) => change(() => balance),
        onStatus,
      }),
  });
}
