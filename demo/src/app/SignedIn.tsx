// Which screen is at which address. What brings the media library or is for staff is loaded when it is opened.

import { lazy, Suspense } from 'react';
import { Button } from '@mantine/core';
import { Compass } from 'lucide-react';
import { Link, Route, Switch } from 'wouter';

import { IncomingCall } from '@/features/calls/IncomingCall';
import { PeopleToCall } from '@/features/calls/PeopleToCall';
import { OnAir } from '@/features/sessions/OnAir';
import { IncomingConference } from '@/features/voice/IncomingConference';
import { useLanguage } from '@/i18n';
import { Empty, Loading } from '@/ui/states';
import { Frame } from './Frame';
import { Balance, Navigation, Person } from './own-head';

const GoLive = lazy(() => import('@/features/golive/GoLive'));
const Channels = lazy(() => import('@/features/channels/Channels'));
const Channel = lazy(() => import('@/features/channels/Channel'));
const OwnChannel = lazy(() => import('@/features/channels/OwnChannel'));
const Watch = lazy(() => import('@/features/watch/Watch'));
const CallScreen = lazy(() => import('@/features/calls/CallScreen'));
const VoiceScreen = lazy(() => import('@/features/voice/VoiceScreen'));
const Conference = lazy(() => import('@/features/voice/Conference'));
const CallHistory = lazy(() => import('@/features/voice/CallHistory'));
const Recordings = lazy(() => import('@/features/recordings/Recordings'));
const Operations = lazy(() => import('@/features/ops/Operations'));

export default function SignedIn({ userId }: { userId: string }) {
  return (
    <Frame navigation={<Navigation />} coins={<Balance userId={userId} />} person={<Person userId={userId} />}>
      <IncomingCall />
      <IncomingConference />
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path="/"><OnAir /></Route>
          <Route path="/channels"><Channels /></Route>
          <Route path="/channels/:slug">{({ slug }) => <Channel key={slug} slug={slug} />}</Route>
          <Route path="/my-channel"><OwnChannel /></Route>
          <Route path="/people"><PeopleToCall /></Route>
          <Route path="/go-live"><GoLive /></Route>
          <Route path="/watch/:id">{({ id }) => <Watch key={id} sessionId={id} />}</Route>
          <Route path="/call/:id">{({ id }) => <CallScreen key={id} callId={id} />}</Route>
          <Route path="/support/:id">{({ id }) => <VoiceScreen key={id} kind="support" callId={id} />}</Route>
          <Route path="/conference"><Conference /></Route>
          <Route path="/conference/:id">{({ id }) => <VoiceScreen key={id} kind="conference" callId={id} />}</Route>
          <Route path="/calls"><CallHistory /></Route>
          <Route path="/recordings"><Recordings /></Route>
          <Route path="/recordings/session/:id">{({ id }) => <Recordings key={id} of={{ sessionId: id }} />}</Route>
          <Route path="/recordings/creator/:id">{({ id }) => <Recordings key={id} of={{ creatorId: id }} />}</Route>
          <Route path="/recordings/call/:id">{({ id }) => <Recordings key={id} of={{ callId: id }} />}</Route>
          <Route path="/operations/:tab?">{({ tab }) => <Operations tab={tab} />}</Route>
          <Route><Nowhere /></Route>
        </Switch>
      </Suspense>
    </Frame>
  );
}

function Nowhere() {
  const { words } = useLanguage();
  return (
    <Empty icon={Compass} title={words.notFound}>
      <Button component={Link} href="/">{words.toList}</Button>
    </Empty>
  );
}
