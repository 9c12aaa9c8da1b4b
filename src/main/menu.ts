// The application menu: the system's standard entries with their usual keys, and the way to the data folder.
import { Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';

export interface MenuActs {
  readonly platform: NodeJS.Platform;
  readonly isDeveloper: boolean;
  readonly openDataFolder: () => void;
}

export const menuTemplate = ({ platform, isDeveloper, openDataFolder }: MenuActs): MenuItemConstructorOptions[] => [
  ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
  { role: 'fileMenu' },
  { role: 'editMenu' },
  {
    label: 'View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...(isDeveloper ? [{ type: 'separator' } as const, { role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
    ],
  },
  { role: 'windowMenu' },
  {
    role: 'help',
    submenu: [{ label: 'Open the data folder', click: openDataFolder }, ...(platform === 'darwin' ? [] : [{ role: 'about' } as const])],
  },
];

export const setMenu = (acts: MenuActs): void => Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(acts)));
