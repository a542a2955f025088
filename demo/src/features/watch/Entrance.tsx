// The door of a session: paying where there is a price, refusals in the server's words, and inside.

import { useState } from 'react';
import { Button, Group } from '@mantine/core';
import { Refusal } from '@ipelya/live';
import { DoorClosed, Hourglass } from 'lucide-react';
import { Link } from 'wouter';

import { useMe } from '@/features/people/use-me';
import type { Session } from '@/features/sessions/session';
import { useLanguage } from '@/i18n';
import { sentenceOf } from '@/server/errors';
import { Empty, Loading } from '@/ui/states';
import { Inside } from './Inside';
import { PayDialog } from './PayDialog';
import { useEntry, useHasPaid } from './use-entry';

export function Entrance({ session }: { session: Session }) {
  const { userId } = useMe();
  const paid = useHasPaid(session);
  const [agreed, setAgreed] = useState(false);
  const hasPrice = session.access_type === 'pay_per_view' && session.creator_id !== userId;
  const entry = useEntry(session, !hasPrice || agreed || paid.data === true);

  if (hasPrice && paid.data === false && !agreed) return <PayDialog session={session} onAgree={() => setAgreed(true)} />;
  if (entry.isError) {
    const again = (): void => {
      setAgreed(false);
      void paid.refetch();
      if (!hasPrice || paid.data) void entry.refetch();
    };
    return <Refused error={entry.error} onRetry={again} />;
  }
  if (!entry.data) return <Loading />;
  return <Inside session={session} entry={entry.data} onAskAgain={() => void entry.refetch()} />;
}

function Refused({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { words } = useLanguage();
  const waits = error instanceof Refusal && error.code === 'WAITING_FOR_HOST';
  return (
    <Empty icon={waits ? Hourglass : DoorClosed} title={sentenceOf(error, words)}>
      <Group>
        <Button onClick={onRetry}>{words.retry}</Button>
        <Button component={Link} href="/" variant="default">{words.toList}</Button>
      </Group>
    </Empty>
  );
}
