// The person who is signed in, as the server knows them.

import { useQuery } from '@tanstack/react-query';

import { useBackend, useUserIdSignedIn } from '@/server/context';
import { FACE_COLUMNS, type Face } from '@/server/faces';
import { read } from '@/server/rows';

export interface Me {
  userId: string;
  profile: Profile | undefined;
  isCreator: boolean;
  isStaff: boolean;
}

interface Profile extends Face {
  id: string;
  is_creator: boolean;
  role: string;
}

export function useMe(): Me {
  const { supabase } = useBackend();
  const userId = useUserIdSignedIn();
  const profile = useQuery({
    queryKey: ['me', userId],
    queryFn: () => {
      const columns = `id,${FACE_COLUMNS},is_creator,role`;
      return read<Profile>(supabase.from('profiles').select(columns).eq('type', 'real').eq('user_id', userId).single());
    },
    staleTime: Infinity,
  });
  const staff = useQuery({
    queryKey: ['staff', userId],
    queryFn: () => read<{ id: string } | null>(supabase.from('admin_profiles').select('id').eq('is_active', true).maybeSingle()),
    staleTime: Infinity,
  });
  return {
    userId,
    profile: profile.data,
    isCreator: profile.data?.is_creator === true,
    isStaff: Boolean(staff.data),
  };
}
