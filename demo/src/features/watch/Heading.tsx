import { Group, Stack, Text, Title } from '@mantine/core';
import { Eye } from 'lucide-react';

import { RecordedBadge } from '@/features/recordings/RecordedBadge';
import { AccessBadge, LiveBadge } from '@/features/sessions/labels';
import type { Session } from '@/features/sessions/session';
import { useLanguage } from '@/i18n';
import { FaceCircle, Name } from '@/ui/Person';

export function Heading({ session }: { session: Session }) {
  const { words, format } = useLanguage();
  return (
    <Group justify="space-between" align="flex-start" gap="sm">
      <Group gap="sm" wrap="nowrap" miw={0}>
        <FaceCircle face={session.creator} size={42} />
        <Stack gap={0} miw={0}>
          <Title order={1} size="h4">{session.title}</Title>
          <Text size="sm" c="dimmed"><Name face={session.creator} /></Text>
        </Stack>
      </Group>
      <Group gap="xs">
        <LiveBadge />
        {session.is_recording && <RecordedBadge />}
        <AccessBadge session={session} />
        <Group gap={4} role="status" aria-label={words.viewers(format.number(session.total_viewers))} title={words.viewersLabel}>
          <Eye size={16} aria-hidden />
          <Text span size="sm" fw={600} aria-hidden>{format.number(session.total_viewers)}</Text>
        </Group>
      </Group>
    </Group>
  );
}
