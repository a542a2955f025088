// What can be done about somebody inside, by their role and by that of who does it. The server decides; what it would
// refuse anyway is not offered.

import {
  endGuest,
  inviteGuest,
  kickParticipant,
  muteParticipant,
  promoteToSpeaker,
  unmuteParticipant,
  updateParticipantRole,
  type ParticipantRow,
} from '@ipelya/live';
import { useQueryClient } from '@tanstack/react-query';

import type { Session } from '@/features/sessions/session';
import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useAct } from '@/server/use-act';

export interface Measure {
  label: string;
  take: () => void;
}

export function useMeasures(member: ParticipantRow, session: Session, hosts: boolean): Measure[] {
  const { words } = useLanguage();
  const backend = useBackend();
  const cache = useQueryClient();
  const act = useAct({
    run: (measure: () => Promise<unknown>) => measure(),
    then: () => void cache.invalidateQueries({ queryKey: ['inside', session.id] }),
  });
  const about = { sessionId: session.id, targetUserId: member.user_id };
  const audience = session.session_type === 'audio_room' ? 'listener' : 'viewer';
  const below = member.role === audience;
  const measure = (applies: boolean, label: string, run: () => Promise<unknown>): Measure[] =>
    applies ? [{ label, take: () => act.mutate(run) }] : [];
  const audio = session.session_type === 'audio_room';

  return [
    ...measure(hosts && below && session.guest_enabled, words.invite, () => inviteGuest(backend, about)),
    ...measure(below && audio, words.seat, () => promoteToSpeaker(backend, about)),
    ...measure(member.role === 'speaker', words.unseat, () => updateParticipantRole(backend, { ...about, role: audience })),
    ...measure(hosts && member.role === 'co_host', words.endGuest, () =>
      endGuest(backend, { sessionId: session.id, guestUserId: member.user_id }),
    ),
    ...measure(hosts && below, words.makeModerator, () => updateParticipantRole(backend, { ...about, role: 'moderator' })),
    ...measure(hosts && member.role === 'moderator', words.takeModerator, () =>
      updateParticipantRole(backend, { ...about, role: audience }),
    ),
    ...measure(!member.is_muted, words.mute, () => muteParticipant(backend, about)),
    ...measure(member.is_muted, words.unmute, () => unmuteParticipant(backend, about)),
    ...measure(true, words.kick, () => kickParticipant(backend, about)),
  ];
}
