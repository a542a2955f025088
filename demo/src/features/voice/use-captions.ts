import { useEffect, useState } from 'react';
import { useRoomContext } from '@livekit/components-react';
import type { TextStreamReader } from 'livekit-client';

import { isAgent, withCaption, type Caption } from './captions';

/** By LiveKit's convention: the topic of what is transcribed, and the attributes of its streams. */
const TOPIC = 'lk.transcription';
const SEGMENT = 'lk.segment_id';
const FINAL = 'lk.transcription_final';

/** What is said in the room, from when one came. */
export function useCaptions(): readonly Caption[] {
  const room = useRoomContext();
  const [captions, setCaptions] = useState<readonly Caption[]>([]);
  useEffect(() => {
    const take = (caption: Caption): void => setCaptions((all) => withCaption(all, caption));
    room.registerTextStreamHandler(TOPIC, (reader, { identity }) => void follow(reader, identity, take));
    return () => room.unregisterTextStreamHandler(TOPIC);
  }, [room]);
  return captions;
}

/** An agent writes its line as it speaks; a caller's is written anew, a stream each time, until it is final. */
async function follow(reader: TextStreamReader, speaker: string, take: (caption: Caption) => void): Promise<void> {
  const id = reader.info.attributes?.[SEGMENT] ?? reader.info.id;
  let text = '';
  try {
    for await (const part of reader) {
      text += part;
      take({ id, speaker, text, final: false });
    }
  } catch {
    // whoever spoke is gone; what they had said stands
  }
  if (text) take({ id, speaker, text, final: isAgent(speaker) || reader.info.attributes?.[FINAL] === 'true' });
}
