// The demo users, to be one of them by one click.

import { SimpleGrid, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { useLanguage, type Dictionary } from '@/i18n';
import { useBackend } from '@/server/context';
import { FACE_COLUMNS, type Face } from '@/server/faces';
import { read } from '@/server/rows';
import { useAct } from '@/server/use-act';
import { FaceCircle, Name } from '@/ui/Person';
import { Failure, Loading } from '@/ui/states';
import classes from './WhoAmI.module.css';

/** The password that all demo users share. */
const PASSWORD = 'ipelya-demo';

interface DemoUser extends Face {
  username: string;
  role: string;
}

/** What each of them is for; somebody else is described by their role. */
function about({ username, role }: DemoUser, words: Dictionary): string {
  const key = `about_${username}`;
  if (key in words) return words[key as keyof Dictionary & `about_${string}`];
  return { creator: words.roleCreator, admin: words.roleAdmin }[role] ?? words.roleUser;
}

export function WhoAmI() {
  const { words } = useLanguage();
  const { supabase } = useBackend();
  const users = useQuery({
    queryKey: ['demo-users'],
    queryFn: () => {
      const columns = `${FACE_COLUMNS},role`;
      const query = supabase.from('profiles').select(columns).eq('type', 'real').not('username', 'is', null).order('id');
      return read<DemoUser[]>(query.limit(24));
    },
  });
  const signIn = useAct({
    run: async ({ username }: DemoUser) => {
      const { error } = await supabase.auth.signInWithPassword({ email: `${username}@ipelya.local`, password: PASSWORD });
      if (error) throw error;
    },
  });

  return (
    <Stack gap="lg" maw={960} mx="auto" py={{ base: 'sm', sm: 'xl' }}>
      <Stack gap={6}>
        <Title order={1} size="h2">{words.whoAmI}</Title>
        <Text c="dimmed">{words.whoAmIHint}</Text>
      </Stack>
      {users.isPending && <Loading />}
      {users.isError && <Failure error={users.error} onRetry={() => void users.refetch()} />}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
        {users.data?.map((user) => (
          <UnstyledButton key={user.user_id} className={classes.card} disabled={signIn.isPending} onClick={() => signIn.mutate(user)}>
            <FaceCircle face={user} size={44} />
            <span>
              <Text span display="block"><Name face={user} /></Text>
              <Text span display="block" size="sm" c="dimmed">{about(user, words)}</Text>
            </span>
          </UnstyledButton>
        ))}
      </SimpleGrid>
    </Stack>
  );
}
