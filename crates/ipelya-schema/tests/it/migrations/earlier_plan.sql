-- The table of live sessions as seeds/002-database.md planned it, word for word: a project may have got this far.

CREATE TABLE public.live_sessions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  
  -- Creator bilgisi
  creator_id uuid NOT NULL REFERENCES auth.users(id) ON DELETE CASCADE,
  creator_profile_id uuid NOT NULL REFERENCES public.profiles(id) ON DELETE CASCADE,
  
  -- Oturum bilgileri
  title text,
  description text,
  thumbnail_url text,
  
  -- Tip ve erişim
  session_type text NOT NULL CHECK (session_type IN ('video_live', 'audio_room')),
  access_type text NOT NULL DEFAULT 'public' CHECK (access_type IN ('public', 'subscribers_only', 'pay_per_view')),
  ppv_coin_price integer DEFAULT 0,
  
  -- LiveKit bilgileri
  livekit_room_name text NOT NULL UNIQUE,
  livekit_room_sid text, -- LiveKit tarafından atanan SID
  
  -- Durum
  status text NOT NULL DEFAULT 'scheduled' CHECK (status IN ('scheduled', 'live', 'ended', 'cancelled')),
  scheduled_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  
  -- İstatistikler
  peak_viewers integer DEFAULT 0,
  total_viewers integer DEFAULT 0,
  total_duration_seconds integer DEFAULT 0,
  total_gifts_received integer DEFAULT 0,
  total_messages integer DEFAULT 0,
  
  -- Ayarlar
  chat_enabled boolean DEFAULT true,
  gifts_enabled boolean DEFAULT true,
  recording_enabled boolean DEFAULT false,
  
  -- Zaman damgaları
  created_at timestamptz DEFAULT now(),
  updated_at timestamptz DEFAULT now()
);
