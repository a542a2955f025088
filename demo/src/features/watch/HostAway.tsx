// The host's connection is lost: how long they have to come back.

import { useEffect, useState } from 'react';
import { Text } from '@mantine/core';
import { listenToSession } from '@ipelya/live';
import { WifiOff } from 'lucide-react';

import type { Session } from '@/features/sessions/session';
import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { secondsUntil, useNow } from '@/ui/clock';
import { useNotices } from '@/ui/notices';
import classes from './HostAway.module.css';

export function HostAway({ session }: { session: Session }) {
  const { words, format } = useLanguage();
  const deadline = useDeadline(session.id);
  const away = session.host_left_at !== null;
  const now = useNow(away);
  if (!away) return null;
  return (
    <div className={classes.veil} role="status">
      <WifiOff size={32} aria-hidden />
      <Text fw={600}>{words.hostAway}</Text>
      {deadline !== undefined && (
        <Text size="sm" aria-live="off">{words.hostAwayLeft(format.seconds(secondsUntil(deadline, now)))}</Text>
      )}
    </div>
  );
}

/** Until when the host may come back. The row says that they are away, the channel how long that may last. */
function useDeadline(sessionId: string): number | undefined {
  const backend = useBackend();
  const notices = useNotices();
  const [deadline, setDeadline] = useState<number>();
  useEffect(
    () =>
      listenToSession(backend, sessionId, {
        host_disconnected: ({ reconnectDeadline }) => setDeadline(reconnectDeadline),
        host_reconnected: () => setDeadline(undefined),
        admin_announcement: ({ message }) => notices.tell(message),
      }),
    [backend, sessionId, notices],
  );
  return deadline;
}
