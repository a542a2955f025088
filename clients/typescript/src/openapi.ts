// Generated from docs/openapi.json; do not edit. To write it anew: npm run generate.

export interface paths {
    "/api/live/billing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leads to Stripe's page on which the caller ends passes, changes cards and reads invoices
         * @description Leads to Stripe's page on which the caller ends passes, changes cards and reads invoices.
         *
         *     One round trip and one to Stripe.
         */
        post: operations["api-live-billing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/channels/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A channel's page
         * @description A channel's page. By a slug that it had until lately it says where it has moved.
         *
         *     One round trip.
         */
        get: operations["api-live-channels-slug.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes the caller's channel, or changes it
         * @description Makes the caller's channel, or changes it. What the request leaves out stays as it is.
         *
         *     Two round trips to the database. A creator has one channel, so a repeat changes nothing. Where LiveKit takes in encoders,
         *     one more to it for the stream key, and the first time a third to the database.
         */
        post: operations["api-live-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/donate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begins a donation to a channel that is on air, which Stripe's client then pays with a card
         * @description Begins a donation to a channel that is on air, which Stripe's client then pays with a card.
         *
         *     Two round trips and one to Stripe: our row, Stripe's intent for it, its id beside the row. A repeat takes one and one.
         */
        post: operations["api-live-donate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/donations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the caller was given, the latest first, and what of it is theirs
         * @description What the caller was given, the latest first, and what of it is theirs.
         *
         *     One round trip.
         */
        post: operations["api-live-donations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The caller hears of a channel when it goes on air
         * @description The caller hears of a channel when it goes on air. A repeat changes how.
         *
         *     One round trip.
         */
        post: operations["api-live-follow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in what the caller's client measures of their own broadcast, of which nothing is made but what is shown to them again; or with an empty body only tells: that, and what LiveKit last said of their encoder
         * @description Takes in what the caller's client measures of their own broadcast, of which nothing is made but
         *     what is shown to them again; or with an empty body only tells: that, and what LiveKit last said of their encoder.
         *
         *     One round trip.
         */
        post: operations["api-live-health"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/ingress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Shows, makes, replaces or deletes what an encoder, OBS say, sends to for the caller's channel
         * @description Shows, makes, replaces or deletes what an encoder, OBS say, sends to for the caller's channel.
         *     Whoever holds the stream key broadcasts on the channel, as soon as it is on air.
         *
         *     One round trip to the database and one to LiveKit to show it; two and one to make it or delete it, two and two to replace
         *     it. A replaced key that LiveKit could not be told of is deleted within a minute.
         */
        post: operations["api-live-ingress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/pay-to-go-live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begins the payment of the fee for going live, at the price that the caller has seen
         * @description Begins the payment of the fee for going live, at the price that the caller has seen.
         *
         *     Round trips as of `donate`. Whoever has a fee that is not used is given that one.
         */
        post: operations["api-live-pay-to-go-live"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/payment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A payment of the caller's as it is now, also where Stripe has not told yet
         * @description A payment of the caller's as it is now, also where Stripe has not told yet.
         *
         *     One round trip, and while it is open one to Stripe; one more for what that did not tell.
         */
        post: operations["api-live-payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/popular": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The channels that are watched most, at this moment or over the last day or week
         * @description The channels that are watched most, at this moment or over the last day or week.
         *
         *     One round trip. Over a day or a week counts how long was watched by those who stayed for half a minute, in sessions that
         *     have ended; that is counted anew every five minutes, for the first thousand.
         */
        post: operations["api-live-popular"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives back a fee of the caller's that was not used
         * @description Gives back a fee of the caller's that was not used.
         *
         *     One round trip and one to Stripe, and one more for what that answers. Where Stripe does not, it is asked again by
         *     itself, and the payment is refunded once it has.
         */
        post: operations["api-live-refund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Channels by name, or near a place and on air, or else all that are on air
         * @description Channels by name, or near a place and on air, or else all that are on air. Those by name may be
         *     off the air too, if that is asked for.
         *
         *     One round trip. Suspended ones are not found, nor those of creators who are banned, or have blocked the caller or are
         *     blocked by them.
         */
        post: operations["api-live-search"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How the caller's channel is now, and what its sessions of a period came to
         * @description How the caller's channel is now, and what its sessions of a period came to.
         *
         *     One round trip.
         */
        post: operations["api-live-stats"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/stripe-webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells that the function is up
         * @description Tells that the function is up.
         */
        get: operations["api-live-stripe-webhook.get"];
        put?: never;
        /**
         * Takes an event in, whatever it is about, in whatever order and however often it comes
         * @description Takes an event in, whatever it is about, in whatever order and however often it comes.
         *
         *     One round trip, and none for an event that says nothing about payments of ours. Stripe repeats for days what is answered
         *     by anything but 2xx; that is how an event outlives a database that is away.
         */
        post: operations["api-live-stripe-webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/subscribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leads to Stripe's page on which a pass is bought, by the month
         * @description Leads to Stripe's page on which a pass is bought, by the month.
         *
         *     Two round trips and one to Stripe. A repeat within a day leads to the same page.
         */
        post: operations["api-live-subscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/toggle-active": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Puts the caller's channel on air, or takes it off
         * @description Puts the caller's channel on air, or takes it off.
         *
         *     On: two round trips to the database and one to LiveKit; a creator who is on air already stays so, with their session on
         *     the channel, and a new session whose room LiveKit does not open is taken back. Off: one round trip. Either way one more to
         *     LiveKit for a channel with an encoder, which is to send into that room or into none. Repeats are safe.
         */
        post: operations["api-live-toggle-active"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A seat in the session that a channel is on air with, and the token for it
         * @description A seat in the session that a channel is on air with, and the token for it. Never charges: whoever
         *     has not paid for a pay-per-view session is told its price.
         *
         *     Two round trips to the database; for the host one to LiveKit, which may have given the room up.
         */
        post: operations["api-live-token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/unfollow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * They hear of it no more
         * @description They hear of it no more. A repeat is answered the same.
         *
         *     One round trip.
         */
        post: operations["api-live-unfollow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live/unsubscribe/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Asks whether the mails of a channel are to end
         * @description Asks whether the mails of a channel are to end. Nothing ends by looking, because
         *     programs that scan mails look at every link.
         *
         *     No round trip.
         */
        get: operations["api-live-unsubscribe-token.get"];
        put?: never;
        /**
         * Ends the mails of a channel for whoever was sent this token with one; they follow it in every other way
         * @description Ends the mails of a channel for whoever was sent this token with one; they follow
         *     it in every other way. By RFC 8058 mail programs post `List-Unsubscribe=One-Click` here, which is not read. A repeat,
         *     and a token that is nobody's, are answered the same.
         *
         *     One round trip.
         */
        post: operations["api-live-unsubscribe-token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/voice/agent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives a support call that is not over an agent with these settings, in place of the one it has; the one it has, if it has them already
         * @description Gives a support call that is not over an agent with these settings, in place of
         *     the one it has; the one it has, if it has them already. For the call's caller, and staff. What it is told is staff's to say.
         *
         *     Two round trips to the database; to LiveKit one that sends it, at most five that look after it, and one that recalls the
         *     other.
         */
        post: operations["api-voice-agent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/voice/get-transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What was said in a call, for its people
         * @description What was said in a call, for its people. Staff reads it too,
         *     and it is noted who did, from where; to anybody else there is no such call.
         *
         *     One round trip.
         */
        post: operations["api-voice-get-transcript"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/voice/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The caller's calls of every kind, latest first, a page at a time, with who was in them and what was said; with `includeStats` figures of all their calls
         * @description The caller's calls of every kind, latest first, a page at a
         *     time, with who was in them and what was said; with `includeStats` figures of all their calls. With `allUsers` everybody's,
         *     for staff alone, and without what was said.
         *
         *     One round trip.
         */
        get: operations["api-voice-history.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/voice/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A token for a call by voice; places it, unless it names one
         * @description A token for a call by voice; places it, unless it names one. The caller of
         *     support has one call at a time, and whoever asks again is given that one. `agentSpawned` is true once LiveKit has the
         *     agent in the room.
         *
         *     Two round trips to the database with an agent, one without; to LiveKit one that opens the room, and with an agent one that
         *     sends it and at most five that look after it.
         */
        post: operations["api-voice-token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/voice/transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the agent of a support call reports of it, and at last what its models used
         * @description What the agent of a support call reports of it, and at last what its
         *     models used. Each line is stored once, as it was first told, so that a report may be repeated. Once the caller's account
         *     is gone there is no such call.
         *
         *     One round trip. All of a report is stored or, if it is refused, nothing.
         */
        post: operations["api-voice-transcript"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/voice/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells that the function is up
         * @description Tells that the function is up.
         */
        get: operations["api-voice-webhook.get"];
        put?: never;
        /**
         * Takes an event in, whatever it is, in whatever order and however often it comes
         * @description Takes an event in, whatever it is, in whatever order and however often it comes.
         *
         *     One round trip, and none to LiveKit, whose queue for the room waits for the answer; one short try to correct or put out
         *     somebody the event shows inside who may not be there, or not with these rights. LiveKit repeats an event that is
         *     answered 5xx; that is how an event outlives a database that is away.
         */
        post: operations["api-voice-webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/accept-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answers a call, and hands the callee their token
         * @description Answers a call, and hands the callee their token. The first minute of a paid call is charged.
         */
        post: operations["accept-call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/answer-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accepts or declines a call
         * @description Accepts or declines a call.
         */
        post: operations["answer-call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/ban-participant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keeps somebody out, of this session or of all of its creator's, and puts them out if they are inside; for some hours or until it is lifted
         * @description Keeps somebody out, of this session or of all of its creator's, and puts them out if they are inside;
         *     for some hours or until it is lifted. Staff may ban from everything live. A ban that stands is changed to this one.
         */
        post: operations["ban-participant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/buy-recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Entry to the recording of a pay-per-view session that is over
         * @description Entry to the recording of a pay-per-view session that is over. What was paid for the session or one of
         *     its recordings is not paid again; whoever may watch without is charged nothing.
         *
         *     Two round trips, one where there is nothing to be paid.
         */
        post: operations["buy-recording"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/cancel-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The caller gives up while it rings; the callee has missed a call
         * @description The caller gives up while it rings; the callee has missed a call.
         */
        post: operations["cancel-call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/cancel-join-request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes back one's own request
         * @description Takes back one's own request. One that is closed already stays as it is.
         */
        post: operations["cancel-join-request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/create-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Calls somebody
         * @description Calls somebody. Their phone rings, and the caller may wait in the room.
         *
         *     Whoever calls the same person again while it rings is given that call. Either of them busy is 409 `BUSY`; with
         *     `incomingCallId` if the other one is calling at this very moment. One round trip, and one to LiveKit.
         */
        post: operations["create-call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/create-live-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Opens a session, or announces one for later
         * @description Opens a session, or announces one for later.
         *
         *     Two round trips to the database and one to LiveKit. A creator who is on air is given that session back. A new
         *     session whose room LiveKit does not open is taken back.
         */
        post: operations["create-live-session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/decline-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The callee does not want to talk
         * @description The callee does not want to talk.
         */
        post: operations["decline-call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/delete-live-message": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a message out of the chat, for its sender, the host, moderators inside and admins; also after the session
         * @description Takes a message out of the chat, for its sender, the host, moderators inside and admins; also
         *     after the session. A repeat finds it deleted and succeeds. Who deletes what somebody else said is noted, with the reason
         *     they give; a reason for one's own is not read.
         */
        post: operations["delete-live-message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/delete-recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The recording at once, its file within minutes
         * @description The recording at once, its file within minutes. One that is being made is stopped. For its owner, and
         *     staff, which is noted.
         *
         *     One round trip to the database, and one short try with LiveKit where something is to end.
         */
        post: operations["delete-recording"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/end-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hangs up, whatever the call is; one that is over stays as it ended
         * @description Hangs up, whatever the call is; one that is over stays as it ended.
         */
        post: operations["end-call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/end-guest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a guest back to the audience, for the host or the guest; their tracks vanish for all
         * @description Sends a guest back to the audience, for the host or the guest; their tracks vanish for all. It also takes
         *     back an invitation. Who is no guest stays what they are.
         */
        post: operations["end-guest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/end-live-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends the caller's own session, for good
         * @description Ends the caller's own session, for good. A repeat is told the same totals.
         *
         *     One round trip, and none to LiveKit, which may be down: the sweeper closes the room a little later, so that phones
         *     show the end of a session and not an admin's intervention. Of what is recorded it is told, in one short try.
         */
        post: operations["end-live-session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/get-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tells either party how a call is
         * @description Tells either party how a call is. A caller whose coins did not pay its first minute is told so: 402
         *     `PAYMENT_REQUIRED`.
         */
        post: operations["get-call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/get-livekit-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A token for the room of a session or a call, with the role the database gives the caller
         * @description A token for the room of a session or a call, with the role the database gives the caller.
         *
         *     One round trip to the database; up to three more while the entry to an audio room is not paid yet.
         */
        post: operations["get-livekit-token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/get-recording-url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where a recording is to be had for a while, for whoever the session it is of would let in, for the people of a call, for its owner; for staff, which is noted
         * @description Where a recording is to be had for a while, for whoever the
         *     session it is of would let in, for the people of a call, for its owner; for staff, which is noted.
         *
         *     One round trip; one more for staff.
         */
        get: operations["get-recording-url.get"];
        put?: never;
        /**
         * Where a recording is to be had for a while, for whoever the session it is of would let in, for the people of a call, for its owner; for staff, which is noted
         * @description Where a recording is to be had for a while, for whoever the
         *     session it is of would let in, for the people of a call, for its owner; for staff, which is noted.
         *
         *     One round trip; one more for staff.
         */
        post: operations["get-recording-url"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/initiate-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Calls somebody
         * @description Calls somebody. Their phone rings, and the caller may wait in the room.
         *
         *     Whoever calls the same person again while it rings is given that call. Either of them busy is 409 `BUSY`; with
         *     `incomingCallId` if the other one is calling at this very moment. One round trip, and one to LiveKit.
         */
        post: operations["initiate-call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/invite-guest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The host asks somebody in the audience to come on stage, who has a minute to answer
         * @description The host asks somebody in the audience to come on stage, who has a minute to answer.
         *
         *     Whoever has an invitation that waits keeps it: a repeat is answered with the same. Somebody who has asked to join
         *     themselves is not invited but answered (409 `REQUEST_PENDING`). Nobody else in the room learns of it.
         */
        post: operations["invite-guest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/join-live-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets the caller into a live session and hands them a token
         * @description Lets the caller into a live session and hands them a token. The entry to a pay-per-view session
         *     is charged here, once per session and person, whatever runs in parallel, and only while its host is in it.
         *
         *     Two round trips to the database, none to LiveKit. Repeats succeed and charge nothing.
         */
        post: operations["join-live-session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/kick-participant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Puts somebody out of the session
         * @description Puts somebody out of the session. They may come back at once, as one of the audience.
         */
        post: operations["kick-participant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/leave-live-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives up the caller's seat
         * @description Gives up the caller's seat. Whoever LiveKit still has inside stays active until LiveKit says
         *     they left.
         *
         *     One round trip. Leaving twice, or a session one never joined, succeeds.
         */
        post: operations["leave-live-session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/list-live-gifts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What can be given and what it costs, for anybody signed in
         * @description What can be given and what it costs, for anybody signed in.
         *
         *     One round trip.
         */
        post: operations["list-live-gifts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/list-recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What there is to watch of a session, a creator or a call, newest first
         * @description What there is to watch of a session, a creator or a call, newest first. Addresses are another
         *     function's.
         *
         *     One round trip.
         */
        post: operations["list-recordings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/admin-logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists what staff did and what was flagged for it, latest first, with how often each was done in the last 7 days
         * @description Lists what staff did and what was flagged for it, latest first, with how often
         *     each was done in the last 7 days.
         */
        get: operations["live-ops-admin-logs.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/analytics/card-revenue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was paid by card, by day, creator or purpose, in each currency
         * @description What was paid by card, by day, creator or purpose, in each currency.
         *     What has gone back is taken off the day on which it had been paid.
         */
        get: operations["live-ops-analytics-card-revenue.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/analytics/concurrency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many watched at the most in each hour of the latest days, and how many do now
         * @description How many watched at the most in each hour of the latest days, and how
         *     many do now.
         */
        get: operations["live-ops-analytics-concurrency.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/analytics/creators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What creators' sessions came to within a day, a week or a month, those with the most viewers first
         * @description What creators' sessions came to within a day, a week or a month, those
         *     with the most viewers first.
         */
        get: operations["live-ops-analytics-creators.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/analytics/daily": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The latest days one by one, up to 366
         * @description The latest days one by one, up to 366.
         */
        get: operations["live-ops-analytics-daily.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/analytics/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Today, the last seven and the last thirty days
         * @description Today, the last seven and the last thirty days. A day is rolled up once
         *     it is over; today is counted anew.
         */
        get: operations["live-ops-analytics-overview.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/analytics/revenue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Coins by day, creator, session or kind
         * @description Coins by day, creator, session or kind. What was given back is taken off
         *     the day on which it had been paid.
         */
        get: operations["live-ops-analytics-revenue.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/announce-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says something in the chat and on the channel of every session on air, 200 a request: while `left` is not 0, the next one sends `after` as it was answered
         * @description Says something in the chat and on the channel of every session on air, 200 a
         *     request: while `left` is not 0, the next one sends `after` as it was answered.
         */
        post: operations["live-ops-announce-all"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/bans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists bans, those that hold unless the others are asked for
         * @description Lists bans, those that hold unless the others are asked for.
         */
        get: operations["live-ops-bans.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/bans/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Lifts a ban, once
         * @description Lifts a ban, once. A ban from everything is lifted by a super admin.
         */
        delete: operations["live-ops-bans-id.delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists calls, those under way unless the others are asked for
         * @description Lists calls, those under way unless the others are asked for.
         */
        get: operations["live-ops-calls.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/calls/{id}/terminate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends a call and closes its room
         * @description Ends a call and closes its room. One that is over stays as it ended.
         */
        post: operations["live-ops-calls-id-terminate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/card-payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finds card payments by who paid or was paid, by session, purpose and state, and those with a dispute
         * @description Finds card payments by who paid or was paid, by session, purpose and state,
         *     and those with a dispute.
         */
        get: operations["live-ops-card-payments.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/card-payments/{id}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Has a card payment given back in full
         * @description Has a card payment given back in full. It is sent to Stripe
         *     within five minutes, and the creator's share is taken back when Stripe says that it went through. For super admins.
         */
        post: operations["live-ops-card-payments-id-refund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/channels/{id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Nobody finds the channel any more, its creator does not go live on it, and what it is on air with ends
         * @description Nobody finds the channel any more, its creator does not go live on
         *     it, and what it is on air with ends. A repeat changes nothing.
         */
        post: operations["live-ops-channels-id-suspend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/channels/{id}/unsuspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The channel is as every other again
         * @description The channel is as every other again.
         */
        post: operations["live-ops-channels-id-unsuspend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells everybody whether the service is well: 200 if each part of it is, else 503 `DEGRADED` with what is not
         * @description Tells everybody whether the service is well: 200 if each part of it is, else 503
         *     `DEGRADED` with what is not. Numbers are for staff (`system-status`).
         */
        get: operations["live-ops-health.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/livekit-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets an admin look on in the room of a session on air, unseen and unheard
         * @description Lets an admin look on in the room of a session on air, unseen and unheard.
         *     It is noted once an hour. There is no looking on in a call: its room is not found.
         */
        post: operations["live-ops-livekit-token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/messages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes a line out of the chat for everybody
         * @description Takes a line out of
         *     the chat for everybody.
         */
        delete: operations["live-ops-messages-id.delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/messages/{id}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a line out of the chat for everybody
         * @description Takes a line out of
         *     the chat for everybody.
         */
        post: operations["live-ops-messages-id-delete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/participants/{id}/ban": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keeps somebody out, and puts them out if they are inside; for some hours or until it is lifted
         * @description Keeps somebody out, and puts them out if they are inside; for some
         *     hours or until it is lifted. A ban that stands is changed to this one.
         */
        post: operations["live-ops-participants-id-ban"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/participants/{id}/demote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives somebody a lower role, the audience's at last
         * @description Gives somebody a lower role, the audience's at last.
         */
        post: operations["live-ops-participants-id-demote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/participants/{id}/kick": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Puts somebody out of a session
         * @description Puts somebody out of a session. They may come back at once.
         */
        post: operations["live-ops-participants-id-kick"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/participants/{id}/mute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Silences somebody, microphone and chat, until they are unmuted
         * @description Silences somebody, microphone and chat, until they are unmuted.
         */
        post: operations["live-ops-participants-id-mute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/participants/{id}/promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives somebody a higher role: from the audience to speaker, to co-host, and no further
         * @description Gives somebody a higher role: from the audience to speaker, to
         *     co-host, and no further. Somebody who is not inside is refused with 409.
         */
        post: operations["live-ops-participants-id-promote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/participants/{id}/unmute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets somebody speak and write again
         * @description Lets somebody speak and write again. Their microphone stays off
         *     until they open it themselves.
         */
        post: operations["live-ops-participants-id-unmute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finds payments and refunds by who paid or was paid, by session, call and kind
         * @description Finds payments and refunds by who paid or was paid, by session, call and kind.
         */
        get: operations["live-ops-payments.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/payments/{id}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives the coins of a payment back, once: the payer has them at once, and the creator's share is taken back
         * @description Gives the coins of a payment back, once: the payer has them at once,
         *     and the creator's share is taken back. For super admins.
         */
        post: operations["live-ops-payments-id-refund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/payouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The transfers that were entered
         * @description The transfers that were entered.
         */
        get: operations["live-ops-payouts.get"];
        put?: never;
        /**
         * Enters a transfer that the bank has made, once for each of its references
         * @description Enters a transfer that the bank has made, once for each of its references. For
         *     super admins.
         */
        post: operations["live-ops-payouts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/payouts/due": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What creators have, and what of it may be paid out: nothing of the last fourteen days
         * @description What creators have, and what of it may be paid out: nothing of the last
         *     fourteen days.
         */
        get: operations["live-ops-payouts-due.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finds recordings by state, owner, session and call, those that are held and those that only their owner sees, each with when it goes by itself
         * @description Finds recordings by state, owner, session and call, those that are held and those
         *     that only their owner sees, each with when it goes by itself. Staff watches one with `get-recording-url`, which is noted.
         */
        get: operations["live-ops-recordings.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/recordings/deletions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists files that are to go, those that the store does not let go, and those that are gone
         * @description Lists files that are to go, those that the store does not let go, and
         *     those that are gone.
         */
        get: operations["live-ops-recordings-deletions.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/recordings/storage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the store holds, what is recorded now and was this month, what goes by itself within a week, and what is still to be deleted
         * @description What the store holds, what is recorded now and was this month, what goes
         *     by itself within a week, and what is still to be deleted.
         */
        get: operations["live-ops-recordings-storage.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/recordings/{id}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keeps a recording, whoever would have it deleted and whatever its age, until a super admin releases it
         * @description Keeps a recording, whoever would have it deleted and whatever its age,
         *     until a super admin releases it. A repeat changes nothing.
         */
        post: operations["live-ops-recordings-id-hold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/recordings/{id}/readers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists who of the staff has watched a recording that is not theirs, or listened to it, and when, latest first, also once it is deleted
         * @description Lists who of the staff has watched a recording that is not theirs, or
         *     listened to it, and when, latest first, also once it is deleted.
         */
        get: operations["live-ops-recordings-id-readers.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/recordings/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets a recording that was held go as every other
         * @description Lets a recording that was held go as every other. One that should
         *     have gone meanwhile goes within a minute. For super admins. A repeat changes nothing.
         */
        post: operations["live-ops-recordings-id-release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists reports, those that nobody has decided unless others are asked for
         * @description Lists reports, those that nobody has decided unless others are asked for.
         */
        get: operations["live-ops-reports.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/reports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows a report, with earlier reports and bans of whom it is about
         * @description Shows a report, with earlier reports and bans of whom it is about.
         */
        get: operations["live-ops-reports-id.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/reports/{id}/action": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decides a report, once, and does what was decided
         * @description Decides a report, once, and does what was decided. Whoever is kicked
         *     or banned is put out; what LiveKit cannot be told just now, the sweeper tells it.
         */
        post: operations["live-ops-reports-id-action"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists sessions, those on air unless others are asked for, with the calls under way and the numbers above them
         * @description Lists sessions, those on air unless others are asked for, with the calls under
         *     way and the numbers above them.
         */
        get: operations["live-ops-sessions.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows one session
         * @description Shows one session.
         */
        get: operations["live-ops-sessions-id.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/sessions/{id}/announce": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says something to everybody in a session on air: a line of its chat, a broadcast on `live:<id>`, and a packet of LiveKit's on the topic `admin`
         * @description Says something to everybody in a session on air: a line of its
         *     chat, a broadcast on `live:<id>`, and a packet of LiveKit's on the topic `admin`.
         */
        post: operations["live-ops-sessions-id-announce"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/sessions/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the chat of a session, latest first, deleted lines included
         * @description Lists the chat of a session, latest first, deleted lines included.
         */
        get: operations["live-ops-sessions-id-messages.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/sessions/{id}/participants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists who is or was in a session, by role and arrival
         * @description Lists who is or was in a session, by role and arrival.
         */
        get: operations["live-ops-sessions-id-participants.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/sessions/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything of a session that is or was on air: its course, how long people stayed, what was said, given and paid
         * @description Everything of a session that is or was on air: its course, how long
         *     people stayed, what was said, given and paid.
         */
        get: operations["live-ops-sessions-id-report.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/sessions/{id}/report.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Its course as a table, in the field `csv`
         * @description Its course as a table, in the field `csv`.
         */
        get: operations["live-ops-sessions-id-report.csv.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/sessions/{id}/terminate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends a session on air and puts everybody out of its room
         * @description Ends a session on air and puts everybody out of its room. It is
         *     over even if LiveKit is away: the sweeper closes the room then. One that is over already, or has not begun, is refused
         *     with 409.
         */
        post: operations["live-ops-sessions-id-terminate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists every switch, limit and share, with who changed it last
         * @description Lists every switch, limit and share, with who changed it last.
         */
        get: operations["live-ops-settings.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/settings/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a setting, which holds from the next request on
         * @description Changes a setting, which holds from the next request on. For super admins.
         *     A value of another type, or out of bounds, is refused with 400 `INVALID_SETTING`.
         */
        patch: operations["live-ops-settings-key.patch"];
        trace?: never;
    };
    "/functions/v1/live-ops/slugs/{slug}/free": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A name that is kept for whoever was called so until lately can be had again
         * @description A name that is kept for whoever was called so until lately can be had
         *     again.
         */
        post: operations["live-ops-slugs-slug-free"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/stuck": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists what should have been done a while ago: sessions and rooms that have lost each other, deadlines that nobody has written down, notifications that nobody sends
         * @description Lists what should have been done a while ago: sessions and rooms that have lost each
         *     other, deadlines that nobody has written down, notifications that nobody sends.
         */
        get: operations["live-ops-stuck.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/system-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How each part of the service is, what of LiveKit's quotas is used, what staff is to look at, and the numbers of the moment
         * @description How each part of the service is, what of LiveKit's quotas is used, what staff
         *     is to look at, and the numbers of the moment.
         */
        get: operations["live-ops-system-status.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/terminate-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends the sessions on air that began before a moment, and closes their rooms, 50 a request, until `left` is 0
         * @description Ends the sessions on air that began before a moment, and closes
         *     their rooms, 50 a request, until `left` is 0. For super admins. Whoever wants no new ones meanwhile switches `live_enabled` off first.
         */
        post: operations["live-ops-terminate-all"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows somebody, with what they have set and what is switched off for them
         * @description Shows somebody, with what they have set and what is switched off for them.
         */
        get: operations["live-ops-users-user_id.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/users/{user_id}/ban": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keeps somebody out of this session or of more, whether or not they are inside
         * @description Keeps somebody out of this session or of more, whether or not they
         *     are inside.
         */
        post: operations["live-ops-users-user_id-ban"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/users/{user_id}/kick": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Puts somebody out of this session
         * @description Puts somebody out of this session. They may come back at once.
         */
        post: operations["live-ops-users-user_id-kick"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/users/{user_id}/switches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Switches going on air or calls off for somebody, or on again, whatever they have set themselves
         * @description Switches going on air or calls off for somebody, or on again,
         *     whatever they have set themselves. What is under way goes on.
         */
        patch: operations["live-ops-users-user_id-switches.patch"];
        trace?: never;
    };
    "/functions/v1/live-ops/voice/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists calls with support and conferences, those under way unless the others are asked for, with who is inside and for how long a caller has waited
         * @description Lists calls with support and conferences, those under way unless the others are
         *     asked for, with who is inside and for how long a caller has waited. Staff enters one with `voice-token`.
         */
        get: operations["live-ops-voice-calls.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/voice/calls/{id}/agent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends the agent of a support call away, after which none comes unless staff sends for one; or sends for one, in place of one with another voice or language
         * @description Sends the agent of a support call away, after which none comes
         *     unless staff sends for one; or sends for one, in place of one with another voice or language. A repeat changes nothing.
         *     Whoever is left alone by it is waited for: a call that nobody helps in ends after `agent_grace_seconds`.
         *
         *     To LiveKit one that recalls it, or one that sends it, at most five that look after it, and one that recalls the other.
         */
        post: operations["live-ops-voice-calls-id-agent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/voice/failures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How agents and support calls fared on the latest days, up to 90, and what of the seconds that agents may talk today is gone
         * @description How agents and support calls fared on the latest days, up to 90, and what of
         *     the seconds that agents may talk today is gone.
         */
        get: operations["live-ops-voice-failures.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/voice/prompts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists what agents are and were told, latest first, with who wrote it
         * @description Lists what agents are and were told, latest first, with who wrote it.
         */
        get: operations["live-ops-voice-prompts.get"];
        put?: never;
        /**
         * Writes the next version of what agents are told in a language, with which they are sent from then on unless that is not wanted
         * @description Writes the next version of what agents are told in a language, with which
         *     they are sent from then on unless that is not wanted. Versions are never changed.
         */
        post: operations["live-ops-voice-prompts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/voice/prompts/{id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Has agents sent with this version from now on
         * @description Has agents sent with this version from now on. A repeat
         *     changes nothing.
         */
        post: operations["live-ops-voice-prompts-id-activate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/voice/transcripts/{id}/readers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists who of the staff has read what was said in a call, and when, latest first
         * @description Lists who of the staff has read what was said in a call, and
         *     when, latest first.
         */
        get: operations["live-ops-voice-transcripts-id-readers.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/webhook-logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists what LiveKit has reported, latest first, with the numbers of the last 24 hours
         * @description Lists what LiveKit has reported, latest first, with the numbers of the last
         *     24 hours.
         */
        get: operations["live-ops-webhook-logs.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/live-ops/webhook-logs/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Applies an event once more, and tells what became of it
         * @description Applies an event once more, and tells what became of it.
         */
        post: operations["live-ops-webhook-logs-id-replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/livekit-webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells that the function is up
         * @description Tells that the function is up.
         */
        get: operations["livekit-webhook.get"];
        put?: never;
        /**
         * Takes an event in, whatever it is, in whatever order and however often it comes
         * @description Takes an event in, whatever it is, in whatever order and however often it comes.
         *
         *     One round trip, and none to LiveKit, whose queue for the room waits for the answer; one short try to correct or put out
         *     somebody the event shows inside who may not be there, or not with these rights. LiveKit repeats an event that is
         *     answered 5xx; that is how an event outlives a database that is away.
         */
        post: operations["livekit-webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/mute-participant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Silences somebody
         * @description Silences somebody. Their microphone is taken off the air and cannot be put back, and they cannot
         *     write in the chat, until they are unmuted; not even with another role.
         */
        post: operations["mute-participant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/notifier": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends what is due now
         * @description Sends what is due now.
         */
        post: operations["notifier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/pin-live-message": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Puts a message above the chat in place of the one that was, or takes it down; for the host and moderators inside
         * @description Puts a message above the chat in place of the one that was, or takes it down; for the host and
         *     moderators inside.
         */
        post: operations["pin-live-message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/promote-to-speaker": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives somebody the microphone
         * @description Gives somebody the microphone.
         */
        post: operations["promote-to-speaker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/reconcile-payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks Stripe now about all that waits for something
         * @description Asks Stripe now about all that waits for something.
         */
        post: operations["reconcile-payments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/recording-webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells that the function is up
         * @description Tells that the function is up.
         */
        get: operations["recording-webhook.get"];
        put?: never;
        /**
         * Has LiveKit record what is to be recorded by itself, once somebody is heard or seen in it; stops what somebody has come into who has not agreed; and takes in what LiveKit reports of recordings, as `livekit-webhook` does
         * @description Has LiveKit record what is to be recorded by itself, once somebody is heard or seen in it; stops what
         *     somebody has come into who has not agreed; and takes in what LiveKit reports of recordings, as `livekit-webhook` does.
         *     Everything else is that one's.
         *
         *     One round trip, one more and one to LiveKit where something begins. LiveKit repeats what is answered 5xx, and what it
         *     repeats finds what has begun.
         */
        post: operations["recording-webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/report-live-user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reports somebody who is or was in a session, its host included, to the staff; for those who are or were in it and its host, until a day after its end
         * @description Reports somebody who is or was in a session, its host included, to the staff; for those who are or
         *     were in it and its host, until a day after its end. A repeat within a day is answered with the first report.
         */
        post: operations["report-live-user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/request-to-join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Somebody in the audience asks the host to come on stage; it waits a minute for an answer
         * @description Somebody in the audience asks the host to come on stage; it waits a minute for an answer.
         *
         *     Whoever has a request that waits keeps it: a repeat is answered with the same. Otherwise one may ask once in five minutes,
         *     and ten minutes after a refusal (429).
         */
        post: operations["request-to-join"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/respond-guest-invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accepts or declines an invitation
         * @description Accepts or declines an invitation. Whoever accepts takes a seat and may publish at once; one
         *     that is not used within ten seconds is given up.
         */
        post: operations["respond-guest-invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/respond-join-request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The host lets somebody on stage who has asked, or does not
         * @description The host lets somebody on stage who has asked, or does not. They may publish at once; a seat that
         *     is not used within ten seconds is given up.
         */
        post: operations["respond-join-request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/send-live-gift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A gift from somebody inside to the host of a live session, at the catalogue's price
         * @description A gift from somebody inside to the host of a live session, at the catalogue's price.
         *
         *     One round trip: coins, gift and chat line are one transaction.
         */
        post: operations["send-live-gift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/send-live-message": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says something in a live session
         * @description Says something in a live session.
         */
        post: operations["send-live-message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/set-recording-consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Whether somebody in a call lets it be recorded
         * @description Whether somebody in a call lets it be recorded. Whoever takes that back ends the recording.
         *
         *     One round trip to the database, and one short try with LiveKit where something is to end.
         */
        post: operations["set-recording-consent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/start-live-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Puts a scheduled session of the caller on air
         * @description Puts a scheduled session of the caller on air. A repeat finds it live and succeeds.
         *
         *     Two round trips to the database and one to LiveKit. If LiveKit does not open the room, the session stays scheduled.
         */
        post: operations["start-live-session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/start-recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Has a session recorded, for its host; a conference, for its owner; a call between two, for either of them, where operations allow it; any of them for staff, which is noted
         * @description Has a session recorded, for its host; a conference, for its owner; a call between two, for either of
         *     them, where operations allow it; any of them for staff, which is noted. Everybody in it is told, and in a call everybody
         *     has agreed. What is recorded already is answered, and nothing is asked of LiveKit.
         *
         *     Two round trips to the database and two to LiveKit: whether there is anything to be heard or seen, without which LiveKit
         *     would give up, and the recording. LiveKit is never asked twice; what it did not answer is settled by its reports, or the
         *     sweeper.
         */
        post: operations["start-recording"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/stop-recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * For whoever may start one
         * @description For whoever may start one. What is recorded no longer is answered as it was left.
         *
         *     One round trip to the database, and one short try with LiveKit; the rest is the sweeper's.
         */
        post: operations["stop-recording"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/sweeper": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * One sweep now
         * @description One sweep now.
         */
        post: operations["sweeper"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/unban-participant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lifts a ban
         * @description Lifts a ban. What staff has set only staff lifts; a ban from everything only its heads.
         */
        post: operations["unban-participant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/unmute-participant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets somebody speak and write again
         * @description Lets somebody speak and write again. Their microphone stays off until they open it themselves.
         */
        post: operations["unmute-participant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/update-participant-role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes somebody a co-host, a speaker or a moderator, or sends them back to the audience
         * @description Makes somebody a co-host, a speaker or a moderator, or sends them back to the audience.
         *
         *     The host and staff give any of these roles; a moderator only seats speakers and sends them back. Co-hosts and speakers
         *     take one of the session's seats. Whoever has the role already keeps it.
         */
        post: operations["update-participant-role"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/update-recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Who sees it, what it is called, what it costs after the show
         * @description Who sees it, what it is called, what it costs after the show. For its owner, and staff, which is
         *     noted.
         *
         *     One round trip.
         */
        post: operations["update-recording"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/voice-agent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives a support call that is not over an agent with these settings, in place of the one it has; the one it has, if it has them already
         * @description Gives a support call that is not over an agent with these settings, in place of
         *     the one it has; the one it has, if it has them already. For the call's caller, and staff. What it is told is staff's to say.
         *
         *     Two round trips to the database; to LiveKit one that sends it, at most five that look after it, and one that recalls the
         *     other.
         */
        post: operations["voice-agent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/voice-get-transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What was said in a call, for its people
         * @description What was said in a call, for its people. Staff reads it too,
         *     and it is noted who did, from where; to anybody else there is no such call.
         *
         *     One round trip.
         */
        post: operations["voice-get-transcript"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/voice-history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The caller's calls of every kind, latest first, a page at a time, with who was in them and what was said; with `includeStats` figures of all their calls
         * @description The caller's calls of every kind, latest first, a page at a
         *     time, with who was in them and what was said; with `includeStats` figures of all their calls. With `allUsers` everybody's,
         *     for staff alone, and without what was said.
         *
         *     One round trip.
         */
        get: operations["voice-history.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/voice-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A token for a call by voice; places it, unless it names one
         * @description A token for a call by voice; places it, unless it names one. The caller of
         *     support has one call at a time, and whoever asks again is given that one. `agentSpawned` is true once LiveKit has the
         *     agent in the room.
         *
         *     Two round trips to the database with an agent, one without; to LiveKit one that opens the room, and with an agent one that
         *     sends it and at most five that look after it.
         */
        post: operations["voice-token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/voice-transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the agent of a support call reports of it, and at last what its models used
         * @description What the agent of a support call reports of it, and at last what its
         *     models used. Each line is stored once, as it was first told, so that a report may be repeated. Once the caller's account
         *     is gone there is no such call.
         *
         *     One round trip. All of a report is stored or, if it is refused, nothing.
         */
        post: operations["voice-transcript"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions/v1/voice-webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells that the function is up
         * @description Tells that the function is up.
         */
        get: operations["voice-webhook.get"];
        put?: never;
        /**
         * Takes an event in, whatever it is, in whatever order and however often it comes
         * @description Takes an event in, whatever it is, in whatever order and however often it comes.
         *
         *     One round trip, and none to LiveKit, whose queue for the room waits for the answer; one short try to correct or put out
         *     somebody the event shows inside who may not be there, or not with these rights. LiveKit repeats an event that is
         *     answered 5xx; that is how an event outlives a database that is away.
         */
        post: operations["voice-webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Who may watch a session. */
        AccessType: "public" | "subscribers_only" | "pay_per_view";
        /** @description A reply that says nothing but that it was done. */
        Acknowledged: Record<string, unknown>;
        /** @description `POST live-ops/participants/{id}/kick`, `…/mute`, `…/unmute`. */
        ActOnParticipant: {
            /**
             * Format: uuid
             * @description Their place in a session, or they themselves, as LiveKit names them.
             */
            id: string;
            /** @default null */
            reason?: string | null;
            /**
             * Format: uuid
             * @description Where, if they are named themselves; if it is not said, where they have come in last.
             * @default null
             */
            session_id?: string | null;
        };
        /** @description `POST live-ops/reports/{id}/action`. */
        ActOnReport: {
            action: components["schemas"]["ReportAction"];
            /** @default null */
            banDuration?: number | null;
            banType?: components["schemas"]["Term"];
            /** Format: uuid */
            id: string;
            /**
             * @description What only staff is to read.
             * @default null
             */
            notes?: string | null;
        };
        /** @description `POST live-ops/voice/prompts/{id}/activate`. */
        ActivatePrompt: {
            /** Format: uuid */
            id: string;
        };
        /** @description `POST live-ops/voice/prompts`. */
        AddPrompt: {
            /**
             * @description Agents are sent with it from now on: yes, if it is left out.
             * @default null
             */
            activate?: boolean | null;
            /** @default null */
            greeting?: string | null;
            language: components["schemas"]["Language"];
            prompt: string;
        };
        /** @description An admin as the panel shows them. */
        AdminFace: {
            avatar_url: string | null;
            email: string | null;
            full_name: string | null;
            /** Format: uuid */
            id: string;
        };
        /** @description What an admin did, or what was flagged for them. */
        AdminLog: {
            action: string;
            admin: components["schemas"]["AdminFace"] | null;
            /**
             * Format: uuid
             * @description `null` of a flag, and of an admin who is gone.
             */
            admin_id: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description What older routes of the panel wrote instead. */
            details: unknown;
            /** Format: uuid */
            id: string;
            ip_address: string | null;
            /** @description What it was done to and why, and what was before and after. */
            metadata: unknown;
            target_id: string | null;
            target_type: string | null;
            user_agent: string | null;
        };
        /** @description The reply of `GET live-ops/admin-logs` (`live_ops_admin_logs`). */
        AdminLogs: {
            /** @description How often each was done in the last 7 days. */
            actionCounts: {
                [key: string]: number;
            };
            logs: components["schemas"]["AdminLog"][];
            /**
             * Format: uint32
             * @description How many there are of those that were asked for; 10000 means as many or more.
             */
            total: number;
        };
        /** @description A day. */
        AgentDay: {
            /** Format: uint32 */
            calls: number;
            /** @description Those whose end has a detail, such as `agent_absent`. */
            calls_by_detail: {
                [key: string]: number;
            };
            /** @description By what became of them so far: ringing, accepted, ended, missed, failed. */
            calls_by_outcome: {
                [key: string]: number;
            };
            /** @description `2026-11-22`. */
            date: string;
            /**
             * @description Agents that were not sent (`quota` and `capacity`, each once a call; `unavailable`) or did not come (`timeout`,
             *     `call_ended`), by reason.
             */
            failed: {
                [key: string]: number;
            };
            /**
             * Format: uint32
             * @description How many of them came.
             */
            joined: number;
            /** @description Agents that went, by reason: `dismissed`, `replaced`, `overdue`, `swept`, `room_closed`, or LiveKit's. */
            left: {
                [key: string]: number;
            };
            /**
             * Format: uint32
             * @description Agents that LiveKit was asked for.
             */
            sent: number;
        };
        /** @description Agents that were sent for, and support calls that were placed, in some time. */
        AgentFigures: {
            /** Format: uint32 */
            calls: number;
            /** @description Those whose end has a detail, such as `agent_absent`. */
            calls_by_detail: {
                [key: string]: number;
            };
            /** @description By what became of them so far: ringing, accepted, ended, missed, failed. */
            calls_by_outcome: {
                [key: string]: number;
            };
            /**
             * @description Agents that were not sent (`quota` and `capacity`, each once a call; `unavailable`) or did not come (`timeout`,
             *     `call_ended`), by reason.
             */
            failed: {
                [key: string]: number;
            };
            /**
             * Format: uint32
             * @description How many of them came.
             */
            joined: number;
            /** @description Agents that went, by reason: `dismissed`, `replaced`, `overdue`, `swept`, `room_closed`, or LiveKit's. */
            left: {
                [key: string]: number;
            };
            /**
             * Format: uint32
             * @description Agents that LiveKit was asked for.
             */
            sent: number;
        };
        /** @description Why there is no agent in a support call. */
        AgentReason: "disabled" | "quota" | "capacity" | "unavailable" | "timeout";
        /** @description An agent, as a caller is told of it. */
        AgentReply: {
            /** Format: uuid */
            id: string;
            status: components["schemas"]["AgentStatus"];
            voice: components["schemas"]["AgentVoice"];
        };
        /** @description Where an agent is. */
        AgentStatus: "requested" | "joined" | "failed";
        /** @description What agents may talk today, and what of it is gone. */
        AgentUse: {
            /**
             * Format: uint32
             * @description The setting: with all callers together.
             */
            agent_day_seconds: number;
            /**
             * Format: uint32
             * @description Of one under way all that it may take.
             */
            agent_seconds: number;
            /**
             * Format: uint32
             * @description The setting: with one caller.
             */
            agent_user_day_seconds: number;
            /** @description Ten at most. */
            busiest_callers: components["schemas"]["BusyCaller"][];
        };
        /**
         * @description The voice that an agent speaks with, by its maker's name.
         * @enum {string}
         */
        AgentVoice: "alloy" | "echo" | "fable" | "onyx" | "nova" | "shimmer";
        /** @description Something that staff is to look at. */
        Alert: {
            /** @description What it is about, the same every time: `quota_rooms`, `livekit`, `orphans`. */
            id: string;
            level: components["schemas"]["Level"];
            /** @description In Turkish, with the number. */
            message: string;
            /** @description In Turkish. */
            title: string;
        };
        /** @description How an announcement is meant. */
        AlertType: ("warning" | "alert") | "info";
        /** @description `POST live-ops/sessions/{id}/announce`. */
        Announce: {
            /** Format: uuid */
            id: string;
            message: string;
            type?: components["schemas"]["AlertType"];
        };
        /** @description `POST live-ops/announce-all`. */
        AnnounceToAll: {
            /**
             * Format: uuid
             * @description What the reply before this one said; left out in the first request.
             * @default null
             */
            after?: string | null;
            message: string;
            type?: components["schemas"]["AlertType"];
        };
        /** @description The reply of `POST live-ops/sessions/{id}/announce`. */
        Announced: {
            /** @description Those connected were told by LiveKit too; else they read it in the chat only. */
            delivered: boolean;
            /** @description A sentence for the panel, in Turkish. */
            message: string;
        };
        /** @description The reply of `POST live-ops/announce-all` (`live_ops_announce_all`). */
        AnnouncedToAll: {
            /**
             * Format: uuid
             * @description Where the next request goes on.
             */
            after: string | null;
            /**
             * Format: uint32
             * @description How many sessions were told, 200 at most.
             */
            announced: number;
            /**
             * Format: uint32
             * @description How many are left.
             */
            left: number;
        };
        /** @description `answer-call`. The documents' `rejectReason` is not read. */
        AnswerCall: {
            /** @description `false` declines. */
            accept: boolean;
            /** Format: uuid */
            callId: string;
        };
        /** @description `GET live-ops/analytics/card-revenue`. */
        AskCardRevenue: {
            /** @default day */
            by?: components["schemas"]["CardsBy"];
            /**
             * @description 30, if nothing is said.
             * @default null
             */
            days?: number | null;
            /**
             * @description 100, if nothing is said.
             * @default null
             */
            limit?: number | null;
        };
        /** @description `GET live-ops/analytics/creators`. */
        AskCreators: {
            /**
             * @description 10, if nothing is said.
             * @default null
             */
            limit?: number | null;
            /** @default week */
            period?: components["schemas"]["Period"];
        };
        /** @description `GET live-ops/analytics/daily` and `concurrency`. */
        AskDays: {
            /**
             * @description 30, if nothing is said.
             * @default null
             */
            days?: number | null;
        };
        /** @description `GET live-ops/voice/failures`. */
        AskFailures: {
            /**
             * @description Today included; 7, if nothing is said.
             * @default null
             */
            days?: number | null;
        };
        /** @description `GET live-ops/analytics/overview`. */
        AskOverview: Record<string, unknown>;
        /** @description `GET live-ops/sessions/{id}/report`, and as `report.csv`. */
        AskReport: {
            /** Format: uuid */
            id: string;
        };
        /** @description `GET live-ops/analytics/revenue`. */
        AskRevenue: {
            by?: components["schemas"]["By"];
            /**
             * @description 30, if nothing is said.
             * @default null
             */
            days?: number | null;
            /**
             * @description 100, if nothing is said.
             * @default null
             */
            limit?: number | null;
        };
        /** @description `GET live-ops/system-status`, `GET live-ops/stuck`. */
        AskStatus: Record<string, unknown>;
        /** @description `GET live-ops/recordings/storage`. */
        AskStorage: Record<string, unknown>;
        /**
         * @description A role that can be given to somebody in a session. `viewer` and `listener` are both the audience's.
         * @enum {string}
         */
        AssignableRole: "co_host" | "speaker" | "moderator" | "viewer" | "listener";
        /** @description Notifications that wait. */
        Backlog: {
            /** Format: date-time */
            oldest_at: string | null;
            /** Format: uint32 */
            waiting: number;
        };
        /** @description How far a ban reaches. */
        BanKind: "session" | "creator" | "global";
        /** @description `ban-participant`. */
        BanParticipant: {
            /**
             * @description How far it reaches: this session, if nothing is said; `global` is for staff.
             * @default null
             */
            banType?: components["schemas"]["BanKind"] | null;
            /**
             * @description For how many hours; until it is lifted, if nothing is said.
             * @default null
             */
            durationHours?: number | null;
            /** @description Why; for the banned person, the session's host and staff to read. */
            reason: string;
            /** Format: uuid */
            sessionId: string;
            /** Format: uuid */
            targetUserId: string;
        };
        /** @description `POST live-ops/participants/{id}/ban`. */
        BanParticipant2: {
            ban_type?: components["schemas"]["Reach"];
            /**
             * @description The same in minutes, as some pages of the panel send it; it is rounded up to hours.
             * @default null
             */
            duration?: number | null;
            /**
             * @description Until it is lifted, if nothing is said.
             * @default null
             */
            duration_hours?: number | null;
            /**
             * Format: uuid
             * @description Their place in a session, or they themselves, as LiveKit names them.
             */
            id: string;
            /** @default null */
            reason?: string | null;
            /**
             * Format: uuid
             * @description Where, if they are named themselves; if it is not said, where they have come in last.
             * @default null
             */
            session_id?: string | null;
        };
        /** @description A ban as the panel lists it. */
        BanRow: {
            ban_type: components["schemas"]["BanKind"];
            /** Format: uuid */
            banned_by: string | null;
            banned_user: components["schemas"]["Face"] | null;
            /** Format: uuid */
            banned_user_id: string;
            /** Format: date-time */
            created_at: string;
            creator: components["schemas"]["Face"] | null;
            /** Format: uuid */
            creator_id: string | null;
            /**
             * Format: date-time
             * @description `null`: until it is lifted.
             */
            expires_at: string | null;
            /** Format: uuid */
            id: string;
            is_active: boolean;
            lift_reason: string | null;
            /** Format: date-time */
            lifted_at: string | null;
            /** Format: uuid */
            lifted_by: string | null;
            reason: string | null;
            session: components["schemas"]["SessionNote"] | null;
            /** Format: uuid */
            session_id: string | null;
        };
        /** @description `POST live-ops/users/{user_id}/ban`. */
        BanUser: {
            ban_type?: components["schemas"]["Reach"];
            /**
             * @description The same in minutes, as some pages of the panel send it; it is rounded up to hours.
             * @default null
             */
            duration?: number | null;
            /**
             * @description Until it is lifted, if nothing is said.
             * @default null
             */
            duration_hours?: number | null;
            /** @default null */
            reason?: string | null;
            /** Format: uuid */
            session_id: string;
            /** Format: uuid */
            user_id: string;
        };
        /** @description Somebody is kept out. */
        Banned: {
            ban: components["schemas"]["ParticipantBan"];
            /** @description A sentence for the panel, in Turkish. */
            message: string;
            /** @description They may still be inside: LiveKit could not be told just now; the sweeper tells it. */
            pending: boolean;
        };
        /** @description The reply of `ban-participant`. */
        BannedParticipant: {
            ban: components["schemas"]["ParticipantBan"];
            /** @description They may still be inside: LiveKit could not be told just now; the sweeper tells it. */
            pending: boolean;
        };
        /** @description The reply of `GET live-ops/bans` (`live_ops_bans`). */
        Bans: {
            bans: components["schemas"]["BanRow"][];
            /**
             * Format: uint32
             * @description How many there are of the kind that was asked for.
             */
            total: number;
            typeCounts: components["schemas"]["TypeCounts"];
        };
        /** @description `billing`: asks for nothing in particular. */
        Billing: Record<string, unknown>;
        /** @description What was paid (`live_buy_recording`). */
        BoughtRecording: {
            /** @description The balance after that. */
            balance?: number | null;
            /** @description It was charged just now. */
            charged: boolean;
            /** @description What entry has cost the caller, now or earlier; 0 where it is free. */
            paid: number;
        };
        /** @description Somebody whom agents talked with today. */
        BusyCaller: {
            profile: components["schemas"]["Face"] | null;
            /** Format: uint32 */
            seconds: number;
            /** Format: uuid */
            user_id: string;
        };
        /** @description `buy-recording`: which one. */
        BuyRecording: {
            /**
             * @description The price the caller was shown; if it is another by now, nothing is charged.
             * @default null
             */
            expectedPrice?: number | null;
            /** Format: uuid */
            recordingId: string;
        };
        /** @description What coins are added up by. */
        By: ("creator" | "session" | "kind") | "day";
        /** @description A call as its parties are told of it (`live_call_reply`). */
        Call: {
            /** Format: date-time */
            answeredAt: string | null;
            callType: components["schemas"]["CallTypeWord"];
            callee: components["schemas"]["PublicProfile"] | null;
            /**
             * Format: uuid
             * @description Of a call between two.
             */
            calleeId: string | null;
            caller: components["schemas"]["PublicProfile"] | null;
            /** Format: uuid */
            callerId: string;
            /** @description What a minute costs the caller. */
            coinPerMinute: number;
            /** Format: uint32 */
            durationSeconds: number;
            endDetail: components["schemas"]["CallEndDetail"] | null;
            endReason: components["schemas"]["CallEndReason"] | null;
            /** Format: date-time */
            endedAt: string | null;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            initiatedAt: string;
            isPaid: boolean;
            kind: components["schemas"]["CallKind"];
            /**
             * Format: date-time
             * @description When nobody has answered, or come.
             */
            ringExpiresAt: string | null;
            /** @description The room's name in LiveKit */
            roomName: string;
            status: components["schemas"]["CallStatus"];
            /** @description What was given back is taken off. */
            totalCoinSpent: number;
        };
        /** @description What the reason of a call's end does not say. */
        CallEndDetail: "out_of_coins" | "callee_absent" | "caller_absent" | "agent_absent";
        /** @description How a call ended. */
        CallEndReason: "completed" | "declined" | "missed" | "busy" | "cancelled" | "failed";
        /** @description Who talks with whom. */
        CallKind: "support" | "user_to_user" | "conference";
        /** @description The reply of every call function. */
        CallReply: {
            call: components["schemas"]["Call"];
            /** @description The caller's own encoder is in the room: by this token they see it and publish nothing. */
            monitor?: boolean;
            /** @description Same as `token`. */
            participant_token?: string;
            /** @description The role the token is for. */
            role?: components["schemas"]["Role"];
            /** @description The room the token is for, whatever name was asked for. */
            roomName?: string;
            /** @description Same as `wsUrl`. */
            server_url?: string;
            /** @description LiveKit access token. */
            token?: string;
            /** @description Where to connect. */
            wsUrl?: string;
        };
        /** @description A request about one call and nothing else. */
        CallRequest: {
            /** Format: uuid */
            callId: string;
        };
        /** @description A call as the panel lists it (`live_ops_call_row`). */
        CallRow: {
            /** Format: date-time */
            answered_at: string | null;
            call_type: components["schemas"]["CallType"];
            callee: components["schemas"]["Face"] | null;
            /**
             * Format: uuid
             * @description Of a call between two.
             */
            callee_id: string | null;
            /** Format: uuid */
            callee_profile_id: string | null;
            caller: components["schemas"]["Face"] | null;
            /** Format: uuid */
            caller_id: string;
            /** Format: uuid */
            caller_profile_id: string | null;
            /** @description Coins */
            coin_per_minute: number;
            /** Format: date-time */
            created_at: string;
            /** Format: uint32 */
            duration_seconds: number;
            end_detail: components["schemas"]["CallEndDetail"] | null;
            end_reason: components["schemas"]["CallEndReason"] | null;
            /** Format: date-time */
            ended_at: string | null;
            /** Format: uuid */
            ended_by: string | null;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            initiated_at: string;
            is_paid: boolean;
            is_recording: boolean;
            kind: components["schemas"]["CallKind"];
            /** @description Of a call with support. */
            language: components["schemas"]["Language"] | null;
            /** @description The room's name in LiveKit */
            livekit_room_name: string;
            livekit_room_sid: string | null;
            /** Format: date-time */
            max_ends_at: string | null;
            /** @description The same in the documents' words: ringing, accepted, ended, rejected, missed, busy or failed. */
            outcome: string;
            /** Format: date-time */
            party_left_at: string | null;
            /** Format: date-time */
            ring_expires_at: string | null;
            status: components["schemas"]["CallStatus"];
            /** @description Coins */
            total_coin_spent: number;
            transcript_on: boolean;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description Where a call is in its life. How it ended is another column. */
        CallStatus: "ringing" | "connected" | "ended";
        /** @description Whether a call carries video or only voices. */
        CallType: "video_call" | "audio_call";
        /**
         * @description The kind of a call, in either vocabulary.
         * @enum {string}
         */
        CallTypeWord: "video" | "audio" | "video_call" | "audio_call";
        /** @description The reply of `GET live-ops/calls` (`live_ops_calls`). */
        Calls: {
            calls: components["schemas"]["CallRow"][];
            /**
             * Format: uint32
             * @description How many there are of those that were asked for; 10000 means as many or more.
             */
            total: number;
        };
        /** @description `cancel-join-request`. */
        CancelJoinRequest: {
            /** Format: uuid */
            requestId: string;
        };
        /** @description A card payment (`live_ops_card_row`). */
        CardPaymentRow: {
            /** @description What was asked for. */
            amount: number;
            anonymous: boolean;
            /** Format: date-time */
            canceled_at: string | null;
            /** Format: uuid */
            channel_id: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description The creator's, of all that was received. */
            creator_share: number;
            currency: string;
            /** @description Minor units of the currency: cents, pence, kuruş */
            disputed_amount: number;
            /** @description Stripe's disputes by their ids: `open`, `won` or `lost`. */
            disputes: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @description When Stripe's own fee was booked.
             */
            fee_booked_at: string | null;
            /** Format: uuid */
            id: string;
            /** @description One of them is open or lost; its payer cannot pay by card. */
            is_disputed: boolean;
            message: string | null;
            /** Format: date-time */
            paid_at: string | null;
            /** Format: uuid */
            pass_id: string | null;
            payee: components["schemas"]["Face"] | null;
            /**
             * Format: uuid
             * @description The creator who has a share of it.
             */
            payee_id: string | null;
            payer: components["schemas"]["Face"] | null;
            /** Format: uuid */
            payer_id: string;
            purpose: components["schemas"]["Purpose"];
            /** @description What Stripe took. */
            received_amount: number | null;
            received_currency: string | null;
            refund_reason: string | null;
            /**
             * Format: date-time
             * @description When it was to be given back, why, and when Stripe took that.
             */
            refund_requested_at: string | null;
            /** Format: date-time */
            refund_sent_at: string | null;
            /** @description Minor units of the currency: cents, pence, kuruş */
            refunded_amount: number;
            session: components["schemas"]["SessionNote"] | null;
            /** Format: uuid */
            session_id: string | null;
            status: components["schemas"]["CardStatus"];
            stripe_intent_id: string | null;
            stripe_invoice_id: string | null;
            /**
             * Format: date-time
             * @description Of a fee: when the session began that it opened.
             */
            used_at: string | null;
        };
        /** @description The reply to it (`live_ops_card_payments`). */
        CardPayments: {
            /** @description The latest first. */
            payments: components["schemas"]["CardPaymentRow"][];
            /**
             * Format: uint32
             * @description How many there are of those that were asked for; 10000 means as many or more.
             */
            total: number;
        };
        /** @description The reply to it (`live_ops_card_revenue`). Days are those of the setting `analytics_time_zone`. */
        CardRevenue: {
            from: string;
            /** @description Days in their order; creators and purposes with the most paid first. */
            rows: components["schemas"]["CardRevenueRow"][];
            to: string;
        };
        /** @description What was paid on a day, to a creator or for a purpose, in one currency. */
        CardRevenueRow: {
            /** Format: uuid */
            creator_id?: string | null;
            /** @description The creators', after that. */
            creator_share: number;
            currency: string;
            date?: string | null;
            /** @description Minor units of the currency: cents, pence, kuruş */
            gross: number;
            /**
             * Format: uint64
             * @description How many people paid.
             */
            payers: number;
            /** Format: uint64 */
            payments: number;
            /** @description The platform's, after that and before Stripe's own fees. */
            platform_share: number;
            purpose?: components["schemas"]["Purpose"] | null;
            /** @description What has gone back of it, by refunds and disputes. */
            refunded: number;
        };
        /** @description How a card payment stands. */
        CardStatus: "paid" | "open" | "canceled" | "refunded" | "mismatch";
        /** @description By what card payments are added up. */
        CardsBy: ("creator" | "purpose") | "day";
        /** @description A gift of the catalogue (`live_list_gifts`). */
        CatalogGift: {
            animation: string;
            /** @description Coins */
            coinPrice: number;
            id: string;
            nameEn: string;
            nameTr: string;
        };
        /** @description `PATCH live-ops/settings/{key}`. */
        ChangeSetting: {
            key: string;
            /** @default null */
            reason?: string | null;
            /** @description Of the setting's own type, within its bounds. */
            value: boolean | number | string | unknown[] | null;
        };
        /** @description The reply of `PATCH live-ops/settings/{key}`. */
        ChangedSetting: {
            setting: components["schemas"]["Setting"];
        };
        /** @description Whose channel it is; clients read this part as the columns are spelled. */
        ChannelCreator: {
            avatar_url: string | null;
            display_name: string | null;
            /** Format: uuid */
            id: string;
            is_verified: boolean;
        };
        /**
         * @description The name by which clients enter a channel, `live-<slug>-<milliseconds>` as it was when the channel was made. No room of
         *     LiveKit's is called that.
         */
        ChannelHandle: string;
        /** @description The reply of `health` (`live_channel_health`). */
        ChannelHealth: {
            /** @description Whether the channel is on air. */
            active: boolean;
            /** @description What LiveKit last said of the channel's encoder. */
            ingress: components["schemas"]["IngressHealth"] | null;
            /** @description What the creator's client last measured. */
            sample: components["schemas"]["ToldSample"] | null;
        };
        /** @description A page of channels. */
        ChannelList: {
            /** Format: uint32 */
            limit: number;
            /** Format: uint32 */
            page: number;
            streams: components["schemas"]["ListedChannel"][];
            /** Format: uint32 */
            total: number;
            /** @description There are more than `total`, which is as far as is counted. */
            totalIsLowerBound?: boolean;
            /** Format: uint32 */
            totalPages: number;
        };
        /** @description A channel's page (`live_channel_page`). */
        ChannelPage: {
            channel: components["schemas"]["PublicChannel"];
            creator: components["schemas"]["ChannelCreator"];
            /** @description Whether they hear of it by mail. */
            email?: boolean | null;
            /**
             * Format: uint32
             * @description How many follow it.
             */
            followers: number;
            /** @description Whether the caller does, if they are signed in. */
            following?: boolean | null;
            /** @description Its slug, if it was asked for by another. */
            movedTo?: string | null;
            /** @description Whether the caller hears of it by notification, if they are signed in. */
            push?: boolean | null;
            /**
             * Format: uuid
             * @description What it is on air with.
             */
            sessionId: string | null;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: uint32 */
            viewerCount: number;
        };
        /** @description `GET /api/live/channels/{slug}` and `unfollow`: which channel. */
        ChannelRequest: {
            /** @description Its slug, or one that it had until lately. */
            slug: string;
        };
        /** @description What a channel came to (`live_channel_stats`). */
        ChannelStats: {
            /**
             * Format: uint64
             * @description On air.
             */
            durationSeconds: number;
            /** Format: uint32 */
            followers: number;
            /** @description What payers paid by card in that time, by currency. */
            money: components["schemas"]["Earnings"][];
            /**
             * Format: uint32
             * @description The most at once.
             */
            peakViewers: number;
            /** Format: uint32 */
            sessions: number;
            /** @description The channel's, by which its page is found. */
            slug: string;
            /** Format: uint32 */
            viewersNow: number;
            /**
             * Format: uint64
             * @description Of all viewers together.
             */
            watchSeconds: number;
        };
        /** @description The reply of `token`. */
        ChannelToken: {
            /** @description The caller's own encoder is in the room: by this token they see it and publish nothing. */
            monitor?: boolean;
            /** @description Same as `token`. */
            participant_token: string;
            /** @description The role the token is for. */
            role: components["schemas"]["Role"];
            /** @description The room the token is for, whatever name was asked for. */
            roomName: string;
            /** @description Same as `wsUrl`. */
            server_url: string;
            /**
             * Format: uuid
             * @description The session that the channel is on air with.
             */
            sessionId: string;
            /** @description LiveKit access token. */
            token: string;
            /** @description Where to connect. */
            wsUrl: string;
        };
        /** @description `token`: which channel, by the name it is entered by or by its slug, and as what. */
        ChannelTokenRequest: {
            /** @description Only its creator is a broadcaster, whatever is asked for. */
            role?: components["schemas"]["WantedRole"] | null;
            /** @description The channel's `roomName`… */
            roomName?: string | null;
            /** @description …or its slug; read if there is no `roomName`. */
            slug?: string | null;
        } | {
            roomName: string;
        } | {
            slug: string;
        };
        /** @description The reply of `subscribe`. */
        Checkout: {
            /** @description Stripe's page on which it is paid, for a day. */
            checkoutUrl: string;
        };
        /** @description The parts of the service. */
        Checks: {
            /** @description Postgres, by way of PostgREST. */
            database: components["schemas"]["Condition"];
            livekit: components["schemas"]["Condition"];
            /** @description Notifications that should have been sent. */
            push: components["schemas"]["Condition"];
            /** @description Whether broadcasts are taken in. */
            realtime: components["schemas"]["Condition"];
            /** @description What mends lost webhooks. */
            sweep: components["schemas"]["Condition"];
            /** @description What writes deadlines down. */
            tick: components["schemas"]["Condition"];
            /** @description How late LiveKit's reports come. */
            webhooks: components["schemas"]["Condition"];
        };
        /** @description The reply of `GET live-ops/analytics/concurrency` (`live_stats_concurrency`). */
        Concurrency: {
            days: components["schemas"]["DayConcurrency"][];
            /**
             * Format: uint64
             * @description Who is watching now.
             */
            now: number;
            time_zone: string;
        };
        /** @description How a part of the service is. */
        Condition: ("healthy" | "down") | "degraded" | "unknown";
        /** @description What of a call may be kept. */
        Consent: {
            /** @description The sound: not asked, if it is left out. */
            recording?: boolean | null;
            /** @description What is said, as text: yes, if it is left out. */
            transcript?: boolean | null;
        };
        /** @description The reply of `set-recording-consent`. */
        ConsentReply: {
            /** @description Whether the call is recorded, or is until LiveKit has ended it. */
            isRecording: boolean;
            /** @description What was said. */
            recording: boolean;
        };
        /** @description Numbers at equal steps from a session's start on. */
        Course: {
            points: number[];
            /** Format: uint32 */
            step_seconds: number;
        };
        /** @description `create-live-session` as it arrives. [`CreateSession::plan`] makes a usable plan of it, or refuses. */
        CreateSession: {
            /** @description `public` if left out. */
            accessType?: components["schemas"]["AccessType"] | null;
            /** @description On if left out. */
            chatEnabled?: boolean | null;
            /** @default null */
            description?: string | null;
            /** @description On if left out. */
            giftsEnabled?: boolean | null;
            /** @description On if left out. */
            guestEnabled?: boolean | null;
            /** @description 3 if left out. */
            maxGuests?: number | null;
            /**
             * Format: int64
             * @description At least 1 for `pay_per_view`; not read otherwise.
             */
            ppvCoinPrice?: number | null;
            /** @description Off if left out. */
            recordingEnabled?: boolean | null;
            /**
             * Format: date-time
             * @description When it is announced for, at most 366 days ahead; left out, it goes on air at once.
             */
            scheduledAt?: string | null;
            sessionType: components["schemas"]["SessionType"];
            /**
             * @description An `https` or `http` address.
             * @default null
             */
            thumbnailUrl?: string | null;
            title: string;
        };
        /** @description Somebody whose sessions they are; `null` once the account is gone. */
        CreatorFace: {
            avatar_url: string | null;
            display_name: string | null;
            /** Format: uuid */
            id: string;
            username: string | null;
        };
        /** @description What a creator's sessions came to. */
        CreatorFigures: {
            /** Format: uint64 */
            audio_sessions: number;
            /** Format: uint64 */
            avg_duration_seconds: number;
            creator: components["schemas"]["CreatorFace"] | null;
            /** Format: uuid */
            creator_id: string;
            /** Format: date-time */
            last_session_at: string | null;
            /**
             * Format: uint64
             * @description Of their best session.
             */
            peak_viewers: number;
            revenue: components["schemas"]["Revenue"];
            /** Format: uint64 */
            total_duration_seconds: number;
            /**
             * Format: int64
             * @description In coins.
             */
            total_gifts_received: number;
            /** Format: uint64 */
            total_joins: number;
            /** Format: uint64 */
            total_messages: number;
            /** Format: uint64 */
            total_sessions: number;
            /** Format: uint64 */
            total_viewers: number;
            /** Format: uint64 */
            total_watch_time_seconds: number;
            /** Format: uint64 */
            video_sessions: number;
        };
        /** @description The reply of `GET live-ops/analytics/creators` (`live_stats_creators`): those with the most viewers first. */
        Creators: {
            creators: components["schemas"]["CreatorFigures"][];
            from: string;
            period: components["schemas"]["Period"];
            to: string;
        };
        /** @description The reply of `GET live-ops/sessions/{id}/report.csv`: a file in a field, as every reply is JSON. */
        CsvReply: {
            /** @description RFC 4180: a line of names, then one for each step. */
            csv: string;
            /** @description What to call the file. */
            filename: string;
        };
        /** @description The currencies that are asked for. Each has a hundred minor units. */
        Currency: "usd" | "eur" | "gbp" | "try";
        /** @description The reply of `GET live-ops/analytics/daily` (`live_stats_daily`). */
        Daily: {
            days: components["schemas"]["Day"][];
            /**
             * Format: uint64
             * @description Whole days that are not rolled up yet and therefore missing.
             */
            days_pending: number;
            time_zone: string;
        };
        /** @description A day. */
        Day: {
            /** Format: uint64 */
            answered_calls: number;
            /** Format: uint64 */
            audio_calls: number;
            /** Format: uint64 */
            audio_sessions: number;
            /** Format: uint64 */
            avg_duration_seconds: number;
            /** @description `2026-11-22`. */
            date: string;
            /** Format: uint64 */
            missed_calls: number;
            /** Format: date-time */
            peak_at: string | null;
            /**
             * Format: uint64
             * @description The most who watched anything at one moment.
             */
            peak_viewers: number;
            revenue: components["schemas"]["Revenue"];
            /** Format: uint64 */
            total_call_seconds: number;
            /** Format: uint64 */
            total_calls: number;
            /**
             * Format: uint64
             * @description Their durations added up.
             */
            total_duration_seconds: number;
            /**
             * Format: int64
             * @description In coins.
             */
            total_gifts_received: number;
            /**
             * Format: uint64
             * @description Of whatever was on air, whenever it began.
             */
            total_joins: number;
            /** Format: uint64 */
            total_messages: number;
            /**
             * Format: uint64
             * @description Sessions that began.
             */
            total_sessions: number;
            /**
             * Format: uint64
             * @description Their viewers added up.
             */
            total_viewers: number;
            /** Format: uint64 */
            total_watch_time_seconds: number;
            /**
             * Format: uint64
             * @description Different people who watched.
             */
            unique_viewers: number;
            /** Format: uint64 */
            video_calls: number;
            /** Format: uint64 */
            video_sessions: number;
            /**
             * Format: uint64
             * @description Their peaks added up.
             */
            viewers: number;
        };
        /** @description How many watched in the hours of a day. */
        DayConcurrency: {
            date: string;
            /** @description The peak of each hour from `starts_at` on. */
            hours: number[];
            /** Format: date-time */
            peak_at: string | null;
            /** Format: uint64 */
            peak_viewers: number;
            /** Format: date-time */
            starts_at: string;
        };
        /** @description `delete-live-message`. */
        DeleteMessage: {
            /**
             * Format: uuid
             * @description Which one.
             */
            messageId: string;
            /**
             * @description Why somebody else's message goes: for the host and admins to read, not for the chat.
             * @default null
             */
            reason?: string | null;
        };
        /** @description `POST live-ops/messages/{id}/delete`, `DELETE live-ops/messages/{id}`. */
        DeleteMessage2: {
            /** Format: uuid */
            id: string;
            /** @default null */
            reason?: string | null;
        };
        /** @description `delete-recording`: which one. */
        DeleteRecording: {
            /** Format: uuid */
            recordingId: string;
        };
        /** @description The reply of `delete-recording`. */
        DeletedRecording: {
            /** @description Its file goes within minutes, and once more a day later. */
            deleted: boolean;
        };
        /** @description Why a file is deleted. */
        DeletionReason: "owner" | "admin" | "retention" | "account" | "subject" | "removed";
        /** @description A file that is to go, or is gone. */
        DeletionRow: {
            /** Format: uint32 */
            attempts: number;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was first gone.
             */
            deleted_at: string | null;
            /** Format: date-time */
            done_at: string | null;
            /**
             * Format: date-time
             * @description When the store is to be asked next; `null` once that is done.
             */
            due_at: string | null;
            /** @description Why the last one has failed. */
            error: string | null;
            reason: components["schemas"]["DeletionReason"];
            /**
             * Format: uuid
             * @description Of the recording that it was.
             */
            recording_id: string | null;
        };
        /** @description Which deletions are wanted. */
        DeletionState: "pending" | "failing" | "done";
        /** @description The reply to it (`live_ops_recording_deletions`). */
        Deletions: {
            /** @description The latest first. */
            deletions: components["schemas"]["DeletionRow"][];
            /**
             * Format: uint32
             * @description How many there are of those that were asked for; 10000 means as many or more.
             */
            total: number;
        };
        /** @description `donate` as it arrives. */
        Donate: {
            /** @description Minor units of the currency: 1000 is 10.00. */
            amount: number;
            /**
             * @description Whether the name is left out.
             * @default null
             */
            anonymous?: boolean | null;
            /**
             * @description US dollars if left out.
             * @default null
             */
            currency?: components["schemas"]["Currency"] | null;
            /**
             * @description Shown with the donation; the rules of the chat apply.
             * @default null
             */
            message?: string | null;
            /**
             * @description Or its slug.
             * @default null
             */
            slug?: string | null;
            /**
             * Format: uuid
             * @description The channel's id; that of a session is understood too.
             * @default null
             */
            streamId?: string | null;
        } & ({
            streamId: string;
        } | {
            slug: string;
        });
        /** @description The reply of `donations`. */
        DonationList: {
            donations: components["schemas"]["ReceivedDonation"][];
            /** @description All of the time asked for, by currency. */
            money: components["schemas"]["Earnings"][];
            /** Format: uint32 */
            total: number;
            /** Format: uint32 */
            totalPages: number;
        };
        /** @description That it was done, in words that the panel shows. */
        Done: {
            /** @description A sentence in Turkish. */
            message: string;
        };
        /** @description What a creator was paid by card, in one currency (`live_card_earnings`). */
        Earnings: {
            currency: string;
            /**
             * Format: uint32
             * @description How many donations.
             */
            donations: number;
            /** @description What payers paid, for passes too. */
            gross: number;
            /** @description What of it is the creator's. */
            net: number;
            /** @description What payers were given back, or took back. */
            refunded: number;
        };
        /** @description `end-guest`. */
        EndGuest: {
            /**
             * Format: uuid
             * @description Who goes back to the audience: oneself, or whom the host names.
             */
            guestUserId: string;
            /** Format: uuid */
            sessionId: string;
        };
        /** @description Why a session is over; rows of earlier times may hold other texts. */
        EndReason: string | ("host_ended" | "host_timeout" | "max_duration_reached" | "orphaned_cleanup" | "room_finished" | "room_not_opened" | "account_deleted" | "admin_terminated") | unknown | unknown;
        /** @description The reply of `end-guest`. */
        EndedGuest: {
            /** @description What they are now. */
            role: components["schemas"]["Role"];
        };
        /** @description The reply of `end-live-session`. */
        EndedSession: {
            /** @description What came of it. */
            session: components["schemas"]["Totals"];
        };
        /** @description What became of an event. */
        EventResult: "success" | "skipped" | "duplicate" | "error";
        /** @description Somebody as the panel shows them (`live_ops_face`). */
        Face: {
            avatar_url: string | null;
            display_name: string | null;
            /** Format: uuid */
            id: string;
            is_creator: boolean;
            is_verified: boolean;
            /** Format: uuid */
            user_id: string;
            username: string | null;
        };
        /** @description What became of what Stripe told. */
        FactResult: "applied" | "duplicate" | "waiting" | "unknown";
        /** @description The reply of `GET live-ops/voice/failures` (`live_ops_agent_failures`). */
        Failures: {
            /** @description One by one, today first. */
            days: components["schemas"]["AgentDay"][];
            /** @description Whose midnights part the days. */
            time_zone: string;
            today: components["schemas"]["AgentUse"];
            /** @description All days together. */
            total: components["schemas"]["AgentFigures"];
        };
        /** @description What went on in a day, or in several. */
        Figures: {
            /** Format: uint64 */
            answered_calls: number;
            /** Format: uint64 */
            audio_calls: number;
            /** Format: uint64 */
            audio_sessions: number;
            /** Format: uint64 */
            avg_duration_seconds: number;
            /** Format: uint64 */
            missed_calls: number;
            /** Format: date-time */
            peak_at: string | null;
            /**
             * Format: uint64
             * @description The most who watched anything at one moment.
             */
            peak_viewers: number;
            revenue: components["schemas"]["Revenue"];
            /** Format: uint64 */
            total_call_seconds: number;
            /** Format: uint64 */
            total_calls: number;
            /**
             * Format: uint64
             * @description Their durations added up.
             */
            total_duration_seconds: number;
            /**
             * Format: int64
             * @description In coins.
             */
            total_gifts_received: number;
            /**
             * Format: uint64
             * @description Of whatever was on air, whenever it began.
             */
            total_joins: number;
            /** Format: uint64 */
            total_messages: number;
            /**
             * Format: uint64
             * @description Sessions that began.
             */
            total_sessions: number;
            /**
             * Format: uint64
             * @description Their viewers added up.
             */
            total_viewers: number;
            /** Format: uint64 */
            total_watch_time_seconds: number;
            /** Format: uint64 */
            video_calls: number;
            /** Format: uint64 */
            video_sessions: number;
            /**
             * Format: uint64
             * @description Their peaks added up.
             */
            viewers: number;
        };
        /** @description What the database knows of the service (`live_ops_health`). */
        Figures2: {
            push: components["schemas"]["Backlog"];
            realtime: boolean;
            /** @description How much there is of each kind that should have been done a while ago. */
            stuck: {
                [key: string]: number;
            };
            sweep: components["schemas"]["Sweeps"];
            tick: components["schemas"]["Seen"];
            webhook: components["schemas"]["Webhooks"];
        };
        /** @description `GET live-ops/recordings`. What is left out leaves nothing out. */
        FindRecordings: {
            /**
             * Format: uuid
             * @default null
             */
            call_id?: string | null;
            /**
             * Format: uuid
             * @description Whose they are: the creator of the session, or whoever placed the call.
             * @default null
             */
            creator_id?: string | null;
            /**
             * @description Only those that are held, or only the others.
             * @default null
             */
            held?: boolean | null;
            /**
             * @description 50, if nothing is said.
             * @default null
             */
            limit?: number | null;
            /** @default null */
            offset?: number | null;
            /**
             * Format: uuid
             * @default null
             */
            session_id?: string | null;
            /** @default null */
            status?: components["schemas"]["RecordingStatus"] | null;
            /** @default null */
            visibility?: components["schemas"]["Visibility"] | null;
        };
        /** @description `follow`. */
        FollowChannel: {
            /**
             * @description A mail as well; false if left out.
             * @default false
             */
            email?: boolean;
            /**
             * @description A notification, on the phone too, when it goes on air; true if left out.
             * @default true
             */
            push?: boolean;
            /** @description The channel's slug. */
            slug: string;
        };
        /** @description The reply of `follow` and `unfollow` (`live_follow_reply`). */
        Following: {
            email: boolean;
            /**
             * Format: uint32
             * @description How many follow it.
             */
            followers: number;
            following: boolean;
            push: boolean;
        };
        /** @description `POST live-ops/slugs/{slug}/free`. */
        FreeSlug: {
            reason: string;
            slug: string;
        };
        /** @description The reply to it. */
        FreedSlug: {
            /** @description It was kept for somebody. What is reserved, or in use, is not freed. */
            freed: boolean;
        };
        Gift: {
            /** @description Coins */
            coinAmount: number;
            /** Format: date-time */
            createdAt: string;
            giftId: string;
            /** Format: uuid */
            id: string;
            /** Format: uint16 */
            quantity: number;
            /** Format: uuid */
            receiverId: string;
            /** Format: uuid */
            sessionId: string;
        };
        /** @description The reply of `list-live-gifts`. */
        GiftList: {
            /** @description What can be given, in the order it is shown. */
            gifts: components["schemas"]["CatalogGift"][];
        };
        /** @description The reply of `GET live-ops/health`, where all is well. */
        Health: {
            /** Format: date-time */
            checkedAt: string;
            /** @description Of each part: `healthy`. */
            checks: components["schemas"]["Checks"];
        };
        /** @description `health`: what the caller's client measures of their own broadcast, or nothing, to read it. */
        HealthRequest: {
            /** Format: double */
            bitrateKbps?: number | null;
            /** Format: double */
            fps?: number | null;
            /**
             * Format: double
             * @description In percent.
             */
            packetLoss?: number | null;
            /** Format: double */
            rttMs?: number | null;
        };
        /** @description `POST live-ops/recordings/{id}/hold`. */
        HoldRecording: {
            /** Format: uuid */
            id: string;
            reason: string;
        };
        /** @description What is to be done about the encoder of the caller's channel. */
        IngressAction: "show" | "create" | "rotate" | "delete";
        /** @description An encoder as LiveKit told of it. */
        IngressHealth: {
            status: components["schemas"]["IngressStatus"];
            /**
             * Format: date-time
             * @description When.
             */
            statusAt: string;
        };
        /** @description How an encoder sends. */
        IngressInput: "rtmp" | "whip";
        /** @description The reply of `ingress`. */
        IngressReply: {
            /** @description Where the encoder sends to; null if there is none. */
            ingressUrl: string | null;
            status: components["schemas"]["IngressStatus"];
            /**
             * @description By which it is let in. Null also where the request was carried out before, under the same `Idempotency-Key`: `show`
             *     tells it.
             */
            streamKey: components["schemas"]["StreamKey"] | null;
        };
        /** @description `ingress`. */
        IngressRequest: {
            action: components["schemas"]["IngressAction"];
            /** @description How the encoder sends; if left out as it did before, by RTMP at first. Read for `create` and `rotate`. */
            input?: components["schemas"]["IngressInput"] | null;
        };
        /** @description How an ingress is. */
        IngressStatus: "none" | "inactive" | "buffering" | "publishing" | "error" | "complete";
        /** @description `initiate-call`, `create-call`. */
        InitiateCall: {
            callType: components["schemas"]["CallTypeWord"];
            /**
             * Format: uuid
             * @description Whom: the id of their account.
             */
            calleeId: string;
            /**
             * @description The coins a minute that the caller was shown; if it is another rate by now, nobody is called.
             * @default null
             */
            expectedRate?: number | null;
        };
        /** @description An invitation to the stage (`live_invitation_reply`). */
        Invitation: {
            /**
             * Format: date-time
             * @description Until when it can be answered.
             */
            expiresAt: string;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            sessionId: string;
            /**
             * Format: uuid
             * @description Who is invited.
             */
            userId: string;
        };
        /** @description `invite-guest`. */
        InviteGuest: {
            /** Format: uuid */
            sessionId: string;
            /**
             * Format: uuid
             * @description Whom: the id of their account.
             */
            targetUserId: string;
        };
        /** @description The reply of `invite-guest`. */
        InvitedGuest: {
            /** Format: date-time */
            expiresAt: string;
            invitation: components["schemas"]["Invitation"];
        };
        /** @description A request to join (`live_request_reply`). */
        JoinRequest: {
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description Until when it can be answered.
             */
            expiresAt: string;
            /** Format: uuid */
            id: string;
            message: string | null;
            /** Format: uuid */
            sessionId: string;
            status: components["schemas"]["JoinRequestStatus"];
            /**
             * Format: uuid
             * @description Who asks.
             */
            userId: string;
        };
        /**
         * @description How a request to join is.
         * @enum {string}
         */
        JoinRequestStatus: "pending" | "approved" | "rejected" | "expired" | "cancelled";
        /** @description `join-live-session`. */
        JoinSession: {
            /**
             * @description The price the caller was shown; if it is another by now, nothing is charged.
             * @default null
             */
            expectedPrice?: number | null;
            /**
             * @description A role below one's own, if less is wanted. Asking for more changes nothing.
             * @default null
             */
            requestedRole?: components["schemas"]["Role"] | null;
            /**
             * Format: uuid
             * @description Which one.
             */
            sessionId: string;
        };
        /** @description The reply of `join-live-session`. */
        JoinedSession: {
            /** @description Their balance, if this request charged them. */
            balance?: number | null;
            /** @description The caller's own encoder is in the room: by this token they see it and publish nothing. */
            monitor?: boolean;
            /** @description What the caller has paid for this session, now or earlier; 0 where entry is free. */
            paid: number;
            /** @description Same as `token`. */
            participant_token: string;
            /** @description The role the token is for. */
            role: components["schemas"]["Role"];
            /** @description The room the token is for, whatever name was asked for. */
            roomName: string;
            /** @description Same as `wsUrl`. */
            server_url: string;
            session: components["schemas"]["JoinedSessionPart"];
            /** @description LiveKit access token. */
            token: string;
            /** @description Where to connect. */
            wsUrl: string;
        };
        /** @description What a viewer is told of a session besides what access depends on (`live_join_facts`). */
        JoinedSessionPart: {
            accessType: components["schemas"]["AccessType"];
            chatEnabled: boolean;
            creator: components["schemas"]["PublicProfile"];
            /** Format: uuid */
            creatorId: string;
            description: string | null;
            giftsEnabled: boolean;
            guestEnabled: boolean;
            /** Format: uuid */
            id: string;
            /** @description It is recorded just now, or about to be. */
            isRecording: boolean;
            /** Format: uint8 */
            maxGuests: number;
            /** @description The room's name in LiveKit */
            roomName: string;
            sessionType: components["schemas"]["SessionType"];
            /** Format: date-time */
            startedAt: string | null;
            status: components["schemas"]["SessionStatus"];
            thumbnailUrl: string | null;
            title: string;
            /** Format: uint32 */
            viewerCount: number;
        };
        /** @description `POST live-ops/users/{user_id}/kick`. */
        KickUser: {
            /** @default null */
            reason?: string | null;
            /** Format: uuid */
            session_id: string;
            /** Format: uuid */
            user_id: string;
        };
        /** @description Somebody was put out. */
        Kicked: {
            /** @description A sentence for the panel, in Turkish. */
            message: string;
            participant: components["schemas"]["ModeratedParticipant"];
        };
        /** @description The reply of `kick-participant`. */
        KickedParticipant: {
            participant: components["schemas"]["ModeratedParticipant"];
        };
        /** @description Which kinds of bans are wanted. */
        KindFilter: ("session" | "creator" | "global") | "all";
        /** @description What a session brought in by payments of one kind. */
        KindRevenue: {
            /** Format: int64 */
            creator_share: number;
            /** Format: int64 */
            gross: number;
            /** Format: int64 */
            net: number;
            /** Format: uint64 */
            payments: number;
            /** Format: int64 */
            platform_share: number;
            /** Format: int64 */
            refunds: number;
        };
        /** @description A sentence's language. */
        Language: "en" | "tr";
        /** @description How the people on stage are arranged in a recording, by LiveKit's name for it. */
        Layout: "speaker" | "grid" | "single-speaker";
        /**
         * @description How near something is to its bound.
         * @enum {string}
         */
        Level: "normal" | "warning" | "critical";
        /** @description `DELETE live-ops/bans/{id}`. */
        LiftBan: {
            /** Format: uuid */
            id: string;
            /** @default null */
            reason?: string | null;
        };
        /** @description `GET live-ops/admin-logs`. */
        ListAdminLogs: {
            /** @default null */
            action?: string | null;
            /**
             * @description 100, if nothing is said.
             * @default null
             */
            limit?: number | null;
            /** @default null */
            offset?: number | null;
        };
        /** @description `GET live-ops/bans`. */
        ListBans: {
            /**
             * @description Those that hold, if nothing is said; `false`: those that were lifted or have run out.
             * @default null
             */
            active?: boolean | null;
            /**
             * @description 50, if nothing is said.
             * @default null
             */
            limit?: number | null;
            /** @default null */
            offset?: number | null;
            type?: components["schemas"]["KindFilter"];
        };
        /** @description `GET live-ops/calls`. */
        ListCalls: {
            /**
             * @description Those under way, if nothing is said; `false`: those that are over.
             * @default null
             */
            active?: boolean | null;
            /**
             * @description 50, if nothing is said.
             * @default null
             */
            limit?: number | null;
            /** @default null */
            offset?: number | null;
        };
        /** @description `GET live-ops/card-payments`. What is left out leaves nothing out. */
        ListCardPayments: {
            /**
             * @description Only those with a dispute that is open or lost, or only the others.
             * @default null
             */
            disputed?: boolean | null;
            /**
             * @description 50, if nothing is said.
             * @default null
             */
            limit?: number | null;
            /** @default null */
            offset?: number | null;
            /** @default null */
            purpose?: components["schemas"]["Purpose"] | null;
            /**
             * Format: uuid
             * @default null
             */
            session_id?: string | null;
            /** @default null */
            status?: components["schemas"]["CardStatus"] | null;
            /**
             * Format: uuid
             * @description Who paid or was paid.
             * @default null
             */
            user_id?: string | null;
        };
        /** @description `GET live-ops/recordings/deletions`. */
        ListDeletions: {
            /**
             * @description 50, if nothing is said.
             * @default null
             */
            limit?: number | null;
            /** @default null */
            offset?: number | null;
            /**
             * @description All, if nothing is said.
             * @default null
             */
            state?: components["schemas"]["DeletionState"] | null;
        };
        /** @description `donations`. */
        ListDonations: {
            /**
             * Format: date-time
             * @description From when on; from the first one if left out.
             * @default null
             */
            from?: string | null;
            /**
             * @description 20 if left out.
             * @default null
             */
            limit?: number | null;
            /**
             * @description From 1.
             * @default null
             */
            page?: number | null;
            /**
             * Format: date-time
             * @description Until before when.
             * @default null
             */
            to?: string | null;
        };
        /** @description `list-live-gifts`: asks for nothing in particular. */
        ListGifts: Record<string, unknown>;
        /** @description `GET live-ops/sessions/{id}/messages`. */
        ListMessages: {
            /** Format: uuid */
            id: string;
            /**
             * @description 50, if nothing is said.
             * @default null
             */
            limit?: number | null;
            /** @default null */
            offset?: number | null;
        };
        /** @description `GET live-ops/sessions/{id}/participants`. */
        ListParticipants: {
            /**
             * @description Only who is inside, or only who is not.
             * @default null
             */
            active?: boolean | null;
            /** Format: uuid */
            id: string;
            /**
             * @description 100, if nothing is said.
             * @default null
             */
            limit?: number | null;
            /** @default null */
            offset?: number | null;
            /** @default null */
            role?: components["schemas"]["Role"] | null;
        };
        /** @description `GET live-ops/payments`. What is left out leaves nothing out. */
        ListPayments: {
            /**
             * Format: uuid
             * @default null
             */
            call_id?: string | null;
            /** @default null */
            kind?: components["schemas"]["PaymentKind"] | null;
            /**
             * @description 50, if nothing is said.
             * @default null
             */
            limit?: number | null;
            /** @default null */
            offset?: number | null;
            /**
             * Format: uuid
             * @default null
             */
            session_id?: string | null;
            /**
             * Format: uuid
             * @description Who paid or was paid.
             * @default null
             */
            user_id?: string | null;
        };
        /** @description `GET live-ops/payouts` and `live-ops/payouts/due`. */
        ListPayouts: {
            /**
             * Format: uuid
             * @description All, if it is left out.
             * @default null
             */
            creator_id?: string | null;
            /**
             * @description 50, if nothing is said.
             * @default null
             */
            limit?: number | null;
            /** @default null */
            offset?: number | null;
        };
        /** @description `GET live-ops/voice/prompts`. */
        ListPrompts: {
            /**
             * @description Of every language, if nothing is said.
             * @default null
             */
            language?: components["schemas"]["Language"] | null;
            /**
             * @description 50, if nothing is said.
             * @default null
             */
            limit?: number | null;
            /** @default null */
            offset?: number | null;
        };
        /** @description `GET live-ops/voice/transcripts/{id}/readers`. */
        ListReaders: {
            /**
             * Format: uuid
             * @description Of the call.
             */
            id: string;
            /**
             * @description 100, if nothing is said.
             * @default null
             */
            limit?: number | null;
            /** @default null */
            offset?: number | null;
        };
        /** @description `GET live-ops/recordings/{id}/readers`. */
        ListRecordingReaders: {
            /** Format: uuid */
            id: string;
            /**
             * @description 100, if nothing is said.
             * @default null
             */
            limit?: number | null;
            /** @default null */
            offset?: number | null;
        };
        /** @description `list-recordings`: which ones; all there are to see, if nothing is named. */
        ListRecordings: {
            /**
             * @description `nextBefore` of the page before.
             * @default null
             */
            before?: string | null;
            /**
             * Format: uuid
             * @default null
             */
            callId?: string | null;
            /**
             * Format: uuid
             * @description Of this creator's sessions.
             * @default null
             */
            creatorId?: string | null;
            /** @description 20 if left out. */
            limit?: number | null;
            /**
             * Format: uuid
             * @default null
             */
            sessionId?: string | null;
        };
        /** @description `GET live-ops/reports`. */
        ListReports: {
            /**
             * @description 50, if nothing is said.
             * @default null
             */
            limit?: number | null;
            /** @default null */
            offset?: number | null;
            status?: components["schemas"]["StatusFilter2"];
        };
        /** @description `GET live-ops/sessions`. */
        ListSessions: {
            /**
             * @description 50, if nothing is said.
             * @default null
             */
            limit?: number | null;
            /** @default null */
            offset?: number | null;
            status?: components["schemas"]["StatusFilter"];
            type?: components["schemas"]["TypeFilter"];
        };
        /** @description `GET live-ops/settings`. */
        ListSettings: Record<string, unknown>;
        /** @description `GET live-ops/voice/calls`. */
        ListVoiceCalls: {
            /**
             * @description Those under way, if nothing is said; `false`: those that are over.
             * @default null
             */
            active?: boolean | null;
            /** @description Both, if nothing is said. */
            kind?: components["schemas"]["VoiceKind"] | null;
            /**
             * @description 50, if nothing is said.
             * @default null
             */
            limit?: number | null;
            /** @default null */
            offset?: number | null;
        };
        /** @description `GET live-ops/webhook-logs`. */
        ListWebhookLogs: {
            /** @default null */
            event_type?: string | null;
            /**
             * @description 100, if nothing is said.
             * @default null
             */
            limit?: number | null;
            /** @default null */
            offset?: number | null;
            /**
             * @description Any part of a room's name.
             * @default null
             */
            room_name?: string | null;
            /** @default null */
            status?: components["schemas"]["ProcessingStatus"] | null;
        };
        /** @description A channel in a list. */
        ListedChannel: {
            accessType: components["schemas"]["AccessType"];
            active: boolean;
            creator: components["schemas"]["ChannelCreator"];
            /**
             * Format: double
             * @description From the place that was asked about; channels' places are kept to 11 km.
             */
            distanceKm?: number | null;
            /** Format: uuid */
            id: string;
            /** @description Coins */
            ppvCoinPrice: number;
            /** Format: uuid */
            sessionId: string | null;
            slug: string;
            /** Format: date-time */
            startedAt: string | null;
            title: string;
            /** Format: uint32 */
            viewerCount: number;
        };
        /** @description Mails of one round. */
        Mailed: {
            /**
             * Format: uint32
             * @description That were due.
             */
            due: number;
            /**
             * Format: uint32
             * @description That are not.
             */
            failed: number;
            /**
             * Format: uint32
             * @description That are tried again.
             */
            postponed: number;
            /**
             * Format: uint32
             * @description That the provider took.
             */
            sent: number;
        };
        /**
         * @description What a call carries.
         * @enum {string}
         */
        Media: "audio" | "video";
        /** @description A message (`live_message_reply`). */
        Message: {
            content: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: uuid */
            id: string;
            isDeleted: boolean;
            isPinned: boolean;
            messageType: components["schemas"]["MessageType"];
            /** Format: uuid */
            senderId: string;
            /** Format: uuid */
            senderProfileId: string | null;
            /** Format: uuid */
            sessionId: string;
        };
        /** @description The reply of every chat function. */
        MessageReply: {
            /** @description The message as it is now. */
            message: components["schemas"]["Message"];
        };
        /** @description A line of the chat as the panel lists it. */
        MessageRow: {
            content: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            deleted_at: string | null;
            /** Format: uuid */
            deleted_by: string | null;
            /** Format: uint32 */
            gift_coin_value: number;
            gift_id: string | null;
            /** Format: uint32 */
            gift_quantity: number;
            /** Format: uuid */
            id: string;
            is_deleted: boolean;
            is_pinned: boolean;
            /** @description `text`, `gift`, `system` or `pinned`. */
            message_type: string;
            sender: components["schemas"]["Face"] | null;
            /** Format: uuid */
            sender_id: string;
            /** Format: uuid */
            sender_profile_id: string | null;
            /** Format: uuid */
            session_id: string;
        };
        /** @description What kind of line a message is. */
        MessageType: "text" | "gift" | "system" | "pinned" | "donation";
        /** @description The reply of `GET live-ops/sessions/{id}/messages` (`live_ops_messages`). */
        Messages: {
            messages: components["schemas"]["MessageRow"][];
            /** Format: uuid */
            sessionId: string;
            /**
             * Format: uint32
             * @description How many there are.
             */
            total: number;
        };
        /** @description Somebody as an action has left them. */
        ModeratedParticipant: {
            isMuted: boolean;
            /** @description What they are now. */
            role: components["schemas"]["Role"];
            /** Format: uuid */
            userId: string;
        };
        /** @description `mute-participant`. */
        MuteParticipant: {
            /**
             * @description `false` takes it back, as `unmute-participant` does.
             * @default true
             */
            muted?: boolean;
            /** @default null */
            reason?: string | null;
            /** Format: uuid */
            sessionId: string;
            /** Format: uuid */
            targetUserId: string;
        };
        /** @description Somebody was silenced. */
        Muted: {
            /** @description A sentence for the panel, in Turkish. */
            message: string;
            /**
             * Format: uint32
             * @description 1 if LiveKit has taken their microphone off the air or keeps it off; 0 if they are not connected, or it could not
             *     be told just now: then `pending`.
             */
            mutedTracks: number;
            participant: components["schemas"]["ModeratedParticipant"];
            /** @description LiveKit could not be told just now; the sweeper tells it. */
            pending: boolean;
        };
        /** @description The reply of `mute-participant` and `unmute-participant`. */
        MutedParticipant: {
            participant: components["schemas"]["ModeratedParticipant"];
            /** @description LiveKit could not be told just now; the sweeper tells it. */
            pending: boolean;
        };
        /** @description Counts of one round. */
        Notified: {
            /**
             * @description The trigger on `notifications` by which the app pushes everything itself; while it is there, nothing is sent from
             *     here.
             */
            appPushTrigger: string | null;
            /**
             * Format: uint32
             * @description Pushes that were due.
             */
            due: number;
            /**
             * Format: uint32
             * @description Pushes that are not: the phone is gone, or the provider will never take them.
             */
            failed: number;
            /** @description Mails to followers. */
            mails: components["schemas"]["Mailed"];
            /**
             * Format: uint32
             * @description Pushes that are tried again.
             */
            postponed: number;
            /**
             * Format: uint32
             * @description Pushes of which the provider now told what became of them.
             */
            receipts: number;
            /**
             * Format: uint32
             * @description Pushes the provider took.
             */
            sent: number;
        };
        /** @description `notifier`: nothing to say. */
        NotifyNow: Record<string, unknown>;
        /** @description The reply of both: the version. */
        OnePrompt: {
            prompt: components["schemas"]["PromptRow"];
        };
        /** @description The reply of both: the recording as it is then. */
        OneRecording: {
            recording: components["schemas"]["RecordingRow"];
        };
        /** @description `GET live-ops/reports/{id}`. */
        OneReport: {
            /** Format: uuid */
            id: string;
        };
        /** @description A request about one session. */
        OneSession: {
            /** Format: uuid */
            id: string;
        };
        /** @description `GET live-ops/users/{user_id}`. */
        OneUser: {
            /** Format: uuid */
            user_id: string;
        };
        /** @description The agent of a call. */
        OpenAgent: {
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description `null`: it is on its way.
             */
            joined_at: string | null;
            language: components["schemas"]["Language"];
            status: components["schemas"]["AgentStatus"];
            voice: components["schemas"]["AgentVoice"];
        };
        /** @description The reply of `create-live-session` and `start-live-session`: the session, and the host's token if it is on air. */
        OpenedSession: {
            existing?: boolean;
            /** @description The caller's own encoder is in the room: by this token they see it and publish nothing. */
            monitor?: boolean;
            /** @description Same as `token`. */
            participant_token?: string;
            /** @description The role the token is for. */
            role?: components["schemas"]["Role"];
            /** @description The room the token is for, whatever name was asked for. */
            roomName?: string;
            /** @description Same as `wsUrl`. */
            server_url?: string;
            session: components["schemas"]["OpenedSessionPart"];
            /** @description LiveKit access token. */
            token?: string;
            /** @description Where to connect. */
            wsUrl?: string;
        };
        /** @description The app reads `roomName`, clients written from the documents `livekitRoomName`. */
        OpenedSessionPart: {
            accessType: components["schemas"]["AccessType"];
            chatEnabled: boolean;
            description: string | null;
            giftsEnabled: boolean;
            guestEnabled: boolean;
            /**
             * Format: uuid
             * @description `live_sessions.id`.
             */
            id: string;
            /** @description The room's name in LiveKit */
            livekitRoomName: string;
            /** Format: uint8 */
            maxGuests: number;
            /** @description Coins */
            ppvCoinPrice: number;
            recordingEnabled: boolean;
            /** @description The room's name in LiveKit */
            roomName: string;
            /** Format: date-time */
            scheduledAt: string | null;
            sessionType: components["schemas"]["SessionType"];
            /** Format: date-time */
            startedAt: string | null;
            status: components["schemas"]["SessionStatus"];
            thumbnailUrl: string | null;
            title: string;
        };
        /** @description The numbers above the list (`live_ops_overview`). */
        Overview: {
            /** Format: uint32 */
            active_audio_rooms: number;
            /** Format: uint32 */
            active_bans: number;
            /** Format: uint32 */
            active_calls: number;
            /** Format: uint32 */
            active_sessions: number;
            /** Format: uint32 */
            active_video_sessions: number;
            /** Format: uint32 */
            pending_reports: number;
            /**
             * Format: uint64
             * @description In all sessions on air together.
             */
            total_viewers: number;
        };
        /** @description The reply of `GET live-ops/analytics/overview` (`live_stats_overview`). */
        Overview2: {
            /** @description The last seven. */
            daily: components["schemas"]["Day"][];
            /**
             * Format: uint64
             * @description Whole days that are not rolled up yet and therefore missing.
             */
            days_pending: number;
            last_30_days: components["schemas"]["Figures"];
            last_7_days: components["schemas"]["Figures"];
            time_zone: string;
            today: components["schemas"]["Day"];
        };
        /** @description What a creator has in one currency. */
        Owed: {
            /**
             * Format: int64
             * @description Below zero where something has gone back after it was paid out.
             */
            balance: number;
            creator: components["schemas"]["Face"] | null;
            /** Format: uuid */
            creator_id: string;
            currency: string;
            /**
             * Format: int64
             * @description What may be paid out.
             */
            due: number;
            /**
             * Format: int64
             * @description Shares of the last fourteen days.
             */
            held: number;
        };
        /** @description A session as its creator sees it (`live_session_reply`). */
        OwnSession: {
            accessType: components["schemas"]["AccessType"];
            chatEnabled: boolean;
            description: string | null;
            giftsEnabled: boolean;
            guestEnabled: boolean;
            /**
             * Format: uuid
             * @description `live_sessions.id`.
             */
            id: string;
            /** Format: uint8 */
            maxGuests: number;
            /** @description Coins */
            ppvCoinPrice: number;
            recordingEnabled: boolean;
            /** @description The room's name in LiveKit */
            roomName: string;
            /** Format: date-time */
            scheduledAt: string | null;
            sessionType: components["schemas"]["SessionType"];
            /** Format: date-time */
            startedAt: string | null;
            status: components["schemas"]["SessionStatus"];
            thumbnailUrl: string | null;
            title: string;
        };
        /** @description What somebody has set themselves. */
        OwnSettings: {
            /** @description They take calls. */
            calls_enabled: boolean;
            /** @description What a minute of a call with them costs the caller. */
            coin_per_minute: number;
            /** @description Of their notifications; `null`: they have not said. */
            language: string | null;
        };
        /** @description An HTML page. */
        Page: string;
        /** @description Where a page is among the calls that were asked for. */
        Pagination: {
            /** @description Whether there are calls after this page. */
            hasMore: boolean;
            /** Format: uint32 */
            limit: number;
            /** Format: uint32 */
            offset: number;
            /** Format: uint64 */
            total: number;
        };
        /** @description The reply to it. */
        PaidOut: {
            payout: components["schemas"]["Payout"];
        };
        /** @description The parts of the service by the panel's names. */
        PanelHealth: {
            /** Format: date-time */
            lastCheck: string;
            livekit: components["schemas"]["Condition"];
            push: components["schemas"]["Condition"];
            realtime: components["schemas"]["Condition"];
            /** @description The database. */
            supabase: components["schemas"]["Condition"];
            sweep: components["schemas"]["Condition"];
            tick: components["schemas"]["Condition"];
            webhooks: components["schemas"]["Condition"];
        };
        /** @description A ban (`live_ban_reply`). */
        ParticipantBan: {
            banType: components["schemas"]["BanKind"];
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: uuid
             * @description Of a ban from everything of one creator.
             */
            creatorId: string | null;
            /**
             * Format: date-time
             * @description `null`: until it is lifted.
             */
            expiresAt: string | null;
            /** Format: uuid */
            id: string;
            reason: string | null;
            /**
             * Format: uuid
             * @description Of a ban from one session.
             */
            sessionId: string | null;
            /**
             * Format: uuid
             * @description Who is banned.
             */
            userId: string;
        };
        /** @description `kick-participant`, `unmute-participant`. */
        ParticipantRequest: {
            /** @default null */
            reason?: string | null;
            /** Format: uuid */
            sessionId: string;
            /** Format: uuid */
            targetUserId: string;
        };
        /** @description Somebody's place in a session (`live_ops_participant_row`). */
        ParticipantRow: {
            /** Format: date-time */
            admitted_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            guest_left_at: string | null;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            invitation_expires_at: string | null;
            /** Format: uuid */
            invitation_id: string | null;
            invitation_response: string | null;
            /** Format: date-time */
            invited_at: string | null;
            is_active: boolean;
            is_muted: boolean;
            is_video_enabled: boolean;
            /** Format: date-time */
            joined_at: string | null;
            /** Format: date-time */
            left_at: string | null;
            livekit_identity: string | null;
            livekit_participant_sid: string | null;
            /** @description Coins */
            paid_amount: number;
            /** Format: uuid */
            payment_id: string | null;
            profile: components["schemas"]["Face"] | null;
            /** Format: uuid */
            profile_id: string | null;
            role: components["schemas"]["Role"];
            /** Format: date-time */
            seated_at: string | null;
            /** Format: uuid */
            session_id: string;
            /** Format: uint32 */
            total_watch_time_seconds: number;
            /** Format: date-time */
            updated_at: string;
            /** Format: uuid */
            user_id: string;
            /**
             * Format: uint32
             * @description Up to now, of somebody inside.
             */
            watch_time_seconds: number;
        };
        /** @description The reply of `GET live-ops/sessions/{id}/participants` (`live_ops_participants`). */
        Participants: {
            /**
             * Format: uint32
             * @description How many of them are inside.
             */
            active_count: number;
            /** @description How many have each role, whatever was asked for. */
            by_role: {
                [key: string]: number;
            };
            participants: components["schemas"]["ParticipantRow"][];
            /**
             * Format: uint32
             * @description How many there are, whatever was asked for.
             */
            total: number;
        };
        /** @description `POST live-ops/payouts`. */
        PayOut: {
            /** @description Minor units of the currency: cents, pence, kuruş */
            amount: number;
            /** Format: uuid */
            creator_id: string;
            currency: components["schemas"]["Currency"];
            /** @description How the bank knows the transfer. A repeat with the same one enters nothing. */
            reference: string;
        };
        /** @description `pay-to-go-live`. */
        PayToGoLive: {
            /** @description The price that the caller has seen, in minor units. */
            amount: number;
            /** @description The caller's own channel. */
            slug: string;
        };
        /** @description The reply of `donate`, `pay-to-go-live`, `payment` and `refund`. */
        Payment: {
            /** @description Minor units of the currency: cents, pence, kuruş */
            amount: number;
            /** @description By which Stripe's client confirms it with a card; only while it is open. */
            clientSecret: string | null;
            currency: string;
            /** Format: uuid */
            paymentId: string;
            /** @description With which Stripe's client is opened. */
            publishableKey: string;
            status: components["schemas"]["PaymentStatus"];
        };
        /** @description What was paid for, or that it was given back. */
        PaymentKind: ("gift" | "refund") | "ppv" | "call";
        /** @description `payment` and `refund`: one payment of the caller's. */
        PaymentRequest: {
            /**
             * Format: uuid
             * @description Which one.
             */
            paymentId: string;
        };
        /** @description A line of the journal (`live_ops_payment_row`). */
        PaymentRow: {
            /** Format: uuid */
            call_id: string | null;
            /**
             * Format: uint32
             * @description Which minute of the call, from 1.
             */
            call_minute: number | null;
            /** @description Coins */
            coins: number;
            /** Format: date-time */
            created_at: string;
            /** @description Coins */
            creator_share: number;
            /**
             * Format: uint32
             * @description Which entry of this payer to this session, from 1.
             */
            entry: number;
            /** Format: uuid */
            gift_id: string | null;
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["PaymentKind"];
            payee: components["schemas"]["Face"] | null;
            /** Format: uuid */
            payee_id: string;
            payer: components["schemas"]["Face"] | null;
            /** Format: uuid */
            payer_id: string;
            /** @description Coins */
            platform_share: number;
            /**
             * Format: uuid
             * @description Of an entry that was bought after the show: the recording.
             */
            recording_id: string | null;
            /** Format: date-time */
            refunded_at: string | null;
            /**
             * Format: uuid
             * @description The refund, if there is one.
             */
            refunded_by: string | null;
            /**
             * Format: uuid
             * @description Of a refund: the payment that was given back.
             */
            refunds: string | null;
            session: components["schemas"]["SessionNote"] | null;
            /** Format: uuid */
            session_id: string | null;
        };
        /** @description How a payment stands. What Stripe took beside what was asked for grants nothing and goes back: `canceled`. */
        PaymentStatus: "open" | "paid" | "canceled" | "refunded";
        /** @description The reply of `GET live-ops/payments` (`live_ops_payments`). */
        Payments: {
            /** @description The latest first. */
            payments: components["schemas"]["PaymentRow"][];
            /**
             * Format: uint32
             * @description How many there are of those that were asked for; 10000 means as many or more.
             */
            total: number;
        };
        /** @description A transfer to a creator. */
        Payout: {
            /**
             * Format: uuid
             * @description Who has entered it.
             */
            admin_id: string;
            /** @description Minor units of the currency: cents, pence, kuruş */
            amount: number;
            /** Format: date-time */
            created_at: string;
            creator: components["schemas"]["Face"] | null;
            /** Format: uuid */
            creator_id: string;
            currency: string;
            /** Format: uuid */
            id: string;
            reference: string;
        };
        /** @description The reply of `GET live-ops/payouts` (`live_ops_payouts`). */
        Payouts: {
            /** @description The latest first. */
            payouts: components["schemas"]["Payout"][];
            /**
             * Format: uint32
             * @description How many there are; 10000 means as many or more.
             */
            total: number;
        };
        /** @description The reply of `GET live-ops/payouts/due` (`live_ops_payouts_due`). */
        PayoutsDue: {
            /** @description Those with the most due first. */
            creators: components["schemas"]["Owed"][];
            /** Format: uint32 */
            total: number;
        };
        /** @description Today, or the last seven or thirty days with it. */
        Period: ("day" | "month") | "week";
        /** @description Somebody in a call. */
        PersonInside: {
            /** Format: date-time */
            joined_at: string;
            profile: components["schemas"]["Face"] | null;
            role: components["schemas"]["VoiceRole"];
            /** Format: uuid */
            user_id: string;
        };
        /** @description `pin-live-message`. */
        PinMessage: {
            /**
             * Format: uuid
             * @description Which one.
             */
            messageId: string;
            /**
             * @description `false` takes it down.
             * @default true
             */
            pinned?: boolean;
        };
        /** @description What is paid for by the month. */
        Plan: "go_live" | "channel";
        /** @description `popular`: the channels that are watched most. */
        PopularChannels: {
            /** @description 8 if left out. */
            limit?: number | null;
            /** @description 1 if left out. */
            page?: number | null;
            /**
             * @description `now` if left out.
             * @default now
             */
            window?: components["schemas"]["Window"];
        };
        /** @description The reply of `billing`. */
        Portal: {
            /** @description Stripe's page on which passes are ended and cards changed. */
            portalUrl: string;
        };
        /** @description How many were watching when so much of the session was over. */
        Present: {
            /**
             * Format: double
             * @description Of all viewers.
             */
            percent: number;
            /** Format: uint32 */
            percent_of_session: number;
            /** Format: uint64 */
            viewers: number;
        };
        /** @description `POST live-ops/livekit-token`. */
        Preview: {
            /** @description A session's room. */
            roomName: string;
        };
        /** @description A ban of the same person. */
        PreviousBan: {
            ban_type: components["schemas"]["BanKind"];
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            id: string;
            is_active: boolean;
            reason: string | null;
        };
        /** @description Another report of the same person. */
        PreviousReport: {
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            id: string;
            reason: string;
            status: string;
        };
        /** @description How many events were processed which way. */
        ProcessingCounts: {
            /** Format: uint32 */
            error: number;
            /** Format: uint32 */
            skipped: number;
            /** Format: uint32 */
            success: number;
        };
        /**
         * @description How an event was processed.
         * @enum {string}
         */
        ProcessingStatus: "success" | "error" | "skipped";
        /** @description `promote-to-speaker`. */
        PromoteToSpeaker: {
            /** Format: uuid */
            sessionId: string;
            /** Format: uuid */
            targetUserId: string;
        };
        /** @description A version as the panel shows it (`live_ops_prompt_row`). */
        PromptRow: {
            admin: components["schemas"]["AdminFace"] | null;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: uuid
             * @description Who wrote it; `null`: it came with the software.
             */
            created_by: string | null;
            /** @description Said after the notice that it is an AI. */
            greeting: string;
            /** @description SHA-256 of the prompt, in hex: by it the log and each agent that was sent know it. */
            hash: string;
            /** Format: uuid */
            id: string;
            /** @description Agents are sent with it. */
            is_active: boolean;
            language: components["schemas"]["Language"];
            prompt: string;
            /** Format: uint32 */
            version: number;
        };
        /** @description The reply of `GET live-ops/voice/prompts` (`live_ops_prompts`). */
        Prompts: {
            prompts: components["schemas"]["PromptRow"][];
            /**
             * Format: uint32
             * @description How many there are of those that were asked for; 10000 means as many or more.
             */
            total: number;
        };
        /** @description A channel as everybody sees it. */
        PublicChannel: {
            accessType: components["schemas"]["AccessType"];
            active: boolean;
            description: string | null;
            /** Format: uuid */
            id: string;
            /** @description Coins */
            ppvCoinPrice: number;
            /** @description By which the channel is entered; not a room of LiveKit's. */
            roomName: components["schemas"]["ChannelHandle"];
            slug: string;
            title: string;
        };
        /** @description A person as others see them; clients read this part as the columns are spelled. */
        PublicProfile: {
            avatar_url: string | null;
            display_name: string | null;
            /** Format: uuid */
            id: string;
            is_verified: boolean;
            /** Format: uuid */
            user_id: string;
            username: string | null;
        };
        /** @description What somebody pays for. */
        Purpose: "donation" | "go_live" | "pass";
        /** @description Files that are still to go. */
        QueuedDeletions: {
            /**
             * Format: uint32
             * @description Those that are gone, and are deleted once more in case they were uploaded late.
             */
            deleted_once: number;
            /**
             * Format: uint32
             * @description Those that the store has not let go when it was last asked.
             */
            failing: number;
            /**
             * Format: date-time
             * @description When the store is, or was, to be asked about the next one.
             */
            oldest_due_at: string | null;
            /** Format: uint32 */
            pending: number;
        };
        /** @description How much of something is used. */
        Quota: {
            /**
             * Format: uint32
             * @description `null`: none is set.
             */
            limit: number | null;
            /** @description `participant_minutes`, `concurrent_participants`, `rooms` or `egress_minutes`. */
            name: string;
            /**
             * Format: uint32
             * @description Rounded down.
             */
            percentage: number;
            status: components["schemas"]["Level"];
            /** Format: uint32 */
            used: number;
        };
        /** @description What was said and given in each step. */
        Rates: {
            /** @description In coins. */
            gift_coins: number[];
            messages: number[];
            /** Format: uint32 */
            step_seconds: number;
        };
        /** @description How far a ban of the panel's reaches. */
        Reach: "session" | "creator" | "global" | "permanent";
        /** @description Somebody of the staff who has read what was said in a call, or watched a recording. */
        Reader: {
            admin: components["schemas"]["AdminFace"] | null;
            /**
             * Format: uuid
             * @description `null` of an admin who is gone.
             */
            admin_id: string | null;
            /** Format: date-time */
            read_at: string;
        };
        /**
         * @description The reply of `GET live-ops/voice/transcripts/{id}/readers` (`live_ops_transcript_readers`), and of `GET
         *     live-ops/recordings/{id}/readers` (`live_ops_recording_readers`).
         */
        Readers: {
            readers: components["schemas"]["Reader"][];
            /**
             * Format: uint32
             * @description How many times it was read; 10000 means as many or more.
             */
            total: number;
        };
        /** @description The reply of `livekit-webhook`. */
        Received: {
            result: components["schemas"]["EventResult"];
        };
        /** @description A donation as its creator sees it. */
        ReceivedDonation: {
            /** @description Minor units of the currency: cents, pence, kuruş */
            amount: number;
            /** Format: date-time */
            createdAt: string;
            currency: string;
            /** @description Null where the donor wanted none. */
            donorName: string | null;
            message: string | null;
            /** Format: uuid */
            paymentId: string;
            status: components["schemas"]["PaymentStatus"];
        };
        /** @description `reconcile-payments`: nothing to say. */
        ReconcileNow: Record<string, unknown>;
        /** @description Counts of one round of `reconcile-payments`. */
        Reconciled: {
            /**
             * Format: uint32
             * @description Payments and passes that were asked about.
             */
            asked: number;
            /**
             * Format: uint32
             * @description Those that could not be asked about; the next round does.
             */
            failed: number;
            /**
             * Format: uint32
             * @description Facts that Stripe had not told.
             */
            found: number;
        };
        /** @description A recording, as everybody is told of it (`live_recording_reply`). */
        Recording: {
            /** @description It can be watched. */
            available: boolean;
            /** Format: uuid */
            callId: string | null;
            /**
             * Format: date-time
             * @description Of a list: when it was asked for.
             */
            createdAt?: string | null;
            /** Format: uint32 */
            durationSeconds: number | null;
            /**
             * Format: uuid
             * @description `recordings.id`.
             */
            id: string;
            /** @description What entry costs after a pay-per-view show, if that is not the show's own price. */
            priceCoins: number | null;
            /** Format: uuid */
            sessionId: string | null;
            /** Format: uint64 */
            sizeBytes: number | null;
            /**
             * Format: date-time
             * @description When LiveKit began; null until it says so.
             */
            startedAt: string | null;
            /** @description How far it has come. */
            status: components["schemas"]["RecordingStatus"];
            title: string | null;
            visibility: components["schemas"]["Visibility"];
        };
        /** @description `set-recording-consent`: whether the caller lets a call of theirs be recorded. */
        RecordingConsent: {
            /** Format: uuid */
            callId: string;
            /** @description `false` also ends what is being recorded. */
            recording: boolean;
        };
        /** @description The reply of `list-recordings`. */
        RecordingList: {
            /** @description What `before` is for the next page; null on the last one. */
            nextBefore: string | null;
            /** @description Newest first. */
            recordings: components["schemas"]["Recording"][];
        };
        /** @description The reply of `start-recording`, `stop-recording` and `update-recording`. */
        RecordingReply: {
            recording: components["schemas"]["Recording"];
        };
        /** @description A recording as the panel shows it (`live_ops_recording_row`). Where its file lies nobody is told. */
        RecordingRow: {
            admin: components["schemas"]["AdminFace"] | null;
            /**
             * Format: date-time
             * @description When its file was seen in the store.
             */
            available_at: string | null;
            /** Format: uuid */
            call_id: string | null;
            call_kind: components["schemas"]["CallKind"] | null;
            /** Format: date-time */
            created_at: string;
            /** Format: uint32 */
            duration_seconds: number | null;
            /** Format: date-time */
            ended_at: string | null;
            /**
             * Format: date-time
             * @description When it goes because somebody in it has left with their account, unless it is held.
             */
            erase_at: string | null;
            /** @description Why there is none. */
            error: string | null;
            /**
             * Format: date-time
             * @description When it goes by itself, for whichever reason is first; `null` while it is held.
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description Since when nobody can delete it, who has seen to that, and why.
             */
            held_at: string | null;
            /** Format: uuid */
            held_by: string | null;
            hold_reason: string | null;
            /** Format: uuid */
            id: string;
            /** @description `null` where there is sound only. */
            layout: components["schemas"]["Layout"] | null;
            owner: components["schemas"]["Face"] | null;
            /**
             * Format: uuid
             * @description `null` once that account is gone.
             */
            owner_id: string | null;
            /** @description What it costs after a pay-per-view show, if that is not the show's own price. */
            price_coins: number | null;
            /**
             * Format: uuid
             * @description Who had it made; `null`: it began by itself.
             */
            requested_by: string | null;
            requester: components["schemas"]["Face"] | null;
            session: components["schemas"]["SessionNote"] | null;
            /** Format: uuid */
            session_id: string | null;
            /** Format: uint64 */
            size_bytes: number | null;
            /** Format: date-time */
            started_at: string | null;
            status: components["schemas"]["RecordingStatus"];
            /**
             * Format: uint32
             * @description How many are heard or seen in it.
             */
            subjects: number;
            title: string | null;
            visibility: components["schemas"]["Visibility"];
        };
        /** @description How far a recording has come. What has come further never goes back. */
        RecordingStatus: "requested" | "starting" | "active" | "ending" | "complete" | "failed" | "aborted" | "limit_reached";
        /** @description The reply to it (`live_ops_recording_storage`). */
        RecordingStorage: {
            /** @description All recordings, those that came to nothing too. */
            by_status: {
                [key: string]: number;
            };
            /** Format: uint32 */
            call_recording_days_count: number;
            calls: components["schemas"]["Stored"];
            deletions: components["schemas"]["QueuedDeletions"];
            /**
             * Format: uint64
             * @description Recorded this month, as of a minute ago.
             */
            egress_seconds: number;
            /**
             * Format: uint32
             * @description Those that go by themselves within seven days.
             */
            expiring: number;
            /**
             * Format: uint32
             * @description Kept for longer.
             */
            held: number;
            /**
             * Format: uint32
             * @description The setting: how many minutes may be; 0: as many as one likes.
             */
            livekit_egress_minutes_count: number;
            /** @description By the month in which they were made, the latest first. */
            months: components["schemas"]["StoredOfMonth"][];
            /**
             * Format: uint32
             * @description Under way just now.
             */
            open: number;
            /**
             * Format: uint32
             * @description The settings: for how many days recordings of sessions, and of calls, are kept.
             */
            recording_days_count: number;
            /**
             * Format: uint32
             * @description The setting: how many may be.
             */
            recordings_count: number;
            sessions: components["schemas"]["Stored"];
            /** @description What was seen in the store. */
            total: components["schemas"]["Stored"];
        };
        /** @description The reply of `get-recording-url`. */
        RecordingUrl: {
            /**
             * Format: date-time
             * @description Until when.
             */
            expiresAt: string;
            /** @description Where the file is to be had, from anywhere in it (`Range`). Whoever has it can watch: it is nobody else's. */
            url: string;
        };
        /** @description `get-recording-url`: of which recording. */
        RecordingUrlRequest: {
            /**
             * @description To be kept as a file, not played.
             * @default false
             */
            download?: boolean;
            /** Format: uuid */
            recordingId: string;
        };
        /** @description The reply to it (`live_ops_recordings`). */
        Recordings: {
            /** @description The latest first. */
            recordings: components["schemas"]["RecordingRow"][];
            /**
             * Format: uint32
             * @description How many there are of those that were asked for; 10000 means as many or more.
             */
            total: number;
        };
        /** @description `POST live-ops/card-payments/{id}/refund`. */
        RefundCard: {
            /** Format: uuid */
            id: string;
            /** @description What only staff is to read. */
            reason: string;
        };
        /** @description `POST live-ops/payments/{id}/refund`. */
        RefundPayment: {
            /** Format: uuid */
            id: string;
            /**
             * @description What only staff is to read.
             * @default null
             */
            reason?: string | null;
        };
        /** @description The reply of `POST live-ops/payments/{id}/refund` (`live_ops_refund`). */
        Refunded: {
            /** @description Coins */
            coins: number;
            /** Format: uuid */
            refund_id: string;
            /** @description `false`: it had been given back before. */
            refunded: boolean;
        };
        /** @description The reply to it. */
        RefundedCard: {
            /** @description It is refunded once Stripe says so. */
            payment: components["schemas"]["CardPaymentRow"];
        };
        Refusal: {
            /**
             * @description BANNED: one session, every session of its creator, or everything live.
             * @enum {unknown}
             */
            banType?: "session" | "creator" | "global";
            /** @description DEGRADED: how each part of the service is. */
            checks?: Record<string, unknown>;
            /** @description FEE_REQUIRED: of what `required` is. */
            currency?: string;
            /** @description A sentence for people, in English or Turkish. */
            error: string;
            /** @description For programs; does not change. */
            errorCode: "UNAUTHORIZED" | "MALFORMED_BODY" | "INVALID_FIELD" | "ONE_ROOM_REQUIRED" | "FUNCTION_NOT_FOUND" | "METHOD_NOT_ALLOWED" | "BODY_TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "PROFILE_NOT_FOUND" | "USER_NOT_FOUND" | "SELF_CALL" | "SESSION_NOT_FOUND" | "CALL_NOT_FOUND" | "LIVE_DISABLED" | "MAINTENANCE" | "QUOTA_EXCEEDED" | "CALLS_DISABLED" | "VOICE_DISABLED" | "AGENT_DISABLED" | "AGENT_QUOTA" | "RECORDING_DISABLED" | "RECORDING_CONSENT_REQUIRED" | "RECORDING_LIMIT" | "RECORDING_CAPACITY" | "NO_MEDIA" | "RECORDING_NOT_FOUND" | "RECORDING_NOT_READY" | "RECORDING_HELD" | "RECORDING_CLOSED" | "NOT_PAY_PER_VIEW" | "WRONG_CALL_TYPE" | "BANNED" | "BLOCKED" | "SUBSCRIPTION_REQUIRED" | "ACCOUNT_REQUIRED" | "WRONG_PARTY" | "CALLEE_UNAVAILABLE" | "PAYMENT_REQUIRED" | "SESSION_NOT_STARTED" | "SESSION_ENDED" | "WAITING_FOR_HOST" | "SESSION_FULL" | "NOT_A_CREATOR" | "NOT_THE_HOST" | "ALREADY_LIVE" | "CALL_NOT_ANSWERED" | "CALL_ANSWERED" | "BUSY" | "CALL_ENDED" | "GIFT_NOT_FOUND" | "INVALID_QUANTITY" | "SELF_GIFT" | "GIFTS_DISABLED" | "PRICE_CHANGED" | "CHANNEL_NOT_FOUND" | "INGRESS_UNAVAILABLE" | "CHANNEL_OFFLINE" | "CHANNEL_SUSPENDED" | "INVALID_SLUG" | "SLUG_TAKEN" | "SELF_FOLLOW" | "TOO_MANY_FOLLOWS" | "FEE_REQUIRED" | "FEE_USED" | "PAYMENTS_DISABLED" | "PAYMENTS_BLOCKED" | "SELF_DONATION" | "ALREADY_SUBSCRIBED" | "PASS_NOT_FOUND" | "NOT_IN_SESSION" | "MESSAGE_NOT_FOUND" | "EVENT_NOT_FOUND" | "PROMPT_NOT_FOUND" | "SETTING_NOT_FOUND" | "INVALID_SETTING" | "PAYMENT_NOT_FOUND" | "PAYMENT_DISPUTED" | "PAYOUT_TOO_HIGH" | "REFERENCE_TAKEN" | "NOT_A_MODERATOR" | "MUTED" | "CHAT_DISABLED" | "MESSAGE_EMPTY" | "MESSAGE_TOO_LONG" | "MESSAGE_REJECTED" | "MESSAGE_NOT_ALLOWED" | "NOT_YOUR_NAME" | "SELF_REPORT" | "GUESTS_DISABLED" | "SELF_GUEST" | "STAGE_FULL" | "NOT_IN_AUDIENCE" | "GUEST_UNAVAILABLE" | "INVITATION_PENDING" | "INVITATION_NOT_FOUND" | "INVITATION_EXPIRED" | "REQUEST_PENDING" | "REQUEST_NOT_FOUND" | "REQUEST_EXPIRED" | "REQUEST_CLOSED" | "TARGET_PROTECTED" | "ADMIN_REQUIRED" | "ADMIN_ONLY" | "SUPER_ADMIN_REQUIRED" | "BAN_NOT_FOUND" | "BAN_LIFTED" | "REPORT_NOT_FOUND" | "REPORT_HANDLED" | "ROLE_OUT_OF_REACH" | "TRANSCRIPT_OFF" | "TRANSCRIPT_FULL" | "PARTICIPANT_NOT_FOUND" | "RATE_LIMITED" | "INVALID_IDEMPOTENCY_KEY" | "IDEMPOTENCY_KEY_REUSED" | "REQUEST_IN_PROGRESS" | "SERVICE_UNAVAILABLE" | "DEGRADED" | "INTERNAL_ERROR";
            /** @description INVALID_FIELD: the field that cannot be used. */
            field?: string;
            /**
             * Format: uuid
             * @description BUSY: the call of the one who is called, which rings at this moment.
             */
            incomingCallId?: string;
            requestId: string;
            /** @description PAYMENT_REQUIRED, PRICE_CHANGED: the price in coins. FEE_REQUIRED, and PRICE_CHANGED of a fee: in minor units. */
            required?: number;
            /** @description Same as `required`, if to be paid. */
            required_coins?: number;
            /**
             * @description PAYMENT_REQUIRED.
             * @constant
             */
            requiresPayment?: true;
            /**
             * @description SUBSCRIPTION_REQUIRED.
             * @constant
             */
            requiresSubscription?: true;
            /** @description The HTTP status meant, where a refusal travels as 200 (`IPELYA_REFUSAL_STATUS=ok`). */
            status?: number;
            /** @constant */
            success: false;
        };
        /** @description `POST live-ops/recordings/{id}/release`. */
        ReleaseRecording: {
            /** Format: uuid */
            id: string;
            /** @default null */
            reason?: string | null;
        };
        /** @description `POST live-ops/webhook-logs/{id}/replay`. */
        ReplayWebhook: {
            /**
             * Format: uuid
             * @description Of the log's row.
             */
            id: string;
        };
        /** @description The reply of `POST live-ops/webhook-logs/{id}/replay` (`live_ops_replay_webhook`). */
        Replayed: {
            result: components["schemas"]["ProcessingStatus"];
        };
        /** @description A report, as far as it is the reporter's (`live_report_reply`). */
        Report: {
            /** Format: uuid */
            id: string;
            status: components["schemas"]["ReportStatus"];
        };
        /** @description Counts of one sweep. */
        Report2: {
            /**
             * Format: uint32
             * @description AI agents sent to callers of support who waited without one.
             */
            agentsSent: number;
            /**
             * Format: uint32
             * @description Rooms LiveKit answered about.
             */
            answered: number;
            /**
             * Format: uint32
             * @description Rooms of what is over, closed.
             */
            deleted: number;
            /**
             * Format: uint32
             * @description Sessions and calls without a room, given up.
             */
            ended: number;
            /**
             * Format: uint32
             * @description Questions, repairs and orders that failed.
             */
            failed: number;
            /**
             * Format: uint32
             * @description Rooms it had not heard finish.
             */
            finished: number;
            /**
             * Format: uint32
             * @description Encoders' keys that no channel had any more.
             */
            ingressesDeleted: number;
            /**
             * Format: uint32
             * @description Encoders that would have sent into a wrong room.
             */
            ingressesPointed: number;
            /**
             * Format: uint32
             * @description People it had not heard join.
             */
            joined: number;
            /**
             * Format: uint32
             * @description People it had not heard leave.
             */
            left: number;
            /**
             * Format: uint32
             * @description Rooms whose people it listed.
             */
            listed: number;
            /**
             * Format: uint32
             * @description Files of recordings that were to go.
             */
            objectsDeleted: number;
            /**
             * Format: uint32
             * @description Rooms the database had not heard of.
             */
            opened: number;
            /**
             * Format: uint32
             * @description Orders that did not fit into this sweep.
             */
            postponed: number;
            /**
             * Format: uint32
             * @description Files of recordings that are there by now.
             */
            recordingsFound: number;
            /**
             * Format: uint32
             * @description What was to be recorded by itself and was not yet.
             */
            recordingsStarted: number;
            /**
             * Format: uint32
             * @description What was to be recorded no longer.
             */
            recordingsStopped: number;
            /**
             * Format: uint32
             * @description Banned people put out.
             */
            removed: number;
            /**
             * Format: uint32
             * @description Requests made to LiveKit.
             */
            requests: number;
            /**
             * Format: uint32
             * @description Rooms the database asked about.
             */
            rooms: number;
            /**
             * Format: uint32
             * @description People whose rights were not those of their role.
             */
            updated: number;
        };
        /** @description The reply of `POST live-ops/reports/{id}/action`. */
        ReportActedOn: {
            /** @description What was done. */
            action: components["schemas"]["ReportAction"];
            /** @description Whoever was kicked or banned may still be inside: LiveKit could not be told just now. */
            pending: boolean;
        };
        /** @description What is done about a report. */
        ReportAction: "dismiss" | "warn" | "kick" | "ban_session" | "ban_creator" | "ban_global";
        /** @description What is known of whom a report is about. */
        ReportContext: {
            /** Format: uint32 */
            banCount: number;
            /** @description The latest five. */
            banHistory: components["schemas"]["PreviousBan"][];
            /** Format: uint32 */
            previousReportCount: number;
            /** @description The latest five others. */
            previousReports: components["schemas"]["PreviousReport"][];
        };
        /** @description The reply of `GET live-ops/reports/{id}` (`live_ops_report`). */
        ReportDetail: {
            context: components["schemas"]["ReportContext"];
            report: components["schemas"]["ReportRow"];
        };
        /** @description The reply of `report-live-user`. */
        ReportReply: {
            /** @description The report that stands now: this one, or an earlier one of the same. */
            report: components["schemas"]["Report"];
        };
        /** @description The reply of `GET live-ops/sessions/{id}/report`. */
        ReportReply2: {
            report: components["schemas"]["SessionReport"];
        };
        /** @description A report as the panel shows it (`live_ops_report_row`). */
        ReportRow: {
            action_note: string | null;
            action_taken: string | null;
            admin_notes: string | null;
            /** Format: date-time */
            created_at: string;
            description: string | null;
            evidence_urls: string[];
            /** Format: uuid */
            id: string;
            reason: string;
            reported_user: components["schemas"]["Face"] | null;
            /** Format: uuid */
            reported_user_id: string;
            reporter: components["schemas"]["Face"] | null;
            /** Format: uuid */
            reporter_id: string;
            /** Format: date-time */
            resolved_at: string | null;
            /** Format: uuid */
            resolved_by: string | null;
            /** Format: date-time */
            reviewed_at: string | null;
            /** Format: uuid */
            reviewed_by: string | null;
            session: components["schemas"]["SessionNote"] | null;
            /** Format: uuid */
            session_id: string | null;
            status: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description How far a report has come. What came of it is not told. */
        ReportStatus: "pending" | "reviewed";
        /** @description `report-live-user`. */
        ReportUser: {
            /**
             * @description What happened, if there is more to say.
             * @default null
             */
            description?: string | null;
            /**
             * @description One of the app's nine words (`harassment`, `spam`, `nudity`, `violence`, `hate_speech`, `scam`, `underage`,
             *     `copyright`, `other`), or why in one's own.
             */
            reason: string;
            /**
             * Format: uuid
             * @description Where it happened.
             */
            sessionId: string;
            /**
             * Format: uuid
             * @description Who is reported.
             */
            targetUserId: string;
        };
        /** @description A line as it is reported. */
        ReportedLine: {
            /**
             * Format: date-time
             * @description When it was said, within a day of now.
             */
            at: string;
            interrupted: boolean;
            /** @description The worker's own id of it. */
            itemId: string;
            speaker: components["schemas"]["Speaker"];
            text: string;
        };
        /** @description The reply of `GET live-ops/reports` (`live_ops_reports`). */
        Reports: {
            reports: components["schemas"]["ReportRow"][];
            statusCounts: components["schemas"]["StatusCounts"];
            /**
             * Format: uint32
             * @description How many there are of those that were asked for.
             */
            total: number;
        };
        /** @description `request-to-join`. */
        RequestToJoin: {
            /**
             * @description Up to 200 characters to the host.
             * @default null
             */
            message?: string | null;
            /** Format: uuid */
            sessionId: string;
        };
        /**
         * @description The reply of `request-to-join` and `cancel-join-request`. The app reads `request.id`, clients written from the documents
         *     `requestId`.
         */
        RequestedJoin: {
            /** Format: date-time */
            expiresAt: string;
            request: components["schemas"]["JoinRequest"];
            /** Format: uuid */
            requestId: string;
        };
        /** @description `respond-guest-invitation`. */
        RespondGuestInvitation: {
            /** @description `false` declines. */
            accept: boolean;
            /** Format: uuid */
            sessionId: string;
        };
        /** @description `respond-join-request`. */
        RespondJoinRequest: {
            /** @description `false` refuses. */
            approve: boolean;
            /** Format: uuid */
            requestId: string;
        };
        /** @description The reply of `respond-guest-invitation`. */
        RespondedInvitation: {
            accepted: boolean;
            /** @description What whoever accepted is now. */
            role?: components["schemas"]["Role"] | null;
        };
        /** @description The reply of `respond-join-request`. */
        RespondedJoinRequest: {
            approved: boolean;
            request: components["schemas"]["JoinRequest"];
        };
        /** @description For how long viewers watched. */
        Retention: {
            present: components["schemas"]["Present"][] | null;
            stayed: components["schemas"]["Stayed"][] | null;
        };
        /** @description Coins that were paid; what was given back is taken off all but `gross`. */
        Revenue: {
            /** Format: int64 */
            creator_share: number;
            /** Format: int64 */
            gross: number;
            /** Format: int64 */
            net: number;
            /** Format: int64 */
            platform_share: number;
            /** Format: int64 */
            refunds: number;
        };
        /** @description The reply of `GET live-ops/analytics/revenue` (`live_stats_revenue`). */
        RevenueReport: {
            from: string;
            rows: components["schemas"]["RevenueRow"][];
            to: string;
            /** @description Of all rows, also of those beyond the limit. */
            total: components["schemas"]["Revenue"];
        };
        /** @description Coins of one day, creator, session or kind: whichever they were added up by is there. */
        RevenueRow: {
            /** Format: uuid */
            creator_id?: string | null;
            /** Format: int64 */
            creator_share: number;
            date?: string | null;
            /** Format: int64 */
            gross: number;
            /** @description `gift`, `ppv` or `call`. */
            kind?: string | null;
            /** Format: int64 */
            net: number;
            /** Format: uint64 */
            payments: number;
            /** Format: int64 */
            platform_share: number;
            /** Format: int64 */
            refunds: number;
            /** Format: uuid */
            session_id?: string | null;
        };
        /** @description What a person is inside one room. Comes from the database only; a request may ask for less, never for more. */
        Role: "host" | "co_host" | "invited_guest" | "moderator" | "speaker" | "viewer" | "listener" | "caller" | "callee" | "owner" | "member" | "staff" | "admin_viewer";
        /**
         * @description The kind of a call, in the words of the voice functions.
         * @enum {string}
         */
        RoomType: "support" | "user-to-user" | "conference";
        /**
         * @description A rung of the panel's ladder. Nobody becomes a host.
         * @enum {string}
         */
        Rung: "viewer" | "listener" | "speaker" | "co_host";
        /**
         * @description `create`: the caller's channel as it is to be. What is left out stays as it is; description and place are forgotten if
         *     they are null.
         */
        SaveChannel: {
            /** @description Of the sessions on it; `public` for a new channel. */
            accessType?: components["schemas"]["AccessType"] | null;
            /** @default null */
            description?: string | null;
            /**
             * Format: double
             * @description Degrees, from -90 to 90; kept to a tenth of a degree.
             * @default null
             */
            latitude?: number | null;
            /**
             * Format: double
             * @description Degrees, from -180 to 180.
             * @default null
             */
            longitude?: number | null;
            /**
             * Format: int64
             * @description At least 1 for `pay_per_view`; not read otherwise.
             */
            ppvCoinPrice?: number | null;
            /** @description 3 to 30 of `a` to `z`, `0` to `9` and single hyphens. A new channel without one is called like its creator. */
            slug?: string | null;
            title: string;
        } | {
            latitude?: number;
            longitude?: number;
        } | {
            latitude?: null;
            longitude?: null;
        };
        /** @description The reply of `create`. */
        SavedChannel: {
            active: boolean;
            /** Format: uuid */
            id: string;
            /** @description Where an encoder sends to. */
            ingressUrl: string | null;
            /** @description By which the channel is entered; not a room of LiveKit's. */
            roomName: components["schemas"]["ChannelHandle"];
            slug: string;
            /** @description What an encoder is given as its stream key; null where there is none to show. */
            streamKey: components["schemas"]["StreamKey"] | null;
            title: string;
        };
        /** @description `search`: channels by name, or near a place, or else all that are on air. */
        SearchChannels: {
            /**
             * @description Those off the air too; only together with a slug.
             * @default false
             */
            includeOffline?: boolean;
            /**
             * Format: double
             * @description Degrees.
             */
            latitude?: number | null;
            /** @description 8 if left out. */
            limit?: number | null;
            /**
             * Format: double
             * @description Degrees; not read if there is a slug.
             */
            longitude?: number | null;
            /** @description 1 if left out; with `limit`, no further than 10 000 channels. */
            page?: number | null;
            /**
             * Format: double
             * @description Up to 500; 100 if left out.
             */
            radiusKm?: number | null;
            /** @description The beginning of a slug, or something like a slug or a creator's name. */
            slug?: string | null;
        } | {
            latitude?: number;
            longitude?: number;
        } | {
            latitude?: null;
            longitude?: null;
        };
        /** @description When something was last seen to run; `null`: never. */
        Seen: {
            /** Format: date-time */
            at: string | null;
            /** Format: uint32 */
            seconds_ago: number | null;
        };
        /** @description `send-live-gift` as it arrives. The app sends a `coinAmount` along; prices come from the catalogue only. */
        SendGift: {
            /** @description A slug of the catalogue. */
            giftId: string;
            /**
             * Format: int64
             * @description How many; 1 if left out.
             */
            quantity?: number | null;
            /** Format: uuid */
            sessionId: string;
        };
        /** @description `send-live-message`. */
        SendMessage: {
            /** @description 1 to 200 characters. None at all is refused as an empty message is. */
            content: string;
            /**
             * Format: uuid
             * @description In which session.
             */
            sessionId: string;
        };
        /** @description The reply of `send-live-gift` (`live_send_gift`). */
        SentGift: {
            /** @description The sender's coins after it. */
            balance: number;
            gift: components["schemas"]["Gift"];
        };
        /** @description The reply of `GET live-ops/sessions/{id}` (`live_ops_session`): the session's row, and more of it. */
        SessionDetail: {
            access_type: components["schemas"]["AccessType"];
            /** Format: date-time */
            announced_at: string | null;
            chat_enabled: boolean;
            /** Format: date-time */
            created_at: string;
            creator: components["schemas"]["Face"] | null;
            /** Format: uuid */
            creator_id: string;
            /** Format: uuid */
            creator_profile_id: string | null;
            /** Format: uint32 */
            current_viewers: number;
            description: string | null;
            /**
             * Format: uint32
             * @description Up to now, of a session on air.
             */
            duration_seconds: number;
            end_reason: components["schemas"]["EndReason"] | null;
            /** Format: date-time */
            ended_at: string | null;
            /** Format: uint32 */
            gift_count: number;
            gifts_enabled: boolean;
            guest_enabled: boolean;
            /**
             * Format: date-time
             * @description Since when its host is away.
             */
            host_left_at: string | null;
            /** Format: uuid */
            id: string;
            /** @description It is, now. */
            is_recording: boolean;
            /** @description The room's name in LiveKit */
            livekit_room_name: string;
            livekit_room_sid: string | null;
            /** Format: date-time */
            max_ends_at: string | null;
            /** Format: uint8 */
            max_guests: number;
            /** Format: uint32 */
            message_count: number;
            /** Format: uint32 */
            peak_viewers: number;
            /** @description Coins */
            ppv_coin_price: number;
            /** @description It is to be recorded by itself. */
            recording_enabled: boolean;
            /** Format: date-time */
            scheduled_at: string | null;
            session_type: components["schemas"]["SessionType"];
            /** Format: date-time */
            started_at: string | null;
            /** Format: date-time */
            stats_refreshed_at: string | null;
            status: components["schemas"]["SessionStatus"];
            thumbnail_url: string | null;
            title: string;
            /** Format: uint32 */
            total_duration_seconds: number;
            /** @description In coins. */
            total_gifts_received: number;
            /**
             * Format: uint32
             * @description How many people have been in it, its host aside.
             */
            total_joins: number;
            /** Format: uint32 */
            total_messages: number;
            /**
             * Format: uint32
             * @description Who is watching, of a session on air; else everybody who did.
             */
            total_viewers: number;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description A session in a few words, beside what is about it (`live_ops_session_note`). */
        SessionNote: {
            /** Format: uuid */
            id: string;
            session_type: components["schemas"]["SessionType"];
            status: components["schemas"]["SessionStatus"];
            title: string;
        };
        /** @description The report of a session that has been on air (`live_stats_session_report`). */
        SessionReport: {
            access_type: components["schemas"]["AccessType"];
            concurrency: components["schemas"]["Course"];
            /** Format: uuid */
            creator_id: string;
            end_reason: components["schemas"]["EndReason"] | null;
            /** Format: date-time */
            ended_at: string | null;
            /**
             * Format: uint64
             * @description Different people who gave something.
             */
            gifters: number;
            joins: components["schemas"]["Course"];
            /** Format: uint64 */
            mean_watch_time_seconds: number;
            /** Format: uint64 */
            median_watch_time_seconds: number;
            /** Format: date-time */
            peak_at: string | null;
            /** Format: uint64 */
            peak_viewers: number;
            rates: components["schemas"]["Rates"];
            retention: components["schemas"]["Retention"];
            revenue: components["schemas"]["SessionRevenue"];
            /** Format: uuid */
            session_id: string;
            session_type: components["schemas"]["SessionType"];
            /** Format: date-time */
            started_at: string;
            status: components["schemas"]["SessionStatus"];
            title: string;
            /** Format: uint64 */
            total_duration_seconds: number;
            /** Format: uint64 */
            total_joins: number;
            /** Format: uint64 */
            total_messages: number;
            /** Format: uint64 */
            total_viewers: number;
            /** Format: uint64 */
            total_watch_time_seconds: number;
        };
        /**
         * @description A request about one session and nothing else: start, leave, end. The app sends an end along with a `reason`, by
         *     mistake even the session's id; it is not read.
         */
        SessionRequest: {
            /**
             * Format: uuid
             * @description Which one.
             */
            sessionId: string;
        };
        /** @description What a session brought in. */
        SessionRevenue: {
            by_kind: {
                [key: string]: components["schemas"]["KindRevenue"];
            };
            /** Format: int64 */
            creator_share: number;
            /** Format: int64 */
            gross: number;
            /** Format: int64 */
            net: number;
            /** Format: int64 */
            platform_share: number;
            /** Format: int64 */
            refunds: number;
        };
        /** @description A session as the panel lists it (`live_ops_session_row`). */
        SessionRow: {
            access_type: components["schemas"]["AccessType"];
            /** Format: date-time */
            announced_at: string | null;
            chat_enabled: boolean;
            /** Format: date-time */
            created_at: string;
            creator: components["schemas"]["Face"] | null;
            /** Format: uuid */
            creator_id: string;
            /** Format: uuid */
            creator_profile_id: string | null;
            /** Format: uint32 */
            current_viewers: number;
            description: string | null;
            /**
             * Format: uint32
             * @description Up to now, of a session on air.
             */
            duration_seconds: number;
            end_reason: components["schemas"]["EndReason"] | null;
            /** Format: date-time */
            ended_at: string | null;
            gifts_enabled: boolean;
            guest_enabled: boolean;
            /**
             * Format: date-time
             * @description Since when its host is away.
             */
            host_left_at: string | null;
            /** Format: uuid */
            id: string;
            /** @description It is, now. */
            is_recording: boolean;
            /** @description The room's name in LiveKit */
            livekit_room_name: string;
            livekit_room_sid: string | null;
            /** Format: date-time */
            max_ends_at: string | null;
            /** Format: uint8 */
            max_guests: number;
            /** Format: uint32 */
            peak_viewers: number;
            /** @description Coins */
            ppv_coin_price: number;
            /** @description It is to be recorded by itself. */
            recording_enabled: boolean;
            /** Format: date-time */
            scheduled_at: string | null;
            session_type: components["schemas"]["SessionType"];
            /** Format: date-time */
            started_at: string | null;
            /** Format: date-time */
            stats_refreshed_at: string | null;
            status: components["schemas"]["SessionStatus"];
            thumbnail_url: string | null;
            title: string;
            /** Format: uint32 */
            total_duration_seconds: number;
            /** @description In coins. */
            total_gifts_received: number;
            /** Format: uint32 */
            total_messages: number;
            /**
             * Format: uint32
             * @description Who is watching, of a session on air; else everybody who did.
             */
            total_viewers: number;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description Where a session is in its life. */
        SessionStatus: "scheduled" | "live" | "ended" | "cancelled";
        /** @description Whether a live session carries video or only voices. */
        SessionType: "video_live" | "audio_room";
        /** @description The reply of `GET live-ops/sessions` (`live_ops_sessions`). */
        Sessions: {
            /** @description Those that ring or are connected, 20 at most. */
            calls: components["schemas"]["CallRow"][];
            overview: components["schemas"]["Overview"];
            sessions: components["schemas"]["SessionRow"][];
        };
        /** @description A setting as the panel shows it (`live_ops_setting_row`). */
        Setting: {
            admin: components["schemas"]["AdminFace"] | null;
            key: string;
            /** Format: date-time */
            updated_at: string;
            /**
             * Format: uuid
             * @description Who changed it last; `null`: nobody ever did here.
             */
            updated_by: string | null;
            value: unknown;
        };
        /** @description The reply of `GET live-ops/settings` (`live_ops_settings`). */
        Settings: {
            /** @description By their keys. */
            settings: components["schemas"]["Setting"][];
        };
        /** @description Who speaks in a support call. */
        Speaker: "user" | "agent" | "staff";
        /** @description `start-recording`: of what. */
        StartRecording: {
            /**
             * Format: uuid
             * @description …or a call; exactly one of both.
             * @default null
             */
            callId?: string | null;
            /**
             * @description How the people on stage are arranged, where there is a picture; `speaker`, if it is left out.
             * @default null
             */
            layout?: components["schemas"]["Layout"] | null;
            /**
             * Format: uuid
             * @description A live session…
             * @default null
             */
            sessionId?: string | null;
        } & ({
            sessionId: string;
        } | {
            callId: string;
        });
        /** @description Figures of each kind of call. */
        StatsByType: {
            conference: components["schemas"]["TypeStats"];
            support: components["schemas"]["TypeStats"];
            "user-to-user": components["schemas"]["TypeStats"];
        };
        /** @description `stats`: of the sessions that began from one moment to another, at most 366 days. */
        StatsRequest: {
            /**
             * Format: date-time
             * @description 30 days before `to` if left out.
             */
            from?: string | null;
            /**
             * Format: date-time
             * @description Now if left out.
             */
            to?: string | null;
        };
        /** @description How many reports there are of each status. */
        StatusCounts: {
            /** Format: uint32 */
            dismissed: number;
            /** Format: uint32 */
            pending: number;
            /** Format: uint32 */
            resolved: number;
        };
        /** @description Which sessions are wanted. */
        StatusFilter: ("scheduled" | "ended" | "cancelled" | "all") | "live";
        /** @description Which reports are wanted. */
        StatusFilter2: "all" | "pending" | "resolved" | "dismissed";
        /** @description How many watched for so long. */
        Stayed: {
            /** Format: uint32 */
            minutes: number;
            /**
             * Format: double
             * @description Of all viewers.
             */
            percent: number;
            /** Format: uint64 */
            viewers: number;
        };
        /** @description `POST live-ops/participants/{id}/promote`, `…/demote`. */
        Step: {
            /**
             * Format: uuid
             * @description Their place in a session, or they themselves, as LiveKit names them.
             */
            id: string;
            /**
             * Format: uuid
             * @description Where, if they are named themselves; if it is not said, where they have come in last.
             * @default null
             */
            session_id?: string | null;
            /** @description The next role that way, if nothing is said. */
            targetRole?: components["schemas"]["Rung"] | null;
        };
        /** @description Somebody has another role. */
        Stepped: {
            /** @description A sentence for the panel, in Turkish. */
            message: string;
            newRole: components["schemas"]["Role"];
            oldRole: components["schemas"]["Role"];
        };
        /** @description `stop-recording`: of what. */
        StopRecording: {
            /**
             * Format: uuid
             * @description …or a call; exactly one of both.
             * @default null
             */
            callId?: string | null;
            /**
             * Format: uuid
             * @description A live session…
             * @default null
             */
            sessionId?: string | null;
        } & ({
            sessionId: string;
        } | {
            callId: string;
        });
        /** @description Files of the store. */
        Stored: {
            /** Format: uint64 */
            bytes: number;
            /** Format: uint32 */
            recordings: number;
            /**
             * Format: uint64
             * @description How long they are.
             */
            seconds: number;
        };
        /** @description Files of a month. */
        StoredOfMonth: {
            /** Format: uint64 */
            bytes: number;
            /** @description `2026-11`. */
            month: string;
            /** Format: uint32 */
            recordings: number;
            /**
             * Format: uint64
             * @description How long they are.
             */
            seconds: number;
        };
        /**
         * @description What opens an ingress to an encoder. LiveKit's to make and to keep: it is handed to its owner and to nobody else, and is
         *     neither stored nor logged.
         */
        StreamKey: string;
        /** @description Something that should have been done a while ago. */
        Stuck: {
            /**
             * Format: uuid
             * @description Of a session, a call, a participant, a request or a push, by its kind.
             */
            id: string;
            /**
             * @description `session_without_room`, `room_of_ended_session`, `room_of_ended_call`, `unsent_push`, or `overdue_` and what:
             *     `session`, `host`, `ring`, `call`, `party`, `invitation`, `request`.
             */
            kind: string;
            /** @description The room's name in LiveKit */
            room_name: string | null;
            /**
             * Format: date-time
             * @description When it was due.
             */
            since: string;
        };
        /** @description The reply of `GET live-ops/stuck` (`live_ops_stuck`). */
        StuckThings: {
            /** @description By kind, the oldest first, a hundred of each. */
            stuck: components["schemas"]["Stuck"][];
        };
        /** @description `subscribe`. */
        Subscribe: {
            /** @description What is wanted. */
            plan: components["schemas"]["Plan"];
            /**
             * @description To which channel; of `go_live` one's own, also if it is left out.
             * @default null
             */
            slug?: string | null;
        };
        /** @description `POST live-ops/channels/{id}/suspend` and `unsuspend`. */
        SuspendChannel: {
            /** Format: uuid */
            id: string;
            reason: string;
        };
        /** @description The reply to it. */
        SuspendedChannel: {
            /** @description LiveKit was away: the sweeper will close the room of what it was on air with. */
            pending?: boolean;
            /**
             * Format: date-time
             * @description Since when it is suspended, null if it is not.
             */
            suspended_at: string | null;
        };
        /** @description `sweeper`: nothing to say. */
        SweepNow: Record<string, unknown>;
        /** @description The sweeper. */
        Sweeps: {
            /** Format: date-time */
            at: string | null;
            /**
             * Format: uint32
             * @description Of a quarter of an hour.
             */
            errors: number;
            /** Format: uint32 */
            seconds_ago: number | null;
        };
        /** @description `POST live-ops/voice/calls/{id}/agent`. */
        SwitchAgent: {
            /** Format: uuid */
            id: string;
            /**
             * @description The one before it had, if it is left out.
             * @default null
             */
            language?: components["schemas"]["Language"] | null;
            /** @description Whether there is to be one. */
            on: boolean;
            /**
             * @description The one before it had, if it is left out.
             * @default null
             */
            voice?: components["schemas"]["AgentVoice"] | null;
        };
        /** @description `PATCH live-ops/users/{user_id}/switches`: what is left out stays as it is. */
        SwitchUser: {
            /** @default null */
            calls_enabled?: boolean | null;
            /** @default null */
            live_enabled?: boolean | null;
            /** @default null */
            reason?: string | null;
            /** Format: uuid */
            user_id: string;
        };
        /** @description The reply of `POST live-ops/voice/calls/{id}/agent`. */
        SwitchedAgent: {
            /** @description The one that is there, on its way, or was not sent. */
            agent: components["schemas"]["AgentReply"] | null;
            /** @description Whether there is to be one. */
            on: boolean;
            /** @description The one that goes could not be recalled just now; the sweeper puts it out. */
            pending: boolean;
            /** @description Where it is not in the room: why. */
            reason?: components["schemas"]["AgentReason"] | null;
        };
        /** @description What staff has switched off for somebody. */
        Switches: {
            /** @description They may call and be called. */
            calls_enabled: boolean;
            /** @description They may go on air. */
            live_enabled: boolean;
            /** Format: date-time */
            updated_at: string | null;
            /** Format: uuid */
            updated_by: string | null;
        };
        /** @description The reply of `GET live-ops/system-status`. */
        SystemStatus: {
            /** @description The worst first. */
            alerts: components["schemas"]["Alert"][];
            /** @description What the rest follows from. */
            figures: components["schemas"]["Figures2"];
            health: components["schemas"]["PanelHealth"];
            quotas: components["schemas"]["Quota"][];
            stats: components["schemas"]["Overview"];
        };
        /** @description The reply of `stripe-webhook`. */
        TakenIn: {
            result: components["schemas"]["FactResult"];
        };
        /** @description The reply of `voice-transcript` (`live_take_transcript`). */
        TakenTranscript: {
            /**
             * Format: uint32
             * @description Lines that were known.
             */
            duplicates: number;
            /**
             * Format: uint32
             * @description Lines that are new.
             */
            stored: number;
        };
        /** @description Whether a ban has an end. */
        Term: "permanent" | "temporary";
        /** @description `POST live-ops/terminate-all`. */
        TerminateAll: {
            /**
             * @description What only staff is to read.
             * @default null
             */
            adminNote?: string | null;
            /** @description Why; those inside are told. */
            reason: string;
            /**
             * Format: date-time
             * @description Only those that began before. It must be said: what is left out by mistake would end everything.
             */
            started_before: string;
        };
        /** @description `POST live-ops/calls/{id}/terminate`. */
        TerminateCall: {
            /** Format: uuid */
            id: string;
            /** @default null */
            reason?: string | null;
        };
        /** @description `POST live-ops/sessions/{id}/terminate`. */
        TerminateSession: {
            /**
             * @description What only staff is to read.
             * @default null
             */
            adminNote?: string | null;
            /** Format: uuid */
            id: string;
            /**
             * @description Why; those inside are told.
             * @default null
             */
            reason?: string | null;
        };
        /** @description The reply of `POST live-ops/sessions/{id}/terminate`. */
        Terminated: {
            /** @description A sentence for the panel, in Turkish. */
            message: string;
            /** @description LiveKit could not be told just now; the sweeper closes the room. */
            pending: boolean;
        };
        /** @description The reply of `POST live-ops/terminate-all`. */
        TerminatedAll: {
            /** @description Those that were ended, 50 at most. */
            ended: string[];
            /**
             * Format: uint32
             * @description How many are left.
             */
            left: number;
            /**
             * Format: uint32
             * @description Of how many LiveKit could not be told just now; the sweeper closes their rooms.
             */
            pending: number;
        };
        /** @description The reply of `POST live-ops/calls/{id}/terminate`. */
        TerminatedCall: {
            /** @description A sentence for the panel, in Turkish. */
            message: string;
            /** @description LiveKit could not be told just now; the sweeper closes the room. */
            pending: boolean;
        };
        /** @description `toggle-active`. */
        ToggleActive: {
            /** @description Whether the caller's channel is to be on air. */
            active: boolean;
        };
        /** @description The reply of `toggle-active`. */
        ToggledChannel: {
            active: boolean;
            /** @description The caller's own encoder is in the room: by this token they see it and publish nothing. */
            monitor?: boolean;
            /** @description By which the channel is entered; the session has LiveKit's. */
            roomName: components["schemas"]["ChannelHandle"];
            /** @description The session that is on air, or what came of the one that was. */
            session: components["schemas"]["ToggledSession"] | null;
            slug: string;
            /** @description Its host's LiveKit access token. */
            token?: string | null;
            /** @description Where to connect with it. */
            wsUrl?: string | null;
        };
        ToggledSession: components["schemas"]["OwnSession"] | components["schemas"]["Totals"];
        /** @description Any reply that carries a token. `server_url` and `participant_token` repeat it for LiveKit's own `TokenSource`. */
        TokenReply: {
            /** @description The caller's own encoder is in the room: by this token they see it and publish nothing. */
            monitor?: boolean;
            /** @description Same as `token`. */
            participant_token: string;
            /** @description The role the token is for. */
            role: components["schemas"]["Role"];
            /** @description The room the token is for, whatever name was asked for. */
            roomName: string;
            /** @description Same as `wsUrl`. */
            server_url: string;
            /** @description LiveKit access token. */
            token: string;
            /** @description Where to connect. */
            wsUrl: string;
        };
        /** @description `get-livekit-token`: which room. Everything else a client sends along (a room name, a role, a name) is not read. */
        TokenRequest: {
            /**
             * Format: uuid
             * @description …or a call; exactly one of both.
             * @default null
             */
            callId?: string | null;
            /**
             * Format: uuid
             * @description A live session…
             * @default null
             */
            sessionId?: string | null;
        } & ({
            sessionId: string;
        } | {
            callId: string;
        });
        /** @description A measurement that was sent. */
        ToldSample: {
            /** Format: double */
            bitrateKbps: number | null;
            /** Format: double */
            fps: number | null;
            /**
             * Format: double
             * @description In percent.
             */
            packetLoss: number | null;
            /** Format: double */
            rttMs: number | null;
            /** Format: date-time */
            sampledAt: string;
        };
        /** @description The totals of a session that is over (`live_end_session`). */
        Totals: {
            endReason: components["schemas"]["EndReason"] | null;
            /** Format: date-time */
            endedAt: string | null;
            /** Format: uuid */
            id: string;
            /** Format: uint32 */
            peakViewers: number;
            status: components["schemas"]["SessionStatus"];
            /** Format: uint32 */
            totalDurationSeconds: number;
            /** @description In coins. */
            totalGiftsReceived: number;
            /** Format: uint32 */
            totalMessages: number;
            /** Format: uint32 */
            totalViewers: number;
        };
        /** @description What was said in a call (`live_read_transcript`). */
        Transcript: {
            /** @description In the order in which they were said. */
            lines: components["schemas"]["TranscriptLine"][];
            /** @description `Speaker: text`, one line for each of the lines; null where there are none. */
            transcript: string | null;
        };
        /** @description One time that somebody spoke. */
        TranscriptLine: {
            /** Format: date-time */
            at: string;
            /** @description The speaker was cut short; the text is what was said until then. */
            interrupted: boolean;
            itemId: string;
            speaker: components["schemas"]["Speaker"];
            text: string;
        };
        /** @description `voice-transcript`: what the agent of a call reports. */
        TranscriptReport: {
            /** @description What was said since the last report; those that were reported before are counted and stay as they were. */
            lines: components["schemas"]["ReportedLine"][];
            /** @description What the agent's models used, with the last report. */
            usage?: components["schemas"]["Usage"] | null;
        };
        /** @description `voice-get-transcript`: of which call. */
        TranscriptRequest: {
            /** Format: uuid */
            callId: string;
        };
        /** @description How many bans there are of each kind. */
        TypeCounts: {
            /** Format: uint32 */
            creator: number;
            /** Format: uint32 */
            global: number;
            /** Format: uint32 */
            session: number;
            /** Format: uint32 */
            total: number;
        };
        /** @description Which kinds of sessions are wanted. */
        TypeFilter: ("video_live" | "audio_room") | "all";
        /** @description Figures of one kind. */
        TypeStats: {
            /**
             * Format: uint64
             * @description Of the completed ones.
             */
            averageDurationSeconds: number;
            /** Format: uint64 */
            completed: number;
            /** Format: uint64 */
            failed: number;
            /** Format: uint64 */
            missed: number;
            /** Format: uint64 */
            total: number;
        };
        /** @description `unban-participant`. */
        UnbanParticipant: {
            /**
             * @description Which; if nothing is said, whatever keeps them out of this session but a global ban.
             * @default null
             */
            banType?: components["schemas"]["BanKind"] | null;
            /** @default null */
            reason?: string | null;
            /** Format: uuid */
            sessionId: string;
            /** Format: uuid */
            targetUserId: string;
        };
        /** @description The reply of `unban-participant` (`live_unban`). */
        UnbannedParticipant: {
            /**
             * Format: uint32
             * @description How many bans; none if there were none.
             */
            lifted: number;
        };
        /** @description Somebody may speak again. */
        Unmuted: {
            /** @description A sentence for the panel, in Turkish. */
            message: string;
            participant: components["schemas"]["ModeratedParticipant"];
            /** @description LiveKit could not be told just now; the sweeper tells it. */
            pending: boolean;
            /**
             * Format: uint32
             * @description Always 0: nobody's microphone is opened but by themselves.
             */
            unmutedTracks: number;
        };
        /** @description A request of which a handler reads no field. */
        Unread: Record<string, unknown>;
        /** @description `unsubscribe/{token}`: by which mail. */
        Unsubscribe: {
            /**
             * Format: uuid
             * @description What the link in the mail ends with.
             */
            token: string;
        };
        /** @description The reply of [`Health`]. */
        Up: {
            /** @description Always `up`. */
            status: string;
        };
        /** @description `update-participant-role`. */
        UpdateParticipantRole: {
            /** @description `viewer` and `listener` send back to the audience, whatever it is called in a session of this kind. */
            role: components["schemas"]["AssignableRole"];
            /** Format: uuid */
            sessionId: string;
            /**
             * Format: uuid
             * @description Whose: the id of their account.
             */
            targetUserId: string;
        };
        /** @description `update-recording`: what is to be different. */
        UpdateRecording: {
            /**
             * @description What entry costs after a pay-per-view show, 1 or more.
             * @default null
             */
            priceCoins?: number | null;
            /** Format: uuid */
            recordingId: string;
            /** @default null */
            title?: string | null;
            /** @default null */
            visibility?: components["schemas"]["Visibility"] | null;
        };
        /** @description The reply of `update-participant-role` and `promote-to-speaker`. */
        UpdatedRole: {
            newRole: components["schemas"]["Role"];
            oldRole: components["schemas"]["Role"];
            participant: components["schemas"]["ModeratedParticipant"];
        };
        /** @description What models used: up to 32 numbers by their names. */
        Usage: {
            [key: string]: number;
        };
        /** @description The reply of both: somebody, with what they have set and what is switched off for them (`live_ops_user_row`). */
        UserDetail: {
            /** Format: uint32 */
            active_bans: number;
            own_settings: components["schemas"]["OwnSettings"];
            /**
             * Format: uuid
             * @description What they are on air with.
             */
            session_id: string | null;
            switches: components["schemas"]["Switches"];
            user: components["schemas"]["Face"];
        };
        /** @description Who gets at a recording. */
        Visibility: "session" | "private";
        /** @description `voice-agent`: another agent for a support call that is not over. */
        VoiceAgent: {
            /**
             * @description The one before it had, if it is left out.
             * @default null
             */
            language?: components["schemas"]["Language"] | null;
            /** @description Of the call's room. */
            roomName: string;
            /**
             * @description What it is told; from staff alone.
             * @default null
             */
            systemPrompt?: string | null;
            /**
             * @description The one before it had, if it is left out.
             * @default null
             */
            voice?: components["schemas"]["AgentVoice"] | null;
        };
        /** @description The reply of `voice-agent`. */
        VoiceAgentReply: {
            agent: components["schemas"]["AgentReply"];
            /** @description If it is not: why. */
            agentReason?: components["schemas"]["AgentReason"] | null;
            /** @description It is in the room, as LiveKit says. */
            agentSpawned: boolean;
            /** Format: uuid */
            callId: string;
        };
        /** @description A call of any kind (`live_voice_call`). */
        VoiceCall: {
            callType: components["schemas"]["VoiceCallType"];
            /**
             * Format: uuid
             * @description Of a call between two.
             */
            calleeId: string | null;
            /** Format: uuid */
            callerId: string;
            /** Format: date-time */
            connectedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: uint32 */
            durationSeconds: number;
            /** Format: date-time */
            endedAt: string | null;
            hasRecording: boolean;
            /** Format: uuid */
            id: string;
            metadata: components["schemas"]["VoiceCallMetadata"];
            /** @description One for each connection of a person, and for each agent that came. */
            participants: components["schemas"]["VoiceParticipant"][];
            recordingUrl: string | null;
            roomName: string;
            /** Format: date-time */
            startedAt: string;
            status: components["schemas"]["VoiceCallStatus"];
            /** @description What was said, one line for each time somebody spoke; null where nothing is written down, and in everybody's calls. */
            transcript: string | null;
        };
        /** @description What else there is to a call, spelled as in the view `voice_calls`. */
        VoiceCallMetadata: {
            end_detail: components["schemas"]["CallEndDetail"] | null;
            end_reason: components["schemas"]["CallEndReason"] | null;
            /**
             * Format: uuid
             * @description Who hung up, if somebody did.
             */
            ended_by: string | null;
            /** @description What the agent of a support call speaks. */
            language: string | null;
            media: components["schemas"]["Media"];
            /** @description Whether what is said is written down. */
            transcript: boolean;
        };
        /** @description A call with support or a conference as the panel lists it (`live_ops_voice_row`). */
        VoiceCallRow: {
            /** @description The one that is inside or on its way. */
            agent: components["schemas"]["OpenAgent"] | null;
            /** @description Staff has sent it away, and none comes unless staff sends for one. */
            agent_dismissed: boolean;
            /**
             * Format: uint32
             * @description How many were sent, by the caller, by staff and by themselves.
             */
            agents_sent: number;
            /** Format: date-time */
            answered_at: string | null;
            caller: components["schemas"]["Face"] | null;
            /** Format: uuid */
            caller_id: string;
            /** Format: uint32 */
            duration_seconds: number;
            end_detail: components["schemas"]["CallEndDetail"] | null;
            end_reason: components["schemas"]["CallEndReason"] | null;
            /** Format: date-time */
            ended_at: string | null;
            /** @description Something of what was said is stored. */
            has_transcript: boolean;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            initiated_at: string;
            kind: components["schemas"]["CallKind"];
            /** @description What the agent of a support call speaks. */
            language: components["schemas"]["Language"] | null;
            /** @description The room's name in LiveKit */
            livekit_room_name: string;
            /** Format: date-time */
            max_ends_at: string | null;
            /** @description The same in the documents' words: ringing, accepted, ended, rejected, missed, busy or failed. */
            outcome: string;
            /** @description Who is inside, agents aside. */
            people: components["schemas"]["PersonInside"][];
            status: components["schemas"]["CallStatus"];
            /** @description What is said is written down. */
            transcript_on: boolean;
            /**
             * Format: uint32
             * @description For how long the caller is inside without anybody to help; `null` if that is not so.
             */
            waiting_seconds: number | null;
        };
        /** @description Where a call is in its life, or how it ended, in the documents' words. */
        VoiceCallStatus: "pending" | "ringing" | "connected" | "completed" | "missed" | "failed";
        /** @description The kind of a call, in the documents' words. */
        VoiceCallType: "support" | "user-to-user" | "conference";
        /** @description The reply of `GET live-ops/voice/calls` (`live_ops_voice_calls`). */
        VoiceCalls: {
            calls: components["schemas"]["VoiceCallRow"][];
            /**
             * Format: uint32
             * @description How many there are of those that were asked for; 10000 means as many or more.
             */
            total: number;
        };
        /** @description The reply of `voice-history`. */
        VoiceHistory: {
            /** @description Latest first. */
            calls: components["schemas"]["VoiceCall"][];
            pagination: components["schemas"]["Pagination"];
            stats?: components["schemas"]["VoiceStats"] | null;
        };
        /** @description `voice-history`: which calls. */
        VoiceHistoryRequest: {
            /**
             * @description Everybody's calls, for staff.
             * @default false
             */
            allUsers?: boolean;
            /** @description Of every kind if left out. */
            callType?: components["schemas"]["VoiceCallType"] | null;
            /**
             * @description Figures too, of all calls: not of those alone that are asked for.
             * @default false
             */
            includeStats?: boolean;
            /** @description 20 if left out. */
            limit?: number | null;
            /** @description 0 if left out. */
            offset?: number | null;
            /** @description Whatever they are or were if left out. */
            status?: components["schemas"]["VoiceCallStatus"] | null;
        };
        /**
         * @description Which of these calls are wanted.
         * @enum {string}
         */
        VoiceKind: "support" | "conference";
        /** @description Somebody who was in a call. */
        VoiceParticipant: {
            /** Format: uuid */
            callId: string;
            /** Format: uint32 */
            durationSeconds: number | null;
            /**
             * Format: uint32
             * @description The same each time it is told.
             */
            id: number;
            isMuted: boolean;
            /** Format: date-time */
            joinedAt: string | null;
            /**
             * Format: date-time
             * @description Null while they are there.
             */
            leftAt: string | null;
            /** @description Null once there is no profile. */
            participantName: string | null;
            /** @description An account's id, or `agent-…`. */
            userId: string;
        };
        /** @description The reply of `voice-token`. */
        VoiceReply: {
            /** @description Of a support call without one: why. */
            agentReason?: components["schemas"]["AgentReason"] | null;
            /** @description The AI agent is in the room, as LiveKit says. */
            agentSpawned: boolean;
            /** Format: uuid */
            callId: string;
            /** @description The call was there before. */
            existing: boolean;
            /** @description Where to connect. */
            livekitHost: string;
            /** @description The name that others see. */
            participantName: string;
            /** @description Same as `token`. */
            participant_token: string;
            role: components["schemas"]["VoiceRole"];
            /** @description The room's name in LiveKit */
            roomName: string;
            /** @description Same as `livekitHost`. */
            server_url: string;
            /** @description LiveKit access token. */
            token: string;
            /** @description Same as `livekitHost`. */
            wsUrl: string;
        };
        /** @description What the caller is in the call. */
        VoiceRole: "owner" | "party" | "member" | "staff";
        /** @description Figures of all calls of the same people (`live_voice_history`). */
        VoiceStats: {
            /**
             * Format: uint64
             * @description Of the completed ones.
             */
            averageDurationSeconds: number;
            byType: components["schemas"]["StatsByType"];
            /** Format: uint64 */
            completedCalls: number;
            /** Format: uint64 */
            failedCalls: number;
            /** Format: uint64 */
            missedCalls: number;
            /** Format: uint64 */
            totalCalls: number;
            /**
             * Format: uint64
             * @description Of all, whatever became of them.
             */
            totalDurationSeconds: number;
        };
        /** @description `voice-token`: which call. `participantName` is not read. */
        VoiceToken: {
            /**
             * Format: uuid
             * @description A call there is, of this type.
             * @default null
             */
            callId?: string | null;
            /**
             * Format: uuid
             * @description Whom to call: for `user-to-user`.
             * @default null
             */
            calleeId?: string | null;
            consent?: components["schemas"]["Consent"] | null;
            /**
             * @description The agent's; the caller's own, if it is left out.
             * @default null
             */
            language?: components["schemas"]["Language"] | null;
            /**
             * @description Whom to call, 1 to 9: for `conference`.
             * @default null
             */
            participantIds?: string[] | null;
            /**
             * @description `support`, if it is left out.
             * @default null
             */
            roomType?: components["schemas"]["RoomType"] | null;
            /**
             * @description The agent's; `alloy`, if it is left out.
             * @default null
             */
            voice?: components["schemas"]["AgentVoice"] | null;
        } | {
            callId: string;
        } | {
            /** @enum {unknown} */
            roomType?: "support" | null;
        } | {
            calleeId: string;
            /** @enum {unknown} */
            roomType: "user-to-user";
        } | {
            participantIds: unknown[];
            /** @enum {unknown} */
            roomType: "conference";
        };
        /** @description What a client wants to be in a channel. */
        WantedRole: "broadcaster" | "viewer";
        /** @description An event of LiveKit's, and what became of it. */
        WebhookLog: {
            /** Format: uuid */
            call_id: string | null;
            /** Format: date-time */
            created_at: string;
            error_message: string | null;
            event_id: string | null;
            event_type: string;
            /** Format: uuid */
            id: string;
            participant_identity: string | null;
            participant_profile: components["schemas"]["Face"] | null;
            participant_sid: string | null;
            processing_status: components["schemas"]["ProcessingStatus"];
            /** Format: uint32 */
            processing_time_ms: number | null;
            /** @description As it came, without secrets. */
            raw_payload: unknown;
            room_name: string | null;
            room_sid: string | null;
            /** Format: uuid */
            session_id: string | null;
        };
        /** @description The reply of `GET live-ops/webhook-logs` (`live_ops_webhook_logs`). */
        WebhookLogs: {
            logs: components["schemas"]["WebhookLog"][];
            stats: components["schemas"]["WebhookStats"];
            /**
             * Format: uint32
             * @description How many there are of those that were asked for; 10000 means as many or more.
             */
            total: number;
        };
        /** @description The numbers of the last 24 hours. */
        WebhookStats: {
            eventCounts: {
                [key: string]: number;
            };
            statusCounts: components["schemas"]["ProcessingCounts"];
            /** Format: uint32 */
            total: number;
        };
        /** @description LiveKit's events. */
        Webhooks: {
            /**
             * Format: uint32
             * @description How often somebody tried and never did.
             */
            aborted: number;
            /** Format: date-time */
            at: string | null;
            /**
             * Format: uint32
             * @description Of a quarter of an hour, like what follows.
             */
            errors: number;
            /**
             * Format: uint32
             * @description How often somebody came in.
             */
            joined: number;
            /**
             * Format: uint32
             * @description How long the last one was under way.
             */
            lag_seconds: number | null;
            /** Format: uint32 */
            seconds_ago: number | null;
        };
        /** @description Over which time a channel is popular. */
        Window: "now" | "day" | "week";
    };
    responses: {
        /** @description MALFORMED_BODY, INVALID_FIELD, ONE_ROOM_REQUIRED, SELF_CALL, INVALID_QUANTITY, INVALID_SLUG, INVALID_SETTING, MESSAGE_EMPTY, MESSAGE_TOO_LONG, SELF_REPORT, BAN_LIFTED, REPORT_HANDLED, ROLE_OUT_OF_REACH, INVALID_IDEMPOTENCY_KEY */
        400: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /** @description UNAUTHORIZED */
        401: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /** @description PAYMENT_REQUIRED, FEE_REQUIRED */
        402: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /** @description LIVE_DISABLED, MAINTENANCE, QUOTA_EXCEEDED, CALLS_DISABLED, VOICE_DISABLED, AGENT_DISABLED, RECORDING_DISABLED, BANNED, BLOCKED, SUBSCRIPTION_REQUIRED, ACCOUNT_REQUIRED, WRONG_PARTY, CALLEE_UNAVAILABLE, NOT_A_CREATOR, NOT_THE_HOST, SELF_GIFT, GIFTS_DISABLED, CHANNEL_SUSPENDED, SELF_FOLLOW, PAYMENTS_DISABLED, PAYMENTS_BLOCKED, SELF_DONATION, NOT_IN_SESSION, NOT_A_MODERATOR, MUTED, CHAT_DISABLED, MESSAGE_REJECTED, MESSAGE_NOT_ALLOWED, NOT_YOUR_NAME, GUESTS_DISABLED, TARGET_PROTECTED, ADMIN_REQUIRED, ADMIN_ONLY, SUPER_ADMIN_REQUIRED */
        403: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /** @description FUNCTION_NOT_FOUND, PROFILE_NOT_FOUND, USER_NOT_FOUND, SESSION_NOT_FOUND, CALL_NOT_FOUND, RECORDING_NOT_FOUND, GIFT_NOT_FOUND, CHANNEL_NOT_FOUND, PASS_NOT_FOUND, MESSAGE_NOT_FOUND, EVENT_NOT_FOUND, PROMPT_NOT_FOUND, SETTING_NOT_FOUND, PAYMENT_NOT_FOUND, INVITATION_NOT_FOUND, REQUEST_NOT_FOUND, BAN_NOT_FOUND, REPORT_NOT_FOUND, PARTICIPANT_NOT_FOUND */
        404: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /** @description METHOD_NOT_ALLOWED */
        405: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /** @description RECORDING_CONSENT_REQUIRED, RECORDING_LIMIT, NO_MEDIA, RECORDING_NOT_READY, RECORDING_HELD, RECORDING_CLOSED, NOT_PAY_PER_VIEW, WRONG_CALL_TYPE, SESSION_NOT_STARTED, SESSION_ENDED, WAITING_FOR_HOST, SESSION_FULL, ALREADY_LIVE, CALL_NOT_ANSWERED, CALL_ANSWERED, BUSY, CALL_ENDED, PRICE_CHANGED, CHANNEL_OFFLINE, SLUG_TAKEN, TOO_MANY_FOLLOWS, FEE_USED, ALREADY_SUBSCRIBED, PAYMENT_DISPUTED, PAYOUT_TOO_HIGH, REFERENCE_TAKEN, SELF_GUEST, STAGE_FULL, NOT_IN_AUDIENCE, GUEST_UNAVAILABLE, INVITATION_PENDING, REQUEST_PENDING, REQUEST_CLOSED, TRANSCRIPT_OFF, TRANSCRIPT_FULL, REQUEST_IN_PROGRESS */
        409: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /** @description INVITATION_EXPIRED, REQUEST_EXPIRED */
        410: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /** @description BODY_TOO_LARGE */
        413: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /** @description UNSUPPORTED_MEDIA_TYPE */
        415: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /** @description IDEMPOTENCY_KEY_REUSED */
        422: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /** @description AGENT_QUOTA, RECORDING_CAPACITY, RATE_LIMITED */
        429: {
            headers: {
                "retry-after": components["headers"]["RetryAfter"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /** @description INTERNAL_ERROR */
        500: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        /** @description INGRESS_UNAVAILABLE, SERVICE_UNAVAILABLE, DEGRADED */
        503: {
            headers: {
                "retry-after": components["headers"]["RetryAfter"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description `true`: the reply is that of an earlier request with the same key. */
        Replayed: "true";
        /** @description Leads to the line of the log. */
        RequestId: string;
        /** @description Seconds to wait. */
        RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "api-live-billing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Billing"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Portal"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-channels-slug.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["ChannelPage"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-create": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body is carried out once; whoever repeats it is told the same. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveChannel"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "idempotency-replayed": components["headers"]["Replayed"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["SavedChannel"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-donate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body is carried out once; whoever repeats it is told the same. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Donate"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "idempotency-replayed": components["headers"]["Replayed"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-donations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListDonations"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["DonationList"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FollowChannel"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Following"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["HealthRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["ChannelHealth"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-ingress": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body is carried out once; whoever repeats it is told the same. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IngressRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "idempotency-replayed": components["headers"]["Replayed"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["IngressReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-pay-to-go-live": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body is carried out once; whoever repeats it is told the same. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PayToGoLive"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "idempotency-replayed": components["headers"]["Replayed"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-payment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-popular": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PopularChannels"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["ChannelList"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SearchChannels"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["ChannelList"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StatsRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["ChannelStats"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-stripe-webhook.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Up"];
                };
            };
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-stripe-webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    created: number;
                    data: {
                        /** @description What it happened to. */
                        object: Record<string, unknown>;
                    };
                    id: string;
                    /** @description What happened. */
                    type: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["TakenIn"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-subscribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Subscribe"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Checkout"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-toggle-active": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToggleActive"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["ToggledChannel"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelTokenRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["ChannelToken"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-unfollow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Following"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-unsubscribe-token.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-live-unsubscribe-token": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-voice-agent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VoiceAgent"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["VoiceAgentReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-voice-get-transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TranscriptRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Transcript"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-voice-history.get": {
        parameters: {
            query?: {
                allUsers?: boolean;
                callType?: components["schemas"]["VoiceCallType"] | null;
                includeStats?: boolean;
                limit?: number | null;
                offset?: number | null;
                status?: components["schemas"]["VoiceCallStatus"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["VoiceHistory"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-voice-token": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body is carried out once; whoever repeats it is told the same. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["VoiceToken"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "idempotency-replayed": components["headers"]["Replayed"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["VoiceReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-voice-transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TranscriptReport"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["TakenTranscript"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-voice-webhook.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Up"];
                };
            };
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "api-voice-webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/webhook+json": {
                    /** @description What happened. */
                    event: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Received"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "accept-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["CallReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "answer-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerCall"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["CallReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "ban-participant": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body is carried out once; whoever repeats it is told the same. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BanParticipant"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "idempotency-replayed": components["headers"]["Replayed"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["BannedParticipant"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "buy-recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BuyRecording"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["BoughtRecording"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "cancel-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["CallReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "cancel-join-request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelJoinRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["RequestedJoin"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "create-call": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body is carried out once; whoever repeats it is told the same. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InitiateCall"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "idempotency-replayed": components["headers"]["Replayed"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["CallReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "create-live-session": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body is carried out once; whoever repeats it is told the same. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSession"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "idempotency-replayed": components["headers"]["Replayed"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["OpenedSession"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "decline-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["CallReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "delete-live-message": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteMessage"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["MessageReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "delete-recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteRecording"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["DeletedRecording"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "end-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["CallReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "end-guest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndGuest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["EndedGuest"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "end-live-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["EndedSession"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "get-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["CallReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "get-livekit-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["TokenReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "get-recording-url.get": {
        parameters: {
            query: {
                download?: boolean;
                recordingId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["RecordingUrl"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "get-recording-url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordingUrlRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["RecordingUrl"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "initiate-call": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body is carried out once; whoever repeats it is told the same. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InitiateCall"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "idempotency-replayed": components["headers"]["Replayed"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["CallReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "invite-guest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InviteGuest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["InvitedGuest"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "join-live-session": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body is carried out once; whoever repeats it is told the same. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JoinSession"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "idempotency-replayed": components["headers"]["Replayed"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["JoinedSession"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "kick-participant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParticipantRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["KickedParticipant"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "leave-live-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Acknowledged"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "list-live-gifts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListGifts"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["GiftList"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "list-recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListRecordings"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["RecordingList"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-admin-logs.get": {
        parameters: {
            query?: {
                action?: string | null;
                limit?: number | null;
                offset?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["AdminLogs"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-analytics-card-revenue.get": {
        parameters: {
            query?: {
                by?: components["schemas"]["CardsBy"];
                days?: number | null;
                limit?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["CardRevenue"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-analytics-concurrency.get": {
        parameters: {
            query?: {
                days?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Concurrency"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-analytics-creators.get": {
        parameters: {
            query?: {
                limit?: number | null;
                period?: components["schemas"]["Period"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Creators"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-analytics-daily.get": {
        parameters: {
            query?: {
                days?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Daily"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-analytics-overview.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Overview2"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-analytics-revenue.get": {
        parameters: {
            query?: {
                by?: components["schemas"]["By"];
                days?: number | null;
                limit?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["RevenueReport"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-announce-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnnounceToAll"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["AnnouncedToAll"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-bans.get": {
        parameters: {
            query?: {
                active?: boolean | null;
                limit?: number | null;
                offset?: number | null;
                type?: components["schemas"]["KindFilter"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Bans"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-bans-id.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default null */
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Done"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-calls.get": {
        parameters: {
            query?: {
                active?: boolean | null;
                limit?: number | null;
                offset?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Calls"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-calls-id-terminate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default null */
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["TerminatedCall"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-card-payments.get": {
        parameters: {
            query?: {
                disputed?: boolean | null;
                limit?: number | null;
                offset?: number | null;
                purpose?: components["schemas"]["Purpose"] | null;
                session_id?: string | null;
                status?: components["schemas"]["CardStatus"] | null;
                user_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["CardPayments"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-card-payments-id-refund": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What only staff is to read. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["RefundedCard"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-channels-id-suspend": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["SuspendedChannel"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-channels-id-unsuspend": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["SuspendedChannel"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-health.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Health"];
                };
            };
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-livekit-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Preview"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["TokenReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-messages-id.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default null */
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["MessageReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-messages-id-delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default null */
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["MessageReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-participants-id-ban": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    ban_type?: components["schemas"]["Reach"];
                    /**
                     * @description The same in minutes, as some pages of the panel send it; it is rounded up to hours.
                     * @default null
                     */
                    duration?: number | null;
                    /**
                     * @description Until it is lifted, if nothing is said.
                     * @default null
                     */
                    duration_hours?: number | null;
                    /** @default null */
                    reason?: string | null;
                    /**
                     * Format: uuid
                     * @description Where, if they are named themselves; if it is not said, where they have come in last.
                     * @default null
                     */
                    session_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Banned"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-participants-id-demote": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description Where, if they are named themselves; if it is not said, where they have come in last.
                     * @default null
                     */
                    session_id?: string | null;
                    /** @description The next role that way, if nothing is said. */
                    targetRole?: components["schemas"]["Rung"] | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Stepped"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-participants-id-kick": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default null */
                    reason?: string | null;
                    /**
                     * Format: uuid
                     * @description Where, if they are named themselves; if it is not said, where they have come in last.
                     * @default null
                     */
                    session_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Kicked"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-participants-id-mute": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default null */
                    reason?: string | null;
                    /**
                     * Format: uuid
                     * @description Where, if they are named themselves; if it is not said, where they have come in last.
                     * @default null
                     */
                    session_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Muted"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-participants-id-promote": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description Where, if they are named themselves; if it is not said, where they have come in last.
                     * @default null
                     */
                    session_id?: string | null;
                    /** @description The next role that way, if nothing is said. */
                    targetRole?: components["schemas"]["Rung"] | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Stepped"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-participants-id-unmute": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default null */
                    reason?: string | null;
                    /**
                     * Format: uuid
                     * @description Where, if they are named themselves; if it is not said, where they have come in last.
                     * @default null
                     */
                    session_id?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Unmuted"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-payments.get": {
        parameters: {
            query?: {
                call_id?: string | null;
                kind?: components["schemas"]["PaymentKind"] | null;
                limit?: number | null;
                offset?: number | null;
                session_id?: string | null;
                user_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Payments"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-payments-id-refund": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description What only staff is to read.
                     * @default null
                     */
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Refunded"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-payouts.get": {
        parameters: {
            query?: {
                creator_id?: string | null;
                limit?: number | null;
                offset?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Payouts"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-payouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PayOut"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["PaidOut"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-payouts-due.get": {
        parameters: {
            query?: {
                creator_id?: string | null;
                limit?: number | null;
                offset?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["PayoutsDue"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-recordings.get": {
        parameters: {
            query?: {
                call_id?: string | null;
                creator_id?: string | null;
                held?: boolean | null;
                limit?: number | null;
                offset?: number | null;
                session_id?: string | null;
                status?: components["schemas"]["RecordingStatus"] | null;
                visibility?: components["schemas"]["Visibility"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Recordings"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-recordings-deletions.get": {
        parameters: {
            query?: {
                limit?: number | null;
                offset?: number | null;
                state?: components["schemas"]["DeletionState"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Deletions"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-recordings-storage.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["RecordingStorage"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-recordings-id-hold": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["OneRecording"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-recordings-id-readers.get": {
        parameters: {
            query?: {
                limit?: number | null;
                offset?: number | null;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Readers"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-recordings-id-release": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default null */
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["OneRecording"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-reports.get": {
        parameters: {
            query?: {
                limit?: number | null;
                offset?: number | null;
                status?: components["schemas"]["StatusFilter2"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Reports"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-reports-id.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["ReportDetail"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-reports-id-action": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    action: components["schemas"]["ReportAction"];
                    /** @default null */
                    banDuration?: number | null;
                    banType?: components["schemas"]["Term"];
                    /**
                     * @description What only staff is to read.
                     * @default null
                     */
                    notes?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["ReportActedOn"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-sessions.get": {
        parameters: {
            query?: {
                limit?: number | null;
                offset?: number | null;
                status?: components["schemas"]["StatusFilter"];
                type?: components["schemas"]["TypeFilter"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Sessions"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-sessions-id.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["SessionDetail"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-sessions-id-announce": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    message: string;
                    type?: components["schemas"]["AlertType"];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Announced"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-sessions-id-messages.get": {
        parameters: {
            query?: {
                limit?: number | null;
                offset?: number | null;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Messages"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-sessions-id-participants.get": {
        parameters: {
            query?: {
                active?: boolean | null;
                limit?: number | null;
                offset?: number | null;
                role?: components["schemas"]["Role"] | null;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Participants"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-sessions-id-report.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["ReportReply2"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-sessions-id-report.csv.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["CsvReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-sessions-id-terminate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description What only staff is to read.
                     * @default null
                     */
                    adminNote?: string | null;
                    /**
                     * @description Why; those inside are told.
                     * @default null
                     */
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Terminated"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-settings.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Settings"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-settings-key.patch": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default null */
                    reason?: string | null;
                    /** @description Of the setting's own type, within its bounds. */
                    value: boolean | number | string | unknown[] | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["ChangedSetting"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-slugs-slug-free": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["FreedSlug"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-stuck.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["StuckThings"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-system-status.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["SystemStatus"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-terminate-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TerminateAll"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["TerminatedAll"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-users-user_id.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["UserDetail"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-users-user_id-ban": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ban_type?: components["schemas"]["Reach"];
                    /**
                     * @description The same in minutes, as some pages of the panel send it; it is rounded up to hours.
                     * @default null
                     */
                    duration?: number | null;
                    /**
                     * @description Until it is lifted, if nothing is said.
                     * @default null
                     */
                    duration_hours?: number | null;
                    /** @default null */
                    reason?: string | null;
                    /** Format: uuid */
                    session_id: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Banned"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-users-user_id-kick": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default null */
                    reason?: string | null;
                    /** Format: uuid */
                    session_id: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Kicked"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-users-user_id-switches.patch": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default null */
                    calls_enabled?: boolean | null;
                    /** @default null */
                    live_enabled?: boolean | null;
                    /** @default null */
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["UserDetail"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-voice-calls.get": {
        parameters: {
            query?: {
                active?: boolean | null;
                kind?: components["schemas"]["VoiceKind"] | null;
                limit?: number | null;
                offset?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["VoiceCalls"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-voice-calls-id-agent": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description The one before it had, if it is left out.
                     * @default null
                     */
                    language?: components["schemas"]["Language"] | null;
                    /** @description Whether there is to be one. */
                    on: boolean;
                    /**
                     * @description The one before it had, if it is left out.
                     * @default null
                     */
                    voice?: components["schemas"]["AgentVoice"] | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["SwitchedAgent"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-voice-failures.get": {
        parameters: {
            query?: {
                days?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Failures"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-voice-prompts.get": {
        parameters: {
            query?: {
                language?: components["schemas"]["Language"] | null;
                limit?: number | null;
                offset?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Prompts"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-voice-prompts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddPrompt"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["OnePrompt"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-voice-prompts-id-activate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, unknown>;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["OnePrompt"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-voice-transcripts-id-readers.get": {
        parameters: {
            query?: {
                limit?: number | null;
                offset?: number | null;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Readers"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-webhook-logs.get": {
        parameters: {
            query?: {
                event_type?: string | null;
                limit?: number | null;
                offset?: number | null;
                room_name?: string | null;
                status?: components["schemas"]["ProcessingStatus"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["WebhookLogs"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "live-ops-webhook-logs-id-replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, unknown>;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Replayed"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "livekit-webhook.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Up"];
                };
            };
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "livekit-webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/webhook+json": {
                    /** @description What happened. */
                    event: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Received"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "mute-participant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MuteParticipant"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["MutedParticipant"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    notifier: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NotifyNow"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Notified"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "pin-live-message": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PinMessage"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["MessageReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "promote-to-speaker": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PromoteToSpeaker"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["UpdatedRole"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "reconcile-payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReconcileNow"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Reconciled"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "recording-webhook.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Up"];
                };
            };
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "recording-webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/webhook+json": {
                    /** @description What happened. */
                    event: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Received"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "report-live-user": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body is carried out once; whoever repeats it is told the same. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportUser"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "idempotency-replayed": components["headers"]["Replayed"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["ReportReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "request-to-join": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body is carried out once; whoever repeats it is told the same. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestToJoin"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "idempotency-replayed": components["headers"]["Replayed"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["RequestedJoin"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "respond-guest-invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RespondGuestInvitation"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["RespondedInvitation"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "respond-join-request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RespondJoinRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["RespondedJoinRequest"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "send-live-gift": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body is carried out once; whoever repeats it is told the same. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendGift"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "idempotency-replayed": components["headers"]["Replayed"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["SentGift"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "send-live-message": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body is carried out once; whoever repeats it is told the same. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendMessage"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "idempotency-replayed": components["headers"]["Replayed"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["MessageReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "set-recording-consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordingConsent"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["ConsentReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "start-live-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["OpenedSession"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "start-recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartRecording"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["RecordingReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "stop-recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StopRecording"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["RecordingReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    sweeper: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SweepNow"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Report2"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "unban-participant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UnbanParticipant"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["UnbannedParticipant"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "unmute-participant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParticipantRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["MutedParticipant"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "update-participant-role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateParticipantRole"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["UpdatedRole"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "update-recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateRecording"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["RecordingReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "voice-agent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VoiceAgent"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["VoiceAgentReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "voice-get-transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TranscriptRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Transcript"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "voice-history.get": {
        parameters: {
            query?: {
                allUsers?: boolean;
                callType?: components["schemas"]["VoiceCallType"] | null;
                includeStats?: boolean;
                limit?: number | null;
                offset?: number | null;
                status?: components["schemas"]["VoiceCallStatus"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["VoiceHistory"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "voice-token": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same body is carried out once; whoever repeats it is told the same. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["VoiceToken"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "idempotency-replayed": components["headers"]["Replayed"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["VoiceReply"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "voice-transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TranscriptReport"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["TakenTranscript"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "voice-webhook.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Up"];
                };
            };
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
    "voice-webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/webhook+json": {
                    /** @description What happened. */
                    event: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    } & components["schemas"]["Received"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            402: components["responses"]["402"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            405: components["responses"]["405"];
            409: components["responses"]["409"];
            410: components["responses"]["410"];
            413: components["responses"]["413"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
        };
    };
}
