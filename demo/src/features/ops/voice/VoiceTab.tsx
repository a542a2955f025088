// Support: who waits and who talks, the agent, what it is told, how it fares, and who has read what was said.

import { Group, Stack, Switch, Title } from '@mantine/core';
import { changeSetting, listSettings } from '@ipelya/live/ops';
import { useQuery } from '@tanstack/react-query';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useAct } from '@/server/use-act';
import { Failures } from './Failures';
import { LiveCalls } from './LiveCalls';
import { PastCalls } from './PastCalls';
import { Prompts } from './Prompts';

export default function VoiceTab() {
  const { words } = useLanguage();
  return (
    <Stack gap="xl">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4">{words.callsNow}</Title>
          <AgentSwitch />
        </Group>
        <LiveCalls />
      </Stack>
      <Stack gap="sm">
        <Title order={2} size="h4">{words.howAgentsFare}</Title>
        <Failures />
      </Stack>
      <Stack gap="sm">
        <Title order={2} size="h4">{words.pastCalls}</Title>
        <PastCalls />
      </Stack>
      <Stack gap="sm">
        <Title order={2} size="h4">{words.prompts}</Title>
        <Prompts />
      </Stack>
    </Stack>
  );
}

const KEY = 'agent_enabled';

/** Whether agents are sent into new calls; a setting like the others. */
function AgentSwitch() {
  const { words } = useLanguage();
  const backend = useBackend();
  const settings = useQuery({ queryKey: ['settings'], queryFn: () => listSettings(backend) });
  const change = useAct({
    run: (value: boolean) => changeSetting(backend, { key: KEY, value }),
    then: () => void settings.refetch(),
    tell: words.done,
  });
  const setting = settings.data?.settings.find(({ key }) => key === KEY);
  if (!setting) return null;
  return (
    <Switch
      label={words.agentForAll}
      checked={setting.value === true}
      disabled={change.isPending}
      onChange={({ currentTarget }) => change.mutate(currentTarget.checked)}
    />
  );
}
