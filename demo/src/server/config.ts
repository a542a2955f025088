// What the page has to know before it can ask anything: the gateway tells it.

export interface Config {
  /** The key every Supabase client sends along; it is public. */
  anonKey: string;
}

export async function readConfig(): Promise<Config> {
  const response = await fetch(`${import.meta.env.BASE_URL}config.json`);
  if (!response.ok) throw new Error(`config.json: ${response.status}`);
  return (await response.json()) as Config;
}
