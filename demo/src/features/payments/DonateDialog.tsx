// A donation by card: how much, with which words, and then the payment.

import { useRef, useState } from 'react';
import { Button, Checkbox, Group, Modal, NumberInput, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { donate } from '@ipelya/live';
import { HandCoins } from 'lucide-react';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useAct } from '@/server/use-act';
import { CURRENCIES, CURRENCY_OF, PRESETS, toMinorUnits, type Currency } from './amounts';
import { CardPayment } from './CardPayment';
import type { Payment } from './use-payment';

/** How long the words with it may be. */
const MESSAGE_MAX = 200;

interface DonateProps {
  /** The id of a channel, or of a session. */
  streamId: string;
  /** Whose it is, as they are called. */
  name: string;
}

export function DonateButton({ variant = 'light', ...donation }: DonateProps & { variant?: 'light' | 'white' }) {
  const { words } = useLanguage();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant={variant} leftSection={<HandCoins size={18} aria-hidden />} onClick={() => setOpen(true)}>
        {words.donate}
      </Button>
      {open && <DonateDialog {...donation} onClose={() => setOpen(false)} />}
    </>
  );
}

function DonateDialog({ streamId, name, onClose }: DonateProps & { onClose: () => void }) {
  const { words } = useLanguage();
  const [begun, setBegun] = useState<Payment>();
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.donateTo(name)}
      centered
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {begun ? <Paying begun={begun} onClose={onClose} /> : <DonationForm streamId={streamId} onBegun={setBegun} />}
    </Modal>
  );
}

function Paying({ begun, onClose }: { begun: Payment; onClose: () => void }) {
  const { words } = useLanguage();
  const [paid, setPaid] = useState(false);
  const close = useRef<HTMLButtonElement>(null);
  const thank = (): void => {
    setPaid(true);
    // what had the focus, the card, is gone
    close.current?.focus();
  };
  return (
    <Stack>
      <CardPayment begun={begun} onPaid={thank} />
      {paid && <Text role="status" fw={600}>{words.thanks}</Text>}
      <Group justify="flex-end">
        <Button ref={close} variant="default" onClick={onClose}>{words.close}</Button>
      </Group>
    </Stack>
  );
}

interface DonationFormProps {
  streamId: string;
  onBegun: (payment: Payment) => void;
}

function DonationForm({ streamId, onBegun }: DonationFormProps) {
  const { words, language } = useLanguage();
  const backend = useBackend();
  const [currency, setCurrency] = useState<Currency>(CURRENCY_OF[language]);
  const [amount, setAmount] = useState<number | string>('');
  const [message, setMessage] = useState('');
  const [anonymous, setAnonymous] = useState(false);
  const begin = useAct({
    run: () => donate(backend, { streamId, amount: toMinorUnits(amount), currency, message: message.trim(), anonymous }),
    then: onBegun,
  });
  return (
    <Stack component="form" onSubmit={(event) => { event.preventDefault(); begin.mutate(); }}>
      <SegmentedControl
        aria-label={words.currency}
        data={CURRENCIES.map((value) => ({ value, label: value.toUpperCase() }))}
        value={currency}
        onChange={(chosen) => { setCurrency(chosen); setAmount(''); }}
      />
      <Presets currency={currency} amount={toMinorUnits(amount)} onChoose={(minor) => setAmount(minor / 100)} />
      <NumberInput
        label={words.amount}
        value={amount}
        onChange={setAmount}
        decimalScale={2}
        suffix={` ${currency.toUpperCase()}`}
        required
      />
      <Textarea
        label={words.donationMessage}
        value={message}
        maxLength={MESSAGE_MAX}
        autosize
        minRows={2}
        onChange={({ currentTarget }) => setMessage(currentTarget.value)}
      />
      <Checkbox
        label={words.anonymous}
        checked={anonymous}
        onChange={({ currentTarget }) => setAnonymous(currentTarget.checked)}
      />
      <Button type="submit" loading={begin.isPending} disabled={amount === ''}>{words.toPayment}</Button>
    </Stack>
  );
}

interface PresetsProps {
  currency: Currency;
  amount: number;
  onChoose: (minorUnits: number) => void;
}

function Presets({ currency, amount, onChoose }: PresetsProps) {
  const { words, format } = useLanguage();
  return (
    <Group gap="xs" grow role="group" aria-label={words.presets}>
      {PRESETS[currency].map((minor) => (
        <Button
          key={minor}
          px="xs"
          variant={minor === amount ? 'light' : 'default'}
          aria-pressed={minor === amount}
          onClick={() => onChoose(minor)}
        >
          {format.money(minor, currency)}
        </Button>
      ))}
    </Group>
  );
}
