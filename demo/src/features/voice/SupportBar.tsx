// One press calls support.

import { useState } from 'react';
import { Button, Checkbox, Group, Text } from '@mantine/core';
import { Headset, History } from 'lucide-react';
import { Link } from 'wouter';

import { useLanguage } from '@/i18n';
import { usePlaceVoiceCall } from './use-voice';

export function SupportBar() {
  const { language, words } = useLanguage();
  const [transcript, setTranscript] = useState(true);
  const place = usePlaceVoiceCall();
  return (
    <Group component="section" aria-label={words.support} className="surface" px="md" py="sm" gap="md" justify="space-between">
      <div>
        <Text fw={600}>{words.support}</Text>
        <Text size="sm" c="dimmed">{words.supportHint}</Text>
      </div>
      <Group gap="md">
        <Checkbox label={words.writeDown} checked={transcript} onChange={({ currentTarget }) => setTranscript(currentTarget.checked)} />
        <Button
          loading={place.isPending}
          leftSection={<Headset size={16} aria-hidden />}
          onClick={() => place.mutate({ roomType: 'support', language, consent: { transcript } })}
        >
          {words.callSupport}
        </Button>
        <Button component={Link} href="/calls" variant="default" leftSection={<History size={16} aria-hidden />}>{words.callHistory}</Button>
      </Group>
    </Group>
  );
}
