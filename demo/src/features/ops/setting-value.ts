// The value of a setting as it is typed: what was a number is sent as one, a list by its commas.

export type SettingValue = boolean | number | string | string[] | null;

export function shown(value: Exclude<SettingValue, boolean>): string {
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}

/** What was typed in the form that the setting has now. The server says whether it will do. */
export function parsedAs(current: SettingValue, text: string): SettingValue {
  const typed = text.trim();
  if (Array.isArray(current)) return typed.split(',').map((one) => one.trim()).filter(Boolean);
  if (typeof current === 'number') return typed === '' || Number.isNaN(Number(typed)) ? typed : Number(typed);
  return typed === '' ? null : typed;
}
