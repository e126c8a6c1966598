export interface paths {
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the process alive */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the process up */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the process up */
        get: operations["getApiHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Can it take requests */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/twilio/status/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Status callback of Twilio
         * @description The token names message and attempt and is signed by us; Twilio proves itself by X-Twilio-Signature (HMAC-SHA1 with the Auth Token), over the configured public URL. Doubled and late callbacks are harmless.
         */
        post: operations["twilioStatusCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/plivo/status/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Status callback of Plivo
         * @description The token names message and attempt and is signed by us; Plivo proves itself by X-Plivo-Signature-V3 (HMAC-SHA256 with the Auth Token); with V2 alone the message is looked up instead, over the configured public URL. Doubled and late callbacks are harmless.
         */
        post: operations["plivoStatusCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/sinch/status/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Status callback of Sinch
         * @description The token names message and attempt and is signed by us; Sinch proves itself by x-sinch-webhook-signature (HMAC-SHA256 over the body), or basic authentication, over the configured public URL. Doubled and late callbacks are harmless.
         */
        post: operations["sinchStatusCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/twilio/inbound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Inbound message of Twilio
         * @description Twilio proves itself by X-Twilio-Signature (HMAC-SHA1 with the Auth Token). Stored once per id of the provider; STOP, START and HELP are acted on in the same transaction.
         */
        post: operations["twilioInbound"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/plivo/inbound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Inbound message of Plivo
         * @description Plivo proves itself by X-Plivo-Signature-V3 (HMAC-SHA256 with the Auth Token); with V2 alone the message is looked up instead. Stored once per id of the provider; STOP, START and HELP are acted on in the same transaction.
         */
        post: operations["plivoInbound"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/sinch/inbound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Inbound message of Sinch
         * @description Sinch proves itself by x-sinch-webhook-signature (HMAC-SHA256 over the body), or basic authentication. Stored once per id of the provider; STOP, START and HELP are acted on in the same transaction.
         */
        post: operations["sinchInbound"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/aws/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Events of AWS End User Messaging
         * @description The one address for receipts, inbound messages and subscriptions of AWS End User Messaging, which proves itself by SNS signature (RSA with SHA-256 or SHA-1) and a list of topics. Doubled and late events are harmless.
         */
        post: operations["awsEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/send-mms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message in the shape of a guide
         * @description Takes the bodies that the guides of Twilio (`to`, `body`), Plivo (`to`, `text`), Sinch (`to`, `message`) and AWS (`destinationPhoneNumber`, `messageBody`) use, each with `mediaUrl`, one URL or a list, and answers in their shapes. Otherwise it is `POST /v1/messages`, with `Prefer: wait=5` unless the request says otherwise. The id in the answer is ours until the carrier gave its own.
         */
        post: operations["sendMms"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/send-mms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message in the shape of a guide
         * @description Takes the bodies that the guides of Twilio (`to`, `body`), Plivo (`to`, `text`), Sinch (`to`, `message`) and AWS (`destinationPhoneNumber`, `messageBody`) use, each with `mediaUrl`, one URL or a list, and answers in their shapes. Otherwise it is `POST /v1/messages`, with `Prefer: wait=5` unless the request says otherwise. The id in the answer is ours until the carrier gave its own.
         */
        post: operations["sendMmsApi"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search messages
         * @description All filters that are given must hold. Searching an exact number needs no `content:read`; answers stay masked without it. Where few of very many messages match, a page may be short and still have a `nextCursor`.
         */
        get: operations["listMessages"];
        put?: never;
        /**
         * Send a message
         * @description Stores the message and answers once it is durable; sending happens after that, at `sendAt` if that is given. With an `Idempotency-Key` header the same request can be repeated safely: the first answer comes back with `Idempotent-Replayed: true`. With `Prefer: wait=N` the answer waits until the carrier took or refused the message, at most N seconds. With `validateOnly` nothing is stored and the answer is the verdict.
         */
        post: operations["createMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a message
         * @description Cancels a message that is `scheduled`, `queued` or `retrying`; it is certainly not sent after that. Canceling it again gets the same answer. Once it is with the carrier it is taken back only where the provider can and has not handed it on (GET /v1/providers, `cancel`); otherwise 409, and the detail says why.
         */
        post: operations["cancelMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one message */
        get: operations["getMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the history of one message, oldest first */
        get: operations["listMessageEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Settle an unknown message by hand
         * @description For a message whose fate could not be proven: says what a person found out, for example in the console of the carrier. It is kept in the history with its author. A receipt that comes later is believed more.
         */
        post: operations["resolveMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what happened to one message, and why
         * @description The history in plain words: waits with their reason, attempts with the answer of the carrier, receipts and price; and for every status where the message stands, by when news is expected, and who has to do what.
         */
        get: operations["getMessageTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all error codes
         * @description Every code that a message can show, with its cause, its remedy and what Heliograph does about it. Changes only with a new version.
         */
        get: operations["listErrors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/errors/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Look up one error code */
        get: operations["getError"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the providers
         * @description Every carrier API that Heliograph speaks: whether it is configured here, its senders, and what it takes. A message beyond that is refused when it is posted, with the field and the remedy.
         */
        get: operations["listProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List batches, newest first */
        get: operations["listBatches"];
        put?: never;
        /**
         * Send many messages as one batch
         * @description Stores up to 1,000 messages in one transaction and answers once they are durable. In mode `all` one bad item refuses the request, and the problem names every bad item. In mode `each` the good items are stored and the answer has a verdict on each. A batch may begin empty and be filled with `POST /v1/batches/:id/items`, up to 100,000 messages.
         */
        post: operations["createBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Append a chunk of items to a batch
         * @description Stores up to 1,000 more messages, as `{"items": [...]}` or as NDJSON with one item a line. The `Idempotency-Key` header names the chunk within its batch: its messages and its name commit together, so a chunk that is sent again after a cut gets its first answer with `Idempotent-Replayed: true` and stores nothing, however late, and other items under the same name are refused. A refused chunk leaves no name behind.
         */
        post: operations["appendBatchItems"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a batch with its progress */
        get: operations["getBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a batch
         * @description No message of the batch is handed over any more; what is being handed over at this moment goes through. Items can still be appended. Messages keep their `expiresAt`: a pause that lasts longer ends them as `expired`.
         */
        post: operations["pauseBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go on with a paused batch
         * @description Waiting messages are sent again, scheduled ones at their own time.
         */
        post: operations["resumeBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a batch
         * @description For good. No message of the batch is handed over any more; those that wait become `canceled` within moments. What is with the carrier cannot be taken back.
         */
        post: operations["cancelBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List refused requests, newest first
         * @description Every write that was answered with 400 to 429 after its key was accepted, for 14 days, without its content: the answers name fields and rules, never values. Written within a second or two, and lost while the database is away.
         */
        get: operations["listRefusedRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{requestId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one refused request */
        get: operations["getRefusedRequest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recipients/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask what became of messages to one number
         * @description The last messages, opt-outs, holds and refused requests of one recipient, with a verdict in one sentence. The number is in the body, because URLs end up in logs.
         */
        post: operations["lookUpRecipient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read statistics of messages
         * @description Counts and rates of the messages accepted in a range (default: the last 24 hours, at most 92 days) by their present status, so that late receipts are in, and the queue as it is now. At most 1,000,000 messages.
         */
        get: operations["getStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what messages came to
         * @description Messages, segments and prices per month (UTC) of acceptance, at most 12 months: in all, per tenant, per sender or per tag. Prices are what providers reported, as exact decimal text; `estimated` is what to expect of messages that have none yet. An operator who names no tenant sees those of all tenants.
         */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export messages as CSV or NDJSON
         * @description Streams every message of a filter, newest first, with the fields of `GET /v1/messages`, masked without `content:read`. Ends at 1,000,000 rows or after 10 minutes. An export that is not whole never looks whole: NDJSON ends with a line `{"incomplete":{…}}`, CSV with a broken connection.
         */
        get: operations["exportMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List opt-outs, newest first
         * @description Who must not be written to. An opt-out that binds every tenant is listed for those that had written to the recipient before, and for any that asks for the very number.
         */
        get: operations["listSuppressions"];
        put?: never;
        /**
         * Set an opt-out
         * @description For opt-outs that came in another way: by phone, mail or a web form. Takes effect at the next hand-over, so that waiting messages become `blocked`. START does not lift it.
         */
        post: operations["createSuppression"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suppressions/{id}": {
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
         * Lift an opt-out
         * @description Only with the consent of the recipient. The opt-out is kept as evidence with the key that lifted it. One that binds every tenant is lifted for yours alone.
         */
        delete: operations["removeSuppression"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inbound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List inbound messages, newest first
         * @description What recipients wrote to the senders, for the tenant that had written to them last. An operator who names no tenant sees those that nobody had written to.
         */
        get: operations["listInbound"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inbound/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one inbound message */
        get: operations["getInbound"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the API keys of the tenant, newest first */
        get: operations["listKeys"];
        put?: never;
        /**
         * Make an API key
         * @description The key is in this answer and nowhere else. You can grant only the scopes of your own key.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one API key */
        get: operations["getKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an API key a new secret
         * @description Id, prefix, scopes and expiry stay. The old secret goes on working for `overlapSeconds`; rotating again ends it.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke an API key
         * @description It stops working within 5 seconds in every process, for good. Revoking it again changes nothing.
         */
        post: operations["revokeKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List all tenants, newest first */
        get: operations["listTenants"];
        put?: never;
        /** Make a tenant */
        post: operations["createTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one tenant */
        get: operations["getTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename a tenant, set its policy, or switch it off and on */
        patch: operations["changeTenant"];
        trace?: never;
    };
    "/v1/tenants/{id}/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the limits that a tenant has of its own */
        get: operations["getTenantLimits"];
        /**
         * Give a tenant limits of its own
         * @description Instead of those it had: what is left out or null holds as the installation sets it. It counts within 10 seconds in every process, without a restart. Setting the same again changes nothing.
         */
        put: operations["setTenantLimits"];
        post?: never;
        /**
         * Take the limits of its own from a tenant
         * @description Those of the installation hold again, within 10 seconds. Doing it again changes nothing.
         */
        delete: operations["removeTenantLimits"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the audit log, newest first
         * @description What keys and people did to keys, tenants, batches and consent, and what operators read. Lines are never changed; each holds a hash over the one before. An operator who names no tenant sees the whole installation.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
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
        /**
         * @example {
         *       "to": "+15558675310",
         *       "body": "Your order is on its way.",
         *       "mediaUrls": [
         *         "https://media.example.com/parcel.jpg"
         *       ],
         *       "reference": "order-1042"
         *     }
         */
        MessageDraftInput: {
            /** @description Recipient in E.164. */
            to: string;
            /**
             * @description Which configured provider sends it. Default: the one that `from` belongs to, else the installation's default.
             * @enum {string}
             */
            provider?: "twilio" | "plivo" | "sinch" | "aws";
            /** @description One of the configured senders: a number, short code or messaging service. Default: the default sender. */
            from?: string;
            /** @description Text, at most 1600 characters. */
            body?: string;
            /** @description Absolute https URLs that the carrier fetches, at most 10. */
            mediaUrls?: string[];
            /**
             * @description What happens when the carrier's answer is lost: never send again, send again once it is proven that it never arrived, or send again in any case. Default: the tenant's, usually `confirmed`.
             * @enum {string}
             */
            policy?: "at_most_once" | "confirmed" | "at_least_once";
            /** @description Send as MMS even without media. */
            requireMms?: boolean;
            /**
             * Format: date-time
             * @description Not before this time: RFC 3339 with any offset, at most 35 days ahead. A time in the past means now.
             */
            sendAt?: string;
            /** @description How long sending is tried, counted from sendAt or now; after that the message is expired. Default: 14400. */
            validitySeconds?: number;
            /**
             * @description Who goes first when more is due than can be sent at once. Default: `normal`.
             * @enum {string}
             */
            priority?: "urgent" | "normal" | "bulk";
            /** @description Your own id for this message. */
            reference?: string;
            metadata?: {
                [key: string]: string | number | boolean;
            };
            tags?: string[];
        };
        /**
         * @example {
         *       "to": "+15558675310",
         *       "body": "Your order is on its way.",
         *       "mediaUrls": [
         *         "https://media.example.com/parcel.jpg"
         *       ],
         *       "reference": "order-1042"
         *     }
         */
        CreateMessageInput: {
            /** @description Recipient in E.164. */
            to: string;
            /**
             * @description Which configured provider sends it. Default: the one that `from` belongs to, else the installation's default.
             * @enum {string}
             */
            provider?: "twilio" | "plivo" | "sinch" | "aws";
            /** @description One of the configured senders: a number, short code or messaging service. Default: the default sender. */
            from?: string;
            /** @description Text, at most 1600 characters. */
            body?: string;
            /** @description Absolute https URLs that the carrier fetches, at most 10. */
            mediaUrls?: string[];
            /**
             * @description What happens when the carrier's answer is lost: never send again, send again once it is proven that it never arrived, or send again in any case. Default: the tenant's, usually `confirmed`.
             * @enum {string}
             */
            policy?: "at_most_once" | "confirmed" | "at_least_once";
            /** @description Send as MMS even without media. */
            requireMms?: boolean;
            /**
             * Format: date-time
             * @description Not before this time: RFC 3339 with any offset, at most 35 days ahead. A time in the past means now.
             */
            sendAt?: string;
            /** @description How long sending is tried, counted from sendAt or now; after that the message is expired. Default: 14400. */
            validitySeconds?: number;
            /**
             * @description Who goes first when more is due than can be sent at once. Default: `normal`.
             * @enum {string}
             */
            priority?: "urgent" | "normal" | "bulk";
            /** @description Your own id for this message. */
            reference?: string;
            metadata?: {
                [key: string]: string | number | boolean;
            };
            tags?: string[];
            /** @description Dry run: answers 200 with the full verdict, stores nothing and uses up no key. */
            validateOnly?: boolean;
        };
        /**
         * @example {
         *       "name": "spring sale",
         *       "mode": "each",
         *       "defaults": {
         *         "body": "Our spring sale starts today.",
         *         "tags": [
         *           "spring"
         *         ]
         *       },
         *       "items": [
         *         {
         *           "to": "+15558675310"
         *         },
         *         {
         *           "to": "+15558675311",
         *           "body": "Hello Ann, our spring sale starts today."
         *         }
         *       ]
         *     }
         */
        CreateBatchInput: {
            /** @description For people. */
            name?: string;
            /**
             * @description `all`: one bad item refuses its whole request. `each`: the good ones are stored. Default: `all`.
             * @default all
             * @enum {string}
             */
            mode?: "all" | "each";
            /**
             * @description Fields of `POST /v1/messages`, apart from `to` and `reference`, for every item that does not have them itself; for appended items too.
             * @default {}
             */
            defaults?: {
                [key: string]: unknown;
            };
            /**
             * @description At most 1000 messages.
             * @default []
             */
            items?: components["schemas"]["MessageDraftInput"][];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "to": "+15558675310",
         *           "body": "Our spring sale starts today."
         *         }
         *       ]
         *     }
         */
        AppendItemsInput: {
            /** @description At most 1000 messages. */
            items: components["schemas"]["MessageDraftInput"][];
        };
        /**
         * @example {
         *       "to": "+15558675310",
         *       "body": "Hello",
         *       "mediaUrl": "https://media.example.com/parcel.jpg"
         *     }
         */
        CompatMessageInput: {
            to?: string;
            body?: string;
            text?: string;
            message?: string;
            destinationPhoneNumber?: string;
            messageBody?: string;
            mediaUrl?: string | string[];
        } & {
            [key: string]: unknown;
        };
        /**
         * @example {
         *       "name": "shop",
         *       "scopes": [
         *         "messages:write",
         *         "messages:read"
         *       ],
         *       "expiresInSeconds": 7776000
         *     }
         */
        CreateKeyInput: {
            /** @description Who uses the key, at most 100 characters. */
            name: string;
            /** @description What it may do. You can grant only what your own key may do. */
            scopes: ("messages:read" | "messages:write" | "content:read" | "ops" | "admin")[];
            /** @description Its life; without it the key lives until it is revoked. */
            expiresInSeconds?: number;
        };
        /**
         * @default {}
         * @example {
         *       "overlapSeconds": 3600
         *     }
         */
        RotateKeyInput: {
            /**
             * @description How long the old secret goes on working, at most 7 days. 0 ends it within 5 seconds.
             * @default 86400
             */
            overlapSeconds?: number;
        };
        /**
         * @default {}
         * @example {
         *       "force": false
         *     }
         */
        RevokeKeyInput: {
            /**
             * @description Revoke even the last key that can manage keys; only an operator can make another then.
             * @default false
             */
            force?: boolean;
        };
        /**
         * @example {
         *       "number": "+1 (555) 867-5310"
         *     }
         */
        LookupRecipientInput: {
            /** @description The number in any usual spelling; without a country code it is read as one of the default sender's country. */
            number: string;
        };
        /**
         * @example {
         *       "recipient": "+15558675310",
         *       "note": "asked by phone on 2 November"
         *     }
         */
        CreateSuppressionInput: {
            /** @description Who must not be written to, in E.164. */
            recipient: string;
            /** @description From which of the configured senders: a number or messaging service. Default: from none of them. */
            sender?: string;
            /** @description How it became known; kept as evidence. */
            note?: string;
        };
        /**
         * @description What is left out or null holds as the installation sets it.
         * @example {
         *       "dailyMessages": 50000,
         *       "countryMessages": {
         *         "GB": 5000,
         *         "JM": 0
         *       },
         *       "recipientPerHour": 10
         *     }
         */
        SetLimitsInput: {
            /** @description Messages in a day (UTC); 0 stops the tenant. */
            dailyMessages?: number | null;
            /** @description Of these to one country, except the US and Canada; 0 stops all of them. */
            dailyPerCountry?: number | null;
            /** @description Messages to one recipient in an hour of the clock. */
            recipientPerHour?: number | null;
            /** @description The same to all numbers that differ in their last four digits only. */
            prefixPerHour?: number | null;
            /** @description Writes of one key in a second. */
            writesPerSecond?: number | null;
            /** @description Reads of one key in a second. */
            readsPerSecond?: number | null;
            /** @description Messages in a day (UTC) to these countries, by ISO 3166 code; 0 stops the country. */
            countryMessages?: {
                [key: string]: number;
            };
        };
        /**
         * @example {
         *       "name": "acme",
         *       "defaultPolicy": "confirmed"
         *     }
         */
        CreateTenantInput: {
            /** @description Unique in the installation, at most 100 characters. */
            name: string;
            /**
             * @description Policy of messages that name none. See reliability.
             * @default confirmed
             * @enum {string}
             */
            defaultPolicy?: "at_most_once" | "confirmed" | "at_least_once";
        };
        /**
         * @example {
         *       "isActive": false
         *     }
         */
        ChangeTenantInput: {
            name?: string;
            /** @enum {string} */
            defaultPolicy?: "at_most_once" | "confirmed" | "at_least_once";
            /** @description false: every key of the tenant answers 401 within 5 seconds. What was accepted is still sent. */
            isActive?: boolean;
        };
        MessageError: {
            code: string;
            /** @enum {string} */
            class: "account" | "sender" | "configuration" | "recipient" | "content" | "opt_out" | "filtered" | "throttled" | "transient" | "network" | "ambiguous" | "expired" | "canceled" | "unknown";
            title: string;
            cause: string;
            remedy: string;
        };
        /**
         * @example {
         *       "id": "0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *       "status": "queued",
         *       "kind": "mms",
         *       "to": "+15558675310",
         *       "provider": "twilio",
         *       "from": "+15005550006",
         *       "reference": "order-1042",
         *       "priority": "normal",
         *       "createdAt": "2026-11-21T12:00:00.000Z",
         *       "sendAt": null,
         *       "expiresAt": "2026-11-21T16:00:00.000Z",
         *       "possibleDuplicateOf": null,
         *       "error": null,
         *       "warnings": [],
         *       "links": {
         *         "self": "/v1/messages/0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *         "events": "/v1/messages/0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c/events"
         *       }
         *     }
         */
        AcceptedMessage: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "scheduled" | "queued" | "sending" | "retrying" | "ambiguous" | "submitted" | "sent" | "delivered" | "undelivered" | "failed" | "canceled" | "expired" | "blocked" | "unknown";
            /** @enum {string} */
            kind: "mms" | "sms";
            to: string;
            /**
             * @description The provider it will leave through.
             * @enum {string}
             */
            provider: "twilio" | "plivo" | "sinch" | "aws";
            /** @description The sender it will leave from. */
            from: string;
            reference: string | null;
            /** @enum {string} */
            priority: "urgent" | "normal" | "bulk";
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            createdAt: string;
            /** @description Not sent before this time; null: at once. */
            sendAt: string | null;
            /**
             * Format: date-time
             * @description When sending is given up.
             */
            expiresAt: string;
            /** @description Newest message to this recipient with the same content within 10 minutes before this one. */
            possibleDuplicateOf: string | null;
            /** @description Set when `Prefer: wait` saw the message fail. */
            error: components["schemas"]["MessageError"] | null;
            warnings: {
                code: string;
                field: string;
                message: string;
            }[];
            links: {
                self: string;
                events: string;
            };
        };
        /**
         * @example {
         *       "id": "01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12",
         *       "status": "delivered",
         *       "kind": "mms",
         *       "to": "+15558675310",
         *       "from": "+15005550006",
         *       "messagingService": null,
         *       "body": "Your order is on its way.",
         *       "mediaUrls": [
         *         "https://media.example.com/parcel.jpg"
         *       ],
         *       "contentMasked": false,
         *       "reference": "order-1042",
         *       "metadata": {},
         *       "tags": [],
         *       "provider": "twilio",
         *       "providerId": "MM0123456789abcdef0123456789abcdef",
         *       "error": null,
         *       "hold": null,
         *       "policy": "confirmed",
         *       "attempts": 1,
         *       "nextAttemptAt": null,
         *       "segments": 1,
         *       "mediaCount": 1,
         *       "price": "0.0200",
         *       "priceUnit": "USD",
         *       "duplicate": false,
         *       "possibleDuplicateOf": null,
         *       "priority": "normal",
         *       "createdAt": "2026-11-21T12:00:00.000Z",
         *       "expiresAt": "2026-11-21T16:00:00.000Z",
         *       "sendAt": null,
         *       "submittedAt": "2026-11-21T12:00:01.000Z",
         *       "sentAt": "2026-11-21T12:00:03.000Z",
         *       "deliveredAt": "2026-11-21T12:00:05.000Z",
         *       "finalAt": "2026-11-21T12:00:05.000Z"
         *     }
         */
        Message: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "scheduled" | "queued" | "sending" | "retrying" | "ambiguous" | "submitted" | "sent" | "delivered" | "undelivered" | "failed" | "canceled" | "expired" | "blocked" | "unknown";
            /** @enum {string} */
            kind: "mms" | "sms";
            to: string;
            from: string | null;
            messagingService: string | null;
            body: string | null;
            mediaUrls: string[];
            /** @description True when the key lacks `content:read`: numbers are masked, text and media left out. */
            contentMasked: boolean;
            reference: string | null;
            metadata: {
                [key: string]: string | number | boolean;
            };
            tags: string[];
            provider: string;
            /** @description The carrier's id, known once it accepted. */
            providerId: string | null;
            error: components["schemas"]["MessageError"] | null;
            /** @description Set while the account or the sender is held; the message waits and is not lost. */
            hold: {
                /** @enum {string} */
                scope: "account" | "sender";
                code: string;
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC.
                 */
                since: string;
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC.
                 */
                nextProbeAt: string;
            } | null;
            /** @enum {string} */
            policy: "at_most_once" | "confirmed" | "at_least_once";
            /** @description Attempts started so far. */
            attempts: number;
            nextAttemptAt: string | null;
            segments: number | null;
            mediaCount: number;
            /** @description Decimal, in priceUnit; null until billed. */
            price: string | null;
            priceUnit: string | null;
            /** @description True when two provider ids were proven for this message. */
            duplicate: boolean;
            /** @description Newest message to this recipient with the same content within 10 minutes before this one. */
            possibleDuplicateOf: string | null;
            /** @enum {string} */
            priority: "urgent" | "normal" | "bulk";
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            createdAt: string;
            /** @description Not sent before this time; null: at once. */
            sendAt: string | null;
            submittedAt: string | null;
            sentAt: string | null;
            deliveredAt: string | null;
            finalAt: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            expiresAt: string;
        };
        /**
         * @example {
         *       "version": 1,
         *       "type": "message.accepted",
         *       "status": "queued",
         *       "at": "2026-11-21T12:00:00.000Z",
         *       "attempt": null,
         *       "providerId": null,
         *       "error": null,
         *       "data": {}
         *     }
         */
        MessageEvent: {
            version: number;
            /** @enum {string} */
            type: "message.accepted" | "message.held" | "message.canceled" | "message.blocked" | "message.expired" | "message.closed" | "message.unproven" | "message.resolved" | "message.priced" | "attempt.started" | "attempt.accepted" | "attempt.rejected" | "attempt.not_sent" | "attempt.ambiguous" | "attempt.absent" | "receipt.applied" | "receipt.ignored" | "receipt.conflicting";
            /**
             * @description Status of the message after this event.
             * @enum {string}
             */
            status: "scheduled" | "queued" | "sending" | "retrying" | "ambiguous" | "submitted" | "sent" | "delivered" | "undelivered" | "failed" | "canceled" | "expired" | "blocked" | "unknown";
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            at: string;
            attempt: number | null;
            providerId: string | null;
            error: components["schemas"]["MessageError"] | null;
            data: {
                [key: string]: unknown;
            };
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "version": 1,
         *           "type": "message.accepted",
         *           "status": "queued",
         *           "at": "2026-11-21T12:00:00.000Z",
         *           "attempt": null,
         *           "providerId": null,
         *           "error": null,
         *           "data": {}
         *         }
         *       ]
         *     }
         */
        EventPage: {
            data: components["schemas"]["MessageEvent"][];
        };
        FieldProblem: {
            field: string;
            /** @description Stable name of the rule, for example `e164`. */
            rule: string;
            /** @description What is wrong and what to send instead. */
            message: string;
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            /** @description Stable, for programs. */
            code: string;
            /** @description For people: what is wrong and how to mend it. */
            detail: string;
            /** @description The first field that is wrong. */
            field?: string;
            errors?: components["schemas"]["FieldProblem"][];
            /** @description In a batch: how many items are wrong. */
            badItems?: number;
            requestId: string;
        };
        BatchVerdict: {
            index: number;
            /** @constant */
            verdict: "accepted";
            /** Format: uuid */
            id: string;
        } | {
            index: number;
            /** @constant */
            verdict: "refused";
            /** @description A problem code, as for a single message. */
            code: string;
            detail: string;
            errors: components["schemas"]["FieldProblem"][];
        };
        /**
         * @example {
         *       "id": "0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *       "name": "spring sale",
         *       "mode": "each",
         *       "state": "open",
         *       "items": 2,
         *       "refused": 0,
         *       "createdAt": "2026-11-21T12:00:00.000Z",
         *       "pausedAt": null,
         *       "canceledAt": null,
         *       "links": {
         *         "self": "/v1/batches/0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *         "items": "/v1/batches/0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c/items",
         *         "messages": "/v1/messages?batch=0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c"
         *       }
         *     }
         */
        BatchSummary: {
            /** Format: uuid */
            id: string;
            name: string | null;
            /** @enum {string} */
            mode: "all" | "each";
            /**
             * @description `open` batches are sent and take more items; `paused` ones take items and are not sent.
             * @enum {string}
             */
            state: "open" | "paused" | "canceled";
            /** @description Messages stored. */
            items: number;
            /** @description Items refused in mode `each`. */
            refused: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            createdAt: string;
            pausedAt: string | null;
            canceledAt: string | null;
            links: {
                self: string;
                items: string;
                messages: string;
            };
        };
        /**
         * @example {
         *       "id": "0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *       "name": "spring sale",
         *       "mode": "each",
         *       "state": "open",
         *       "items": 2,
         *       "refused": 0,
         *       "createdAt": "2026-11-21T12:00:00.000Z",
         *       "pausedAt": null,
         *       "canceledAt": null,
         *       "links": {
         *         "self": "/v1/batches/0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *         "items": "/v1/batches/0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c/items",
         *         "messages": "/v1/messages?batch=0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c"
         *       },
         *       "counts": {
         *         "queued": 1,
         *         "sent": 1
         *       },
         *       "progress": {
         *         "waiting": 1,
         *         "underWay": 0,
         *         "done": 1
         *       }
         *     }
         */
        Batch: {
            /** Format: uuid */
            id: string;
            name: string | null;
            /** @enum {string} */
            mode: "all" | "each";
            /**
             * @description `open` batches are sent and take more items; `paused` ones take items and are not sent.
             * @enum {string}
             */
            state: "open" | "paused" | "canceled";
            /** @description Messages stored. */
            items: number;
            /** @description Items refused in mode `each`. */
            refused: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            createdAt: string;
            pausedAt: string | null;
            canceledAt: string | null;
            links: {
                self: string;
                items: string;
                messages: string;
            };
            /** @description Messages by status; a status that does not occur is left out. */
            counts: {
                [key: string]: number;
            };
            /** @description The counts in three numbers; together they are `items`. */
            progress: {
                /** @description scheduled, queued or retrying */
                waiting: number;
                /** @description sending, ambiguous or submitted */
                underWay: number;
                /** @description sent, or ended in any way */
                done: number;
            };
        };
        /**
         * @example {
         *       "id": "0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *       "name": "spring sale",
         *       "mode": "each",
         *       "state": "open",
         *       "items": 2,
         *       "refused": 0,
         *       "createdAt": "2026-11-21T12:00:00.000Z",
         *       "pausedAt": null,
         *       "canceledAt": null,
         *       "links": {
         *         "self": "/v1/batches/0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *         "items": "/v1/batches/0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c/items",
         *         "messages": "/v1/messages?batch=0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c"
         *       },
         *       "verdicts": [
         *         {
         *           "index": 0,
         *           "verdict": "accepted",
         *           "id": "01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12"
         *         },
         *         {
         *           "index": 1,
         *           "verdict": "accepted",
         *           "id": "01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d13"
         *         }
         *       ]
         *     }
         */
        CreatedBatch: {
            /** Format: uuid */
            id: string;
            name: string | null;
            /** @enum {string} */
            mode: "all" | "each";
            /**
             * @description `open` batches are sent and take more items; `paused` ones take items and are not sent.
             * @enum {string}
             */
            state: "open" | "paused" | "canceled";
            /** @description Messages stored. */
            items: number;
            /** @description Items refused in mode `each`. */
            refused: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            createdAt: string;
            pausedAt: string | null;
            canceledAt: string | null;
            links: {
                self: string;
                items: string;
                messages: string;
            };
            /** @description One per item, in their order. */
            verdicts: components["schemas"]["BatchVerdict"][];
        };
        /**
         * @example {
         *       "batchId": "0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *       "chunk": "chunk-17",
         *       "accepted": 2,
         *       "refused": 0,
         *       "verdicts": [
         *         {
         *           "index": 0,
         *           "verdict": "accepted",
         *           "id": "01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12"
         *         },
         *         {
         *           "index": 1,
         *           "verdict": "accepted",
         *           "id": "01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d13"
         *         }
         *       ]
         *     }
         */
        ChunkReceipt: {
            /** Format: uuid */
            batchId: string;
            /** @description The `Idempotency-Key` that names the chunk. */
            chunk: string;
            accepted: number;
            refused: number;
            /** @description One per item, in their order. */
            verdicts: components["schemas"]["BatchVerdict"][];
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "id": "0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *           "name": "spring sale",
         *           "mode": "each",
         *           "state": "open",
         *           "items": 2,
         *           "refused": 0,
         *           "createdAt": "2026-11-21T12:00:00.000Z",
         *           "pausedAt": null,
         *           "canceledAt": null,
         *           "links": {
         *             "self": "/v1/batches/0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *             "items": "/v1/batches/0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c/items",
         *             "messages": "/v1/messages?batch=0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c"
         *           }
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        BatchPage: {
            data: components["schemas"]["BatchSummary"][];
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "id": "0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *       "seq": 42,
         *       "at": "2026-11-21T12:00:00.000Z",
         *       "tenantId": "0199f3c2-0000-7c11-9a55-0d6a5c7a1b2c",
         *       "actor": "key",
         *       "actorKeyId": "0199f3c2-1111-7c11-9a55-0d6a5c7a1b2c",
         *       "actorPrefix": "Ab3dEf6hIj9l",
         *       "action": "key.revoked",
         *       "target": "0199f3c2-2222-7c11-9a55-0d6a5c7a1b2c",
         *       "ip": "192.0.2.10",
         *       "requestId": "0199f3c2-3333-7c11-9a55-0d6a5c7a1b2c",
         *       "details": {
         *         "prefix": "Zz3dEf6hIj9l",
         *         "isForced": false
         *       },
         *       "hash": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
         *     }
         */
        AuditLine: {
            id: string;
            /** @description Place in the chain of the whole installation. */
            seq: number;
            /** @description RFC 3339, UTC. */
            at: string;
            /** @description null: the installation. */
            tenantId: string | null;
            /** @description `key`, `cli` (a person at the command line) or `system`. */
            actor: string;
            actorKeyId: string | null;
            /** @description Prefix of the key that did it. */
            actorPrefix: string | null;
            /** @description What happened, such as `key.revoked`. */
            action: string;
            /** @description Id of what it was done to, or the path that was read. */
            target: string | null;
            ip: string | null;
            requestId: string | null;
            details: {
                [key: string]: unknown;
            };
            /** @description SHA-256 over the hash before and this line, as hex. */
            hash: string;
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "id": "0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *           "seq": 42,
         *           "at": "2026-11-21T12:00:00.000Z",
         *           "tenantId": "0199f3c2-0000-7c11-9a55-0d6a5c7a1b2c",
         *           "actor": "key",
         *           "actorKeyId": "0199f3c2-1111-7c11-9a55-0d6a5c7a1b2c",
         *           "actorPrefix": "Ab3dEf6hIj9l",
         *           "action": "key.revoked",
         *           "target": "0199f3c2-2222-7c11-9a55-0d6a5c7a1b2c",
         *           "ip": "192.0.2.10",
         *           "requestId": "0199f3c2-3333-7c11-9a55-0d6a5c7a1b2c",
         *           "details": {
         *             "prefix": "Zz3dEf6hIj9l",
         *             "isForced": false
         *           },
         *           "hash": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        AuditPage: {
            data: components["schemas"]["AuditLine"][];
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "success": true,
         *       "message": "MMS sent successfully",
         *       "sid": "MM…"
         *     }
         */
        CompatSuccess: {
            /** @constant */
            success: true;
            message: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * @example {
         *       "success": false,
         *       "message": "Failed to send MMS",
         *       "error": "to is required"
         *     }
         */
        CompatFailure: {
            error: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * @example {
         *       "wouldAccept": false,
         *       "code": "recipient_opted_out",
         *       "detail": "the recipient opted out of this sender; do not write to them until they opt in again",
         *       "errors": [],
         *       "message": null
         *     }
         */
        DryRun: {
            wouldAccept: boolean;
            /** @description The error code that the request would get; null: none. */
            code: string | null;
            /** @description What is wrong and how to mend it. */
            detail: string | null;
            /** @description Every rule that is broken. */
            errors: components["schemas"]["FieldProblem"][];
            /** @description What would be stored, with its warnings. */
            message: {
                /** @enum {string} */
                status: "scheduled" | "queued" | "sending" | "retrying" | "ambiguous" | "submitted" | "sent" | "delivered" | "undelivered" | "failed" | "canceled" | "expired" | "blocked" | "unknown";
                /** @enum {string} */
                kind: "mms" | "sms";
                to: string;
                /**
                 * @description The provider it will leave through.
                 * @enum {string}
                 */
                provider: "twilio" | "plivo" | "sinch" | "aws";
                /** @description The sender it will leave from. */
                from: string;
                reference: string | null;
                /** @enum {string} */
                priority: "urgent" | "normal" | "bulk";
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC.
                 */
                createdAt: string;
                /** @description Not sent before this time; null: at once. */
                sendAt: string | null;
                /**
                 * Format: date-time
                 * @description When sending is given up.
                 */
                expiresAt: string;
                /** @description Newest message to this recipient with the same content within 10 minutes before this one. */
                possibleDuplicateOf: string | null;
                warnings: {
                    code: string;
                    field: string;
                    message: string;
                }[];
            } | null;
        };
        /**
         * @example {
         *       "id": "01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12",
         *       "status": "canceled",
         *       "canceledAt": "2026-12-01T08:00:00.000Z",
         *       "reference": "order-1042",
         *       "links": {
         *         "self": "/v1/messages/01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12",
         *         "events": "/v1/messages/01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12/events"
         *       }
         *     }
         */
        CanceledMessage: {
            /** Format: uuid */
            id: string;
            /**
             * @description `failed` where the carrier had accepted it and took it back.
             * @enum {string}
             */
            status: "canceled" | "failed";
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            canceledAt: string;
            reference: string | null;
            links: {
                self: string;
                events: string;
            };
        };
        /**
         * @example {
         *       "code": "21614",
         *       "provider": "twilio",
         *       "class": "recipient",
         *       "title": "Not a mobile number",
         *       "cause": "The number cannot receive messages.",
         *       "remedy": "Ask for a mobile number and stop sending to this one.",
         *       "handling": "final",
         *       "holds": null,
         *       "usesAttempt": true,
         *       "documentationUrl": "https://www.twilio.com/docs/errors/21614"
         *     }
         */
        ErrorEntry: {
            code: string;
            /** @enum {string} */
            provider: "twilio" | "plivo" | "sinch" | "aws" | "heliograph";
            /** @enum {string} */
            class: "account" | "sender" | "configuration" | "recipient" | "content" | "opt_out" | "filtered" | "throttled" | "transient" | "network" | "ambiguous" | "expired" | "canceled" | "unknown";
            title: string;
            cause: string;
            remedy: string;
            /**
             * @description What Heliograph does when a hand-over ends with this code: `tried_again` by itself, `final` at once, or `proven`: the truth is found out before anything is sent again. Reported later, in a receipt, it is always final.
             * @enum {string}
             */
            handling: "tried_again" | "final" | "proven";
            /** @description What rests until a probe gets through: all messages of the account or of the sender. Null: nothing. */
            holds: ("account" | "sender") | null;
            /** @description Whether such an attempt counts against the most attempts of a message. */
            usesAttempt: boolean;
            /** @description The carrier's own page about it. */
            documentationUrl: string | null;
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "code": "21614",
         *           "provider": "twilio",
         *           "class": "recipient",
         *           "title": "Not a mobile number",
         *           "cause": "The number cannot receive messages.",
         *           "remedy": "Ask for a mobile number and stop sending to this one.",
         *           "handling": "final",
         *           "holds": null,
         *           "usesAttempt": true,
         *           "documentationUrl": "https://www.twilio.com/docs/errors/21614"
         *         }
         *       ]
         *     }
         */
        ErrorList: {
            data: components["schemas"]["ErrorEntry"][];
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "id": "01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12",
         *           "status": "delivered",
         *           "kind": "mms",
         *           "to": "+15558675310",
         *           "from": "+15005550006",
         *           "messagingService": null,
         *           "body": "Your order is on its way.",
         *           "mediaUrls": [
         *             "https://media.example.com/parcel.jpg"
         *           ],
         *           "contentMasked": false,
         *           "reference": "order-1042",
         *           "metadata": {},
         *           "tags": [],
         *           "provider": "twilio",
         *           "providerId": "MM0123456789abcdef0123456789abcdef",
         *           "error": null,
         *           "hold": null,
         *           "policy": "confirmed",
         *           "attempts": 1,
         *           "nextAttemptAt": null,
         *           "segments": 1,
         *           "mediaCount": 1,
         *           "price": "0.0200",
         *           "priceUnit": "USD",
         *           "duplicate": false,
         *           "possibleDuplicateOf": null,
         *           "priority": "normal",
         *           "createdAt": "2026-11-21T12:00:00.000Z",
         *           "expiresAt": "2026-11-21T16:00:00.000Z",
         *           "sendAt": null,
         *           "submittedAt": "2026-11-21T12:00:01.000Z",
         *           "sentAt": "2026-11-21T12:00:03.000Z",
         *           "deliveredAt": "2026-11-21T12:00:05.000Z",
         *           "finalAt": "2026-11-21T12:00:05.000Z"
         *         }
         *       ],
         *       "nextCursor": null,
         *       "count": null
         *     }
         */
        MessagePage: {
            data: components["schemas"]["Message"][];
            /** @description Continues the list; null at its end. A page can be short, or empty, and have one. */
            nextCursor: string | null;
            /** @description With `count=true`: how many messages the filter has, as text. `10000+` says more than 10,000; `37+` says that 37 were found before counting became too long. Otherwise null. */
            count: string | null;
        };
        /**
         * @example {
         *       "id": "019a9c3e-5b79-7f10-8c55-6a0be2b4d901",
         *       "from": "+15558675310",
         *       "to": "+15005550006",
         *       "messagingService": null,
         *       "body": "Stop.",
         *       "mediaUrls": [],
         *       "mediaCount": 0,
         *       "contentMasked": false,
         *       "keyword": "STOP",
         *       "action": "stop",
         *       "provider": "twilio",
         *       "providerId": "SM0123456789abcdef0123456789abcdef",
         *       "receivedAt": "2026-11-20T09:30:00.000Z"
         *     }
         */
        InboundMessage: {
            /** Format: uuid */
            id: string;
            /** @description Who wrote it. */
            from: string;
            /** @description The sender it was written to. */
            to: string;
            /** @description The messaging service that the sender belongs to. */
            messagingService: string | null;
            /** @description Null when masked, or cleared by age. */
            body: string | null;
            /** @description At the carrier; fetching them needs the account's credentials. */
            mediaUrls: string[];
            mediaCount: number;
            /** @description True when the key lacks `content:read`: numbers are masked, text and media left out. */
            contentMasked: boolean;
            /** @description The keyword that was read, as one word in capitals. */
            keyword: string | null;
            /** @description What it asked for: `stop` added an opt-out, `start` lifted it, `help` did nothing more. */
            action: ("stop" | "start" | "help") | null;
            provider: string;
            /** @description The carrier's id. */
            providerId: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            receivedAt: string;
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "id": "019a9c3e-5b79-7f10-8c55-6a0be2b4d901",
         *           "from": "+15558675310",
         *           "to": "+15005550006",
         *           "messagingService": null,
         *           "body": "Stop.",
         *           "mediaUrls": [],
         *           "mediaCount": 0,
         *           "contentMasked": false,
         *           "keyword": "STOP",
         *           "action": "stop",
         *           "provider": "twilio",
         *           "providerId": "SM0123456789abcdef0123456789abcdef",
         *           "receivedAt": "2026-11-20T09:30:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        InboundPage: {
            data: components["schemas"]["InboundMessage"][];
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "id": "0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *       "prefix": "Ab3dEf6hIj9l",
         *       "name": "shop",
         *       "scopes": [
         *         "messages:write",
         *         "messages:read"
         *       ],
         *       "state": "active",
         *       "createdAt": "2026-11-21T12:00:00.000Z",
         *       "expiresAt": "2027-02-19T12:00:00.000Z",
         *       "revokedAt": null,
         *       "lastUsedAt": null,
         *       "previousSecretExpiresAt": null
         *     }
         */
        Key: {
            id: string;
            /** @description The 12 characters after `hg_`: public, and the same after a rotation. */
            prefix: string;
            name: string;
            scopes: ("messages:read" | "messages:write" | "content:read" | "ops" | "admin")[];
            /** @enum {string} */
            state: "active" | "expired" | "revoked";
            /** @description RFC 3339, UTC. */
            createdAt: string;
            expiresAt: string | null;
            revokedAt: string | null;
            /** @description Noted once a minute. */
            lastUsedAt: string | null;
            /** @description Until when the secret before the last rotation works; null: it does not. */
            previousSecretExpiresAt: string | null;
        };
        /**
         * @example {
         *       "id": "0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *       "prefix": "Ab3dEf6hIj9l",
         *       "name": "shop",
         *       "scopes": [
         *         "messages:write",
         *         "messages:read"
         *       ],
         *       "state": "active",
         *       "createdAt": "2026-11-21T12:00:00.000Z",
         *       "expiresAt": "2027-02-19T12:00:00.000Z",
         *       "revokedAt": null,
         *       "lastUsedAt": null,
         *       "previousSecretExpiresAt": null,
         *       "key": "hg_Ab3dEf6hIj9l_…",
         *       "note": "keep the key now: it is shown this once"
         *     }
         */
        MadeKey: {
            id: string;
            /** @description The 12 characters after `hg_`: public, and the same after a rotation. */
            prefix: string;
            name: string;
            scopes: ("messages:read" | "messages:write" | "content:read" | "ops" | "admin")[];
            /** @enum {string} */
            state: "active" | "expired" | "revoked";
            /** @description RFC 3339, UTC. */
            createdAt: string;
            expiresAt: string | null;
            revokedAt: string | null;
            /** @description Noted once a minute. */
            lastUsedAt: string | null;
            /** @description Until when the secret before the last rotation works; null: it does not. */
            previousSecretExpiresAt: string | null;
            /** @description The key itself, shown this once. null in a replayed answer: it is stored nowhere. */
            key: string | null;
            /** @description What to do with it. */
            note: string;
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "id": "0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *           "prefix": "Ab3dEf6hIj9l",
         *           "name": "shop",
         *           "scopes": [
         *             "messages:write",
         *             "messages:read"
         *           ],
         *           "state": "active",
         *           "createdAt": "2026-11-21T12:00:00.000Z",
         *           "expiresAt": "2027-02-19T12:00:00.000Z",
         *           "revokedAt": null,
         *           "lastUsedAt": null,
         *           "previousSecretExpiresAt": null
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        KeyPage: {
            data: components["schemas"]["Key"][];
            nextCursor: string | null;
        };
        TimelineEntry: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            at: string;
            /** @enum {string} */
            kind: "accepted" | "waiting" | "attempt" | "receipt" | "price" | "ended";
            /**
             * @description Status of the message after it.
             * @enum {string}
             */
            status: "scheduled" | "queued" | "sending" | "retrying" | "ambiguous" | "submitted" | "sent" | "delivered" | "undelivered" | "failed" | "canceled" | "expired" | "blocked" | "unknown";
            /** @description What happened, in one sentence. */
            title: string;
            /** @description When a wait is over at the latest, as far as it was known then. */
            until: string | null;
            error: components["schemas"]["MessageError"] | null;
            attempt: {
                number: number;
                /** @enum {string} */
                state: "open" | "accepted" | "rejected" | "not_sent" | "ambiguous" | "absent";
                /** @description From its start to its end, the answer of the carrier included. */
                latencyMs: number | null;
                httpStatus: number | null;
                /** @description The carrier's id of the request, for its support. */
                requestId: string | null;
                providerId: string | null;
            } | null;
            /** @description Set when the price became known. */
            price: {
                amount: string;
                unit: string | null;
            } | null;
        };
        /**
         * @example {
         *       "messageId": "0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *       "status": "sent",
         *       "explanation": "The carrier took the message. US and Canadian carriers usually give no receipt of the phone for MMS, so this is often the last word.",
         *       "expectedBy": "2026-11-24T12:00:03.000Z",
         *       "nextStep": "nothing",
         *       "consoleUrl": "https://www.twilio.com/console/sms/logs/MM0123456789abcdef0123456789abcdef",
         *       "price": null,
         *       "entries": [
         *         {
         *           "at": "2026-11-21T12:00:00.000Z",
         *           "kind": "accepted",
         *           "status": "queued",
         *           "title": "Stored; the 202 was given.",
         *           "until": null,
         *           "error": null,
         *           "attempt": null,
         *           "price": null
         *         }
         *       ]
         *     }
         */
        Timeline: {
            /** Format: uuid */
            messageId: string;
            /** @enum {string} */
            status: "scheduled" | "queued" | "sending" | "retrying" | "ambiguous" | "submitted" | "sent" | "delivered" | "undelivered" | "failed" | "canceled" | "expired" | "blocked" | "unknown";
            /** @description Where the message stands and why, in a sentence or two. */
            explanation: string;
            /** @description When news is expected at the latest; null: none is expected. */
            expectedBy: string | null;
            /** @description Who has to do what, such as `Operations: …`; `nothing` when nobody has to. */
            nextStep: string;
            /** @description The message in the carrier's console; null without an id of it. */
            consoleUrl: string | null;
            /** @description What the carrier billed; null until then. */
            price: {
                amount: string;
                unit: string | null;
            } | null;
            /** @description Oldest first. */
            entries: components["schemas"]["TimelineEntry"][];
        };
        ProviderCapabilities: {
            media: {
                /** @description Files of one message, at least. 1: it sends no MMS of text alone. */
                min: number;
                /** @description Files of one message, at most. */
                max: number;
                sources: ("https" | "http" | "s3")[];
                types: {
                    /** @description Exact types, or families such as `video/*`. */
                    types: string[];
                    maxBytes: number;
                }[];
                /** @description All files and the text together. */
                maxTotalBytes: number;
            };
            body: {
                maxChars: number;
            };
            /** @description Countries of recipients (ISO 3166-1); `any`: the carrier decides by account. */
            countries: "any" | string[];
            senders: ("number" | "messaging_service")[];
            validity: {
                minSeconds: number;
                maxSeconds: number;
            };
            /** @description Its own record of a message can be asked for. */
            lookUp: boolean;
            /**
             * @description How a message whose answer was lost is found. `none`: the policy `confirmed` acts as `at_most_once`.
             * @enum {string}
             */
            search: "by_reference" | "by_recipient" | "none";
            /** @description A message that it holds can be taken back. */
            cancel: boolean;
            /** @enum {string} */
            receipts: "per_message" | "per_account";
            /** @description How it proves that a callback is its own. */
            signature: string;
            /** @description Opt-outs that it reports. */
            optOut: string;
            /** @description Inbound messages come with their media. */
            inboundMedia: boolean;
        };
        /**
         * @example {
         *       "provider": "twilio",
         *       "title": "Twilio",
         *       "isConfigured": true,
         *       "isDefault": true,
         *       "isSimulated": false,
         *       "senders": [
         *         {
         *           "address": "+15005550006",
         *           "kind": "number",
         *           "isDefault": true
         *         }
         *       ],
         *       "capabilities": {
         *         "media": {
         *           "min": 0,
         *           "max": 10,
         *           "sources": [
         *             "https",
         *             "http"
         *           ],
         *           "types": [
         *             {
         *               "types": [
         *                 "image/jpeg",
         *                 "image/png",
         *                 "image/gif"
         *               ],
         *               "maxBytes": 5000000
         *             }
         *           ],
         *           "maxTotalBytes": 5000000
         *         },
         *         "body": {
         *           "maxChars": 1600
         *         },
         *         "countries": "any",
         *         "senders": [
         *           "number",
         *           "messaging_service"
         *         ],
         *         "validity": {
         *           "minSeconds": 1,
         *           "maxSeconds": 36000
         *         },
         *         "lookUp": true,
         *         "search": "by_recipient",
         *         "cancel": false,
         *         "receipts": "per_message",
         *         "signature": "X-Twilio-Signature (HMAC-SHA1 with the Auth Token)",
         *         "optOut": "STOP keywords, OptOutType of a messaging service, error 21610",
         *         "inboundMedia": true
         *       }
         *     }
         */
        Provider: {
            /** @enum {string} */
            provider: "twilio" | "plivo" | "sinch" | "aws";
            title: string;
            isConfigured: boolean;
            /** @description Messages that name no provider leave through it. */
            isDefault: boolean;
            /** @description A simulator stands in for the carrier: nothing is really sent. */
            isSimulated: boolean;
            /** @description What `from` may name. */
            senders: {
                address: string;
                /** @enum {string} */
                kind: "number" | "messaging_service";
                isDefault: boolean;
            }[];
            capabilities: components["schemas"]["ProviderCapabilities"];
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "provider": "twilio",
         *           "title": "Twilio",
         *           "isConfigured": true,
         *           "isDefault": true,
         *           "isSimulated": false,
         *           "senders": [
         *             {
         *               "address": "+15005550006",
         *               "kind": "number",
         *               "isDefault": true
         *             }
         *           ],
         *           "capabilities": {
         *             "media": {
         *               "min": 0,
         *               "max": 10,
         *               "sources": [
         *                 "https",
         *                 "http"
         *               ],
         *               "types": [
         *                 {
         *                   "types": [
         *                     "image/jpeg",
         *                     "image/png",
         *                     "image/gif"
         *                   ],
         *                   "maxBytes": 5000000
         *                 }
         *               ],
         *               "maxTotalBytes": 5000000
         *             },
         *             "body": {
         *               "maxChars": 1600
         *             },
         *             "countries": "any",
         *             "senders": [
         *               "number",
         *               "messaging_service"
         *             ],
         *             "validity": {
         *               "minSeconds": 1,
         *               "maxSeconds": 36000
         *             },
         *             "lookUp": true,
         *             "search": "by_recipient",
         *             "cancel": false,
         *             "receipts": "per_message",
         *             "signature": "X-Twilio-Signature (HMAC-SHA1 with the Auth Token)",
         *             "optOut": "STOP keywords, OptOutType of a messaging service, error 21610",
         *             "inboundMedia": true
         *           }
         *         }
         *       ]
         *     }
         */
        ProviderList: {
            data: components["schemas"]["Provider"][];
        };
        /**
         * @example {
         *       "requestId": "0199f3c2-7a01-7b2e-8c3d-5e6f70819203",
         *       "at": "2026-11-21T12:00:00.000Z",
         *       "method": "POST",
         *       "route": "/v1/messages",
         *       "status": 400,
         *       "code": "invalid_request",
         *       "title": "The request breaks a rule",
         *       "problems": [
         *         {
         *           "field": "to",
         *           "rule": "e164"
         *         }
         *       ],
         *       "keyId": "0199f3c2-1111-7b2e-8c3d-5e6f70819203"
         *     }
         */
        RefusedRequest: {
            /**
             * Format: uuid
             * @description `requestId` of the problem that was answered, also in `X-Request-Id`.
             */
            requestId: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            at: string;
            method: string;
            /** @description Pattern of the route, for example `/v1/messages`. */
            route: string;
            status: number;
            /** @description Problem code, for example `invalid_request`. */
            code: string;
            /** @description What the code means. */
            title: string;
            problems: {
                field: string;
                rule: string;
            }[];
            /** @description The API key that was used. */
            keyId: string | null;
        };
        /**
         * @example {
         *       "data": [],
         *       "nextCursor": null
         *     }
         */
        RefusedRequestPage: {
            data: components["schemas"]["RefusedRequest"][];
            nextCursor: string | null;
        };
        RecipientSuppression: {
            /** Format: uuid */
            id: string;
            /** @description The sender it is limited to; null: every sender. */
            sender: string | null;
            /** @description How it became known, for example `opt_out_keyword`. */
            reason: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            since: string;
        };
        RecipientHold: {
            /** @enum {string} */
            scope: "account" | "sender";
            sender: string | null;
            code: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            since: string;
            nextProbeAt: string | null;
        };
        /**
         * @example {
         *       "number": "+15558675310",
         *       "verdict": "Nothing was ever sent to this number.",
         *       "messages": [],
         *       "suppressions": [],
         *       "holds": [],
         *       "refusedRequests": []
         *     }
         */
        RecipientReport: {
            /** @description E.164; masked without `content:read`. */
            number: string;
            /** @description One sentence for people: what became of messages to this number. */
            verdict: string;
            /** @description The last ten, newest first; masked without `content:read`. */
            messages: components["schemas"]["Message"][];
            suppressions: components["schemas"]["RecipientSuppression"][];
            /** @description Every hold of this installation; each may stop messages to it. */
            holds: components["schemas"]["RecipientHold"][];
            /** @description The last ten writes of 14 days that named it and were refused. */
            refusedRequests: components["schemas"]["RefusedRequest"][];
        };
        Percentiles: {
            /** @description How many messages were measured. */
            messages: number;
            p50: number | null;
            p90: number | null;
            p99: number | null;
        };
        QueueLine: {
            /** @enum {string} */
            priority: "urgent" | "normal" | "bulk";
            /** @description Waits to be handed over and its time has come. */
            due: number;
            /** @description Waits for a later time: scheduled, or a retry. */
            later: number;
            /** @description How long the oldest due message is overdue. */
            oldestDueSeconds: number | null;
        };
        /**
         * @example {
         *       "from": "2026-11-20T00:00:00.000Z",
         *       "to": "2026-11-21T00:00:00.000Z",
         *       "interval": "day",
         *       "messages": 200,
         *       "statuses": {
         *         "delivered": 190,
         *         "undelivered": 6,
         *         "failed": 4
         *       },
         *       "deliveredRate": 0.95,
         *       "failedRate": 0.05,
         *       "errorClasses": [
         *         {
         *           "class": "recipient",
         *           "messages": 10,
         *           "rate": 0.05
         *         }
         *       ],
         *       "providers": [],
         *       "senders": [],
         *       "timeline": [],
         *       "latencySeconds": {
         *         "submitted": {
         *           "messages": 196,
         *           "p50": 0.4,
         *           "p90": 0.9,
         *           "p99": 2.1
         *         },
         *         "delivered": {
         *           "messages": 190,
         *           "p50": 3.2,
         *           "p90": 8.8,
         *           "p99": 31.5
         *         }
         *       },
         *       "queue": {
         *         "priorities": [
         *           {
         *             "priority": "normal",
         *             "due": 0,
         *             "later": 3,
         *             "oldestDueSeconds": null
         *           }
         *         ],
         *         "sending": 0,
         *         "ambiguous": 0,
         *         "isTruncated": false
         *       }
         *     }
         */
        Stats: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            from: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            to: string;
            /** @enum {string} */
            interval: "hour" | "day";
            messages: number;
            /** @description Messages by their present status; a status without messages is left out. */
            statuses: {
                [key: string]: number;
            };
            /** @description `delivered` / `messages`; null without messages. */
            deliveredRate: number | null;
            /** @description (`failed` + `undelivered` + `expired`) / `messages`; null without messages. */
            failedRate: number | null;
            /** @description Messages that show an error at present, most first. `rate` is their part of all. */
            errorClasses: {
                /** @enum {string} */
                class: "account" | "sender" | "configuration" | "recipient" | "content" | "opt_out" | "filtered" | "throttled" | "transient" | "network" | "ambiguous" | "expired" | "canceled" | "unknown";
                messages: number;
                rate: number | null;
            }[];
            providers: {
                provider: string;
                messages: number;
                /** @description Messages by their present status; a status without messages is left out. */
                statuses: {
                    [key: string]: number;
                };
                /** @description `delivered` / `messages`; null without messages. */
                deliveredRate: number | null;
                /** @description (`failed` + `undelivered` + `expired`) / `messages`; null without messages. */
                failedRate: number | null;
            }[];
            senders: {
                sender: string;
                messages: number;
                /** @description Messages by their present status; a status without messages is left out. */
                statuses: {
                    [key: string]: number;
                };
                /** @description `delivered` / `messages`; null without messages. */
                deliveredRate: number | null;
                /** @description (`failed` + `undelivered` + `expired`) / `messages`; null without messages. */
                failedRate: number | null;
            }[];
            /** @description Oldest first, without gaps. */
            timeline: {
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC.
                 */
                at: string;
                messages: number;
                /** @description Messages by their present status; a status without messages is left out. */
                statuses: {
                    [key: string]: number;
                };
                /** @description `delivered` / `messages`; null without messages. */
                deliveredRate: number | null;
                /** @description (`failed` + `undelivered` + `expired`) / `messages`; null without messages. */
                failedRate: number | null;
            }[];
            /** @description From acceptance, or from `sendAt` when scheduled, until the provider took it and until it was delivered. */
            latencySeconds: {
                submitted: components["schemas"]["Percentiles"];
                delivered: components["schemas"]["Percentiles"];
            };
            /** @description As it is now, whatever the range. */
            queue: {
                priorities: components["schemas"]["QueueLine"][];
                sending: number;
                /** @description The carrier's answer was lost; being proven. */
                ambiguous: number;
                /** @description True when a count stopped at its bound of 100,000. */
                isTruncated: boolean;
            };
        };
        /**
         * @example {
         *       "id": "019a9c3e-5b7a-7cc1-9a3f-1f0c8f6f2b11",
         *       "recipient": "+15558675310",
         *       "sender": "+15005550006",
         *       "shared": true,
         *       "reason": "opt_out_keyword",
         *       "detail": "STOP",
         *       "messageId": null,
         *       "inboundId": "019a9c3e-5b79-7f10-8c55-6a0be2b4d901",
         *       "createdAt": "2026-11-20T09:30:00.000Z",
         *       "createdBy": null,
         *       "removedAt": null,
         *       "removedBy": null,
         *       "removedInboundId": null,
         *       "contentMasked": false
         *     }
         */
        Suppression: {
            /** Format: uuid */
            id: string;
            recipient: string;
            /** @description Null: from all senders. */
            sender: string | null;
            /** @description True when it binds every tenant that uses the sender: the recipient wrote STOP to it. */
            shared: boolean;
            /**
             * @description A keyword of the recipient, an opt-out code of the carrier, or this API.
             * @enum {string}
             */
            reason: "opt_out_keyword" | "provider_code" | "api";
            /** @description The keyword, the code, or the note. */
            detail: string | null;
            /** @description Message that the carrier refused. */
            messageId: string | null;
            /** @description Inbound message with the keyword. */
            inboundId: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC.
             */
            createdAt: string;
            /** @description API key that set it. */
            createdBy: string | null;
            removedAt: string | null;
            /** @description API key that lifted it. */
            removedBy: string | null;
            /** @description Inbound START that lifted it. */
            removedInboundId: string | null;
            /** @description True when the key lacks `content:read`: numbers are masked. */
            contentMasked: boolean;
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "id": "019a9c3e-5b7a-7cc1-9a3f-1f0c8f6f2b11",
         *           "recipient": "+15558675310",
         *           "sender": "+15005550006",
         *           "shared": true,
         *           "reason": "opt_out_keyword",
         *           "detail": "STOP",
         *           "messageId": null,
         *           "inboundId": "019a9c3e-5b79-7f10-8c55-6a0be2b4d901",
         *           "createdAt": "2026-11-20T09:30:00.000Z",
         *           "createdBy": null,
         *           "removedAt": null,
         *           "removedBy": null,
         *           "removedInboundId": null,
         *           "contentMasked": false
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        SuppressionPage: {
            data: components["schemas"]["Suppression"][];
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "suppression": {
         *         "id": "019a9c3e-5b7a-7cc1-9a3f-1f0c8f6f2b11",
         *         "recipient": "+15558675310",
         *         "sender": "+15005550006",
         *         "shared": true,
         *         "reason": "opt_out_keyword",
         *         "detail": "STOP",
         *         "messageId": null,
         *         "inboundId": "019a9c3e-5b79-7f10-8c55-6a0be2b4d901",
         *         "createdAt": "2026-11-20T09:30:00.000Z",
         *         "createdBy": null,
         *         "removedAt": null,
         *         "removedBy": null,
         *         "removedInboundId": null,
         *         "contentMasked": false
         *       },
         *       "warnings": []
         *     }
         */
        RemovedSuppression: {
            suppression: components["schemas"]["Suppression"];
            /** @description `carrier_still_blocks`: the carrier goes on refusing until the recipient writes START. */
            warnings: {
                code: string;
                field: string;
                message: string;
            }[];
        };
        /**
         * @description null: as the installation sets it.
         * @example {
         *       "tenantId": "0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *       "dailyMessages": 50000,
         *       "dailyPerCountry": null,
         *       "countryMessages": {
         *         "GB": 5000,
         *         "JM": 0
         *       },
         *       "recipientPerHour": 10,
         *       "prefixPerHour": null,
         *       "writesPerSecond": 50,
         *       "readsPerSecond": null
         *     }
         */
        Limits: {
            tenantId: string;
            /** @description Messages in a day (UTC); 0 stops the tenant. */
            dailyMessages: number | null;
            /** @description Of these to one country, except the US and Canada; 0 stops all of them. */
            dailyPerCountry: number | null;
            /** @description Messages to one recipient in an hour of the clock. */
            recipientPerHour: number | null;
            /** @description The same to all numbers that differ in their last four digits only. */
            prefixPerHour: number | null;
            /** @description Writes of one key in a second. */
            writesPerSecond: number | null;
            /** @description Reads of one key in a second. */
            readsPerSecond: number | null;
            /** @description Messages in a day (UTC) to these countries, by ISO 3166 code; 0 stops the country. */
            countryMessages: {
                [key: string]: number;
            };
        };
        /**
         * @example {
         *       "id": "0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *       "name": "acme",
         *       "defaultPolicy": "confirmed",
         *       "isActive": true,
         *       "createdAt": "2026-11-21T12:00:00.000Z"
         *     }
         */
        Tenant: {
            id: string;
            name: string;
            /** @enum {string} */
            defaultPolicy: "at_most_once" | "confirmed" | "at_least_once";
            isActive: boolean;
            /** @description RFC 3339, UTC. */
            createdAt: string;
        };
        /**
         * @example {
         *       "data": [
         *         {
         *           "id": "0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c",
         *           "name": "acme",
         *           "defaultPolicy": "confirmed",
         *           "isActive": true,
         *           "createdAt": "2026-11-21T12:00:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        TenantPage: {
            data: components["schemas"]["Tenant"][];
            nextCursor: string | null;
        };
        UsageLine: {
            /** @example 2026-11 */
            month: string;
            /** @description With `groupBy=tenant`. */
            tenant?: {
                id: string;
                name: string;
            };
            /** @description With `groupBy=sender`. */
            sender?: string;
            /** @description With `groupBy=tag`; null: messages without tags. */
            tag?: string | null;
            /** @description Accepted in this month. */
            messages: number;
            /** @description Of these, taken by a provider. */
            handedOver: number;
            /** @description Segments the provider counted, as far as it told. */
            segments: number;
            /** @description Prices that providers reported, summed per currency. Decimal text, exact. */
            billed: {
                currency: string;
                amount: string;
                messages: number;
            }[];
            /** @description Handed over, and the provider has told no price yet: the bill can still grow by these. */
            unpricedMessages: number;
            /** @description Expected prices of unpriced messages: the mean of what the same provider account billed for the same kind of message in the months asked for. Messages of a kind that was not billed yet are not in it. */
            estimated: {
                currency: string;
                amount: string;
                messages: number;
            }[];
        };
        /**
         * @example {
         *       "from": "2026-11",
         *       "to": "2026-11",
         *       "groupBy": "month",
         *       "data": [
         *         {
         *           "month": "2026-11",
         *           "messages": 1200,
         *           "handedOver": 1190,
         *           "segments": 1190,
         *           "billed": [
         *             {
         *               "currency": "USD",
         *               "amount": "23.6",
         *               "messages": 1180
         *             }
         *           ],
         *           "unpricedMessages": 10,
         *           "estimated": [
         *             {
         *               "currency": "USD",
         *               "amount": "0.2",
         *               "messages": 10
         *             }
         *           ]
         *         }
         *       ],
         *       "isTruncated": false
         *     }
         */
        Usage: {
            /** @example 2026-11 */
            from: string;
            /** @example 2026-11 */
            to: string;
            /** @enum {string} */
            groupBy: "month" | "tenant" | "sender" | "tag";
            /** @description By month, then most messages first; at most 1,000. */
            data: components["schemas"]["UsageLine"][];
            /** @description True when there were more than 1,000 lines. */
            isTruncated: boolean;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "alive"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "alive";
                    };
                };
            };
            /** @description `headers_too_large`: The headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "UP"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "UP";
                    };
                };
            };
            /** @description `headers_too_large`: The headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApiHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "UP"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "UP";
                    };
                };
            };
            /** @description `headers_too_large`: The headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready",
                     *       "postgres": "up",
                     *       "redis": "up"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "ready" | "degraded" | "unavailable";
                        /** @enum {string} */
                        postgres: "up" | "down";
                        /**
                         * @description `off` in direct mode, which needs none.
                         * @enum {string}
                         */
                        redis: "up" | "down" | "off";
                    };
                };
            };
            /** @description `headers_too_large`: The headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Postgres is away, or the process is about to end. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready",
                     *       "postgres": "up",
                     *       "redis": "up"
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "ready" | "degraded" | "unavailable";
                        /** @enum {string} */
                        postgres: "up" | "down";
                        /**
                         * @description `off` in direct mode, which needs none.
                         * @enum {string}
                         */
                        redis: "up" | "down" | "off";
                    };
                };
            };
        };
    };
    twilioStatusCallback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Message, attempt and our signature.
                 * @example 01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12.1.0123456789abcdefABCDEF
                 */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Recorded, or known already. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_callback`: The callback cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `callback_refused`: The callback is not genuine. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_found`: Nothing is here.
             *
             *     `attempt_not_found`: There is no such attempt.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `provider_id_mismatch`: The attempt belongs to another provider id. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    plivoStatusCallback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Message, attempt and our signature.
                 * @example 01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12.1.0123456789abcdefABCDEF
                 */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Recorded, or known already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_callback`: The callback cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `callback_refused`: The callback is not genuine. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_found`: Nothing is here.
             *
             *     `attempt_not_found`: There is no such attempt.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `provider_id_mismatch`: The attempt belongs to another provider id. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `provider_unavailable`: The provider does not answer.
             *
             *     `database_unavailable`: The database is away.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sinchStatusCallback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Message, attempt and our signature.
                 * @example 01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12.1.0123456789abcdefABCDEF
                 */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Recorded, or known already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_callback`: The callback cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `callback_refused`: The callback is not genuine. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `not_found`: Nothing is here.
             *
             *     `attempt_not_found`: There is no such attempt.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `provider_id_mismatch`: The attempt belongs to another provider id. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `provider_unavailable`: The provider does not answer.
             *
             *     `database_unavailable`: The database is away.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    twilioInbound: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stored, or known already: an answer that says nothing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/xml": string;
                };
            };
            /** @description `malformed_callback`: The callback cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `callback_refused`: The callback is not genuine. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Nothing is here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    plivoInbound: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stored, or known already: an answer that says nothing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description `malformed_callback`: The callback cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `callback_refused`: The callback is not genuine. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Nothing is here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sinchInbound: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stored, or known already: an answer that says nothing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description `malformed_callback`: The callback cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `callback_refused`: The callback is not genuine. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Nothing is here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    awsEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Recorded, known already, or of no interest. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_callback`: The callback cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `callback_refused`: The callback is not genuine. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Nothing is here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `provider_id_mismatch`: The attempt belongs to another provider id. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `provider_unavailable`: The provider does not answer.
             *
             *     `database_unavailable`: The database is away.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendMms: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. Make a new one per request.
                 * @example 0199f3c2-7a01-7b2e-8c3d-5e6f70819203
                 */
                "idempotency-key"?: string;
                /**
                 * @description `wait=N`: answer with the first settled status, after at most N seconds, N up to 15 (RFC 7240).
                 * @example wait=10
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompatMessageInput"];
            };
        };
        responses: {
            /** @description A provider took the message. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatSuccess"];
                };
            };
            /** @description The message is durable and on its way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatSuccess"];
                };
            };
            /** @description Refused and not stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description Refused and not stored. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description Refused and not stored. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description Refused and not stored. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description Refused and not stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description Refused and not stored. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description Refused and not stored. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description The carrier refused the message, or the idempotency key was used for another. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description Refused and not stored. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description Not known to be stored: repeat it with its key. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description Not known to be stored: repeat it with its key. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
        };
    };
    sendMmsApi: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. Make a new one per request.
                 * @example 0199f3c2-7a01-7b2e-8c3d-5e6f70819203
                 */
                "idempotency-key"?: string;
                /**
                 * @description `wait=N`: answer with the first settled status, after at most N seconds, N up to 15 (RFC 7240).
                 * @example wait=10
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompatMessageInput"];
            };
        };
        responses: {
            /** @description A provider took the message. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatSuccess"];
                };
            };
            /** @description The message is durable and on its way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatSuccess"];
                };
            };
            /** @description Refused and not stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description Refused and not stored. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description Refused and not stored. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description Refused and not stored. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description Refused and not stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description Refused and not stored. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description Refused and not stored. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description The carrier refused the message, or the idempotency key was used for another. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description Refused and not stored. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description Not known to be stored: repeat it with its key. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
            /** @description Not known to be stored: repeat it with its key. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompatFailure"];
                };
            };
        };
    };
    listMessages: {
        parameters: {
            query?: {
                /** @description Messages per page. */
                limit?: number;
                /** @description `nextCursor` of the page before, with the same filters and order. */
                cursor?: string;
                /** @description By creation: newest first (`desc`) or oldest first (`asc`). */
                order?: "desc" | "asc";
                /** @description `true`: the answer counts all messages of the filter, within bounds. */
                count?: "true" | "false";
                /** @description One status or several, as a comma list or repeated. */
                status?: string | string[];
                /** @description Exact recipient in any usual spelling. Without a country code it is read as a number of the default sender's country. */
                to?: string;
                /** @description Sender the message was given to: a number (in any usual spelling) or a messaging service. */
                from?: string;
                /** @description Name of the provider. */
                provider?: "twilio" | "plivo" | "sinch" | "aws";
                /** @description The carrier's id of the message; that of an earlier attempt is found too. */
                providerId?: string;
                /** @description Code of the error the message shows. */
                errorCode?: string;
                /** @description Class of that error. */
                errorClass?: "account" | "sender" | "configuration" | "recipient" | "content" | "opt_out" | "filtered" | "throttled" | "transient" | "network" | "ambiguous" | "expired" | "canceled" | "unknown";
                /** @description A tag of the message. */
                tag?: string;
                /** @description A key of its metadata. */
                metadataKey?: string;
                /** @description Id of its batch. */
                batch?: string;
                /** @description Its reference, exactly. */
                reference?: string;
                /** @description Created at this time or later. */
                createdFrom?: string;
                /** @description Created before this time. */
                createdTo?: string;
                /** @description Taken by the carrier (`sentAt`) at this time or later. Without `createdFrom`, messages created more than 45 days before it are not looked at. */
                sentFrom?: string;
                /** @description Taken by the carrier before this time. */
                sentTo?: string;
                /** @description Ended (`finalAt`) at this time or later. Without `createdFrom`, messages created more than 45 days before it are not looked at. */
                finalFrom?: string;
                /** @description Ended before this time. */
                finalTo?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `invalid_cursor`: The cursor does not fit.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createMessage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. Make a new one per request.
                 * @example 0199f3c2-7a01-7b2e-8c3d-5e6f70819203
                 */
                "idempotency-key"?: string;
                /**
                 * @description `wait=N`: answer with the first settled status, after at most N seconds, N up to 15 (RFC 7240).
                 * @example wait=10
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateMessageInput"];
            };
        };
        responses: {
            /** @description The verdict of a dry run; nothing was stored. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            /** @description The message is durable. `Location` names it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedMessage"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `malformed_body`: The body cannot be read.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `recipient_opted_out`: The recipient does not want messages from this sender.
             *
             *     `idempotency_in_flight`: The same request is still being stored.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The content type is not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `quota_exceeded`: The messages of the day are used up.
             *
             *     `velocity_exceeded`: Too many messages to one recipient or range of numbers.
             *
             *     `sender_backlog`: The sender has more waiting than it can send in time.
             *
             *     `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelMessage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. Make a new one per request.
                 * @example 0199f3c2-7a01-7b2e-8c3d-5e6f70819203
                 */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description Id of the message.
                 * @example 01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message is canceled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CanceledMessage"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `malformed_body`: The body cannot be read.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `message_not_found`: There is no such message.
             *
             *     `tenant_not_found`: There is no such tenant.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `message_not_cancelable`: The message cannot be canceled any more.
             *
             *     `idempotency_in_flight`: The same request is still being stored.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The content type is not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the message.
                 * @example 01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /**
             * @description `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `message_not_found`: There is no such message.
             *
             *     `tenant_not_found`: There is no such tenant.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMessageEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the message.
                 * @example 01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            /**
             * @description `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `message_not_found`: There is no such message.
             *
             *     `tenant_not_found`: There is no such tenant.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolveMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the message.
                 * @example 01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "outcome": "delivered",
                 *       "note": "seen in the console of the carrier"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description What is known to have become of the message.
                     * @enum {string}
                     */
                    outcome: "sent" | "delivered" | "undelivered" | "failed";
                    /** @description The carrier's id, when it was found. */
                    providerId?: string;
                    /** @description How it became known; kept in the history with the author. */
                    note: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `malformed_body`: The body cannot be read.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `message_not_found`: There is no such message.
             *
             *     `tenant_not_found`: There is no such tenant.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `message_not_unknown`: The message needs no resolving.
             *
             *     `provider_id_mismatch`: The attempt belongs to another provider id.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The content type is not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMessageTimeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the message. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            /**
             * @description `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `message_not_found`: There is no such message.
             *
             *     `tenant_not_found`: There is no such tenant.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listErrors: {
        parameters: {
            query?: {
                /** @description Only codes of this class. */
                class?: "account" | "sender" | "configuration" | "recipient" | "content" | "opt_out" | "filtered" | "throttled" | "transient" | "network" | "ambiguous" | "expired" | "canceled" | "unknown";
                /** @description Only codes of this provider. */
                provider?: "twilio" | "plivo" | "sinch" | "aws" | "heliograph";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorList"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getError: {
        parameters: {
            query?: {
                /** @description Whose code it is, where several providers use the same one. */
                provider?: "twilio" | "plivo" | "sinch" | "aws" | "heliograph";
            };
            header?: never;
            path: {
                /** @description The carrier's code or one of ours. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorEntry"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `error_code_not_found`: There is no such error code.
             *
             *     `tenant_not_found`: There is no such tenant.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProviders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderList"];
                };
            };
            /** @description `key_in_url`: API keys do not belong into URLs. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBatches: {
        parameters: {
            query?: {
                /** @description Batches per page. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchPage"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `invalid_cursor`: The cursor does not fit.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createBatch: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. Make a new one per request.
                 * @example 0199f3c2-7a01-7b2e-8c3d-5e6f70819203
                 */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateBatchInput"];
            };
        };
        responses: {
            /** @description The batch and its messages are durable. `Location` names it. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedBatch"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `malformed_body`: The body cannot be read.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_in_flight`: The same request is still being stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The content type is not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `batch_refused`: An item of the batch was refused.
             *
             *     `idempotency_key_reused`: The idempotency key was used for another request.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `quota_exceeded`: The messages of the day are used up.
             *
             *     `velocity_exceeded`: Too many messages to one recipient or range of numbers.
             *
             *     `sender_backlog`: The sender has more waiting than it can send in time.
             *
             *     `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    appendBatchItems: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names the chunk: 1 to 255 visible ASCII characters, such as its number.
                 * @example chunk-17
                 */
                "idempotency-key": string;
            };
            path: {
                /**
                 * @description Id of the batch.
                 * @example 0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppendItemsInput"];
                "application/x-ndjson": components["schemas"]["AppendItemsInput"];
            };
        };
        responses: {
            /** @description The messages are durable. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChunkReceipt"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `malformed_body`: The body cannot be read.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `batch_not_found`: There is no such batch.
             *
             *     `tenant_not_found`: There is no such tenant.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `batch_canceled`: The batch was canceled.
             *
             *     `idempotency_in_flight`: The same request is still being stored.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The content type is not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `batch_refused`: An item of the batch was refused.
             *
             *     `batch_full`: The batch is full.
             *
             *     `chunk_changed`: The chunk came with other items before.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `quota_exceeded`: The messages of the day are used up.
             *
             *     `velocity_exceeded`: Too many messages to one recipient or range of numbers.
             *
             *     `sender_backlog`: The sender has more waiting than it can send in time.
             *
             *     `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the batch.
                 * @example 0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /**
             * @description `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `batch_not_found`: There is no such batch.
             *
             *     `tenant_not_found`: There is no such tenant.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseBatch: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. Make a new one per request.
                 * @example 0199f3c2-7a01-7b2e-8c3d-5e6f70819203
                 */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description Id of the batch.
                 * @example 0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchSummary"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `malformed_body`: The body cannot be read.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `batch_not_found`: There is no such batch.
             *
             *     `tenant_not_found`: There is no such tenant.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `idempotency_in_flight`: The same request is still being stored.
             *
             *     `batch_canceled`: The batch was canceled.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The content type is not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeBatch: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. Make a new one per request.
                 * @example 0199f3c2-7a01-7b2e-8c3d-5e6f70819203
                 */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description Id of the batch.
                 * @example 0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchSummary"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `malformed_body`: The body cannot be read.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `batch_not_found`: There is no such batch.
             *
             *     `tenant_not_found`: There is no such tenant.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `idempotency_in_flight`: The same request is still being stored.
             *
             *     `batch_canceled`: The batch was canceled.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The content type is not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelBatch: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. Make a new one per request.
                 * @example 0199f3c2-7a01-7b2e-8c3d-5e6f70819203
                 */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description Id of the batch.
                 * @example 0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchSummary"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `malformed_body`: The body cannot be read.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `batch_not_found`: There is no such batch.
             *
             *     `tenant_not_found`: There is no such tenant.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_in_flight`: The same request is still being stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The content type is not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRefusedRequests: {
        parameters: {
            query?: {
                /** @description Requests per page. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description One problem code. */
                code?: string;
                /** @description One HTTP status. */
                status?: number;
                /** @description One route, as its pattern. */
                route?: string;
                /** @description Refused at or after this time. */
                from?: string;
                /** @description Refused before this time. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusedRequestPage"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `invalid_cursor`: The cursor does not fit.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRefusedRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `requestId` of the problem that was answered. */
                requestId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusedRequest"];
                };
            };
            /**
             * @description `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `request_not_found`: There is no such refused request.
             *
             *     `tenant_not_found`: There is no such tenant.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookUpRecipient: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LookupRecipientInput"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecipientReport"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `malformed_body`: The body cannot be read.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The content type is not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStats: {
        parameters: {
            query?: {
                /** @description Accepted at or after this time (RFC 3339). Default: 24 hours before `to`. */
                from?: string;
                /** @description Accepted before this time (RFC 3339). Default: now. */
                to?: string;
                /** @description Width of one point of `timeline`, in UTC. Hours reach over 31 days at most. */
                interval?: "hour" | "day";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stats"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `range_too_large`: The range holds too much for one report. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUsage: {
        parameters: {
            query?: {
                /** @description First month, in UTC. Default: `to`. */
                from?: string;
                /** @description Last month, included. Default: this month. */
                to?: string;
                /** @description What each month is split by. A message with several tags counts for each of them. */
                groupBy?: "month" | "tenant" | "sender" | "tag";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Usage"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `range_too_large`: The range holds too much for one report. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportMessages: {
        parameters: {
            query?: {
                /** @description One status or several, as a comma list or repeated. */
                status?: string | string[];
                /** @description Exact recipient in any usual spelling. Without a country code it is read as a number of the default sender's country. */
                to?: string;
                /** @description Sender the message was given to: a number (in any usual spelling) or a messaging service. */
                from?: string;
                /** @description Name of the provider. */
                provider?: "twilio" | "plivo" | "sinch" | "aws";
                /** @description The carrier's id of the message; that of an earlier attempt is found too. */
                providerId?: string;
                /** @description Code of the error the message shows. */
                errorCode?: string;
                /** @description Class of that error. */
                errorClass?: "account" | "sender" | "configuration" | "recipient" | "content" | "opt_out" | "filtered" | "throttled" | "transient" | "network" | "ambiguous" | "expired" | "canceled" | "unknown";
                /** @description A tag of the message. */
                tag?: string;
                /** @description A key of its metadata. */
                metadataKey?: string;
                /** @description Id of its batch. */
                batch?: string;
                /** @description Its reference, exactly. */
                reference?: string;
                /** @description Created at this time or later. */
                createdFrom?: string;
                /** @description Created before this time. */
                createdTo?: string;
                /** @description Taken by the carrier (`sentAt`) at this time or later. Without `createdFrom`, messages created more than 45 days before it are not looked at. */
                sentFrom?: string;
                /** @description Taken by the carrier before this time. */
                sentTo?: string;
                /** @description Ended (`finalAt`) at this time or later. Without `createdFrom`, messages created more than 45 days before it are not looked at. */
                finalFrom?: string;
                /** @description Ended before this time. */
                finalTo?: string;
                /** @description `csv` for spreadsheets, `ndjson` for programs. */
                format?: "csv" | "ndjson";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The messages. CSV has a header row; cells that begin like a formula have an apostrophe before them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/x-ndjson": string;
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `overloaded`: Too much to do at the moment.
             *
             *     `database_unavailable`: The database is away.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSuppressions: {
        parameters: {
            query?: {
                /** @description Opt-outs per page. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description One number, whole, in any usual spelling. May be asked without `content:read`. */
                recipient?: string;
                /** @description Those of one sender; opt-outs from all senders are left out. */
                sender?: string;
                /** @description `true` shows those that were lifted, too: the evidence. */
                includeRemoved?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuppressionPage"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `invalid_cursor`: The cursor does not fit.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSuppression: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. Make a new one per request.
                 * @example 0199f3c2-7a01-7b2e-8c3d-5e6f70819203
                 */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSuppressionInput"];
            };
        };
        responses: {
            /** @description It was set before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suppression"];
                };
            };
            /** @description It is set now. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suppression"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `malformed_body`: The body cannot be read.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_in_flight`: The same request is still being stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The content type is not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeSuppression: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. Make a new one per request.
                 * @example 0199f3c2-7a01-7b2e-8c3d-5e6f70819203
                 */
                "idempotency-key"?: string;
            };
            path: {
                /** @description Id of the opt-out. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemovedSuppression"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `malformed_body`: The body cannot be read.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `suppression_not_found`: There is no such opt-out.
             *
             *     `tenant_not_found`: There is no such tenant.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_in_flight`: The same request is still being stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The content type is not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listInbound: {
        parameters: {
            query?: {
                /** @description Messages per page. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Who wrote it: a whole number in any usual spelling. May be asked without `content:read`. */
                from?: string;
                /** @description The sender it was written to. */
                to?: string;
                /** @description Received at or after this time. */
                receivedFrom?: string;
                /** @description Received before this time. */
                receivedTo?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboundPage"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `invalid_cursor`: The cursor does not fit.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInbound: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the inbound message. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboundMessage"];
                };
            };
            /** @description `key_in_url`: API keys do not belong into URLs. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `inbound_not_found`: There is no such inbound message.
             *
             *     `tenant_not_found`: There is no such tenant.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description Keys per page. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyPage"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `invalid_cursor`: The cursor does not fit.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. Make a new one per request.
                 * @example 0199f3c2-7a01-7b2e-8c3d-5e6f70819203
                 */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateKeyInput"];
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeKey"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `malformed_body`: The body cannot be read.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_in_flight`: The same request is still being stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The content type is not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the key.
                 * @example 0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            /**
             * @description `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `key_not_found`: There is no such key.
             *
             *     `tenant_not_found`: There is no such tenant.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. Make a new one per request.
                 * @example 0199f3c2-7a01-7b2e-8c3d-5e6f70819203
                 */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description Id of the key.
                 * @example 0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RotateKeyInput"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeKey"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `malformed_body`: The body cannot be read.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `key_not_found`: There is no such key.
             *
             *     `tenant_not_found`: There is no such tenant.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `key_not_active`: The key is revoked or expired.
             *
             *     `idempotency_in_flight`: The same request is still being stored.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The content type is not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. Make a new one per request.
                 * @example 0199f3c2-7a01-7b2e-8c3d-5e6f70819203
                 */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description Id of the key.
                 * @example 0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RevokeKeyInput"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `malformed_body`: The body cannot be read.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             *
             *     `tenant_required`: An operator has to name a tenant.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `key_not_found`: There is no such key.
             *
             *     `tenant_not_found`: There is no such tenant.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `last_admin_key`: It is the last key that can manage keys.
             *
             *     `idempotency_in_flight`: The same request is still being stored.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The content type is not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTenants: {
        parameters: {
            query?: {
                /** @description Tenants per page. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantPage"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `invalid_cursor`: The cursor does not fit.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createTenant: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. Make a new one per request.
                 * @example 0199f3c2-7a01-7b2e-8c3d-5e6f70819203
                 */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTenantInput"];
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `malformed_body`: The body cannot be read.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `tenant_name_taken`: Another tenant has this name.
             *
             *     `idempotency_in_flight`: The same request is still being stored.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The content type is not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the tenant.
                 * @example 0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description `key_in_url`: API keys do not belong into URLs. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeTenant: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. Make a new one per request.
                 * @example 0199f3c2-7a01-7b2e-8c3d-5e6f70819203
                 */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description Id of the tenant.
                 * @example 0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeTenantInput"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `malformed_body`: The body cannot be read.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `tenant_name_taken`: Another tenant has this name.
             *
             *     `idempotency_in_flight`: The same request is still being stored.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The content type is not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTenantLimits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the tenant.
                 * @example 0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Limits"];
                };
            };
            /** @description `key_in_url`: API keys do not belong into URLs. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setTenantLimits: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. Make a new one per request.
                 * @example 0199f3c2-7a01-7b2e-8c3d-5e6f70819203
                 */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description Id of the tenant.
                 * @example 0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetLimitsInput"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Limits"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `malformed_body`: The body cannot be read.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_in_flight`: The same request is still being stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The content type is not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeTenantLimits: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, bare or as a quoted string. Make a new one per request.
                 * @example 0199f3c2-7a01-7b2e-8c3d-5e6f70819203
                 */
                "idempotency-key"?: string;
            };
            path: {
                /**
                 * @description Id of the tenant.
                 * @example 0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Limits"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `malformed_body`: The body cannot be read.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_in_flight`: The same request is still being stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The content type is not supported. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description Only this action. */
                action?: "key.created" | "key.rotated" | "key.revoked" | "tenant.created" | "tenant.changed" | "tenant.limits_set" | "tenant.limits_removed" | "batch.paused" | "batch.resumed" | "batch.canceled" | "operator.read" | "operator.write" | "suppression.added" | "suppression.removed" | "audit.trimmed";
                /** @description Only what the key with this prefix did. */
                actor?: string;
                /** @description Not before this time. */
                since?: string;
                /** @description Before this time. */
                until?: string;
                /** @description Lines per page. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /**
             * @description `invalid_request`: The request breaks a rule.
             *
             *     `invalid_cursor`: The cursor does not fit.
             *
             *     `key_in_url`: API keys do not belong into URLs.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `scope_missing`: The API key may not do this.
             *
             *     `operator_only`: Only operator keys may do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_not_found`: There is no such tenant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests.
             *
             *     `too_many_failures`: Too many wrong keys.
             */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something broke on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `database_unavailable`: The database is away.
             *
             *     `overloaded`: Too much to do at the moment.
             */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
