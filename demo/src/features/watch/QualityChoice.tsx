// How sharp the pictures of others are at most, for who has little data or a slow phone. Below that LiveKit chooses by the
// size that they are shown in and by what the net carries.

import { useEffect, useState } from 'react';
import { NativeSelect } from '@mantine/core';
import { isTrackReference, useTracks } from '@livekit/components-react';
import { RemoteTrackPublication, Track, VideoQuality } from 'livekit-client';

import { useLanguage } from '@/i18n';

const QUALITIES = { auto: VideoQuality.HIGH, medium: VideoQuality.MEDIUM, low: VideoQuality.LOW };
type Quality = keyof typeof QUALITIES;
const CHOICES = Object.keys(QUALITIES) as Quality[];

export function QualityChoice() {
  const { words } = useLanguage();
  const [quality, setQuality] = useState<Quality>('auto');
  const tracks = useTracks([Track.Source.Camera, Track.Source.ScreenShare]).filter(isTrackReference);
  const theirs = tracks.map(({ publication }) => publication).filter((publication) => publication instanceof RemoteTrackPublication);
  useEffect(() => {
    for (const publication of theirs) publication.setVideoQuality(QUALITIES[quality]);
  }, [theirs, quality]);
  if (theirs.length === 0) return null;
  return (
    <NativeSelect
      aria-label={words.quality}
      value={quality}
      data={CHOICES.map((value) => ({ value, label: words[`quality_${value}`] }))}
      onChange={({ currentTarget }) => setQuality(currentTarget.value as Quality)}
    />
  );
}
