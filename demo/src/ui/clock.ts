// Time that goes on while one looks at it.

import { useEffect, useState } from 'react';

/** Milliseconds since the epoch, once a second while `running`. */
export function useNow(running = true): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!running) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}

/** Whole seconds until a moment, never below 0. */
export function secondsUntil(moment: number, now: number): number {
  return Math.max(0, Math.ceil((moment - now) / 1000));
}

/** Whole seconds since a moment, never below 0. */
export function secondsSince(moment: number, now: number): number {
  return Math.max(0, Math.floor((now - moment) / 1000));
}
