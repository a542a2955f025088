// Shares realtime channels: supabase-js has one channel of a name, which is subscribed once, but several screens may
// listen.

import type { RealtimeChannel, SupabaseClient } from '@supabase/supabase-js';

/** What is used of supabase-js to listen. */
export type RealtimeHost = Pick<SupabaseClient, 'channel' | 'removeChannel'>;

/** `RealtimeChannel.on` without its overloads, each of which takes one event that is known beforehand. */
interface Bindable {
  on(type: 'broadcast', filter: { event: '*' }, callback: (message: Broadcast) => void): unknown;
  on(type: 'postgres_changes', filter: ChangeFilter, callback: (change: Change) => void): unknown;
}

/** A broadcast as supabase-js hands it on. */
export interface Broadcast {
  event: string;
  payload?: unknown;
}

/** Which rows to be told of. */
export interface ChangeFilter {
  event: 'INSERT' | 'UPDATE' | 'DELETE' | '*';
  schema: 'public';
  table: string;
  filter?: string;
}

/** A change of a row as supabase-js hands it on. */
export interface Change {
  eventType: 'INSERT' | 'UPDATE' | 'DELETE';
  new: unknown;
  old: unknown;
}

/** How a channel is, in supabase-js's words. */
export type ChannelStatus = 'SUBSCRIBED' | 'TIMED_OUT' | 'CLOSED' | 'CHANNEL_ERROR';

/** What may be listened to besides the events themselves. */
export interface ListenOptions {
  /**
   * Each time the channel comes or goes. What was said while it was away is lost: on `SUBSCRIBED`, read the state anew.
   */
  onStatus?: (status: ChannelStatus, error?: Error) => void;
}

/** Ends a subscription. Calling it again does nothing. */
export type Unsubscribe = () => void;

/** What a channel is subscribed to: broadcasts, or changes of rows. */
export type Wanted = 'broadcasts' | readonly ChangeFilter[];

/** Where messages of a channel go. */
export interface Listener extends ListenOptions {
  readonly onMessage: (message: Broadcast | Change) => void;
}

interface Shared {
  readonly listeners: Set<Listener>;
  channel: RealtimeChannel | undefined;
  status: ChannelStatus | undefined;
}

/** The channels of a client by topic, and those it has not finished leaving. */
interface Topics {
  readonly open: Map<string, Shared>;
  readonly leaving: Map<string, Promise<unknown>>;
}

const topicsOf = /* @__PURE__ */ new WeakMap<object, Topics>();

/** Listens on a topic until the returned function is called. All that listen on one topic want the same of it. */
export function listen(supabase: RealtimeHost, topic: string, wanted: Wanted, listener: Listener): Unsubscribe {
  const topics = topicsOf.get(supabase) ?? {
    open: new Map<string, Shared>(),
    leaving: new Map<string, Promise<unknown>>(),
  };
  topicsOf.set(supabase, topics);

  const shared = topics.open.get(topic) ?? { listeners: new Set<Listener>(), channel: undefined, status: undefined };
  shared.listeners.add(listener);
  if (!topics.open.has(topic)) {
    topics.open.set(topic, shared);
    void openOnceLeft(supabase, topics, topic, wanted, shared);
  } else if (shared.status) {
    listener.onStatus?.(shared.status);
  }

  return () => {
    if (!shared.listeners.delete(listener) || shared.listeners.size > 0) return;
    topics.open.delete(topic);
    if (shared.channel) leave(supabase, topics, topic, shared.channel);
  };
}

/** supabase-js would hand out the channel that is being left, which cannot be subscribed again. */
async function openOnceLeft(
  supabase: RealtimeHost,
  { leaving, open }: Topics,
  topic: string,
  wanted: Wanted,
  shared: Shared,
): Promise<void> {
  while (leaving.has(topic)) await leaving.get(topic);
  if (open.get(topic) === shared) subscribe(supabase, topic, wanted, shared);
}

function subscribe(supabase: RealtimeHost, topic: string, wanted: Wanted, shared: Shared): void {
  const tell = (message: Broadcast | Change): void => {
    for (const { onMessage } of [...shared.listeners]) onMessage(message);
  };
  const channel = supabase.channel(topic);
  shared.channel = channel;
  const bindable = channel as unknown as Bindable;
  if (wanted === 'broadcasts') bindable.on('broadcast', { event: '*' }, tell);
  else for (const filter of wanted) bindable.on('postgres_changes', filter, tell);
  channel.subscribe((status, error) => {
    shared.status = status;
    for (const { onStatus } of [...shared.listeners]) onStatus?.(status, error);
  });
}

function leave(supabase: RealtimeHost, { leaving }: Topics, topic: string, channel: RealtimeChannel): void {
  const left = supabase
    .removeChannel(channel)
    // a channel that the server does not confirm to have left is gone for this client all the same
    .catch(() => undefined)
    .finally(() => leaving.delete(topic));
  leaving.set(topic, left);
}
