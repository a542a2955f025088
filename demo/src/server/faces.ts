// Names and pictures of people. Many ask for one person each in the same moment; they are read together.

import { useQuery } from '@tanstack/react-query';
import type { SupabaseClient } from '@supabase/supabase-js';

import { useBackend } from './context';
import { read } from './rows';

export interface Face {
  user_id: string;
  display_name: string | null;
  username: string | null;
  avatar_url: string | null;
  is_verified: boolean;
}

export const FACE_COLUMNS = 'user_id,display_name,username,avatar_url,is_verified';

interface Waiting {
  userId: string;
  resolve: (face: Face | null) => void;
  reject: (error: unknown) => void;
}

const waitingOf = new WeakMap<SupabaseClient, Waiting[]>();

/** The real profile of somebody; `null` if there is none. */
function faceOf(supabase: SupabaseClient, userId: string): Promise<Face | null> {
  return new Promise((resolve, reject) => {
    const waiting = waitingOf.get(supabase);
    if (waiting) {
      waiting.push({ userId, resolve, reject });
      return;
    }
    waitingOf.set(supabase, [{ userId, resolve, reject }]);
    setTimeout(() => void readAll(supabase));
  });
}

async function readAll(supabase: SupabaseClient): Promise<void> {
  const waiting = waitingOf.get(supabase) ?? [];
  waitingOf.delete(supabase);
  const ids = [...new Set(waiting.map(({ userId }) => userId))];
  try {
    const query = supabase.from('profiles').select(FACE_COLUMNS).eq('type', 'real').in('user_id', ids);
    const faces = new Map((await read<Face[]>(query)).map((face) => [face.user_id, face]));
    for (const { userId, resolve } of waiting) resolve(faces.get(userId) ?? null);
  } catch (error) {
    for (const { reject } of waiting) reject(error);
  }
}

export function useFace(userId: string): Face | null | undefined {
  const { supabase } = useBackend();
  const query = useQuery({
    queryKey: ['face', userId],
    queryFn: () => faceOf(supabase, userId),
    staleTime: Infinity,
  });
  return query.data;
}

export function nameOf(face: Pick<Face, 'display_name' | 'username'> | null | undefined): string {
  return face?.display_name ?? face?.username ?? '…';
}
