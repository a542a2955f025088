// Recordings as the server tells of them.

import type { Input, listRecordings, Schema } from '@ipelya/live';

export type Recording = Schema<'Recording'>;
export type RecordingStatus = Recording['status'];

/** Which recordings; all that there are to see, if nothing is named. */
export type Wanted = Pick<Input<typeof listRecordings>, 'sessionId' | 'creatorId' | 'callId'>;

/** What is recorded. */
export type Subject = { sessionId: string } | { callId: string };
