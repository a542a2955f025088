// Calling somebody. What has a price is asked for with the price that was agreed to.

import { useState } from 'react';
import { initiateCall, Refusal } from '@ipelya/live';
import { useLocation } from 'wouter';

import { useBackend } from '@/server/context';
import { useAct } from '@/server/use-act';

export interface Dialled {
  calleeId: string;
  callType: 'video' | 'audio';
}

interface Dial {
  call: (dialled: Dialled, expectedRate?: number) => void;
  pending: boolean;
  /** A call that costs something, and what a minute costs; to be agreed to. */
  priced: { dialled: Dialled; rate: number } | undefined;
  giveUp: () => void;
}

/** The price of a call that is refused for its price. */
function rateAsked(error: Error): number | undefined {
  return error instanceof Refusal && error.code === 'PRICE_CHANGED' ? error.required : undefined;
}

export function useDial(): Dial {
  const backend = useBackend();
  const [, go] = useLocation();
  const [priced, setPriced] = useState<Dial['priced']>();
  const dial = useAct({
    run: async ({ dialled, expectedRate }: { dialled: Dialled; expectedRate: number }) => {
      try {
        return await initiateCall(backend, { ...dialled, expectedRate });
      } catch (error) {
        const rate = error instanceof Error ? rateAsked(error) : undefined;
        if (rate !== undefined) setPriced({ dialled, rate });
        throw error;
      }
    },
    then: ({ call }) => go(`/call/${call.id}`),
    quiet: (error) => rateAsked(error) !== undefined,
  });
  return {
    call: (dialled, expectedRate = 0) => dial.mutate({ dialled, expectedRate }),
    pending: dial.isPending,
    priced,
    giveUp: () => setPriced(undefined),
  };
}
