// The sound of a call that rings, made here: two soft notes, then a pause.

const NOTES_HERTZ = [659.25, 880];
const NOTE_SECONDS = 0.32;
const EVERY_MS = 2400;
const VOLUME = 0.12;

/** Rings until the returned function is called. */
export function ring(): () => void {
  const audio = new AudioContext();
  const chime = (): void => NOTES_HERTZ.forEach((hertz, index) => play(audio, hertz, audio.currentTime + index * NOTE_SECONDS));
  chime();
  const timer = setInterval(chime, EVERY_MS);
  return () => {
    clearInterval(timer);
    void audio.close();
  };
}

function play(audio: AudioContext, hertz: number, at: number): void {
  const tone = new OscillatorNode(audio, { type: 'sine', frequency: hertz });
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(VOLUME, at + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.001, at + NOTE_SECONDS * 1.8);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + NOTE_SECONDS * 2);
}
