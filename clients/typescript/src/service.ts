// `@ipelya/live/service`: for operators' own scripts, with a client that has the service-role key. Never in an app.

import { get, once } from './operation.js';

/** One sweep now. */
export const sweep = /* @__PURE__ */ once('sweeper');

/** Sends the pushes that are due now. */
export const notify = /* @__PURE__ */ once('notifier');

/** Whether the function that LiveKit reports to is up. */
export const getWebhookStatus = /* @__PURE__ */ get('livekit-webhook');

/** Stripe is asked now about payments that wait for something. */
export const reconcilePayments = /* @__PURE__ */ once('reconcile-payments');

/** Whether the function that Stripe reports to is up. */
export const getStripeWebhookStatus = /* @__PURE__ */ get('/api/live/stripe-webhook');
