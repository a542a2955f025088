// The gifts one can give, with their prices.

import { Text, UnstyledButton } from '@mantine/core';
import { sendLiveGift } from '@ipelya/live';
import { useQueryClient } from '@tanstack/react-query';

import { useLanguage } from '@/i18n';
import { useBackend, useUserIdSignedIn } from '@/server/context';
import { useAct } from '@/server/use-act';
import { giftName, lookOf } from './catalogue';
import classes from './GiftBar.module.css';
import { useGiftCatalogue } from './use-gifts';

export function GiftBar({ sessionId }: { sessionId: string }) {
  const { words, format, language } = useLanguage();
  const backend = useBackend();
  const userId = useUserIdSignedIn();
  const cache = useQueryClient();
  const catalogue = useGiftCatalogue();
  const give = useAct({
    run: (giftId: string) => sendLiveGift(backend, { sessionId, giftId, quantity: 1 }),
    then: ({ balance }) => cache.setQueryData(['balance', userId], balance),
  });
  return (
    <div className={classes.bar} role="group" aria-label={words.gifts}>
      {catalogue.data?.map((gift) => {
        const { icon: Icon, colour } = lookOf(gift.id);
        return (
          <UnstyledButton
            key={gift.id}
            className={classes.gift}
            disabled={give.isPending}
            onClick={() => give.mutate(gift.id)}
          >
            <Icon size={24} color={colour} fill={colour} fillOpacity={0.25} aria-hidden />
            <Text span size="xs" fw={600}>{giftName(gift, language)}</Text>
            <Text span size="xs" c="dimmed">{format.coins(gift.coinPrice)}</Text>
          </UnstyledButton>
        );
      })}
    </div>
  );
}
