// Names and their values, one under the other.

import { Group, Stack, Text } from '@mantine/core';

export function Figures({ rows }: { rows: readonly (readonly [label: string, value: string])[] }) {
  return (
    <Stack component="dl" gap={6} m={0}>
      {rows.map(([label, value]) => (
        <Group key={label} justify="space-between" gap="md">
          <Text component="dt" size="sm" c="dimmed">{label}</Text>
          <Text component="dd" m={0} size="sm" fw={600} style={{ fontVariantNumeric: 'tabular-nums' }}>{value}</Text>
        </Group>
      ))}
    </Stack>
  );
}
