// One recording: what it is, how far it has come, watching it, and what its owner does with it.

import { useState } from 'react';
import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { Play } from 'lucide-react';
import { Link } from 'wouter';

import { AccessBadge } from '@/features/sessions/labels';
import { useLanguage, type Dictionary } from '@/i18n';
import { nameOf } from '@/server/faces';
import type { Recording } from './recording';
import { OwnTools } from './OwnTools';
import { Showing } from './Showing';
import { useIsOwn, useRecordedSession } from './use-recordings';

/** How far one has come that cannot be watched yet, or never will. */
function stateText({ status, available }: Recording, words: Dictionary): string | undefined {
  if (available) return undefined;
  switch (status) {
    case 'requested':
    case 'starting':
    case 'active':
      return words.isRecorded;
    case 'failed':
    case 'aborted':
      return words.recordingFailed;
    case 'ending':
    case 'complete':
    case 'limit_reached':
      return words.notReadyYet;
  }
}

interface RecordingCardProps {
  recording: Recording;
  onChanged: () => void;
}

export function RecordingCard({ recording, onChanged }: RecordingCardProps) {
  const { words, format } = useLanguage();
  const isOwn = useIsOwn(recording.id);
  const session = useRecordedSession(recording.sessionId);
  const [shown, setShown] = useState(false);
  const state = stateText(recording, words);
  const title = recording.title ?? session.data?.title ?? words.recordingOfCall;
  const facts = [
    recording.createdAt && format.moment(recording.createdAt),
    recording.durationSeconds !== null && format.clock(recording.durationSeconds),
  ];
  const priced = session.data && { ...session.data, ppv_coin_price: recording.priceCoins ?? session.data.ppv_coin_price };
  return (
    <Stack component="article" className="surface" p="md" gap="sm" aria-label={title} data-recording={recording.id}>
      <Group justify="space-between" gap="sm">
        <div>
          <Text fw={600}>{title}</Text>
          <Text size="sm" c="dimmed">
            {session.data?.creator && (
              <>
                <Anchor component={Link} href={`/recordings/creator/${session.data.creator_id}`} c="inherit" underline="always">
                  {nameOf(session.data.creator)}
                </Anchor>
                {' · '}
              </>
            )}
            {facts.filter(Boolean).join(' · ')}
          </Text>
        </div>
        <Group gap="xs">
          {state && <Badge variant="light" color="orange" c="var(--mantine-color-text)" tt="none">{state}</Badge>}
          {recording.visibility === 'private' && <Badge variant="default" tt="none">{words.private}</Badge>}
          {priced && <AccessBadge session={priced} />}
          {recording.available && (
            <Button size="xs" leftSection={<Play size={14} aria-hidden />} aria-expanded={shown} aria-label={words.watchTitle(title)} onClick={() => setShown(!shown)}>
              {words.watch}
            </Button>
          )}
        </Group>
      </Group>
      {shown && <Showing recording={recording} title={title} video={session.data?.session_type === 'video_live'} />}
      {isOwn.data && (
        <OwnTools
          recording={recording}
          title={title}
          price={priced?.access_type === 'pay_per_view' ? priced.ppv_coin_price : undefined}
          onChanged={onChanged}
        />
      )}
    </Stack>
  );
}
