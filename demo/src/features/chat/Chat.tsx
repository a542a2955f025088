// What is said in a session.

import { useEffect, useRef } from 'react';
import { Stack, Text } from '@mantine/core';
import { MessageSquare } from 'lucide-react';

import type { Session } from '@/features/sessions/session';
import { useLanguage } from '@/i18n';
import { Empty, Failure, Loading } from '@/ui/states';
import classes from './Chat.module.css';
import { Line } from './Line';
import { Pinned } from './Pinned';
import { useChat } from './use-chat';
import { Writing } from './Writing';

interface ChatProps {
  session: Session;
  keepsOrder: boolean;
}

export function Chat({ session, keepsOrder }: ChatProps) {
  const { words } = useLanguage();
  const chat = useChat(session.id);
  const end = useStayAtEnd(chat.data?.length ?? 0);
  const pinned = chat.data?.findLast(({ is_pinned }) => is_pinned);
  return (
    <Stack gap={0} flex={1} mih={0}>
      {pinned && <Pinned message={pinned} keepsOrder={keepsOrder} />}
      <div ref={end} className={classes.lines} role="log" aria-label={words.chat} tabIndex={0}>
        {chat.isPending && <Loading />}
        {chat.isError && <Failure error={chat.error} onRetry={() => void chat.refetch()} />}
        {chat.data?.length === 0 && <Empty icon={MessageSquare} title={words.chatEmpty} />}
        {chat.data?.map((message) => <Line key={message.id} message={message} session={session} keepsOrder={keepsOrder} />)}
      </div>
      {session.chat_enabled ? <Writing sessionId={session.id} /> : <Text p="md" size="sm" c="dimmed">{words.chatOff}</Text>}
    </Stack>
  );
}

/** How near the end somebody counts as reading along, in pixels. */
const NEAR = 120;

/** Follows the latest line, unless the reader has scrolled up. */
function useStayAtEnd(count: number) {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    const element = box.current;
    const onScroll = (): void => {
      if (element) follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    };
    element?.addEventListener('scroll', onScroll, { passive: true });
    return () => element?.removeEventListener('scroll', onScroll);
  }, []);
  useEffect(() => {
    if (follows.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [count]);
  return box;
}
