// An audio room: who may speak above, who listens below.

import type { ReactNode } from 'react';
import { Stack, Text } from '@mantine/core';
import { useIsSpeaking, useParticipants } from '@livekit/components-react';
import type { Participant } from 'livekit-client';
import { Mic, MicOff } from 'lucide-react';

import type { Session } from '@/features/sessions/session';
import { useLanguage } from '@/i18n';
import { nameOf, useFace } from '@/server/faces';
import { FaceCircle } from '@/ui/Person';
import { SpeakingRing } from '@/ui/SpeakingRing';
import classes from './AudioStage.module.css';

export function AudioStage({ session }: { session: Session }) {
  const { words } = useLanguage();
  const participants = useParticipants();
  const speakers = participants.filter(({ permissions }) => permissions?.canPublish);
  const listeners = participants.filter(({ permissions }) => !permissions?.canPublish);
  return (
    <div className={classes.stage}>
      <Circle title={words.speakers}>
        {speakers.map((participant) => <Seat key={participant.identity} participant={participant} hosts={participant.identity === session.creator_id} />)}
        {speakers.length === 0 && <Text size="sm">{words.waitingForHost}</Text>}
      </Circle>
      <Circle title={words.listeners}>
        {listeners.map(({ identity }) => <Listener key={identity} userId={identity} />)}
        {listeners.length === 0 && <Text size="sm">{words.noListeners}</Text>}
      </Circle>
    </div>
  );
}

function Circle({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack component="section" gap="xs" aria-label={title}>
      <Text component="h2" size="xs" fw={600} tt="uppercase" lts="0.06em">{title}</Text>
      <div className={classes.circle}>{children}</div>
    </Stack>
  );
}

function Seat({ participant, hosts }: { participant: Participant; hosts: boolean }) {
  const { words } = useLanguage();
  const face = useFace(participant.identity);
  const speaking = useIsSpeaking(participant);
  const Icon = participant.isMicrophoneEnabled ? Mic : MicOff;
  return (
    <div className={classes.seat} data-speaker={participant.identity}>
      <SpeakingRing speaking={speaking}>
        <FaceCircle face={face} size={72} />
        <span className={classes.microphone}>
          <Icon size={14} aria-label={participant.isMicrophoneEnabled ? words.microphone : words.muted} />
        </span>
      </SpeakingRing>
      <Text size="sm" fw={600} ta="center" lineClamp={1}>{nameOf(face)}</Text>
      {hosts && <Text size="xs">{words.role_host}</Text>}
    </div>
  );
}

function Listener({ userId }: { userId: string }) {
  const face = useFace(userId);
  return (
    <div className={classes.seat} data-listener={userId}>
      <FaceCircle face={face} size={46} />
      <Text size="xs" ta="center" lineClamp={1}>{nameOf(face)}</Text>
    </div>
  );
}
