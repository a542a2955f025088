// What the agent is told, in each language: versions, which are never changed, and which of them is in force.

import { useState } from 'react';
import { Badge, Button, Group, Stack, Switch, Text, Textarea } from '@mantine/core';
import { activatePrompt, addPrompt, listPrompts } from '@ipelya/live/ops';
import type { Reply } from '@ipelya/live';
import { useQuery } from '@tanstack/react-query';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useAct } from '@/server/use-act';
import { Choice } from '@/ui/Choice';
import { Failure, Loading } from '@/ui/states';

type Prompt = Reply<typeof listPrompts>['prompts'][number];
type Spoken = 'tr' | 'en';

const PROMPT_MAX = 8000;
const GREETING_MAX = 1000;
/** How many are shown. */
const LIMIT = 20;

export function Prompts() {
  const { words, language: own } = useLanguage();
  const backend = useBackend();
  const [language, setLanguage] = useState<Spoken>(own);
  const prompts = useQuery({
    queryKey: ['prompts', language],
    queryFn: () => listPrompts(backend, { language, limit: LIMIT }),
  });
  const refresh = (): void => void prompts.refetch();
  return (
    <Stack gap="sm">
      <Choice
        label={words.language}
        value={language}
        data={[{ value: 'tr', label: 'Türkçe' }, { value: 'en', label: 'English' }]}
        onChange={setLanguage}
      />
      {prompts.isPending && <Loading />}
      {prompts.isError && <Failure error={prompts.error} onRetry={refresh} />}
      {prompts.data && <NewVersion key={`${language} ${prompts.data.total}`} language={language} last={prompts.data.prompts[0]} onAdded={refresh} />}
      {prompts.data?.prompts.map((prompt) => <Version key={prompt.id} prompt={prompt} onActivated={refresh} />)}
    </Stack>
  );
}

interface NewVersionProps {
  language: Spoken;
  last: Prompt | undefined;
  onAdded: () => void;
}

function NewVersion({ language, last, onAdded }: NewVersionProps) {
  const { words } = useLanguage();
  const backend = useBackend();
  const [prompt, setPrompt] = useState(last?.prompt ?? '');
  const [greeting, setGreeting] = useState(last?.greeting ?? '');
  const [activate, setActivate] = useState(true);
  const add = useAct({
    run: () => addPrompt(backend, { language, prompt, ...(greeting.trim() && { greeting }), activate }),
    then: onAdded,
    tell: words.done,
  });
  return (
    <Stack component="form" className="surface" p="md" gap="sm" onSubmit={(event) => { event.preventDefault(); add.mutate(); }}>
      <Textarea label={words.prompt} value={prompt} maxLength={PROMPT_MAX} autosize minRows={3} maxRows={10} onChange={({ currentTarget }) => setPrompt(currentTarget.value)} />
      <Textarea label={words.greeting} value={greeting} maxLength={GREETING_MAX} autosize minRows={1} onChange={({ currentTarget }) => setGreeting(currentTarget.value)} />
      <Group justify="space-between">
        <Switch label={words.inForceAtOnce} checked={activate} onChange={({ currentTarget }) => setActivate(currentTarget.checked)} />
        <Button type="submit" loading={add.isPending} disabled={prompt.trim() === ''}>{words.newVersion}</Button>
      </Group>
    </Stack>
  );
}

function Version({ prompt, onActivated }: { prompt: Prompt; onActivated: () => void }) {
  const { words, format } = useLanguage();
  const backend = useBackend();
  const activate = useAct({ run: () => activatePrompt(backend, { id: prompt.id }), then: onActivated, tell: words.done });
  const version = words.version(format.number(prompt.version));
  const who = prompt.admin ? words.changedBy(prompt.admin.full_name ?? '…', format.moment(prompt.created_at)) : format.moment(prompt.created_at);
  return (
    <Stack component="section" className="surface" p="md" gap="xs" aria-label={version}>
      <Group justify="space-between">
        <Text size="sm"><b>{version}</b> <Text span size="sm" c="dimmed">{who}</Text></Text>
        {prompt.is_active ? (
          <Badge variant="light" c="var(--mantine-color-text)" tt="none">{words.inForce}</Badge>
        ) : (
          <Button size="xs" variant="default" loading={activate.isPending} onClick={() => activate.mutate()} aria-label={`${words.activate}: ${version}`}>
            {words.activate}
          </Button>
        )}
      </Group>
      <Text size="sm" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>{prompt.prompt}</Text>
      {prompt.greeting && <Text size="sm" c="dimmed">{prompt.greeting}</Text>}
    </Stack>
  );
}
