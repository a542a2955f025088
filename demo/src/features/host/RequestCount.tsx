import { Badge } from '@mantine/core';

import { useRequests } from '@/features/guests/use-requests';
import { secondsUntil, useNow } from '@/ui/clock';

/** How many wait for an answer. */
export function RequestCount({ sessionId }: { sessionId: string }) {
  const requests = useRequests(sessionId);
  const now = useNow((requests.data?.length ?? 0) > 0);
  const open = requests.data?.filter(({ expires_at }) => secondsUntil(Date.parse(expires_at), now) > 0).length ?? 0;
  return open > 0 ? <Badge size="sm" circle color="red.9">{open}</Badge> : null;
}
