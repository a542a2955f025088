// What the creator was given by card: by currency, and one by one.

import { useState } from 'react';
import { SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { listDonations, listenToSession, type Reply, type Schema } from '@ipelya/live';
import { HandCoins } from 'lucide-react';

import { useLanguage } from '@/i18n';
import { useBackend } from '@/server/context';
import { useLiveQuery } from '@/server/use-live-query';
import { Figures } from '@/ui/Figures';
import { Pages } from '@/ui/Pages';
import { Empty, Failure, Loading } from '@/ui/states';

type DonationList = Reply<typeof listDonations>;

/** How many to a page. */
const LIMIT = 10;

/** Read anew whenever the session that is on air tells of one. */
function useDonations(sessionId: string | null, page: number) {
  const backend = useBackend();
  return useLiveQuery<DonationList>({
    key: ['donations', sessionId, page],
    read: () => listDonations(backend, { page, limit: LIMIT }),
    watch: ({ refresh, onStatus }) =>
      sessionId ? listenToSession(backend, sessionId, { donation_received: refresh }, { onStatus }) : () => undefined,
    keepsPrevious: true,
  });
}

export function Donations({ sessionId }: { sessionId: string | null }) {
  const { words } = useLanguage();
  const [page, setPage] = useState(1);
  const list = useDonations(sessionId, page);
  if (list.isPending) return <Loading />;
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  const { donations, money, totalPages } = list.data;
  if (donations.length === 0) return <Empty icon={HandCoins} title={words.noDonations} />;
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, sm: 2, md: 4 }} spacing="sm">
        {money.map((earned) => <Earned key={earned.currency} earned={earned} />)}
      </SimpleGrid>
      <Rows donations={donations} />
      <Pages page={page} total={totalPages} onChange={setPage} />
    </Stack>
  );
}

function Earned({ earned }: { earned: Schema<'Earnings'> }) {
  const { words, format } = useLanguage();
  const { currency, donations, gross, net, refunded } = earned;
  return (
    <Stack className="surface" p="md" gap="xs">
      <Text fw={650}>{currency.toUpperCase()}</Text>
      <Figures
        rows={[
          [words.donations, format.number(donations)],
          [words.gross, format.money(gross, currency)],
          [words.ownShare, format.money(net, currency)],
          [words.givenBack, format.money(refunded, currency)],
        ]}
      />
    </Stack>
  );
}

function Rows({ donations }: { donations: DonationList['donations'] }) {
  const { words, format } = useLanguage();
  return (
    <Table.ScrollContainer minWidth={620} className="surface" scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing="sm" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.donor}</Table.Th>
            <Table.Th ta="end">{words.amount}</Table.Th>
            <Table.Th>{words.donationMessage}</Table.Th>
            <Table.Th>{words.paymentStatus}</Table.Th>
            <Table.Th>{words.when}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody style={{ fontVariantNumeric: 'tabular-nums' }}>
          {donations.map(({ paymentId, donorName, amount, currency, message, status, createdAt }) => (
            <Table.Tr key={paymentId}>
              <Table.Td fw={600}>{donorName ?? words.somebody}</Table.Td>
              <Table.Td ta="end">{format.money(amount, currency)}</Table.Td>
              <Table.Td>{message}</Table.Td>
              <Table.Td>{words[`payment_${status}`]}</Table.Td>
              <Table.Td>{format.moment(createdAt)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
