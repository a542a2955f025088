// Numbers, coins, money and time in the language of the page.

import type { Dictionary } from './en';

export type Language = 'en' | 'tr';

/** How the page writes what is not words. */
export interface Format {
  number(n: number): string;
  /** "50 coins". */
  coins(n: number): string;
  /** "$10.00", of 1000 minor units; every currency that is taken has two decimals. */
  money(minorUnits: number, currency: string): string;
  /** "12 km". */
  kilometres(n: number): string;
  /** "1.2 MB". */
  bytes(n: number): string;
  /** "1:02:03", or "2:03" below an hour. */
  clock(seconds: number): string;
  /** "12 s". */
  seconds(n: number): string;
  /** "Nov 22, 09:00". */
  moment(iso: string): string;
  /** "22 Nov". */
  day(iso: string): string;
}

export function formatFor(language: Language, words: Dictionary): Format {
  const number = new Intl.NumberFormat(language);
  const kilometres = new Intl.NumberFormat(language, { style: 'unit', unit: 'kilometer', maximumFractionDigits: 0 });
  const megabytes = new Intl.NumberFormat(language, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 });
  const seconds = new Intl.NumberFormat(language, { style: 'unit', unit: 'second', unitDisplay: 'narrow' });
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  // a day of the figures is a date, not a moment: it is the same day wherever it is read
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return {
    number: (n) => number.format(n),
    coins: (n) => words.coins(number.format(n)),
    money: (minorUnits, currency) =>
      new Intl.NumberFormat(language, { style: 'currency', currency }).format(minorUnits / 100),
    kilometres: (n) => kilometres.format(n),
    bytes: (n) => megabytes.format(n / 1e6),
    clock,
    seconds: (n) => seconds.format(n),
    moment: (iso) => moment.format(new Date(iso)),
    day: (iso) => day.format(new Date(iso)),
  };
}

function clock(total: number): string {
  const whole = Math.max(0, Math.floor(total));
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number): string => String(n).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}
