// The functions of the app, one for each name below `functions/v1/`.

import { final, get, keyed, once, read } from './operation.js';

// Tokens

/** A token for the room of a session or a call, with the role the database gives the caller. */
export const getLiveKitToken = /* @__PURE__ */ read('get-livekit-token');

// Sessions

/** Opens a session, or announces one for later. A creator who is on air is given that session back. */
export const createLiveSession = /* @__PURE__ */ keyed('create-live-session');

/** Puts a scheduled session of the caller on air. */
export const startLiveSession = /* @__PURE__ */ final('start-live-session');

/** Lets the caller into a live session and hands them a token. Charges pay-per-view, once. */
export const joinLiveSession = /* @__PURE__ */ keyed('join-live-session');

/** Gives up the caller's seat. */
export const leaveLiveSession = /* @__PURE__ */ once('leave-live-session');

/** Ends the caller's own session, for good. */
export const endLiveSession = /* @__PURE__ */ final('end-live-session');

// Channels

/** Makes the caller's channel, or changes it. What is left out stays as it is. */
export const saveChannel = /* @__PURE__ */ keyed('/api/live/create');

/** Puts the caller's channel on air, or takes it off. */
export const toggleChannel = /* @__PURE__ */ once('/api/live/toggle-active');

/** A seat in the session that a channel is on air with, and the token for it. */
export const getChannelToken = /* @__PURE__ */ read('/api/live/token');

/** Channels by name, or near a place and on air, or else all that are on air. */
export const searchChannels = /* @__PURE__ */ read('/api/live/search');

/** The channels that are watched most, at this moment or over the last day or week. */
export const getPopularChannels = /* @__PURE__ */ read('/api/live/popular');

/** A channel's page. */
export const getChannel = /* @__PURE__ */ get('/api/live/channels/{slug}');

/** How the caller's channel is now, and what its sessions of a period came to. */
export const getChannelStats = /* @__PURE__ */ read('/api/live/stats');

/** Shows, makes, replaces or deletes what an encoder, OBS say, sends to for the caller's channel. */
export const manageIngress = /* @__PURE__ */ keyed('/api/live/ingress');

/** Sends what the caller's client measures of their own broadcast, or with nothing only reads how it goes. */
export const reportHealth = /* @__PURE__ */ once('/api/live/health');

/** The caller hears of a channel when it goes on air. */
export const followChannel = /* @__PURE__ */ once('/api/live/follow');

/** They hear of it no more. */
export const unfollowChannel = /* @__PURE__ */ once('/api/live/unfollow');

// Card payments

/** Begins a donation to a channel on air; Stripe's client pays it with a card. */
export const donate = /* @__PURE__ */ keyed('/api/live/donate');

/** Begins the payment of the fee for going live. */
export const payToGoLive = /* @__PURE__ */ keyed('/api/live/pay-to-go-live');

/** A payment of the caller's as it is now. */
export const getPayment = /* @__PURE__ */ read('/api/live/payment');

/** Gives back a fee of the caller's that was not used. */
export const refundPayment = /* @__PURE__ */ once('/api/live/refund');

/** Stripe's page on which a pass is bought. */
export const subscribe = /* @__PURE__ */ once('/api/live/subscribe');

/** Stripe's page on which passes are ended. */
export const getBillingPortal = /* @__PURE__ */ once('/api/live/billing');

/** What the caller was given. */
export const listDonations = /* @__PURE__ */ read('/api/live/donations');

// Calls

/** Calls somebody. Their phone rings, and the caller may wait in the room. */
export const initiateCall = /* @__PURE__ */ keyed('initiate-call');

/** The same as `initiateCall`, by the app's name. */
export const createCall = /* @__PURE__ */ keyed('create-call');

/** Accepts or declines a call. */
export const answerCall = /* @__PURE__ */ final('answer-call');

/** Answers a call, and hands the callee their token. The first minute of a paid call is charged. */
export const acceptCall = /* @__PURE__ */ final('accept-call');

/** The callee does not want to talk. */
export const declineCall = /* @__PURE__ */ final('decline-call');

/** The caller gives up while it rings. */
export const cancelCall = /* @__PURE__ */ final('cancel-call');

/** Hangs up, whatever the call is. */
export const endCall = /* @__PURE__ */ final('end-call');

/** Tells either party how a call is. */
export const getCall = /* @__PURE__ */ read('get-call');

