import { expect, test, vi } from 'vitest';

import { atMostEvery } from './at-most-every';
import { byDay, niceTop } from './by-day';
import { parsedAs, shown } from './setting-value';

test('every date has a bar, and rows of other dates have none', () => {
  const rows = [{ on: '2026-11-21', coins: 5 }, { on: '2026-10-01', coins: 9 }];
  expect(byDay(['2026-11-20', '2026-11-21'], rows, ({ on }) => on, ({ coins }) => coins)).toEqual([
    { date: '2026-11-20', value: 0 },
    { date: '2026-11-21', value: 5 },
  ]);
});

test.each([[0, 1], [1, 1], [3, 5], [35, 50], [51, 100], [100, 100], [1200, 2000]])('a scale for %d ends at %d', (value, top) => {
  expect(niceTop(value)).toBe(top);
});

test('a setting is sent in the form it has, and what does not fit it as it was typed', () => {
  expect(parsedAs(30, ' 45 ')).toBe(45);
  expect(parsedAs(30, 'many')).toBe('many');
  expect(parsedAs(['a'], 'b, c,')).toEqual(['b', 'c']);
  expect(parsedAs('Europe/Istanbul', '')).toBeNull();
  expect(parsedAs(['a', 'b'], shown(['a', 'b']))).toEqual(['a', 'b']);
});

test('however often it is asked for, it runs once within the time, and not after it was stopped', () => {
  vi.useFakeTimers();
  const run = vi.fn();
  const soon = atMostEvery(1000, run);
  for (let asked = 0; asked < 5; asked += 1) soon.run();
  vi.advanceTimersByTime(1000);
  soon.run();
  soon.stop();
  vi.advanceTimersByTime(5000);
  expect(run).toHaveBeenCalledTimes(1);
  vi.useRealTimers();
});
