// Somebody inside, and what can be done about them.

import { useState } from 'react';
import { ActionIcon, Menu } from '@mantine/core';
import type { ParticipantRow } from '@ipelya/live';
import { EllipsisVertical } from 'lucide-react';

import type { Session } from '@/features/sessions/session';
import { useLanguage } from '@/i18n';
import { nameOf, useFace } from '@/server/faces';
import { PersonLine } from '@/ui/Person';
import { BanDialog } from './BanDialog';
import { ReportDialog } from './ReportDialog';
import { useMeasures } from './use-measures';

interface MemberProps {
  member: ParticipantRow;
  session: Session;
  hosts: boolean;
}

export function Member({ member, session, hosts }: MemberProps) {
  const { words } = useLanguage();
  const face = useFace(member.user_id);
  const [dialog, setDialog] = useState<'ban' | 'report'>();
  const measures = useMeasures(member, session, hosts);
  const close = (): void => setDialog(undefined);
  const note = [words[`role_${member.role}`], member.is_muted && words.muted].filter(Boolean).join(' · ');
  return (
    <PersonLine userId={member.user_id} note={note}>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={words.actionsFor(nameOf(face))}>
            <EllipsisVertical size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {measures.map(({ label, take }) => <Menu.Item key={label} onClick={take}>{label}</Menu.Item>)}
          <Menu.Divider />
          <Menu.Item onClick={() => setDialog('report')}>{words.report}</Menu.Item>
          {hosts && <Menu.Item color="var(--mantine-color-error)" onClick={() => setDialog('ban')}>{words.ban}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {dialog === 'ban' && <BanDialog sessionId={session.id} userId={member.user_id} onClose={close} />}
      {dialog === 'report' && <ReportDialog sessionId={session.id} userId={member.user_id} onClose={close} />}
    </PersonLine>
  );
}