// Voice calls

/** A token for a call with support, with another or with several; places the call, unless it names one. */
export const getVoiceToken = /* @__PURE__ */ keyed('voice-token');

/** Another AI agent for a support call, in place of the one it has. */
export const sendVoiceAgent = /* @__PURE__ */ once('voice-agent');

/** The caller's calls of every kind, latest first, with who was in them. */
export const listVoiceCalls = /* @__PURE__ */ get('voice-history');

/** What was said in a call with support, for its people. */
export const getTranscript = /* @__PURE__ */ read('voice-get-transcript');

// Recordings

/** Has a session or a call recorded; what is recorded already is the answer. */
export const startRecording = /* @__PURE__ */ final('start-recording');

/** Ends what is recorded. */
export const stopRecording = /* @__PURE__ */ final('stop-recording');

/** Whether the caller lets a call of theirs be recorded. */
export const setRecordingConsent = /* @__PURE__ */ final('set-recording-consent');

/** What there is to watch of a session, a creator or a call. */
export const listRecordings = /* @__PURE__ */ read('list-recordings');

/** Where a recording is to be had, for a while. */
export const getRecordingUrl = /* @__PURE__ */ read('get-recording-url');

/** Entry to a pay-per-view show after it, once. */
export const buyRecording = /* @__PURE__ */ final('buy-recording');

/** Who sees a recording, what it is called, what it costs after the show. */
export const updateRecording = /* @__PURE__ */ final('update-recording');

/** Deletes a recording, file and all. */
export const deleteRecording = /* @__PURE__ */ once('delete-recording');

// Gifts

/** A gift from somebody inside to the host, at the catalogue's price. */
export const sendLiveGift = /* @__PURE__ */ keyed('send-live-gift');

/** What can be given and what it costs. */
export const listLiveGifts = /* @__PURE__ */ read('list-live-gifts');

// Chat

/** Says something in a live session. */
export const sendLiveMessage = /* @__PURE__ */ keyed('send-live-message');

/** Takes a message out of the chat, for its sender, the host, moderators and admins. */
export const deleteLiveMessage = /* @__PURE__ */ final('delete-live-message');

/** Puts a message above the chat, or takes it down; for the host and moderators. */
export const pinLiveMessage = /* @__PURE__ */ once('pin-live-message');

// Guests

/** The host asks somebody in the audience to come on stage. */
export const inviteGuest = /* @__PURE__ */ once('invite-guest');

/** Accepts or declines one's own invitation. Whoever accepts may publish at once, with no new token. */
export const respondGuestInvitation = /* @__PURE__ */ final('respond-guest-invitation');

/** Somebody in the audience asks the host to come on stage. */
export const requestToJoin = /* @__PURE__ */ keyed('request-to-join');

/** Takes back one's own request. */
export const cancelJoinRequest = /* @__PURE__ */ final('cancel-join-request');

/** The host lets somebody on stage who has asked, or does not. */
export const respondJoinRequest = /* @__PURE__ */ final('respond-join-request');

/** Sends a guest back to the audience, for the host or the guest. It also takes back an invitation. */
export const endGuest = /* @__PURE__ */ once('end-guest');

// Keeping order

/** Makes somebody a co-host, a speaker or a moderator, or sends them back to the audience. */
export const updateParticipantRole = /* @__PURE__ */ once('update-participant-role');

/** Gives somebody the microphone. */
export const promoteToSpeaker = /* @__PURE__ */ once('promote-to-speaker');

/** Puts somebody out of the session. They may come back. */
export const kickParticipant = /* @__PURE__ */ once('kick-participant');

/** Silences somebody, microphone and chat, until they are unmuted. */
export const muteParticipant = /* @__PURE__ */ once('mute-participant');

/** Lets somebody speak and write again. Their microphone stays off until they open it themselves. */
export const unmuteParticipant = /* @__PURE__ */ once('unmute-participant');

/** Keeps somebody out, for some hours or until the ban is lifted, and puts them out if they are inside. */
export const banParticipant = /* @__PURE__ */ keyed('ban-participant');

/** Lifts a ban. */
export const unbanParticipant = /* @__PURE__ */ once('unban-participant');

/** Reports somebody who is or was in a session to the staff. */
export const reportLiveUser = /* @__PURE__ */ keyed('report-live-user');
