import { Button, Group, SimpleGrid, Text } from '@mantine/core';
import { Flag } from 'lucide-react';
import { Link } from 'wouter';

import type { Session } from '@/features/sessions/session';
import { useLanguage, type Dictionary } from '@/i18n';
import { Empty } from '@/ui/states';
import classes from './Ended.module.css';

function reasonText(reason: string | null, words: Dictionary): string {
  if (reason?.startsWith('admin_terminated')) return words.endedByStaff;
  if (reason === 'host_ended') return words.endedByHost;
  if (reason === 'host_timeout') return words.endedTimeout;
  return words.endedOther;
}

export function Ended({ session }: { session: Session }) {
  const { words, format } = useLanguage();
  const figures: [string, string][] = [
    [words.lasted, format.clock(session.total_duration_seconds)],
    [words.visitors, format.number(session.total_viewers)],
    [words.peak, format.number(session.peak_viewers)],
    [words.messagesTotal, format.number(session.total_messages)],
    [words.giftsTotal, format.number(session.total_gifts_received)],
  ];
  return (
    <Empty icon={Flag} title={words.endedTitle} hint={`${session.title} · ${reasonText(session.end_reason, words)}`}>
      <SimpleGrid component="dl" cols={{ base: 2, sm: 5 }} spacing="sm" my="sm" w="100%" maw={720}>
        {figures.map(([label, value]) => (
          <div key={label} className={classes.figure}>
            <Text component="dt" size="xs" c="dimmed">{label}</Text>
            <Text component="dd" m={0} fw={650} size="lg">{value}</Text>
          </div>
        ))}
      </SimpleGrid>
      <Group>
        <Button component={Link} href="/">{words.toList}</Button>
        <Button component={Link} href={`/recordings/session/${session.id}`} variant="default">{words.recordings}</Button>
      </Group>
    </Empty>
  );
}
