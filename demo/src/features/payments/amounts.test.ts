import { expect, test } from 'vitest';

import { toMinorUnits } from './amounts';

test.each([
  ['10', 1000],
  ['19.99', 1999],
  [0.29, 29],
  ['', 0],
])('%s in major units is %d in minor ones', (typed, minor) => {
  expect(toMinorUnits(typed)).toBe(minor);
});
