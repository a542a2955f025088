// The picture of a session in the list: kept in the storage bucket of the app, below the person's own folder.

import { useRef } from 'react';
import { Button, CloseButton, FileButton, Group, Image, Input } from '@mantine/core';
import { ImagePlus } from 'lucide-react';
import type { SupabaseClient } from '@supabase/supabase-js';

import { useLanguage } from '@/i18n';
import { useBackend, useUserIdSignedIn } from '@/server/context';
import { useAct } from '@/server/use-act';

const BUCKET = 'broadcast-thumbnails';
const TYPES = 'image/jpeg,image/png,image/webp';

interface ThumbnailFieldProps {
  url: string | undefined;
  onChange: (url: string | undefined) => void;
}

export function ThumbnailField({ url, onChange }: ThumbnailFieldProps) {
  const { words } = useLanguage();
  const { supabase } = useBackend();
  const userId = useUserIdSignedIn();
  const reset = useRef<() => void>(null);
  const upload = useAct({ run: (file: File) => uploaded(supabase, userId, file), then: onChange });
  const clear = useAct({
    run: (old: string) => removed(supabase, userId, old),
    then: () => {
      reset.current?.();
      onChange(undefined);
    },
  });
  return (
    <Input.Wrapper label={words.thumbnail} labelElement="div">
      <Group gap="sm">
        {url && <Image src={url} alt={words.thumbnail} w={96} h={54} radius="sm" />}
        {url && <CloseButton aria-label={words.thumbnailRemove} disabled={clear.isPending} onClick={() => clear.mutate(url)} />}
        {!url && (
          <FileButton accept={TYPES} resetRef={reset} onChange={(file) => file && upload.mutate(file)}>
            {(props) => (
              <Button {...props} variant="default" loading={upload.isPending} leftSection={<ImagePlus size={16} aria-hidden />}>
                {words.thumbnailHint}
              </Button>
            )}
          </FileButton>
        )}
      </Group>
    </Input.Wrapper>
  );
}

async function uploaded(supabase: SupabaseClient, userId: string, file: File): Promise<string> {
  const bucket = supabase.storage.from(BUCKET);
  const path = `${userId}/${Date.now()}.${file.type.split('/')[1] ?? 'jpeg'}`;
  const { error } = await bucket.upload(path, file, { contentType: file.type });
  if (error) throw error;
  return bucket.getPublicUrl(path).data.publicUrl;
}

async function removed(supabase: SupabaseClient, userId: string, url: string): Promise<void> {
  const name = new URL(url).pathname.split('/').at(-1) ?? '';
  const { error } = await supabase.storage.from(BUCKET).remove([`${userId}/${name}`]);
  if (error) throw error;
}
