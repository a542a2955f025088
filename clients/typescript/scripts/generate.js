// Writes the types that follow from the project's documents: src/openapi.ts from docs/openapi.json, and src/rows.ts
// from docs/schema.md, which is itself made from the migrations. `--check` writes nothing and fails if a file would
// change.

import { readFile, writeFile } from 'node:fs/promises';

import openapiTS, { astToString } from 'openapi-typescript';

const DOCS = new URL('../../../docs/', import.meta.url);
const SOURCES = new URL('../src/', import.meta.url);

/** The tables whose rows travel over realtime, and the name of a row's type. */
const ROWS = {
  live_sessions: 'SessionRow',
  live_participants: 'ParticipantRow',
  live_messages: 'MessageRow',
  live_gifts: 'GiftRow',
  live_guest_requests: 'GuestRequestRow',
  calls: 'CallRow',
  coin_balances: 'CoinBalanceRow',
  creator_transactions: 'CreatorTransactionRow',
  notifications: 'NotificationRow',
};

/** How realtime writes a column's type in JSON. */
const TYPES = {
  uuid: 'string',
  text: 'string',
  timestamptz: 'string',
  transaction_type: 'string',
  integer: 'number',
  bigint: 'number',
  numeric: 'number',
  boolean: 'boolean',
  jsonb: 'unknown',
};

/** The document without its examples, which would be most of the file and are there to be read in the document. */
const withoutExamples = (key, value) => (key === 'example' ? undefined : value);

/** src/openapi.ts. */
async function openapi() {
  const document = JSON.parse(await readFile(new URL('openapi.json', DOCS), 'utf8'), withoutExamples);
  const types = astToString(await openapiTS(document, { defaultNonNullable: false, emptyObjectsUnknown: true }));
  return `// Generated from docs/openapi.json; do not edit. To write it anew: npm run generate.\n\n${types}`;
}

/** The words a check allows in a column, as a union; `undefined` if no check lists them. */
function words(section, column) {
  const check = new RegExp(`CHECK \\(${column} = ANY \\(ARRAY\\[([^\\]]+)\\]\\)\\)\``).exec(section);
  return check?.[1].replaceAll(', ', ' | ');
}

/** The type of one table's rows. */
function row(schema, table, name) {
  const start = schema.indexOf(`### \`${table}\`\n`);
  if (start < 0) throw new Error(`docs/schema.md has no table ${table}`);
  const section = schema.slice(start, schema.indexOf('\n### ', start + 1));
  if (!section.includes('Published by realtime')) throw new Error(`${table} is not published by realtime`);
  const fields = [...section.matchAll(/^\| `(\w+)` \| `([^`]+)` \| (yes)? *\| /gm)].map(
    ([, column, type, nullable]) => {
      const written = words(section, column) ?? TYPES[type];
      if (!written) throw new Error(`no type for ${table}.${column}: ${type}`);
      return `  ${column}: ${written}${nullable && written !== 'unknown' ? ' | null' : ''};`;
    },
  );
  return `/** A row of \`${table}\`. */\nexport interface ${name} {\n${fields.join('\n')}\n}\n`;
}

/** src/rows.ts. */
async function rows() {
  const schema = await readFile(new URL('schema.md', DOCS), 'utf8');
  const types = Object.entries(ROWS).map(([table, name]) => row(schema, table, name));
  return `// Generated from docs/schema.md; do not edit. To write it anew: npm run generate.\n\n${types.join('\n')}`;
}

const written = { 'openapi.ts': await openapi(), 'rows.ts': await rows() };
for (const [file, text] of Object.entries(written)) {
  const path = new URL(file, SOURCES);
  if (!process.argv.includes('--check')) {
    await writeFile(path, text);
  } else if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
    console.error(`src/${file} is not what the documents say: run "npm run generate"`);
    process.exitCode = 1;
  }
}
