// The head of the page and the room for a screen below it.

import type { ReactNode } from 'react';
import { ActionIcon, Box, Button, Container, Group, Menu, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useComputedColorScheme } from '@mantine/core';
import { ChartNoAxesColumn, Coins, LogOut, Moon, Phone, Radio, Sun, Video, type LucideIcon } from 'lucide-react';
import { Link, useRoute } from 'wouter';

import { useBalance } from '@/features/people/use-balance';
import { useMe } from '@/features/people/use-me';
import { useLanguage } from '@/i18n';
import { useBackend, useMaybeUserId } from '@/server/context';
import { nameOf, useFace } from '@/server/faces';
import { FaceCircle } from '@/ui/Person';
import classes from './Frame.module.css';

export function Frame({ children }: { children: ReactNode }) {
  const { words } = useLanguage();
  const userId = useMaybeUserId();
  return (
    <>
      <a className="skip" href="#content">{words.skipToContent}</a>
      <header className={classes.head}>
        <Container size="xl" className={classes.bar}>
          <Link href="/" className={classes.brand} aria-label="İpelya Live">
            <Radio size={22} aria-hidden />
            <span>İpelya <b>Live</b></span>
          </Link>
          {userId && <Navigation />}
          <Group gap={6} wrap="nowrap" ml="auto">
            {userId && <Balance userId={userId} />}
            <LanguageSwitch />
            <SchemeSwitch />
            {userId && <Person userId={userId} />}
          </Group>
        </Container>
      </header>
      <Container size="xl" component="main" id="content" tabIndex={-1} className={classes.main}>{children}</Container>
    </>
  );
}

function Navigation() {
  const { words } = useLanguage();
  const { isCreator, isStaff } = useMe();
  return (
    <nav className={classes.nav}>
      <NavLink href="/" icon={Radio} label={words.onAir} />
      {isCreator && <NavLink href="/go-live" icon={Video} label={words.goLive} />}
      <NavLink href="/people" icon={Phone} label={words.people} />
      {isStaff && <NavLink href="/operations" icon={ChartNoAxesColumn} label={words.operations} />}
    </nav>
  );
}

function NavLink({ href, icon: Icon, label }: { href: string; icon: LucideIcon; label: string }) {
  const [exact] = useRoute(href);
  const [below] = useRoute(`${href}/*`);
  const current = exact || (href !== '/' && below);
  return (
    <Link href={href} className={classes.link} aria-current={current ? 'page' : undefined}>
      <Icon size={18} aria-hidden />
      <span>{label}</span>
    </Link>
  );
}

function Balance({ userId }: { userId: string }) {
  const { words, format } = useLanguage();
  const balance = useBalance(userId);
  if (balance.data === undefined || balance.data === null) return null;
  return (
    <Box className={classes.balance} title={words.balanceLabel} aria-label={`${words.balanceLabel}: ${format.coins(balance.data)}`} role="status">
      <Coins size={16} aria-hidden />
      <Text span size="sm" fw={600} aria-hidden>{format.number(balance.data)}</Text>
    </Box>
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

function Person({ userId }: { userId: string }) {
  const { words } = useLanguage();
  const { supabase } = useBackend();
  const face = useFace(userId);
  return (
    <Menu position="bottom-end" withArrow>
      <Menu.Target>
        <UnstyledButton className={classes.person} aria-label={nameOf(face)}>
          <FaceCircle face={face} size={34} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{nameOf(face)}</Menu.Label>
        <Menu.Item leftSection={<LogOut size={16} aria-hidden />} onClick={() => void supabase.auth.signOut({ scope: 'local' })}>
          {words.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
