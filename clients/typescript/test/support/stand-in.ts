// A real supabase-js client over a stand-in for the network, and surroundings without time and chance.

import { createClient, type SupabaseClient } from '@supabase/supabase-js';

import { createLive, type Live, type LiveOptions } from '../../src/index.js';

/** A request as it would have gone over the wire. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: unknown;
}

/**
 * What comes back for a request: a response, an error as of a network that is away, or whatever comes of its signal.
 */
export type Answer = Response | Error | ((signal: AbortSignal | null | undefined) => Promise<Response>);

/** A `Live` with what it has sent, how long it has waited and a clock to set. */
export interface StandIn {
  readonly live: Live<SupabaseClient>;
  readonly sent: Sent[];
  readonly waits: number[];
  readonly clock: { ms: number };
}

/** Answers in this order, the last one again and again. */
export function standIn(answers: Answer[], options: LiveOptions = {}): StandIn {
  const sent: Sent[] = [];
  const waits: number[] = [];
  const clock = { ms: 1_000_000 };
  const fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const answer = answers[Math.min(sent.length, answers.length - 1)];
    sent.push(asSent(String(input), init));
    if (answer instanceof Error) throw answer;
    if (typeof answer === 'function') return await answer(init.signal);
    if (!answer) throw new Error('nothing to answer');
    return answer.clone();
  };
  const supabase = createClient('https://project.example', 'anon-key', {
    global: { fetch },
    accessToken: async () => 'access-token',
  });
  let keys = 0;
  const surroundings = {
    now: () => clock.ms,
    sleep: async (ms: number) => {
      waits.push(ms);
      clock.ms += ms;
    },
    random: () => 0.5,
    newKey: () => `key-${(keys += 1)}`,
  };
  return { live: createLive(supabase, { surroundings, ...options }), sent, waits, clock };
}

function asSent(url: string, { method = 'GET', headers, body }: RequestInit): Sent {
  const { pathname, search } = new URL(url);
  const json: unknown = typeof body === 'string' ? JSON.parse(body) : undefined;
  return { method, path: pathname + search, headers: new Headers(headers), body: json };
}

/** A reply that says so. */
export function done(fields: Record<string, unknown> = {}): Response {
  return json(200, { success: true, ...fields });
}

/** A refusal as the server words it. */
export function refused(
  status: number,
  errorCode: string,
  flags: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Response {
  return json(status, { success: false, error: 'A sentence.', errorCode, requestId: 'request-1', ...flags }, headers);
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}

/** What `fetch` throws when there is no network. */
export function noNetwork(): Error {
  return new TypeError('fetch failed');
}

/** What a promise is rejected with. */
export async function thrownBy(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it was not refused');
}
