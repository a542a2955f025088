// In a call by voice: who is there, what is said, and what one may do.

import { useState } from 'react';
import { Button, Group, Text } from '@mantine/core';
import { endCall } from '@ipelya/live';
import { LiveKitRoom, RoomAudioRenderer, useAudioPlayback } from '@livekit/components-react';
import { DisconnectReason } from 'livekit-client';
import { LogOut, PhoneOff, PlugZap, Volume2 } from 'lucide-react';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';

import type { Call } from '@/features/calls/use-calls';
import { CallRecording } from '@/features/recordings/CallRecording';
import { ConsentDoor } from '@/features/recordings/ConsentDoor';
import { DeviceToggles } from '@/features/watch/DeviceToggles';
import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useAct } from '@/server/use-act';
import { secondsSince, useNow } from '@/ui/clock';
import { useNotices } from '@/ui/notices';
import { Empty, Loading } from '@/ui/states';
import { Captions } from './Captions';
import { ConferencePeople } from './ConferencePeople';
import { SupportPeople } from './SupportPeople';
import { useVoiceEntry, type VoiceEntry, type VoiceKind } from './use-voice';
import { VoiceChoice } from './VoiceChoice';
import classes from './Voice.module.css';

interface VoiceRoomProps {
  kind: VoiceKind;
  call: Call;
}

export function VoiceRoom({ kind, call }: VoiceRoomProps) {
  const { words } = useLanguage();
  const entry = useVoiceEntry(kind, call.id);
  const notices = useNotices();
  const [lost, setLost] = useState(false);
  if (entry.isError) return <ConsentDoor callId={call.id} error={entry.error} onRetry={() => void entry.refetch()} />;
  if (!entry.data) return <Loading />;
  if (lost) return <Lost onComeBack={() => void entry.refetch().then(() => setLost(false))} />;
  return (
    <LiveKitRoom
      key={entry.data.token}
      serverUrl={entry.data.livekitHost}
      token={entry.data.token}
      audio
      video={false}
      className={classes.room}
      onMediaDeviceFailure={() => notices.refuse(words.noMicrophone)}
      onDisconnected={(reason) => {
        // the end of the call is told by its row
        if (reason !== DisconnectReason.CLIENT_INITIATED && reason !== DisconnectReason.ROOM_DELETED) setLost(true);
      }}
    >
      <RoomAudioRenderer />
      <div className={classes.stage}>
        {kind === 'support' ? <SupportPeople call={call} entry={entry.data} /> : <ConferencePeople call={call} />}
      </div>
      <Sound />
      <Bar kind={kind} call={call} entry={entry.data} />
      <CallRecording callId={call.id} controls={entry.data.role === 'owner'} />
      {kind === 'support' && <Captions callerId={call.callerId} />}
    </LiveKitRoom>
  );
}

/** A browser may want to be asked before anything is heard. */
function Sound() {
  const { words } = useLanguage();
  const { canPlayAudio, startAudio } = useAudioPlayback();
  if (canPlayAudio) return null;
  return <Button leftSection={<Volume2 size={16} aria-hidden />} onClick={() => void startAudio()}>{words.unblockSound}</Button>;
}

function Bar({ kind, call, entry }: VoiceRoomProps & { entry: VoiceEntry }) {
  const { words } = useLanguage();
  return (
    <Group justify="space-between" align="flex-end" gap="sm">
      <div>
        <Text component="h1" fw={650}>{kind === 'support' ? words.support : words.conference}</Text>
        <Lasts call={call} />
      </div>
      <Group gap="xs" align="flex-end">
        {kind === 'support' && <VoiceChoice callId={call.id} roomName={entry.roomName} />}
        <DeviceToggles video={false} />
        {entry.role === 'owner' ? <HangUp call={call} ends={kind === 'conference'} /> : <Leave staff={entry.role === 'staff'} />}
      </Group>
    </Group>
  );
}

function Lasts({ call: { answeredAt } }: { call: Call }) {
  const { words, format } = useLanguage();
  const now = useNow(answeredAt !== null);
  if (answeredAt === null) return <Text size="sm" c="dimmed">{words.waitingForAnswer}</Text>;
  return (
    <Text size="sm" c="dimmed" className={classes.figures}>
      <span role="timer" aria-label={words.lasted}>{format.clock(secondsSince(Date.parse(answeredAt), now))}</span>
    </Text>
  );
}

function HangUp({ call, ends }: { call: Call; ends: boolean }) {
  const { words } = useLanguage();
  const backend = useBackend();
  const cache = useQueryClient();
  const hangUp = useAct({
    run: () => endCall(backend, { callId: call.id }),
    then: () => void cache.invalidateQueries({ queryKey: ['call', call.id] }),
  });
  return (
    <Button color="red.9" loading={hangUp.isPending} leftSection={<PhoneOff size={16} aria-hidden />} onClick={() => hangUp.mutate()}>
      {ends ? words.endForAll : words.hangUp}
    </Button>
  );
}

/** Whoever did not place the call leaves it by going away. */
function Leave({ staff }: { staff: boolean }) {
  const { words } = useLanguage();
  const [, go] = useLocation();
  return (
    <Button variant="default" leftSection={<LogOut size={16} aria-hidden />} onClick={() => go(staff ? '/operations/voice' : '/calls')}>
      {words.leaveCall}
    </Button>
  );
}

function Lost({ onComeBack }: { onComeBack: () => void }) {
  const { words } = useLanguage();
  return (
    <Empty icon={PlugZap} title={words.disconnected}>
      <Button onClick={onComeBack}>{words.comeBack}</Button>
    </Empty>
  );
}
