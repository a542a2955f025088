// Asking for the stage, which in an audio room is raising a hand.

import { Button, Group, Text } from '@mantine/core';
import { cancelJoinRequest, requestToJoin, type GuestRequestRow } from '@ipelya/live';
import { Hand } from 'lucide-react';

import type { Session } from '@/features/sessions/session';
import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useAct } from '@/server/use-act';
import { secondsUntil, useNow } from '@/ui/clock';
import { useOwnRequest } from './use-requests';

export function AskToJoin({ session }: { session: Session }) {
  const { words } = useLanguage();
  const backend = useBackend();
  const request = useOwnRequest(session.id);
  const waiting = request.data?.status === 'pending' ? request.data : undefined;
  const now = useNow(waiting !== undefined);
  const left = waiting ? secondsUntil(Date.parse(waiting.expires_at), now) : 0;
  const ask = useAct({ run: () => requestToJoin(backend, { sessionId: session.id }), then: () => void request.refetch() });

  if (waiting && left > 0) return <Waiting request={waiting} left={left} onTakenBack={() => void request.refetch()} />;
  return (
    <Group gap="xs">
      <Button variant="light" loading={ask.isPending} onClick={() => ask.mutate()} leftSection={<Hand size={16} aria-hidden />}>
        {session.session_type === 'audio_room' ? words.raiseHand : words.askToJoin}
      </Button>
      {request.data?.status === 'rejected' && <Text size="sm" c="dimmed">{words.requestDeclined}</Text>}
    </Group>
  );
}

interface WaitingProps {
  request: GuestRequestRow;
  left: number;
  onTakenBack: () => void;
}

function Waiting({ request, left, onTakenBack }: WaitingProps) {
  const { words, format } = useLanguage();
  const backend = useBackend();
  const takeBack = useAct({ run: () => cancelJoinRequest(backend, { requestId: request.id }), then: onTakenBack });
  return (
    <Group gap="xs">
      <Text size="sm" role="status">{words.asked}</Text>
      <Text size="sm" c="dimmed">{words.answerWithin(format.seconds(left))}</Text>
      <Button size="xs" variant="default" loading={takeBack.isPending} onClick={() => takeBack.mutate()}>{words.takeBack}</Button>
    </Group>
  );
}
