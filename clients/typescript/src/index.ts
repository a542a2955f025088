// `@ipelya/live`: what the app uses. Bundlers keep of it what is imported.

export { createLive, type Live, type LiveOptions, type Surroundings } from './live.js';
export { LiveError, Refusal, Unreachable, UnexpectedReply } from './errors.js';
export type { BanType, Checks, RefusalCode } from './errors.js';
export type { CallOptions, Input, Operation, Repeats, Reply } from './operation.js';
export { createTokenSource } from './token-source.js';
export type { Credentials, LiveTokenSource, RoomOf, TokenSourceOptions } from './token-source.js';
export * from './functions.js';
export { listenToHost, listenToSession, listenToStage, listenToUser } from './broadcasts.js';
export type { Handlers, HostEvents, SessionEvents, StageEvents, UserEvents } from './broadcasts.js';
export {
  watchBalance,
  watchCalls,
  watchChat,
  watchEarnings,
  watchGifts,
  watchNotifications,
  watchSession,
  watchSessions,
  watchSessionsOf,
} from './changes.js';
export type { OnChangedRow, OnKeptRows, OnNewRows, OnRows } from './changes.js';
export type { ChannelStatus, ListenOptions, Unsubscribe } from './channel.js';
export type * from './rows.js';

import type { components } from './openapi.js';

/** A type of the document, by its name there: `Schema<'Call'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];
