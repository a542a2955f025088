import { useState } from 'react';
import { ActionIcon, TextInput } from '@mantine/core';
import { sendLiveMessage } from '@ipelya/live';
import { SendHorizontal } from 'lucide-react';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useAct } from '@/server/use-act';
import classes from './Chat.module.css';

/** How long a line may be. */
const LENGTH_MAX = 200;

export function Writing({ sessionId }: { sessionId: string }) {
  const { words } = useLanguage();
  const backend = useBackend();
  const [content, setContent] = useState('');
  const send = useAct({
    run: (line: string) => sendLiveMessage(backend, { sessionId, content: line }),
    then: () => setContent(''),
  });
  return (
    <form
      className={classes.writing}
      onSubmit={(event) => {
        event.preventDefault();
        if (content.trim() && !send.isPending) send.mutate(content.trim());
      }}
    >
      <TextInput
        flex={1}
        aria-label={words.write}
        placeholder={words.write}
        value={content}
        maxLength={LENGTH_MAX}
        autoComplete="off"
        onChange={({ currentTarget }) => setContent(currentTarget.value)}
      />
      <ActionIcon type="submit" size={36} aria-label={words.send} loading={send.isPending} disabled={!content.trim()}>
        <SendHorizontal size={18} aria-hidden />
      </ActionIcon>
    </form>
  );
}
