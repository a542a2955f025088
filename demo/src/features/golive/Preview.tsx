// One's own camera, before anybody else sees it.

import { useEffect, useRef, useState } from 'react';
import { Text } from '@mantine/core';
import { createLocalVideoTrack, type LocalVideoTrack } from 'livekit-client';
import { Mic, VideoOff } from 'lucide-react';

import { useLanguage } from '@/i18n';
import classes from './Preview.module.css';

export function Preview({ video }: { video: boolean }) {
  const { words } = useLanguage();
  return (
    <div className={classes.frame} data-kind={video ? 'video' : 'audio'}>
      {video ? <Camera /> : <Mic size={48} strokeWidth={1.4} aria-label={words.audioRoom} />}
    </div>
  );
}

function Camera() {
  const { words } = useLanguage();
  const element = useRef<HTMLVideoElement>(null);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    let track: LocalVideoTrack | undefined;
    let gone = false;
    createLocalVideoTrack().then(
      (made) => {
        if (gone || !element.current) {
          made.stop();
          return;
        }
        track = made;
        made.attach(element.current);
      },
      () => setRefused(true),
    );
    return () => {
      gone = true;
      track?.detach();
      track?.stop();
    };
  }, []);
  if (refused) {
    return (
      <Text size="sm" ta="center" px="lg">
        <VideoOff size={32} aria-hidden />
        <br />
        {words.noCamera}
      </Text>
    );
  }
  return <video ref={element} className={classes.camera} muted playsInline aria-label={words.previewLabel} />;
}
