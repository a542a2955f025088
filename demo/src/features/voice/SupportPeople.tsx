// Who is there in a call with support; and if nobody is, why.

import type { ReactNode } from 'react';
import { Text } from '@mantine/core';
import { useIsSpeaking, useParticipants } from '@livekit/components-react';
import type { Participant } from 'livekit-client';
import { Bot } from 'lucide-react';

import type { Call } from '@/features/calls/use-calls';
import { useLanguage, type Dictionary } from '@/i18n';
import { nameOf, useFace } from '@/server/faces';
import { FaceCircle } from '@/ui/Person';
import { SpeakingRing } from '@/ui/SpeakingRing';
import { isAgent } from './captions';
import { useSentAgent, type AgentReason, type SentAgent, type VoiceEntry } from './use-voice';
import classes from './Voice.module.css';

const REASONS: readonly string[] = ['disabled', 'quota', 'capacity', 'unavailable', 'timeout'] satisfies AgentReason[];

/** Why no agent is there, as the server says it: of the last that was sent, or of the call when it was entered. */
function reasonOf(sent: SentAgent | null | undefined, entry: VoiceEntry): AgentReason | 'dismissed' | undefined {
  if (sent?.reason === 'dismissed') return 'dismissed';
  if (sent?.status === 'failed' && sent.reason && REASONS.includes(sent.reason)) return sent.reason as AgentReason;
  return sent?.status === 'joined' || sent?.status === 'left' ? undefined : (entry.agentReason ?? undefined);
}

function sentenceFor(others: readonly Participant[], caller: string, reason: ReturnType<typeof reasonOf>, words: Dictionary): string {
  const agent = others.some(({ identity }) => isAgent(identity));
  const people = others.some(({ identity }) => !isAgent(identity) && identity !== caller);
  if (people) return agent ? words.bothHere : words.staffHere;
  if (agent) return words.agentHere;
  return reason ? words[`agent_${reason}`] : words.agent_timeout;
}

export function SupportPeople({ call, entry }: { call: Call; entry: VoiceEntry }) {
  const { words } = useLanguage();
  const participants = useParticipants();
  const sent = useSentAgent(call.id);
  return (
    <>
      <div className={classes.people} role="group" aria-label={words.inside}>
        {participants.map((participant) =>
          isAgent(participant.identity) ? (
            <Agent key={participant.identity} participant={participant} />
          ) : (
            <Human key={participant.identity} participant={participant} note={participant.identity === call.callerId ? words.role_caller : words.role_admin_viewer} />
          ),
        )}
      </div>
      <Text size="sm" role="status">{sentenceFor(participants, call.callerId, reasonOf(sent.data, entry), words)}</Text>
    </>
  );
}

function Agent({ participant }: { participant: Participant }) {
  const { words } = useLanguage();
  return (
    <Seat participant={participant} name={words.assistant} note={words.isAi}>
      <span className={classes.agent}><Bot size={36} aria-hidden /></span>
    </Seat>
  );
}

function Human({ participant, note }: { participant: Participant; note: string }) {
  const face = useFace(participant.identity);
  return (
    <Seat participant={participant} name={nameOf(face)} note={note}>
      <FaceCircle face={face} size={72} />
    </Seat>
  );
}

interface SeatProps {
  participant: Participant;
  name: string;
  note: string;
  children: ReactNode;
}

function Seat({ participant, name, note, children }: SeatProps) {
  const speaking = useIsSpeaking(participant);
  return (
    <div className={classes.person} data-person={participant.identity}>
      <SpeakingRing speaking={speaking}>{children}</SpeakingRing>
      <Text size="sm" fw={600} lineClamp={1}>{name}</Text>
      <Text size="xs">{note}</Text>
    </div>
  );
}
