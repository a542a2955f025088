import { Tabs } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';

/** A tab with its picture. */
export function Tab({ value, icon: Icon, label }: { value: string; icon: LucideIcon; label: string }) {
  return <Tabs.Tab value={value} leftSection={<Icon size={16} aria-hidden />}>{label}</Tabs.Tab>;
}
