// Having a session or a call recorded, and for how long it has been. What may be recorded the server decides.

import { Button, Group, Text } from '@mantine/core';
import { startRecording, stopRecording } from '@ipelya/live';
import { Circle, Square } from 'lucide-react';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useAct } from '@/server/use-act';
import { secondsSince, useNow } from '@/ui/clock';
import type { Subject } from './recording';
import { useOpenRecording, type OpenRecording } from './use-open-recording';

interface RecordControlProps {
  subject: Subject;
  /** What the server says: it is recorded, or about to be. */
  isRecording: boolean;
  onChanged?: () => void;
}

export function RecordControl({ subject, isRecording, onChanged }: RecordControlProps) {
  const { words } = useLanguage();
  const backend = useBackend();
  const open = useOpenRecording(subject, isRecording);
  const then = (): void => {
    void open.refetch();
    onChanged?.();
  };
  const start = useAct({ run: () => startRecording(backend, subject), then });
  const stop = useAct({ run: () => stopRecording(backend, subject), then });
  if (!isRecording) {
    return (
      <Button variant="default" loading={start.isPending} leftSection={<Circle size={14} fill="#c92a2a" aria-hidden />} onClick={() => start.mutate()}>
        {words.startRecording}
      </Button>
    );
  }
  return (
    <Group gap="sm">
      <Button
        color="red.9"
        loading={stop.isPending}
        disabled={open.data?.status === 'ending'}
        leftSection={<Square size={14} aria-hidden />}
        onClick={() => stop.mutate()}
      >
        {words.stopRecording}
      </Button>
      {open.data && <Progress recording={open.data} />}
    </Group>
  );
}

function Progress({ recording: { status, started_at: startedAt } }: { recording: OpenRecording }) {
  const { words, format } = useLanguage();
  const goes = status === 'active' && startedAt !== null;
  const now = useNow(goes);
  if (status === 'ending') return <Text size="sm" c="dimmed" role="status">{words.recordingEnds}</Text>;
  if (!goes) return <Text size="sm" c="dimmed" role="status">{words.recordingBegins}</Text>;
  return (
    <Text size="sm" role="timer" aria-label={words.recordedFor} style={{ fontVariantNumeric: 'tabular-nums' }}>
      {format.clock(secondsSince(Date.parse(startedAt), now))}
    </Text>
  );
}
