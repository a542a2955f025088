import { Group, Stack, Text } from '@mantine/core';
import { Eye, Mic, Video } from 'lucide-react';
import { Link } from 'wouter';

import { useMe } from '@/features/people/use-me';
import { useLanguage } from '@/i18n';
import { FaceCircle, Name } from '@/ui/Person';
import { AccessBadge, LiveBadge } from './labels';
import type { Session } from './session';
import classes from './SessionCard.module.css';

export function SessionCard({ session }: { session: Session }) {
  const { words, format } = useLanguage();
  const { userId } = useMe();
  const audio = session.session_type === 'audio_room';
  const Kind = audio ? Mic : Video;
  return (
    <Link href={`/watch/${session.id}`} className={classes.card}>
      <div className={classes.picture} data-kind={session.session_type}>
        {session.thumbnail_url ? (
          <img src={session.thumbnail_url} alt="" loading="lazy" />
        ) : (
          <Kind size={40} strokeWidth={1.4} aria-hidden />
        )}
        <Group gap={6} className={classes.badges}>
          <LiveBadge />
          <AccessBadge session={session} />
        </Group>
        <span className={classes.viewers} title={words.viewersLabel}>
          <Eye size={14} aria-hidden />
          <span aria-label={words.viewers(format.number(session.total_viewers))} role="img">{format.number(session.total_viewers)}</span>
        </span>
      </div>
      <Group wrap="nowrap" gap="sm" p="sm" align="flex-start">
        <FaceCircle face={session.creator} size={36} />
        <Stack gap={1} miw={0}>
          <Text fw={600} lineClamp={2} lh={1.3}>{session.title}</Text>
          <Text size="sm" c="dimmed" truncate>
            {session.creator_id === userId ? words.yourSession : <Name face={session.creator} />}
            {' · '}
            {audio ? words.audioRoom : words.video}
          </Text>
        </Stack>
      </Group>
    </Link>
  );
}
