// One payment of the person's, as the server has it: Stripe tells the server, and the server tells the page.

import { getPayment, listenToUser, type Schema } from '@ipelya/live';

import { useBackend, useUserIdSignedIn } from '@/server/context';
import { useLiveQuery } from '@/server/use-live-query';

export type Payment = Schema<'Payment'>;

/** How a payment is that was begun here. */
export function usePayment(begun: Payment): Payment {
  const backend = useBackend();
  const userId = useUserIdSignedIn();
  const { paymentId } = begun;
  const payment = useLiveQuery<Payment>({
    key: ['payment', paymentId],
    read: () => getPayment(backend, { paymentId }),
    watch: ({ refresh, onStatus }) => {
      const payment_updated = (told: { paymentId: string }): void => {
        if (told.paymentId === paymentId) refresh();
      };
      return listenToUser(backend, userId, { payment_updated }, { onStatus });
    },
  });
  return payment.data ?? begun;
}
