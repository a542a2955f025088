// Calls by voice: placing one, its token, how it is, and who was sent into it.

import { useEffect } from 'react';
import { getVoiceToken, type Input, type Reply, type Schema } from '@ipelya/live';
import { useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { useLocation } from 'wouter';

import { useCall, type Call } from '@/features/calls/use-calls';
import { useBackend } from '@/server/context';
import { read } from '@/server/rows';
import { useAct } from '@/server/use-act';

/** The kinds of calls that have a screen here. */
export type VoiceKind = 'support' | 'conference';
/** A token, and what its reply says of whoever holds it and of the agent. */
export type VoiceEntry = Reply<typeof getVoiceToken>;
export type AgentReason = Schema<'AgentReason'>;

/** How often a call is asked for by whom no channel tells: who did not place it. */
const LOOK_EVERY_MS = 2000;

const entryKey = (callId: string) => ['voice-entry', callId];

/** Where a call's screen is. */
export const screenOf = (kind: VoiceKind, callId: string): string => `/${kind}/${callId}`;

/** Places a call, or enters one there is, and opens its screen. Whoever is staff is let in by nothing else. */
export function usePlaceVoiceCall(): UseMutationResult<VoiceEntry, Error, Input<typeof getVoiceToken> & { roomType: VoiceKind }> {
  const backend = useBackend();
  const cache = useQueryClient();
  const [, go] = useLocation();
  return useAct({
    run: (wishes) => getVoiceToken(backend, wishes),
    then: (entry, { roomType }) => {
      cache.setQueryData(entryKey(entry.callId), entry);
      go(screenOf(roomType, entry.callId));
    },
  });
}

/** The token for a call; that of its placing, or one of one's own. It is asked for anew when the screen is opened again. */
export function useVoiceEntry(kind: VoiceKind, callId: string): UseQueryResult<VoiceEntry> {
  const backend = useBackend();
  const cache = useQueryClient();
  useEffect(() => () => cache.removeQueries({ queryKey: entryKey(callId) }), [cache, callId]);
  return useQuery({
    queryKey: entryKey(callId),
    queryFn: () => getVoiceToken(backend, { roomType: kind, callId }),
    staleTime: Infinity,
    refetchOnReconnect: false,
  });
}

/** How a call is. Its owner's channel tells of it; everybody else looks now and then. */
export const useVoiceCall = (callId: string): UseQueryResult<Call> => useCall(callId, LOOK_EVERY_MS);

/** The agent that was sent into a call last. */
export interface SentAgent {
  voice: Schema<'AgentVoice'>;
  status: 'requested' | 'joined' | 'left' | 'failed';
  reason: string | null;
}

export function useSentAgent(callId: string): UseQueryResult<SentAgent | null> {
  const { supabase } = useBackend();
  return useQuery({
    queryKey: ['sent-agent', callId],
    queryFn: () => {
      const query = supabase.from('call_agents').select('voice,status,reason').eq('call_id', callId);
      return read<SentAgent | null>(query.order('requested_at', { ascending: false }).limit(1).maybeSingle());
    },
    refetchInterval: LOOK_EVERY_MS,
  });
}

/** Somebody who may enter a call. */
export interface CallMember {
  user_id: string;
  role: 'owner' | 'party' | 'member' | 'staff';
}

export function useCallMembers(callId: string): UseQueryResult<CallMember[]> {
  const { supabase } = useBackend();
  return useQuery({
    queryKey: ['call-members', callId],
    queryFn: () => read<CallMember[]>(supabase.from('call_members').select('user_id,role').eq('call_id', callId).order('created_at')),
    staleTime: Infinity,
  });
}
