// A stand-in for Supabase Realtime: the server's side of a WebSocket, as far as channels need it.

import { setImmediate } from 'node:timers/promises';

import { createClient, type SupabaseClient } from '@supabase/supabase-js';

/** What a client has joined a channel with. */
export interface Joined {
  readonly topic: string;
  readonly ref: string | null;
  readonly changes: readonly Record<string, unknown>[];
}

interface Message {
  topic: string;
  event: string;
  payload: Record<string, unknown>;
  ref: string | null;
  join_ref?: string | null;
}

/** A client and the server it is connected to. */
export class RealtimeStandIn {
  /** The channels that are joined now. */
  readonly joined = new Map<string, Joined>();
  /** Every join and leave, in order. */
  readonly log: string[] = [];
  readonly supabase: SupabaseClient;
  #socket: Socket | undefined;
  /** Newer clients write a message as a list. */
  #asList = false;

  constructor() {
    const accept = (socket: Socket): void => {
      this.#socket = socket;
      socket.onsent = (text) => this.#take(this.#read(text));
    };
    class Transport extends Socket {
      constructor(readonly url: string) {
        super();
        accept(this);
      }
    }
    this.supabase = createClient('https://project.example', 'anon-key', {
      accessToken: async () => 'access-token',
      realtime: { transport: Transport as unknown as typeof WebSocket },
    });
  }

  /** Waits until all that is under way has been said. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  }

  /** A broadcast by the server. */
  async say(topic: string, event: string, payload: object): Promise<void> {
    this.#send({
      topic: `realtime:${topic}`,
      event: 'broadcast',
      payload: { type: 'broadcast', event, payload },
      ref: null,
    });
    await this.settled();
  }

  /** A change of a row, for those who have asked for it in this place of their list. */
  async change(topic: string, place: number, data: Record<string, unknown>): Promise<void> {
    const payload = {
      ids: [place + 1],
      data: { schema: 'public', columns: [], commit_timestamp: '', errors: null, ...data },
    };
    this.#send({ topic: `realtime:${topic}`, event: 'postgres_changes', payload, ref: null });
    await this.settled();
  }

  async end(): Promise<void> {
    await this.supabase.removeAllChannels();
    await this.supabase.realtime.disconnect();
  }

  #read(text: string): Message {
    const message = JSON.parse(text) as Message | [string, string, string, string, Record<string, unknown>];
    if (!Array.isArray(message)) return message;
    this.#asList = true;
    const [join_ref, ref, topic, event, payload] = message;
    return { topic, event, payload, ref, join_ref };
  }

  #write({ topic, event, payload, ref, join_ref = null }: Message): string {
    return JSON.stringify(
      this.#asList ? [join_ref, ref, topic, event, payload] : { topic, event, payload, ref, join_ref },
    );
  }

  #take({ topic, event, payload, ref, join_ref }: Message): void {
    const name = topic.replace(/^realtime:/, '');
    if (event === 'phx_join') {
      const config = payload['config'] as { postgres_changes?: Record<string, unknown>[] };
      const changes = config.postgres_changes ?? [];
      this.joined.set(name, { topic: name, ref, changes });
      this.log.push(`join ${name}`);
      const response = { postgres_changes: changes.map((change, place) => ({ id: place + 1, ...change })) };
      this.#send({ topic, event: 'phx_reply', payload: { status: 'ok', response }, ref, join_ref: join_ref ?? null });
    } else if (event === 'phx_leave') {
      this.joined.delete(name);
      this.log.push(`leave ${name}`);
      this.#send({
        topic,
        event: 'phx_reply',
        payload: { status: 'ok', response: {} },
        ref,
        join_ref: join_ref ?? null,
      });
    } else if (event === 'heartbeat') {
      this.#send({ topic, event: 'phx_reply', payload: { status: 'ok', response: {} }, ref });
    }
  }

  #send(message: Message): void {
    const socket = this.#socket;
    void setImmediate().then(() => socket?.onmessage?.({ data: this.#write(message) }));
  }
}

/** The client's side of a WebSocket, open from the next turn on. */
class Socket {
  readyState = 0;
  onopen: (() => void) | undefined;
  onmessage: ((event: { data: string }) => void) | undefined;
  onclose: ((event: { code: number }) => void) | undefined;
  onerror: (() => void) | undefined;
  onsent: ((text: string) => void) | undefined;

  constructor() {
    void setImmediate().then(() => {
      this.readyState = 1;
      this.onopen?.();
    });
  }

  send(text: string): void {
    this.onsent?.(text);
  }

  close(): void {
    this.readyState = 3;
    this.onclose?.({ code: 1000 });
  }
}
