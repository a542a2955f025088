// Finding channels: those watched most, by a name, or around a place.

import { useState } from 'react';
import { Button, Group, NativeSelect, SegmentedControl, Stack, Switch, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Search, Tv } from 'lucide-react';
import { Link } from 'wouter';

import { useMe } from '@/features/people/use-me';
import { useLanguage } from '@/i18n';
import { Found } from './Found';
import { PlaceField, type Chosen } from './PlaceField';
import { PLACES, type Place } from './places';
import type { Lookup, Span } from './use-channels';

const SPANS: readonly Span[] = ['now', 'day', 'week'];
const RADII_KM = [25, 100, 250, 500];
const DEFAULT_RADIUS_KM = 100;
/** How long somebody has to stop typing before it is looked for, in milliseconds. */
const TYPING_MS = 300;
const NAME_MAX = 100;

export default function Channels() {
  const { words } = useLanguage();
  const { isCreator } = useMe();
  const [by, setBy] = useState<Lookup['by']>('popular');
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Title order={1} size="h2">{words.channels}</Title>
        {isCreator && (
          <Button component={Link} href="/my-channel" variant="default" leftSection={<Tv size={16} aria-hidden />}>
            {words.ownChannel}
          </Button>
        )}
      </Group>
      <SegmentedControl
        aria-label={words.findBy}
        data={[
          { value: 'popular', label: words.popular },
          { value: 'name', label: words.byName },
          { value: 'place', label: words.byPlace },
        ]}
        value={by}
        onChange={setBy}
      />
      {by === 'popular' && <Popular />}
      {by === 'name' && <ByName />}
      {by === 'place' && <ByPlace />}
    </Stack>
  );
}

function Popular() {
  const { words } = useLanguage();
  const [span, setSpan] = useState<Span>('now');
  return (
    <>
      <NativeSelect
        label={words.watchedMost}
        maw={240}
        value={span}
        data={SPANS.map((value) => ({ value, label: words[`span_${value}`] }))}
        onChange={({ currentTarget }) => setSpan(currentTarget.value as Span)}
      />
      <Found key={span} lookup={{ by: 'popular', span }} />
    </>
  );
}

function ByName() {
  const { words } = useLanguage();
  const [typed, setTyped] = useState('');
  const [includeOffline, setIncludeOffline] = useState(true);
  const [name] = useDebouncedValue(typed.trim(), TYPING_MS);
  return (
    <>
      <Group align="flex-end">
        <TextInput
          type="search"
          label={words.channelName}
          leftSection={<Search size={16} aria-hidden />}
          w={360}
          maw="100%"
          value={typed}
          maxLength={NAME_MAX}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <Switch
          mb={8}
          label={words.includeOffAir}
          checked={includeOffline}
          onChange={({ currentTarget }) => setIncludeOffline(currentTarget.checked)}
        />
      </Group>
      <Found key={`${name} ${includeOffline}`} lookup={{ by: 'name', name, includeOffline }} />
    </>
  );
}

function ByPlace() {
  const { words, format } = useLanguage();
  const [chosen, setChosen] = useState<Chosen & { place: Place }>({ value: 'istanbul', place: PLACES.istanbul });
  const [radiusKm, setRadiusKm] = useState(DEFAULT_RADIUS_KM);
  return (
    <>
      <Group align="flex-end">
        <PlaceField
          label={words.place}
          chosen={chosen}
          onChoose={({ value, place }) => place && setChosen({ value, place })}
        />
        <NativeSelect
          label={words.within}
          value={radiusKm}
          data={RADII_KM.map((value) => ({ value: String(value), label: format.kilometres(value) }))}
          onChange={({ currentTarget }) => setRadiusKm(Number(currentTarget.value))}
        />
      </Group>
      <Found key={`${chosen.value} ${radiusKm}`} lookup={{ by: 'place', place: chosen.place, radiusKm }} />
    </>
  );
}
