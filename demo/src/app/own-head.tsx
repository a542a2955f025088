// What the head of the page has for somebody who is signed in.

import { Box, Menu, Text, UnstyledButton } from '@mantine/core';
import { ChartNoAxesColumn, Coins, LogOut, Phone, Radio, Tv, Video, type LucideIcon } from 'lucide-react';
import { Link, useRoute } from 'wouter';

import { useBalance } from '@/features/people/use-balance';
import { useMe } from '@/features/people/use-me';
import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { nameOf, useFace } from '@/server/faces';
import { FaceCircle } from '@/ui/Person';
import classes from './Frame.module.css';

export function Navigation() {
  const { words } = useLanguage();
  const { isCreator, isStaff } = useMe();
  return (
    <nav className={classes.nav}>
      <NavLink href="/" icon={Radio} label={words.onAir} />
      {isCreator && <NavLink href="/go-live" icon={Video} label={words.goLive} />}
      <NavLink href="/channels" icon={Tv} label={words.channels} />
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

export function Balance({ userId }: { userId: string }) {
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

export function Person({ userId }: { userId: string }) {
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
