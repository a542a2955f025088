// One's own microphone and camera, asking for the stage, and the way out.

import { useState } from 'react';
import { Alert, Button, Group } from '@mantine/core';
import { endGuest, endLiveSession, type ParticipantRow } from '@ipelya/live';
import { useLocalParticipantPermissions } from '@livekit/components-react';
import { useQueryClient } from '@tanstack/react-query';
import { DoorOpen, LogOut, Square } from 'lucide-react';
import { Link } from 'wouter';

import { AskToJoin } from '@/features/guests/AskToJoin';
import { useMe } from '@/features/people/use-me';
import type { Session } from '@/features/sessions/session';
import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useAct } from '@/server/use-act';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { DeviceToggles } from './DeviceToggles';
import { QualityChoice } from './QualityChoice';

interface ControlsProps {
  session: Session;
  place: ParticipantRow | null | undefined;
}

export function Controls({ session, place }: ControlsProps) {
  const { words } = useLanguage();
  const { userId } = useMe();
  const hosts = session.creator_id === userId;
  const mayPublish = useLocalParticipantPermissions()?.canPublish === true;
  const below = place?.role === 'viewer' || place?.role === 'listener';
  return (
    <>
      {place?.is_muted && <Alert color="orange" p="xs">{words.mutedByHost}</Alert>}
      {mayPublish && !hosts && <Alert p="xs">{words.onStage}</Alert>}
      <Group gap="xs">
        {mayPublish && <DeviceToggles video={session.session_type === 'video_live'} />}
        {below && session.guest_enabled && <AskToJoin session={session} />}
        {mayPublish && !hosts && <LeaveStage sessionId={session.id} userId={userId} />}
        <Group ml="auto">
          {session.session_type === 'video_live' && <QualityChoice />}
          {hosts ? <EndSession sessionId={session.id} /> : <Leave />}
        </Group>
      </Group>
    </>
  );
}

function Leave() {
  const { words } = useLanguage();
  return (
    <Button component={Link} href="/" variant="default" leftSection={<LogOut size={16} aria-hidden />}>{words.leave}</Button>
  );
}

function LeaveStage({ sessionId, userId }: { sessionId: string; userId: string }) {
  const { words } = useLanguage();
  const backend = useBackend();
  const leave = useAct({ run: () => endGuest(backend, { sessionId, guestUserId: userId }) });
  return (
    <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()} leftSection={<DoorOpen size={16} aria-hidden />}>
      {words.leaveStage}
    </Button>
  );
}

function EndSession({ sessionId }: { sessionId: string }) {
  const { words } = useLanguage();
  const backend = useBackend();
  const [asking, setAsking] = useState(false);
  const cache = useQueryClient();
  const end = useAct({
    run: () => endLiveSession(backend, { sessionId }),
    then: () => {
      setAsking(false);
      cache.removeQueries({ queryKey: ['own-session'] });
    },
  });
  return (
    <>
      <Button color="red.9" onClick={() => setAsking(true)} leftSection={<Square size={14} aria-hidden />}>{words.endSession}</Button>
      <ConfirmDialog
        opened={asking}
        title={words.endSessionSure}
        confirm={words.endSession}
        busy={end.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => end.mutate()}
      />
    </>
  );
}
