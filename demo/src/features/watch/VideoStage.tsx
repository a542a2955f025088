// The picture: the host large, guests beside them.

import { Text } from '@mantine/core';
import { isTrackReference, useTracks, VideoTrack, type TrackReference } from '@livekit/components-react';
import { Track } from 'livekit-client';
import { Hourglass } from 'lucide-react';

import { useLanguage } from '@/i18n';
import { nameOf, useFace } from '@/server/faces';
import classes from './VideoStage.module.css';

export function VideoStage({ hostId }: { hostId: string }) {
  const { words } = useLanguage();
  const tracks = useTracks([Track.Source.ScreenShare, Track.Source.Camera]).filter(isTrackReference);
  const hosts = tracks.find(({ participant }) => participant.identity === hostId);
  const guests = tracks.filter(({ participant }) => participant.identity !== hostId);
  return (
    <div className={classes.stage} data-guests={guests.length}>
      {hosts ? (
        <Tile track={hosts} />
      ) : (
        <div className={classes.empty} role="status">
          <Hourglass size={32} aria-hidden />
          <Text fw={600}>{words.waitingForHost}</Text>
          <Text size="sm">{words.waitingForHostHint}</Text>
        </div>
      )}
      {guests.length > 0 && (
        <div className={classes.guests}>
          {guests.map((track) => <Tile key={track.publication.trackSid} track={track} />)}
        </div>
      )}
    </div>
  );
}

export function Tile({ track }: { track: TrackReference }) {
  const { participant } = track;
  const face = useFace(participant.identity);
  return (
    <figure className={classes.tile} data-own={participant.isLocal}>
      <VideoTrack trackRef={track} aria-label={nameOf(face)} />
      <figcaption>{nameOf(face)}</figcaption>
    </figure>
  );
}
