// At the door of a call: whoever comes into one that is recorded has to agree to that first.

import { Button, Group } from '@mantine/core';
import { Refusal, setRecordingConsent } from '@ipelya/live';
import { CircleDot } from 'lucide-react';
import { Link } from 'wouter';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { sentenceOf } from '@/server/errors';
import { useAct } from '@/server/use-act';
import { Empty, Failure } from '@/ui/states';

interface ConsentDoorProps {
  callId: string;
  /** Why one was not let in; anything but the consent that is missing is shown as it is. */
  error: Error;
  onRetry: () => void;
}

export function ConsentDoor({ callId, error, onRetry }: ConsentDoorProps) {
  const { words } = useLanguage();
  const backend = useBackend();
  const agree = useAct({ run: () => setRecordingConsent(backend, { callId, recording: true }), then: onRetry });
  const asks = error instanceof Refusal && error.code === 'RECORDING_CONSENT_REQUIRED';
  if (!asks) return <Failure error={error} onRetry={onRetry} />;
  return (
    <Empty icon={CircleDot} title={words.callIsRecorded} hint={sentenceOf(error, words)}>
      <Group>
        <Button loading={agree.isPending} onClick={() => agree.mutate()}>{words.agreeAndEnter}</Button>
        <Button component={Link} href="/" variant="default">{words.cancel}</Button>
      </Group>
    </Empty>
  );
}
