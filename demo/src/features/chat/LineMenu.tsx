// What one may do with a line of the chat: take it away, pin it, or report who said it.

import { useState } from 'react';
import { ActionIcon, Menu } from '@mantine/core';
import { deleteLiveMessage, pinLiveMessage, type MessageRow } from '@ipelya/live';
import { EllipsisVertical, Flag, Pin, Trash2 } from 'lucide-react';

import { ReportDialog } from '@/features/host/ReportDialog';
import type { Session } from '@/features/sessions/session';
import { useLanguage } from '@/i18n';
import { useBackend, useUserIdSignedIn } from '@/server/context';
import { useAct } from '@/server/use-act';

interface LineMenuProps {
  message: MessageRow;
  session: Session;
  keepsOrder: boolean;
}

export function LineMenu({ message, session, keepsOrder }: LineMenuProps) {
  const { words } = useLanguage();
  const backend = useBackend();
  const own = message.sender_id === useUserIdSignedIn();
  const [reporting, setReporting] = useState(false);
  const erase = useAct({ run: () => deleteLiveMessage(backend, { messageId: message.id }) });
  const pin = useAct({ run: () => pinLiveMessage(backend, { messageId: message.id, pinned: !message.is_pinned }) });
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={words.messageMenu}>
            <EllipsisVertical size={15} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {keepsOrder && (
            <Menu.Item leftSection={<Pin size={15} aria-hidden />} onClick={() => pin.mutate()}>
              {message.is_pinned ? words.unpin : words.pin}
            </Menu.Item>
          )}
          {(own || keepsOrder) && (
            <Menu.Item leftSection={<Trash2 size={15} aria-hidden />} onClick={() => erase.mutate()}>{words.deleteMessage}</Menu.Item>
          )}
          {!own && <Menu.Item leftSection={<Flag size={15} aria-hidden />} onClick={() => setReporting(true)}>{words.report}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {reporting && <ReportDialog sessionId={session.id} userId={message.sender_id} onClose={() => setReporting(false)} />}
    </>
  );
}
