import { expect, test } from 'vitest';

import { secondsSince, secondsUntil } from './clock';

test('a countdown shows a second until it is over, and never less than none', () => {
  expect([10_000, 9_001, 1, 0, -500].map((left) => secondsUntil(5_000 + left, 5_000))).toEqual([10, 10, 1, 0, 0]);
});

test('what lasts counts whole seconds, and none before it began', () => {
  expect([0, 999, 1_000, 61_500, -3_000].map((past) => secondsSince(5_000, 5_000 + past))).toEqual([0, 0, 1, 61, 0]);
});
