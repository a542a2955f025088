// Who asks to come on stage, and until when they may be answered.

import { ActionIcon, Group, Text } from '@mantine/core';
import { respondJoinRequest, type GuestRequestRow } from '@ipelya/live';
import { Check, X } from 'lucide-react';

import { useRequests } from '@/features/guests/use-requests';
import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useAct } from '@/server/use-act';
import { secondsUntil, useNow } from '@/ui/clock';
import { PersonLine } from '@/ui/Person';
import { Section } from './Section';

export function Requests({ sessionId }: { sessionId: string }) {
  const { words } = useLanguage();
  const requests = useRequests(sessionId);
  const now = useNow((requests.data?.length ?? 0) > 0);
  const open = requests.data?.filter(({ expires_at }) => secondsUntil(Date.parse(expires_at), now) > 0);
  return (
    <Section title={words.joinRequests} count={open?.length}>
      {open?.length === 0 && <Text size="sm" c="dimmed">{words.noRequests}</Text>}
      {open?.map((request) => (
        <Request key={request.id} request={request} left={secondsUntil(Date.parse(request.expires_at), now)} onAnswered={() => void requests.refetch()} />
      ))}
    </Section>
  );
}

interface RequestProps {
  request: GuestRequestRow;
  left: number;
  onAnswered: () => void;
}

function Request({ request, left, onAnswered }: RequestProps) {
  const { words, format } = useLanguage();
  const backend = useBackend();
  const respond = useAct({
    run: (approve: boolean) => respondJoinRequest(backend, { requestId: request.id, approve }),
    then: onAnswered,
  });
  return (
    <PersonLine userId={request.requester_id} note={request.message ?? words.answerWithin(format.seconds(left))}>
      <Group gap={6} wrap="nowrap">
        <ActionIcon aria-label={words.accept} loading={respond.isPending} onClick={() => respond.mutate(true)}>
          <Check size={17} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="default" aria-label={words.decline} disabled={respond.isPending} onClick={() => respond.mutate(false)}>
          <X size={17} aria-hidden />
        </ActionIcon>
      </Group>
    </PersonLine>
  );
}
