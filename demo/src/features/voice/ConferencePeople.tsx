// Everybody who was called, and who of them is there.

import { Text } from '@mantine/core';
import { useParticipants } from '@livekit/components-react';

import type { Call } from '@/features/calls/use-calls';
import { useLanguage } from '@/i18n';
import { nameOf, useFace } from '@/server/faces';
import { FaceCircle } from '@/ui/Person';
import { SpeakingRing } from '@/ui/SpeakingRing';
import { Failure, Loading } from '@/ui/states';
import { useCallMembers } from './use-voice';
import classes from './Voice.module.css';

export function ConferencePeople({ call }: { call: Call }) {
  const { words } = useLanguage();
  const members = useCallMembers(call.id);
  const inside = new Map(useParticipants().map((participant) => [participant.identity, participant]));
  if (members.isPending) return <Loading />;
  if (members.isError) return <Failure error={members.error} onRetry={() => void members.refetch()} />;
  return (
    <ul className={classes.people} aria-label={words.members} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {members.data.map(({ user_id: userId }) => (
        <Member key={userId} userId={userId} inside={inside.has(userId)} speaking={inside.get(userId)?.isSpeaking === true} />
      ))}
    </ul>
  );
}

function Member({ userId, inside, speaking }: { userId: string; inside: boolean; speaking: boolean }) {
  const { words } = useLanguage();
  const face = useFace(userId);
  return (
    <li className={classes.person} data-inside={inside} data-person={userId}>
      <SpeakingRing speaking={speaking}><FaceCircle face={face} size={72} /></SpeakingRing>
      <Text size="sm" fw={600} lineClamp={1}>{nameOf(face)}</Text>
      <Text size="xs">{inside ? words.isHere : words.isAway}</Text>
    </li>
  );
}
