// What was said in a call, as the server keeps it.

import { Stack, Text, Title } from '@mantine/core';
import { getTranscript, type Schema } from '@ipelya/live';
import { useQuery } from '@tanstack/react-query';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { Failure, Loading } from '@/ui/states';
import classes from './Voice.module.css';

type Line = Schema<'TranscriptLine'>;

/** The last words arrive after the call: how long it is looked for them, and how often. */
const LATE_MS = 15_000;
const LOOK_EVERY_MS = 2000;

interface TranscriptProps {
  callId: string;
  /** When the call ended, if it did lately. */
  endedAt?: string | null;
}

export function Transcript({ callId, endedAt }: TranscriptProps) {
  const { words } = useLanguage();
  const backend = useBackend();
  const transcript = useQuery({
    queryKey: ['transcript', callId],
    queryFn: () => getTranscript(backend, { callId }),
    refetchInterval: () => (endedAt && Date.now() - Date.parse(endedAt) < LATE_MS ? LOOK_EVERY_MS : false),
  });
  if (transcript.isPending) return <Loading />;
  if (transcript.isError) return <Failure error={transcript.error} onRetry={() => void transcript.refetch()} />;
  const { lines } = transcript.data;
  return (
    <Stack component="section" className="surface" p="md" gap="xs" aria-label={words.transcript}>
      <Title order={2} size="h5">{words.transcript}</Title>
      {lines.length === 0 && <Text size="sm" c="dimmed">{words.noTranscript}</Text>}
      {lines.map((line) => <Said key={line.itemId} line={line} />)}
    </Stack>
  );
}

function Said({ line: { speaker, text, interrupted, at } }: { line: Line }) {
  const { words, format } = useLanguage();
  const names = { user: words.role_caller, agent: words.assistant, staff: words.role_admin_viewer };
  return (
    <p className={classes.caption} title={format.moment(at)}>
      <b>{names[speaker]}:</b> {text}
      {interrupted && <Text span size="xs" c="dimmed"> ({words.interrupted})</Text>}
    </p>
  );
}
