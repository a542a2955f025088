// The host asks somebody on stage, who has a minute to answer.

import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { respondGuestInvitation, type ParticipantRow } from '@ipelya/live';
import { useQueryClient } from '@tanstack/react-query';

import type { Session } from '@/features/sessions/session';
import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { nameOf } from '@/server/faces';
import { useAct } from '@/server/use-act';
import { secondsUntil, useNow } from '@/ui/clock';

interface InvitationDialogProps {
  session: Session;
  place: ParticipantRow | null | undefined;
}

export function InvitationDialog({ session, place }: InvitationDialogProps) {
  const { words, format } = useLanguage();
  const backend = useBackend();
  const cache = useQueryClient();
  const pending = place?.invitation_response === 'pending' && place.invitation_expires_at !== null;
  const now = useNow(pending);
  const left = pending ? secondsUntil(Date.parse(place.invitation_expires_at ?? ''), now) : 0;
  const answer = useAct({
    run: (accept: boolean) => respondGuestInvitation(backend, { sessionId: session.id, accept }),
    then: () => void cache.invalidateQueries({ queryKey: ['place', session.id] }),
  });
  return (
    <Modal
      opened={left > 0}
      onClose={() => answer.mutate(false)}
      title={words.invitedTitle(nameOf(session.creator))}
      centered
      closeButtonProps={{ 'aria-label': words.decline }}
    >
      <Stack>
        {(session.is_recording || session.recording_enabled) && <Text size="sm" fw={600}>{words.stageIsRecorded}</Text>}
        <Text size="sm" c="dimmed">{words.answerWithin(format.seconds(left))}</Text>
        <Group justify="flex-end">
          <Button variant="default" disabled={answer.isPending} onClick={() => answer.mutate(false)}>{words.decline}</Button>
          <Button data-autofocus loading={answer.isPending} onClick={() => answer.mutate(true)}>{words.accept}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
