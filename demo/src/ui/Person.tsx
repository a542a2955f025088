// Somebody's picture and name.

import type { ReactNode } from 'react';
import { Avatar, Group, Stack, Text } from '@mantine/core';
import { BadgeCheck } from 'lucide-react';

import { useLanguage } from '@/i18n';
import { nameOf, useFace, type Face } from '@/server/faces';

type Known = Pick<Face, 'display_name' | 'username' | 'avatar_url'> & { is_verified?: boolean };

export function FaceCircle({ face, size }: { face: Known | null | undefined; size?: number | string }) {
  return (
    <Avatar
      src={face?.avatar_url}
      name={face ? nameOf(face) : undefined}
      color="initials"
      size={size ?? 'md'}
      alt=""
      aria-hidden
    />
  );
}

export function Name({ face }: { face: Known | null | undefined }) {
  const { words } = useLanguage();
  return (
    <Text span fw={600} inherit>
      {nameOf(face)}
      {face?.is_verified && (
        <BadgeCheck size={15} aria-label={words.verified} style={{ verticalAlign: '-2px', marginInlineStart: 4 }} />
      )}
    </Text>
  );
}

/** One line of a list of people: who, what is to be said of them, and what can be done. */
export function PersonLine({ userId, note, children }: { userId: string; note?: ReactNode; children?: ReactNode }) {
  const face = useFace(userId);
  return (
    <Group wrap="nowrap" gap="sm">
      <FaceCircle face={face} />
      <Stack gap={0} style={{ flex: 1, minWidth: 0 }}>
        <Text size="sm" truncate><Name face={face} /></Text>
        {note && <Text size="xs" c="dimmed" component="div">{note}</Text>}
      </Stack>
      {children}
    </Group>
  );
}
