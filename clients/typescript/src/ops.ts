// `@ipelya/live/ops`: what the panel of the platform's staff calls, below `functions/v1/live-ops/`. Reads are repeated
// where that is safe; whatever staff changes is tried once, so that they see what came of it.

import { get, once, patch, remove } from './operation.js';

export { watchAllParticipants, watchParticipants } from './changes.js';

// Sessions

/** Sessions, those on air unless others are asked for, with the calls under way and the numbers above them. */
export const listSessions = /* @__PURE__ */ get('live-ops/sessions');

/** One session. */
export const getSession = /* @__PURE__ */ get('live-ops/sessions/{id}');

/** A session's course, retention, what was said and paid. */
export const getSessionReport = /* @__PURE__ */ get('live-ops/sessions/{id}/report');

/** A session's course as a table, in the field `csv`. */
export const getSessionReportCsv = /* @__PURE__ */ get('live-ops/sessions/{id}/report.csv');

/** Who is or was in a session. */
export const listParticipants = /* @__PURE__ */ get('live-ops/sessions/{id}/participants');

/** The chat of a session, latest first, deleted lines included. */
export const listMessages = /* @__PURE__ */ get('live-ops/sessions/{id}/messages');

/** Ends a session on air and puts everybody out of its room. */
export const terminateSession = /* @__PURE__ */ once('live-ops/sessions/{id}/terminate');

/** Ends the sessions on air that began before a moment, 50 a request, until `left` is 0. For super admins. */
export const terminateAll = /* @__PURE__ */ once('live-ops/terminate-all');

/** Says something to everybody in a session on air. */
export const announce = /* @__PURE__ */ once('live-ops/sessions/{id}/announce');

/** Says something in every session on air, 200 a request: while `left` is not 0, the next one sends `after`. */
export const announceToAll = /* @__PURE__ */ once('live-ops/announce-all');

/** Takes a line out of the chat for everybody. */
export const deleteMessage = /* @__PURE__ */ once('live-ops/messages/{id}/delete');

/** The same as `deleteMessage`, by DELETE. */
export const removeMessage = /* @__PURE__ */ remove('live-ops/messages/{id}');

/** A token to look on in the room of a session on air, unseen and unheard. */
export const getPreviewToken = /* @__PURE__ */ once('live-ops/livekit-token');

// People in a session; `id` is that of their place in it, or the user's with `session_id`

/** Puts somebody out. They may come back at once. */
export const kickParticipant = /* @__PURE__ */ once('live-ops/participants/{id}/kick');

/** Keeps somebody out, and puts them out if they are inside. */
export const banParticipant = /* @__PURE__ */ once('live-ops/participants/{id}/ban');

/** Silences somebody, microphone and chat. */
export const muteParticipant = /* @__PURE__ */ once('live-ops/participants/{id}/mute');

/** Lets somebody speak and write again. */
export const unmuteParticipant = /* @__PURE__ */ once('live-ops/participants/{id}/unmute');

/** Gives somebody a higher role. */
export const promoteParticipant = /* @__PURE__ */ once('live-ops/participants/{id}/promote');

/** Gives somebody a lower role. */
export const demoteParticipant = /* @__PURE__ */ once('live-ops/participants/{id}/demote');

// Users

/** Somebody, with what they have set and what is switched off for them. */
export const getUser = /* @__PURE__ */ get('live-ops/users/{user_id}');

/** Switches going on air or calls off for somebody, or on again. */
export const switchUser = /* @__PURE__ */ patch('live-ops/users/{user_id}/switches');

/** Puts somebody out of a session. */
export const kickUser = /* @__PURE__ */ once('live-ops/users/{user_id}/kick');

/** Keeps somebody out of a session or of more, whether or not they are inside. */
export const banUser = /* @__PURE__ */ once('live-ops/users/{user_id}/ban');

/** Bans, those that hold unless the others are asked for. */
export const listBans = /* @__PURE__ */ get('live-ops/bans');

/** Lifts a ban. One from everything is lifted by a super admin. */
export const liftBan = /* @__PURE__ */ remove('live-ops/bans/{id}');

// Reports

/** Reports, those that nobody has decided unless others are asked for. */
export const listReports = /* @__PURE__ */ get('live-ops/reports');

/** A report, with earlier reports and bans of whom it is about. */
export const getReport = /* @__PURE__ */ get('live-ops/reports/{id}');

/** Decides a report, once, and does what was decided. */
export const actOnReport = /* @__PURE__ */ once('live-ops/reports/{id}/action');

// Calls and payments

/** Calls, those under way unless the others are asked for. */
export const listCalls = /* @__PURE__ */ get('live-ops/calls');

/** Ends a call and closes its room. */
export const terminateCall = /* @__PURE__ */ once('live-ops/calls/{id}/terminate');

/** Payments and refunds by who paid or was paid, by session, call and kind. */
export const listPayments = /* @__PURE__ */ get('live-ops/payments');

/** Gives the coins of a payment back, once. For super admins. */
export const refundPayment = /* @__PURE__ */ once('live-ops/payments/{id}/refund');

