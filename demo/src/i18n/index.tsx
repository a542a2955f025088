// Which language the page speaks: that of the browser, until somebody chooses.

import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react';
import { useLocalStorage } from '@mantine/hooks';

import { en, type Dictionary } from './en';
import { formatFor, type Format, type Language } from './format';
import { tr } from './tr';

export type { Dictionary, Format, Language };

const DICTIONARIES: Record<Language, Dictionary> = { en, tr };

interface Speaking {
  language: Language;
  speak: (language: Language) => void;
  words: Dictionary;
  format: Format;
}

const SpeakingContext = createContext<Speaking | undefined>(undefined);

function browsersLanguage(): Language {
  return navigator.languages.some((language) => language.toLowerCase().startsWith('tr')) ? 'tr' : 'en';
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, speak] = useLocalStorage<Language>({
    key: 'ipelya-demo-language',
    defaultValue: browsersLanguage(),
    getInitialValueInEffect: false,
  });
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speaking = useMemo(() => {
    const words = DICTIONARIES[language];
    return { language, speak, words, format: formatFor(language, words) };
  }, [language, speak]);
  return <SpeakingContext value={speaking}>{children}</SpeakingContext>;
}

/** The words and formats of the page's language. */
export function useLanguage(): Speaking {
  const speaking = useContext(SpeakingContext);
  if (!speaking) throw new Error('useLanguage needs a LanguageProvider');
  return speaking;
}
