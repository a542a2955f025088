// A participant with real media: LiveKit's own client, a microphone that plays a tone, an ear that measures it.

import {
  AudioFrame,
  AudioSource,
  AudioStream,
  LocalAudioTrack,
  LocalVideoTrack,
  Room,
  RoomEvent,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
  VideoBufferType,
  VideoFrame,
  VideoSource,
  VideoStream,
  dispose as disposeClient,
} from '@livekit/rtc-node';

const SAMPLE_RATE = 48_000;
const FRAME_SAMPLES = SAMPLE_RATE / 100;
const TONE_HERTZ = 440;

/**
 * Lets LiveKit's client go, when no room is joined any more and the program is about to end.
 *
 * Its threads outlive this. Were Node to take its environment down at the end, as it does, what their callbacks hold would be
 * freed under them: one end in 370 was a crash. `process.exit` leaves the environment alone.
 */
export async function dispose() {
  await disposeClient();
  process.once('exit', (code) => process.exit(code));
}

/** Joins the room a token reply is for; `prepare` is handed it before it connects. */
export async function join({ wsUrl, token }, prepare = () => {}) {
  const room = new Room();
  prepare(room);
  await room.connect(wsUrl, token, { autoSubscribe: true, dynacast: false });
  return room;
}

/** Publishes a microphone that plays a tone, for so long and then is silent, until `stop()` is called. */
export async function publishMicrophone(room, { hertz = TONE_HERTZ, seconds = Infinity } = {}) {
  const source = new AudioSource(SAMPLE_RATE, 1);
  const track = LocalAudioTrack.createAudioTrack('microphone', source);
  const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE });
  await room.localParticipant.publishTrack(track, options);

  let playing = true;
  const finished = (async () => {
    for (let frame = 0; playing; frame += 1) {
      await source.captureFrame(toneFrame(frame, frame * FRAME_SAMPLES < seconds * SAMPLE_RATE ? hertz : 0));
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

/** A hundredth of a second of a tone; of 0 Hz there is nothing to be heard. */
function toneFrame(index, hertz) {
  const samples = new Int16Array(FRAME_SAMPLES);
  for (let i = 0; i < FRAME_SAMPLES; i += 1) {
    const seconds = (index * FRAME_SAMPLES + i) / SAMPLE_RATE;
    samples[i] = Math.round(8_000 * Math.sin(2 * Math.PI * hertz * seconds));
  }
  return new AudioFrame(samples, SAMPLE_RATE, 1, FRAME_SAMPLES);
}

/** Publishes a camera that shows a grey wall until `stop()` is called. */
export async function publishCamera(room) {
  const [width, height] = [64, 48];
  const source = new VideoSource(width, height);
  const track = LocalVideoTrack.createVideoTrack('camera', source);
  await room.localParticipant.publishTrack(track, new TrackPublishOptions({ source: TrackSource.SOURCE_CAMERA }));
  const wall = new VideoFrame(new Uint8Array(width * height * 4).fill(128), width, height, VideoBufferType.RGBA);
  const filming = setInterval(() => source.captureFrame(wall), 50);
  return {
    stop: async () => {
      clearInterval(filming);
      await source.close();
    },
  };
}

/** Tells of every track of others: once it is really heard or seen, and once it is gone. */
export function perceive(room, { hears, sees, loses }) {
  room.on(RoomEvent.TrackSubscribed, (track, publication, participant) => {
    const [arrives, perceived] =
      track.kind === TrackKind.KIND_AUDIO ? [countAudible(track, 50), hears] : [countFrames(track, 5), sees];
    // one that is cut off before there was enough of it was never perceived
    arrives.then(() => perceived(participant.identity), () => {});
  });
  room.on(RoomEvent.TrackUnsubscribed, (track, publication, participant) => loses(participant.identity));
}

async function countFrames(track, frames) {
  let seen = 0;
  for await (const _ of new VideoStream(track)) {
    seen += 1;
    if (seen === frames) return;
  }
  throw new Error(`the track ended after ${seen} frames`);
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

/** The length of the windows in which tones are looked for, and how much of one's energy a tone has to be. */
const WINDOW_SAMPLES = SAMPLE_RATE / 10;
const CLEARLY = 0.8;
/** What is below this is silence: the loudest sample. */
const QUIET = 300;

/** An ear that knows tones: what it hears of all others, until it forgets. */
export function listenForTones(room) {
  let windows = [];
  const listen = async (track) => {
    const samples = [];
    for await (const frame of new AudioStream(track, SAMPLE_RATE, 1)) {
      samples.push(...frame.data);
      if (samples.length >= WINDOW_SAMPLES) windows.push(samples.splice(0, WINDOW_SAMPLES));
    }
  };
  room.on(RoomEvent.TrackSubscribed, (track) => {
    // one that is cut off was heard until then
    if (track.kind === TrackKind.KIND_AUDIO) listen(track).catch(() => {});
  });
  return {
    /** For how many seconds there was this tone. */
    secondsOf: (hertz) => (windows.filter((window) => shareOf(window, hertz) > CLEARLY).length * WINDOW_SAMPLES) / SAMPLE_RATE,
    /** Whether nothing was to be heard for this long. */
    isSilentFor: (seconds) => {
      const last = windows.slice(-Math.ceil((seconds * SAMPLE_RATE) / WINDOW_SAMPLES));
      return last.length > 0 && last.flat().every((sample) => Math.abs(sample) < QUIET);
    },
    forget: () => {
      windows = [];
    },
  };
}

/** How much of a sound's energy is at a frequency, from 0 to 1: Goertzel's filter. */
function shareOf(samples, hertz) {
  const twice = 2 * Math.cos((2 * Math.PI * hertz) / SAMPLE_RATE);
  let [last, before, energy] = [0, 0, 0];
  for (const sample of samples) {
    [last, before] = [sample + twice * last - before, last];
    energy += sample * sample;
  }
  if (energy < samples.length * QUIET) return 0;
  return (2 * (last * last + before * before - twice * last * before)) / (samples.length * energy);
}
