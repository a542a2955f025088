import { Text } from '@mantine/core';

import { useLanguage } from '@/i18n';

/** A number and what it counts, or a time that is written out already. */
export function Tile({ label, value }: { label: string; value: number | string }) {
  const { format } = useLanguage();
  return (
    <div className="surface" style={{ padding: '0.9rem 1rem' }}>
      <Text size="sm" c="dimmed">{label}</Text>
      <Text fw={650} fz={26} lh={1.2} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {typeof value === 'number' ? format.number(value) : value}
      </Text>
    </div>
  );
}
