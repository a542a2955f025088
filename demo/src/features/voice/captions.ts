// What is said, as it is written down live: each time somebody speaks is one line, which grows until it is final.

export interface Caption {
  /** Of the time somebody speaks; what is heard anew of it has the same. */
  id: string;
  /** The identity of whoever speaks. */
  speaker: string;
  text: string;
  final: boolean;
}

/** The agent of a call is no user: its identity says so. */
export const isAgent = (identity: string): boolean => identity.startsWith('agent-');

/** The lines with this one in the place of its former self, or at the end. What is final stays. */
export function withCaption(captions: readonly Caption[], caption: Caption): readonly Caption[] {
  const place = captions.findIndex(({ id }) => id === caption.id);
  if (place < 0) return [...captions, caption];
  return captions[place]?.final && !caption.final ? captions : captions.with(place, caption);
}
