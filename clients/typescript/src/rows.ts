// Generated from docs/schema.md; do not edit. To write it anew: npm run generate.

/** A row of `live_sessions`. */
export interface SessionRow {
  id: string;
  creator_id: string;
  creator_profile_id: string | null;
  channel_id: string | null;
  title: string;
  description: string | null;
  thumbnail_url: string | null;
  session_type: 'video_live' | 'audio_room';
  access_type: 'public' | 'subscribers_only' | 'pay_per_view';
  ppv_coin_price: number;
  livekit_room_name: string;
  livekit_room_sid: string | null;
  status: 'scheduled' | 'live' | 'ended' | 'cancelled';
  scheduled_at: string | null;
  started_at: string | null;
  announced_at: string | null;
  ended_at: string | null;
  end_reason: string | null;
  host_left_at: string | null;
  max_ends_at: string | null;
  refunds_settled_at: string | null;
  total_viewers: number;
  peak_viewers: number;
  total_duration_seconds: number;
  total_gifts_received: number;
  total_messages: number;
  stats_refreshed_at: string | null;
  chat_enabled: boolean;
  gifts_enabled: boolean;
  guest_enabled: boolean;
  max_guests: number;
  recording_enabled: boolean;
  is_recording: boolean;
  created_at: string;
  updated_at: string;
}

/** A row of `live_participants`. */
export interface ParticipantRow {
  id: string;
  session_id: string;
  user_id: string;
  profile_id: string | null;
  role: 'host' | 'co_host' | 'invited_guest' | 'moderator' | 'speaker' | 'viewer' | 'listener';
  seated_at: string | null;
  role_version: number;
  is_active: boolean;
  is_muted: boolean;
  is_video_enabled: boolean;
  invitation_id: string | null;
  invited_at: string | null;
  invitation_expires_at: string | null;
  invitation_response: 'pending' | 'accepted' | 'rejected' | 'expired' | null;
  livekit_participant_sid: string | null;
  livekit_identity: string | null;
  admitted_at: string | null;
  joined_at: string | null;
  left_at: string | null;
  guest_left_at: string | null;
  total_watch_time_seconds: number;
  paid_amount: number;
  payment_id: string | null;
  created_at: string;
  updated_at: string;
}

/** A row of `live_messages`. */
export interface MessageRow {
  id: string;
  session_id: string;
  sender_id: string;
  sender_profile_id: string | null;
  message_type: 'text' | 'gift' | 'system' | 'pinned' | 'donation';
  content: string | null;
  gift_id: string | null;
  gift_quantity: number;
  gift_coin_value: number;
  is_pinned: boolean;
  is_deleted: boolean;
  deleted_at: string | null;
  deleted_by: string | null;
  created_at: string;
}

/** A row of `live_gifts`. */
export interface GiftRow {
  id: string;
  session_id: string;
  sender_id: string;
  receiver_id: string;
  gift_id: string;
  quantity: number;
  coin_amount: number;
  transaction_id: string | null;
  created_at: string;
}

/** A row of `live_guest_requests`. */
export interface GuestRequestRow {
  id: string;
  session_id: string;
  requester_id: string;
  requester_profile_id: string | null;
  status: 'pending' | 'approved' | 'rejected' | 'expired' | 'cancelled';
  message: string | null;
  responded_at: string | null;
  responded_by: string | null;
  expires_at: string;
  created_at: string;
}

/** A row of `calls`. */
export interface CallRow {
  id: string;
  kind: 'support' | 'user_to_user' | 'conference';
  caller_id: string;
  callee_id: string | null;
  caller_profile_id: string | null;
  callee_profile_id: string | null;
  call_type: 'audio_call' | 'video_call';
  language: 'tr' | 'en' | null;
  transcript_on: boolean;
  is_recording: boolean;
  livekit_room_name: string;
  livekit_room_sid: string | null;
  status: 'ringing' | 'connected' | 'ended';
  initiated_at: string;
  answered_at: string | null;
  ended_at: string | null;
  duration_seconds: number;
  ended_by: string | null;
  end_reason: string | null;
  end_detail: string | null;
  ring_expires_at: string | null;
  max_ends_at: string | null;
  party_left_at: string | null;
  is_paid: boolean;
  coin_per_minute: number;
  total_coin_spent: number;
  coins_settled_at: string | null;
  created_at: string;
  updated_at: string;
  outcome: string | null;
}

/** A row of `coin_balances`. */
export interface CoinBalanceRow {
  id: string;
  user_id: string;
  balance: number;
  lifetime_earned: number;
  lifetime_spent: number;
  created_at: string;
  updated_at: string;
}

/** A row of `creator_transactions`. */
export interface CreatorTransactionRow {
  id: string;
  creator_id: string;
  type: string;
  amount: number;
  source_type: string | null;
  source_id: string | null;
  rate_at_time: number | null;
  tl_equivalent: number | null;
  description: string | null;
  metadata: unknown;
  created_by: string | null;
  adjustment_reason: string | null;
  created_at: string;
}

/** A row of `notifications`. */
export interface NotificationRow {
  id: string;
  recipient_id: string;
  actor_id: string | null;
  type: string;
  title: string | null;
  body: string | null;
  data: unknown;
  read: boolean;
  read_at: string | null;
  created_at: string;
}
