// Everybody whom the person may try to call, each with what may be done about them.

import type { ReactNode } from 'react';
import { SimpleGrid } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { useBackend, useUserIdSignedIn } from '@/server/context';
import { FACE_COLUMNS, type Face } from '@/server/faces';
import { read } from '@/server/rows';
import { PersonLine } from '@/ui/Person';
import { Failure, Loading } from '@/ui/states';

export function PeopleGrid({ children }: { children: (face: Face) => ReactNode }) {
  const { supabase } = useBackend();
  const userId = useUserIdSignedIn();
  const people = useQuery({
    queryKey: ['people', userId],
    queryFn: () => {
      const query = supabase.from('profiles').select(FACE_COLUMNS).eq('type', 'real').neq('user_id', userId);
      return read<Face[]>(query.not('username', 'is', null).order('display_name').limit(100));
    },
  });
  return (
    <>
      {people.isPending && <Loading />}
      {people.isError && <Failure error={people.error} onRetry={() => void people.refetch()} />}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {people.data?.map((face) => (
          <div key={face.user_id} className="surface" style={{ padding: '0.75rem 1rem' }}>
            <PersonLine userId={face.user_id}>{children(face)}</PersonLine>
          </div>
        ))}
      </SimpleGrid>
    </>
  );
}
