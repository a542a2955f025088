// From one page of a list to another.

import { Pagination } from '@mantine/core';

import { useLanguage } from '@/i18n';

interface PagesProps {
  /** Which one is shown, from 1 on. */
  page: number;
  total: number;
  onChange: (page: number) => void;
}

export function Pages({ page, total, onChange }: PagesProps) {
  const { words, format } = useLanguage();
  if (total <= 1) return null;
  return (
    <Pagination
      total={total}
      value={page}
      onChange={onChange}
      mx="auto"
      getItemProps={(number) => ({ 'aria-label': words.page(format.number(number)) })}
      getControlProps={(control) => ({ 'aria-label': control === 'next' ? words.nextPage : words.previousPage })}
    />
  );
}
