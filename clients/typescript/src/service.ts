// `@ipelya/live/service`: for operators' own scripts, with a client that has the service-role key. Never in an app.

import { get, once } from './operation.js';

/** One sweep now. */
export const sweep = /* @__PURE__ */ once('sweeper');

/** Sends the pushes that are due now. */
export const notify = /* @__PURE__ */ once('notifier');

/** Whether the function that LiveKit reports to is up. */
export const getWebhookStatus = /* @__PURE__ */ get('livekit-webhook');
