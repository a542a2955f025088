// Somebody calls, wherever in the app one is.

import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { acceptCall, declineCall, type CallRow } from '@ipelya/live';
import { useQueryClient } from '@tanstack/react-query';
import { Phone, PhoneOff } from 'lucide-react';
import { useLocation } from 'wouter';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { nameOf, useFace } from '@/server/faces';
import { useAct } from '@/server/use-act';
import { FaceCircle } from '@/ui/Person';
import { useIncomingCall, useRinging } from './use-calls';

export function IncomingCall() {
  const call = useIncomingCall();
  useRinging(Boolean(call.data));
  return call.data ? <Ring key={call.data.id} call={call.data} /> : null;
}

function Ring({ call }: { call: CallRow }) {
  const { words } = useLanguage();
  const backend = useBackend();
  const cache = useQueryClient();
  const [, go] = useLocation();
  const face = useFace(call.caller_id);
  const over = (): void => void cache.setQueryData(['incoming-call', call.callee_id], null);
  const accept = useAct({
    run: () => acceptCall(backend, { callId: call.id }),
    then: () => {
      over();
      go(`/call/${call.id}`);
    },
  });
  const decline = useAct({ run: () => declineCall(backend, { callId: call.id }), then: over });
  return (
    <Modal opened onClose={() => decline.mutate()} title={words.incomingCall(nameOf(face))} withCloseButton={false} centered size="sm">
      <Stack align="center" gap="md" py="md">
        <FaceCircle face={face} size={88} />
        <Text size="sm" c="dimmed">{call.call_type === 'video_call' ? words.videoCall : words.audioCall}</Text>
        <Group>
          <Button color="red.9" disabled={accept.isPending} loading={decline.isPending} leftSection={<PhoneOff size={16} aria-hidden />} onClick={() => decline.mutate()}>
            {words.decline}
          </Button>
          <Button color="teal.9" data-autofocus loading={accept.isPending} leftSection={<Phone size={16} aria-hidden />} onClick={() => accept.mutate()}>
            {words.answer}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
