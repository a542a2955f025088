import { expect, test } from 'vitest';

import { en } from '@/i18n/en';
import { formatFor } from '@/i18n/format';
import { tr } from '@/i18n/tr';
import { costText } from '@/features/calls/cost';
import { accessText } from './access';

test.each([
  ['public', 'Free', 'Ücretsiz'],
  ['subscribers_only', 'Subscribers', 'Aboneler'],
  ['pay_per_view', '1,500 coins', '1.500 jeton'],
] as const)('%s is written as what it costs', (access_type, english, turkish) => {
  const session = { access_type, ppv_coin_price: 1500 };
  expect(accessText(session, en, formatFor('en', en))).toBe(english);
  expect(accessText(session, tr, formatFor('tr', tr))).toBe(turkish);
});

test('a call tells what a minute costs, and only who pays what it has cost', () => {
  const written = (coinPerMinute: number, pays: boolean): string =>
    costText({ coinPerMinute, totalCoinSpent: 40 }, pays, en, formatFor('en', en));
  expect(written(0, true)).toBe('Free');
  expect(written(20, false)).toBe('20 coins a minute');
  expect(written(20, true)).toBe('20 coins a minute · Spent so far: 40 coins');
});
