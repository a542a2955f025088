// In a call: whether it is recorded, whether one lets it be, and having it recorded. Whoever takes their consent back
// ends the recording.

import { Group, Switch } from '@mantine/core';
import { setRecordingConsent } from '@ipelya/live';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useAct } from '@/server/use-act';
import { RecordControl } from './RecordControl';
import { RecordedBadge } from './RecordedBadge';
import { useCallRecording } from './use-call-recording';

interface CallRecordingProps {
  callId: string;
  /** Has a say in whether it is recorded: either party, or the owner of a call of several. */
  controls: boolean;
}

export function CallRecording({ callId, controls }: CallRecordingProps) {
  const { words } = useLanguage();
  const backend = useBackend();
  const state = useCallRecording(callId);
  const consent = useAct({
    run: (recording: boolean) => setRecordingConsent(backend, { callId, recording }),
    then: () => void state.refetch(),
  });
  if (!state.data) return null;
  const { isRecording } = state.data;
  return (
    <Group justify="space-between" gap="sm">
      <Switch
        label={words.mayBeRecorded}
        description={words.mayBeRecordedHint}
        checked={state.data.consent === true}
        disabled={consent.isPending}
        onChange={({ currentTarget }) => consent.mutate(currentTarget.checked)}
      />
      <Group gap="sm">
        {isRecording && <RecordedBadge />}
        {controls && <RecordControl subject={{ callId }} isRecording={isRecording} onChanged={() => void state.refetch()} />}
      </Group>
    </Group>
  );
}
