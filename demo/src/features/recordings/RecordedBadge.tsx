import { Badge } from '@mantine/core';
import { CircleDot } from 'lucide-react';

import { useLanguage } from '@/i18n';

/** Says to everybody in a room that it is recorded. */
export function RecordedBadge() {
  const { words } = useLanguage();
  return (
    <Badge role="status" color="red.9" variant="filled" tt="none" leftSection={<CircleDot size={12} aria-hidden />} data-recorded>
      {words.isRecorded}
    </Badge>
  );
}
