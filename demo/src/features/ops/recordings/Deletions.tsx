// Files of recordings that are to go, and those that are gone.

import { useState } from 'react';
import { Stack, Text } from '@mantine/core';
import { listRecordingDeletions } from '@ipelya/live/ops';
import { useQuery } from '@tanstack/react-query';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { Pages } from '@/ui/Pages';
import { Failure, Loading } from '@/ui/states';

/** How many to a page. */
const LIMIT = 5;

export function Deletions() {
  const { words, format } = useLanguage();
  const backend = useBackend();
  const [page, setPage] = useState(1);
  const deletions = useQuery({
    queryKey: ['recording-deletions', page],
    queryFn: () => listRecordingDeletions(backend, { limit: LIMIT, offset: (page - 1) * LIMIT }),
    refetchOnMount: 'always',
  });
  if (deletions.isPending) return <Loading />;
  if (deletions.isError) return <Failure error={deletions.error} onRetry={() => void deletions.refetch()} />;
  if (deletions.data.total === 0) return <Text size="sm" c="dimmed">{words.noDeletions}</Text>;
  return (
    <>
      {deletions.data.deletions.map((row) => (
        <Stack key={row.recording_id ?? row.created_at} className="surface" p="md" gap={2}>
          <Text size="sm" fw={600}>{words[`deletion_${row.reason}`]}</Text>
          <Text size="sm" c="dimmed">
            {[
              format.moment(row.created_at),
              row.deleted_at && words.deletion_done(format.moment(row.deleted_at)),
              row.due_at && words.deletion_due(format.moment(row.due_at)),
            ].filter(Boolean).join(' · ')}
          </Text>
          {row.error && <Text size="sm">{row.error}</Text>}
        </Stack>
      ))}
      <Pages page={page} total={Math.ceil(deletions.data.total / LIMIT)} onChange={setPage} />
    </>
  );
}
