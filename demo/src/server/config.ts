// What the page has to know before it can ask anything: the gateway tells it.

export interface Config {
  /** The key every Supabase client sends along; it is public. */
  anonKey: string;
  /** Only of the local stack: a card that pays at its stand-in for Stripe. */
  testCard?: TestCard;
}

export interface TestCard {
  /** With another key a payment is Stripe's own, and this card is none. */
  publishableKey: string;
  /** A POST here, with the id of an intent behind it, pays it. */
  path: string;
}

export async function readConfig(): Promise<Config> {
  const response = await fetch(`${import.meta.env.BASE_URL}config.json`);
  if (!response.ok) throw new Error(`config.json: ${response.status}`);
  return (await response.json()) as Config;
}
