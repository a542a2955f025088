// Sends one request, reads what comes back, and repeats it where that is safe.

import { LiveError, Refusal, Unreachable, UnexpectedReply, type FailedCall, type RefusedReply } from './errors.js';
import type { Invocation, Live, Method } from './live.js';

/** One request. */
export interface Request extends FailedCall {
  readonly method: Method;
  /** From `functions/v1/` on, with its query. */
  readonly path: string;
  readonly body: Record<string, unknown> | undefined;
  /** Whether it may be sent again without knowing what became of it. */
  readonly mayRepeat: boolean;
  readonly signal: AbortSignal | undefined;
}

/** The wait before the second attempt without `Retry-After`, in milliseconds; it doubles with each further one. */
const FIRST_WAIT_MS = 500;

/** Answers of gateways in front of the server that could not reach it. */
const GATEWAY_FAILURES = [502, 503, 504];

/** The reply to a request, or what it came to as an error. */
export async function send(live: Live, request: Request): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    throwIfAborted(request.signal);
    try {
      return await attemptOnce(live, request);
    } catch (error) {
      throwIfAborted(request.signal);
      const wait = waitBefore(live, request, attempt, error);
      if (wait === undefined) throw error;
      await live.sleep(wait, request.signal);
    }
  }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  // React Native's signals have no reason
  if (signal?.aborted) throw signal.reason ?? Object.assign(new Error('Aborted'), { name: 'AbortError' });
}

async function attemptOnce(live: Live, request: Request): Promise<unknown> {
  const { data, error } = await live.supabase.functions.invoke(request.path, invocation(live, request));
  if (error !== null && error !== undefined) throw await failure(request, error);
  if (isObject(data) && data['success'] === true) return data;
  throw isRefused(data) ? new Refusal(request, data, 200) : new UnexpectedReply(request, 200);
}

function invocation(live: Live, { method, body, idempotencyKey, signal }: Request): Invocation {
  return {
    method,
    headers: {
      ...(live.language && { 'Accept-Language': live.language }),
      ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
    },
    timeout: live.timeoutMs,
    ...(body && { body }),
    ...(signal && { signal }),
  };
}

/**
 * What an error of supabase-js means. Its classes are told by what they carry: an app may hold several versions of
 * them.
 */
async function failure(request: Request, error: unknown): Promise<LiveError> {
  const response = isObject(error) ? error['context'] : undefined;
  if (!isResponse(response)) return new Unreachable(request, error);
  const body: unknown = await response.json().catch(() => undefined);
  if (isRefused(body)) return new Refusal(request, body, response.status, retryAfter(response));
  return GATEWAY_FAILURES.includes(response.status)
    ? new Unreachable(request, error)
    : new UnexpectedReply(request, response.status);
}

/** Seconds. The server gives no dates there. */
function retryAfter({ headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

/** How long to wait before the next attempt, in milliseconds; `undefined` if there is to be none. */
function waitBefore(live: Live, request: Request, attempt: number, error: unknown): number | undefined {
  if (attempt >= live.attempts || !request.mayRepeat || !passes(request, error)) return undefined;
  const step = FIRST_WAIT_MS * 2 ** (attempt - 1);
  const asked = error instanceof Refusal ? error.retryAfter : undefined;
  // never sooner than asked for; and never all clients at the same moment
  const wait = asked === undefined ? step * (0.5 + live.random() / 2) : asked * 1000 + (step / 2) * live.random();
  return wait <= live.longestWaitMs ? wait : undefined;
}

/** Whether it may be otherwise in a moment. */
function passes({ idempotencyKey }: Request, error: unknown): boolean {
  if (error instanceof Unreachable) return true;
  if (!(error instanceof Refusal)) return false;
  // an earlier attempt, whose answer was lost, is still being carried out under the same key
  if (error.code === 'REQUEST_IN_PROGRESS') return idempotencyKey !== undefined;
  return error.code === 'SERVICE_UNAVAILABLE';
}

function isRefused(body: unknown): body is RefusedReply {
  return (
    isObject(body) &&
    body['success'] === false &&
    typeof body['errorCode'] === 'string' &&
    typeof body['error'] === 'string'
  );
}

/** By its shape, because apps bring their own `fetch` with their own class. */
function isResponse(value: unknown): value is Response {
  return isObject(value) && typeof value['status'] === 'number' && typeof value['json'] === 'function';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
