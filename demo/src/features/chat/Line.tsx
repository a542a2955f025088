import { Text } from '@mantine/core';
import type { MessageRow } from '@ipelya/live';
import { HandCoins } from 'lucide-react';

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

export function Line(props: LineProps) {
  return props.message.message_type === 'donation' ? <Donation {...props} /> : <Said {...props} />;
}

/** A sentence of the server's, which has the donor's name in it, or none. */
function Donation({ message, session, keepsOrder }: LineProps) {
  return (
    <div className={classes.line} data-message={message.id}>
      <HandCoins size={28} strokeWidth={1.6} className={classes.gift} aria-hidden />
      <div className={`${classes.said} ${classes.gift}`}>{message.content}</div>
      <LineMenu message={message} session={session} keepsOrder={keepsOrder} />
    </div>
  );
}

function Said({ message, session, keepsOrder }: LineProps) {
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
