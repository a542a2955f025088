// Colours and shapes. The names in quotes are Mantine's own.

import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const silk: MantineColorsTuple = [
  '#f4f0ff', '#e5dbff', '#d0bfff', '#b197fc', '#9775fa', '#845ef7', '#7048e8', '#6741d9', '#5f3dc4', '#4b2fa3',
];

export const theme = createTheme({
  colors: { silk },
  primaryColor: 'silk',
  primaryShade: { light: 7, dark: 7 },
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  headings: { fontWeight: '650', fontFamily: 'inherit' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // by its name alone: the first view does without dialogs
    Modal: { defaultProps: { radius: 'lg' }, styles: { title: { fontWeight: 650 } } },
  },
});

/** Mantine's grey for lesser text is too pale to read by WCAG's measure. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5c636a',
    '--mantine-color-body': '#fbfafd',
    '--page-surface': '#ffffff',
    '--page-line': '#e9e6f0',
    '--mantine-color-silk-light-color': '#5f3dc4',
    '--mantine-color-placeholder': '#6c727a',
    '--mantine-color-error': '#c92a2a',
  },
  dark: {
    '--mantine-color-dimmed': '#a8a6b3',
    '--mantine-color-body': '#17151d',
    '--page-surface': '#211e29',
    '--page-line': '#35313f',
    '--mantine-color-silk-light-color': '#c9b8ff',
    '--mantine-color-placeholder': '#9a98a5',
    '--mantine-color-error': '#ff8787',
  },
});
