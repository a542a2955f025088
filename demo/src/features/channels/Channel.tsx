// A channel as everybody sees it: whose it is, and what is on.

import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { Compass, Eye, Play, Settings2, Tv } from 'lucide-react';
import { Link, Redirect } from 'wouter';

import { DonateButton } from '@/features/payments/DonateDialog';
import { useMe } from '@/features/people/use-me';
import { AccessBadge, LiveBadge } from '@/features/sessions/labels';
import { useLanguage } from '@/i18n';
import { nameOf } from '@/server/faces';
import { sentenceOf } from '@/server/errors';
import { FaceCircle, Name } from '@/ui/Person';
import { Empty, Loading } from '@/ui/states';
import classes from './Channel.module.css';
import { OffAirBadge } from './ChannelCard';
import { FollowControl } from './FollowControl';
import { useChannel, type ChannelPage } from './use-channels';

export default function Channel({ slug }: { slug: string }) {
  const { words } = useLanguage();
  const page = useChannel(slug);
  if (page.isPending) return <Loading />;
  if (page.isError) {
    return (
      <Empty icon={Compass} title={sentenceOf(page.error, words)}>
        <Group>
          <Button onClick={() => void page.refetch()}>{words.retry}</Button>
          <Button component={Link} href="/channels" variant="default">{words.channels}</Button>
        </Group>
      </Empty>
    );
  }
  // by a slug that it had before: its own address from here on
  if (page.data.movedTo) return <Redirect to={`/channels/${page.data.movedTo}`} replace />;
  return (
    <Stack gap="lg" maw={820} mx="auto">
      <Head page={page.data} />
      {page.data.channel.description && <Text style={{ whiteSpace: 'pre-line' }}>{page.data.channel.description}</Text>}
      <OnAir page={page.data} />
    </Stack>
  );
}

function Head({ page }: { page: ChannelPage }) {
  const { words, format } = useLanguage();
  const { profile } = useMe();
  const { channel, followers } = page;
  const creator = { ...page.creator, username: channel.slug };
  return (
    <Group align="flex-start" wrap="nowrap" gap="md">
      <FaceCircle face={creator} size={72} />
      <Stack gap={6} flex={1} miw={0}>
        <Title order={1} size="h2">{channel.title}</Title>
        <Text c="dimmed">
          <Name face={creator} />{` · ${channel.slug} · ${words.followers(format.number(followers))}`}
        </Text>
        <Group gap="xs">
          {profile?.id === page.creator.id ? (
            <Button
              component={Link}
              href="/my-channel"
              variant="default"
              leftSection={<Settings2 size={16} aria-hidden />}
            >
              {words.manageChannel}
            </Button>
          ) : (
            <FollowControl page={page} />
          )}
        </Group>
      </Stack>
    </Group>
  );
}

function OnAir({ page }: { page: ChannelPage }) {
  const { words, format } = useLanguage();
  const { profile } = useMe();
  const { channel, sessionId, viewerCount, startedAt } = page;
  const own = profile?.id === page.creator.id;
  if (!sessionId) {
    return (
      <Stack className="surface" gap={0} pt="md" align="center">
        <OffAirBadge />
        <Empty icon={Tv} title={words.offAirTitle} hint={!own && words.offAirHint} />
      </Stack>
    );
  }
  return (
    <section className={classes.onAir} aria-label={words.live}>
      <Group gap="xs">
        <LiveBadge />
        <AccessBadge session={{ access_type: channel.accessType, ppv_coin_price: channel.ppvCoinPrice }} />
        <Group gap={4}>
          <Eye size={16} aria-hidden />
          <Text span size="sm" fw={600}>{words.viewers(format.number(viewerCount))}</Text>
        </Group>
        {startedAt && <Text span size="sm" ml="auto">{words.since(format.moment(startedAt))}</Text>}
      </Group>
      <Group justify="center">
        <Button
          component={Link}
          href={`/watch/${sessionId}`}
          size="lg"
          variant="white"
          leftSection={<Play size={18} aria-hidden />}
        >
          {words.watch}
        </Button>
        {!own && (
          <DonateButton
            streamId={channel.id}
            name={nameOf({ ...page.creator, username: channel.slug })}
            variant="white"
          />
        )}
      </Group>
    </section>
  );
}
