// A push's failure in words: `[step3_customer] The name is taken` → "Step 3, customer: The name is taken".

export function failureWords(qbSyncError: string): string {
  const match = /^\[step(\d+)_([a-z_]+)\]\s*(.*)$/s.exec(qbSyncError);
  return match === null ? qbSyncError : `Step ${match[1]}, ${match[2]?.replaceAll('_', ' ')}: ${match[3]}`;
}
