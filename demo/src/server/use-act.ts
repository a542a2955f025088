// Doing something on the server, and saying what it answered.

import { useMutation, type UseMutationResult } from '@tanstack/react-query';

import { useLanguage } from '@/i18n';
import { sentenceOf } from './errors';
import { useNotices } from '@/ui/notices';

interface Act<Input, Reply> {
  run: (input: Input) => Promise<Reply>;
  /** What to do with the reply. */
  then?: (reply: Reply, input: Input) => void;
  /** What to tell when it is done. */
  tell?: string;
  /** Failures that are shown elsewhere, or dealt with. */
  quiet?: (error: Error) => boolean;
}

/** An action of the person: a refusal is shown as the server's own sentence. */
export function useAct<Input = void, Reply = unknown>({ run, then, tell, quiet }: Act<Input, Reply>): UseMutationResult<Reply, Error, Input> {
  const { words } = useLanguage();
  const notices = useNotices();
  return useMutation<Reply, Error, Input>({
    mutationFn: run,
    onSuccess: (reply, input) => {
      then?.(reply, input);
      if (tell) notices.tell(tell);
    },
    onError: (error) => {
      if (!quiet?.(error)) notices.refuse(sentenceOf(error, words));
    },
  });
}
