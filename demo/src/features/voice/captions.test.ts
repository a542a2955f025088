import { expect, test } from 'vitest';

import { withCaption, type Caption } from './captions';

const line = (id: string, text: string, final = false): Caption => ({ id, speaker: 'ada', text, final });

test('what is heard anew takes the place of what was heard before, in its order', () => {
  const said = [line('1', 'Mer'), line('2', 'Hello', true), line('1', 'Merhaba', true)].reduce(withCaption, []);
  expect(said).toEqual([line('1', 'Merhaba', true), line('2', 'Hello', true)]);
});

test('what is final is not taken back by what comes late', () => {
  const said = [line('1', 'Merhaba', true), line('1', 'Mer')].reduce(withCaption, []);
  expect(said).toEqual([line('1', 'Merhaba', true)]);
});
