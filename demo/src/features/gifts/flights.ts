// Which gifts fly now and which wait: a shower of gifts must not cover the picture, and none is to be missed.

export interface Flight {
  id: string;
  giftId: string;
  senderId: string;
  quantity: number;
}

export interface Flights {
  flying: readonly Flight[];
  waiting: readonly Flight[];
}

export type FlightEvent = { type: 'given'; flight: Flight } | { type: 'landed'; id: string };

/** How many fly at once. */
export const AT_ONCE = 3;

export const EMPTY: Flights = { flying: [], waiting: [] };

export function advance(flights: Flights, event: FlightEvent): Flights {
  switch (event.type) {
    case 'given':
      return known(flights, event.flight.id) ? flights : fill({ ...flights, waiting: [...flights.waiting, event.flight] });
    case 'landed':
      return fill({ ...flights, flying: flights.flying.filter(({ id }) => id !== event.id) });
  }
}

/** A channel that comes back may tell of the same gift twice. */
function known({ flying, waiting }: Flights, id: string): boolean {
  return [...flying, ...waiting].some((flight) => flight.id === id);
}

function fill({ flying, waiting }: Flights): Flights {
  const free = Math.max(0, AT_ONCE - flying.length);
  return { flying: [...flying, ...waiting.slice(0, free)], waiting: waiting.slice(free) };
}
