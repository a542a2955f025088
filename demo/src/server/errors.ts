// What to tell people about a failure: the server's sentence wherever there is one.

import { Refusal, Unreachable } from '@ipelya/live';

import type { Dictionary } from '@/i18n';

export function sentenceOf(error: unknown, words: Dictionary): string {
  if (error instanceof Refusal) return error.message;
  if (error instanceof Unreachable || error instanceof TypeError) return words.unreachable;
  return words.somethingFailed;
}
