/** One bar of a chart. */
export interface Bar {
  date: string;
  value: number;
}

/** A bar for every date, those of which there is nothing to tell included. */
export function byDay<Row>(
  dates: readonly string[],
  rows: readonly Row[],
  dateOf: (row: Row) => string | null | undefined,
  valueOf: (row: Row) => number,
): Bar[] {
  const values = new Map(rows.map((row) => [dateOf(row), valueOf(row)]));
  return dates.map((date) => ({ date, value: values.get(date) ?? 0 }));
}

/** The next round number at or above a value, for the top of a scale: 1, 2 or 5 times a power of ten. */
export function niceTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((one) => one * power >= value) ?? 10;
  return step * power;
}
