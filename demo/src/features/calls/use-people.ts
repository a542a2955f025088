import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import { useBackend, useUserIdSignedIn } from '@/server/context';
import { FACE_COLUMNS, type Face } from '@/server/faces';
import { read } from '@/server/rows';

/** Everybody whom the person may try to call. */
export function usePeopleToCall(): UseQueryResult<Face[]> {
  const { supabase } = useBackend();
  const userId = useUserIdSignedIn();
  return useQuery({
    queryKey: ['people', userId],
    queryFn: () => {
      const query = supabase.from('profiles').select(FACE_COLUMNS).eq('type', 'real').neq('user_id', userId);
      return read<Face[]>(query.not('username', 'is', null).order('display_name').limit(100));
    },
  });
}
