// What is on air now, and putting an end to it.

import { useState } from 'react';
import { Button, SimpleGrid, Stack, Table } from '@mantine/core';
import { terminateSession } from '@ipelya/live/ops';
import { useQueryClient } from '@tanstack/react-query';
import { Radio } from 'lucide-react';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { nameOf } from '@/server/faces';
import { useAct } from '@/server/use-act';
import { secondsSince, useNow } from '@/ui/clock';
import { ReasonDialog } from '@/ui/ReasonDialog';
import { Empty, Failure, Loading } from '@/ui/states';
import { Tile } from '@/ui/Tile';
import { useRunning, type Running } from './use-running';

type RunningSession = Running['sessions'][number];

export function LiveTab() {
  const { words } = useLanguage();
  const running = useRunning();
  const [ending, setEnding] = useState<RunningSession>();
  if (running.isPending) return <Loading />;
  if (running.isError) return <Failure error={running.error} onRetry={() => void running.refetch()} />;
  const { overview, sessions } = running.data;
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 2, sm: 3, md: 5 }} spacing="sm">
        <Tile label={words.sessionsNow} value={overview.active_sessions} />
        <Tile label={words.viewersNow} value={overview.total_viewers} />
        <Tile label={words.callsNow} value={overview.active_calls} />
        <Tile label={words.reportsOpen} value={overview.pending_reports} />
        <Tile label={words.bansActive} value={overview.active_bans} />
      </SimpleGrid>
      {sessions.length === 0 ? (
        <Empty icon={Radio} title={words.noSessions} />
      ) : (
        <Sessions sessions={sessions} onTerminate={setEnding} />
      )}
      {ending && <TerminateDialog session={ending} onClose={() => setEnding(undefined)} />}
    </Stack>
  );
}

interface SessionsProps {
  sessions: RunningSession[];
  onTerminate: (session: RunningSession) => void;
}

function Sessions({ sessions, onTerminate }: SessionsProps) {
  const { words, format } = useLanguage();
  const now = useNow();
  return (
    <Table.ScrollContainer minWidth={720} className="surface" scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing="sm" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.title}</Table.Th>
            <Table.Th>{words.host}</Table.Th>
            <Table.Th>{words.kind}</Table.Th>
            <Table.Th ta="end">{words.viewersNow}</Table.Th>
            <Table.Th ta="end">{words.giftsNow}</Table.Th>
            <Table.Th ta="end">{words.duration}</Table.Th>
            <Table.Th aria-label={words.terminate} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody style={{ fontVariantNumeric: 'tabular-nums' }}>
          {sessions.map((session) => (
            <Table.Tr key={session.id}>
              <Table.Td fw={600}>{session.title}</Table.Td>
              <Table.Td>{nameOf(session.creator)}</Table.Td>
              <Table.Td>{session.session_type === 'audio_room' ? words.audioRoom : words.video}</Table.Td>
              <Table.Td ta="end">{format.number(session.current_viewers)}</Table.Td>
              <Table.Td ta="end">{format.number(session.total_gifts_received)}</Table.Td>
              <Table.Td ta="end">{session.started_at && format.clock(secondsSince(Date.parse(session.started_at), now))}</Table.Td>
              <Table.Td ta="end">
                <Button size="xs" variant="default" onClick={() => onTerminate(session)} aria-label={words.terminateTitle(session.title)}>
                  {words.terminate}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function TerminateDialog({ session, onClose }: { session: RunningSession; onClose: () => void }) {
  const { words } = useLanguage();
  const backend = useBackend();
  const cache = useQueryClient();
  const terminate = useAct({
    run: (reason: string) => terminateSession(backend, { id: session.id, reason }),
    then: () => {
      void cache.invalidateQueries({ queryKey: ['running'] });
      onClose();
    },
    tell: words.done,
  });
  return (
    <ReasonDialog
      opened
      title={words.terminateTitle(session.title)}
      confirm={words.terminate}
      busy={terminate.isPending}
      onClose={onClose}
      onConfirm={(reason) => terminate.mutate(reason)}
    />
  );
}
