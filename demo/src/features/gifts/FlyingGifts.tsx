// Gifts over the picture, by the animations of the catalogue: one that floats up, a burst, or rain. Who would rather
// have no movement sees who gave what, and nothing flies.

import { useEffect, useEffectEvent } from 'react';
import { Text } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';

import { useLanguage } from '@/i18n';
import { nameOf, useFace } from '@/server/faces';
import { giftName, lookOf, type CatalogueGift } from './catalogue';
import classes from './FlyingGifts.module.css';
import type { Flight } from './flights';
import { useFlights, useGiftCatalogue } from './use-gifts';

/** How long one flies, in milliseconds; the style sheet is told. */
const FLIES_MS = 3200;

/** How many pieces an animation is made of. */
const PIECES: Record<string, number> = { float: 3, burst: 12, rain: 22 };

export function FlyingGifts({ sessionId }: { sessionId: string }) {
  const { flights, landed } = useFlights(sessionId);
  const catalogue = useGiftCatalogue();
  return (
    <div className={classes.sky} style={{ '--flies': `${FLIES_MS}ms` }} aria-live="polite">
      {flights.flying.map((flight) => (
        <One key={flight.id} flight={flight} gift={catalogue.data?.find(({ id }) => id === flight.giftId)} onLanded={() => landed(flight)} />
      ))}
    </div>
  );
}

interface OneProps {
  flight: Flight;
  gift: CatalogueGift | undefined;
  onLanded: () => void;
}

function One({ flight, gift, onLanded }: OneProps) {
  const { words, language } = useLanguage();
  const face = useFace(flight.senderId);
  // known before the first picture, or there would be one with movement
  const calm = useReducedMotion(false, { getInitialValueInEffect: false });
  const land = useEffectEvent(onLanded);
  useEffect(() => {
    const timer = setTimeout(() => land(), FLIES_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!gift) return null;
  const { icon: Icon, colour } = lookOf(gift.id);
  const times = flight.quantity > 1 ? ` ×${flight.quantity}` : '';
  return (
    <div data-gift={gift.id}>
      {!calm && <Pieces gift={gift} />}
      <div className={classes.caption}>
        <Icon size={20} color={colour} fill={colour} fillOpacity={0.35} aria-hidden />
        <Text span size="sm" fw={600}>{nameOf(face)}</Text>
        <Text span size="sm">{words.gave(giftName(gift, language) + times)}</Text>
      </div>
    </div>
  );
}

function Pieces({ gift }: { gift: CatalogueGift }) {
  const { icon: Icon, colour } = lookOf(gift.id);
  const count = PIECES[gift.animation] ?? 1;
  return (
    <div className={classes.pieces} data-animation={gift.animation} aria-hidden>
      {Array.from({ length: count }, (_, index) => (
        <span key={index} style={{ '--part': index / count, '--scatter': scatter(index) }}>
          <Icon size={30} color={colour} fill={colour} fillOpacity={0.45} />
        </span>
      ))}
    </div>
  );
}

/** From 0 to 1, the same for the same piece, and unlike that of its neighbours. */
function scatter(index: number): number {
  return (index * 0.618_034) % 1;
}
