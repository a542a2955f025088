// What a session costs, at its door.

import { useLocation } from 'wouter';

import { PriceDialog } from '@/features/payments/PriceDialog';
import type { Session } from '@/features/sessions/session';
import { useLanguage } from '@/i18n';

export function PayDialog({ session, onAgree }: { session: Session; onAgree: () => void }) {
  const { words } = useLanguage();
  const [, go] = useLocation();
  return (
    <PriceDialog
      title={words.payTitle}
      what={session.title}
      price={session.ppv_coin_price}
      hint={words.payHint}
      onAgree={onAgree}
      onClose={() => go('/')}
    />
  );
}
