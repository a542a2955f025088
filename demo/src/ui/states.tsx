// What stands where there is nothing to show: not yet, nothing, or a failure.

import type { ReactNode } from 'react';
import { Alert, Button, Center, Loader, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { CircleAlert, type LucideIcon } from 'lucide-react';

import { useLanguage } from '@/i18n';
import { sentenceOf } from '@/server/errors';

export function Loading() {
  const { words } = useLanguage();
  return (
    <Center mih="12rem" role="status" aria-label={words.loading}>
      <Loader type="dots" />
    </Center>
  );
}

interface EmptyProps {
  icon: LucideIcon;
  title: string;
  hint?: ReactNode;
  children?: ReactNode;
}

export function Empty({ icon: Icon, title, hint, children }: EmptyProps) {
  return (
    <Stack align="center" gap="sm" py="xl" px="md" ta="center">
      <ThemeIcon size={56} radius="xl" variant="light" aria-hidden>
        <Icon size={26} strokeWidth={1.75} />
      </ThemeIcon>
      <Title order={2} size="h4">{title}</Title>
      {hint && <Text c="dimmed" maw="26rem">{hint}</Text>}
      {children}
    </Stack>
  );
}

export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { words } = useLanguage();
  return (
    <Alert color="red" icon={<CircleAlert aria-hidden />} role="alert" maw="36rem" mx="auto" w="100%">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{sentenceOf(error, words)}</Text>
        {onRetry && <Button size="xs" variant="default" onClick={onRetry}>{words.retry}</Button>}
      </Stack>
    </Alert>
  );
}
