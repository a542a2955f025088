// One's own channel: made, changed, put on air, and what came of it.

import { Badge, Button, Group, SimpleGrid, Stack, Tabs, Text, Title } from '@mantine/core';
import { getChannelStats } from '@ipelya/live';
import { useQuery } from '@tanstack/react-query';
import { Cast, ExternalLink, HandCoins, Lock, Settings2 } from 'lucide-react';
import { Link } from 'wouter';

import { useMe } from '@/features/people/use-me';
import { LiveBadge } from '@/features/sessions/labels';
import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { Empty, Failure, Loading } from '@/ui/states';
import { Tab } from '@/ui/Tab';
import { Tile } from '@/ui/Tile';
import { OffAirBadge } from './ChannelCard';
import { ChannelForm } from './ChannelForm';
import { Donations } from './Donations';
import { Encoder } from './Encoder';
import { OnAirControl } from './OnAirControl';
import { useChannel, type ChannelPage } from './use-channels';
import { useOwnSlug } from './use-own-channel';

export default function OwnChannel() {
  const { words } = useLanguage();
  const { profile, isCreator } = useMe();
  if (!profile) return <Loading />;
  if (!isCreator) return <Empty icon={Lock} title={words.ownChannel} hint={words.onlyCreators} />;
  return <Own />;
}

function Own() {
  const { words } = useLanguage();
  const slug = useOwnSlug();
  if (slug.isPending) return <Loading />;
  if (slug.isError) return <Failure error={slug.error} onRetry={() => void slug.refetch()} />;
  if (slug.data !== null) return <Managed slug={slug.data} />;
  return (
    <Stack gap="lg" maw={560} mx="auto">
      <Stack gap={4}>
        <Title order={1} size="h2">{words.newChannel}</Title>
        <Text c="dimmed">{words.newChannelHint}</Text>
      </Stack>
      <ChannelForm />
    </Stack>
  );
}

function Managed({ slug }: { slug: string }) {
  const { words } = useLanguage();
  const page = useChannel(slug);
  if (page.isPending) return <Loading />;
  if (page.isError) return <Failure error={page.error} onRetry={() => void page.refetch()} />;
  const { channel, sessionId } = page.data;
  return (
    <Stack gap="lg">
      <Head page={page.data} />
      <Stats sessionId={sessionId} />
      <Tabs defaultValue="settings" keepMounted={false}>
        <Tabs.List mb="lg">
          <Tab value="settings" icon={Settings2} label={words.channelSettings} />
          <Tab value="donations" icon={HandCoins} label={words.donations} />
          <Tab value="encoder" icon={Cast} label={words.encoder} />
        </Tabs.List>
        <Tabs.Panel value="settings" maw={560}><ChannelForm key={channel.slug} channel={channel} /></Tabs.Panel>
        <Tabs.Panel value="donations"><Donations sessionId={sessionId} /></Tabs.Panel>
        <Tabs.Panel value="encoder" maw={680}><Encoder /></Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function Head({ page }: { page: ChannelPage }) {
  const { words } = useLanguage();
  const { channel } = page;
  return (
    <Group justify="space-between" align="flex-start">
      <Stack gap={6} miw={0}>
        <Title order={1} size="h2">{channel.title}</Title>
        <Group gap="xs">
          {channel.active ? <LiveBadge /> : <OffAirBadge />}
          <Badge variant="default" tt="none">{channel.slug}</Badge>
        </Group>
      </Stack>
      <Group>
        <Button
          component={Link}
          href={`/channels/${channel.slug}`}
          variant="default"
          leftSection={<ExternalLink size={16} aria-hidden />}
        >
          {words.toChannel}
        </Button>
        <OnAirControl page={page} />
      </Group>
    </Group>
  );
}

/** How often what came of the channel is asked for, in milliseconds. */
const STATS_MS = 15_000;

function Stats({ sessionId }: { sessionId: string | null }) {
  const { words, format } = useLanguage();
  const backend = useBackend();
  const stats = useQuery({
    queryKey: ['channel-stats', sessionId],
    queryFn: () => getChannelStats(backend),
    refetchInterval: STATS_MS,
  });
  if (stats.isError) return <Failure error={stats.error} onRetry={() => void stats.refetch()} />;
  if (!stats.data) return <Loading />;
  const { viewersNow, followers, peakViewers, sessions, durationSeconds, watchSeconds } = stats.data;
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm">
      <Tile label={words.viewersLabel} value={viewersNow} />
      <Tile label={words.followersTotal} value={followers} />
      <Tile label={words.peak} value={peakViewers} />
      <Tile label={words.sessionsNow} value={sessions} />
      <Tile label={words.duration} value={format.clock(durationSeconds)} />
      <Tile label={words.watchTime} value={format.clock(watchSeconds)} />
    </SimpleGrid>
  );
}
