// What a gift looks like. Names, prices and animations are the server's.

import type { Schema } from '@ipelya/live';
import { Crown, Flame, Gem, Gift, Heart, Rocket, Star, type LucideIcon } from 'lucide-react';

import type { Language } from '@/i18n';

export type CatalogueGift = Schema<'CatalogGift'>;

interface Look {
  icon: LucideIcon;
  colour: string;
}

const LOOKS: Record<string, Look> = {
  heart: { icon: Heart, colour: '#e64980' },
  star: { icon: Star, colour: '#f59f00' },
  fire: { icon: Flame, colour: '#f76707' },
  diamond: { icon: Gem, colour: '#1c9fd6' },
  crown: { icon: Crown, colour: '#e8a80c' },
  rocket: { icon: Rocket, colour: '#7048e8' },
};

export function lookOf(giftId: string): Look {
  return LOOKS[giftId] ?? { icon: Gift, colour: '#7048e8' };
}

export function giftName(gift: CatalogueGift, language: Language): string {
  return language === 'tr' ? gift.nameTr : gift.nameEn;
}
