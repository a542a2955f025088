// Two people who hear and see each other, how long they do, and what it costs.

import { useEffect } from 'react';
import { Button, Group, Text } from '@mantine/core';
import { endCall, getLiveKitToken, listenToUser } from '@ipelya/live';
import { isTrackReference, LiveKitRoom, RoomAudioRenderer, useTracks } from '@livekit/components-react';
import { useQuery } from '@tanstack/react-query';
import { Track } from 'livekit-client';
import { PhoneOff } from 'lucide-react';

import { CallRecording } from '@/features/recordings/CallRecording';
import { ConsentDoor } from '@/features/recordings/ConsentDoor';
import { DeviceToggles } from '@/features/watch/DeviceToggles';
import { Tile } from '@/features/watch/VideoStage';
import { useLanguage } from '@/i18n';
import { useBackend, useUserIdSignedIn } from '@/server/context';
import { nameOf } from '@/server/faces';
import { useAct } from '@/server/use-act';
import { secondsSince, useNow } from '@/ui/clock';
import { useNotices } from '@/ui/notices';
import { FaceCircle } from '@/ui/Person';
import { Loading } from '@/ui/states';
import { costText } from './cost';
import classes from './InCall.module.css';
import type { Call } from './use-calls';

interface InCallProps {
  call: Call;
  other: Call['callee'];
  pays: boolean;
}

export function InCall({ call, other, pays }: InCallProps) {
  const backend = useBackend();
  const video = call.callType === 'video' || call.callType === 'video_call';
  const entry = useQuery({
    queryKey: ['call-entry', call.id],
    queryFn: () => getLiveKitToken(backend, { callId: call.id }),
    staleTime: Infinity,
    gcTime: 0,
  });
  useCoinsLow(call.id);
  if (entry.isError) return <ConsentDoor callId={call.id} error={entry.error} onRetry={() => void entry.refetch()} />;
  if (!entry.data) return <Loading />;
  return (
    <LiveKitRoom serverUrl={entry.data.server_url} token={entry.data.participant_token} audio video={video} className={classes.call}>
      <RoomAudioRenderer />
      <Pictures other={other} />
      <Bar call={call} other={other} pays={pays} video={video} />
      <CallRecording callId={call.id} controls />
    </LiveKitRoom>
  );
}

function Pictures({ other }: { other: Call['callee'] }) {
  const tracks = useTracks([Track.Source.Camera]).filter(isTrackReference);
  const own = tracks.find(({ participant }) => participant.isLocal);
  const theirs = tracks.find(({ participant }) => !participant.isLocal);
  return (
    <div className={classes.pictures}>
      {theirs ? <Tile track={theirs} /> : <FaceCircle face={other} size={120} />}
      {own && <div className={classes.own}><Tile track={own} /></div>}
    </div>
  );
}

function Bar({ call, other, pays, video }: InCallProps & { video: boolean }) {
  const { words, format } = useLanguage();
  const backend = useBackend();
  const now = useNow();
  const lasts = secondsSince(Date.parse(call.answeredAt ?? call.initiatedAt), now);
  const hangUp = useAct({ run: () => endCall(backend, { callId: call.id }) });
  return (
    <Group justify="space-between" gap="sm">
      <div>
        <Text component="h1" fw={650}>{nameOf(other)}</Text>
        <Text size="sm" c="dimmed" className={classes.figures}>
          <span role="timer" aria-label={words.lasted}>{format.clock(lasts)}</span>
          {' · '}
          {costText(call, pays, words, format)}
        </Text>
      </div>
      <Group gap="xs">
        <DeviceToggles video={video} />
        <Button color="red.9" loading={hangUp.isPending} leftSection={<PhoneOff size={16} aria-hidden />} onClick={() => hangUp.mutate()}>
          {words.hangUp}
        </Button>
      </Group>
    </Group>
  );
}

/** The caller is told before their coins are gone. */
function useCoinsLow(callId: string): void {
  const { words } = useLanguage();
  const backend = useBackend();
  const userId = useUserIdSignedIn();
  const notices = useNotices();
  useEffect(
    () =>
      listenToUser(backend, userId, {
        call_coins_low: (about) => {
          if (about.callId === callId) notices.refuse(words.coinsLow);
        },
      }),
    [backend, userId, callId, notices, words],
  );
}
