// What surrounds every screen.

import { useState } from 'react';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { SupabaseClient } from '@supabase/supabase-js';
import { Router } from 'wouter';

import { LanguageProvider } from '@/i18n';
import type { TestCard } from '@/server/config';
import { ServerProvider } from '@/server/context';
import { NoticesProvider } from '@/ui/notices';
import { Screens } from './Screens';
import { cssVariables, theme } from './theme';

/** A refusal stays one however often it is asked for; what is safe to repeat, the client has repeated already. */
const makeCache = (): QueryClient => new QueryClient({ defaultOptions: { queries: { retry: false } } });

interface AppProps {
  supabase: SupabaseClient;
  testCard: TestCard | undefined;
}

export function App({ supabase, testCard }: AppProps) {
  const [cache] = useState(makeCache);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={cache}>
        <LanguageProvider>
          <ServerProvider supabase={supabase} testCard={testCard}>
            <NoticesProvider>
              <Router base={import.meta.env.BASE_URL.replace(/\/$/, '')}>
                <Screens />
              </Router>
            </NoticesProvider>
          </ServerProvider>
        </LanguageProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
