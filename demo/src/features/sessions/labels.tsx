// What kind of session it is, and what it costs to come in.

import type { SessionRow } from '@ipelya/live';
import { Badge } from '@mantine/core';

import { useLanguage, type Dictionary, type Format } from '@/i18n';
import classes from './labels.module.css';

type Priced = Pick<SessionRow, 'access_type' | 'ppv_coin_price'>;

export function accessText({ access_type, ppv_coin_price }: Priced, words: Dictionary, format: Format): string {
  switch (access_type) {
    case 'public':
      return words.accessPublic;
    case 'subscribers_only':
      return words.accessSubscribers;
    case 'pay_per_view':
      return format.coins(ppv_coin_price);
  }
}

export function AccessBadge({ session }: { session: Priced }) {
  const { words, format } = useLanguage();
  return <Badge className={classes.access} data-access={session.access_type} tt="none">{accessText(session, words, format)}</Badge>;
}

export function LiveBadge() {
  const { words } = useLanguage();
  return <Badge className={classes.live} tt="none">{words.live}</Badge>;
}
