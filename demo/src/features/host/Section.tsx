import type { ReactNode } from 'react';
import { Badge, Group, Stack, Title } from '@mantine/core';

interface SectionProps {
  title: string;
  count?: number;
  children: ReactNode;
}

export function Section({ title, count, children }: SectionProps) {
  return (
    <Stack component="section" gap="sm" aria-label={title}>
      <Group gap="xs">
        <Title order={2} size="h6">{title}</Title>
        {count !== undefined && count > 0 && <Badge variant="light" size="sm">{count}</Badge>}
      </Group>
      {children}
    </Stack>
  );
}
