// Removes what an earlier build left, so that no test of a deleted file runs.

import { rm } from 'node:fs/promises';

await rm(new URL('../dist', import.meta.url), { recursive: true, force: true });
