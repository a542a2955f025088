// What was found, a page of it at a time.

import { useState } from 'react';
import { SimpleGrid, Stack, Text } from '@mantine/core';
import { SearchX } from 'lucide-react';

import { useLanguage } from '@/i18n';
import { Pages } from '@/ui/Pages';
import { Empty, Failure, Loading } from '@/ui/states';
import { ChannelCard } from './ChannelCard';
import { useChannels, type Lookup } from './use-channels';

/** The last page that the server shows. */
const LAST_PAGE = 200;

export function Found({ lookup }: { lookup: Lookup }) {
  const { words, format } = useLanguage();
  const [page, setPage] = useState(1);
  const channels = useChannels(lookup, page);
  if (channels.isPending) return <Loading />;
  if (channels.isError) return <Failure error={channels.error} onRetry={() => void channels.refetch()} />;
  const { streams, total, totalIsLowerBound, totalPages } = channels.data;
  const count = format.number(total) + (totalIsLowerBound ? '+' : '');
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" role="status">{words.channelsFound(count)}</Text>
      {streams.length === 0 && <Empty icon={SearchX} title={words.noChannels} hint={words.noChannelsHint} />}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 4 }} spacing="md">
        {streams.map((channel) => <ChannelCard key={channel.id} channel={channel} />)}
      </SimpleGrid>
      <Pages page={page} total={Math.min(totalPages, LAST_PAGE)} onChange={setPage} />
    </Stack>
  );
}
