// Reading tables: supabase-js answers data or an error; here an error is thrown.

import type { PostgrestError } from '@supabase/supabase-js';

interface Answer {
  data: unknown;
  error: PostgrestError | null;
}

/** The rows that were asked for. Their type is that of the columns named, which supabase-js cannot know by itself. */
export async function read<Rows>(answer: PromiseLike<Answer>): Promise<Rows> {
  const { data, error } = await answer;
  if (error) throw new Error(error.message, { cause: error });
  return data as Rows;
}

/** The rows with this one put in the place of its former self, or at the end. */
export function upsert<Row extends { id: string }>(rows: readonly Row[], row: Row): Row[] {
  return rows.some(({ id }) => id === row.id) ? rows.map((old) => (old.id === row.id ? row : old)) : [...rows, row];
}
