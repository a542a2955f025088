// Following a channel: whether, and how one hears of it.

import { useState } from 'react';
import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { followChannel, unfollowChannel, type Reply } from '@ipelya/live';
import { useQueryClient } from '@tanstack/react-query';
import { Bell, BellRing } from 'lucide-react';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useAct } from '@/server/use-act';
import type { ChannelPage } from './use-channels';

type Following = Reply<typeof followChannel>;

export function FollowControl({ page }: { page: ChannelPage }) {
  const { words } = useLanguage();
  const backend = useBackend();
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { slug } = page.channel;
  const take = ({ following, push, email, followers }: Following): void => {
    cache.setQueriesData<ChannelPage>({ queryKey: ['channel'] }, (old) =>
      old?.channel.id === page.channel.id ? { ...old, following, push, email, followers } : old,
    );
    setAsking(false);
  };
  const unfollow = useAct({ run: () => unfollowChannel(backend, { slug }), then: take });
  return (
    <>
      {page.following ? (
        <>
          <Button variant="default" leftSection={<BellRing size={16} aria-hidden />} onClick={() => setAsking(true)}>
            {words.howToHear}
          </Button>
          <Button variant="default" loading={unfollow.isPending} onClick={() => unfollow.mutate()}>
            {words.unfollow}
          </Button>
        </>
      ) : (
        <Button leftSection={<Bell size={16} aria-hidden />} onClick={() => setAsking(true)}>{words.follow}</Button>
      )}
      {asking && <FollowDialog page={page} onFollowed={take} onClose={() => setAsking(false)} />}
    </>
  );
}

interface FollowDialogProps {
  page: ChannelPage;
  onFollowed: (following: Following) => void;
  onClose: () => void;
}

function FollowDialog({ page, onFollowed, onClose }: FollowDialogProps) {
  const { words } = useLanguage();
  const backend = useBackend();
  const [push, setPush] = useState(!page.following || page.push === true);
  const [email, setEmail] = useState(page.email === true);
  const follow = useAct({
    run: () => followChannel(backend, { slug: page.channel.slug, push, email }),
    then: onFollowed,
    tell: words.done,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.followTitle(page.channel.title)}
      centered
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Stack component="form" onSubmit={(event) => { event.preventDefault(); follow.mutate(); }}>
        <Text size="sm" c="dimmed">{words.followHint}</Text>
        <Checkbox
          label={words.byPush}
          checked={push}
          data-autofocus
          onChange={({ currentTarget }) => setPush(currentTarget.checked)}
        />
        <Checkbox
          label={words.byEmail}
          checked={email}
          onChange={({ currentTarget }) => setEmail(currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" loading={follow.isPending}>{page.following ? words.save : words.follow}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
