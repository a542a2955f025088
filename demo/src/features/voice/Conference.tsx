// Whom to call to a conference.

import { useState } from 'react';
import { Button, Checkbox, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { Users } from 'lucide-react';

import { usePeopleToCall } from '@/features/calls/use-people';
import { useLanguage } from '@/i18n';
import { nameOf } from '@/server/faces';
import { PersonLine } from '@/ui/Person';
import { Failure, Loading } from '@/ui/states';
import { usePlaceVoiceCall } from './use-voice';

/** How many others one may call. */
const MOST = 9;

export default function Conference() {
  const { words, format } = useLanguage();
  const people = usePeopleToCall();
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
      {people.isPending && <Loading />}
      {people.isError && <Failure error={people.error} onRetry={() => void people.refetch()} />}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {people.data?.map((face) => (
          <div key={face.user_id} className="surface" style={{ padding: '0.75rem 1rem' }}>
            <PersonLine userId={face.user_id}>
              <Checkbox
                aria-label={nameOf(face)}
                checked={chosen.includes(face.user_id)}
                disabled={chosen.length >= MOST && !chosen.includes(face.user_id)}
                onChange={({ currentTarget }) => choose(face.user_id, currentTarget.checked)}
              />
            </PersonLine>
          </div>
        ))}
      </SimpleGrid>
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
