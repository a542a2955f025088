// Telling staff about somebody.

import { useState } from 'react';
import { NativeSelect, Textarea } from '@mantine/core';
import { reportLiveUser } from '@ipelya/live';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { nameOf, useFace } from '@/server/faces';
import { useAct } from '@/server/use-act';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import type { AboutSomebody } from './BanDialog';

const REASONS = [
  'harassment', 'spam', 'nudity', 'violence', 'hate_speech', 'scam', 'underage', 'copyright', 'other',
] as const;

export function ReportDialog({ sessionId, userId, onClose }: AboutSomebody) {
  const { words } = useLanguage();
  const backend = useBackend();
  const face = useFace(userId);
  const [reason, setReason] = useState<string>(REASONS[0]);
  const [description, setDescription] = useState('');
  const report = useAct({
    run: () => {
      const more = description.trim() ? { description: description.trim() } : {};
      return reportLiveUser(backend, { sessionId, targetUserId: userId, reason, ...more });
    },
    then: onClose,
    tell: words.reported,
  });
  return (
    <ConfirmDialog
      opened
      title={words.reportTitle(nameOf(face))}
      confirm={words.report}
      busy={report.isPending}
      onClose={onClose}
      onConfirm={() => report.mutate()}
    >
      <NativeSelect
        label={words.reason}
        value={reason}
        data={REASONS.map((value) => ({ value, label: words[`reason_${value}`] }))}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <Textarea
        aria-label={words.reasonPlaceholder}
        placeholder={words.reasonPlaceholder}
        value={description}
        maxLength={500}
        onChange={({ currentTarget }) => setDescription(currentTarget.value)}
      />
    </ConfirmDialog>
  );
}
