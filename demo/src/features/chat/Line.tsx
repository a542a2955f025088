import { Text } from '@mantine/core';
import type { MessageRow } from '@ipelya/live';

import { giftName } from '@/features/gifts/catalogue';
import { useGiftCatalogue } from '@/features/gifts/use-gifts';
import type { Session } from '@/features/sessions/session';
import { useLanguage } from '@/i18n';
import { useFace } from '@/server/faces';
import { FaceCircle, Name } from '@/ui/Person';
import classes from './Chat.module.css';
import { LineMenu } from './LineMenu';

interface LineProps {
  message: MessageRow;
  session: Session;
  keepsOrder: boolean;
}

export function Line({ message, session, keepsOrder }: LineProps) {
  const face = useFace(message.sender_id);
  return (
    <div className={classes.line} data-message={message.id}>
      <FaceCircle face={face} size={28} />
      <div className={classes.said}>
        <Text span size="sm" c="dimmed"><Name face={face} /></Text>{' '}
        {message.gift_id ? <GiftText message={message} giftId={message.gift_id} /> : message.content}
      </div>
      <LineMenu message={message} session={session} keepsOrder={keepsOrder} />
    </div>
  );
}

function GiftText({ message, giftId }: { message: MessageRow; giftId: string }) {
  const { words, language } = useLanguage();
  const catalogue = useGiftCatalogue();
  const gift = catalogue.data?.find(({ id }) => id === giftId);
  const times = message.gift_quantity > 1 ? ` ×${message.gift_quantity}` : '';
  return <span className={classes.gift}>{words.gave((gift ? giftName(gift, language) : giftId) + times)}</span>;
}
