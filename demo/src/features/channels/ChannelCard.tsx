import { Badge, Group, Stack, Text } from '@mantine/core';
import { Eye, MapPin } from 'lucide-react';
import { Link } from 'wouter';

import { AccessBadge, LiveBadge } from '@/features/sessions/labels';
import classes from '@/features/sessions/SessionCard.module.css';
import { useLanguage } from '@/i18n';
import { FaceCircle, Name } from '@/ui/Person';
import type { ListedChannel } from './use-channels';

export function ChannelCard({ channel }: { channel: ListedChannel }) {
  const { words, format } = useLanguage();
  const { slug, title, active, creator, viewerCount, accessType, ppvCoinPrice, distanceKm } = channel;
  const watching = format.number(viewerCount);
  return (
    <Link href={`/channels/${slug}`} className={classes.card}>
      <div className={classes.picture}>
        <FaceCircle face={{ ...creator, username: slug }} size={72} />
        <Group gap={6} className={classes.badges}>
          {active ? <LiveBadge /> : <OffAirBadge />}
          {active && <AccessBadge session={{ access_type: accessType, ppv_coin_price: ppvCoinPrice }} />}
        </Group>
        {active && (
          <span className={classes.viewers} title={words.viewersLabel}>
            <Eye size={14} aria-hidden />
            <span aria-label={words.viewers(watching)} role="img">{watching}</span>
          </span>
        )}
      </div>
      <Stack gap={1} p="sm" miw={0}>
        <Text fw={600} lineClamp={2} lh={1.3}>{title}</Text>
        <Text size="sm" c="dimmed" truncate><Name face={{ ...creator, username: slug }} />{` · ${slug}`}</Text>
        {typeof distanceKm === 'number' && (
          <Text size="sm" c="dimmed">
            <MapPin size={13} aria-hidden style={{ verticalAlign: '-2px', marginInlineEnd: 4 }} />
            {words.awayFrom(format.kilometres(distanceKm))}
          </Text>
        )}
      </Stack>
    </Link>
  );
}

export function OffAirBadge() {
  const { words } = useLanguage();
  return <Badge variant="default" tt="none">{words.offAir}</Badge>;
}
