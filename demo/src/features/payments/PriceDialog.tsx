// What something costs, what one has, and what is left. Nothing is charged before one agrees.

import { Button, Group, Modal, Stack, Text } from '@mantine/core';

import { useBalance } from '@/features/people/use-balance';
import { useLanguage } from '@/i18n';
import { useUserIdSignedIn } from '@/server/context';
import { Figures } from '@/ui/Figures';

interface PriceDialogProps {
  title: string;
  /** What is paid for. */
  what: string;
  /** In coins. */
  price: number;
  hint: string;
  busy?: boolean;
  onAgree: () => void;
  onClose: () => void;
}

export function PriceDialog({ title, what, price, hint, busy = false, onAgree, onClose }: PriceDialogProps) {
  const { words, format } = useLanguage();
  const balance = useBalance(useUserIdSignedIn());
  const has = balance.data ?? 0;
  const left = has - price;
  return (
    <Modal opened onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': words.close }}>
      <Stack>
        <Text fw={600}>{what}</Text>
        <Figures
          rows={[
            [words.price, format.coins(price)],
            [words.balanceLabel, format.coins(has)],
            ...(left >= 0 ? [[words.balanceAfter, format.coins(left)] as const] : []),
          ]}
        />
        <Text size="sm" c={left < 0 ? 'var(--mantine-color-error)' : 'dimmed'}>{left < 0 ? words.notEnough : hint}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{words.cancel}</Button>
          <Button data-autofocus loading={busy} disabled={left < 0} onClick={onAgree}>{words.pay(format.coins(price))}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
