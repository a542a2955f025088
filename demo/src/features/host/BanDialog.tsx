import { banParticipant } from '@ipelya/live';
import { useQueryClient } from '@tanstack/react-query';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { nameOf, useFace } from '@/server/faces';
import { useAct } from '@/server/use-act';
import { ReasonDialog } from '@/ui/ReasonDialog';

export interface AboutSomebody {
  sessionId: string;
  userId: string;
  onClose: () => void;
}

export function BanDialog({ sessionId, userId, onClose }: AboutSomebody) {
  const { words } = useLanguage();
  const backend = useBackend();
  const cache = useQueryClient();
  const face = useFace(userId);
  const ban = useAct({
    run: (reason: string) => banParticipant(backend, { sessionId, targetUserId: userId, reason }),
    then: () => {
      void cache.invalidateQueries({ queryKey: ['inside', sessionId] });
      void cache.invalidateQueries({ queryKey: ['bans', sessionId] });
      onClose();
    },
  });
  return (
    <ReasonDialog
      opened
      title={words.banTitle(nameOf(face))}
      confirm={words.ban}
      busy={ban.isPending}
      onClose={onClose}
      onConfirm={(reason) => ban.mutate(reason)}
    />
  );
}
