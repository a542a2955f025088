// Somebody's picture and name.

import type { ReactNode } from 'react';
import { Group, Stack, Text } from '@mantine/core';
import { BadgeCheck } from 'lucide-react';

import { useLanguage } from '@/i18n';
import { nameOf, useFace, type Face } from '@/server/faces';
import classes from './Person.module.css';

type Known = Pick<Face, 'display_name' | 'username' | 'avatar_url'> & { is_verified?: boolean };

export function FaceCircle({ face, size = 38 }: { face: Known | null | undefined; size?: number }) {
  return (
    <span
      className={classes.circle}
      style={{ '--size': `${size / 16}rem`, '--hue': hueOf(nameOf(face)) }}
      data-initials={face?.avatar_url ? undefined : initialsOf(nameOf(face))}
      aria-hidden
    >
      {face?.avatar_url && <img src={face.avatar_url} alt="" />}
    </span>
  );
}

/** First letters of the first and of the last name. */
function initialsOf(name: string): string {
  const names = name.split(/\s+/);
  return [...new Set([names[0], names.at(-1)])].map((one) => one?.[0] ?? '').join('');
}

/** The same colour for the same name, everywhere. */
function hueOf(name: string): number {
  return [...name].reduce((hue, letter) => (hue * 31 + (letter.codePointAt(0) ?? 0)) % 360, 0);
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
