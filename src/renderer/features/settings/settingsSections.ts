// The sections of the settings, in their order.

export const settingsSections = [
  { id: 'profile', name: 'Business profile' },
  { id: 'connections', name: 'Connections and keys' },
  { id: 'go-live', name: 'Go live' },
  { id: 'data', name: 'Data' },
  { id: 'backups', name: 'Backups and restore' },
  { id: 'rebuild', name: 'Rebuild the mirror' },
  { id: 'test-tools', name: 'Test tools' },
  { id: 'about', name: 'About' },
] as const;
