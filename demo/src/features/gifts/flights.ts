// Which gifts fly now and which wait: a shower of gifts must not cover the picture, and none is to be missed. Donations
// are shown by the same rules.

interface Told {
  id: string;
}

export interface Flight extends Told {
  giftId: string;
  senderId: string;
  quantity: number;
}

export interface Flights<One extends Told = Flight> {
  flying: readonly One[];
  waiting: readonly One[];
}

export type FlightEvent<One extends Told = Flight> = { type: 'given'; flight: One } | { type: 'landed'; id: string };

/** How many fly at once. */
export const AT_ONCE = 3;

export const EMPTY: Flights<never> = { flying: [], waiting: [] };

export function advance<One extends Told>(flights: Flights<One>, event: FlightEvent<One>): Flights<One> {
  switch (event.type) {
    case 'given':
      if (known(flights, event.flight.id)) return flights;
      return fill({ ...flights, waiting: [...flights.waiting, event.flight] });
    case 'landed':
      return fill({ ...flights, flying: flights.flying.filter(({ id }) => id !== event.id) });
  }
}

/** A channel that comes back may tell of the same gift twice. */
function known({ flying, waiting }: Flights<Told>, id: string): boolean {
  return [...flying, ...waiting].some((flight) => flight.id === id);
}

function fill<One extends Told>({ flying, waiting }: Flights<One>): Flights<One> {
  const free = Math.max(0, AT_ONCE - flying.length);
  return { flying: [...flying, ...waiting.slice(0, free)], waiting: waiting.slice(free) };
}
