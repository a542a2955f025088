// Inside a session: its room, its stage, its chat, and what one may do there.

import { useState } from 'react';
import { Button, Group } from '@mantine/core';
import { LiveKitRoom, RoomAudioRenderer } from '@livekit/components-react';
import { DisconnectReason, type RoomOptions } from 'livekit-client';
import { PlugZap, UserX } from 'lucide-react';
import { Link } from 'wouter';

import { AudioStage } from '@/features/audio/AudioStage';
import { FlyingGifts } from '@/features/gifts/FlyingGifts';
import { GiftBar } from '@/features/gifts/GiftBar';
import { InvitationDialog } from '@/features/guests/InvitationDialog';
import { DonateButton } from '@/features/payments/DonateDialog';
import { DonationAlerts } from '@/features/payments/DonationAlerts';
import { useMe } from '@/features/people/use-me';
import type { Session } from '@/features/sessions/session';
import { useLanguage } from '@/i18n';
import { nameOf } from '@/server/faces';
import { Empty } from '@/ui/states';
import { Controls } from './Controls';
import { Heading } from './Heading';
import { HostAway } from './HostAway';
import classes from './Inside.module.css';
import { SidePanel } from './SidePanel';
import type { Entry } from './use-entry';
import { usePlace } from './use-place';
import { VideoStage } from './VideoStage';

/** Pictures come as large as they are shown, and are sent as large as somebody takes them. */
const ROOM: RoomOptions = { adaptiveStream: true, dynacast: true };

interface InsideProps {
  session: Session;
  entry: Entry;
  onAskAgain: () => void;
}

export function Inside({ session, entry, onAskAgain }: InsideProps) {
  const { userId } = useMe();
  const place = usePlace(session.id);
  const [out, setOut] = useState<DisconnectReason>();
  const hosts = session.creator_id === userId;
  const video = session.session_type === 'video_live';
  if (out !== undefined) {
    const comeBack = (): void => {
      setOut(undefined);
      onAskAgain();
    };
    return <Out reason={out} onComeBack={comeBack} />;
  }
  return (
    <LiveKitRoom
      key={entry.token}
      serverUrl={entry.serverUrl}
      token={entry.token}
      options={ROOM}
      audio={hosts}
      video={hosts && video}
      onDisconnected={(reason) => {
        if (reason !== DisconnectReason.CLIENT_INITIATED) setOut(reason ?? DisconnectReason.UNKNOWN_REASON);
      }}
      className={classes.room}
    >
      <RoomAudioRenderer />
      {!hosts && <InvitationDialog session={session} place={place.data} />}
      <section className={classes.main}>
        <div className={classes.stage}>
          {video ? <VideoStage hostId={session.creator_id} /> : <AudioStage session={session} />}
          <HostAway session={session} />
          <FlyingGifts sessionId={session.id} />
          <DonationAlerts sessionId={session.id} />
        </div>
        <Heading session={session} />
        <Controls session={session} place={place.data} />
        {session.gifts_enabled && !hosts && <GiftBar sessionId={session.id} />}
        {!hosts && <DonateButton streamId={session.id} name={nameOf(session.creator)} />}
      </section>
      <SidePanel session={session} place={place.data} />
    </LiveKitRoom>
  );
}

function Out({ reason, onComeBack }: { reason: DisconnectReason; onComeBack: () => void }) {
  const { words } = useLanguage();
  const removed = reason === DisconnectReason.PARTICIPANT_REMOVED;
  const elsewhere = reason === DisconnectReason.DUPLICATE_IDENTITY;
  const title = removed ? words.removed : elsewhere ? words.elsewhere : words.disconnected;
  return (
    <Empty icon={removed ? UserX : PlugZap} title={title} hint={removed && words.removedHint}>
      <Group>
        <Button onClick={onComeBack}>{words.comeBack}</Button>
        <Button component={Link} href="/" variant="default">{words.toList}</Button>
      </Group>
    </Empty>
  );
}
