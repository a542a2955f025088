// Microphone and camera, on and off.

import { Button } from '@mantine/core';
import { useLocalParticipant } from '@livekit/components-react';
import { Mic, MicOff, Video, VideoOff, type LucideIcon } from 'lucide-react';

import { useLanguage } from '@/i18n';
import { useAct } from '@/server/use-act';

export function DeviceToggles({ video }: { video: boolean }) {
  const { words } = useLanguage();
  const { localParticipant, isMicrophoneEnabled, isCameraEnabled } = useLocalParticipant();
  return (
    <>
      <Toggle
        label={words.microphone}
        icons={[Mic, MicOff]}
        on={isMicrophoneEnabled}
        turn={(on) => localParticipant.setMicrophoneEnabled(on)}
      />
      {video && (
        <Toggle label={words.camera} icons={[Video, VideoOff]} on={isCameraEnabled} turn={(on) => localParticipant.setCameraEnabled(on)} />
      )}
    </>
  );
}

interface ToggleProps {
  label: string;
  icons: [on: LucideIcon, off: LucideIcon];
  on: boolean;
  turn: (on: boolean) => Promise<unknown>;
}

function Toggle({ label, icons: [On, Off], on, turn }: ToggleProps) {
  const act = useAct({ run: turn });
  const Icon = on ? On : Off;
  return (
    <Button
      variant={on ? 'light' : 'default'}
      aria-pressed={on}
      loading={act.isPending}
      leftSection={<Icon size={16} aria-hidden />}
      onClick={() => act.mutate(!on)}
    >
      {label}
    </Button>
  );
}
