import type { SessionRow } from '@ipelya/live';

import type { Dictionary, Format } from '@/i18n';

export type Priced = Pick<SessionRow, 'access_type' | 'ppv_coin_price'>;

/** What it takes to come in. */
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
