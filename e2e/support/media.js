// A participant with real media: LiveKit's own client, a microphone that plays a tone, an ear that measures it.

import {
  AudioFrame,
  AudioSource,
  AudioStream,
  LocalAudioTrack,
  Room,
  RoomEvent,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node';

const SAMPLE_RATE = 48_000;
const FRAME_SAMPLES = SAMPLE_RATE / 100;
const TONE_HERTZ = 440;

/** Joins the room a token reply is for. */
export async function join({ wsUrl, token }) {
  const room = new Room();
  await room.connect(wsUrl, token, { autoSubscribe: true, dynacast: false });
  return room;
}

/** Publishes a microphone that plays a tone until `stop()` is called. */
export async function publishMicrophone(room) {
  const source = new AudioSource(SAMPLE_RATE, 1);
  const track = LocalAudioTrack.createAudioTrack('microphone', source);
  const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE });
  await room.localParticipant.publishTrack(track, options);

  let playing = true;
  const finished = (async () => {
    for (let frame = 0; playing; frame += 1) {
      await source.captureFrame(toneFrame(frame));
    }
  })();
  return {
    stop: async () => {
      playing = false;
      await finished;
      await source.close();
    },
  };
}

function toneFrame(index) {
  const samples = new Int16Array(FRAME_SAMPLES);
  for (let i = 0; i < FRAME_SAMPLES; i += 1) {
    const seconds = (index * FRAME_SAMPLES + i) / SAMPLE_RATE;
    samples[i] = Math.round(8_000 * Math.sin(2 * Math.PI * TONE_HERTZ * seconds));
  }
  return new AudioFrame(samples, SAMPLE_RATE, 1, FRAME_SAMPLES);
}

/** Resolves with the publisher's identity once `frames` audible frames of theirs have arrived. */
export function hear(room, frames = 50) {
  return new Promise((resolve, reject) => {
    const listen = (track, publication, participant) => {
      if (track.kind !== TrackKind.KIND_AUDIO) return;
      countAudible(track, frames).then(() => resolve(participant.identity), reject);
    };
    room.on(RoomEvent.TrackSubscribed, listen);
    for (const participant of room.remoteParticipants.values()) {
      for (const publication of participant.trackPublications.values()) {
        if (publication.track) listen(publication.track, publication, participant);
      }
    }
  });
}

async function countAudible(track, frames) {
  let audible = 0;
  for await (const frame of new AudioStream(track, SAMPLE_RATE, 1)) {
    const loudest = frame.data.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    if (loudest > 1_000) audible += 1;
    if (audible === frames) return;
  }
  throw new Error(`the track ended after ${audible} audible frames`);
}
