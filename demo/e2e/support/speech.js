// What a browser's microphone hears: a voice of 300 Hz with overtones, a little louder and softer as syllables are, and
// then silence for somebody to answer, over and over.

import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RATE = 48_000;
const HERTZ = 300;
const SPEAKS_SECONDS = 1.5;
const LISTENS_SECONDS = 6;

function sampleAt(seconds) {
  if (seconds < LISTENS_SECONDS) return 0;
  const overtones = [1, 2, 3, 4].map((n) => Math.sin(2 * Math.PI * HERTZ * n * seconds) / n ** 2);
  const loudness = 0.75 + 0.25 * Math.sin(2 * Math.PI * 4 * seconds);
  return 0.25 * loudness * overtones.reduce((sum, one) => sum + one, 0);
}

/** A WAV file of it. */
export async function speechFile() {
  const samples = Int16Array.from({ length: (LISTENS_SECONDS + SPEAKS_SECONDS) * RATE }, (_, i) => sampleAt(i / RATE) * 32_767);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.byteLength, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.byteLength, 40);
  const path = join(await mkdtemp(join(tmpdir(), 'ipelya-speech-')), 'speech.wav');
  await writeFile(path, Buffer.concat([head, Buffer.from(samples.buffer)]));
  return path;
}
