// Short messages at the edge of the page. Screen readers say them as they come.

import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { Notification, Portal, Stack } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { Check, CircleAlert } from 'lucide-react';

import { useLanguage } from '@/i18n';
import classes from './notices.module.css';

interface Notices {
  tell: (text: string) => void;
  refuse: (text: string) => void;
}

interface Notice {
  id: number;
  text: string;
  refused: boolean;
}

/** How long one stays, in milliseconds. */
const STAYS_MS = 6000;
/** How many are shown at once. */
const AT_ONCE = 3;

const NoticesContext = createContext<Notices | undefined>(undefined);

let lastId = 0;

export function NoticesProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<readonly Notice[]>([]);
  const { words } = useLanguage();
  const calm = useReducedMotion();
  const remove = useCallback((gone: number) => setShown((all) => all.filter(({ id }) => id !== gone)), []);
  const notices = useMemo(() => {
    const show = (text: string, refused: boolean): void => {
      const id = (lastId += 1);
      setShown((all) => [...all.filter((one) => one.text !== text), { id, text, refused }].slice(-AT_ONCE));
      setTimeout(() => remove(id), STAYS_MS);
    };
    return { tell: (text: string) => show(text, false), refuse: (text: string) => show(text, true) };
  }, [remove]);
  return (
    <NoticesContext value={notices}>
      {children}
      <Portal>
        <Stack className={classes.edge} gap="xs" aria-live="polite">
          {shown.map(({ id, text, refused }) => (
            <Notification
              key={id}
              className={calm ? undefined : classes.notice}
              color={refused ? 'red' : 'teal'}
              icon={refused ? <CircleAlert size={18} aria-hidden /> : <Check size={18} aria-hidden />}
              withBorder
              role={refused ? 'alert' : 'status'}
              closeButtonProps={{ 'aria-label': words.close }}
              onClose={() => remove(id)}
            >
              {text}
            </Notification>
          ))}
        </Stack>
      </Portal>
    </NoticesContext>
  );
}

export function useNotices(): Notices {
  const notices = useContext(NoticesContext);
  if (!notices) throw new Error('useNotices needs a NoticesProvider');
  return notices;
}
