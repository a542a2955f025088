// Calls with support and conferences that go on.

import { Button, Group, Stack, Switch, Text } from '@mantine/core';
import { listSupportCalls, setSupportAgent } from '@ipelya/live/ops';
import type { Reply } from '@ipelya/live';
import { useQuery } from '@tanstack/react-query';
import { Headset } from 'lucide-react';

import { usePlaceVoiceCall } from '@/features/voice/use-voice';
import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { nameOf } from '@/server/faces';
import { useAct } from '@/server/use-act';
import { Empty, Failure, Loading } from '@/ui/states';

export type VoiceCallRow = Reply<typeof listSupportCalls>['calls'][number];

/** Calls have no channel for staff. */
const READ_EVERY_MS = 3000;

export function LiveCalls() {
  const { words } = useLanguage();
  const backend = useBackend();
  const calls = useQuery({
    queryKey: ['ops-voice-calls', 'active'],
    queryFn: () => listSupportCalls(backend, { active: true }),
    refetchInterval: READ_EVERY_MS,
  });
  if (calls.isPending) return <Loading />;
  if (calls.isError) return <Failure error={calls.error} onRetry={() => void calls.refetch()} />;
  if (calls.data.calls.length === 0) return <Empty icon={Headset} title={words.noCallsNow} />;
  return <>{calls.data.calls.map((call) => <Card key={call.id} call={call} onChanged={() => void calls.refetch()} />)}</>;
}

function Card({ call, onChanged }: { call: VoiceCallRow; onChanged: () => void }) {
  const { words, format } = useLanguage();
  const enter = usePlaceVoiceCall();
  const support = call.kind === 'support';
  const inside = call.people.map(({ profile }) => nameOf(profile));
  if (call.agent) inside.push(`${words.assistant} (${call.agent.voice})`);
  return (
    <Group className="surface" p="md" justify="space-between" data-call={call.id}>
      <Stack gap={2}>
        <Text fw={600}>{nameOf(call.caller)}</Text>
        <Text size="sm" c="dimmed">
          {[support ? words.kind_support : words.kind_conference, format.moment(call.initiated_at), inside.join(', ')].filter(Boolean).join(' · ')}
        </Text>
        {call.waiting_seconds !== null && <Text size="sm" fw={600}>{words.waitsFor(format.clock(call.waiting_seconds))}</Text>}
      </Stack>
      {support && (
        <Group gap="md">
          <AgentOf call={call} onChanged={onChanged} />
          <Button
            size="xs"
            loading={enter.isPending}
            aria-label={words.joinCallOf(nameOf(call.caller))}
            onClick={() => enter.mutate({ roomType: 'support', callId: call.id })}
          >
            {words.joinAsStaff}
          </Button>
        </Group>
      )}
    </Group>
  );
}

function AgentOf({ call, onChanged }: { call: VoiceCallRow; onChanged: () => void }) {
  const { words } = useLanguage();
  const backend = useBackend();
  const turn = useAct({ run: (on: boolean) => setSupportAgent(backend, { id: call.id, on }), then: onChanged, tell: words.done });
  return (
    <Switch
      label={words.assistant}
      aria-label={words.agentOf(nameOf(call.caller))}
      checked={call.agent !== null}
      disabled={turn.isPending}
      onChange={({ currentTarget }) => turn.mutate(currentTarget.checked)}
    />
  );
}
