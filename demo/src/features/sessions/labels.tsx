// What kind of session it is, and what it costs to come in.

import { Badge } from '@mantine/core';

import { useLanguage } from '@/i18n';
import { accessText, type Priced } from './access';
import classes from './labels.module.css';

export function AccessBadge({ session }: { session: Priced }) {
  const { words, format } = useLanguage();
  return <Badge className={classes.access} data-access={session.access_type} tt="none">{accessText(session, words, format)}</Badge>;
}

export function LiveBadge() {
  const { words } = useLanguage();
  return <Badge className={classes.live} tt="none">{words.live}</Badge>;
}
