// What is said, live. A line is shown as it grows and told to screen readers once, when it is final.

import { useEffect, useRef } from 'react';
import { Text } from '@mantine/core';

import { useLanguage } from '@/i18n';
import { useUserIdSignedIn } from '@/server/context';
import { isAgent, type Caption } from './captions';
import { useCaptions } from './use-captions';
import classes from './Voice.module.css';

export function Captions({ callerId }: { callerId: string }) {
  const { words } = useLanguage();
  const captions = useCaptions();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [captions]);
  return (
    <div ref={box} className={`surface ${classes.captions}`} role="log" aria-live="polite" aria-label={words.captions} tabIndex={0}>
      {captions.length === 0 && <Text size="sm" c="dimmed">{words.captionsEmpty}</Text>}
      {captions.map((caption) => <Line key={`${caption.id} ${caption.final}`} caption={caption} callerId={callerId} />)}
    </div>
  );
}

function Line({ caption: { speaker, text, final }, callerId }: { caption: Caption; callerId: string }) {
  const { words } = useLanguage();
  const userId = useUserIdSignedIn();
  const others = isAgent(speaker) ? words.assistant : speaker === callerId ? words.role_caller : words.role_admin_viewer;
  return (
    <p className={classes.caption} data-final={final} aria-hidden={!final}>
      <b>{speaker === userId ? words.you : others}:</b> {text}
    </p>
  );
}
