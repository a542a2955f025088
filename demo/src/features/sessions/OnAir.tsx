// What is on.

import { useState } from 'react';
import { Button, Group, SegmentedControl, SimpleGrid, Stack, Title } from '@mantine/core';
import type { SessionRow } from '@ipelya/live';
import { Film, Radio } from 'lucide-react';
import { Link } from 'wouter';

import { useMe } from '@/features/people/use-me';
import { SupportBar } from '@/features/voice/SupportBar';
import { useLanguage } from '@/i18n';
import { Empty, Failure, Loading } from '@/ui/states';
import { SessionCard } from './SessionCard';
import { useOnAir } from './use-sessions';

type Kind = 'all' | SessionRow['session_type'];

export function OnAir() {
  const { words } = useLanguage();
  const { isCreator } = useMe();
  const [kind, setKind] = useState<Kind>('all');
  const sessions = useOnAir();
  const shown = sessions.data?.filter(({ session_type }) => kind === 'all' || session_type === kind);
  const kinds: { value: Kind; label: string }[] = [
    { value: 'all', label: words.allKinds },
    { value: 'video_live', label: words.video },
    { value: 'audio_room', label: words.audioRoom },
  ];
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Title order={1} size="h2">{words.onAir}</Title>
        <Group gap="sm">
          <Button component={Link} href="/recordings" variant="default" leftSection={<Film size={16} aria-hidden />}>{words.recordings}</Button>
          <SegmentedControl aria-label={words.kind} data={kinds} value={kind} onChange={setKind} />
        </Group>
      </Group>
      {sessions.isPending && <Loading />}
      {sessions.isError && <Failure error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {shown?.length === 0 && (
        <Empty icon={Radio} title={words.nothingOn} hint={words.nothingOnHint}>
          {isCreator && <Button component={Link} href="/go-live">{words.goLive}</Button>}
        </Empty>
      )}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 4 }} spacing="md">
        {shown?.map((session) => <SessionCard key={session.id} session={session} />)}
      </SimpleGrid>
      <SupportBar />
    </Stack>
  );
}
