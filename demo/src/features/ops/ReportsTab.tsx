// What people have reported, and deciding it.

import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { actOnReport, listReports } from '@ipelya/live/ops';
import type { Input, Reply } from '@ipelya/live';
import { useQuery } from '@tanstack/react-query';
import { Flag } from 'lucide-react';

import { useLanguage, type Dictionary } from '@/i18n';
import { useBackend } from '@/server/context';
import { nameOf } from '@/server/faces';
import { useAct } from '@/server/use-act';
import { PersonLine } from '@/ui/Person';
import { Empty, Failure, Loading } from '@/ui/states';

type Report = Reply<typeof listReports>['reports'][number];
type Action = Input<typeof actOnReport>['action'];

/** Reports have no channel. */
const READ_EVERY_MS = 10_000;

/** A known word in the page's language; anything else as it was written. */
function reasonText(reason: string, words: Dictionary): string {
  const key = `reason_${reason}`;
  return key in words ? words[key as keyof Dictionary & `reason_${string}`] : reason;
}

export function ReportsTab() {
  const { words } = useLanguage();
  const backend = useBackend();
  const reports = useQuery({
    queryKey: ['reports'],
    queryFn: () => listReports(backend, { status: 'pending' }),
    refetchInterval: READ_EVERY_MS,
  });
  if (reports.isPending) return <Loading />;
  if (reports.isError) return <Failure error={reports.error} onRetry={() => void reports.refetch()} />;
  if (reports.data.reports.length === 0) return <Empty icon={Flag} title={words.noReports} />;
  return (
    <Stack gap="sm">
      {reports.data.reports.map((report) => <Card key={report.id} report={report} onDecided={() => void reports.refetch()} />)}
    </Stack>
  );
}

function Card({ report, onDecided }: { report: Report; onDecided: () => void }) {
  const { words, format } = useLanguage();
  const backend = useBackend();
  const decide = useAct({
    run: (action: Action) => actOnReport(backend, { id: report.id, action }),
    then: onDecided,
    tell: words.done,
  });
  const actions: [Action, string][] = [
    ['dismiss', words.dismiss],
    ['warn', words.warn],
    ...(report.session_id ? ([['kick', words.kick], ['ban_session', words.banSession]] as [Action, string][]) : []),
  ];
  const note = `${words.reportedBy(nameOf(report.reporter))} · ${format.moment(report.created_at)}`;
  return (
    <Stack className="surface" p="md" gap="sm">
      <PersonLine userId={report.reported_user_id} note={note}>
        <Badge variant="light" color="orange" c="var(--mantine-color-text)" tt="none">{reasonText(report.reason, words)}</Badge>
      </PersonLine>
      {report.session && <Text size="sm" c="dimmed">{report.session.title}</Text>}
      {report.description && <Text size="sm">{report.description}</Text>}
      <Group gap="xs">
        {actions.map(([action, label]) => (
          <Button key={action} size="xs" variant="default" disabled={decide.isPending} onClick={() => decide.mutate(action)}>{label}</Button>
        ))}
      </Group>
    </Stack>
  );
}
