// One call with support, or one of several, until it is over.

import { useVoiceCall, type VoiceKind } from './use-voice';
import { Failure, Loading } from '@/ui/states';
import { Over } from './Over';
import { VoiceRoom } from './VoiceRoom';

export default function VoiceScreen({ kind, callId }: { kind: VoiceKind; callId: string }) {
  const call = useVoiceCall(callId);
  if (call.isPending) return <Loading />;
  if (call.isError) return <Failure error={call.error} onRetry={() => void call.refetch()} />;
  return call.data.status === 'ended' ? <Over call={call.data} /> : <VoiceRoom kind={kind} call={call.data} />;
}