/** Payments by card, by who paid or was paid, by session, purpose and state, and those with a dispute. */
export const listCardPayments = /* @__PURE__ */ get('live-ops/card-payments');

/** Has a payment by card given back. For super admins. */
export const refundCardPayment = /* @__PURE__ */ once('live-ops/card-payments/{id}/refund');

/** What creators have of payments by card, and what of it may be paid out. */
export const listPayoutsDue = /* @__PURE__ */ get('live-ops/payouts/due');

/** Payouts that were entered. */
export const listPayouts = /* @__PURE__ */ get('live-ops/payouts');

/** Enters a payout that the bank has made, once for each of its references. For super admins. */
export const payOut = /* @__PURE__ */ once('live-ops/payouts');

/** Suspends a channel: nobody finds it, and what it is on air with ends. */
export const suspendChannel = /* @__PURE__ */ once('live-ops/channels/{id}/suspend');

/** Lets a suspended channel go on. */
export const unsuspendChannel = /* @__PURE__ */ once('live-ops/channels/{id}/unsuspend');

/** Lets a name be had again that is kept for whoever was called so until lately. */
export const freeSlug = /* @__PURE__ */ once('live-ops/slugs/{slug}/free');

// Figures

/** Today, the last seven and the last thirty days. */
export const getOverview = /* @__PURE__ */ get('live-ops/analytics/overview');

/** The latest days one by one, up to 366. */
export const listDays = /* @__PURE__ */ get('live-ops/analytics/daily');

/** What creators' sessions came to within a day, a week or a month. */
export const listCreators = /* @__PURE__ */ get('live-ops/analytics/creators');

/** Coins by day, creator, session or kind. */
export const getRevenue = /* @__PURE__ */ get('live-ops/analytics/revenue');

/** What was paid by card, by day, creator or purpose. */
export const getCardRevenue = /* @__PURE__ */ get('live-ops/analytics/card-revenue');

/** How many watched at the most in each hour of the latest days, and how many do now. */
export const getConcurrency = /* @__PURE__ */ get('live-ops/analytics/concurrency');

// Calls with support and conferences

/** Those under way, or over, with who is inside and their agent. */
export const listSupportCalls = /* @__PURE__ */ get('live-ops/voice/calls');

/** Sends an AI agent into a support call, or away. */
export const setSupportAgent = /* @__PURE__ */ once('live-ops/voice/calls/{id}/agent');

/** What agents are told, in all versions. */
export const listPrompts = /* @__PURE__ */ get('live-ops/voice/prompts');

/** Writes the next version. */
export const addPrompt = /* @__PURE__ */ once('live-ops/voice/prompts');

/** Takes up a version. */
export const activatePrompt = /* @__PURE__ */ once('live-ops/voice/prompts/{id}/activate');

/** How agents fared, and how long they talked today. */
export const getAgentFigures = /* @__PURE__ */ get('live-ops/voice/failures');

/** Who of the staff has read what was said in a call. */
export const listTranscriptReaders = /* @__PURE__ */ get('live-ops/voice/transcripts/{id}/readers');

// Recordings

/** Recordings by state, owner, session and call, those that are held and those that only their owner sees. */
export const findRecordings = /* @__PURE__ */ get('live-ops/recordings');

/** What the store holds, what goes by itself within a week, and what is still to be deleted. */
export const getRecordingStorage = /* @__PURE__ */ get('live-ops/recordings/storage');

/** Files that are to go, those that the store does not let go, and those that are gone. */
export const listRecordingDeletions = /* @__PURE__ */ get('live-ops/recordings/deletions');

/** Keeps a recording, whoever would have it deleted and whatever its age. */
export const holdRecording = /* @__PURE__ */ once('live-ops/recordings/{id}/hold');

/** Lets a recording that was held go as every other. For super admins. */
export const releaseRecording = /* @__PURE__ */ once('live-ops/recordings/{id}/release');

/** Who of the staff has watched a recording. */
export const listRecordingReaders = /* @__PURE__ */ get('live-ops/recordings/{id}/readers');

// Settings

/** Every switch, limit and share, with who changed it last. */
export const listSettings = /* @__PURE__ */ get('live-ops/settings');

/** Changes a setting. For super admins. */
export const changeSetting = /* @__PURE__ */ patch('live-ops/settings/{key}');

// How the service is

/** Whether the service is well, for everybody; else the refusal `DEGRADED`, with `checks`. */
export const getHealth = /* @__PURE__ */ get('live-ops/health');

/** How each part of the service is, what of LiveKit's quotas is used, and what staff is to look at. */
export const getSystemStatus = /* @__PURE__ */ get('live-ops/system-status');

/** What should have been done a while ago. */
export const listStuck = /* @__PURE__ */ get('live-ops/stuck');

/** What staff did and what was flagged for it. */
export const listAdminLogs = /* @__PURE__ */ get('live-ops/admin-logs');

/** What LiveKit has reported, with the numbers of the last 24 hours. */
export const listWebhookLogs = /* @__PURE__ */ get('live-ops/webhook-logs');

/** Applies an event of LiveKit's once more. */
export const replayWebhook = /* @__PURE__ */ once('live-ops/webhook-logs/{id}/replay');
