// The person's calls of every kind, with what was said in those with support.

import { useState } from 'react';
import { Badge, Button, Group, NativeSelect, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { listVoiceCalls, type Schema } from '@ipelya/live';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { PhoneOff } from 'lucide-react';
import { Link } from 'wouter';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { Pages } from '@/ui/Pages';
import { Empty, Failure, Loading } from '@/ui/states';
import { Tile } from '@/ui/Tile';
import { Transcript } from './Transcript';
import { screenOf } from './use-voice';

type VoiceCall = Schema<'VoiceCall'>;
type Kind = VoiceCall['callType'];
type Status = VoiceCall['status'];

const KINDS: readonly Kind[] = ['support', 'user-to-user', 'conference'];
const STATUSES: readonly Status[] = ['pending', 'ringing', 'connected', 'completed', 'missed', 'failed'];
/** How many to a page, and how many may be passed over. */
const LIMIT = 10;
const FURTHEST = 10_000;

export default function CallHistory() {
  const { words, format } = useLanguage();
  const backend = useBackend();
  const [kind, setKind] = useState<Kind | ''>('');
  const [status, setStatus] = useState<Status | ''>('');
  const [page, setPage] = useState(1);
  const history = useQuery({
    queryKey: ['voice-history', kind, status, page],
    queryFn: () =>
      listVoiceCalls(backend, {
        ...(kind && { callType: kind }),
        ...(status && { status }),
        limit: LIMIT,
        offset: (page - 1) * LIMIT,
        includeStats: true,
      }),
    placeholderData: keepPreviousData,
    refetchOnMount: 'always',
  });
  const { stats, calls, pagination } = history.data ?? {};
  return (
    <Stack gap="lg" maw={880} mx="auto">
      <Title order={1} size="h2">{words.callHistory}</Title>
      {stats && (
        <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
          <Tile label={words.callsTotal} value={stats.totalCalls} />
          <Tile label={words.state_completed} value={stats.completedCalls} />
          <Tile label={words.state_missed} value={stats.missedCalls} />
          <Tile label={words.averageLength} value={format.clock(stats.averageDurationSeconds)} />
        </SimpleGrid>
      )}
      <Group>
        <NativeSelect
          label={words.callKind}
          value={kind}
          data={[{ value: '', label: words.allKinds }, ...KINDS.map((value) => ({ value, label: words[`kind_${value}`] }))]}
          onChange={({ currentTarget }) => { setKind(currentTarget.value as Kind | ''); setPage(1); }}
        />
        <NativeSelect
          label={words.callState}
          value={status}
          data={[{ value: '', label: words.allKinds }, ...STATUSES.map((value) => ({ value, label: words[`state_${value}`] }))]}
          onChange={({ currentTarget }) => { setStatus(currentTarget.value as Status | ''); setPage(1); }}
        />
      </Group>
      {history.isPending && <Loading />}
      {history.isError && <Failure error={history.error} onRetry={() => void history.refetch()} />}
      {calls?.length === 0 && <Empty icon={PhoneOff} title={words.noCalls} />}
      <Stack gap="sm">{calls?.map((call) => <Card key={call.id} call={call} />)}</Stack>
      {pagination && <Pages page={page} total={Math.ceil(Math.min(pagination.total, FURTHEST) / LIMIT)} onChange={setPage} />}
    </Stack>
  );
}

function Card({ call }: { call: VoiceCall }) {
  const { words, format } = useLanguage();
  const [opened, setOpened] = useState(false);
  const names = [...new Set(call.participants.map(({ userId, participantName }) => (userId.startsWith('agent-') ? words.assistant : (participantName ?? '…'))))];
  const goesOn = call.status === 'pending' || call.status === 'ringing' || call.status === 'connected';
  const kind = call.callType;
  return (
    <Stack className="surface" p="md" gap="sm" data-call={call.id}>
      <Group justify="space-between" gap="sm">
        <div>
          <Text fw={600}>{words[`kind_${kind}`]}</Text>
          <Text size="sm" c="dimmed">
            {[format.moment(call.startedAt), call.durationSeconds > 0 && format.clock(call.durationSeconds), names.join(', ')].filter(Boolean).join(' · ')}
          </Text>
        </div>
        <Group gap="xs">
          <Badge variant="light" c="var(--mantine-color-text)" tt="none">{words[`state_${call.status}`]}</Badge>
          {goesOn && (
            <Button component={Link} href={kind === 'user-to-user' ? `/call/${call.id}` : screenOf(kind, call.id)} size="xs">{words.join}</Button>
          )}
          {call.hasRecording && (
            <Button component={Link} href={`/recordings/call/${call.id}`} size="xs" variant="default">{words.recordings}</Button>
          )}
          {kind === 'support' && call.metadata.transcript && (
            <Button size="xs" variant="default" aria-expanded={opened} onClick={() => setOpened(!opened)}>{words.transcript}</Button>
          )}
        </Group>
      </Group>
      {opened && <Transcript callId={call.id} />}
    </Stack>
  );
}
