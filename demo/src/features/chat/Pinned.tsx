import { ActionIcon, VisuallyHidden } from '@mantine/core';
import { pinLiveMessage, type MessageRow } from '@ipelya/live';
import { Pin, X } from 'lucide-react';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useFace } from '@/server/faces';
import { useAct } from '@/server/use-act';
import { Name } from '@/ui/Person';
import classes from './Chat.module.css';

export function Pinned({ message, keepsOrder }: { message: MessageRow; keepsOrder: boolean }) {
  const { words } = useLanguage();
  const backend = useBackend();
  const face = useFace(message.sender_id);
  const unpin = useAct({ run: () => pinLiveMessage(backend, { messageId: message.id, pinned: false }) });
  return (
    <div className={classes.pinned}>
      <Pin size={16} aria-hidden style={{ flexShrink: 0, marginTop: 2 }} />
      <div className={classes.said}>
        <VisuallyHidden>{words.pinned}: </VisuallyHidden>
        <Name face={face} /> {message.content}
      </div>
      {keepsOrder && (
        <ActionIcon variant="subtle" size="sm" aria-label={words.unpin} loading={unpin.isPending} onClick={() => unpin.mutate()}>
          <X size={15} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}
