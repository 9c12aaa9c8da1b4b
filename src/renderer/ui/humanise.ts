// Machine words of open sets as words for people.

/** `one_off_purchase` → `One off purchase`. */
export function humanise(machineWord: string): string {
  const text = machineWord.replaceAll(/[_.]/g, ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
