// Going on air: what others will see, and under which terms.

import { useState } from 'react';
import { Alert, Button, NumberInput, SimpleGrid, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { createLiveSession, type Input as InputOf } from '@ipelya/live';
import { useQueryClient } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { Link, useLocation } from 'wouter';

import { useMe } from '@/features/people/use-me';
import { AccessChoice, type Access } from '@/features/sessions/AccessChoice';
import { useOwnSession } from '@/features/sessions/use-sessions';
import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useAct } from '@/server/use-act';
import { Choice } from '@/ui/Choice';
import { Empty } from '@/ui/states';
import { Preview } from './Preview';
import { ThumbnailField } from './ThumbnailField';

type Create = InputOf<typeof createLiveSession>;
type Kind = Create['sessionType'];

const TITLE_MAX = 100;
const DEFAULT_PRICE = 50;

export default function GoLive() {
  const { words } = useLanguage();
  const { userId, profile, isCreator } = useMe();
  const own = useOwnSession(userId);
  if (profile && !isCreator) return <Empty icon={Lock} title={words.goLive} hint={words.onlyCreators} />;
  return (
    <Stack gap="lg" maw={980} mx="auto">
      <Stack gap={4}>
        <Title order={1} size="h2">{words.goLive}</Title>
        <Text c="dimmed">{words.goLiveHint}</Text>
      </Stack>
      {own.data && (
        <Alert title={words.alreadyOn}>
          <Button component={Link} href={`/watch/${own.data.id}`} size="xs">{words.toYourSession}</Button>
        </Alert>
      )}
      <Form />
    </Stack>
  );
}

function Form() {
  const { words } = useLanguage();
  const backend = useBackend();
  const cache = useQueryClient();
  const [, go] = useLocation();
  const [title, setTitle] = useState('');
  const [kind, setKind] = useState<Kind>('video_live');
  const [access, setAccess] = useState<Access>('public');
  const [price, setPrice] = useState<number | string>(DEFAULT_PRICE);
  const [thumbnailUrl, setThumbnailUrl] = useState<string>();
  const [allows, setAllows] = useState({ chatEnabled: true, giftsEnabled: true, guestEnabled: true, recordingEnabled: false });
  const create = useAct({
    run: () => {
      const terms = access === 'pay_per_view' ? { ppvCoinPrice: Number(price) } : {};
      const pictured = thumbnailUrl ? { thumbnailUrl } : {};
      return createLiveSession(backend, { title, sessionType: kind, accessType: access, ...terms, ...pictured, ...allows });
    },
    then: ({ session }) => {
      void cache.invalidateQueries({ queryKey: ['own-session'] });
      go(`/watch/${session.id}`);
    },
  });
  const allow = (name: keyof typeof allows, label: string) => (
    <Switch label={label} checked={allows[name]} onChange={({ currentTarget }) => setAllows({ ...allows, [name]: currentTarget.checked })} />
  );

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        <Preview video={kind === 'video_live'} />
        <Stack gap="md">
          <TextInput label={words.title} placeholder={words.titlePlaceholder} value={title} maxLength={TITLE_MAX} required onChange={({ currentTarget }) => setTitle(currentTarget.value)} />
          <Choice label={words.kind} value={kind} onChange={setKind} data={[{ value: 'video_live', label: words.video }, { value: 'audio_room', label: words.audioRoom }]} />
          <AccessChoice value={access} onChange={setAccess} />
          {access === 'pay_per_view' && <NumberInput label={words.price} value={price} onChange={setPrice} allowDecimal={false} required />}
          <ThumbnailField url={thumbnailUrl} onChange={setThumbnailUrl} />
          <Stack gap="xs">
            {allow('chatEnabled', words.chatAllowed)}
            {allow('giftsEnabled', words.giftsAllowed)}
            {allow('guestEnabled', words.guestsAllowed)}
            {allow('recordingEnabled', words.recordFromStart)}
          </Stack>
          <Button type="submit" size="md" loading={create.isPending}>{words.start}</Button>
        </Stack>
      </SimpleGrid>
    </form>
  );
}
