// What is offered to be donated, in minor units; what is taken is the server's to say.

import type { Schema } from '@ipelya/live';

import type { Language } from '@/i18n';

export type Currency = Schema<'Currency'>;

export const PRESETS: Record<Currency, readonly number[]> = {
  try: [5_000, 10_000, 25_000, 50_000],
  usd: [500, 1_000, 2_500, 5_000],
  eur: [500, 1_000, 2_500, 5_000],
  gbp: [500, 1_000, 2_500, 5_000],
};

export const CURRENCIES = Object.keys(PRESETS) as Currency[];

export const CURRENCY_OF: Record<Language, Currency> = { tr: 'try', en: 'usd' };

/** Of what was typed in major units: 12.5 is 1250. */
export function toMinorUnits(typed: number | string): number {
  return Math.round(Number(typed) * 100);
}
