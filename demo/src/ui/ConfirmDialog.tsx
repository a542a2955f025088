// Asks before something that cannot be taken back.

import type { ReactNode } from 'react';
import { Button, Group, Modal, Stack } from '@mantine/core';

import { useLanguage } from '@/i18n';

interface ConfirmDialogProps {
  opened: boolean;
  title: string;
  confirm: string;
  busy: boolean;
  /** Whether what was entered can be sent. */
  ready?: boolean;
  onClose: () => void;
  onConfirm: () => void;
  children?: ReactNode;
}

export function ConfirmDialog({ opened, title, confirm, busy, ready = true, onClose, onConfirm, children }: ConfirmDialogProps) {
  const { words } = useLanguage();
  return (
    <Modal opened={opened} onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': words.close }}>
      <Stack component="form" onSubmit={(event) => { event.preventDefault(); onConfirm(); }}>
        {children}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" color="red.9" loading={busy} disabled={!ready}>{confirm}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
