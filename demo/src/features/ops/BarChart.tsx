// Bars by day. What is drawn is a table to those who do not see it.

import { Group, Stack, Table, Text, Title, VisuallyHidden } from '@mantine/core';

import { useLanguage } from '@/i18n';
import classes from './BarChart.module.css';
import { niceTop, type Bar } from './by-day';

const WIDTH = 560;
const HEIGHT = 220;
const MARGIN = { top: 10, right: 4, bottom: 26, left: 46 };
/** How many dates are written below. */
const DATES = 4;
/** The heights at which a line is drawn, as parts of the scale. */
const LINES = [0, 0.5, 1];

interface BarChartProps {
  title: string;
  note: string;
  bars: readonly Bar[];
}

export function BarChart({ title, note, bars }: BarChartProps) {
  const { words } = useLanguage();
  return (
    <Stack component="figure" className="surface" p="md" m={0} gap="xs">
      <Group component="figcaption" justify="space-between">
        <Title order={2} size="h5">{title}</Title>
        <Text size="sm" c="dimmed">{note}</Text>
      </Group>
      {bars.every(({ value }) => value === 0) ? (
        <Text c="dimmed" ta="center" py="xl">{words.noData}</Text>
      ) : (
        <Drawing bars={bars} />
      )}
      <VisuallyHidden><Figures title={title} bars={bars} /></VisuallyHidden>
    </Stack>
  );
}

function Drawing({ bars }: { bars: readonly Bar[] }) {
  const { format } = useLanguage();
  const top = niceTop(Math.max(...bars.map(({ value }) => value)));
  const inner = { width: WIDTH - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
  const slot = inner.width / bars.length;
  const y = (part: number): number => MARGIN.top + inner.height * (1 - part);
  const every = Math.ceil(bars.length / DATES);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={classes.chart} aria-hidden>
      {LINES.map((part) => (
        <g key={part}>
          <line x1={MARGIN.left} x2={WIDTH - MARGIN.right} y1={y(part)} y2={y(part)} />
          <text x={MARGIN.left - 8} y={y(part) + 4} textAnchor="end">{format.number(top * part)}</text>
        </g>
      ))}
      {bars.map(({ date, value }, index) => (
        <g key={date}>
          <rect
            x={MARGIN.left + slot * index + slot * 0.18}
            width={slot * 0.64}
            y={y(value / top)}
            height={(inner.height * value) / top}
            rx={3}
          >
            <title>{`${format.day(date)}: ${format.number(value)}`}</title>
          </rect>
          {(bars.length - 1 - index) % every === 0 && (
            <text x={MARGIN.left + slot * (index + 0.5)} y={HEIGHT - 8} textAnchor="middle">{format.day(date)}</text>
          )}
        </g>
      ))}
    </svg>
  );
}

function Figures({ title, bars }: Pick<BarChartProps, 'title' | 'bars'>) {
  const { format } = useLanguage();
  return (
    <Table>
      <Table.Caption>{title}</Table.Caption>
      <Table.Tbody>
        {bars.map(({ date, value }) => (
          <Table.Tr key={date}>
            <Table.Th>{format.day(date)}</Table.Th>
            <Table.Td>{format.number(value)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
