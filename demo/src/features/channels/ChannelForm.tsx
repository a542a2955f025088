// What a channel is called and what its sessions are. What is not changed is not sent.

import { useState } from 'react';
import { Button, NumberInput, Stack, TextInput, Textarea } from '@mantine/core';
import { saveChannel, type Schema } from '@ipelya/live';
import { useQueryClient } from '@tanstack/react-query';

import { AccessChoice, type Access } from '@/features/sessions/AccessChoice';
import { useLanguage } from '@/i18n';
import { useBackend, useUserIdSignedIn } from '@/server/context';
import { useAct } from '@/server/use-act';
import { PlaceField, type Chosen } from './PlaceField';
import type { Place } from './places';
import { ownSlugKey } from './use-own-channel';

type Channel = Schema<'PublicChannel'>;

const TITLE_MAX = 100;
const DESCRIPTION_MAX = 2000;
const SLUG_MAX = 30;
const DEFAULT_PRICE = 50;

/** What may be chosen for a place that is none. A channel's own place is nobody's to read, so it is left as it is. */
const KEPT = 'kept';
const NONE = 'none';

function placeOf({ value, place }: Chosen): Partial<Record<keyof Place, number | null>> {
  if (place) return place;
  return value === NONE ? { latitude: null, longitude: null } : {};
}

export function ChannelForm({ channel }: { channel?: Channel }) {
  const { words } = useLanguage();
  const backend = useBackend();
  const cache = useQueryClient();
  const userId = useUserIdSignedIn();
  const [title, setTitle] = useState(channel?.title ?? '');
  const [slug, setSlug] = useState(channel?.slug ?? '');
  const [description, setDescription] = useState(channel?.description ?? '');
  const [access, setAccess] = useState<Access>(channel?.accessType ?? 'public');
  const [price, setPrice] = useState<number | string>(channel?.ppvCoinPrice || DEFAULT_PRICE);
  const [chosen, setChosen] = useState<Chosen>({ value: channel ? KEPT : NONE });
  const save = useAct({
    run: () => {
      const named = slug.trim() && slug.trim() !== channel?.slug ? { slug: slug.trim() } : {};
      const priced = access === 'pay_per_view' ? { ppvCoinPrice: Number(price) } : {};
      return saveChannel(backend, {
        title, description: description.trim() || null, accessType: access, ...named, ...priced, ...placeOf(chosen),
      });
    },
    then: (saved) => {
      cache.setQueryData(ownSlugKey(userId), saved.slug);
      void cache.invalidateQueries({ queryKey: ['channel'] });
    },
    tell: words.done,
  });
  return (
    <Stack component="form" gap="md" onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <TextInput
        label={words.title}
        placeholder={words.titlePlaceholder}
        value={title}
        maxLength={TITLE_MAX}
        required
        onChange={({ currentTarget }) => setTitle(currentTarget.value)}
      />
      <TextInput
        label={words.slug}
        description={words.slugHint}
        value={slug}
        maxLength={SLUG_MAX}
        onChange={({ currentTarget }) => setSlug(currentTarget.value)}
      />
      <Textarea
        label={words.description}
        value={description}
        maxLength={DESCRIPTION_MAX}
        autosize
        minRows={3}
        onChange={({ currentTarget }) => setDescription(currentTarget.value)}
      />
      <AccessChoice value={access} onChange={setAccess} />
      {access === 'pay_per_view' && (
        <NumberInput label={words.price} value={price} onChange={setPrice} allowDecimal={false} required />
      )}
      <PlaceField
        label={words.place}
        description={words.placeHint}
        chosen={chosen}
        others={[...(channel ? [{ value: KEPT, label: words.placeKept }] : []), { value: NONE, label: words.placeNone }]}
        onChoose={setChosen}
      />
      <Button type="submit" loading={save.isPending}>{channel ? words.save : words.newChannel}</Button>
    </Stack>
  );
}
