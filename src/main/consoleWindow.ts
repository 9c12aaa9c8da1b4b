// The console's window: sandboxed, at its last place, in the theme's colour before the first paint.
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { appOrigin } from './appOrigin.ts';
import { hardenConsole } from './hardenContents.ts';
import { readWindowBounds, saveWindowBounds } from './windowBounds.ts';

export interface ConsoleWindowParts {
  readonly preload: string;
  readonly boundsFile: string;
  readonly isDeveloper: boolean;
  readonly openLink: (address: string) => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/** The console's own `--canvas`, so that nothing flashes. */
const backgroundColours = { light: '#f6f7f9', dark: '#0d1014' } as const;

export const openConsoleWindow = (parts: ConsoleWindowParts): BrowserWindow => {
  const { position, width, height, isMaximized } = readWindowBounds(
    parts.boundsFile,
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    ...position,
    width,
    height,
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: 'Tieout',
    backgroundColor: backgroundColours[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'],
    webPreferences: {
      preload: parts.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: parts.isDeveloper,
    },
  });
  hardenConsole(window.webContents, parts.openLink);
  if (isMaximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('focus', parts.onFocus);
  window.on('blur', parts.onBlur);
  window.on('close', () => {
    const normal = window.getNormalBounds();
    saveWindowBounds(parts.boundsFile, { position: { x: normal.x, y: normal.y }, width: normal.width, height: normal.height, isMaximized: window.isMaximized() });
  });
  void window.loadURL(`${appOrigin}/`);
  return window;
};
