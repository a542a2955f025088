// What a call throws: the server's refusal, no answer at all, or an answer that is none of the server's.

import type { components } from './openapi.js';

/** The body of a refusal, as the document has it. */
type RefusalBody = components['schemas']['Refusal'];

/** Every code a refusal has. A server that is newer than this package may send one that is not in it. */
export type RefusalCode = RefusalBody['errorCode'];

/** How far a ban reaches. */
export type BanType = NonNullable<RefusalBody['banType']>;

/** How each part of the service is, in a refusal with `DEGRADED`. */
export type Checks = components['schemas']['Checks'];

/** What every error of this package has. */
export abstract class LiveError extends Error {
  /** The operation that failed, such as `join-live-session`. */
  readonly operation: string;
  /**
   * The `Idempotency-Key` the call went out with, if its operation takes one. A later call with this key and the same
   * input is carried out only if this one was not.
   */
  readonly idempotencyKey: string | undefined;

  constructor(message: string, call: FailedCall, options?: ErrorOptions) {
    super(message, options);
    this.operation = call.operation;
    this.idempotencyKey = call.idempotencyKey;
  }
}

/** Which call failed. */
export interface FailedCall {
  readonly operation: string;
  readonly idempotencyKey: string | undefined;
}

/** The server has said no. `message` is its sentence, which may be shown to people. */
export class Refusal extends LiveError {
  override readonly name = 'Refusal';
  /** For programs; does not change. */
  readonly code: RefusalCode;
  /** The HTTP status that is meant, also where the refusal travelled as 200. */
  readonly status: number;
  /** Leads to the line of the server's log. */
  readonly requestId: string | undefined;
  /** In how many seconds it may be tried again. */
  readonly retryAfter: number | undefined;
  /** `INVALID_FIELD`: the field that cannot be used. */
  readonly field: string | undefined;
  /** `PAYMENT_REQUIRED`, `PRICE_CHANGED`: the price in coins. `FEE_REQUIRED`, and of a fee: in minor units. */
  readonly required: number | undefined;
  /** `FEE_REQUIRED`: the currency of `required`. */
  readonly currency: string | undefined;
  /** `PAYMENT_REQUIRED`. */
  readonly requiresPayment: boolean;
  /** `SUBSCRIPTION_REQUIRED`. */
  readonly requiresSubscription: boolean;
  /** `BANNED`: one session, every session of its creator, or everything live. */
  readonly banType: BanType | undefined;
  /** `BUSY`: the call from the callee that rings at this moment. */
  readonly incomingCallId: string | undefined;
  /** `DEGRADED`: how each part of the service is. */
  readonly checks: Checks | undefined;

  constructor(call: FailedCall, body: RefusedReply, status: number, retryAfter?: number) {
    super(body.error, call);
    this.code = body.errorCode;
    this.status = body.status ?? status;
    this.requestId = body.requestId;
    this.retryAfter = retryAfter;
    this.field = body.field;
    this.required = body.required;
    this.currency = body.currency;
    this.requiresPayment = body.requiresPayment === true;
    this.requiresSubscription = body.requiresSubscription === true;
    this.banType = body.banType;
    this.incomingCallId = body.incomingCallId;
    this.checks = body.checks;
  }
}

/** The refusal as it comes over the wire, with the flags of single codes. */
export interface RefusedReply extends Omit<RefusalBody, 'checks' | 'requestId'> {
  readonly requestId?: string;
  readonly incomingCallId?: string;
  readonly checks?: Checks;
}

/**
 * Nobody answered: there is no network, the time was up, or a gateway could not reach the server. Whether the request
 * was carried out is not known.
 */
export class Unreachable extends LiveError {
  override readonly name = 'Unreachable';

  constructor(call: FailedCall, cause: unknown) {
    super(`${call.operation}: no answer`, call, { cause });
  }
}

/** Something answered that is not the server, such as a gateway that does not know the function. */
export class UnexpectedReply extends LiveError {
  override readonly name = 'UnexpectedReply';
  readonly status: number;

  constructor(call: FailedCall, status: number) {
    super(`${call.operation}: an answer with status ${status} that is not one of this service`, call);
    this.status = status;
  }
}
