// Joins class names; CSS modules and conditions give undefined or false, which are left out.
export const cx = (...parts: readonly (string | false | null | undefined)[]): string => parts.filter(Boolean).join(' ');
