// Recordings: all that there are to see, one's own, and those of a session, a creator or a call.

import { useState } from 'react';
import { Button, Group, SegmentedControl, Stack, Title } from '@mantine/core';
import { Film } from 'lucide-react';

import { useLanguage } from '@/i18n';
import { useUserIdSignedIn } from '@/server/context';
import { Empty, Failure, Loading } from '@/ui/states';
import type { Wanted } from './recording';
import { RecordingCard } from './RecordingCard';
import { useRecordings } from './use-recordings';

export default function Recordings({ of: subject }: { of?: Wanted }) {
  const { words } = useLanguage();
  const userId = useUserIdSignedIn();
  const [whose, setWhose] = useState<'all' | 'own'>('all');
  return (
    <Stack gap="lg" maw={820} mx="auto">
      <Group justify="space-between">
        <Title order={1} size="h2">{words.recordings}</Title>
        {!subject && (
          <SegmentedControl
            aria-label={words.whoseRecordings}
            data={[{ value: 'all', label: words.allRecordings }, { value: 'own', label: words.ownRecordings }]}
            value={whose}
            onChange={setWhose}
          />
        )}
      </Group>
      <Found wanted={subject ?? (whose === 'own' ? { creatorId: userId } : {})} />
    </Stack>
  );
}

function Found({ wanted }: { wanted: Wanted }) {
  const { words } = useLanguage();
  const found = useRecordings(wanted);
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failure error={found.error} onRetry={() => void found.refetch()} />;
  const recordings = found.data.pages.flatMap((page) => page.recordings);
  if (recordings.length === 0) return <Empty icon={Film} title={words.noRecordings} hint={words.noRecordingsHint} />;
  return (
    <>
      <Stack gap="sm">
        {recordings.map((recording) => (
          <RecordingCard key={recording.id} recording={recording} onChanged={() => void found.refetch()} />
        ))}
      </Stack>
      {found.hasNextPage && (
        <Button variant="default" mx="auto" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {words.olderRecordings}
        </Button>
      )}
    </>
  );
}
