// Donations over the picture, for everybody inside. They are told on a channel that anybody may speak on, so they are
// shown and nothing more: what was paid is in the creator's list.

import { useEffect, useEffectEvent, useReducer } from 'react';
import { Text } from '@mantine/core';
import { listenToSession, type SessionEvents } from '@ipelya/live';
import { HandCoins } from 'lucide-react';

import { advance, EMPTY, type Flights } from '@/features/gifts/flights';
import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import classes from './DonationAlerts.module.css';

type Donation = SessionEvents['donation_received'] & { id: string };

/** How long one is shown, in milliseconds. */
const STAYS_MS = 6000;

export function DonationAlerts({ sessionId }: { sessionId: string }) {
  const { donations, gone } = useDonations(sessionId);
  return (
    <div className={classes.alerts} aria-live="polite">
      {donations.flying.map((donation) => <One key={donation.id} donation={donation} onGone={() => gone(donation)} />)}
    </div>
  );
}

interface Told {
  donations: Flights<Donation>;
  gone: (donation: Donation) => void;
}

function useDonations(sessionId: string): Told {
  const backend = useBackend();
  const [donations, dispatch] = useReducer(advance<Donation>, EMPTY);
  useEffect(
    () =>
      listenToSession(backend, sessionId, {
        donation_received: (told) => dispatch({ type: 'given', flight: { ...told, id: told.paymentId } }),
      }),
    [backend, sessionId],
  );
  return { donations, gone: ({ id }) => dispatch({ type: 'landed', id }) };
}

function One({ donation, onGone }: { donation: Donation; onGone: () => void }) {
  const { words, format } = useLanguage();
  const { amount, currency, donorName, message } = donation;
  const go = useEffectEvent(onGone);
  useEffect(() => {
    const timer = setTimeout(() => go(), STAYS_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={classes.alert} data-donation={donation.id}>
      <HandCoins size={26} aria-hidden style={{ flexShrink: 0 }} />
      <div>
        <Text size="sm" component="div">
          <Text span inherit fw={650}>{donorName ?? words.somebody}</Text>{' '}
          {amount !== null && currency !== null ? words.donated(format.money(amount, currency)) : words.donatedSomething}
        </Text>
        {message && <Text size="sm">{message}</Text>}
      </div>
    </div>
  );
}
