// Going live from OBS: what to enter there, and a new key where somebody else has come to know it.

import { Button, Code, CopyButton, Group, List, Stack, Text } from '@mantine/core';
import { manageIngress, type Schema } from '@ipelya/live';
import { Cast, RefreshCw } from 'lucide-react';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useAct } from '@/server/use-act';

export function Encoder() {
  const { words } = useLanguage();
  const backend = useBackend();
  const ask = useAct({ run: (action: Schema<'IngressAction'>) => manageIngress(backend, { action }) });
  const url = ask.data?.ingressUrl;
  const streamKey = ask.data?.streamKey;
  return (
    <Stack>
      <Text>{words.encoderHint}</Text>
      <List type="ordered" spacing="xs">
        <List.Item>{words.encoderService}</List.Item>
        <List.Item>{words.encoderPaste}</List.Item>
        <List.Item>{words.encoderVideo}</List.Item>
        <List.Item>{words.encoderStart}</List.Item>
      </List>
      {url && streamKey ? (
        <Stack gap="sm">
          <Copied label={words.encoderServer} text={url} />
          <Copied label={words.encoderKey} text={streamKey} />
          <Text size="sm" c="dimmed">{words.encoderKeyHint}</Text>
          <Button
            w="fit-content"
            variant="default"
            loading={ask.isPending}
            onClick={() => ask.mutate('rotate')}
            leftSection={<RefreshCw size={16} aria-hidden />}
          >
            {words.encoderRotate}
          </Button>
        </Stack>
      ) : (
        <Button
          w="fit-content"
          variant="default"
          loading={ask.isPending}
          onClick={() => ask.mutate('create')}
          leftSection={<Cast size={16} aria-hidden />}
        >
          {words.encoderShow}
        </Button>
      )}
    </Stack>
  );
}

function Copied({ label, text }: { label: string; text: string }) {
  const { words } = useLanguage();
  return (
    <Group gap="sm" wrap="nowrap">
      <Text size="sm" fw={600} w={120}>{label}</Text>
      <Code style={{ overflowWrap: 'anywhere' }}>{text}</Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" onClick={copy} aria-label={`${words.copy}: ${label}`}>
            {copied ? words.copied : words.copy}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
