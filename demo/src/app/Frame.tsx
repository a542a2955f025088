// The head of the page and the room for a screen below it.

import type { ReactNode } from 'react';
import { ActionIcon, Button, Container, Group, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { Moon, Radio, Sun } from 'lucide-react';
import { Link } from 'wouter';

import { useLanguage } from '@/i18n';
import classes from './Frame.module.css';

interface FrameProps {
  navigation?: ReactNode;
  /** What is the person's own: their coins, before the switches, and themselves, after them. */
  coins?: ReactNode;
  person?: ReactNode;
  children: ReactNode;
}

export function Frame({ navigation, coins, person, children }: FrameProps) {
  const { words } = useLanguage();
  return (
    <>
      <a className="skip" href="#content">{words.skipToContent}</a>
      <header className={classes.head}>
        <Container size="xl" className={classes.bar}>
          <Link href="/" className={classes.brand} aria-label="İpelya Live">
            <Radio size={22} aria-hidden />
            <span>İpelya <b>Live</b></span>
          </Link>
          {navigation}
          <Group gap={6} wrap="nowrap" ml="auto">
            {coins}
            <LanguageSwitch />
            <SchemeSwitch />
            {person}
          </Group>
        </Container>
      </header>
      <Container size="xl" component="main" id="content" tabIndex={-1} className={classes.main}>{children}</Container>
    </>
  );
}

function LanguageSwitch() {
  const { language, speak, words } = useLanguage();
  const other = language === 'tr' ? 'en' : 'tr';
  return (
    <Button variant="subtle" color="gray" size="compact-sm" c="var(--mantine-color-text)" onClick={() => speak(other)} title={`${words.language}: ${other === 'tr' ? 'Türkçe' : 'English'}`}>
      {other.toUpperCase()}
    </Button>
  );
}

function SchemeSwitch() {
  const { words } = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const Icon = scheme === 'dark' ? Sun : Moon;
  return (
    <ActionIcon variant="subtle" color="gray" c="var(--mantine-color-text)" aria-label={words.colourScheme} onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}>
      <Icon size={18} aria-hidden />
    </ActionIcon>
  );
}
