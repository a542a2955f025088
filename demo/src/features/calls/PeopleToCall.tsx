// Whom one may call.

import { ActionIcon, Button, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { Phone, Users, Video } from 'lucide-react';
import { Link } from 'wouter';

import { useBalance } from '@/features/people/use-balance';
import { useMe } from '@/features/people/use-me';
import { useLanguage } from '@/i18n';
import { nameOf } from '@/server/faces';
import { Figures } from '@/ui/Figures';
import { OwnRate } from './OwnRate';
import { PeopleGrid } from './PeopleGrid';
import { useDial } from './use-dial';

export function PeopleToCall() {
  const { words } = useLanguage();
  const { userId, isCreator } = useMe();
  const dial = useDial();
  return (
    <Stack gap="lg" maw={880} mx="auto">
      <Group justify="space-between">
        <Stack gap={4}>
          <Title order={1} size="h2">{words.people}</Title>
          <Text c="dimmed">{words.peopleHint}</Text>
        </Stack>
        <Button component={Link} href="/conference" variant="default" leftSection={<Users size={16} aria-hidden />}>{words.conference}</Button>
      </Group>
      {isCreator && <OwnRate />}
      <PeopleGrid>
        {(face) => (
          <Group gap={6} wrap="nowrap">
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={`${words.audioCall}: ${nameOf(face)}`}
              disabled={dial.pending}
              onClick={() => dial.call({ calleeId: face.user_id, callType: 'audio' })}
            >
              <Phone size={17} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="light"
              size="lg"
              aria-label={`${words.videoCall}: ${nameOf(face)}`}
              disabled={dial.pending}
              onClick={() => dial.call({ calleeId: face.user_id, callType: 'video' })}
            >
              <Video size={17} aria-hidden />
            </ActionIcon>
          </Group>
        )}
      </PeopleGrid>
      <PriceDialog dial={dial} userId={userId} />
    </Stack>
  );
}

function PriceDialog({ dial, userId }: { dial: ReturnType<typeof useDial>; userId: string }) {
  const { words, format } = useLanguage();
  const balance = useBalance(userId);
  const { priced } = dial;
  if (!priced) return null;
  return (
    <Modal opened onClose={dial.giveUp} title={words.callPriceTitle} centered closeButtonProps={{ 'aria-label': words.close }}>
      <Stack>
        <Figures
          rows={[
            [words.price, words.callPrice(format.coins(priced.rate))],
            [words.balanceLabel, format.coins(balance.data ?? 0)],
          ]}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={dial.giveUp}>{words.cancel}</Button>
          <Button data-autofocus loading={dial.pending} onClick={() => dial.call(priced.dialled, priced.rate)}>{words.callNow}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
