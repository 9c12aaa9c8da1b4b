// Text that a person typed, as a LIKE pattern in which every character stands for itself.

/** For `LIKE ? ESCAPE '\'`: matches rows that contain the text, ignoring the case of A to Z. */
export const containsPattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (special) => `\\${special}`)}%`;
