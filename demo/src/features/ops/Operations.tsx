// What staff sees: everything that runs, what was reported, what it came to, and what is set.

import { lazy, Suspense } from 'react';
import { Stack, Tabs, Title } from '@mantine/core';
import { ChartNoAxesColumn, Film, Flag, Headset, Lock, Radio, Settings2 } from 'lucide-react';
import { useLocation } from 'wouter';

import { useMe } from '@/features/people/use-me';
import { useLanguage } from '@/i18n';
import { Empty, Loading } from '@/ui/states';
import { Tab } from '@/ui/Tab';
import { FiguresTab } from './FiguresTab';
import { LiveTab } from './LiveTab';
import { ReportsTab } from './ReportsTab';
import { SettingsTab } from './SettingsTab';

const RecordingsTab = lazy(() => import('./recordings/RecordingsTab'));
const VoiceTab = lazy(() => import('./voice/VoiceTab'));

export default function Operations({ tab = 'live' }: { tab?: string }) {
  const { words } = useLanguage();
  const { profile, isStaff } = useMe();
  const [, go] = useLocation();
  if (!isStaff) return profile && <Empty icon={Lock} title={words.operations} hint={words.onlyStaff} />;
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">{words.operations}</Title>
      <Tabs value={tab} onChange={(next) => go(`/operations/${next}`)} keepMounted={false}>
        <Tabs.List mb="lg">
          <Tab value="live" icon={Radio} label={words.opsLive} />
          <Tab value="voice" icon={Headset} label={words.opsVoice} />
          <Tab value="recordings" icon={Film} label={words.opsRecordings} />
          <Tab value="reports" icon={Flag} label={words.opsReports} />
          <Tab value="figures" icon={ChartNoAxesColumn} label={words.opsFigures} />
          <Tab value="settings" icon={Settings2} label={words.opsSettings} />
        </Tabs.List>
        <Tabs.Panel value="live"><LiveTab /></Tabs.Panel>
        <Tabs.Panel value="voice"><Suspense fallback={<Loading />}><VoiceTab /></Suspense></Tabs.Panel>
        <Tabs.Panel value="recordings"><Suspense fallback={<Loading />}><RecordingsTab /></Suspense></Tabs.Panel>
        <Tabs.Panel value="reports"><ReportsTab /></Tabs.Panel>
        <Tabs.Panel value="figures"><FiguresTab /></Tabs.Panel>
        <Tabs.Panel value="settings"><SettingsTab /></Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
