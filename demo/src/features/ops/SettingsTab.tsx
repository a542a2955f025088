// Every switch, limit and share, with who changed it last.

import { useState } from 'react';
import { Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { changeSetting, listSettings } from '@ipelya/live/ops';
import type { Reply } from '@ipelya/live';
import { useQuery } from '@tanstack/react-query';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useAct } from '@/server/use-act';
import { Failure, Loading } from '@/ui/states';
import { parsedAs, shown, type SettingValue } from './setting-value';

type Setting = Reply<typeof listSettings>['settings'][number];

export function SettingsTab() {
  const backend = useBackend();
  const settings = useQuery({ queryKey: ['settings'], queryFn: () => listSettings(backend) });
  if (settings.isPending) return <Loading />;
  if (settings.isError) return <Failure error={settings.error} onRetry={() => void settings.refetch()} />;
  return (
    <Stack gap={0} className="surface">
      {settings.data.settings.map((setting) => (
        <Line key={`${setting.key} ${setting.updated_at}`} setting={setting} onChanged={() => void settings.refetch()} />
      ))}
    </Stack>
  );
}

function Line({ setting, onChanged }: { setting: Setting; onChanged: () => void }) {
  const { words, format } = useLanguage();
  const backend = useBackend();
  const current = setting.value as SettingValue;
  const change = useAct({
    run: (value: SettingValue) => changeSetting(backend, { key: setting.key, value }),
    then: onChanged,
    tell: words.done,
  });
  return (
    <Group justify="space-between" px="md" py="sm" gap="sm" style={{ borderBlockEnd: '1px solid var(--page-line)' }}>
      <div>
        <Text size="sm" fw={600} ff="monospace">{setting.key}</Text>
        {setting.admin && (
          <Text size="xs" c="dimmed">{words.changedBy(setting.admin.full_name ?? '…', format.moment(setting.updated_at))}</Text>
        )}
      </div>
      {typeof current === 'boolean' ? (
        <Switch
          aria-label={setting.key}
          checked={current}
          disabled={change.isPending}
          onChange={({ currentTarget }) => change.mutate(currentTarget.checked)}
        />
      ) : (
        <Field name={setting.key} current={current} busy={change.isPending} onChange={(value) => change.mutate(value)} />
      )}
    </Group>
  );
}

interface FieldProps {
  name: string;
  current: Exclude<SettingValue, boolean>;
  busy: boolean;
  onChange: (value: SettingValue) => void;
}

function Field({ name, current, busy, onChange }: FieldProps) {
  const { words } = useLanguage();
  const [text, setText] = useState(shown(current));
  return (
    <Group component="form" gap="xs" wrap="nowrap" onSubmit={(event) => { event.preventDefault(); onChange(parsedAs(current, text)); }}>
      <TextInput size="xs" w={160} aria-label={name} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
      <Button type="submit" size="xs" variant="default" loading={busy} disabled={text === shown(current)}>{words.change}</Button>
    </Group>
  );
}
