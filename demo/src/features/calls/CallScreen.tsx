// One call, from ringing to its end.

import { Button, Stack, Text } from '@mantine/core';
import { cancelCall, declineCall } from '@ipelya/live';
import { PhoneOff } from 'lucide-react';
import { Link } from 'wouter';

import { useLanguage, type Dictionary } from '@/i18n';
import { useBackend, useUserIdSignedIn } from '@/server/context';
import { nameOf } from '@/server/faces';
import { useAct } from '@/server/use-act';
import { Figures } from '@/ui/Figures';
import { FaceCircle } from '@/ui/Person';
import { Empty, Failure, Loading } from '@/ui/states';
import { InCall } from './InCall';
import { useCall, useRinging, type Call } from './use-calls';

export default function CallScreen({ callId }: { callId: string }) {
  const userId = useUserIdSignedIn();
  const call = useCall(callId);
  if (call.isPending) return <Loading />;
  if (call.isError) return <Failure error={call.error} onRetry={() => void call.refetch()} />;
  const other = call.data.callerId === userId ? call.data.callee : call.data.caller;
  switch (call.data.status) {
    case 'ringing':
      return <Ringing call={call.data} other={other} calls={call.data.callerId === userId} />;
    case 'connected':
      return <InCall call={call.data} other={other} pays={call.data.callerId === userId} />;
    case 'ended':
      return <Over call={call.data} />;
  }
}

interface RingingProps {
  call: Call;
  other: Call['callee'];
  calls: boolean;
}

function Ringing({ call, other, calls }: RingingProps) {
  const { words, format } = useLanguage();
  const backend = useBackend();
  useRinging(calls);
  const giveUp = useAct({
    run: async () => void (await (calls ? cancelCall : declineCall)(backend, { callId: call.id })),
  });
  return (
    <Stack align="center" gap="md" py="xl">
      <FaceCircle face={other} size={120} />
      <Text component="h1" fw={650} size="xl">{nameOf(other)}</Text>
      <Text c="dimmed" role="status">{words.calling}</Text>
      {call.coinPerMinute > 0 && <Text size="sm">{words.callPrice(format.coins(call.coinPerMinute))}</Text>}
      <Button color="red.9" size="md" loading={giveUp.isPending} leftSection={<PhoneOff size={18} aria-hidden />} onClick={() => giveUp.mutate()}>
        {words.hangUp}
      </Button>
    </Stack>
  );
}

function endText({ endReason }: Call, words: Dictionary): string {
  return endReason ? words[`call_${endReason}`] : '';
}

function Over({ call }: { call: Call }) {
  const { words, format } = useLanguage();
  return (
    <Empty icon={PhoneOff} title={words.callEnded} hint={endText(call, words)}>
      <Stack miw={220} my="sm">
        <Figures
          rows={[
            ...(call.durationSeconds > 0 ? [[words.lasted, format.clock(call.durationSeconds)] as const] : []),
            ...(call.isPaid ? [[words.callSpent, format.coins(call.totalCoinSpent)] as const] : []),
          ]}
        />
      </Stack>
      <Button component={Link} href="/people">{words.people}</Button>
    </Empty>
  );
}
