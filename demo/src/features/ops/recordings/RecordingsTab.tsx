// Recordings: what the store holds, which there are, what is kept from being deleted, and what is deleted.

import { SimpleGrid, Stack, Title } from '@mantine/core';
import { getRecordingStorage } from '@ipelya/live/ops';
import { useQuery } from '@tanstack/react-query';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { Failure, Loading } from '@/ui/states';
import { Tile } from '@/ui/Tile';
import { AllRecordings } from './AllRecordings';
import { Deletions } from './Deletions';

/** Recordings have no channel for staff. */
const READ_EVERY_MS = 10_000;

export default function RecordingsTab() {
  const { words } = useLanguage();
  return (
    <Stack gap="xl">
      <Storage />
      <AllRecordings />
      <Stack gap="sm">
        <Title order={2} size="h4">{words.deletions}</Title>
        <Deletions />
      </Stack>
    </Stack>
  );
}

function Storage() {
  const { words, format } = useLanguage();
  const backend = useBackend();
  const storage = useQuery({
    queryKey: ['recording-storage'],
    queryFn: () => getRecordingStorage(backend),
    refetchInterval: READ_EVERY_MS,
  });
  if (storage.isPending) return <Loading />;
  if (storage.isError) return <Failure error={storage.error} onRetry={() => void storage.refetch()} />;
  const { total, open, recordings_count: most, egress_seconds: seconds, held, expiring, deletions } = storage.data;
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
      <Tile label={words.recordings} value={total.recordings} />
      <Tile label={words.stored} value={format.bytes(total.bytes)} />
      <Tile label={words.recordedNow} value={`${format.number(open)} / ${format.number(most)}`} />
      <Tile label={words.recordedThisMonth} value={format.clock(seconds)} />
      <Tile label={words.held} value={held} />
      <Tile label={words.expiring} value={expiring} />
      <Tile label={words.deletionsPending} value={deletions.pending} />
      <Tile label={words.deletionsFailing} value={deletions.failing} />
    </SimpleGrid>
  );
}
