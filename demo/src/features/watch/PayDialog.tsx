// What a session costs, what one has, and what is left. Nothing is charged before one agrees.

import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useLocation } from 'wouter';

import { useBalance } from '@/features/people/use-balance';
import { useMe } from '@/features/people/use-me';
import type { Session } from '@/features/sessions/session';
import { useLanguage } from '@/i18n';
import { Figures } from '@/ui/Figures';

export function PayDialog({ session, onAgree }: { session: Session; onAgree: () => void }) {
  const { words, format } = useLanguage();
  const { userId } = useMe();
  const [, go] = useLocation();
  const balance = useBalance(userId);
  const has = balance.data ?? 0;
  const left = has - session.ppv_coin_price;
  return (
    <Modal opened onClose={() => go('/')} title={words.payTitle} centered closeButtonProps={{ 'aria-label': words.close }}>
      <Stack>
        <Text fw={600}>{session.title}</Text>
        <Figures
          rows={[
            [words.price, format.coins(session.ppv_coin_price)],
            [words.balanceLabel, format.coins(has)],
            ...(left >= 0 ? [[words.balanceAfter, format.coins(left)] as const] : []),
          ]}
        />
        <Text size="sm" c={left < 0 ? 'var(--mantine-color-error)' : 'dimmed'}>{left < 0 ? words.notEnough : words.payHint}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => go('/')}>{words.cancel}</Button>
          <Button data-autofocus disabled={left < 0} onClick={onAgree}>{words.pay(format.coins(session.ppv_coin_price))}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
