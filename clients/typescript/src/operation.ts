// Makes a typed function of each operation of the document. Its path and method are checked against the document by the
// compiler: an operation that is not there, or that takes an idempotency key and is not said to, does not compile.

import type { Live, Method } from './live.js';
import type { paths } from './openapi.js';
import { send } from './send.js';

/** Below this, operations have their paths; one that begins with a slash stands beside it. */
type Base = '/functions/v1/';

type Whole<Path extends string> = Path extends `/${string}` ? Path : `${Base}${Path}`;

/** The operation of a path and method in the document. */
type Described<Path extends string, M extends Method> =
  Whole<Path> extends keyof paths ? NonNullable<paths[Whole<Path>][Lowercase<M>]> : never;

/** The paths that have an operation of this method. */
export type PathsOf<M extends Method> = {
  [P in keyof paths]: undefined extends paths[P][Lowercase<M>] ? never : P extends `${Base}${infer Path}` ? Path : P;
}[keyof paths];

/** The paths whose POST takes an idempotency key. */
export type KeyedPaths = {
  [P in PathsOf<'POST'>]: TakesKey<Described<P, 'POST'>> extends true ? P : never;
}[PathsOf<'POST'>];

type TakesKey<Op> = Op extends { parameters: { header?: infer Headers } }
  ? [NonNullable<Headers>] extends [never]
    ? false
    : 'Idempotency-Key' extends keyof NonNullable<Headers>
      ? true
      : false
  : false;

/** The paths whose POST takes none. */
export type PlainPaths = Exclude<PathsOf<'POST'>, KeyedPaths>;

type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : unknown;

type InPath<Op> = Op extends { parameters: { path: infer P } } ? P : unknown;
type InQuery<Op> = Op extends { parameters: { query?: infer Q } } ? NonNullable<Q> : unknown;
type InBody<Op> = Op extends { requestBody?: infer B }
  ? NonNullable<B> extends never
    ? unknown
    : Json<NonNullable<B>>
  : unknown;

/** What an operation takes: the parts of its path, of its query and of its body, in one object. */
type InputOf<Op> = InPath<Op> & ([InQuery<Op>] extends [never] ? unknown : InQuery<Op>) & InBody<Op>;

/** What an operation answers. */
type ReplyOf<Op> = Op extends { responses: { 200: infer Success } } ? Json<Success> : never;

/** What may be said about one call. */
export interface CallOptions {
  /** Gives the call up; it then throws the signal's reason. */
  signal?: AbortSignal;
  /**
   * Makes this call the repeat of an earlier one. Without it each call has a key of its own, which its repeats keep.
   * Operations that take no key do not send it.
   */
  idempotencyKey?: string;
}

/** An operation, to be called with a `Live`. Its input may be left out where nothing in it is required. */
export interface Operation<Input, Reply> {
  (
    live: Live,
    ...rest: Record<never, never> extends Input
      ? [input?: Input, options?: CallOptions]
      : [input: Input, options?: CallOptions]
  ): Promise<Reply>;
  /** As the document has it, below `functions/v1/` unless it begins with a slash. */
  readonly path: string;
  readonly method: Method;
  readonly repeats: Repeats;
}

/**
 * What a repeat does: a `read` changes nothing; a `keyed` operation is carried out once for each key; a `final` one
 * leads where nothing leads back from, so that a repeat finds it done. Every other one is for `once` and never
 * repeated: what it did may have been undone by somebody before its repeat arrives.
 */
export type Repeats = 'read' | 'keyed' | 'final' | 'once';

/** The type of what an operation takes: `Input<typeof joinLiveSession>`. */
export type Input<O> = O extends Operation<infer I, infer _> ? I : never;

/** The type of what an operation answers: `Reply<typeof joinLiveSession>`. */
export type Reply<O> = O extends Operation<infer _, infer R> ? R : never;

type Made<Path extends string, M extends Method> = Operation<InputOf<Described<Path, M>>, ReplyOf<Described<Path, M>>>;

/** A GET. */
export function get<P extends PathsOf<'GET'>>(path: P): Made<P, 'GET'> {
  return operation('GET', path, 'read');
}

/** A POST that changes nothing. */
export function read<P extends PlainPaths>(path: P): Made<P, 'POST'> {
  return operation('POST', path, 'read');
}

/** A POST with an idempotency key. */
export function keyed<P extends KeyedPaths>(path: P): Made<P, 'POST'> {
  return operation('POST', path, 'keyed');
}

/** A POST that leads where nothing leads back from. */
export function final<P extends PlainPaths>(path: P): Made<P, 'POST'> {
  return operation('POST', path, 'final');
}

/** A POST that does something each time. */
export function once<P extends PlainPaths>(path: P): Made<P, 'POST'> {
  return operation('POST', path, 'once');
}

/** A PATCH. */
export function patch<P extends PathsOf<'PATCH'>>(path: P): Made<P, 'PATCH'> {
  return operation('PATCH', path, 'once');
}

/** A DELETE. */
export function remove<P extends PathsOf<'DELETE'>>(path: P): Made<P, 'DELETE'> {
  return operation('DELETE', path, 'once');
}

function operation<I, R>(method: Method, path: string, repeats: Repeats): Operation<I, R> {
  const call = async (live: Live, input?: I, options: CallOptions = {}): Promise<R> => {
    const { at, rest } = place(path, { ...input });
    const request = {
      operation: path,
      method,
      // supabase-js asks below `functions/v1/` for everything
      path: (at.startsWith('/') ? `../..${at}` : at) + (method === 'GET' ? query(rest) : ''),
      body: method === 'GET' ? undefined : rest,
      mayRepeat: repeats !== 'once',
      idempotencyKey: repeats === 'keyed' ? (options.idempotencyKey ?? live.newKey()) : undefined,
      signal: options.signal,
    };
    // what the server answers is what its document says; a test of the server holds it to that
    return (await send(live, request)) as R;
  };
  return Object.assign(call, { path, method, repeats }) as Operation<I, R>;
}

/** The path with the parts that the input has for it, and what is left of the input. */
function place(path: string, input: Record<string, unknown>): { at: string; rest: Record<string, unknown> } {
  const rest = { ...input };
  const at = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    delete rest[name];
    return segment(name, input[name]);
  });
  return { at, rest };
}

/** Anything but a real segment would make another operation of the path: `..`, or nothing at all. */
function segment(name: string, value: unknown): string {
  const text = String(value ?? '');
  if (text === '' || text === '.' || text === '..') throw new TypeError(`${name} cannot be ${JSON.stringify(text)}`);
  return encodeURIComponent(text);
}

function query(input: Record<string, unknown>): string {
  const given = Object.entries(input).filter(([, value]) => value !== undefined && value !== null);
  const pairs = given.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}
