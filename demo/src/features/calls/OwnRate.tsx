// What a creator takes for a minute; a setting of their own, which clients write themselves.

import { useState } from 'react';
import { Button, Group, NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { useLanguage } from '@/i18n';
import { useBackend, useUserIdSignedIn } from '@/server/context';
import { read } from '@/server/rows';
import { useAct } from '@/server/use-act';

export function OwnRate() {
  const { supabase } = useBackend();
  const userId = useUserIdSignedIn();
  const rate = useQuery({
    queryKey: ['own-rate', userId],
    queryFn: async () => {
      const query = supabase.from('live_user_settings').select('coin_per_minute').eq('user_id', userId).maybeSingle();
      return (await read<{ coin_per_minute: number } | null>(query))?.coin_per_minute ?? 0;
    },
  });
  return rate.data === undefined ? null : <RateForm key={rate.data} current={rate.data} onSaved={() => void rate.refetch()} />;
}

function RateForm({ current, onSaved }: { current: number; onSaved: () => void }) {
  const { words } = useLanguage();
  const { supabase } = useBackend();
  const userId = useUserIdSignedIn();
  const [rate, setRate] = useState<number | string>(current);
  const save = useAct({
    run: () => {
      const row = { user_id: userId, coin_per_minute: Number(rate) };
      return read<null>(supabase.from('live_user_settings').upsert(row, { onConflict: 'user_id' }));
    },
    then: onSaved,
    tell: words.done,
  });
  return (
    <Group component="form" className="surface" p="md" align="flex-end" onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <NumberInput label={words.ownRate} description={words.ownRateHint} value={rate} min={0} allowDecimal={false} onChange={setRate} />
      <Button type="submit" variant="default" loading={save.isPending} disabled={Number(rate) === current}>{words.save}</Button>
    </Group>
  );
}
