import type { ReactNode } from 'react';

import classes from './SpeakingRing.module.css';

/** Somebody's picture, with a ring around it while they speak. */
export function SpeakingRing({ speaking, children }: { speaking: boolean; children: ReactNode }) {
  return <div className={classes.ring} data-speaking={speaking}>{children}</div>;
}
