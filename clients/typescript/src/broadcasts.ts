// What the server says on the app's channels: topics, events and payloads. The channels are public: whoever has the
// app's key can send on them too. So they are hints to look again, never the truth; the rows and the functions tell
// that.

import { listen, type Broadcast, type ListenOptions, type RealtimeHost, type Unsubscribe } from './channel.js';
import type { components } from './openapi.js';
import type { Live } from './live.js';

type Schemas = components['schemas'];
type Role = Schemas['Role'];

/** On `live:<session id>`: what everybody in a session is told. */
export interface SessionEvents {
  /** The session is on air. */
  session_started: { sessionId: string; startedAt: string };
  /** It is over. */
  session_ended: { reason: string };
  /** The host's connection is lost; the session ends unless they are back by the deadline, in epoch milliseconds. */
  host_disconnected: { message: string; reconnectDeadline: number };
  /** The host is back. */
  host_reconnected: Record<string, unknown>;
  /** Staff says something; `timestamp` is in milliseconds since the Unix epoch. */
  admin_announcement: { type: 'admin_announcement'; message: string; alertType: Schemas['AlertType']; timestamp: number };
  /** Somebody has a higher role. */
  participant_promoted: { sessionId: string; userId: string; oldRole: Role; newRole: Role };
  /** Somebody has a lower role. */
  participant_demoted: { sessionId: string; userId: string; oldRole: Role; newRole: Role };
  /** A message stands above the chat now, or no longer does. */
  message_pinned: { messageId: string; pinned: boolean };
  /** From this time on no session begins for a while. */
  maintenance: { startsAt: string };
  /** From now on this is recorded. */
  recording_started: { recordingId: string };
  recording_stopped: { recordingId: string };
  /** Somebody has donated; all but the id is null in a session that not everybody may watch. */
  donation_received: {
    paymentId: string;
    amount: number | null;
    currency: string | null;
    donorName: string | null;
    message: string | null;
  };
}

/** On `session:<session id>`: who comes on stage and leaves it. */
export interface StageEvents {
  new_cohost: {
    sessionId: string;
    userId: string;
    guestUserId: string;
    userName?: string | null;
    userAvatar?: string | null;
    role: Role;
  };
  guest_ended: { sessionId: string; userId: string; guestUserId: string; reason: string | null };
}

/** An invitation on stage that somebody has answered, or not in time. */
interface AnsweredInvitation {
  id: string;
  invitationId: string;
  sessionId: string;
  userId: string;
  userName: string | null;
  /** It was not answered in time. */
  expired: boolean;
}

/** On `session:<session id>:host`: what the host decides on. */
export interface HostEvents {
  join_request: {
    id: string;
    requestId: string;
    sessionId: string;
    userId: string;
    userName: string | null;
    userAvatar: string | null;
    message: string | null;
    expiresAt: string;
  };
  join_request_cancelled: { id: string; requestId: string; sessionId: string; userId: string };
  invitation_accepted: AnsweredInvitation;
  invitation_rejected: AnsweredInvitation;
}

/** On `user:<user id>`: what concerns one person. */
export interface UserEvents {
  guest_invitation: {
    id: string;
    invitationId: string;
    sessionId: string;
    sessionTitle: string;
    hostId: string;
    hostName: string | null;
    hostAvatar: string | null;
    expiresAt: string;
    /** Who comes on stage agrees to be recorded. */
    isRecording: boolean;
  };
  guest_invitation_cancelled: { id: string; invitationId: string; sessionId: string };
  join_request_response: { id: string; requestId: string; sessionId: string; approved: boolean; expired: boolean };
  your_guest_ended: { sessionId: string; userId: string; guestUserId: string; reason: string | null };
  /** The caller's coins pay no further minute; the call ends then, in epoch milliseconds. */
  call_coins_low: { callId: string; endsAt: number };
  /** `expiresAt` is `null` for a ban that holds until it is lifted. */
  banned: { sessionId: string | null; banType: Schemas['BanKind']; expiresAt: string | null };
  /** Staff warns of what was reported. */
  warned: { sessionId: string | null };
  muted: { sessionId: string };
  unmuted: { sessionId: string };
  /** From now on a call of the caller's is recorded. */
  recording_started: { recordingId: string };
  recording_stopped: { recordingId: string };
  /** A card payment of the caller's is another status. */
  payment_updated: { paymentId: string; status: 'open' | 'paid' | 'canceled' | 'refunded' };
}

/** A function for each event that is of interest. */
export type Handlers<Events> = { [Event in keyof Events]?: (payload: Events[Event]) => void };

/** A `Live` whose client has realtime, as every `SupabaseClient` does. */
type Listening = Pick<Live<Live['supabase'] & RealtimeHost>, 'supabase'>;

/** Listens to what everybody in a session is told. */
export function listenToSession(
  { supabase }: Listening,
  sessionId: string,
  handlers: Handlers<SessionEvents>,
  options?: ListenOptions,
): Unsubscribe {
  return listenTo(supabase, `live:${sessionId}`, handlers, options);
}

/** Listens to who comes on stage and leaves it. */
export function listenToStage(
  { supabase }: Listening,
  sessionId: string,
  handlers: Handlers<StageEvents>,
  options?: ListenOptions,
): Unsubscribe {
  return listenTo(supabase, `session:${sessionId}`, handlers, options);
}

/** Listens to what the host of a session decides on. */
export function listenToHost(
  { supabase }: Listening,
  sessionId: string,
  handlers: Handlers<HostEvents>,
  options?: ListenOptions,
): Unsubscribe {
  return listenTo(supabase, `session:${sessionId}:host`, handlers, options);
}

/** Listens to what concerns one person, who is signed in here. */
export function listenToUser(
  { supabase }: Listening,
  userId: string,
  handlers: Handlers<UserEvents>,
  options?: ListenOptions,
): Unsubscribe {
  return listenTo(supabase, `user:${userId}`, handlers, options);
}

function listenTo<Events>(
  supabase: RealtimeHost,
  topic: string,
  handlers: Handlers<Events>,
  options: ListenOptions = {},
): Unsubscribe {
  const byName = new Map<string, unknown>(Object.entries(handlers));
  return listen(supabase, topic, 'broadcasts', {
    ...options,
    onMessage: (message) => {
      const { event, payload } = message as Broadcast;
      const handle = byName.get(event);
      if (typeof handle === 'function') handle(payload ?? {});
    },
  });
}
