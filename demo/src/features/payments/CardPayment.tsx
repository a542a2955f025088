// Paying by card. Stripe's own form would stand here; the local stack has a card that pays at its stand-in instead.

import { useEffect, useEffectEvent } from 'react';
import { Alert, Button, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { CreditCard } from 'lucide-react';

import { useLanguage } from '@/i18n';
import type { TestCard } from '@/server/config';
import { useTestCard } from '@/server/context';
import { useAct } from '@/server/use-act';
import { Figures } from '@/ui/Figures';
import { usePayment, type Payment } from './use-payment';

interface CardPaymentProps {
  begun: Payment;
  onPaid?: () => void;
}

export function CardPayment({ begun, onPaid }: CardPaymentProps) {
  const { words, format } = useLanguage();
  const payment = usePayment(begun);
  const paid = useEffectEvent(() => onPaid?.());
  useEffect(() => {
    if (payment.status === 'paid') paid();
  }, [payment.status]);
  return (
    <Stack>
      <div role="status">
        <Figures
          rows={[
            [words.amount, format.money(payment.amount, payment.currency)],
            [words.paymentStatus, words[`payment_${payment.status}`]],
          ]}
        />
      </div>
      {payment.status === 'open' && <Card payment={payment} />}
    </Stack>
  );
}

function Card({ payment }: { payment: Payment }) {
  const { words } = useLanguage();
  const card = useTestCard();
  const { clientSecret, publishableKey } = payment;
  if (!clientSecret || publishableKey !== card?.publishableKey) {
    return <Text size="sm" c="dimmed">{words.noRealCards}</Text>;
  }
  return <TestCardButton card={card} paymentId={payment.paymentId} clientSecret={clientSecret} />;
}

interface TestCardButtonProps {
  card: TestCard;
  paymentId: string;
  clientSecret: string;
}

function TestCardButton({ card, paymentId, clientSecret }: TestCardButtonProps) {
  const { words } = useLanguage();
  const cache = useQueryClient();
  const pay = useAct({
    run: () => payBy(card, clientSecret),
    then: () => void cache.invalidateQueries({ queryKey: ['payment', paymentId] }),
  });
  return (
    <Alert icon={<CreditCard aria-hidden />} title={words.testCard}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{words.testCardHint}</Text>
        <Button autoFocus loading={pay.isPending} onClick={() => pay.mutate()}>{words.testCardPays}</Button>
      </Stack>
    </Alert>
  );
}

/** A secret begins with the id of the intent that it is for. */
async function payBy(card: TestCard, clientSecret: string): Promise<void> {
  const [intent] = clientSecret.split('_secret_');
  const response = await fetch(`${card.path}${intent}`, { method: 'POST' });
  if (!response.ok) throw new Error(`the test card was answered ${response.status}`);
}
