// A place: one of some cities, or that of the browser, which is asked only when somebody chooses that.

import { NativeSelect } from '@mantine/core';

import { useLanguage } from '@/i18n';
import { useAct } from '@/server/use-act';
import { useNotices } from '@/ui/notices';
import { askBrowser, CITIES, PLACES, type City, type Place } from './places';

/** What was chosen, by its name, and where that is. */
export interface Chosen {
  value: string;
  place?: Place;
}

interface PlaceFieldProps {
  label: string;
  description?: string;
  chosen: Chosen;
  /** What may be chosen that is no place. */
  others?: { value: string; label: string }[];
  onChoose: (chosen: Chosen) => void;
}

const HERE = 'here';

const isCity = (value: string): value is City => value in PLACES;

export function PlaceField({ label, description, chosen, others = [], onChoose }: PlaceFieldProps) {
  const { words } = useLanguage();
  const notices = useNotices();
  const locate = useAct({
    run: askBrowser,
    then: (place) => onChoose({ value: HERE, place }),
    quiet: () => {
      notices.refuse(words.placeUnknown);
      return true;
    },
  });
  const choose = (value: string): void => {
    if (value === HERE) locate.mutate();
    else onChoose(isCity(value) ? { value, place: PLACES[value] } : { value });
  };
  return (
    <NativeSelect
      label={label}
      description={description}
      value={chosen.value}
      disabled={locate.isPending}
      data={[
        ...others,
        ...CITIES.map((city) => ({ value: city, label: words[`city_${city}`] })),
        { value: HERE, label: words.placeHere },
      ]}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
    />
  );
}
