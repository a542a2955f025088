// Tokens for LiveKit's own clients: the shape of their `TokenSource`, over get-livekit-token.

import { getLiveKitToken } from './functions.js';
import type { Live } from './live.js';

/** Which room: that of a session, or that of a call. */
export type RoomOf = { sessionId: string } | { callId: string };

/** Where to connect, and with what; LiveKit's `TokenSourceResponseObject`. */
export interface Credentials {
  serverUrl: string;
  participantToken: string;
}

/** A token source as LiveKit's clients take it. `fetch` needs no `this`. */
export interface LiveTokenSource {
  /**
   * Credentials for the room, the last ones while they hold. LiveKit's options are not read: room, name and role are
   * the server's to say. `force` asks for new ones in any case.
   */
  fetch(options?: unknown, force?: boolean): Promise<Credentials>;
}

export interface TokenSourceOptions {
  /** A reply that carries a token already, such as that of `joinLiveSession`; it saves the first request. */
  first?: { server_url: string; participant_token: string };
  /** How long before its end a token is no longer handed out, in milliseconds; 30 000. */
  marginMs?: number;
}

interface Kept {
  readonly credentials: Credentials;
  /** By the clock of `Live`, in milliseconds. */
  readonly until: number;
}

/**
 * A source of tokens for one room and one person. It is to be made anew when somebody else signs in.
 *
 * Throws what `getLiveKitToken` throws; a refusal is not remembered.
 */
export function createTokenSource(live: Live, room: RoomOf, options: TokenSourceOptions = {}): LiveTokenSource {
  const { first, marginMs = 30_000 } = options;
  const keep = (reply: { server_url: string; participant_token: string }): Kept => ({
    credentials: { serverUrl: reply.server_url, participantToken: reply.participant_token },
    until: live.now() + lifetimeMs(reply.participant_token) - marginMs,
  });
  let kept = first && keep(first);
  let asking: Promise<Kept> | undefined;

  /** Whoever asks while a request is under way is given its answer. */
  const ask = (): Promise<Kept> => {
    asking ??= getLiveKitToken(live, room)
      .then((reply) => (kept = keep(reply)))
      .finally(() => (asking = undefined));
    return asking;
  };

  return {
    fetch: async (_options, force = false) => {
      const held = !force && kept && live.now() < kept.until ? kept : await ask();
      return { ...held.credentials };
    },
  };
}

/**
 * How long a token holds from when it was made, in milliseconds; 0 if it does not say. The phone's own clock may be
 * wrong by hours, so it is only asked how much time has passed since.
 */
function lifetimeMs(token: string): number {
  const { exp, nbf, iat } = claims(token);
  const from = iat ?? nbf;
  return exp !== undefined && from !== undefined ? Math.max(0, exp - from) * 1000 : 0;
}

interface Claims {
  readonly exp?: number;
  readonly nbf?: number;
  readonly iat?: number;
}

function claims(token: string): Claims {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    // of the text only the numbers are read, so its encoding is no matter
    const parsed: unknown = JSON.parse(atob(payload));
    return typeof parsed === 'object' && parsed !== null ? pick(parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function pick(claims: Record<string, unknown>): Claims {
  const number = (name: keyof Claims): Claims => {
    const value = claims[name];
    return typeof value === 'number' ? { [name]: value } : {};
  };
  return { ...number('exp'), ...number('nbf'), ...number('iat') };
}
