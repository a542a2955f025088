// How agents fared in the latest days: who came, who did not and why, and how long they may still talk today.

import { SimpleGrid, Stack, Text } from '@mantine/core';
import { getAgentFigures } from '@ipelya/live/ops';
import { useQuery } from '@tanstack/react-query';

import { useLanguage, type Dictionary } from '@/i18n';
import { useBackend } from '@/server/context';
import { Figures } from '@/ui/Figures';
import { Failure, Loading } from '@/ui/states';
import { Tile } from '@/ui/Tile';

const DAYS = 7;

/** A known reason in the page's language; anything else as the server names it. */
function reasonText(reason: string, words: Dictionary): string {
  const key = `why_${reason}`;
  return key in words ? words[key as keyof Dictionary & `why_${string}`] : reason;
}

export function Failures() {
  const { words, format } = useLanguage();
  const backend = useBackend();
  const failures = useQuery({ queryKey: ['agent-failures', DAYS], queryFn: () => getAgentFigures(backend, { days: DAYS }) });
  if (failures.isPending) return <Loading />;
  if (failures.isError) return <Failure error={failures.error} onRetry={() => void failures.refetch()} />;
  const { total, today } = failures.data;
  const rows = Object.entries(total.failed).map(([reason, count]) => [reasonText(reason, words), format.number(count)] as const);
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
        <Tile label={words.callsTotal} value={total.calls} />
        <Tile label={words.agentsSent} value={total.sent} />
        <Tile label={words.agentsCame} value={total.joined} />
        <Tile label={words.talkedToday} value={`${format.clock(today.agent_seconds)} / ${format.clock(today.agent_day_seconds)}`} />
      </SimpleGrid>
      <Stack component="section" className="surface" p="md" gap="xs" aria-label={words.failures}>
        <Text size="sm" fw={600}>{words.failures} ({words.lastDays(format.number(DAYS))})</Text>
        {rows.length === 0 ? <Text size="sm" c="dimmed">{words.noFailures}</Text> : <Figures rows={rows} />}
      </Stack>
    </Stack>
  );
}
