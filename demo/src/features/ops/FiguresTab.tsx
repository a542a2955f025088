// What it came to: coins and minutes watched, day by day.

import { SimpleGrid, Stack } from '@mantine/core';
import { getRevenue, listDays } from '@ipelya/live/ops';
import { useQuery } from '@tanstack/react-query';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { Failure, Loading } from '@/ui/states';
import { BarChart } from './BarChart';
import { Tile } from '@/ui/Tile';
import { byDay } from './by-day';

const DAYS = 14;

export function FiguresTab() {
  const { words, format } = useLanguage();
  const backend = useBackend();
  const revenue = useQuery({ queryKey: ['revenue', DAYS], queryFn: () => getRevenue(backend, { by: 'day', days: DAYS }) });
  const days = useQuery({ queryKey: ['days', DAYS], queryFn: () => listDays(backend, { days: DAYS }) });
  const failed = revenue.error ?? days.error;
  if (failed) return <Failure error={failed} onRetry={() => void Promise.all([revenue.refetch(), days.refetch()])} />;
  if (!revenue.data || !days.data) return <Loading />;
  const { total, rows } = revenue.data;
  const dates = days.data.days.map(({ date }) => date).sort();
  const span = words.lastDays(format.number(DAYS));
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
        <Tile label={words.gross} value={total.gross} />
        <Tile label={words.creatorShare} value={total.creator_share} />
        <Tile label={words.platformShare} value={total.platform_share} />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <BarChart title={words.revenueByDay} note={span} bars={byDay(dates, rows, ({ date }) => date, ({ net }) => net)} />
        <BarChart
          title={words.watchTimeByDay}
          note={span}
          bars={byDay(dates, days.data.days, ({ date }) => date, (day) => Math.round(day.total_watch_time_seconds / 60))}
        />
      </SimpleGrid>
    </Stack>
  );
}
