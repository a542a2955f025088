// One session, from the door to the end: what stands at its address depends on what has become of it.

import { Button } from '@mantine/core';
import { CalendarClock, Compass } from 'lucide-react';
import { Link } from 'wouter';

import { useSession } from '@/features/sessions/use-sessions';
import { useLanguage } from '@/i18n';
import { Empty, Failure, Loading } from '@/ui/states';
import { Ended } from './Ended';
import { Entrance } from './Entrance';

export default function Watch({ sessionId }: { sessionId: string }) {
  const { words, format } = useLanguage();
  const session = useSession(sessionId);
  if (session.isPending) return <Loading />;
  if (session.isError) return <Failure error={session.error} onRetry={() => void session.refetch()} />;
  if (!session.data) {
    return (
      <Empty icon={Compass} title={words.notFound}>
        <Button component={Link} href="/">{words.toList}</Button>
      </Empty>
    );
  }
  switch (session.data.status) {
    case 'live':
      return <Entrance session={session.data} />;
    case 'scheduled': {
      const at = session.data.scheduled_at;
      return <Empty icon={CalendarClock} title={words.scheduledTitle} hint={at && words.startsAt(format.moment(at))} />;
    }
    case 'ended':
    case 'cancelled':
      return <Ended session={session.data} />;
  }
}
