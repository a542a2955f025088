// The database itself, past PostgREST: for what the database says by itself, and for policies a test brings along.

import pg from 'pg';

import { setting } from './app.js';

/** A connection as superuser, closed when the test ends; `forget` is what undoes the test's changes. */
export async function database(t, forget = '') {
  const client = new pg.Client({ connectionString: setting('DATABASE_URL') });
  await client.connect();
  await client.query(forget);
  t.after(async () => {
    await client.query(forget);
    await client.end();
  });
  return client;
}

/** A table of notes, secured and published: a note is seen by its owner, and if public by everybody signed in. */
export async function notes(t) {
  const db = await database(t, 'drop table if exists public.e2e_notes');
  await db.query(`
    create table public.e2e_notes (
      id integer primary key, owner uuid not null, is_public boolean not null default false, price numeric(10, 2),
      label text, extra jsonb, tags text[], at timestamptz, secret text
    );
    alter table public.e2e_notes enable row level security;
    revoke all on public.e2e_notes from anon, authenticated;
    grant select (id, owner, is_public, price, label, extra, tags, at) on public.e2e_notes to authenticated;
    create policy own on public.e2e_notes for select to authenticated using (is_public or owner = (select auth.uid()));
    alter table public.e2e_notes replica identity full;
    alter publication supabase_realtime add table public.e2e_notes;`);
  return db;
}
