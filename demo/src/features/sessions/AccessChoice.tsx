import type { SessionRow } from '@ipelya/live';

import { useLanguage } from '@/i18n';
import { Choice } from '@/ui/Choice';

export type Access = SessionRow['access_type'];

/** Who may come in. */
export function AccessChoice({ value, onChange }: { value: Access; onChange: (access: Access) => void }) {
  const { words } = useLanguage();
  return (
    <Choice
      label={words.access}
      value={value}
      onChange={onChange}
      data={[
        { value: 'public', label: words.accessPublic },
        { value: 'subscribers_only', label: words.accessSubscribers },
        { value: 'pay_per_view', label: words.accessPaid },
      ]}
    />
  );
}
