// What the owner of a recording does with it: its name, who sees it, what it costs after the show, and deleting it.

import { useState } from 'react';
import { Button, Group, Modal, NumberInput, Stack, Switch, Text, TextInput } from '@mantine/core';
import { deleteRecording, updateRecording } from '@ipelya/live';
import { Pencil, Trash2 } from 'lucide-react';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useAct } from '@/server/use-act';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import type { Recording } from './recording';

const TITLE_MAX = 100;

interface OwnToolsProps {
  recording: Recording;
  title: string;
  /** Of a pay-per-view show: what it costs, in coins. */
  price: number | undefined;
  onChanged: () => void;
}

export function OwnTools(props: OwnToolsProps) {
  const { recording, title, onChanged } = props;
  const { words } = useLanguage();
  const backend = useBackend();
  const [asks, setAsks] = useState<'change' | 'delete'>();
  const close = (): void => setAsks(undefined);
  const remove = useAct({
    run: () => deleteRecording(backend, { recordingId: recording.id }),
    then: () => {
      close();
      onChanged();
    },
    tell: words.done,
  });
  return (
    <Group gap="xs">
      <Button size="xs" variant="default" leftSection={<Pencil size={14} aria-hidden />} aria-label={words.changeTitle(title)} onClick={() => setAsks('change')}>
        {words.change}
      </Button>
      <Button size="xs" variant="default" leftSection={<Trash2 size={14} aria-hidden />} aria-label={words.deleteTitle(title)} onClick={() => setAsks('delete')}>
        {words.deleteRecording}
      </Button>
      <ConfirmDialog
        opened={asks === 'delete'}
        title={words.deleteRecordingSure}
        confirm={words.deleteRecording}
        busy={remove.isPending}
        onClose={close}
        onConfirm={() => remove.mutate()}
      >
        <Text size="sm">{title}</Text>
      </ConfirmDialog>
      {asks === 'change' && <Change {...props} onClose={close} />}
    </Group>
  );
}

function Change({ recording, title: shown, price: asked, onChanged, onClose }: OwnToolsProps & { onClose: () => void }) {
  const { words } = useLanguage();
  const backend = useBackend();
  const [title, setTitle] = useState(shown);
  const [isPrivate, setPrivate] = useState(recording.visibility === 'private');
  const [price, setPrice] = useState<number | string>(asked ?? '');
  const save = useAct({
    run: () =>
      updateRecording(backend, {
        recordingId: recording.id,
        title: title.trim(),
        visibility: isPrivate ? 'private' : 'session',
        ...(asked !== undefined && price !== asked && { priceCoins: Number(price) }),
      }),
    then: () => {
      onClose();
      onChanged();
    },
    tell: words.done,
  });
  return (
    <Modal opened onClose={onClose} title={words.changeTitle(shown)} centered closeButtonProps={{ 'aria-label': words.close }}>
      <Stack component="form" onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
        <TextInput label={words.title} value={title} maxLength={TITLE_MAX} required data-autofocus onChange={({ currentTarget }) => setTitle(currentTarget.value)} />
        <Switch label={words.onlyForMe} checked={isPrivate} onChange={({ currentTarget }) => setPrivate(currentTarget.checked)} />
        {asked !== undefined && <NumberInput label={words.price} value={price} onChange={setPrice} min={1} allowDecimal={false} required />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" loading={save.isPending}>{words.save}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
