// Somebody calls several, and one is among them. Whoever is called joins when they like, as long as it goes on.

import { useState } from 'react';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { watchNotifications } from '@ipelya/live';
import { Users } from 'lucide-react';
import { useLocation } from 'wouter';

import { useRinging } from '@/features/calls/use-calls';
import { useLanguage } from '@/i18n';
import { useBackend, useUserIdSignedIn } from '@/server/context';
import { nameOf, useFace } from '@/server/faces';
import { read } from '@/server/rows';
import { useLiveQuery } from '@/server/use-live-query';
import { FaceCircle } from '@/ui/Person';
import { screenOf, useVoiceCall } from './use-voice';

interface Called {
  call: { id: string; caller_id: string };
}

/** The conference that the person was called to last and that goes on; `null` if there is none. */
function useIncomingConference() {
  const backend = useBackend();
  const userId = useUserIdSignedIn();
  return useLiveQuery<Called | null>({
    key: ['incoming-conference', userId],
    read: () => {
      const query = backend.supabase.from('call_members').select('call:calls!inner(id,caller_id)');
      const open = query.eq('user_id', userId).eq('role', 'member').eq('call.kind', 'conference').neq('call.status', 'ended');
      return read(open.order('created_at', { ascending: false }).limit(1).maybeSingle());
    },
    watch: ({ refresh, onStatus }) =>
      watchNotifications(backend, userId, {
        onInsert: ({ data }) => {
          if ((data as { kind?: string } | null)?.kind === 'conference') refresh();
        },
        onStatus,
      }),
  });
}

export function IncomingConference() {
  const called = useIncomingConference();
  const [at] = useLocation();
  const [putOff, setPutOff] = useState<string>();
  const call = called.data?.call;
  if (!call || call.id === putOff || at === screenOf('conference', call.id)) return null;
  return <Ring key={call.id} call={call} onAway={() => setPutOff(call.id)} />;
}

function Ring({ call, onAway }: Called & { onAway: () => void }) {
  const { words } = useLanguage();
  const [, go] = useLocation();
  const face = useFace(call.caller_id);
  const goesOn = useVoiceCall(call.id).data?.status !== 'ended';
  useRinging(goesOn);
  if (!goesOn) return null;
  const join = (): void => {
    onAway();
    go(screenOf('conference', call.id));
  };
  return (
    <Modal opened onClose={onAway} title={words.conferenceFrom(nameOf(face))} withCloseButton={false} centered size="sm">
      <Stack align="center" gap="md" py="md">
        <FaceCircle face={face} size={88} />
        <Text size="sm" c="dimmed">{words.conference}</Text>
        <Group>
          <Button variant="default" onClick={onAway}>{words.notNow}</Button>
          <Button color="teal.9" data-autofocus leftSection={<Users size={16} aria-hidden />} onClick={join}>{words.join}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
