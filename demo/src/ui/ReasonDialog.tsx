// The same, with a reason that has to be given.

import { useState } from 'react';
import { Textarea } from '@mantine/core';

import { useLanguage } from '@/i18n';
import { ConfirmDialog } from './ConfirmDialog';

interface ReasonDialogProps {
  opened: boolean;
  title: string;
  confirm: string;
  busy: boolean;
  onClose: () => void;
  onConfirm: (reason: string) => void;
}

export function ReasonDialog({ onConfirm, ...rest }: ReasonDialogProps) {
  const { words } = useLanguage();
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog {...rest} ready={reason.trim() !== ''} onConfirm={() => onConfirm(reason.trim())}>
      <Textarea
        label={words.reason}
        placeholder={words.reasonPlaceholder}
        value={reason}
        maxLength={500}
        autosize
        minRows={2}
        data-autofocus
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </ConfirmDialog>
  );
}
