import type { Dictionary, Format } from '@/i18n';
import type { Call } from './use-calls';

/** What a call costs, for whoever pays with what it has cost so far: the server's sum, never one of our own. */
export function costText(
  { coinPerMinute, totalCoinSpent }: Pick<Call, 'coinPerMinute' | 'totalCoinSpent'>,
  pays: boolean,
  words: Dictionary,
  format: Format,
): string {
  if (coinPerMinute === 0) return words.callFree;
  const rate = words.callPrice(format.coins(coinPerMinute));
  return pays ? `${rate} · ${words.callSpent}: ${format.coins(totalCoinSpent)}` : rate;
}
