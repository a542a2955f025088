// Nobody is signed in, or somebody is, who brings the rest of the app.

import { lazy, Suspense } from 'react';

import { WhoAmI } from '@/features/people/WhoAmI';
import { useMaybeUserId } from '@/server/context';
import { Loading } from '@/ui/states';
import { Frame } from './Frame';

const SignedIn = lazy(() => import('./SignedIn'));

export function Screens() {
  const userId = useMaybeUserId();
  if (userId === undefined) return <Loading />;
  if (userId === null) return <Frame><WhoAmI /></Frame>;
  return <Suspense fallback={<Loading />}><SignedIn key={userId} userId={userId} /></Suspense>;
}
