// Switching one's channel on and off, and the fee for it where there is one.

import { useState } from 'react';
import { Button, Modal, Stack, Text } from '@mantine/core';
import { payToGoLive, Refusal, toggleChannel } from '@ipelya/live';
import { useQueryClient } from '@tanstack/react-query';
import { Radio, Square, Video } from 'lucide-react';
import { Link, useLocation } from 'wouter';

import { CardPayment } from '@/features/payments/CardPayment';
import type { Payment } from '@/features/payments/use-payment';
import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useAct } from '@/server/use-act';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import type { ChannelPage } from './use-channels';

export function OnAirControl({ page }: { page: ChannelPage }) {
  const { words } = useLanguage();
  if (!page.sessionId) return <SwitchOn slug={page.channel.slug} />;
  return (
    <>
      <Button component={Link} href={`/watch/${page.sessionId}`} leftSection={<Video size={16} aria-hidden />}>
        {words.toYourSession}
      </Button>
      <SwitchOff />
    </>
  );
}

interface Fee {
  amount: number;
  currency: string;
}

function feeIn(error: Error): Fee | undefined {
  if (!(error instanceof Refusal) || error.code !== 'FEE_REQUIRED') return undefined;
  const { required, currency } = error;
  return required !== undefined && currency !== undefined ? { amount: required, currency } : undefined;
}

function SwitchOn({ slug }: { slug: string }) {
  const { words } = useLanguage();
  const backend = useBackend();
  const cache = useQueryClient();
  const [, go] = useLocation();
  const [fee, setFee] = useState<Fee>();
  const switchOn = useAct({
    run: () => toggleChannel(backend, { active: true }),
    then: ({ session }) => {
      void cache.invalidateQueries({ queryKey: ['own-session'] });
      if (session) go(`/watch/${session.id}`);
    },
    quiet: (error) => {
      const asked = feeIn(error);
      setFee(asked);
      return asked !== undefined;
    },
  });
  return (
    <>
      <Button
        loading={switchOn.isPending}
        onClick={() => switchOn.mutate()}
        leftSection={<Radio size={16} aria-hidden />}
      >
        {words.goOnAir}
      </Button>
      {fee && <FeeDialog slug={slug} fee={fee} onPaid={() => switchOn.mutate()} onClose={() => setFee(undefined)} />}
    </>
  );
}

interface FeeDialogProps {
  slug: string;
  fee: Fee;
  onPaid: () => void;
  onClose: () => void;
}

function FeeDialog({ slug, fee, onPaid, onClose }: FeeDialogProps) {
  const { words, format } = useLanguage();
  const backend = useBackend();
  const [begun, setBegun] = useState<Payment>();
  const begin = useAct({ run: () => payToGoLive(backend, { slug, amount: fee.amount }), then: setBegun });
  return (
    <Modal opened onClose={onClose} title={words.feeTitle} centered closeButtonProps={{ 'aria-label': words.close }}>
      <Stack>
        <Text size="sm" c="dimmed">{words.feeHint}</Text>
        {begun ? (
          <CardPayment begun={begun} onPaid={onPaid} />
        ) : (
          <Button data-autofocus loading={begin.isPending} onClick={() => begin.mutate()}>
            {words.pay(format.money(fee.amount, fee.currency))}
          </Button>
        )}
      </Stack>
    </Modal>
  );
}

function SwitchOff() {
  const { words } = useLanguage();
  const backend = useBackend();
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const switchOff = useAct({
    run: () => toggleChannel(backend, { active: false }),
    then: () => {
      setAsking(false);
      void cache.invalidateQueries({ queryKey: ['channel'] });
      cache.removeQueries({ queryKey: ['own-session'] });
    },
  });
  return (
    <>
      <Button color="red.9" onClick={() => setAsking(true)} leftSection={<Square size={14} aria-hidden />}>
        {words.goOffAir}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={words.endSessionSure}
        confirm={words.goOffAir}
        busy={switchOff.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => switchOff.mutate()}
      />
    </>
  );
}
