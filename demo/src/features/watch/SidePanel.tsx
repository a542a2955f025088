// Beside the stage: the chat for everybody, and tools for those who keep order.

import { Tabs } from '@mantine/core';
import type { ParticipantRow } from '@ipelya/live';
import { MessageSquare, ShieldCheck } from 'lucide-react';

import { Chat } from '@/features/chat/Chat';
import { HostTools } from '@/features/host/HostTools';
import { RequestCount } from '@/features/host/RequestCount';
import type { Session } from '@/features/sessions/session';
import { useLanguage } from '@/i18n';
import classes from './SidePanel.module.css';
import { keepsOrder } from './use-place';

interface SidePanelProps {
  session: Session;
  place: ParticipantRow | null | undefined;
}

export function SidePanel({ session, place }: SidePanelProps) {
  const { words } = useLanguage();
  const order = keepsOrder(place);
  const chat = <Chat session={session} keepsOrder={order} />;
  if (!order) return <aside className={classes.panel} aria-label={words.chat}>{chat}</aside>;
  return (
    <aside className={classes.panel} aria-label={words.hostTools}>
      <Tabs defaultValue="chat" className={classes.tabs}>
        <Tabs.List grow>
          <Tabs.Tab value="chat" leftSection={<MessageSquare size={16} aria-hidden />}>{words.chat}</Tabs.Tab>
          <Tabs.Tab value="tools" leftSection={<ShieldCheck size={16} aria-hidden />} rightSection={place?.role === 'host' && <RequestCount sessionId={session.id} />}>
            {words.hostTools}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="chat" className={classes.content}>{chat}</Tabs.Panel>
        <Tabs.Panel value="tools" className={classes.content}><HostTools session={session} hosts={place?.role === 'host'} /></Tabs.Panel>
      </Tabs>
    </aside>
  );
}
