// How a call ended, and what was said in it.

import { Button, Group, Stack } from '@mantine/core';
import { History, PhoneOff } from 'lucide-react';
import { Link } from 'wouter';

import type { Call } from '@/features/calls/use-calls';
import { useLanguage, type Dictionary } from '@/i18n';
import { Figures } from '@/ui/Figures';
import { Empty } from '@/ui/states';
import { Transcript } from './Transcript';

function endText({ endReason, endDetail }: Call, words: Dictionary): string {
  if (endDetail === 'agent_absent') return words.supportLeft;
  return endReason ? words[`call_${endReason}`] : '';
}

export function Over({ call }: { call: Call }) {
  const { words, format } = useLanguage();
  return (
    <Stack maw="44rem" mx="auto">
      <Empty icon={PhoneOff} title={words.callEnded} hint={endText(call, words)}>
        {call.durationSeconds > 0 && (
          <Stack miw={220} my="sm"><Figures rows={[[words.lasted, format.clock(call.durationSeconds)]]} /></Stack>
        )}
        <Group>
          <Button component={Link} href="/calls" leftSection={<History size={16} aria-hidden />}>{words.callHistory}</Button>
          <Button component={Link} href="/" variant="default">{words.toList}</Button>
        </Group>
      </Empty>
      {call.kind === 'support' && <Transcript callId={call.id} endedAt={call.endedAt} />}
    </Stack>
  );
}
