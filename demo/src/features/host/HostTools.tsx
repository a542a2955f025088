// The host's tools: having it recorded, and keeping order: who wants on stage, who is inside, who is banned.

import { Stack, Text } from '@mantine/core';

import { RecordControl } from '@/features/recordings/RecordControl';
import type { Session } from '@/features/sessions/session';
import { useLanguage } from '@/i18n';
import { Failure } from '@/ui/states';
import { Bans } from './Bans';
import { Member } from './Member';
import { Requests } from './Requests';
import { Section } from './Section';
import { useInside } from './use-inside';

interface HostToolsProps {
  session: Session;
  /** The host; a moderator has fewer tools. */
  hosts: boolean;
}

export function HostTools({ session, hosts }: HostToolsProps) {
  const { words } = useLanguage();
  const inside = useInside(session.id);
  return (
    <Stack gap="lg" p="md">
      {hosts && (
        <Section title={words.recording}>
          <RecordControl subject={{ sessionId: session.id }} isRecording={session.is_recording} />
        </Section>
      )}
      {hosts && <Requests sessionId={session.id} />}
      <Section title={words.inside} count={inside.data?.length}>
        {inside.isError && <Failure error={inside.error} onRetry={() => void inside.refetch()} />}
        {inside.data?.length === 0 && <Text size="sm" c="dimmed">{words.nobodyInside}</Text>}
        {inside.data?.map((member) => <Member key={member.id} member={member} session={session} hosts={hosts} />)}
      </Section>
      {hosts && <Bans sessionId={session.id} />}
    </Stack>
  );
}
