// Every recording, the latest first. Any staff holds one; super admins release it.

import { useState } from 'react';
import { Badge, Button, Group, Stack, Switch, Text, Title } from '@mantine/core';
import { findRecordings, holdRecording, releaseRecording } from '@ipelya/live/ops';
import type { Reply } from '@ipelya/live';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Film } from 'lucide-react';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { nameOf } from '@/server/faces';
import { useAct } from '@/server/use-act';
import { Pages } from '@/ui/Pages';
import { ReasonDialog } from '@/ui/ReasonDialog';
import { Empty, Failure, Loading } from '@/ui/states';

type Row = Reply<typeof findRecordings>['recordings'][number];

/** How many to a page. */
const LIMIT = 5;
/** Recordings have no channel for staff. */
const READ_EVERY_MS = 10_000;

export function AllRecordings() {
  const { words } = useLanguage();
  const [held, setHeld] = useState(false);
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={2} size="h4">{words.recordings}</Title>
        <Switch label={words.onlyHeld} checked={held} onChange={({ currentTarget }) => setHeld(currentTarget.checked)} />
      </Group>
      <Found key={String(held)} held={held} />
    </Stack>
  );
}

function Found({ held }: { held: boolean }) {
  const backend = useBackend();
  const { words } = useLanguage();
  const [page, setPage] = useState(1);
  const found = useQuery({
    queryKey: ['ops-recordings', held, page],
    queryFn: () => findRecordings(backend, { ...(held && { held }), limit: LIMIT, offset: (page - 1) * LIMIT }),
    refetchInterval: READ_EVERY_MS,
  });
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failure error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data.total === 0) return <Empty icon={Film} title={words.noRecordings} />;
  return (
    <>
      {found.data.recordings.map((row) => <Card key={row.id} row={row} />)}
      <Pages page={page} total={Math.ceil(found.data.total / LIMIT)} onChange={setPage} />
    </>
  );
}

function Card({ row }: { row: Row }) {
  const { words, format } = useLanguage();
  const [asks, setAsks] = useState(false);
  const set = useSetHeld(row.id, () => setAsks(false));
  const title = row.title ?? row.session?.title ?? words.recordingOfCall;
  const facts = [
    row.owner && nameOf(row.owner),
    format.moment(row.created_at),
    row.duration_seconds !== null && format.clock(row.duration_seconds),
    row.size_bytes !== null && format.bytes(row.size_bytes),
    row.expires_at && words.goesOn(format.moment(row.expires_at)),
  ];
  return (
    <Group className="surface" p="md" justify="space-between" gap="sm" data-recording={row.id}>
      <Stack gap={2}>
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed">{facts.filter(Boolean).join(' · ')}</Text>
        {row.error && <Text size="sm" c="dimmed">{row.error}</Text>}
        {row.hold_reason && <Text size="sm" fw={600}>{words.heldBy(row.admin?.full_name ?? '…', row.hold_reason)}</Text>}
      </Stack>
      <Group gap="xs">
        <Badge variant="light" c="var(--mantine-color-text)" tt="none">{words[`recording_${row.status}`]}</Badge>
        {row.visibility === 'private' && <Badge variant="default" tt="none">{words.private}</Badge>}
        {row.held_at ? (
          <Button size="xs" variant="default" loading={set.isPending} aria-label={words.releaseTitle(title)} onClick={() => set.mutate(undefined)}>
            {words.release}
          </Button>
        ) : (
          <Button size="xs" variant="default" aria-label={words.holdTitle(title)} onClick={() => setAsks(true)}>{words.hold}</Button>
        )}
      </Group>
      <ReasonDialog
        opened={asks}
        title={words.holdTitle(title)}
        confirm={words.hold}
        busy={set.isPending}
        onClose={() => setAsks(false)}
        onConfirm={(reason) => set.mutate(reason)}
      />
    </Group>
  );
}

/** Holds a recording for a reason, or releases it. */
function useSetHeld(id: string, then: () => void) {
  const { words } = useLanguage();
  const backend = useBackend();
  const cache = useQueryClient();
  return useAct({
    run: (reason: string | undefined) =>
      reason === undefined ? releaseRecording(backend, { id }) : holdRecording(backend, { id, reason }),
    then: () => {
      then();
      void cache.invalidateQueries({ queryKey: ['ops-recordings'] });
      void cache.invalidateQueries({ queryKey: ['recording-storage'] });
    },
    tell: words.done,
  });
}
