// Who may not come in, and letting them in again.

import { Button, Text } from '@mantine/core';
import { unbanParticipant } from '@ipelya/live';
import { useQuery } from '@tanstack/react-query';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { read } from '@/server/rows';
import { useAct } from '@/server/use-act';
import { PersonLine } from '@/ui/Person';
import { Section } from './Section';

interface Ban {
  id: string;
  banned_user_id: string;
  reason: string | null;
}

export function Bans({ sessionId }: { sessionId: string }) {
  const { words } = useLanguage();
  const backend = useBackend();
  const bans = useQuery({
    queryKey: ['bans', sessionId],
    queryFn: () => {
      const query = backend.supabase.from('live_session_bans').select('id,banned_user_id,reason');
      return read<Ban[]>(query.eq('session_id', sessionId).eq('is_active', true).order('created_at'));
    },
  });
  const lift = useAct({
    run: (userId: string) => unbanParticipant(backend, { sessionId, targetUserId: userId }),
    then: () => void bans.refetch(),
  });
  return (
    <Section title={words.bans} count={bans.data?.length}>
      {bans.data?.length === 0 && <Text size="sm" c="dimmed">{words.noBans}</Text>}
      {bans.data?.map(({ id, banned_user_id, reason }) => (
        <PersonLine key={id} userId={banned_user_id} note={reason}>
          <Button size="xs" variant="default" disabled={lift.isPending} onClick={() => lift.mutate(banned_user_id)}>{words.unban}</Button>
        </PersonLine>
      ))}
    </Section>
  );
}
