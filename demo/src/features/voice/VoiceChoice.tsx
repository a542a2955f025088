// How the assistant sounds. Another voice is another agent, which the server sends in place of the one that is there.

import { NativeSelect } from '@mantine/core';
import { sendVoiceAgent } from '@ipelya/live';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useAct } from '@/server/use-act';
import { useSentAgent, type SentAgent } from './use-voice';

const VOICES: readonly SentAgent['voice'][] = ['alloy', 'echo', 'fable', 'onyx', 'nova', 'shimmer'];

export function VoiceChoice({ callId, roomName }: { callId: string; roomName: string }) {
  const { words } = useLanguage();
  const backend = useBackend();
  const sent = useSentAgent(callId);
  const choose = useAct({
    run: (voice: SentAgent['voice']) => sendVoiceAgent(backend, { roomName, voice }),
    then: () => void sent.refetch(),
  });
  // without an agent there is nobody to sound otherwise
  if (!sent.data) return null;
  return (
    <NativeSelect
      label={words.voice}
      w={130}
      disabled={choose.isPending}
      value={choose.isPending ? choose.variables : sent.data.voice}
      data={VOICES.map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) }))}
      onChange={({ currentTarget }) => choose.mutate(currentTarget.value as SentAgent['voice'])}
    />
  );
}
