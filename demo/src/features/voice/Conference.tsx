// Whom to call to a conference.

import { useState } from 'react';
import { Button, Checkbox, Group, Stack, Text, Title } from '@mantine/core';
import { Users } from 'lucide-react';

import { PeopleGrid } from '@/features/calls/PeopleGrid';
import { useLanguage } from '@/i18n';
import { nameOf } from '@/server/faces';
import { usePlaceVoiceCall } from './use-voice';

/** How many others one may call. */
const MOST = 9;

export default function Conference() {
  const { words, format } = useLanguage();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const place = usePlaceVoiceCall();
  const choose = (userId: string, checked: boolean): void =>
    setChosen((all) => (checked ? [...all, userId] : all.filter((one) => one !== userId)));
  return (
    <Stack gap="lg" maw={880} mx="auto">
      <Stack gap={4}>
        <Title order={1} size="h2">{words.conference}</Title>
        <Text c="dimmed">{words.conferenceHint(format.number(MOST))}</Text>
      </Stack>
      <PeopleGrid>
        {(face) => (
          <Checkbox
            aria-label={nameOf(face)}
            checked={chosen.includes(face.user_id)}
            disabled={chosen.length >= MOST && !chosen.includes(face.user_id)}
            onChange={({ currentTarget }) => choose(face.user_id, currentTarget.checked)}
          />
        )}
      </PeopleGrid>
      <Group>
        <Button
          disabled={chosen.length === 0}
          loading={place.isPending}
          leftSection={<Users size={16} aria-hidden />}
          onClick={() => place.mutate({ roomType: 'conference', participantIds: [...chosen] })}
        >
          {words.callThem(format.number(chosen.length))}
        </Button>
      </Group>
    </Stack>
  );
}
