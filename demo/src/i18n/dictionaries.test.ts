import { describe, expect, test } from 'vitest';

import { en } from './en';
import { formatFor } from './format';
import { tr } from './tr';

describe('dictionaries', () => {
  test('have the same words, and none is empty', () => {
    expect(Object.keys(tr).sort()).toEqual(Object.keys(en).sort());
    for (const dictionary of [en, tr]) {
      const texts = Object.values(dictionary).map((word) => (typeof word === 'function' ? word('x', 'x') : word));
      expect(texts.filter((text) => text.trim() === '')).toEqual([]);
    }
  });

  test('put in everything they are given', () => {
    for (const dictionary of [en, tr]) {
      for (const [key, word] of Object.entries(dictionary)) {
        if (typeof word === 'function') expect(word('«1»', '«2»'), key).toContain('«1»');
      }
    }
  });
});

describe('formats', () => {
  const format = formatFor('tr', tr);

  test.each([
    [0, '0:00'],
    [59.9, '0:59'],
    [61, '1:01'],
    [3600, '1:00:00'],
    [3723, '1:02:03'],
    [-5, '0:00'],
  ])('%d seconds are %s', (seconds, written) => {
    expect(format.clock(seconds)).toBe(written);
  });

  test('coins are grouped as the language does', () => {
    expect(format.coins(12500)).toBe('12.500 jeton');
    expect(formatFor('en', en).coins(12500)).toBe('12,500 coins');
  });

  test('money is written out of minor units, in its currency', () => {
    expect(format.money(125050, 'try')).toBe('₺1.250,50');
    expect(formatFor('en', en).money(1000, 'usd')).toBe('$10.00');
  });

  test('bytes are written as megabytes', () => {
    expect(format.bytes(1_234_567)).toBe('1,2 MB');
  });

  test('a day is the same day in every time zone', () => {
    expect(format.day('2026-11-22')).toBe('22 Kas');
  });
});
