// Calls with support that are over: what was said, and who of the staff has read it. Reading is noted by the server.

import { useState } from 'react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { listTranscriptReaders, listSupportCalls } from '@ipelya/live/ops';
import { useQuery } from '@tanstack/react-query';
import { Headset } from 'lucide-react';

import { Transcript } from '@/features/voice/Transcript';
import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { nameOf } from '@/server/faces';
import { Pages } from '@/ui/Pages';
import { Empty, Failure, Loading } from '@/ui/states';
import type { VoiceCallRow } from './LiveCalls';

/** How many to a page. */
const LIMIT = 5;

export function PastCalls() {
  const { words } = useLanguage();
  const backend = useBackend();
  const [page, setPage] = useState(1);
  const calls = useQuery({
    queryKey: ['ops-voice-calls', 'over', page],
    queryFn: () => listSupportCalls(backend, { active: false, kind: 'support', limit: LIMIT, offset: (page - 1) * LIMIT }),
  });
  if (calls.isPending) return <Loading />;
  if (calls.isError) return <Failure error={calls.error} onRetry={() => void calls.refetch()} />;
  if (calls.data.total === 0) return <Empty icon={Headset} title={words.noCalls} />;
  return (
    <>
      {calls.data.calls.map((call) => <Card key={call.id} call={call} />)}
      <Pages page={page} total={Math.ceil(calls.data.total / LIMIT)} onChange={setPage} />
    </>
  );
}

function Card({ call }: { call: VoiceCallRow }) {
  const { words, format } = useLanguage();
  const [shown, setShown] = useState<'transcript' | 'readers'>();
  const ended = call.end_reason && (call.end_detail === 'agent_absent' ? words.supportLeft : words[`call_${call.end_reason}`]);
  const show = (what: 'transcript' | 'readers'): void => setShown(shown === what ? undefined : what);
  return (
    <Stack className="surface" p="md" gap="sm" data-call={call.id}>
      <Group justify="space-between">
        <div>
          <Text fw={600}>{nameOf(call.caller)}</Text>
          <Text size="sm" c="dimmed">{[format.moment(call.initiated_at), format.clock(call.duration_seconds), ended].filter(Boolean).join(' · ')}</Text>
        </div>
        {call.has_transcript && (
          <Group gap="xs">
            <Button size="xs" variant="default" aria-expanded={shown === 'transcript'} onClick={() => show('transcript')}>{words.transcript}</Button>
            <Button size="xs" variant="default" aria-expanded={shown === 'readers'} onClick={() => show('readers')}>{words.whoRead}</Button>
          </Group>
        )}
      </Group>
      {shown === 'transcript' && <Transcript callId={call.id} />}
      {shown === 'readers' && <Readers callId={call.id} />}
    </Stack>
  );
}

function Readers({ callId }: { callId: string }) {
  const { words, format } = useLanguage();
  const backend = useBackend();
  const readers = useQuery({
    queryKey: ['transcript-readers', callId],
    queryFn: () => listTranscriptReaders(backend, { id: callId }),
    refetchOnMount: 'always',
  });
  if (readers.isPending) return <Loading />;
  if (readers.isError) return <Failure error={readers.error} onRetry={() => void readers.refetch()} />;
  return (
    <Stack component="section" gap={4} aria-label={words.whoRead}>
      {readers.data.readers.length === 0 && <Text size="sm" c="dimmed">{words.nobodyRead}</Text>}
      {readers.data.readers.map(({ admin, read_at: at }) => (
        <Text key={at} size="sm">{words.changedBy(admin?.full_name ?? '…', format.moment(at))}</Text>
      ))}
    </Stack>
  );
}
