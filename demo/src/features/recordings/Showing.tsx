// Watching a recording: the address that the server gives, the price where it asks for one, its sentence where it refuses.

import { useState } from 'react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { buyRecording, getRecordingUrl, Refusal } from '@ipelya/live';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';

import { PriceDialog } from '@/features/payments/PriceDialog';
import { useLanguage } from '@/i18n';
import { useBackend, useUserIdSignedIn } from '@/server/context';
import { useAct } from '@/server/use-act';
import { Failure, Loading } from '@/ui/states';
import type { Recording } from './recording';
import classes from './Showing.module.css';

interface ShowingProps {
  recording: Recording;
  title: string;
  /** There is a picture, not only sound. */
  video: boolean;
}

/** The price that a refusal asks for, in coins. */
function priceAsked(error: Error | null): number | undefined {
  return error instanceof Refusal && error.requiresPayment ? error.required : undefined;
}

export function Showing({ recording, title, video }: ShowingProps) {
  const { words } = useLanguage();
  const backend = useBackend();
  const userId = useUserIdSignedIn();
  const recordingId = recording.id;
  const address = useQuery({
    queryKey: ['recording-url', recordingId, userId],
    queryFn: () => getRecordingUrl(backend, { recordingId }),
    staleTime: Infinity,
    gcTime: 0,
  });
  const [broken, setBroken] = useState(false);
  const again = (): void => {
    setBroken(false);
    void address.refetch();
  };
  const buy = useAct({ run: (expectedPrice: number) => buyRecording(backend, { recordingId, expectedPrice }), then: again });
  const price = priceAsked(address.error);
  if (price !== undefined && !buy.isError) {
    return <Priced title={title} price={price} busy={buy.isPending || address.isFetching} onAgree={() => buy.mutate(price)} />;
  }
  if (address.isError) {
    // what was refused may cost something else by now
    const retry = (): void => {
      buy.reset();
      again();
    };
    return <Failure error={buy.error ?? address.error} onRetry={retry} />;
  }
  if (!address.data) return <Loading />;
  const { url } = address.data;
  if (broken) {
    // an address holds for a while only
    return <Group><Text size="sm">{words.cannotBePlayed}</Text><Button size="xs" variant="default" onClick={again}>{words.retry}</Button></Group>;
  }
  const fails = (): void => setBroken(true);
  return (
    <Stack gap="sm">
      {video ? (
        <video key={url} className={classes.picture} src={url} controls playsInline preload="metadata" aria-label={title} onError={fails} />
      ) : (
        <audio key={url} className={classes.sound} src={url} controls preload="metadata" aria-label={title} onError={fails} />
      )}
      <Group><DownloadButton recordingId={recordingId} /></Group>
    </Stack>
  );
}

interface PricedProps {
  title: string;
  price: number;
  busy: boolean;
  onAgree: () => void;
}

function Priced({ title, price, busy, onAgree }: PricedProps) {
  const { words, format } = useLanguage();
  const [asks, setAsks] = useState(true);
  if (!asks) {
    return <Group><Button variant="default" onClick={() => setAsks(true)}>{words.pay(format.coins(price))}</Button></Group>;
  }
  return (
    <PriceDialog
      title={words.recordingHasPrice}
      what={title}
      price={price}
      hint={words.recordingPayHint}
      busy={busy}
      onAgree={onAgree}
      onClose={() => setAsks(false)}
    />
  );
}

function DownloadButton({ recordingId }: { recordingId: string }) {
  const { words } = useLanguage();
  const backend = useBackend();
  const fetchIt = useAct({
    run: () => getRecordingUrl(backend, { recordingId, download: true }),
    // the store says that it is a file to be kept: the page stays
    then: ({ url }) => window.location.assign(url),
  });
  return (
    <Button size="xs" variant="default" loading={fetchIt.isPending} leftSection={<Download size={14} aria-hidden />} onClick={() => fetchIt.mutate()}>
      {words.download}
    </Button>
  );
}
