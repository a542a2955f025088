// One of a few, all of which can be seen.

import { Input, SegmentedControl } from '@mantine/core';

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  data: { value: Value; label: string }[];
}

export function Choice<Value extends string>({ label, ...rest }: ChoiceProps<Value>) {
  return (
    <Input.Wrapper label={label} labelElement="div">
      <SegmentedControl aria-label={label} fullWidth {...rest} />
    </Input.Wrapper>
  );
}
