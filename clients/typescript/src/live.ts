// What every call needs: the signed-in supabase-js client, and how to wait and repeat. It holds no state of its own.

/** What is used of supabase-js to call functions; every `SupabaseClient` is one. */
export interface FunctionsHost {
  readonly functions: {
    invoke(name: string, options: Invocation): Promise<{ data: unknown; error: unknown }>;
  };
}

/** One request, as `supabase.functions.invoke` takes it. */
export interface Invocation {
  method: Method;
  headers: Record<string, string>;
  body?: Record<string, unknown>;
  signal?: AbortSignal;
  timeout?: number;
}

/** The HTTP methods of the operations. */
export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** What may be chosen; each has a default. */
export interface LiveOptions {
  /** The language of the refusals' sentences; English unless the request already asks for another. */
  language?: 'en' | 'tr';
  /** How often a call that is safe to repeat is tried at most; 3. */
  attempts?: number;
  /** How long one attempt may take, in milliseconds; 15 000. */
  timeoutMs?: number;
  /** The longest wait before a repeat, in milliseconds; 10 000. Who is asked to wait longer is told instead. */
  longestWaitMs?: number;
  /** The clock and the dice; tests bring their own. */
  surroundings?: Partial<Surroundings>;
}

/** Time and chance. */
export interface Surroundings {
  /** Milliseconds of a clock that goes on while a phone sleeps. */
  now(): number;
  /** Waits so many milliseconds, or until the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to but not including 1. */
  random(): number;
  /** A new `Idempotency-Key`. */
  newKey(): string;
}

/** What the operations take as their first argument. */
export interface Live<Client extends FunctionsHost = FunctionsHost> extends Surroundings {
  readonly supabase: Client;
  readonly language: 'en' | 'tr' | undefined;
  readonly attempts: number;
  readonly timeoutMs: number;
  readonly longestWaitMs: number;
}

/** Puts a signed-in supabase-js client to use for İpelya Live. */
export function createLive<Client extends FunctionsHost>(supabase: Client, options: LiveOptions = {}): Live<Client> {
  const { language, attempts = 3, timeoutMs = 15_000, longestWaitMs = 10_000, surroundings } = options;
  return Object.freeze({
    now: Date.now,
    sleep,
    random: Math.random,
    newKey,
    ...surroundings,
    supabase,
    language,
    attempts,
    timeoutMs,
    longestWaitMs,
  });
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
    if (signal?.aborted) done();
  });
}

/**
 * A key needs to be different from all others of the same person, not to be secret, so it is made without Web Crypto
 * where there is none, as in React Native.
 */
function newKey(): string {
  const crypto: Partial<Crypto> | undefined = globalThis.crypto;
  if (crypto?.randomUUID) return crypto.randomUUID();
  const digits = (): string => Math.random().toString(36).slice(2).padEnd(11, '0');
  return `${Date.now().toString(36)}-${digits()}-${digits()}`;
}
