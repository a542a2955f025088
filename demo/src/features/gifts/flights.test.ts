import { expect, test } from 'vitest';

import { advance, AT_ONCE, EMPTY, type Flight, type Flights } from './flights';

const gift = (id: number): Flight => ({ id: String(id), giftId: 'heart', senderId: 'somebody', quantity: 1 });
const give = (flights: Flights, id: number): Flights => advance(flights, { type: 'given', flight: gift(id) });
const ids = (flights: readonly Flight[]): string[] => flights.map(({ id }) => id);

test('a shower of gifts flies a few at a time, in order, and all of it', () => {
  const count = AT_ONCE + 4;
  let flights = Array.from({ length: count }, (_, id) => id).reduce(give, EMPTY);
  const landed: string[] = [];
  while (flights.flying[0]) {
    expect(flights.flying.length).toBeLessThanOrEqual(AT_ONCE);
    landed.push(flights.flying[0].id);
    flights = advance(flights, { type: 'landed', id: flights.flying[0].id });
  }
  expect(landed).toEqual(Array.from({ length: count }, (_, id) => String(id)));
});

test('a gift that is told of twice flies once', () => {
  const flights = [1, 2, 1, 3, 4, 4].reduce(give, EMPTY);
  expect([...ids(flights.flying), ...ids(flights.waiting)]).toEqual(['1', '2', '3', '4']);
});

test('one that landed long ago changes nothing', () => {
  const flights = give(EMPTY, 1);
  expect(advance(flights, { type: 'landed', id: '9' })).toEqual(flights);
});
