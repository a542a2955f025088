// Style sheets have custom properties, which React's types know nothing of.

import 'react';

declare module 'react' {
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined;
  }
}
